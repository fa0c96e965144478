// SPDX-License-Identifier: GPL-3.0-or-later
// The servers, and which checkpoint each of them takes a job from.
#include "generation/scheduler.h"

#include <algorithm>

namespace lorastudio {

namespace {

constexpr double leastGain = 1; // images: a load that saves less is not worth it, and durations are not known that well
constexpr double quickest = 1e-3; // seconds; keeps the rate of a server finite

} // namespace

void Scheduler::setServer(const SchedulerServer &server)
{
    Server next;
    if (const auto before = m_servers.constFind(server.url); before != m_servers.cend())
        next.onIt = before->onIt;
    const int loaded = server.loaded.isEmpty() ? -1 : checkpointIndex(server.loaded);
    for (const QString &name : server.checkpoints) {
        const int checkpoint = checkpointIndex(name);
        if (next.can.size() <= std::size_t(checkpoint))
            next.can.resize(std::size_t(checkpoint) + 1);
        next.can[std::size_t(checkpoint)] = true;
    }
    next.secondsPerImage = std::max(quickest, server.secondsPerImage);
    next.loadSeconds = server.loadSeconds;
    const auto before = m_servers.constFind(server.url);
    if (before != m_servers.cend() && before->loaded == loaded)
        next.stint = before->stint;
    else if (loaded >= 0)
        next.stint = checkpointAt(loaded).waiting;
    removeServer(server.url);
    Server &registered = *m_servers.insert(server.url, next);
    for (int checkpoint = 0; checkpoint < int(next.can.size()); ++checkpoint) {
        if (!next.canDo(checkpoint))
            continue;
        unindex(checkpoint);
        ++checkpointAt(checkpoint).able;
        index(checkpoint);
    }
    hold(registered, loaded);
}

void Scheduler::removeServer(const QString &url)
{
    const auto found = m_servers.find(url);
    if (found == m_servers.end())
        return;
    letGo(*found);
    for (int checkpoint = 0; checkpoint < int(found->can.size()); ++checkpoint) {
        if (!found->canDo(checkpoint))
            continue;
        unindex(checkpoint);
        --checkpointAt(checkpoint).able;
        index(checkpoint);
    }
    m_servers.erase(found);
}

void Scheduler::setLoaded(const QString &url, const QString &checkpoint)
{
    const int loaded = checkpoint.isEmpty() ? -1 : checkpointIndex(checkpoint);
    const auto found = m_servers.find(url);
    if (found == m_servers.end() || found->loaded == loaded)
        return;
    letGo(*found);
    found->stint = loaded < 0 ? 0 : checkpointAt(loaded).waiting;
    hold(*found, loaded);
}

void Scheduler::setSpeed(const QString &url, double secondsPerImage, double loadSeconds)
{
    const auto found = m_servers.find(url);
    if (found == m_servers.end())
        return;
    const int loaded = found->loaded;
    letGo(*found);
    found->secondsPerImage = std::max(quickest, secondsPerImage);
    found->loadSeconds = loadSeconds;
    hold(*found, loaded);
}

void Scheduler::hold(Server &server, int checkpoint)
{
    server.loaded = checkpoint;
    if (checkpoint < 0)
        return;
    unindex(checkpoint);
    ++checkpointAt(checkpoint).holders;
    checkpointAt(checkpoint).rate += 1 / server.secondsPerImage;
    index(checkpoint);
}

void Scheduler::letGo(Server &server)
{
    if (server.loaded < 0)
        return;
    unindex(server.loaded);
    Checkpoint &checkpoint = checkpointAt(server.loaded);
    checkpoint.rate = --checkpoint.holders == 0 ? 0 : checkpoint.rate - 1 / server.secondsPerImage;
    index(server.loaded);
    server.loaded = -1;
}

void Scheduler::index(int checkpoint)
{
    Checkpoint &one = checkpointAt(checkpoint);
    if (one.isIndexed || one.waiting == 0)
        return;
    const double divisor = one.holders > 0 ? one.rate : double(std::max(1, one.able));
    one.work = {-double(one.weighted) / divisor, checkpoint};
    one.since = {one.bySince.begin()->first, checkpoint};
    one.isIndexed = true;
    if (one.holders > 0) {
        m_held.insert(one.work);
    } else {
        m_free.insert(one.work);
        m_freeSince.insert(one.since);
    }
}

void Scheduler::unindex(int checkpoint)
{
    Checkpoint &one = checkpointAt(checkpoint);
    if (!one.isIndexed)
        return;
    one.isIndexed = false;
    if (one.holders > 0) {
        m_held.erase(one.work);
    } else {
        m_free.erase(one.work);
        m_freeSince.erase(one.since);
    }
}

/// The checkpoint whose next job this server takes, loaded if need be; −1 if it should take none now.
int Scheduler::choose(Server &server)
{
    if (server.canDo(server.loaded)) {
        const Checkpoint &loaded = checkpointAt(server.loaded);
        if (loaded.waiting > 0) {
            if (server.stint > 0)
                return server.loaded;
            passOver(m_characters[std::size_t(nextCharacter(loaded))].since);
            const auto oldest = std::find_if(m_freeSince.cbegin(), m_freeSince.cend(), [&](const BySince &entry) {
                return server.canDo(entry.second) || entry.first >= overdueBefore();
            });
            if (oldest == m_freeSince.cend() || oldest->first >= overdueBefore()) {
                server.stint = loaded.waiting;
                return server.loaded;
            }
        } else if (loaded.limited > 0 && server.onIt > 0 && server.stint > 0) {
            return -1; // one of its own will soon let the next through
        }
    }
    const int next = another(server);
    if (next >= 0)
        load(server, next);
    return next;
}

int Scheduler::another(const Server &server) const
{
    for (const auto &[since, checkpoint] : m_freeSince) {
        if (since >= overdueBefore())
            break;
        if (server.canDo(checkpoint))
            return checkpoint;
    }
    for (const auto &[work, checkpoint] : m_free) {
        if (server.canDo(checkpoint))
            return checkpoint;
    }
    for (const auto &[work, checkpoint] : m_held) {
        const Checkpoint &one = checkpointAt(checkpoint);
        if (checkpoint == server.loaded || !server.canDo(checkpoint))
            continue;
        // (W + L) / (h + 1) < W / h, with W in seconds of one server, is L < W / h: what the holders need. The gain is
        // the difference of both divided by h + 1.
        const double gain = (double(one.sendable) / one.rate - server.loadSeconds) / double(one.holders + 1);
        if (gain > leastGain * server.secondsPerImage)
            return checkpoint;
    }
    return -1;
}

void Scheduler::load(Server &server, int checkpoint)
{
    const Checkpoint &next = checkpointAt(checkpoint);
    // Whoever helps had nothing else to do: nobody is passed over.
    if (next.holders == 0)
        passOver(m_characters[std::size_t(nextCharacter(next))].since);
    letGo(server);
    hold(server, checkpoint);
    server.stint = next.waiting;
}

/// Of a checkpoint with jobs that can be taken.
int Scheduler::nextCharacter(const Checkpoint &checkpoint) const
{
    const BySince &oldest = *checkpoint.bySince.begin();
    return oldest.first < overdueBefore() ? oldest.second : checkpoint.byPlace.begin()->second;
}

void Scheduler::passOver(qint64 since)
{
    ++m_turn;
    if (since <= m_passes.front())
        return;
    m_passes.front() = since;
    std::sort(m_passes.begin(), m_passes.end());
}

} // namespace lorastudio
