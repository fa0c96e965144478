// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/eventlogfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace lorastudio::eventlogfile {

namespace {

constexpr qint64 longestRead = 4 * largestFile; ///< whatever somebody has put there
constexpr int largestCount = 1'000'000'000;

QString presentFile(const QString &folder)
{
    return QDir(folder).filePath(QStringLiteral("events.jsonl"));
}

QString formerFile(const QString &folder)
{
    return QDir(folder).filePath(QStringLiteral("events.1.jsonl"));
}

QString word(LogEntry::Level level)
{
    switch (level) {
    case LogEntry::Level::Error:
        return QStringLiteral("error");
    case LogEntry::Level::Warning:
        return QStringLiteral("warning");
    case LogEntry::Level::Information:
        break;
    }
    return QStringLiteral("information");
}

QString word(LogTarget::Kind kind)
{
    switch (kind) {
    case LogTarget::Kind::Character:
        return QStringLiteral("character");
    case LogTarget::Kind::Server:
        return QStringLiteral("server");
    case LogTarget::Kind::None:
        break;
    }
    return {};
}

LogEntry entryFrom(const QJsonObject &object)
{
    LogEntry entry;
    entry.time = QDateTime::fromMSecsSinceEpoch(qint64(object.value(u"time").toDouble()), Qt::UTC);
    for (const LogEntry::Level level : {LogEntry::Level::Warning, LogEntry::Level::Error}) {
        if (object.value(u"level").toString() == word(level))
            entry.level = level;
    }
    entry.where = object.value(u"where").toString();
    entry.sentence = object.value(u"sentence").toString();
    entry.details = object.value(u"details").toString();
    for (const LogTarget::Kind kind : {LogTarget::Kind::Character, LogTarget::Kind::Server}) {
        if (object.value(u"target").toString() == word(kind))
            entry.target.kind = kind;
    }
    if (entry.target.kind != LogTarget::Kind::None)
        entry.target.id = object.value(u"target_id").toString();
    entry.count = qBound(1, object.value(u"count").toInt(1), largestCount);
    return entry;
}

Error fileError(const QFile &file)
{
    return Error::make(Error::Kind::FileSystem,
                       QCoreApplication::translate("EventLogFile", "The log cannot be kept in “%1”: %2.")
                           .arg(file.fileName(), file.errorString()));
}

} // namespace

QByteArray line(const LogEntry &entry, const QString &session)
{
    QJsonObject object{{QStringLiteral("session"), session},
                       {QStringLiteral("id"), entry.id},
                       {QStringLiteral("time"), entry.time.toMSecsSinceEpoch()},
                       {QStringLiteral("level"), word(entry.level)},
                       {QStringLiteral("where"), entry.where},
                       {QStringLiteral("sentence"), entry.sentence},
                       {QStringLiteral("count"), entry.count}};
    if (!entry.details.isEmpty())
        object.insert(QStringLiteral("details"), entry.details);
    if (entry.target.kind != LogTarget::Kind::None) {
        object.insert(QStringLiteral("target"), word(entry.target.kind));
        object.insert(QStringLiteral("target_id"), entry.target.id);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

Result<void> append(const QString &folder, const QByteArray &lines)
{
    if (lines.isEmpty())
        return {};
    QDir().mkpath(folder);
    QFile file(presentFile(folder));
    if (file.size() > largestFile) {
        QFile::remove(formerFile(folder));
        QFile::rename(presentFile(folder), formerFile(folder));
    }
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append))
        return fail(fileError(file));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (file.write(lines) != lines.size() || !file.flush())
        return fail(fileError(file));
    return {};
}

Result<QList<LogEntry>> read(const QString &folder, int limit)
{
    QList<LogEntry> entries;
    QHash<QString, qsizetype> places; ///< one that happened again stands there once more, with its new count
    for (const QString &path : {formerFile(folder), presentFile(folder)}) {
        QFile file(path);
        if (!file.exists())
            continue;
        if (!file.open(QIODevice::ReadOnly))
            return fail(fileError(file));
        if (file.size() > longestRead)
            file.seek(file.size() - longestRead);
        const QList<QByteArray> lines = file.read(longestRead).split('\n');
        for (const QByteArray &text : lines) {
            const QJsonObject object = QJsonDocument::fromJson(text).object();
            const LogEntry entry = entryFrom(object);
            if (entry.sentence.isEmpty() || !entry.time.isValid())
                continue;
            const QString key = QStringLiteral("%1/%2")
                                    .arg(object.value(u"session").toString())
                                    .arg(qint64(object.value(u"id").toDouble()));
            const auto known = places.constFind(key);
            if (known != places.cend()) {
                entries[*known] = entry;
                continue;
            }
            places.insert(key, entries.size());
            entries.append(entry);
        }
    }
    std::reverse(entries.begin(), entries.end()); // of the same moment, too, the later one comes first
    std::stable_sort(entries.begin(), entries.end(),
                     [](const LogEntry &a, const LogEntry &b) { return a.time > b.time; });
    if (entries.size() > limit)
        entries.resize(limit);
    return entries;
}

} // namespace lorastudio::eventlogfile
