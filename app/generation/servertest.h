// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/comfyanswers.h"
#include "core/task.h"
#include "domain/server.h"

#include <optional>

namespace lorastudio {

/// What a test of a server's address found out.
struct ServerTestResult
{
    enum class Certificate {
        NotAsked,   ///< no https, or it was not reached
        Trusted,    ///< the system vouches for it
        Pinned,     ///< a person does
        SelfSigned, ///< nobody does
        Untrusted,  ///< nobody does: expired, for another name, of an unknown authority
        Changed     ///< it is not the one that a person trusts
    };
    std::optional<Error> failure; ///< why nothing is known of the server; Canceled if the test was broken off
    qint64 reachedMs = 0;         ///< time of the first answer
    SystemStats stats;
    bool events = false;  ///< the server's events arrive
    QString eventProblem; ///< why they do not
    QStringList checkpoints;
    QString checkpointProblem; ///< why they are not known; empty = they are
    Certificate certificate = Certificate::NotAsked;
    QString fingerprint;      ///< of the certificate in question
    QString whyUntrusted;     ///< in words
    bool secretsKept = false; ///< no secret was sent, because nobody vouches for the certificate
};

/// Tries an address as a person would: reach it, hear its events, ask what it has. A certificate that nobody vouches
/// for is looked at without sending any secret. Over connections of its own, so that nothing a test has trusted is
/// trusted afterwards. Takes at most half a minute.
Task<ServerTestResult> testServer(ServerConfig config, ServerSecrets secrets, std::stop_token stop);

} // namespace lorastudio
