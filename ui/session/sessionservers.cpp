// SPDX-License-Identifier: GPL-3.0-or-later
// Servers as the first page and the server bar connect them.
#include "session/projectsession.h"

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto answerPause = 25ms;
constexpr std::chrono::milliseconds firstAnswerLimit = 60s; // the connection gives up long before
constexpr std::chrono::milliseconds secondAnswerLimit = 3s;

} // namespace

void ProjectSession::connectServer(const QString &address)
{
    if (m_connecting) {
        Q_EMIT serverProblem(tr("An address is still being tried. Wait until it has answered."));
        return;
    }
    m_connecting = true;
    m_scope.spawn(perform(connectTask(address), tr("The server cannot be used")));
}

Task<Result<void>> ProjectSession::connectTask(QString address)
{
    const QString url = normalizedServerUrl(address);
    Result<void> tried;
    if (url.isEmpty())
        Q_EMIT serverProblem(
            tr("“%1” is no address of a server. Write for example http://127.0.0.1:8188.").arg(address));
    else
        tried = co_await tryServer(url);
    m_connecting = false;
    co_return tried;
}

Task<Result<void>> ProjectSession::tryServer(QString url)
{
    // A server that is known keeps its name, user, secrets and pin, whatever comes of this.
    const std::optional<ServerConfig> known = m_services.serverConfig(url);
    std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
    const bool isNew = !server;
    if (isNew) {
        ServerConfig config;
        config.url = url;
        ServerSecrets secrets;
        if (known) {
            config = *known;
            secrets = co_await m_services.secretsOf(config);
        }
        server = m_services.pool().add(config, secrets);
    }
    const bool reachable = co_await answers(server);
    if (m_scope.token().stop_requested())
        co_return Result<void>{};
    if (!reachable) {
        const QString why = server->status().error;
        if (isNew && !known && m_services.pool().find(url) == server)
            m_services.pool().remove(url);
        Q_EMIT serverProblem(why.isEmpty() ? tr("%1 does not answer.").arg(url) : why);
        co_return Result<void>{};
    }
    // The demo server inside the program is gone with it, at an address that means nothing next time.
    if (!known && !server->config().demo) {
        const Result<void> added = co_await m_services.addServer(server->config(), {});
        if (!added)
            co_return added;
    }
    m_connecting = false; // the next one may be tried, whatever follows here
    Q_EMIT serverProblem(QString());
    m_summary.lastChange = tr("Connected to %1.").arg(server->status().name);
    refreshSummary();
    Q_EMIT runSummaryChanged();
    ask([this] { return choiceTask(); }, tr("Auto-assign failed"));
    co_return Result<void>{};
}

Task<bool> ProjectSession::answers(std::shared_ptr<ServerConnection> server)
{
    // One that has not answered before is asked again at once; that it still does not is only told by the time.
    const bool again = server->isSettled() && !server->isReachable();
    const std::chrono::milliseconds limit = again ? secondAnswerLimit : firstAnswerLimit;
    const QDateTime end = m_services.clock().now().addMSecs(limit.count());
    if (again)
        server->lookNow();
    // A connection that has left the pool is closed and never answers.
    while (!server->isReachable() && (again || !server->isSettled()) &&
           m_services.pool().find(server->url()) == server && m_services.clock().now() < end) {
        const Result<void> slept = co_await sleepFor(answerPause, m_scope.token());
        if (!slept)
            break;
    }
    co_return server->isReachable();
}

void ProjectSession::useDemoServer()
{
    m_scope.spawn(perform(demoTask(), tr("The demo server did not start")));
}

Task<Result<void>> ProjectSession::demoTask()
{
    const Result<void> started = m_services.startDemoServer();
    if (!started)
        co_return started;
    co_await m_services.pool().settled(false, 5s, m_scope.token());
    refreshSummary();
    if (m_rows.isEmpty())
        co_return co_await sampleTask();
    ask([this] { return choiceTask(); }, tr("Auto-assign failed"));
    co_return Result<void>{};
}

} // namespace lorastudio
