// SPDX-License-Identifier: GPL-3.0-or-later
// What the page of servers shows of other programs on the same database.
#include "session/projectsession.h"
#include "session/serversession.h"

#include <algorithm>

namespace lorastudio {

Task<void> ServerSession::readFarm()
{
    if (m_readingFarm || !m_project.isReady())
        co_return;
    m_readingFarm = true;
    const Result<ServerFarm> farm = co_await m_services.database().read(readServerFarm);
    m_readingFarm = false;
    if (!farm || m_closed || *farm == m_farm) // that the database is away is said elsewhere
        co_return;
    m_farm = *farm;
    refreshSoon();
}

/// After what this program knows of the server was entered.
void ServerSession::addFarm(ServerRow &row) const
{
    if (!m_farm.shared)
        return;
    const FarmServer there = m_farm.server(row.url);
    row.shared = true;
    row.drivenHere = there.here;
    row.driverHost = there.host;
    row.driverPid = there.pid;
    row.elsewhereRunning = there.running;
    row.elsewhereWaiting = there.waiting;
    const int elsewhere = there.running + there.waiting;
    row.ours += elsewhere;
    if (row.state == ServerState::Idle && elsewhere > 0)
        row.state = ServerState::Busy; // its queue was asked before they came
    // The server counts them among the jobs of others. The two counts are not of the same moment.
    if (elsewhere > 0)
        row.others = row.others > elsewhere + 1 ? row.others - elsewhere : 0;
}

} // namespace lorastudio
