// SPDX-License-Identifier: GPL-3.0-or-later
// What a server finished that had been given up: it counts if nobody else was first.
#include "generation/activerun.h"
#include "generation/processidentity.h"

#include <algorithm>

namespace lorastudio {

void GenerationService::noteLateFinish(const QString &promptId, const QString &url)
{
    if (!m_active || m_active->stopping || !m_active->givenUp.contains(promptId))
        return;
    m_active->late.insert(promptId, url);
    wake();
}

/// Those whose job is just being posted or written are looked at again at the next turn.
void GenerationService::takeLateFinishes()
{
    m_active->late.removeIf([this](QHash<QString, QString>::iterator entry) {
        const std::shared_ptr<ServerConnection> server = m_pool.find(entry.value());
        const QString jobId = m_active->givenUp.value(entry.key());
        if (server && !m_active->stopping && !takeLateFinish(jobId, {server, entry.key()}))
            return false;
        m_active->givenUp.remove(entry.key());
        return true;
    });
}

/// False if it is to be tried again.
bool GenerationService::takeLateFinish(const QString &jobId, const LateFinish &late)
{
    if (const auto inHand = m_active->jobs.constFind(jobId); inHand != m_active->jobs.cend()) {
        if (inHand->state == JobState::Fetching || isFinal(inHand->state))
            return true; // another one was first
        if (inHand->state == JobState::Planned || inHand->promptId == late.promptId)
            return false; // it is being posted again, or given up
        const std::shared_ptr<ServerConnection> other = m_pool.find(m_active->places.value(jobId));
        return other && other->overtake(inHand->promptId, late);
    }
    const auto held =
        std::find_if(m_active->held.cbegin(), m_active->held.cend(), [&](const Job &job) { return job.id == jobId; });
    const std::optional<Job> job = held == m_active->held.cend() ? m_active->scheduler.find(jobId) : *held;
    if (!job || !job->order)
        return true; // another process has it, or it is done
    if (!m_active->scheduler.remove(jobId)) {
        m_active->notBefore.remove(jobId);
        m_active->held.erase(held);
    }
    m_active->jobs.insert(jobId, *job);
    m_jobs.spawn(performLate(*job, late));
    return true;
}

Task<void> GenerationService::performLate(Job job, LateFinish late)
{
    const QString url = late.server->url();
    const QString self = ProcessIdentity::own().id;
    const QStringList ids{job.id};
    m_active->put(job, url);
    m_active->scheduler.began(url, job.characterId);
    const std::stop_token cancel = m_active->cancel.get_token();
    const std::stop_token stop = m_jobs.token();
    const Result<QStringList> claimed = co_await m_runner.claim(ids, 1, self, stop);
    if (!m_active)
        co_return;
    if (!claimed || claimed->isEmpty()) {
        m_active->ended(job);
        if (!claimed)
            m_active->scheduler.addFirst(job, m_active->modelOf.value(job.characterId));
        else if (!m_active->stopping)
            m_jobs.spawn(lookAfter(job)); // in other hands
        co_return;
    }
    job.worker = self;
    const JobOutcome outcome = co_await m_runner.takeUpLate(job, late, cancel, stop);
    if (m_active)
        settle(outcome, url);
    wake();
}

} // namespace lorastudio
