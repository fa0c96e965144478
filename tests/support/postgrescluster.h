// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <csignal>
#include <memory>

namespace lorastudio::test {

/// A PostgreSQL of its own for one test program: made in a temporary folder, on loopback and a local socket, gone when
/// the object is destroyed. Nothing of an installed server is touched. The socket trusts, TCP wants the password. As
/// root the server runs as the user `postgres`, because it refuses root.
class PostgresCluster
{
public:
    PostgresCluster() = default;
    PostgresCluster(const PostgresCluster &) = delete;
    PostgresCluster &operator=(const PostgresCluster &) = delete;
    ~PostgresCluster() { stop(); }

    /// Whether the server's programs are installed here.
    static bool isAvailable() { return !binaryFolder().isEmpty(); }
    /// Makes the cluster and starts the server; returns when it answers. Without `durable` nothing waits for the disk,
    /// which is what tests want and benchmarks do not.
    Result<void> start(bool durable = false);
    void stop();
    /// Stops the server at once, as a crash would, and keeps its data; `resume` starts it again.
    void pause();
    /// SIGKILL to the server, which nothing can prepare for; its backends see that it is gone and end.
    void crash() { stopServer(SIGKILL); }
    /// After `pause` or `crash`.
    Result<void> resume();
    Result<void> restart();

    /// Makes an empty database and returns its name.
    Result<QString> createDatabase();
    /// Without a password, over the socket.
    QString socketUrl(const QString &database) const;
    /// Over TCP; wants `password()`.
    QString tcpUrl(const QString &database) const;
    /// On 127.0.0.1.
    quint16 port() const { return quint16(m_port); }
    static QString user() { return QStringLiteral("studio"); }
    static QString password() { return QStringLiteral("s3cret canary"); }

private:
    static QString binaryFolder();
    Result<void> run(const QString &program, const QStringList &arguments) const;
    QStringList asServerUser(const QString &program, const QStringList &arguments) const;
    Result<void> startServer();
    void stopServer(int signal);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_server;
    bool m_durable = false;
    int m_port = 0;
    int m_databases = 0;
};

} // namespace lorastudio::test
