// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/commandlineprocess.h"

#include <QJsonObject>

namespace lorastudio {

namespace {

/// Ends with its owner: asked first, so that it leaves nothing behind and a sanitizer can report, then forced.
class EndedProcess : public QProcess
{
public:
    EndedProcess() = default;
    EndedProcess(const EndedProcess &) = delete;
    EndedProcess &operator=(const EndedProcess &) = delete;
    ~EndedProcess() override
    {
        if (state() == NotRunning)
            return;
        terminate();
        if (waitForFinished(30'000))
            return;
        qWarning("process %lld did not end when it was asked to", processId());
        kill();
        waitForFinished(5'000);
    }
};

} // namespace

CommandLinePlace::CommandLinePlace(QString program, QString database)
    : m_program(std::move(program)), m_database(std::move(database))
{
    if (m_database.isEmpty())
        m_database = QStringLiteral("sqlite:") + path(QStringLiteral("data/lora-studio.db"));
}

QStringList CommandLinePlace::arguments(const QStringList &command) const
{
    return QStringList{QStringLiteral("--config-dir"), path(QStringLiteral("config")),
                       QStringLiteral("--database"),   m_database,
                       QStringLiteral("--library"),    library(),
                       QStringLiteral("--json")} +
           command;
}

void CommandLinePlace::prepare(QProcess &process) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), path(QStringLiteral("cache")));
    environment.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("share")));
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), path(QStringLiteral("xdg-config")));
    environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
    environment.remove(QStringLiteral("DISPLAY"));
    for (auto it = m_environment.cbegin(); it != m_environment.cend(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
}

CommandResult CommandLinePlace::call(const QStringList &command, int timeoutMs, const QByteArray &input) const
{
    QProcess process;
    prepare(process);
    process.start(m_program, arguments(command));
    if (!input.isEmpty())
        process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(timeoutMs)) {
        process.kill();
        process.waitForFinished(5000);
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return {code, process.readAllStandardOutput(), process.readAllStandardError()};
}

std::unique_ptr<QProcess> CommandLinePlace::start(const QStringList &command,
                                                  const std::function<void(QProcess &)> &prepareMore) const
{
    auto process = std::make_unique<EndedProcess>();
    prepare(*process);
    if (prepareMore)
        prepareMore(*process);
    process->start(m_program, arguments(command));
    process->waitForStarted(10'000);
    return process;
}

std::unique_ptr<QProcess> CommandLinePlace::startDemoServer(const QStringList &options, QString *url) const
{
    auto process = start(QStringList{QStringLiteral("demo-server")} + options);
    QByteArray line;
    while (!line.contains('\n') && process->waitForReadyRead(20'000))
        line += process->readAllStandardOutput();
    *url = QJsonDocument::fromJson(line).object().value(QStringLiteral("url")).toString();
    return process;
}

} // namespace lorastudio
