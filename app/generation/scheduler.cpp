// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/scheduler.h"

#include <algorithm>

namespace lorastudio {

void Scheduler::add(const Job &job, const QString &checkpoint)
{
    m_queues[checkpoint].push_back(job);
    entered(job);
}

void Scheduler::addFirst(const Job &job, const QString &checkpoint)
{
    m_queues[checkpoint].push_front(job);
    entered(job);
}

QVector<Job> Scheduler::takeCharacter(const QString &characterId)
{
    QVector<Job> taken;
    for (auto it = m_queues.begin(); it != m_queues.end();) {
        std::deque<Job> rest;
        for (Job &job : it.value()) {
            if (job.characterId == characterId)
                taken.append(std::move(job));
            else
                rest.push_back(std::move(job));
        }
        it.value() = std::move(rest);
        it = it.value().empty() ? m_queues.erase(it) : std::next(it);
    }
    for (const Job &job : std::as_const(taken))
        left(job);
    return taken;
}

bool Scheduler::remove(const QString &jobId)
{
    if (!contains(jobId))
        return false;
    for (auto queue = m_queues.begin(); queue != m_queues.end(); ++queue) {
        const auto found = std::find_if(queue->begin(), queue->end(), [&](const Job &job) { return job.id == jobId; });
        if (found == queue->end())
            continue;
        left(*found);
        queue->erase(found);
        if (queue->empty())
            m_queues.erase(queue);
        return true;
    }
    return false;
}

QVector<Job> Scheduler::takeAll()
{
    QVector<Job> taken = jobs();
    m_queues.clear();
    m_perCharacter.clear();
    m_ids.clear();
    m_size = 0;
    return taken;
}

std::optional<Job> Scheduler::take(const SchedulerServer &server, const QVector<SchedulerServer> &others)
{
    QString best;
    double bestWork = 0;
    bool bestFree = false;
    for (auto it = m_queues.cbegin(); it != m_queues.cend(); ++it) {
        const QString &checkpoint = it.key();
        if (it.value().empty() || !server.checkpoints.contains(checkpoint))
            continue;
        if (checkpoint == server.loaded) {
            best = checkpoint;
            break;
        }
        const double work = double(it.value().size()) * server.secondsPerImage;
        const auto holders = std::count_if(others.cbegin(), others.cend(),
                                           [&](const SchedulerServer &other) { return other.loaded == checkpoint; });
        const bool free = holders == 0;
        if (!free && (work + server.loadSeconds) / double(holders + 1) >= work / double(holders))
            continue;
        const double share = free ? work : work / double(holders);
        if (best.isEmpty() || (free && !bestFree) || (free == bestFree && share > bestWork)) {
            best = checkpoint;
            bestWork = share;
            bestFree = free;
        }
    }
    const auto found = m_queues.find(best);
    if (best.isEmpty() || found == m_queues.end())
        return std::nullopt;
    Job job = std::move(found.value().front());
    found.value().pop_front();
    if (found.value().empty())
        m_queues.erase(found);
    left(job);
    return job;
}

int Scheduler::waiting(const QString &checkpoint) const
{
    const auto found = m_queues.constFind(checkpoint);
    return found == m_queues.cend() ? 0 : int(found.value().size());
}

QHash<QString, int> Scheduler::inFront(const QSet<QString> &loaded) const
{
    int underway = 0;
    for (auto it = m_queues.cbegin(); it != m_queues.cend(); ++it)
        underway += loaded.contains(it.key()) ? int(it.value().size()) : 0;
    QHash<QString, int> before;
    for (auto it = m_queues.cbegin(); it != m_queues.cend(); ++it) {
        int position = loaded.contains(it.key()) ? 0 : underway;
        for (const Job &job : it.value()) {
            if (!before.contains(job.characterId))
                before.insert(job.characterId, position);
            ++position;
        }
    }
    return before;
}

QVector<Job> Scheduler::jobs() const
{
    QVector<Job> all;
    all.reserve(m_size);
    for (const std::deque<Job> &queue : m_queues) {
        for (const Job &job : queue)
            all.append(job);
    }
    return all;
}

void Scheduler::entered(const Job &job)
{
    m_ids.insert(job.id);
    counted(job.characterId, 1);
}

void Scheduler::left(const Job &job)
{
    m_ids.remove(job.id);
    counted(job.characterId, -1);
}

void Scheduler::counted(const QString &characterId, int change)
{
    m_size += change;
    int &count = m_perCharacter[characterId];
    count += change;
    if (count == 0)
        m_perCharacter.remove(characterId);
}

} // namespace lorastudio
