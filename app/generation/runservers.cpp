// SPDX-License-Identifier: GPL-3.0-or-later
// The servers of the run that goes on: what the scheduler knows of them, and keeping their small queues filled.
#include "generation/activerun.h"

namespace lorastudio {

namespace {

constexpr int spareCandidates = 7;

} // namespace

void GenerationService::Active::put(const Job &job, const QString &url)
{
    places.insert(job.id, url);
    ++placesAt[url];
}

void GenerationService::Active::leave(const QString &jobId)
{
    if (!places.contains(jobId))
        return;
    const QString url = places.take(jobId);
    if (--placesAt[url] == 0)
        placesAt.remove(url);
    scheduler.left(url, jobs.value(jobId).characterId);
}

/// Tells the scheduler which servers take work now and what they can load. Cheap while nothing changes: lists that are
/// the same are shared, and comparing them compares a pointer.
void GenerationService::registerServers()
{
    Active &active = *m_active;
    ++active.registrations;
    const int checkpoints = active.scheduler.knownCheckpoints();
    for (const auto &server : m_pool.servers()) {
        if (!server->takesWork() || !m_share.drives(server->url()) || m_share.isYielding(server->url()))
            continue;
        Active::Registered &known = active.registered[server->url()];
        known.seen = active.registrations;
        const QStringList &offered = server->status().checkpoints;
        if (known.connection.lock() == server && known.checkpoints == checkpoints && known.offered == offered)
            continue;
        known.connection = server;
        known.checkpoints = checkpoints;
        known.offered = offered;
        active.scheduler.setServer(describe(*server));
    }
    active.registered.removeIf([&active](QHash<QString, Active::Registered>::iterator entry) {
        const bool isGone = entry.value().seen != active.registrations;
        if (isGone)
            active.scheduler.removeServer(entry.key());
        return isGone;
    });
}

SchedulerServer GenerationService::describe(const ServerConnection &server) const
{
    SchedulerServer value;
    value.url = server.url();
    for (const QString &file : m_active->scheduler.knownCheckpointNames()) {
        if (!server.spelling(file).isEmpty())
            value.checkpoints.insert(file);
    }
    value.loaded = m_active->loaded.value(server.url());
    value.secondsPerImage = m_estimator.secondsPerImage(server.url()).value_or(value.secondsPerImage);
    value.loadSeconds = m_estimator.loadSeconds(server.url());
    return value;
}

bool GenerationService::handsOut() const
{
    return m_active && m_active->handsOut && !m_active->paused && !m_active->stopping && !m_active->takenOver &&
           m_active->holdReason.isEmpty() && !m_scope.token().stop_requested();
}

bool GenerationService::giveOne(const std::shared_ptr<ServerConnection> &server)
{
    const QString &url = server->url();
    if (!server->takesWork() || !m_share.drives(url) || m_share.isYielding(url) ||
        m_active->placesOf(url) + m_active->claiming.value(url) >= m_estimator.window(url))
        return false;
    const std::optional<Job> job = m_active->scheduler.take(url);
    if (!job)
        return false;
    const QString model = m_active->modelOf.value(job->characterId);
    QVector<Job> candidates{*job};
    // Others may have taken it by now: then one of the next is as good.
    const int most = m_share.others().isEmpty() ? 1 : 1 + spareCandidates;
    while (candidates.size() < most && m_active->scheduler.waiting(model) > 0) {
        const std::optional<Job> spare = m_active->scheduler.take(url);
        if (!spare)
            break;
        const QString other = m_active->modelOf.value(spare->characterId);
        if (other != model) {
            m_active->scheduler.left(url, spare->characterId);
            m_active->scheduler.addFirst(*spare, other);
            m_active->scheduler.setLoaded(url, model);
            break;
        }
        candidates.append(*spare);
    }
    for (const Job &candidate : std::as_const(candidates))
        m_active->switched.insert(candidate.id, m_active->loaded.value(url) != model);
    m_active->loaded.insert(url, model);
    ++m_active->claiming[url];
    m_jobs.spawn(claimFor(server, candidates));
    return true;
}

void GenerationService::pump()
{
    if (!handsOut())
        return;
    registerServers();
    bool took = true;
    while (took) { // one job per server and turn, so that all of them start with something
        took = false;
        for (const auto &server : m_pool.servers())
            took = giveOne(server) || took;
    }
}

/// Fills the queue of one server as soon as a job has left it, whatever the turn of the run waits for.
void GenerationService::topUp(const QString &url)
{
    if (!handsOut() || !m_active->scheduler.hasServer(url))
        return;
    const std::shared_ptr<ServerConnection> server = m_pool.find(url);
    while (server && giveOne(server)) {
    }
}

} // namespace lorastudio
