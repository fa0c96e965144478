// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgrescluster.h"

#include "storage/connection.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QTcpServer>
#include <QTest>

#include <algorithm>
#include <pwd.h>
#include <unistd.h>

namespace lorastudio::test {

namespace {

constexpr int patienceMs = 30'000;

tl::unexpected<Error> broken(const QString &message)
{
    return fail(Error::Kind::Internal, message);
}

/// The server itself, below the program that changed the user for it: its id is in the first line of postmaster.pid.
qint64 serverPid(const QString &data)
{
    QFile file(data + QStringLiteral("/postmaster.pid"));
    return file.open(QIODevice::ReadOnly) ? file.readLine().trimmed().toLongLong() : 0;
}

} // namespace

QString PostgresCluster::binaryFolder()
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    QStringList names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(names.begin(), names.end(), [](const QString &a, const QString &b) { return a.toInt() > b.toInt(); });
    for (const QString &name : std::as_const(names)) {
        const QString folder = versions.filePath(name) + QStringLiteral("/bin");
        if (QFile::exists(folder + QStringLiteral("/initdb")))
            return folder;
    }
    return {};
}

QStringList PostgresCluster::asServerUser(const QString &program, const QStringList &arguments) const
{
    QStringList command;
    if (geteuid() == 0)
        command << QStringLiteral("setpriv") << QStringLiteral("--reuid=postgres") << QStringLiteral("--regid=postgres")
                << QStringLiteral("--clear-groups") << QStringLiteral("--");
    return command << program << arguments;
}

Result<void> PostgresCluster::run(const QString &program, const QStringList &arguments) const
{
    QStringList command = asServerUser(program, arguments);
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(m_folder->path());
    process.start(command.takeFirst(), command);
    if (!process.waitForFinished(patienceMs * 2) || process.exitCode() != 0)
        return broken(program + QStringLiteral(" failed: ") + QString::fromLocal8Bit(process.readAll()));
    return {};
}

Result<void> PostgresCluster::start(bool durable)
{
    m_durable = durable;
    const QString binaries = binaryFolder();
    if (binaries.isEmpty())
        return broken(QStringLiteral("PostgreSQL's server programs are not installed (package postgresql)"));
    // Short, because the path of a local socket has room for 107 characters.
    m_folder = std::make_unique<QTemporaryDir>(QStringLiteral("/tmp/lspg-XXXXXX"));
    if (!m_folder->isValid())
        return broken(m_folder->errorString());
    const QString passwordFile = m_folder->filePath(QStringLiteral("password"));
    QFile file(passwordFile);
    if (!file.open(QIODevice::WriteOnly) || file.write(password().toUtf8()) < 0)
        return broken(file.errorString());
    file.close();
    if (geteuid() == 0) {
        const struct passwd *entry = getpwnam("postgres");
        if (!entry)
            return broken(QStringLiteral("there is no user postgres to run the server as"));
        for (const QString &path : {m_folder->path(), passwordFile}) {
            if (chown(QFile::encodeName(path).constData(), entry->pw_uid, entry->pw_gid) != 0)
                return broken(QStringLiteral("cannot give the folder to the user postgres"));
        }
    }
    const Result<void> made =
        run(binaries + QStringLiteral("/initdb"),
            {QStringLiteral("--pgdata=") + m_folder->filePath(QStringLiteral("data")),
             QStringLiteral("--username=") + user(), QStringLiteral("--auth-local=trust"),
             QStringLiteral("--auth-host=scram-sha-256"), QStringLiteral("--pwfile=") + passwordFile,
             QStringLiteral("--encoding=UTF8"), QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync")});
    if (!made)
        return made;
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHost, 0))
        return broken(probe.errorString());
    m_port = probe.serverPort();
    probe.close();
    return startServer();
}

Result<void> PostgresCluster::startServer()
{
    QStringList command = asServerUser(
        binaryFolder() + QStringLiteral("/postgres"),
        {QStringLiteral("-D"), m_folder->filePath(QStringLiteral("data")), QStringLiteral("-k"), m_folder->path(),
         QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"), QString::number(m_port),
         QStringLiteral("-c"), m_durable ? QStringLiteral("fsync=on") : QStringLiteral("fsync=off")});
    m_server = std::make_unique<QProcess>();
    m_server->setWorkingDirectory(m_folder->path());
    m_server->setStandardOutputFile(QProcess::nullDevice());
    m_server->setStandardErrorFile(m_folder->filePath(QStringLiteral("log")));
    m_server->start(command.takeFirst(), command);
    if (!m_server->waitForStarted(patienceMs))
        return broken(m_server->errorString());
    const DatabaseUrl url = *DatabaseUrl::parse(socketUrl(QStringLiteral("postgres")));
    const QDeadlineTimer deadline(patienceMs);
    while (!Connection::open(url, {})) {
        if (deadline.hasExpired() || m_server->waitForFinished(50)) {
            QFile log(m_folder->filePath(QStringLiteral("log")));
            const bool readable = log.open(QIODevice::ReadOnly);
            return broken(QStringLiteral("the server did not start: ") +
                          (readable ? QString::fromLocal8Bit(log.readAll()) : QString()));
        }
    }
    return {};
}

void PostgresCluster::stopServer(int signal)
{
    if (!m_server || m_server->state() == QProcess::NotRunning)
        return;
    if (const qint64 pid = serverPid(m_folder->filePath(QStringLiteral("data"))); pid > 1)
        ::kill(static_cast<pid_t>(pid), signal);
    else
        m_server->terminate();
    if (!m_server->waitForFinished(patienceMs)) {
        m_server->kill();
        m_server->waitForFinished(patienceMs);
    }
}

void PostgresCluster::pause()
{
    stopServer(SIGQUIT);
}

Result<void> PostgresCluster::resume()
{
    // After a crash the last backends may still hold the shared memory, and the server refuses to start beside them.
    const QDeadlineTimer deadline(patienceMs);
    Result<void> started = startServer();
    while (!started && !deadline.hasExpired())
        started = startServer();
    return started;
}

Result<void> PostgresCluster::restart()
{
    pause();
    return resume();
}

void PostgresCluster::stop()
{
    // The data goes away, so there is nothing to write out first.
    stopServer(SIGQUIT);
    m_server.reset();
    m_folder.reset();
}

Result<QString> PostgresCluster::createDatabase()
{
    const Result<std::unique_ptr<Connection>> connection =
        Connection::open(*DatabaseUrl::parse(socketUrl(QStringLiteral("postgres"))), {});
    if (!connection)
        return fail(connection.error());
    const QString name = QStringLiteral("test%1").arg(++m_databases);
    const Result<void> created = (*connection)->execDirect(QStringLiteral("CREATE DATABASE ") + name);
    if (!created)
        return fail(created.error());
    return name;
}

QString PostgresCluster::socketUrl(const QString &database) const
{
    return QStringLiteral("postgresql://%1@/%2?host=%3&port=%4").arg(user(), database, m_folder->path()).arg(m_port);
}

QString PostgresCluster::tcpUrl(const QString &database) const
{
    return QStringLiteral("postgresql://%1@127.0.0.1:%3/%2").arg(user(), database).arg(m_port);
}

} // namespace lorastudio::test
