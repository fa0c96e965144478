// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/serverpool.h"

#include "core/ids.h"

#include <algorithm>
#include <utility>

namespace lorastudio {

ServerPool::ServerPool(HttpClient &http, const Clock &clock)
    : m_http(http), m_clock(clock), m_clientId(newUuid()), m_scope(QStringLiteral("server pool"))
{
}

ServerPool::~ServerPool() = default;

std::shared_ptr<ServerConnection> ServerPool::add(const ServerConfig &config, const ServerSecrets &secrets)
{
    if (const std::shared_ptr<ServerConnection> before = detach(config.url))
        m_scope.spawn(closeOne(before, false)); // its prompts are looked up through the new connection
    auto server = std::make_shared<ServerConnection>(config, secrets, m_http, m_clientId, m_clock);
    const QString url = config.url;
    server->setDraining(m_draining.contains(url));
    connect(server.get(), &ServerConnection::statusChanged, this,
            [this, url, stuck = false, connection = server.get()]() mutable {
                Q_EMIT serverChanged(url);
                if (std::exchange(stuck, connection->isStuck()) && !stuck)
                    Q_EMIT serverFreed(url);
            });
    connect(server.get(), &ServerConnection::checkpointsChanged, this, &ServerPool::checkpointsChanged);
    connect(server.get(), &ServerConnection::becameReachable, this, [this, url] {
        Q_EMIT serverReachable(url);
        Q_EMIT checkpointsChanged();
    });
    connect(server.get(), &ServerConnection::promptFinishedLate, this,
            [this, url](const QString &promptId) { Q_EMIT promptFinishedLate(promptId, url); });
    connect(server.get(), &ServerConnection::promptStarted, this, &ServerPool::promptStarted);
    connect(server.get(), &ServerConnection::promptProgressed, this, &ServerPool::promptProgressed);
    connect(server.get(), &ServerConnection::previewReceived, this, &ServerPool::previewReceived);
    m_servers.push_back(server);
    server->start();
    Q_EMIT serverChanged(url);
    return server;
}

void ServerPool::remove(const QString &url)
{
    const std::shared_ptr<ServerConnection> server = detach(url);
    m_draining.remove(url);
    if (!server)
        return;
    m_scope.spawn(closeOne(server, true));
    Q_EMIT serverChanged(url);
    Q_EMIT checkpointsChanged();
}

void ServerPool::setDraining(const QString &url, bool on)
{
    if (on == m_draining.contains(url))
        return;
    if (on)
        m_draining.insert(url);
    else
        m_draining.remove(url);
    if (const std::shared_ptr<ServerConnection> server = find(url))
        server->setDraining(on);
    if (!on)
        Q_EMIT serverFreed(url);
}

std::shared_ptr<ServerConnection> ServerPool::detach(const QString &url)
{
    const auto found =
        std::find_if(m_servers.begin(), m_servers.end(), [&](const auto &server) { return server->url() == url; });
    if (found == m_servers.end())
        return nullptr;
    const std::shared_ptr<ServerConnection> server = *found;
    m_servers.erase(found);
    disconnect(server.get(), nullptr, this, nullptr);
    return server;
}

std::shared_ptr<ServerConnection> ServerPool::find(const QString &url) const
{
    for (const auto &server : m_servers) {
        if (server->url() == url)
            return server;
    }
    return nullptr;
}

QVector<ServerStatus> ServerPool::statuses() const
{
    QVector<ServerStatus> all;
    for (const auto &server : m_servers)
        all.append(server->status());
    return all;
}

QMap<QString, QStringList> ServerPool::checkpoints() const
{
    QMap<QString, QStringList> map;
    for (const auto &server : m_servers) {
        if (server->isReachable())
            map.insert(server->url(), server->status().checkpoints);
    }
    return map;
}

bool ServerPool::anyReachable() const
{
    return std::any_of(m_servers.begin(), m_servers.end(), [](const auto &server) { return server->isReachable(); });
}

bool ServerPool::onlyDemo() const
{
    return anyReachable() && std::all_of(m_servers.begin(), m_servers.end(), [](const auto &server) {
               return !server->isReachable() || server->status().demo;
           });
}

Task<bool> ServerPool::settled(bool firstOnly, std::chrono::milliseconds limit, std::stop_token stop)
{
    const qint64 endMs = m_clock.monotonicMs() + limit.count();
    while (!stop.stop_requested() && m_clock.monotonicMs() < endMs) {
        if (firstOnly && anyReachable())
            break;
        const bool all =
            std::all_of(m_servers.begin(), m_servers.end(), [](const auto &server) { return server->isSettled(); });
        if (all && (!firstOnly || m_servers.empty()))
            break;
        co_await sleepFor(std::chrono::milliseconds(25), stop);
    }
    co_return anyReachable();
}

Task<void> ServerPool::closeOne(std::shared_ptr<ServerConnection> server, bool forGood)
{
    if (forGood)
        co_await server->abandon(m_scope.token());
    co_await server->close();
}

Task<void> ServerPool::close()
{
    m_scope.requestStop();
    for (const auto &server : m_servers) {
        disconnect(server.get(), nullptr, this, nullptr);
        m_scope.spawn(closeOne(server, false));
    }
    co_await m_scope.join();
}

} // namespace lorastudio
