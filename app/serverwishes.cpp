// SPDX-License-Identifier: GPL-3.0-or-later
// The servers of the database, and which of them are drained.
#include "services.h"

#include "core/logging.h"
#include "storage/serverrepository.h"

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto drainPause = 200ms; // a farm at work changes the database many times a second

} // namespace

Task<Result<void>> Services::readServers()
{
    struct Found
    {
        QVector<ServerConfig> configs;
        QStringList draining;
    };
    const auto read = [](Connection &connection) -> Result<Found> {
        ServerRepository servers(connection);
        const Result<QVector<ServerConfig>> configs = servers.list();
        if (!configs)
            return fail(configs.error());
        const Result<QStringList> draining = servers.draining();
        if (!draining)
            return fail(draining.error());
        return Found{*configs, *draining};
    };
    const Result<Found> found = co_await m_database.read(read);
    if (!found)
        co_return fail(found.error());
    m_configs = found->configs;
    applyDrains(found->draining);
    co_return Result<void>{};
}

void Services::applyDrains(const QStringList &urls)
{
    if (m_drainsUnderway > 0)
        return; // what was read may be older than the wish
    for (const ServerConfig &config : std::as_const(m_configs))
        m_pool.setDraining(config.url, urls.contains(config.url));
}

void Services::followDrains()
{
    if (m_readsDrains || m_scope.token().stop_requested())
        return;
    m_readsDrains = true;
    m_scope.spawn(readDrains());
}

Task<void> Services::readDrains()
{
    const Result<void> slept = co_await sleepFor(drainPause, m_scope.token());
    m_readsDrains = false; // what changes from now on is asked for again
    if (!slept)
        co_return;
    const auto read = [](Connection &connection) {
        return ServerRepository(connection).draining();
    };
    const Result<QStringList> draining = co_await m_database.read(read);
    if (draining)
        applyDrains(*draining);
    else
        qCInfo(logCore) << "which servers are drained was not read:" << draining.error().message;
}

Task<Result<bool>> Services::setDraining(QString url, bool on)
{
    const bool inPool = m_pool.find(url) != nullptr;
    const bool before = m_pool.isDraining(url);
    if (inPool)
        m_pool.setDraining(url, on); // it gets nothing more from now on
    if (!serverConfig(url))
        co_return inPool;
    ++m_drainsUnderway;
    const auto write = [url, on](Connection &connection) {
        return ServerRepository(connection).setDraining(url, on);
    };
    const Result<bool> written = co_await m_database.write(write);
    --m_drainsUnderway;
    if (!written) {
        m_pool.setDraining(url, before);
        co_return fail(written.error());
    }
    followDrains(); // what was read meanwhile was passed over
    co_return *written;
}

} // namespace lorastudio
