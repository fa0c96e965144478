// SPDX-License-Identifier: GPL-3.0-or-later
// The servers that a person configured: stored, with their secrets, and connected.
#include "services.h"

#include "core/logging.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"
#include "storage/serverrepository.h"

#include <QCoreApplication>

namespace lorastudio {

std::optional<ServerConfig> Services::serverConfig(const QString &url) const
{
    for (const ServerConfig &config : m_configs) {
        if (config.url == url)
            return config;
    }
    return std::nullopt;
}

Task<ServerSecrets> Services::secretsOf(ServerConfig config)
{
    ServerSecrets secrets;
    if (config.user.isEmpty() && !config.token && config.headerNames.isEmpty())
        co_return secrets;
    const Result<ServerSecrets> stored = co_await m_secrets.readServer(config, m_scope.token());
    if (stored)
        secrets = *stored;
    // Where there is no keyring (a server without a desktop), the environment stands in.
    if (secrets.password.isEmpty() && !config.user.isEmpty())
        secrets.password = qEnvironmentVariable("LORA_STUDIO_SERVER_PASSWORD");
    if (secrets.token.isEmpty() && config.token)
        secrets.token = qEnvironmentVariable("LORA_STUDIO_SERVER_TOKEN");
    co_return secrets;
}

Task<void> Services::connectServers(QStringList urls)
{
    QVector<ServerConfig> wanted;
    if (urls.isEmpty())
        wanted = m_configs;
    for (const QString &url : std::as_const(urls)) {
        ServerConfig unknown;
        unknown.url = url;
        wanted.append(serverConfig(url).value_or(unknown));
    }
    for (const ServerConfig &config : std::as_const(wanted)) {
        const ServerSecrets secrets = co_await secretsOf(config);
        m_pool.add(config, secrets);
    }
}

Task<Result<void>> Services::addServer(ServerConfig config, ServerSecrets secrets)
{
    const Result<void> kept = co_await m_secrets.writeServer(config, secrets, m_scope.token());
    if (!kept)
        co_return kept;
    const auto work = [config](Connection &connection) {
        return ServerRepository(connection).upsert(config);
    };
    const Result<void> written = co_await m_database.write(work);
    if (!written)
        co_return written;
    co_return co_await readServers();
}

Task<Result<void>> Services::replaceServer(QString former, ServerConfig config, ServerSecrets secrets)
{
    const std::optional<ServerConfig> before = serverConfig(former);
    const auto work = [former, config](Connection &connection) {
        return ServerRepository(connection).replace(former, config);
    };
    const Result<void> written = co_await m_database.write(work);
    if (!written)
        co_return written;
    const Result<void> kept = co_await m_secrets.writeServer(config, secrets, m_scope.token());
    if (!kept) {
        // A server without its secret is of no use: it is as it was.
        const auto putBack = [url = config.url, known = serverConfig(config.url),
                              before](Connection &connection) -> Result<void> {
            ServerRepository servers(connection);
            if (const Result<bool> gone = servers.remove(url); !gone)
                return fail(gone.error());
            for (const std::optional<ServerConfig> &server : {known, before}) {
                if (!server)
                    continue;
                if (const Result<void> stored = servers.upsert(*server); !stored)
                    return stored;
            }
            return {};
        };
        const Result<void> back = co_await m_database.write(putBack);
        if (!back)
            qCWarning(logCore) << config.url << "stays without its secret:" << back.error().detail;
        co_return kept;
    }
    if (before && former != config.url) {
        const Result<void> forgotten = co_await m_secrets.removeServer(*before, m_scope.token());
        if (!forgotten)
            qCWarning(logCore) << "the secrets of" << former << "stay in the keyring:" << forgotten.error().message;
    }
    co_await readServersAfter(former, config);
    co_return Result<void>{};
}

/// The list follows the change even where it cannot be read again.
Task<void> Services::readServersAfter(QString gone, std::optional<ServerConfig> changed)
{
    const Result<void> read = co_await readServers();
    if (read)
        co_return;
    qCWarning(logCore) << "the servers were not read again:" << read.error().message;
    m_configs.removeIf(
        [&](const ServerConfig &config) { return config.url == gone || (changed && config.url == changed->url); });
    if (changed)
        m_configs.append(*changed);
}

Task<Result<bool>> Services::removeServer(QString url)
{
    const std::optional<ServerConfig> config = serverConfig(url);
    if (!config)
        co_return false;
    const auto work = [url](Connection &connection) {
        return ServerRepository(connection).remove(url);
    };
    const Result<bool> removed = co_await m_database.write(work);
    if (!removed)
        co_return fail(removed.error());
    const Result<void> forgotten = co_await m_secrets.removeServer(*config, m_scope.token());
    if (!forgotten)
        qCWarning(logCore) << "the secrets of" << url << "stay in the keyring:" << forgotten.error().message;
    m_pool.remove(url);
    const std::optional<ServerConfig> nothing;
    co_await readServersAfter(url, nothing);
    co_return true;
}

Task<QStringList> Services::serversOfOpenRun(QString project)
{
    const auto work = [project](Connection &connection) -> Result<QStringList> {
        const Result<QVector<Run>> open = RunRepository(connection).open(project);
        if (!open)
            return fail(open.error());
        const Result<std::optional<Run>> newest = RunRepository(connection).newest(project);
        if (!newest)
            return fail(newest.error());
        // Failed jobs of a run that has ended can be planned again: they are made where it was.
        const std::optional<Run> run = open->isEmpty() ? *newest : std::optional<Run>(open->last());
        QStringList servers = run ? run->servers : QStringList();
        if (servers.isEmpty()) // there was none, or it used the demo server of a process that is gone
            return servers;
        const Result<QVector<Job>> jobs = JobRepository(connection).open(project);
        if (!jobs)
            return fail(jobs.error());
        for (const Job &job : *jobs) { // some may have been posted to a server that joined later
            if (isOnServer(job.state) && !job.server.isEmpty() && !servers.contains(job.server))
                servers.append(job.server);
        }
        return servers;
    };
    const Result<QStringList> servers = co_await m_database.read(work);
    co_return servers.value_or(QStringList());
}

Result<void> Services::startDemoServer()
{
    if (!m_demo) {
        auto demo = std::make_unique<DemoServer>(DemoOptions{});
        if (const Result<void> started = demo->start(); !started)
            return started;
        m_demo = std::move(demo);
    }
    ServerConfig config;
    config.url = normalizedServerUrl(m_demo->url().toString());
    config.name = QCoreApplication::translate("Services", "Demo server");
    config.demo = true;
    if (!m_pool.find(config.url))
        m_pool.add(config, {});
    return {};
}

bool Services::usesDemoServer() const
{
    return m_demo && m_pool.find(normalizedServerUrl(m_demo->url().toString()));
}

} // namespace lorastudio
