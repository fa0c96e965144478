// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/servertest.h"

#include "comfyui/comfyclient.h"
#include "comfyui/comfyeventstream.h"
#include "core/ids.h"
#include "network/httpclient.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;
using Certificate = ServerTestResult::Certificate;

constexpr auto eventPause = 20ms;
constexpr qint64 mostEventMs = 6'000;

Certificate certificateOf(const Error &error)
{
    if (error.code == QStringLiteral("self-signed-certificate"))
        return Certificate::SelfSigned;
    if (error.code == QStringLiteral("changed-certificate"))
        return Certificate::Changed;
    return Certificate::Untrusted;
}

/// The first message of a socket comes at once: the status, with which a ComfyUI greets everybody.
Task<void> hearEvents(const ComfyClient *client, ServerTestResult *result, std::stop_token stop)
{
    QString problem; // outlives the stream, which writes it
    ComfyEventStream stream(newUuid());
    QObject::connect(&stream, &ComfyEventStream::disconnected, &stream,
                     [&problem](const Error &error) { problem = error.message; });
    stream.open(client->access());
    QElapsedTimer waited;
    waited.start();
    while (stream.receivedFrames() == 0 && waited.elapsed() < mostEventMs) {
        const Result<void> slept = co_await sleepFor(eventPause, stop);
        if (!slept)
            co_return;
    }
    result->events = stream.receivedFrames() > 0;
    if (!result->events)
        result->eventProblem =
            problem.isEmpty() ? QCoreApplication::translate("ServerTest", "None came within %1 s. A proxy in between "
                                                                          "has to let WebSockets through.")
                                    .arg(mostEventMs / 1000)
                              : problem;
}

} // namespace

Task<ServerTestResult> testServer(ServerConfig config, ServerSecrets secrets, std::stop_token stop)
{
    ServerTestResult result;
    HttpClient http;
    auto client = std::make_unique<ComfyClient>(http, config, secrets);
    QElapsedTimer clock;
    clock.start();
    Result<SystemStats> stats = co_await client->systemStats(stop);
    if (!stats && !stats.error().fingerprint.isEmpty()) {
        result.certificate = certificateOf(stats.error());
        result.fingerprint = stats.error().fingerprint;
        result.whyUntrusted = stats.error().message;
        // What is behind it may be looked at, but gets no secret.
        result.secretsKept = !config.user.isEmpty() || config.token || !config.headerNames.isEmpty();
        ServerConfig bare;
        bare.url = config.url;
        bare.fingerprint = stats.error().fingerprint;
        client = std::make_unique<ComfyClient>(http, bare, ServerSecrets());
        clock.restart();
        stats = co_await client->systemStats(stop);
    } else if (stats && config.url.startsWith(QStringLiteral("https:"))) {
        result.certificate = config.fingerprint.isEmpty() ? Certificate::Trusted : Certificate::Pinned;
        result.fingerprint = config.fingerprint;
    }
    result.reachedMs = clock.elapsed();
    if (stop.stop_requested()) {
        result.failure = Error::canceled();
        co_return result;
    }
    if (!stats) {
        result.failure = stats.error();
        co_return result;
    }
    result.stats = *stats;
    co_await hearEvents(client.get(), &result, stop);
    const Result<QStringList> checkpoints = co_await client->checkpoints(stop);
    if (stop.stop_requested())
        result.failure = Error::canceled();
    else if (checkpoints)
        result.checkpoints = *checkpoints;
    else
        result.checkpointProblem = checkpoints.error().message;
    co_return result;
}

} // namespace lorastudio
