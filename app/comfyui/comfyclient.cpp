// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/comfyclient.h"

#include "comfyui/comfyeventparser.h"
#include "core/json.h"
#include "core/text.h"
#include "network/httpclient.h"
#include "network/networkerror.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace lorastudio {

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
constexpr qint64 smallAnswer = mebibyte;
constexpr qint64 listAnswer = 16 * mebibyte;
constexpr qint64 queueAnswer = 64 * mebibyte; ///< carries every waiting workflow, of everybody
constexpr qsizetype parseInPool = 256 * 1024;

/// A function of its own for the thread pool.
Result<QJsonObject> parseObject(const QByteArray &body)
{
    Result<QJsonDocument> document = parseJson(body, body.size());
    if (!document)
        return fail(document.error());
    if (!document->isObject())
        return fail(Error::Kind::Protocol, {}, QStringLiteral("not an object"));
    return document->object();
}

Task<Result<QJsonObject>> readObject(HttpResponse response)
{
    Result<QJsonObject> object = QJsonObject{};
    if (response.body.size() > parseInPool) {
        auto parse = [body = response.body] {
            return parseObject(body);
        }; // named, see task.h
        object = co_await offload(std::move(parse));
    } else {
        object = parseObject(response.body);
    }
    if (object)
        co_return object;
    co_return fail(Error::Kind::Protocol,
                   ComfyClient::tr("%1 answered with something that is not ComfyUI's JSON. Check that the address is "
                                   "that of a ComfyUI.")
                       .arg(hostPort(response.url)),
                   response.url.path() + QStringLiteral(": ") + object.error().message + object.error().detail);
}

Result<void> checkSuccess(const Result<HttpResponse> &response)
{
    if (!response)
        return fail(response.error());
    if (!response->isSuccess())
        return fail(httpStatusError(response->url, response->status));
    return {};
}

/// Since this version /interrupt honours the prompt id; before, it stops whatever runs.
const QVersionNumber &targetedInterruptVersion()
{
    static const QVersionNumber version(0, 3, 57);
    return version;
}

} // namespace

bool mayHaveBeenAccepted(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Http:
        return error.httpStatus >= 500;
    case Error::Kind::Validation:
        return false;
    default:
        return true;
    }
}

ComfyClient::ComfyClient(HttpClient &http, const ServerConfig &config, const ServerSecrets &secrets)
    : m_http(http), m_access(config, secrets)
{
}

Task<Result<HttpResponse>> ComfyClient::get(QString route, QUrlQuery query, qint64 maxBytes,
                                            std::chrono::milliseconds timeout, std::stop_token stop)
{
    if (m_access.problem())
        co_return fail(*m_access.problem());
    HttpRequest request = m_access.request(route, query);
    request.maxBytes = maxBytes;
    request.transferTimeout = timeout;
    request.isDownload = route == QStringLiteral("/view");
    co_return co_await m_http.send(std::move(request), stop);
}

Task<Result<HttpResponse>> ComfyClient::post(QString route, QJsonObject body, std::stop_token stop)
{
    if (m_access.problem())
        co_return fail(*m_access.problem());
    HttpRequest request = m_access.request(route);
    request.method = HttpRequest::Method::Post;
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    request.maxBytes = listAnswer;
    request.transferTimeout = m_limits.slow;
    co_return co_await m_http.send(std::move(request), stop);
}

Task<Result<QJsonObject>> ComfyClient::getJson(QString route, qint64 maxBytes, std::chrono::milliseconds timeout,
                                               std::stop_token stop)
{
    Result<HttpResponse> response = co_await get(route, {}, maxBytes, timeout, stop);
    if (const Result<void> success = checkSuccess(response); !success)
        co_return fail(success.error());
    Result<QJsonObject> object = co_await readObject(*std::move(response));
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    co_return object;
}

