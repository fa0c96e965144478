// SPDX-License-Identifier: GPL-3.0-or-later
// What a run needs when other processes make it too: claims, what the others did, and what a dead one left.
#include "core/logging.h"
#include "generation/activerun.h"
#include "generation/livingworkers.h"
#include "generation/processidentity.h"
#include "generation/runlease.h"
#include "storage/assignmentrepository.h"
#include "storage/jobrepository.h"
#include "storage/projectrepository.h"
#include "storage/runrepository.h"

#include <algorithm>

namespace lorastudio {

namespace {

constexpr qint64 catchUpEveryMs = 1'000;    // after a word of the database that something changed
constexpr qint64 lookAnywayMs = 5'000;      // while others have jobs in hand
constexpr qint64 planAgeMs = 60'000;        // between a plan and the first look at what others did since
constexpr qint64 overlapMs = 3'000;         // a row is dated when it is written and seen when its transaction ends
constexpr qint64 orphanPatienceMs = 10'000; // for somebody who drives the server of a job that a dead worker posted
constexpr qint64 standByMs = 3'000;         // before a helper leaves a run in which it can do nothing

} // namespace

QSet<QString> GenerationService::busyServers() const
{
    QSet<QString> busy;
    for (const QString &url : std::as_const(m_active->places))
        busy.insert(url);
    for (auto it = m_active->claiming.cbegin(); it != m_active->claiming.cend(); ++it) {
        if (it.value() > 0)
            busy.insert(it.key());
    }
    return busy;
}

/// False if the run has ended meanwhile.
Task<bool> GenerationService::partake(std::stop_token stop)
{
    const bool alive = co_await m_share.tick(busyServers());
    if (!m_active || stop.stop_requested())
        co_return false;
    if (!alive)
        Q_EMIT problemRaised({}, {},
                             tr("This program was not heard of for too long, so that others may have taken over its "
                                "jobs. It takes part again."));
    const qint64 now = m_clock.monotonicMs();
    const qint64 pause = m_changedElsewhere ? catchUpEveryMs : lookAnywayMs;
    const bool due = m_changedElsewhere || !m_active->elsewhere.isEmpty();
    if ((due && now - m_active->caughtUpMs >= pause) || !alive)
        co_await catchUp(!alive);
    if (!m_active)
        co_return false;
    co_await reviewElsewhere();
    if (!m_active)
        co_return false;
    co_await takeOrphans();
    co_return m_active != nullptr;
}

Task<void> GenerationService::claimFor(std::shared_ptr<ServerConnection> server, QVector<Job> candidates)
{
    const QString url = server->url();
    QStringList ids;
    for (const Job &job : std::as_const(candidates))
        ids.append(job.id);
    const QString self = ProcessIdentity::own().id;
    const std::stop_token stop = m_jobs.token();
    const Result<QStringList> claimed = co_await m_runner.claim(ids, 1, self, stop);
    if (!m_active)
        co_return;
    --m_active->claiming[url];
    if (!claimed && !claimed.error().isCanceled())
        Q_EMIT problemRaised({}, url, claimed.error().message);
    // The first one that is ours is the first that was free: those before it are in other hands.
    const qsizetype got = claimed && !claimed->isEmpty() ? ids.indexOf(claimed->first()) : ids.size();
    for (qsizetype i = candidates.size() - 1; i >= 0; --i) {
        const Job &job = candidates.at(i);
        if (i == got)
            continue;
        m_active->scheduler.left(url, job.characterId);
        if (m_active->stopping)
            continue;
        if (i > got || !claimed)
            m_active->scheduler.addFirst(job, m_active->modelOf.value(job.characterId));
        else
            m_jobs.spawn(lookAfter(job)); // in other hands, or removed with its character
    }
    if (got < candidates.size()) {
        Job job = candidates.at(got);
        job.worker = self;
        m_jobs.spawn(perform(job, server, false));
    } else {
        m_changedElsewhere = true; // what became of them is to be learnt
    }
    wake();
}

Task<void> GenerationService::catchUp(bool everything)
{
    struct News
    {
        JobNews jobs;
        QHash<QString, QString> modelOf; ///< of characters that were not known here
    };
    m_changedElsewhere = false;
    m_active->caughtUpMs = m_clock.monotonicMs();
    const qint64 runId = m_active->run.id;
    // Before the first look everything is known from the plan, which is not older than that.
    const qint64 since = everything ? 0 : m_active->knownUntilMs == 0 ? -planAgeMs : m_active->knownUntilMs - overlapMs;
    const QHash<QString, QString> known = m_active->modelOf;
    const auto work = [=](Connection &connection) -> Result<News> {
        News news;
        Result<JobNews> jobs = JobRepository(connection).changedSince(runId, since);
        if (!jobs)
            return fail(jobs.error());
        news.jobs = std::move(*jobs);
        for (const Job &job : std::as_const(news.jobs.jobs)) {
            if (known.contains(job.characterId) || news.modelOf.contains(job.characterId))
                continue;
            const Result<std::optional<Assignment>> assignment = AssignmentRepository(connection).get(job.characterId);
            if (!assignment)
                return fail(assignment.error());
            news.modelOf.insert(job.characterId, *assignment ? (*assignment)->modelFile : QString());
        }
        return news;
    };
    const Result<News> news = co_await m_database.read(work);
    if (!m_active || m_active->run.id != runId)
        co_return;
    if (!news) {
        m_changedElsewhere = true;
        co_return;
    }
    m_active->knownUntilMs = news->jobs.untilMs;
    m_active->modelOf.insert(news->modelOf);
    m_active->learnedSomething = false;
    for (const Job &job : news->jobs.jobs)
        learn(job);
    if (m_active->learnedSomething)
        Q_EMIT runChanged();
}

void GenerationService::learn(const Job &job)
{
    Active &active = *m_active;
    if (active.jobs.contains(job.id) || active.stopping)
        return; // in hand here
    const bool here = active.waitsHere(job.id);
    const bool elsewhere = active.elsewhere.contains(job.id);
    if (job.state == JobState::Planned && job.worker.isEmpty()) {
        if (here || active.unserved.contains(job.id))
            return;
        if (!elsewhere)
            active.countAsked(job.characterId);
        active.elsewhere.remove(job.id);
        active.scheduler.add(job, active.modelOf.value(job.characterId));
        active.learnedSomething = true;
        return;
    }
    if (job.worker == ProcessIdentity::own().id)
        return; // being claimed
    if (here && !active.scheduler.remove(job.id))
        active.held.removeIf([&](const Job &other) { return other.id == job.id; });
    if (!isFinal(job.state)) {
        if (!here && !elsewhere)
            active.countAsked(job.characterId);
        active.elsewhere.insert(job.id, job);
        active.learnedSomething = active.learnedSomething || here || !elsewhere;
        return;
    }
    if (!here && !elsewhere)
        return; // known, or decided before this process came
    active.elsewhere.remove(job.id);
    active.learnedSomething = true;
    active.lastProgressMs = m_clock.monotonicMs();
    if (job.state == JobState::Stored) {
        active.count(job.characterId, 1, 0);
    } else if (job.state == JobState::Cancelled) {
        active.countWithdrawn(job.characterId);
    } else {
        active.count(job.characterId, 0, 1);
        active.noteProblem(job.characterId, job.reason);
    }
}

/// What is said to be in other hands and is not open any more, for example because its character was removed.
Task<void> GenerationService::reviewElsewhere()
{
    const qint64 now = m_clock.monotonicMs();
    if (m_active->elsewhere.isEmpty() || m_active->scheduler.size() > 0 || m_jobs.running() > 0 ||
        now - m_active->reviewedMs < lookAnywayMs)
        co_return;
    m_active->reviewedMs = now;
    const qint64 runId = m_active->run.id;
    const auto work = [runId](Connection &connection) {
        return JobRepository(connection).openOfRun(runId);
    };
    const Result<QVector<Job>> open = co_await m_database.read(work);
    if (!open || !m_active)
        co_return;
    QSet<QString> there;
    for (const Job &job : *open)
        there.insert(job.id);
    const QHash<QString, Job> known = m_active->elsewhere;
    for (const Job &job : known) {
        if (!there.contains(job.id))
            m_jobs.spawn(lookAfter(job));
    }
}

/// Jobs that a worker posted that is gone: those on servers of ours, and those that nobody else cares for.
Task<void> GenerationService::takeOrphans()
{
    const bool any = std::any_of(m_active->elsewhere.cbegin(), m_active->elsewhere.cend(),
                                 [](const Job &job) { return isOnServer(job.state) && job.worker.isEmpty(); });
    if (!any || m_active->stopping)
        co_return;
    const qint64 runId = m_active->run.id;
    const QStringList driven = m_share.driven();
    const QString self = ProcessIdentity::own().id;
    const auto work = [=](Connection &connection) {
        return JobRepository(connection).takeOrphans(runId, driven, orphanPatienceMs, self);
    };
    const Result<QVector<Job>> taken = co_await m_database.write(work);
    if (!taken || !m_active || m_active->run.id != runId)
        co_return;
    for (const Job &job : *taken) {
        m_active->elsewhere.remove(job.id);
        if (m_active->jobs.contains(job.id))
            continue; // it goes on here; the others had taken us for dead
        std::shared_ptr<ServerConnection> server;
        if (m_share.drives(job.server))
            server = m_pool.find(job.server);
        m_jobs.spawn(perform(job, server, true));
    }
}

/// Somebody else decided about a job that was in hand here: what became of it.
Task<void> GenerationService::lookAfter(Job job)
{
    const QString self = ProcessIdentity::own().id;
    const auto work = [id = job.id, self](Connection &connection) -> Result<std::optional<Job>> {
        JobRepository jobs(connection);
        Result<std::optional<Job>> row = jobs.byId(id);
        if (!row || !*row || (*row)->worker != self)
            return row;
        (*row)->worker.clear(); // it is in hand here no more
        if (const Result<void> freed = jobs.takeUp({**row}); !freed)
            return fail(freed.error());
        return row;
    };
    const Result<std::optional<Job>> now = co_await m_database.write(work);
    if (!m_active || m_active->stopping)
        co_return;
    if (now && *now && (*now)->runId == m_active->run.id) {
        m_active->elsewhere.insert(job.id, job); // it counts as asked for
        learn(**now);
    } else if (now) {
        m_active->elsewhere.remove(job.id);
        m_active->countWithdrawn(job.characterId);
    } else {
        m_active->elsewhere.insert(job.id, job);
    }
    wake();
    Q_EMIT runChanged();
}

Task<Result<RunReport>> GenerationService::plan(RunRequest request, std::stop_token stop)
{
    const bool answers = co_await m_pool.settled(true, request.serverWait, stop);
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    const auto assigned = co_await m_assignments.autoAssign(request.project, false);
    if (!assigned)
        co_return fail(assigned.error());
    if (answers)
        request.demo = m_pool.onlyDemo();
    request.keepServers = false;
    const QDateTime now = m_clock.now();
    const auto work = [=](Connection &connection) -> Result<RunPlan> {
        if (const Result<void> locked = ProjectRepository(connection).lock(request.project); !locked)
            return fail(locked.error());
        const Result<QVector<Worker>> others = livingOthersAfterDead(connection);
        if (!others)
            return fail(others.error());
        RunParty party{ProcessIdentity::own().id, {}, others->isEmpty()};
        const Result<QVector<Run>> open = RunRepository(connection).open(request.project);
        if (!open)
            return fail(open.error());
        if (!open->isEmpty()) { // whoever makes it notices what is added
            const Result<bool> held = RunLease().isHeldByAnother(connection, open->last().id);
            if (!held)
                return fail(held.error());
            party.alone = party.alone && !*held;
        }
        Result<RunPlan> planned = planRun(connection, request, {}, now, party);
        if (!planned)
            return planned;
        // What an earlier process posted is for whoever drives its server.
        if (const Result<void> freed = JobRepository(connection).giveBack(planned->run.id, party.worker); !freed)
            return fail(freed.error());
        return planned;
    };
    const Result<RunPlan> planned = co_await m_database.write(work);
    if (!planned)
        co_return fail(planned.error());
    Active counted;
    counted.adopt(*planned);
    counted.report.end = RunReport::End::Going;
    co_return counted.report;
}

/// Whether the run is over for the others as well. What was not known here is known afterwards.
Task<bool> GenerationService::nothingOpenElsewhere()
{
    const qint64 runId = m_active->run.id;
    const QString self = ProcessIdentity::own().id;
    const auto work = [=](Connection &connection) -> Result<QVector<Job>> {
        JobRepository jobs(connection);
        // Nothing is in hand here any more, so what is entered as ours was left by a mishap.
        if (const Result<void> freed = jobs.giveBack(runId, self); !freed)
            return fail(freed.error());
        return jobs.openOfRun(runId);
    };
    const Result<QVector<Job>> open = co_await m_database.write(work);
    if (!open || !m_active)
        co_return true; // the end is written anyway, or not at all
    m_active->learnedSomething = false;
    for (const Job &job : *open) {
        // Characters that this call was not asked for are no affair of its.
        if (!m_active->waitsHere(job.id) && m_active->modelOf.contains(job.characterId))
            learn(job);
    }
    co_return !m_active->learnedSomething;
}

/// A helper has nothing to do here now, and might have elsewhere.
bool GenerationService::mayLeave()
{
    if (!m_active->request.standBy)
        return false;
    const bool canHelp = m_jobs.running() > 0 || (!m_active->paused && anyServerCanHelp());
    const qint64 now = m_clock.monotonicMs();
    if (canHelp || m_active->idleSinceMs == 0)
        m_active->idleSinceMs = now;
    return now - m_active->idleSinceMs > standByMs;
}

bool GenerationService::anyServerCanHelp() const
{
    const QStringList checkpoints = m_active->scheduler.checkpoints();
    return std::any_of(m_pool.servers().begin(), m_pool.servers().end(), [&](const auto &server) {
        return server->isReachable() && std::any_of(checkpoints.cbegin(), checkpoints.cend(), [&](const QString &file) {
                   return !server->spelling(file).isEmpty();
               });
    });
}

bool GenerationService::Active::waitsHere(const QString &jobId) const
{
    return scheduler.contains(jobId) ||
           std::any_of(held.cbegin(), held.cend(), [&](const Job &job) { return job.id == jobId; });
}

} // namespace lorastudio
