// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/comfyanswers.h"

#include "comfyui/comfyeventparser.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace lorastudio {

namespace {

/// Context of the texts.
class Answers
{
    Q_DECLARE_TR_FUNCTIONS(ComfyClient)
};

constexpr qsizetype maxShort = 300;
constexpr qsizetype maxLine = 600;
constexpr int maxLines = 10;
constexpr int maxChoices = 20'000;
constexpr qsizetype maxChoiceLength = 1024;

QString shortText(const QJsonValue &value, qsizetype limit = maxShort)
{
    return cleanName(value.toString(), limit);
}

tl::unexpected<Error> unexpectedAnswer(const QString &route)
{
    return fail(
        Error::Kind::Protocol,
        Answers::tr("The server answered %1 in a form that is not ComfyUI's. Check that the address is that of a "
                    "ComfyUI, and its version.")
            .arg(route),
        route + QStringLiteral(": unexpected form"));
}

/// Validation quotes the whole list of files when it is short; three of them are enough for a person.
QString withShortLists(QString text)
{
    static const QRegularExpression list(QStringLiteral(R"(\[('(?:[^'\\]|\\.)*'(?:, '(?:[^'\\]|\\.)*')*)\])"));
    static const QRegularExpression item(QStringLiteral(R"('(?:[^'\\]|\\.)*')"));
    const QRegularExpressionMatch match = list.match(text);
    if (!match.hasMatch())
        return text;
    QStringList items;
    QRegularExpressionMatchIterator each = item.globalMatch(match.captured(1));
    while (each.hasNext())
        items << each.next().captured();
    constexpr int shown = 3;
    if (items.size() <= shown)
        return text;
    const QString shortened =
        Answers::tr("[%1 and %2 more]")
            .arg(items.first(shown).join(QStringLiteral(", ")), QString::number(items.size() - shown));
    return text.replace(match.capturedStart(), match.capturedLength(), shortened);
}

QString errorLine(const QString &subject, const QJsonObject &error)
{
    QString line = shortText(error.value(QLatin1String("message")));
    const QString details =
        withShortLists(cleanName(error.value(QLatin1String("details")).toString(), 8000)).left(maxLine);
    if (!details.isEmpty() && details != line)
        line += line.isEmpty() ? details : QStringLiteral(" – ") + details;
    if (line.isEmpty())
        line = shortText(error.value(QLatin1String("type")));
    return subject.isEmpty() ? line : subject + QStringLiteral(": ") + line;
}

Result<QList<QueueItem>> queueItems(const QJsonValue &value)
{
    if (!value.isArray())
        return unexpectedAnswer(QStringLiteral("/queue"));
    QList<QueueItem> items;
    const QJsonArray array = value.toArray();
    for (const QJsonValue entry : array) {
        const QJsonArray fields = entry.toArray();
        if (!fields.at(1).isString())
            return unexpectedAnswer(QStringLiteral("/queue"));
        items.append({fields.at(0).toDouble(), fields.at(1).toString(),
                      fields.at(3).toObject().value(QLatin1String("client_id")).toString()});
    }
    std::sort(items.begin(), items.end(), [](const QueueItem &a, const QueueItem &b) {
        return a.number != b.number ? a.number < b.number : a.promptId < b.promptId;
    });
    return items;
}

void readMessages(const QJsonArray &messages, HistoryEntry &entry)
{
    for (const QJsonValue message : messages) {
        const QString kind = message.toArray().at(0).toString();
        const QJsonObject data = message.toArray().at(1).toObject();
        const qint64 timestamp = data.value(QLatin1String("timestamp")).toInteger();
        if (kind == QLatin1String("execution_start")) {
            entry.startedMs = timestamp;
        } else if (kind == QLatin1String("execution_success")) {
            entry.endedMs = timestamp;
        } else if (kind == QLatin1String("execution_interrupted")) {
            entry.endedMs = timestamp;
            entry.outcome = HistoryEntry::Outcome::Interrupted;
        } else if (kind == QLatin1String("execution_error")) {
            if (data.value(QLatin1String("exception_type")).toString() == QLatin1String("ExecutionBlocked"))
                continue; // a branch only; the prompt goes on
            entry.endedMs = timestamp;
            entry.outcome = HistoryEntry::Outcome::Error;
            const QString node = shortText(data.value(QLatin1String("node_type")));
            QString text = cleanText(data.value(QLatin1String("exception_message")).toString(), 4000).trimmed();
            if (text.isEmpty())
                text = shortText(data.value(QLatin1String("exception_type")));
            entry.error = node.isEmpty() ? text : node + QStringLiteral(": ") + text;
        }
    }
}

bool hasId(const QList<QueueItem> &items, const QString &promptId)
{
    return std::any_of(items.cbegin(), items.cend(),
                       [&promptId](const QueueItem &item) { return item.promptId == promptId; });
}

} // namespace

