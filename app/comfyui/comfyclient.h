// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/comfyanswers.h"
#include "core/error.h"
#include "core/task.h"
#include "network/serveraccess.h"

#include <QJsonObject>
#include <QObject>

#include <chrono>
#include <stop_token>

namespace lorastudio {

class HttpClient;

/// After a failed submit(): whether the prompt may be on the server all the same (an answer that got lost, a proxy that
/// gave up waiting). Then look for its id in queue() and history() before repeating it under a new one.
bool mayHaveBeenAccepted(const Error &error);

/// One ComfyUI's REST interface. Every function is one request with limits of size and time, and returns plain values
/// or an Error for a person; an answer of the wrong form is a Protocol error, never a crash. Large JSON is parsed in
/// the thread pool. It does nothing that could touch another client's prompts: it has no function that clears the
/// queue, and never interrupts without an id.
/// Main thread only. Must outlive its tasks (AsyncScope), and the HttpClient must outlive it.
class ComfyClient : public QObject
{
    Q_OBJECT

public:
    struct Limits
    {
        std::chrono::milliseconds quick{8000}; ///< without progress, for small questions; tells that a server is gone
        std::chrono::milliseconds slow{30000}; ///< for posting, files and lists
        qint64 viewBytes = 64 * 1024 * 1024;
    };

    ComfyClient(HttpClient &http, const ServerConfig &config, const ServerSecrets &secrets);

    void setLimits(const Limits &limits) { m_limits = limits; }
    /// Address, headers and pin for the event stream; right about /api only after systemStats().
    const ServerAccess &access() const { return m_access; }

    /// The connection test: finds out, too, whether the server has its routes under /api. Call it first.
    Task<Result<SystemStats>> systemStats(std::stop_token stop);
    Task<Result<ServerFeatures>> features(std::stop_token stop);
    /// What /prompt accepts as ckpt_name, verbatim (`\` on Windows): send it back so; checkpointKey() makes our key.
    Task<Result<QStringList>> checkpoints(std::stop_token stop);
    Task<Result<QStringList>> loras(std::stop_token stop);
    Task<Result<SamplerChoices>> samplers(std::stop_token stop);
    Task<Result<QueueSnapshot>> queue(std::stop_token stop);
    /// Nothing while the prompt is unknown or unfinished.
    Task<Result<std::optional<HistoryEntry>>> history(QString promptId, std::stop_token stop);

    /// Posts once, never again by itself. `promptId`: newUuid(), journaled before. `extraPngInfo`: each key becomes a
    /// text chunk of the file. With an Error, ask mayHaveBeenAccepted().
    Task<Result<SubmitOutcome>> submit(QJsonObject graph, QString promptId, QString clientId, QJsonObject extraPngInfo,
                                       std::stop_token stop);
    /// Takes waiting prompts back; no effect on running or unknown ones, and the server does not say which were there.
    Task<Result<void>> cancelPending(QStringList promptIds, std::stop_token stop);
    /// Stops this prompt if it is the running one; it takes effect at the next step. On servers that would interrupt
    /// whatever runs (before 0.3.57, or unknown) the queue is asked first.
    Task<Result<void>> interrupt(QString promptId, std::stop_token stop);
    /// The file's bytes as they are, at most `viewBytes`; PNG, JPEG or WebP. Http with status 404: it is gone.
    Task<Result<QByteArray>> view(OutputFile file, std::stop_token stop);
    Task<Result<void>> freeMemory(bool unloadModels, bool freeMemory, std::stop_token stop);

private:
    Task<Result<HttpResponse>> get(QString route, QUrlQuery query, qint64 maxBytes, std::chrono::milliseconds timeout,
                                   std::stop_token stop);
    Task<Result<HttpResponse>> post(QString route, QJsonObject body, std::stop_token stop);
    Task<Result<QJsonObject>> getJson(QString route, qint64 maxBytes, std::chrono::milliseconds timeout,
                                      std::stop_token stop);
    Task<Result<QStringList>> choices(QString nodeClass, QString input, std::stop_token stop);

    HttpClient &m_http;
    ServerAccess m_access;
    Limits m_limits;
    QVersionNumber m_version;
};

} // namespace lorastudio
