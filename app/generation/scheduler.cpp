// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs that wait, by character and checkpoint. Which of them a server takes: schedulerchoice.cpp.
#include "generation/scheduler.h"

#include <algorithm>

namespace lorastudio {

int Scheduler::checkpointIndex(const QString &name)
{
    const auto found = m_checkpointIndex.constFind(name);
    if (found != m_checkpointIndex.cend())
        return *found;
    const int index = int(m_checkpoints.size());
    m_checkpoints.emplace_back();
    m_checkpoints.back().name = name;
    m_checkpointIndex.insert(name, index);
    return index;
}

int Scheduler::characterIndex(const QString &id)
{
    const auto found = m_characterIndex.constFind(id);
    if (found != m_characterIndex.cend())
        return *found;
    const int index = int(m_characters.size());
    m_characters.emplace_back();
    m_characters.back().id = id;
    m_characterIndex.insert(id, index);
    return index;
}

/// Everything that changes a character goes through here, so that sets and sums stay true.
template <class Change>
void Scheduler::change(int character, Change change)
{
    const int before = m_characters[std::size_t(character)].checkpoint;
    unlist(character);
    change(m_characters[std::size_t(character)]);
    list(character);
    if (before >= 0 && before != m_characters[std::size_t(character)].checkpoint)
        index(before);
}

void Scheduler::list(int character)
{
    Character &one = m_characters[std::size_t(character)];
    if (one.checkpoint < 0)
        return;
    unindex(one.checkpoint); // it may have come from another one
    Checkpoint &checkpoint = checkpointAt(one.checkpoint);
    const auto count = qint64(one.jobs.size());
    const bool isFull = one.limit > 0 && one.onServers >= one.limit;
    checkpoint.all += count;
    m_paused += one.isPaused ? int(count) : 0;
    checkpoint.limited += isFull && !one.isPaused && count > 0 ? 1 : 0;
    one.isListed = count > 0 && !one.isPaused && !isFull;
    if (one.isListed) {
        checkpoint.byPlace.insert({{-one.weight, one.jobs.front().place}, character});
        checkpoint.bySince.insert({one.since, character});
        checkpoint.waiting += count;
        checkpoint.weighted += count * one.weight;
        checkpoint.sendable += one.limit > 0 ? std::min<qint64>(count, one.limit - one.onServers) : count;
    }
    index(one.checkpoint);
}

void Scheduler::unlist(int character)
{
    Character &one = m_characters[std::size_t(character)];
    if (one.checkpoint < 0)
        return;
    unindex(one.checkpoint);
    Checkpoint &checkpoint = checkpointAt(one.checkpoint);
    const auto count = qint64(one.jobs.size());
    const bool isFull = one.limit > 0 && one.onServers >= one.limit;
    checkpoint.all -= count;
    m_paused -= one.isPaused ? int(count) : 0;
    checkpoint.limited -= isFull && !one.isPaused && count > 0 ? 1 : 0;
    if (one.isListed) {
        checkpoint.byPlace.erase({{-one.weight, one.jobs.front().place}, character});
        checkpoint.bySince.erase({one.since, character});
        checkpoint.waiting -= count;
        checkpoint.weighted -= count * one.weight;
        checkpoint.sendable -= one.limit > 0 ? std::min<qint64>(count, one.limit - one.onServers) : count;
    }
    one.isListed = false;
}

void Scheduler::add(const Job &job, const QString &checkpoint)
{
    place(job, checkpoint, false);
}

void Scheduler::addFirst(const Job &job, const QString &checkpoint)
{
    place(job, checkpoint, true);
}

void Scheduler::place(const Job &job, const QString &checkpoint, bool first)
{
    const int to = checkpointIndex(checkpoint);
    const int character = characterIndex(job.characterId);
    m_characterOf.insert(job.id, character);
    change(character, [&](Character &one) {
        one.checkpoint = to;
        if (one.jobs.empty())
            one.since = m_turn;
        if (first)
            one.jobs.push_front({--m_first, job});
        else
            one.jobs.push_back({++m_last, job});
    });
    ++m_size;
}

void Scheduler::moveCharacter(const QString &characterId, const QString &checkpoint)
{
    const int to = checkpointIndex(checkpoint);
    change(characterIndex(characterId), [&](Character &one) { one.checkpoint = to; });
}

void Scheduler::setPaused(const QString &characterId, bool paused)
{
    change(characterIndex(characterId), [&](Character &one) {
        if (one.isPaused && !paused)
            one.since = m_turn;
        one.isPaused = paused;
    });
}

void Scheduler::setWeight(const QString &characterId, int weight)
{
    change(characterIndex(characterId), [&](Character &one) { one.weight = std::max(1, weight); });
}

void Scheduler::setLimit(const QString &characterId, int limit)
{
    change(characterIndex(characterId), [&](Character &one) { one.limit = std::max(0, limit); });
}

std::optional<Job> Scheduler::take(const QString &url)
{
    const auto server = m_servers.find(url);
    if (server == m_servers.end())
        return std::nullopt;
    const int chosen = choose(*server);
    if (chosen < 0)
        return std::nullopt;
    --server->stint;
    ++server->onIt;
    std::optional<Job> job;
    change(nextCharacter(checkpointAt(chosen)), [&](Character &one) {
        job = std::move(one.jobs.front().job);
        one.jobs.pop_front();
        one.since = m_turn;
        ++one.onServers;
    });
    --m_size;
    m_characterOf.remove(job->id);
    return job;
}

void Scheduler::began(const QString &url, const QString &characterId)
{
    if (const auto server = m_servers.find(url); server != m_servers.end())
        ++server->onIt;
    change(characterIndex(characterId), [](Character &one) { ++one.onServers; });
}

void Scheduler::left(const QString &url, const QString &characterId)
{
    if (const auto server = m_servers.find(url); server != m_servers.end())
        server->onIt = std::max(0, server->onIt - 1);
    change(characterIndex(characterId), [](Character &one) { one.onServers = std::max(0, one.onServers - 1); });
}

QVector<Job> Scheduler::takeJobs(Character &character)
{
    QVector<Job> taken;
    taken.reserve(qsizetype(character.jobs.size()));
    for (Waiting &waiting : character.jobs) {
        m_characterOf.remove(waiting.job.id);
        taken.append(std::move(waiting.job));
    }
    character.jobs.clear();
    m_size -= int(taken.size());
    return taken;
}

bool Scheduler::remove(const QString &jobId)
{
    const auto found = m_characterOf.constFind(jobId);
    if (found == m_characterOf.cend())
        return false;
    change(*found, [&](Character &one) {
        const auto job = std::find_if(one.jobs.begin(), one.jobs.end(),
                                      [&](const Waiting &waiting) { return waiting.job.id == jobId; });
        if (job != one.jobs.end()) // the register says that it is there
            one.jobs.erase(job);
    });
    m_characterOf.erase(found);
    --m_size;
    return true;
}

std::optional<Job> Scheduler::find(const QString &jobId) const
{
    const auto found = m_characterOf.constFind(jobId);
    if (found == m_characterOf.cend())
        return std::nullopt;
    for (const Waiting &waiting : m_characters[std::size_t(*found)].jobs) {
        if (waiting.job.id == jobId)
            return waiting.job;
    }
    return std::nullopt;
}

QVector<Job> Scheduler::takeCharacter(const QString &characterId)
{
    QVector<Job> taken;
    change(characterIndex(characterId), [&](Character &one) { taken = takeJobs(one); });
    return taken;
}

QVector<Job> Scheduler::takeAll()
{
    QVector<Job> taken;
    taken.reserve(m_size);
    for (int character = 0; character < int(m_characters.size()); ++character)
        change(character, [&](Character &one) { taken.append(takeJobs(one)); });
    return taken;
}

int Scheduler::waiting(const QString &checkpoint) const
{
    const auto found = m_checkpointIndex.constFind(checkpoint);
    return found == m_checkpointIndex.cend() ? 0 : int(checkpointAt(*found).all);
}

QStringList Scheduler::checkpoints() const
{
    QStringList names;
    for (const Checkpoint &checkpoint : m_checkpoints) {
        if (checkpoint.all > 0)
            names.append(checkpoint.name);
    }
    names.sort();
    return names;
}

int Scheduler::waitingOf(const QString &characterId) const
{
    const auto found = m_characterIndex.constFind(characterId);
    if (found == m_characterIndex.cend())
        return 0;
    const Character &one = m_characters[std::size_t(*found)];
    return one.isPaused ? 0 : int(one.jobs.size());
}

QHash<QString, int> Scheduler::inFront() const
{
    QHash<QString, int> before;
    const auto count = [&](const Checkpoint &checkpoint, qint64 position) {
        for (const ByPlace &entry : checkpoint.byPlace) {
            const Character &one = m_characters[std::size_t(entry.second)];
            before.insert(one.id, int(position));
            position += qint64(one.jobs.size());
        }
    };
    qint64 underway = 0;
    for (const Checkpoint &checkpoint : m_checkpoints) {
        if (checkpoint.holders == 0)
            continue;
        count(checkpoint, 0);
        underway += checkpoint.waiting;
    }
    for (const auto &[work, free] : m_free) { // the most work is loaded first
        count(checkpointAt(free), underway);
        underway += checkpointAt(free).waiting;
    }
    return before;
}

QVector<Job> Scheduler::jobs() const
{
    std::vector<std::pair<std::pair<int, qint64>, const Job *>> order;
    order.reserve(std::size_t(m_size));
    for (const Character &one : m_characters) {
        for (const Waiting &waiting : one.jobs)
            order.push_back({{one.checkpoint, waiting.place}, &waiting.job});
    }
    std::sort(order.begin(), order.end());
    QVector<Job> all;
    all.reserve(m_size);
    for (const auto &[key, job] : order)
        all.append(*job);
    return all;
}

} // namespace lorastudio
