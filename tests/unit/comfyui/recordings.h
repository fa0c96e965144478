// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace lorastudio::test {

/// The recordings of a real server in tests/data; see the README there.
inline QString recordingsFolder()
{
    return QStringLiteral(LORASTUDIO_SOURCE_DIR "/tests/data/comfyui-0.3.64");
}

inline QJsonArray recordedEvents(const QString &name)
{
    QFile file(recordingsFolder() + u'/' + name + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no recording %s", qPrintable(name));
    return QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("events")).toArray();
}

inline QStringList recordingNames()
{
    QStringList names;
    const QStringList files = QDir(recordingsFolder()).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    for (const QString &file : files)
        names << file.chopped(5);
    return names;
}

/// The JSON answers to `method` on paths that begin with `path`, in order.
inline QList<QJsonObject> recordedAnswers(const QString &name, const QString &method, const QString &path)
{
    QList<QJsonObject> answers;
    const QJsonArray events = recordedEvents(name);
    for (const QJsonValue &event : events) {
        const QJsonObject http = event.toObject().value(QStringLiteral("http")).toObject();
        if (http.value(QStringLiteral("method")).toString() == method &&
            http.value(QStringLiteral("path")).toString().startsWith(path))
            answers << http.value(QStringLiteral("answer")).toObject();
    }
    return answers;
}

} // namespace lorastudio::test