Task<Result<SystemStats>> ComfyClient::systemStats(std::stop_token stop)
{
    const QString route = QStringLiteral("/system_stats");
    Result<QJsonObject> answer = co_await getJson(route, smallAnswer, m_limits.quick, stop);
    const auto isMissing = [](const Result<QJsonObject> &result) {
        return !result && (result.error().httpStatus == 404 || result.error().httpStatus == 405);
    };
    if (isMissing(answer)) {
        m_access.setApiRoutes(!m_access.usesApiRoutes());
        answer = co_await getJson(route, smallAnswer, m_limits.quick, stop);
        if (isMissing(answer))
            m_access.setApiRoutes(true);
    }
    if (!answer)
        co_return fail(answer.error());
    Result<SystemStats> stats = parseSystemStats(*answer);
    if (stats)
        m_version = stats->versionNumber();
    co_return stats;
}

Task<Result<ServerFeatures>> ComfyClient::features(std::stop_token stop)
{
    const Result<QJsonObject> answer = co_await getJson(QStringLiteral("/features"), smallAnswer, m_limits.quick, stop);
    if (!answer && answer.error().httpStatus == 404)
        co_return ServerFeatures{}; // older than the route
    if (!answer)
        co_return fail(answer.error());
    co_return parseFeatures(*answer);
}

Task<Result<QStringList>> ComfyClient::choices(QString nodeClass, QString input, std::stop_token stop)
{
    const Result<QJsonObject> answer =
        co_await getJson(QStringLiteral("/object_info/") + nodeClass, listAnswer, m_limits.slow, stop);
    if (!answer)
        co_return fail(answer.error());
    co_return parseChoices(*answer, nodeClass, input);
}

Task<Result<QStringList>> ComfyClient::checkpoints(std::stop_token stop)
{
    co_return co_await choices(QStringLiteral("CheckpointLoaderSimple"), QStringLiteral("ckpt_name"), stop);
}

Task<Result<QStringList>> ComfyClient::loras(std::stop_token stop)
{
    co_return co_await choices(QStringLiteral("LoraLoader"), QStringLiteral("lora_name"), stop);
}

Task<Result<SamplerChoices>> ComfyClient::samplers(std::stop_token stop)
{
    const QString sampler = QStringLiteral("KSampler");
    const Result<QJsonObject> answer =
        co_await getJson(QStringLiteral("/object_info/") + sampler, listAnswer, m_limits.slow, stop);
    if (!answer)
        co_return fail(answer.error());
    Result<QStringList> samplers = parseChoices(*answer, sampler, QStringLiteral("sampler_name"));
    if (!samplers)
        co_return fail(samplers.error());
    Result<QStringList> schedulers = parseChoices(*answer, sampler, QStringLiteral("scheduler"));
    if (!schedulers)
        co_return fail(schedulers.error());
    co_return SamplerChoices{*std::move(samplers), *std::move(schedulers)};
}

Task<Result<QueueSnapshot>> ComfyClient::queue(std::stop_token stop)
{
    const Result<QJsonObject> answer = co_await getJson(QStringLiteral("/queue"), queueAnswer, m_limits.quick, stop);
    if (!answer)
        co_return fail(answer.error());
    co_return parseQueue(*answer);
}

Task<Result<std::optional<HistoryEntry>>> ComfyClient::history(QString promptId, std::stop_token stop)
{
    if (promptId.isEmpty())
        co_return fail(Error::Kind::Internal, tr("A prompt without an id cannot be looked up."));
    const QString segment = QString::fromLatin1(QUrl::toPercentEncoding(promptId));
    const Result<QJsonObject> answer =
        co_await getJson(QStringLiteral("/history/") + segment, listAnswer, m_limits.quick, stop);
    if (!answer)
        co_return fail(answer.error());
    co_return parseHistory(*answer, promptId);
}