bool QueueSnapshot::isRunning(const QString &promptId) const
{
    return hasId(running, promptId);
}

bool QueueSnapshot::isPending(const QString &promptId) const
{
    return hasId(pending, promptId);
}

Result<SystemStats> parseSystemStats(const QJsonObject &answer)
{
    const QJsonValue system = answer.value(QLatin1String("system"));
    if (!system.isObject())
        return unexpectedAnswer(QStringLiteral("/system_stats"));
    const QJsonObject object = system.toObject();
    SystemStats stats;
    stats.version = shortText(object.value(QLatin1String("comfyui_version")), 40);
    stats.demo = object.value(QLatin1String("lora_studio_demo")).toBool();
    const QJsonArray arguments = object.value(QLatin1String("argv")).toArray();
    for (const QJsonValue argument : arguments) {
        if (argument.isString() && stats.argv.size() < 200)
            stats.argv << shortText(argument);
    }
    const QJsonObject device = answer.value(QLatin1String("devices")).toArray().at(0).toObject();
    stats.device = shortText(device.value(QLatin1String("name")));
    stats.vramTotal = qMax<qint64>(0, device.value(QLatin1String("vram_total")).toInteger());
    stats.vramFree = qMax<qint64>(0, device.value(QLatin1String("vram_free")).toInteger());
    return stats;
}

ServerFeatures parseFeatures(const QJsonObject &answer)
{
    return {answer.value(QLatin1String("supports_preview_metadata")).toBool(),
            qMax<qint64>(0, answer.value(QLatin1String("max_upload_size")).toInteger())};
}

Result<QStringList> parseChoices(const QJsonObject &answer, const QString &nodeClass, const QString &input)
{
    const QJsonValue info = answer.value(nodeClass);
    if (!info.isObject()) {
        return fail(
            Error::Kind::Protocol,
            Answers::tr("This server has no node %1, which every ComfyUI has. Check that the address is that of "
                        "a ComfyUI.")
                .arg(nodeClass),
            nodeClass + QStringLiteral(" not in object_info"));
    }
    const QJsonObject inputs = info.toObject().value(QLatin1String("input")).toObject();
    QJsonArray definition = inputs.value(QLatin1String("required")).toObject().value(input).toArray();
    if (definition.isEmpty())
        definition = inputs.value(QLatin1String("optional")).toObject().value(input).toArray();
    const QJsonValue type = definition.at(0);
    QJsonValue options = type;
    if (type.toString() == QLatin1String("COMBO"))
        options = definition.at(1).toObject().value(QLatin1String("options"));
    if (!options.isArray())
        return unexpectedAnswer(QStringLiteral("/object_info/") + nodeClass);
    QStringList choices;
    const QJsonArray array = options.toArray();
    for (const QJsonValue option : array) {
        const QString name = option.toString();
        if (!name.isEmpty() && name.size() <= maxChoiceLength && !name.contains(QChar(0)) &&
            choices.size() < maxChoices)
            choices << name;
    }
    return choices;
}

