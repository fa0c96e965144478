// SPDX-License-Identifier: GPL-3.0-or-later
// How a server stands: whether it works on what it has taken, and what is said of it.
#include "generation/serverconnection.h"

#include "core/logging.h"

#include <utility>

namespace lorastudio {

namespace {

constexpr qint64 notBegunMs = 60'000;       // our prompts wait and nothing runs: its worker is gone
constexpr qint64 notMovingMs = 15 * 60'000; // ours runs without a sign; large checkpoints load for minutes

} // namespace

/// Whatever was thought of it, it works.
void ServerConnection::noteActivity()
{
    m_lastActivityMs = m_clock.monotonicMs();
    if (!isStuck())
        return;
    ServerStatus status = m_status;
    status.stuckJobs = 0;
    changeStatus(status);
    updateState();
}

/// Also when nobody waits for it any more: of a prompt that hangs there it says nothing that it runs.
bool ServerConnection::isOurs(const QueueItem &prompt) const
{
    return prompt.clientId == m_clientId || m_watches.contains(prompt.promptId) || m_givenUp.contains(prompt.promptId);
}

QStringList ServerConnection::givenUpAndGone(const QueueSnapshot &queue) const
{
    QStringList gone;
    for (const QString &promptId : m_givenUp) {
        if (!queue.isRunning(promptId) && !queue.isPending(promptId))
            gone.append(promptId);
    }
    return gone;
}

void ServerConnection::judgeProgress(const QueueSnapshot &queue)
{
    QStringList running;
    int ours = 0;
    bool foreignRuns = false;
    for (const QueueItem &prompt : queue.running) {
        running.append(prompt.promptId);
        foreignRuns = foreignRuns || !isOurs(prompt);
    }
    for (const QueueItem &prompt : queue.running + queue.pending) {
        const std::shared_ptr<PromptWatch> watch = m_watches.value(prompt.promptId);
        ours += watch && !watch->isFinished() ? 1 : 0;
    }
    const bool moved = running != std::exchange(m_running, running);
    if (moved || foreignRuns)
        noteActivity();
    if (ours == 0) { // one that was stuck stays so: it has shown nothing
        m_lastActivityMs = m_clock.monotonicMs();
        return;
    }
    const qint64 quietMs = m_clock.monotonicMs() - m_lastActivityMs;
    if (quietMs < (running.isEmpty() ? notBegunMs : notMovingMs) || isStuck())
        return;
    qCWarning(logGeneration) << m_config.url << "has begun none of" << ours << "prompts for" << quietMs / 1000 << "s";
    ServerStatus status = m_status;
    status.stuckJobs = ours;
    if (!m_draining) {
        status.state = m_status.state = ServerState::Stuck;
        status.since = m_clock.now().addMSecs(-quietMs); // when it took them
    }
    changeStatus(status);
}

void ServerConnection::updateState()
{
    if (!m_reachable)
        return;
    ServerStatus status = m_status;
    const bool loading = !m_loadingPrompt.isEmpty() && m_watches.contains(m_loadingPrompt) &&
                         !m_watches.value(m_loadingPrompt)->isFinished();
    const bool busy = status.queueRunning + status.queuePending > 0 || inFlight() > 0;
    if (m_draining)
        status.state = ServerState::Draining;
    else if (isStuck())
        status.state = ServerState::Stuck;
    else
        status.state = loading ? ServerState::Loading : busy ? ServerState::Busy : ServerState::Idle;
    changeStatus(status);
}

void ServerConnection::changeStatus(ServerStatus status)
{
    if (status.state != m_status.state)
        status.since = m_clock.now();
    if (status == m_status)
        return;
    m_status = std::move(status);
    Q_EMIT statusChanged();
}

} // namespace lorastudio