Task<Result<SubmitOutcome>> ComfyClient::submit(QJsonObject graph, QString promptId, QString clientId,
                                                QJsonObject extraPngInfo, std::stop_token stop)
{
    QJsonObject body{{QStringLiteral("prompt"), graph},
                     {QStringLiteral("prompt_id"), promptId},
                     {QStringLiteral("client_id"), clientId}};
    if (!extraPngInfo.isEmpty()) {
        body.insert(QStringLiteral("extra_data"),
                    QJsonObject{{QStringLiteral("extra_pnginfo"), std::move(extraPngInfo)}});
    }
    Result<HttpResponse> response = co_await post(QStringLiteral("/prompt"), std::move(body), stop);
    if (!response)
        co_return fail(response.error());
    const int status = response->status;
    if (!response->isSuccess() && status != 400)
        co_return fail(httpStatusError(response->url, status));
    const Result<QJsonObject> answer = co_await readObject(*std::move(response));
    // A 400 without JSON is a refusal as well, of a proxy for example.
    if (!answer && status == 400)
        co_return SubmitOutcome(SubmitRefused{refusalText({})});
    if (!answer)
        co_return fail(answer.error());
    co_return parseSubmit(status, *answer);
}

Task<Result<void>> ComfyClient::cancelPending(QStringList promptIds, std::stop_token stop)
{
    promptIds.removeAll(QString());
    if (promptIds.isEmpty())
        co_return Result<void>{};
    const QJsonObject body{{QStringLiteral("delete"), QJsonArray::fromStringList(promptIds)}};
    co_return checkSuccess(co_await post(QStringLiteral("/queue"), body, stop));
}

Task<Result<void>> ComfyClient::interrupt(QString promptId, std::stop_token stop)
{
    if (promptId.isEmpty())
        co_return fail(Error::Kind::Internal, tr("An interrupt without a prompt id would stop somebody else's work."));
    if (m_version < targetedInterruptVersion()) {
        const Result<QueueSnapshot> snapshot = co_await queue(stop);
        if (!snapshot)
            co_return fail(snapshot.error());
        if (!snapshot->isRunning(promptId))
            co_return Result<void>{};
    }
    const QJsonObject body{{QStringLiteral("prompt_id"), promptId}};
    co_return checkSuccess(co_await post(QStringLiteral("/interrupt"), body, stop));
}

Task<Result<QByteArray>> ComfyClient::view(OutputFile file, std::stop_token stop)
{
    const QUrlQuery query = encodedQuery({{QStringLiteral("filename"), file.filename},
                                          {QStringLiteral("subfolder"), file.subfolder},
                                          {QStringLiteral("type"), file.type}});
    Result<HttpResponse> response =
        co_await get(QStringLiteral("/view"), query, m_limits.viewBytes, m_limits.slow, stop);
    if (!response)
        co_return fail(response.error());
    const QString name = isolated(cleanName(file.filename));
    if (response->status == 404) {
        Error error = httpStatusError(response->url, response->status);
        error.message = tr("The file %1 is no longer on the server. Generate the image again.").arg(name);
        co_return fail(std::move(error));
    }
    if (const Result<void> success = checkSuccess(response); !success)
        co_return fail(success.error());
    static const QByteArrayList types{"image/png", "image/jpeg", "image/webp"};
    if (!types.contains(response->contentType) || previewFormat(response->body).isEmpty()) {
        co_return fail(Error::Kind::Protocol,
                       tr("The server sent something that is no PNG, JPEG or WebP picture as %1.").arg(name),
                       QStringLiteral("content type ") + QString::fromLatin1(response->contentType.left(100)));
    }
    co_return std::move(response->body);
}

Task<Result<void>> ComfyClient::freeMemory(bool unloadModels, bool freeMemory, std::stop_token stop)
{
    const QJsonObject body{{QStringLiteral("unload_models"), unloadModels},
                           {QStringLiteral("free_memory"), freeMemory}};
    co_return checkSuccess(co_await post(QStringLiteral("/free"), body, stop));
}

} // namespace lorastudio
