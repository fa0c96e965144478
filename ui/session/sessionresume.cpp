// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a run that was open when the program ended last: it goes on by itself, stays paused, or says what it
// waits for. A run that another living process makes is left to it.
#include "session/projectsession.h"

#include <algorithm>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto tryPause = 50ms;
constexpr int tries = 60; // three seconds
constexpr qint64 joinPauseMs = 10'000;
const QString noticeId = QStringLiteral("resume");

} // namespace

Task<void> ProjectSession::connectServersOfRun()
{
    if (!m_openRun || m_openRun->elsewhere)
        co_return;
    QStringList missing = m_openRun->run.servers;
    missing.removeIf([this](const QString &url) { return m_services.pool().find(url) != nullptr; });
    if (!missing.isEmpty())
        co_await m_services.connectServers(missing);
}

Task<void> ProjectSession::takeUpOpenRun()
{
    if (!m_openRun || m_services.generation().isGoing() || m_scope.token().stop_requested())
        co_return;
    if (m_openRun->elsewhere) {
        joinOpenRun();
        co_return;
    }
    switch (m_openRun->run.state) {
    case RunState::Stopping: // its program ended before it had done what it was asked
        co_await stopTask();
        break;
    case RunState::Paused:
    case RunState::Stopped:
    case RunState::Finished:
        break;
    case RunState::Running:
        co_await continueOpenRun(false);
        break;
    }
}

/// A run that began, or lost its last process, while the window was open: this one goes on with it. What others make
/// and can share is joined without a word, and left to them if that fails.
void ProjectSession::joinOpenRun()
{
    if (!m_openRun || m_openRun->run.state != RunState::Running || m_starting || m_services.generation().isGoing() ||
        m_services.clock().monotonicMs() < m_joinAgainMs || !serversSuit(m_openRun->run))
        return;
    if (!m_openRun->elsewhere)
        m_scope.spawn(continueOpenRun(false));
    else if (m_openRun->shared)
        m_scope.spawn(takePart(m_openRun->run));
}

Task<void> ProjectSession::takePart(Run run)
{
    RunRequest request;
    request.project = run.project;
    request.demo = run.demo;
    request.resumeOnly = true;
    m_openRun.reset();
    const Result<RunReport> report = co_await m_services.generation().run(request, m_scope.token());
    if (!report)
        m_joinAgainMs = m_services.clock().monotonicMs() + joinPauseMs;
    if (m_scope.token().stop_requested())
        co_return;
    m_previews.clear();
    co_await load();
}

bool ProjectSession::serversSuit(const Run &run) const
{
    // A real run never goes on with stand-ins, nor does a demo run begin to cost the time of a real server unasked.
    if (run.demo)
        return m_services.pool().onlyDemo();
    const auto &servers = m_services.pool().servers();
    return std::any_of(servers.begin(), servers.end(),
                       [](const auto &server) { return server->isReachable() && !server->status().demo; });
}

Task<void> ProjectSession::continueOpenRun(bool asked)
{
    if (!m_openRun || m_services.generation().isGoing())
        co_return;
    const Run run = m_openRun->run;
    // The demo server of the last program ended with it.
    if (run.demo && run.servers.isEmpty() && !m_services.pool().anyReachable()) {
        if (const Result<void> started = m_services.startDemoServer(); !started) {
            sayThatRunWaits(started.error().message);
            co_return;
        }
    }
    const auto ready = [&] {
        return serversSuit(run) || (asked && run.demo && m_services.pool().anyReachable());
    };
    for (const auto &server : m_services.pool().servers()) {
        if (!server->isReachable())
            server->lookNow();
    }
    for (int i = 0; i < tries && !ready() && !m_services.pool().servers().empty(); ++i) {
        const Result<void> slept = co_await sleepFor(tryPause, m_scope.token());
        if (!slept)
            co_return;
    }
    if (m_services.generation().isGoing())
        co_return;
    if (!ready()) {
        sayThatRunWaits({});
        co_return;
    }
    RunRequest request;
    request.project = run.project;
    request.demo = m_services.usesDemoServer();
    request.resumeOnly = true;
    co_await runToTheEnd(request);
}

void ProjectSession::sayThatRunWaits(const QString &problem)
{
    if (!m_openRun || m_openRun->elsewhere)
        return;
    const bool otherKind = m_openRun->run.demo && m_services.pool().anyReachable();
    m_waitsForServer = problem.isEmpty() && !otherKind;
    QStringList sentences{m_openRun->open == 1
                              ? tr("1 image of the last run is not made yet.")
                              : tr("%1 images of the last run are not made yet.").arg(m_openRun->open)};
    if (!problem.isEmpty())
        sentences.append(problem);
    else if (otherKind)
        sentences.append(tr("It was a demo run, and now a real server is connected."));
    else if (m_services.pool().servers().empty())
        sentences.append(tr("No server is connected. Connect one, and the run goes on."));
    else
        sentences.append(tr("No server of this run answers. The run goes on as soon as one does."));
    for (const ServerStatus &status : m_services.pool().statuses()) {
        if (!status.error.isEmpty() && problem.isEmpty())
            sentences.append(QStringLiteral("%1: %2").arg(status.name, status.error));
    }
    notify({noticeId,
            Notice::Kind::Warning,
            tr("The last run waits"),
            sentences.join(u' '),
            {{QStringLiteral("go-on"), otherKind ? tr("Go On") : tr("Try Again")},
             {QStringLiteral("stop"), tr("Stop the Run")}},
            true});
}

void ProjectSession::forgetWaitingRun()
{
    m_waitsForServer = false;
    dismissNotice(noticeId);
}

void ProjectSession::continueIfServersSuit()
{
    if (!m_waitsForServer || !m_openRun || m_openRun->elsewhere || !serversSuit(m_openRun->run))
        return;
    m_waitsForServer = false;
    m_scope.spawn(continueOpenRun(false));
}

void ProjectSession::runNoticeAction(const QString &notice, const QString &action)
{
    dismissNotice(notice);
    if (notice != noticeId) {
        Q_EMIT noticeActionRun(notice, action);
        return;
    }
    if (action == QLatin1String("stop"))
        stop();
    else
        m_scope.spawn(continueOpenRun(true));
}

} // namespace lorastudio