Result<QueueSnapshot> parseQueue(const QJsonObject &answer)
{
    Result<QList<QueueItem>> running = queueItems(answer.value(QLatin1String("queue_running")));
    if (!running)
        return fail(running.error());
    Result<QList<QueueItem>> pending = queueItems(answer.value(QLatin1String("queue_pending")));
    if (!pending)
        return fail(pending.error());
    return QueueSnapshot{*std::move(running), *std::move(pending)};
}

Result<std::optional<HistoryEntry>> parseHistory(const QJsonObject &answer, const QString &promptId)
{
    const QJsonValue value = answer.value(promptId);
    if (value.isUndefined())
        return std::optional<HistoryEntry>();
    if (!value.isObject() || !value.toObject().value(QLatin1String("outputs")).isObject())
        return unexpectedAnswer(QStringLiteral("/history"));
    const QJsonObject object = value.toObject();
    HistoryEntry entry;
    entry.graph = object.value(QLatin1String("prompt")).toArray().at(2).toObject();
    const QJsonObject outputs = object.value(QLatin1String("outputs")).toObject();
    for (auto it = outputs.begin(); it != outputs.end(); ++it)
        entry.outputs += parseOutputFiles(it.key(), it.value().toObject());
    // Old servers say null; a prompt that is in the history with files is then taken for done.
    const QJsonObject status = object.value(QLatin1String("status")).toObject();
    readMessages(status.value(QLatin1String("messages")).toArray(), entry);
    const bool failed = status.value(QLatin1String("status_str")).toString() == QLatin1String("error") ||
                        (status.isEmpty() && entry.outputs.isEmpty());
    if (failed && entry.outcome == HistoryEntry::Outcome::Success) {
        entry.outcome = HistoryEntry::Outcome::Error;
        entry.error =
            Answers::tr("The server ended the prompt with an error and gave no reason. Its own log says more.");
    }
    return std::optional<HistoryEntry>(std::move(entry));
}

Result<SubmitOutcome> parseSubmit(int status, const QJsonObject &answer)
{
    if (status == 400)
        return SubmitOutcome(SubmitRefused{refusalText(answer)});
    const QJsonValue acceptedId = answer.value(QLatin1String("prompt_id"));
    if (!acceptedId.isString() || acceptedId.toString().isEmpty() || acceptedId.toString().size() > maxShort)
        return unexpectedAnswer(QStringLiteral("/prompt"));
    const QJsonValue nodeErrors = answer.value(QLatin1String("node_errors"));
    if (!nodeErrors.toObject().isEmpty())
        return SubmitOutcome(SubmitPartlyAccepted{acceptedId.toString(), refusalText(answer)});
    return SubmitOutcome(SubmitAccepted{acceptedId.toString(), answer.value(QLatin1String("number")).toDouble()});
}

QString refusalText(const QJsonObject &answer)
{
    QStringList lines;
    int more = 0;
    const QJsonObject nodes = answer.value(QLatin1String("node_errors")).toObject();
    for (auto it = nodes.begin(); it != nodes.end(); ++it) {
        const QJsonObject node = it.value().toObject();
        QString subject = shortText(node.value(QLatin1String("class_type")), 100);
        if (subject.isEmpty())
            subject = cleanName(it.key(), 100);
        const QJsonArray errors = node.value(QLatin1String("errors")).toArray();
        for (const QJsonValue error : errors) {
            if (lines.size() < maxLines)
                lines << errorLine(subject, error.toObject());
            else
                ++more;
        }
    }
    if (more > 0)
        lines << Answers::tr("and %n more error(s)", nullptr, more);
    lines.removeAll(QString());
    if (lines.isEmpty())
        lines << errorLine({}, answer.value(QLatin1String("error")).toObject());
    const QString text = lines.join(u'\n').trimmed();
    if (text.isEmpty())
        return Answers::tr("The server refused the prompt and gave no reason. Its own log says more.");
    return text;
}

} // namespace lorastudio
