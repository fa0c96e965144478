// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generation/serverconnection.h"

#include <QSet>

#include <memory>
#include <vector>

namespace lorastudio {

/// The servers this process works with. Connections are shared with the coroutines of jobs, so that one that is removed
/// lives until its last job has let go.
class ServerPool : public QObject
{
    Q_OBJECT

public:
    ServerPool(HttpClient &http, const Clock &clock);
    ~ServerPool() override;

    /// One client id for this process: a second process with the same one would silence it (comfyui.md appendix B).
    const QString &clientId() const { return m_clientId; }
    /// Replaces a connection with the same URL; what is watched there is looked up through the new one.
    std::shared_ptr<ServerConnection> add(const ServerConfig &config, const ServerSecrets &secrets);
    /// Our prompts there are taken back and count as lost, so that other servers make them.
    void remove(const QString &url);
    /// A server that is drained finishes what it has and gets nothing new, until it is told otherwise; kept when its
    /// connection is replaced. Services keeps the wish in the database.
    void setDraining(const QString &url, bool on);
    bool isDraining(const QString &url) const { return m_draining.contains(url); }
    std::shared_ptr<ServerConnection> find(const QString &url) const;
    const std::vector<std::shared_ptr<ServerConnection>> &servers() const { return m_servers; }

    QVector<ServerStatus> statuses() const;
    /// URL → checkpoint keys, of the servers that answer now.
    QMap<QString, QStringList> checkpoints() const;
    bool anyReachable() const;
    /// One answers, and all that do are demo servers.
    bool onlyDemo() const;
    /// Waits until every server has answered or failed once, or one answered if `firstOnly`, or `limit` has passed.
    /// Returns whether one answers.
    Task<bool> settled(bool firstOnly, std::chrono::milliseconds limit, std::stop_token stop);
    Task<void> close();

Q_SIGNALS:
    void serverChanged(const QString &url);
    void checkpointsChanged();
    void serverReachable(const QString &url);
    /// It takes work again: `setDraining(url, false)`, or a stuck one moves.
    void serverFreed(const QString &url);
    void promptStarted(const QString &promptId);
    void promptFinishedLate(const QString &promptId, const QString &url);
    void promptProgressed(const QString &promptId, const lorastudio::JobProgress &progress);
    void previewReceived(const QString &promptId, const QByteArray &image);

private:
    std::shared_ptr<ServerConnection> detach(const QString &url);
    Task<void> closeOne(std::shared_ptr<ServerConnection> server, bool forGood);
    HttpClient &m_http;
    const Clock &m_clock;
    QString m_clientId;
    std::vector<std::shared_ptr<ServerConnection>> m_servers;
    QSet<QString> m_draining;
    AsyncScope m_scope;
};

} // namespace lorastudio
