// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/comfyeventparser.h"

#include "core/json.h"
#include "core/text.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <algorithm>
#include <cmath>

namespace lorastudio {

namespace {

constexpr qsizetype maxIdLength = 200;
constexpr qsizetype maxNameLength = 1024;
constexpr qsizetype maxMessageLength = 4000;
constexpr int maxNodes = 4096;
constexpr int maxFiles = 1000;
constexpr double maxCount = 9007199254740992; ///< 2^53: beyond it a double counts nothing any more

/// An id: a string of reasonable length, or nothing. Ids are compared and shown, so they are cleaned, never cut.
std::optional<QString> id(const QJsonValue &value)
{
    if (!value.isString())
        return std::nullopt;
    const QString text = value.toString();
    if (text.size() > maxIdLength)
        return std::nullopt;
    return cleanText(text, maxIdLength);
}

QString text(const QJsonValue &value, qsizetype limit)
{
    return cleanText(value.toString(), limit).trimmed();
}

bool isFinite(const QJsonValue &value)
{
    return value.isDouble() && std::isfinite(value.toDouble());
}

/// Reads the fields of one message; `ok` goes false at the first that is wrong.
struct Reader
{
    const QJsonObject &data;
    bool ok = true;

    QString requiredId(QLatin1String name)
    {
        const std::optional<QString> value = id(data.value(name));
        if (!value || value->isEmpty()) {
            ok = false;
            return {};
        }
        return *value;
    }
    QString optionalId(QLatin1String name) { return id(data.value(name)).value_or(QString()); }
    /// Whole steps, within the range of comfy::Progress.
    std::pair<int, int> progress()
    {
        const QJsonValue valueField = data.value(QLatin1String("value"));
        const QJsonValue maximumField = data.value(QLatin1String("max"));
        double value = valueField.toDouble(-1);
        double maximum = maximumField.toDouble(-1);
        // Written so that NaN fails: no comparison with it is true.
        if (!(maximum > 0 && maximum <= maxCount && value >= 0 && value <= maximum)) {
            ok = false;
            return {};
        }
        if (maximum > comfy::maxProgressSteps) {
            value = value / maximum * comfy::maxProgressSteps;
            maximum = comfy::maxProgressSteps;
        }
        const int steps = static_cast<int>(std::ceil(maximum));
        return {std::min(static_cast<int>(value), steps), steps};
    }
};

using Parser = std::optional<ComfyEvent::Payload> (*)(Reader &reader);

std::optional<ComfyEvent::Payload> status(Reader &reader)
{
    const QJsonValue remaining = reader.data.value(QLatin1String("status"))
                                     .toObject()
                                     .value(QLatin1String("exec_info"))
                                     .toObject()
                                     .value(QLatin1String("queue_remaining"));
    if (!isFinite(remaining) || remaining.toDouble() < 0 || remaining.toDouble() > 1e9)
        return std::nullopt;
    return comfy::Status{static_cast<int>(remaining.toDouble()), reader.optionalId(QLatin1String("sid"))};
}

std::optional<ComfyEvent::Payload> executionStart(Reader &reader)
{
    return comfy::ExecutionStart{reader.data.value(QLatin1String("timestamp")).toInteger()};
}

std::optional<ComfyEvent::Payload> executionCached(Reader &reader)
{
    comfy::ExecutionCached result;
    const QJsonArray nodes = reader.data.value(QLatin1String("nodes")).toArray();
    for (const QJsonValue node : nodes) {
        if (const std::optional<QString> nodeId = id(node); nodeId && result.nodes.size() < maxNodes)
            result.nodes << *nodeId;
    }
    return result;
}

std::optional<ComfyEvent::Payload> progressState(Reader &reader)
{
    const QJsonValue nodes = reader.data.value(QLatin1String("nodes"));
    if (!nodes.isObject())
        return std::nullopt;
    comfy::ProgressState result;
    const QJsonObject object = nodes.toObject();
    for (auto it = object.begin(); it != object.end() && result.nodes.size() < maxNodes; ++it) {
        const QJsonObject node = it.value().toObject();
        Reader inner{node};
        const auto [value, maximum] = inner.progress();
        if (inner.ok && it.key().size() <= maxIdLength)
            result.nodes.append({cleanText(it.key()), value, maximum, inner.optionalId(QLatin1String("state"))});
    }
    return result;
}

std::optional<ComfyEvent::Payload> executing(Reader &reader)
{
    const QJsonValue node = reader.data.value(QLatin1String("node"));
    if (node.isNull())
        return comfy::Executing{};
    const QString nodeId = reader.requiredId(QLatin1String("node"));
    return comfy::Executing{nodeId};
}

std::optional<ComfyEvent::Payload> progress(Reader &reader)
{
    const auto [value, maximum] = reader.progress();
    return comfy::Progress{reader.optionalId(QLatin1String("node")), value, maximum};
}

std::optional<ComfyEvent::Payload> executed(Reader &reader)
{
    const QString node = reader.requiredId(QLatin1String("node"));
    return comfy::Executed{node, parseOutputFiles(node, reader.data.value(QLatin1String("output")).toObject())};
}

std::optional<ComfyEvent::Payload> executionSuccess(Reader &)
{
    return comfy::ExecutionSuccess{};
}

std::optional<ComfyEvent::Payload> executionError(Reader &reader)
{
    comfy::ExecutionError result;
    result.message = text(reader.data.value(QLatin1String("exception_message")), maxMessageLength);
    result.exceptionType = text(reader.data.value(QLatin1String("exception_type")), maxIdLength);
    result.node = reader.optionalId(QLatin1String("node_id"));
    result.nodeType = text(reader.data.value(QLatin1String("node_type")), maxIdLength);
    result.final = result.exceptionType != QLatin1String("ExecutionBlocked");
    return result;
}

std::optional<ComfyEvent::Payload> executionInterrupted(Reader &reader)
{
    return comfy::ExecutionInterrupted{reader.optionalId(QLatin1String("node_id")),
                                       text(reader.data.value(QLatin1String("node_type")), maxIdLength)};
}

std::optional<ComfyEvent::Payload> featureFlags(Reader &reader)
{
    return comfy::FeatureFlags{reader.data.value(QLatin1String("supports_preview_metadata")).toBool(),
                               reader.data.value(QLatin1String("max_upload_size")).toInteger()};
}

struct MessageKind
{
    Parser parse;
    bool needsPromptId;
};

const QHash<QString, MessageKind> &kinds()
{
    static const QHash<QString, MessageKind> table{
        {QStringLiteral("status"), {status, false}},
        {QStringLiteral("execution_start"), {executionStart, true}},
        {QStringLiteral("execution_cached"), {executionCached, true}},
        {QStringLiteral("progress_state"), {progressState, true}},
        {QStringLiteral("executing"), {executing, false}},
        {QStringLiteral("progress"), {progress, true}},
        {QStringLiteral("executed"), {executed, true}},
        {QStringLiteral("execution_success"), {executionSuccess, true}},
        {QStringLiteral("execution_error"), {executionError, true}},
        {QStringLiteral("execution_interrupted"), {executionInterrupted, true}},
        {QStringLiteral("feature_flags"), {featureFlags, false}},
    };
    return table;
}

ParsedFrame event(QString kind, QString promptId, ComfyEvent::Payload payload)
{
    return {ParsedFrame::Outcome::Event, ComfyEvent{std::move(promptId), std::move(payload)}, std::move(kind)};
}

quint32 bigEndian(const QByteArray &frame, qsizetype offset)
{
    return qFromBigEndian<quint32>(frame.constData() + offset);
}

ParsedFrame plainPreview(const QByteArray &frame)
{
    const QString kind = QStringLiteral("preview");
    if (frame.size() < 9)
        return ParsedFrame::malformed(kind);
    QByteArray image = frame.mid(8);
    // The format field is not trusted: what counts is how the bytes begin.
    const QByteArray format = previewFormat(image);
    if (format.isEmpty())
        return ParsedFrame::malformed(kind);
    return event(kind, {}, comfy::Preview{{}, std::move(image), format});
}

ParsedFrame previewWithMetadata(const QByteArray &frame)
{
    const QString kind = QStringLiteral("preview_with_metadata");
    if (frame.size() < 8)
        return ParsedFrame::malformed(kind);
    const qsizetype length = bigEndian(frame, 4);
    if (length > maxFrameMetadata || length > frame.size() - 8)
        return ParsedFrame::malformed(kind);
    const Result<QJsonDocument> document = parseJson(frame.mid(8, length), maxFrameMetadata);
    if (!document || !document->isObject())
        return ParsedFrame::malformed(kind);
    const QJsonObject metadata = document->object();
    Reader reader{metadata};
    const QString promptId = reader.requiredId(QLatin1String("prompt_id"));
    QByteArray image = frame.mid(8 + length);
    const QByteArray format = previewFormat(image);
    if (!reader.ok || format.isEmpty())
        return ParsedFrame::malformed(kind);
    return event(kind, promptId, comfy::Preview{reader.optionalId(QLatin1String("node_id")), std::move(image), format});
}

ParsedFrame progressText(const QByteArray &frame)
{
    const QString kind = QStringLiteral("text");
    if (frame.size() < 8)
        return ParsedFrame::malformed(kind);
    const qsizetype length = bigEndian(frame, 4);
    if (length > maxIdLength * 4 || length > frame.size() - 8 || frame.size() - 8 - length > maxFrameMetadata)
        return ParsedFrame::malformed(kind);
    return event(kind, {},
                 comfy::Text{cleanText(QString::fromUtf8(frame.mid(8, length)), maxIdLength),
                             cleanText(QString::fromUtf8(frame.mid(8 + length)), maxMessageLength)});
}

} // namespace

QByteArray previewFormat(QByteArrayView bytes)
{
    if (bytes.startsWith("\xff\xd8\xff"))
        return QByteArrayLiteral("jpeg");
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return QByteArrayLiteral("png");
    if (bytes.startsWith("RIFF") && bytes.size() >= 12 && bytes.sliced(8).startsWith("WEBP"))
        return QByteArrayLiteral("webp");
    return {};
}

QList<OutputFile> parseOutputFiles(const QString &nodeId, const QJsonObject &output)
{
    QList<OutputFile> files;
    const QJsonArray images = output.value(QLatin1String("images")).toArray();
    for (const QJsonValue image : images) {
        const QJsonObject object = image.toObject();
        OutputFile file{nodeId, object.value(QLatin1String("filename")).toString(),
                        object.value(QLatin1String("subfolder")).toString(),
                        object.value(QLatin1String("type")).toString(QStringLiteral("output"))};
        // Names go back to the server as they are, so they are not cleaned: only what cannot be a file is left out.
        const bool fits = !file.filename.isEmpty() && file.filename.size() <= maxNameLength &&
                          file.subfolder.size() <= maxNameLength && file.type.size() <= maxIdLength;
        if (fits && files.size() < maxFiles)
            files.append(std::move(file));
    }
    return files;
}

ParsedFrame parseTextFrame(const QByteArray &frame)
{
    if (frame.size() > maxTextFrame)
        return ParsedFrame::malformed(QStringLiteral("oversize"));
    const Result<QJsonDocument> document = parseJson(frame, maxTextFrame);
    if (!document || !document->isObject())
        return ParsedFrame::malformed(QStringLiteral("not JSON"));
    const QJsonObject message = document->object();
    const std::optional<QString> type = id(message.value(QLatin1String("type")));
    if (!type)
        return ParsedFrame::malformed(QStringLiteral("no type"));
    const auto found = kinds().constFind(*type);
    if (found == kinds().cend())
        return ParsedFrame::ignored(cleanName(*type, 40));
    if (!message.value(QLatin1String("data")).isObject())
        return ParsedFrame::malformed(*type);
    const QJsonObject data = message.value(QLatin1String("data")).toObject();
    Reader reader{data};
    const QString promptId = found->needsPromptId ? reader.requiredId(QLatin1String("prompt_id"))
                                                  : reader.optionalId(QLatin1String("prompt_id"));
    if (!reader.ok)
        return ParsedFrame::malformed(*type);
    std::optional<ComfyEvent::Payload> payload = found->parse(reader);
    if (!payload || !reader.ok)
        return ParsedFrame::malformed(*type);
    return event(*type, promptId, std::move(*payload));
}

ParsedFrame parseBinaryFrame(const QByteArray &frame)
{
    if (frame.size() < 4 || frame.size() > maxBinaryFrame)
        return ParsedFrame::malformed(QStringLiteral("binary"));
    switch (bigEndian(frame, 0)) {
    case 1:
        return plainPreview(frame);
    case 3:
        return progressText(frame);
    case 4:
        return previewWithMetadata(frame);
    default:
        return ParsedFrame::ignored(QStringLiteral("binary %1").arg(bigEndian(frame, 0)));
    }
}

} // namespace lorastudio
