// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace lorastudio {

/// What a call of the command line left behind.
struct CommandResult
{
    int exitCode = -1; ///< -1 = killed or not started
    QByteArray standardOutput;
    QByteArray standardError;
    QJsonDocument json() const { return QJsonDocument::fromJson(standardOutput); }
};

/// A place of its own (settings, database, library) in which the real `lora-studio-cli` runs as a process.
class CommandLinePlace
{
public:
    /// `program` is the path of lora-studio-cli; `database` a URL, or empty for a SQLite file in this place.
    explicit CommandLinePlace(QString program, QString database = {});
    QString path(const QString &relative) const { return m_folder.filePath(relative); }
    QString library() const { return path(QStringLiteral("library")); }
    QString database() const { return m_database; }
    /// Global options in front, `--json` included.
    QStringList arguments(const QStringList &command) const;
    CommandResult call(const QStringList &command, int timeoutMs = 120'000, const QByteArray &input = {}) const;
    /// Started and running; it is ended (SIGTERM, after 30 s SIGKILL) with the pointer at the latest.
    /// `prepare` is called before that, with the environment set.
    std::unique_ptr<QProcess> start(const QStringList &command,
                                    const std::function<void(QProcess &)> &prepare = {}) const;
    /// Starts `demo-server` and waits for its address. `url` gets it.
    std::unique_ptr<QProcess> startDemoServer(const QStringList &options, QString *url) const;
    void addEnvironment(const QString &name, const QString &value) { m_environment.insert(name, value); }

private:
    void prepare(QProcess &process) const;
    QString m_program;
    QTemporaryDir m_folder;
    QString m_database;
    QMap<QString, QString> m_environment;
};

} // namespace lorastudio
