// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/generationservice.h"

#include "core/logging.h"
#include "generation/activerun.h"
#include "generation/livingworkers.h"
#include "generation/processidentity.h"
#include "generation/runlease.h"
#include "storage/characterrepository.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"

#include <algorithm>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto controlPause = 500ms;    // how soon a wish of another process is noticed
constexpr qint64 renewEveryMs = 10'000; // of a lease of 30 s

} // namespace

GenerationService::GenerationService(Database &database, ServerPool &pool, AssignmentService &assignments,
                                     JobRunner &runner, const Clock &clock)
    : m_database(database),
      m_pool(pool),
      m_assignments(assignments),
      m_runner(runner),
      m_clock(clock),
      m_share(database, pool, clock),
      m_jobs(QStringLiteral("jobs")),
      m_scope(QStringLiteral("generation"))
{
    connect(&m_runner, &JobRunner::jobChanged, this, [this](const Job &job) {
        if (m_active)
            m_active->jobs.insert(job.id, job);
        Q_EMIT jobChanged(job);
    });
    connect(&m_runner, &JobRunner::leftServer, this, [this](const QString &jobId) {
        if (m_active) {
            // From the event loop, not inside the coroutine of the job that has just ended; before the turn of the run,
            // which may be waiting for the database.
            const auto next = [this, url = m_active->places.value(jobId)] {
                topUp(url);
            };
            m_active->leave(jobId);
            QMetaObject::invokeMethod(this, next, Qt::QueuedConnection);
        }
        wake();
    });
    connect(&m_runner, &JobRunner::held, this, [this](const QString &reason) {
        if (!m_active || m_active->holdReason == reason)
            return;
        m_active->holdReason = reason;
        if (!reason.isEmpty())
            Q_EMIT problemRaised({}, {}, reason);
        wake();
        Q_EMIT runChanged();
    });
    connect(&m_pool, &ServerPool::promptStarted, this, [this](const QString &promptId) {
        if (const std::optional<Job> job = jobOfPrompt(promptId); job && m_active) {
            m_active->sampled.insert(job->characterId, job->id);
            m_jobs.spawn(markRunning(*job));
        }
    });
    connect(&m_pool, &ServerPool::promptFinishedLate, this, &GenerationService::noteLateFinish);
    connect(&m_pool, &ServerPool::promptProgressed, this, [this](const QString &promptId, const JobProgress &progress) {
        const std::optional<Job> job = jobOfPrompt(promptId);
        if (!job || !m_active)
            return;
        m_active->fractions.insert(job->id, progress.fraction());
        m_active->sampled.insert(job->characterId, job->id);
        m_active->lastProgressMs = m_clock.monotonicMs();
        Q_EMIT jobProgressed(*job, progress, job->server);
    });
    connect(&m_pool, &ServerPool::previewReceived, this, [this](const QString &promptId, const QByteArray &image) {
        if (const std::optional<Job> job = jobOfPrompt(promptId))
            Q_EMIT previewReceived(*job, image, job->server);
    });
    connect(&m_pool, &ServerPool::serverReachable, this, &GenerationService::wake);
    connect(&m_pool, &ServerPool::serverFreed, this, &GenerationService::wake);
    connect(&m_pool, &ServerPool::checkpointsChanged, this, &GenerationService::wake);
    connect(&m_share, &ServerShare::changed, this, [this] {
        wake();
        if (m_active)
            Q_EMIT runChanged();
    });
    connect(&m_database, &Database::changedElsewhere, this, [this] {
        m_changedElsewhere = true;
        wake();
    });
    connect(&m_assignments, &AssignmentService::assigned, this, [this](const QVector<Assignment> &changed) {
        for (const Assignment &assignment : changed)
            moveCharacter(assignment.characterId, assignment.modelFile);
    });
}

GenerationService::~GenerationService() = default;

Task<void> GenerationService::close()
{
    m_scope.requestStop();
    m_jobs.requestStop();
    wake();
    co_await m_scope.join();
    co_await m_jobs.join();
}

void GenerationService::wake()
{
    m_wake.request_stop();
}

Task<Result<RunReport>> GenerationService::run(RunRequest request, std::stop_token stop)
{
    // In the scope, so that close() waits for its last write.
    const Ending ending = std::make_shared<QPromise<Result<RunReport>>>();
    ending->start();
    m_scope.spawn(runToEnd(request, ending, stop));
    Result<RunReport> report = co_await ending->future();
    co_return report;
}

Task<void> GenerationService::runToEnd(RunRequest request, Ending ending, std::stop_token stop)
{
    const Result<RunReport> report = co_await wholeRun(request, stop);
    ending->addResult(report);
    ending->finish();
}

Task<Result<RunReport>> GenerationService::wholeRun(RunRequest request, std::stop_token stop)
{
    if (m_active)
        co_return fail(Error::Kind::Validation, tr("A run is going on already."));
    m_active = std::make_unique<Active>(); // from here on nobody else can start one
    if (!request.baseSeed)
        request.baseSeed = m_defaults.baseSeed;
    m_active->request = request;
    m_active->startedMs = m_active->lastProgressMs = m_clock.monotonicMs();
    std::stop_source either;
    const auto endEither = [either]() mutable {
        either.request_stop();
    };
    const std::stop_callback byCaller(stop, endEither);
    const std::stop_callback byClose(m_scope.token(), endEither);
    Result<RunPlan> plan = co_await begin(request, either.get_token());
    if (!plan) {
        co_await m_share.leave();
        m_active.reset();
        Q_EMIT runChanged();
        co_return fail(plan.error());
    }
    adopt(*plan);
    m_share.setRun(plan->run.id);
    Q_EMIT runChanged();
    co_await keepGoing(stop);
    const RunReport report = m_active->report;
    co_await m_share.leave();
    m_active.reset();
    m_pausedCharacters.clear();
    Q_EMIT runEnded(report);
    Q_EMIT runChanged();
    co_return report;
}

Task<Result<RunPlan>> GenerationService::begin(RunRequest request, std::stop_token stop)
{
    if (!co_await m_pool.settled(true, request.serverWait, stop)) {
        if (stop.stop_requested())
            co_return fail(Error::canceled());
        QStringList reasons;
        for (const ServerStatus &status : m_pool.statuses())
            reasons.append(
                QStringLiteral("%1: %2").arg(status.url, status.error.isEmpty() ? tr("no answer yet") : status.error));
        co_return fail(Error::Kind::Network,
                       reasons.isEmpty()
                           ? tr("There is no server. Add the address of a running ComfyUI, or use the demo server.")
                           : tr("No server could be reached. %1").arg(reasons.join(u' ')));
    }
    co_await m_pool.settled(false, 1500ms, stop); // the others may be nearly there
    if (!request.standBy) {
        const auto assigned = co_await m_assignments.autoAssign(request.project, false);
        if (!assigned)
            co_return fail(assigned.error());
    }
    const Result<void> entered = co_await m_share.join(0);
    if (!entered)
        co_return fail(entered.error());
    // Pictures of a demo server are stand-ins whoever started it; only beside a real server they stop counting.
    request.keepServers = !request.demo;
    request.demo = m_pool.onlyDemo();
    const QMap<QString, QStringList> onServers = m_pool.checkpoints();
    const QStringList driven = m_share.driven();
    const QDateTime now = m_clock.now();
    const RunLease lease;
    const auto work = [=](Connection &connection) -> Result<RunPlan> {
        if (const Result<void> free = lease.takeProject(connection, request.project); !free)
            return fail(free.error());
        const Result<QVector<Worker>> others = livingOthersAfterDead(connection);
        if (!others)
            return fail(others.error());
        const RunParty party{ProcessIdentity::own().id, driven, others->isEmpty()};
        Result<RunPlan> planned = planRun(connection, request, onServers, now, party);
        if (!planned)
            return planned;
        if (const Result<void> owned = lease.take(connection, planned->run.id); !owned)
            return fail(owned.error());
        return planned;
    };
    Result<RunPlan> plan = co_await m_database.write(work);
    co_return plan;
}

Error GenerationService::stoppingError()
{
    return Error::make(Error::Kind::Validation,
                       tr("The run is being stopped. Try again when it has stopped; nothing was added."));
}

Task<Result<void>> GenerationService::extend(RunRequest request)
{
    if (!m_active || m_active->run.id == 0)
        co_return fail(Error::Kind::Validation, tr("No run is going on."));
    if (m_active->stopping)
        co_return fail(stoppingError());
    const Run run = m_active->run;
    request.demo = run.demo;
    const QMap<QString, QStringList> onServers = m_pool.checkpoints();
    const QDateTime now = m_clock.now();
    const QHash<QString, int> known = m_active->knownJobs();
    const RunParty party{ProcessIdentity::own().id, m_share.driven(), m_share.others().isEmpty()};
    const auto work = [=](Connection &connection) {
        return extendRun(connection, run, request, onServers, now, party);
    };
    Result<RunPlan> plan = co_await m_database.write(work);
    if (!plan)
        co_return fail(plan.error());
    if (!m_active)
        co_return fail(Error::Kind::Validation, tr("The run has just ended. Start it again."));
    if (m_active->stopping)
        co_return fail(stoppingError()); // what was planned is cancelled with the others
    m_active->dropKnown(*plan, known);
    m_active->countOnly(*plan);
    adopt(*plan);
    wake();
    Q_EMIT runChanged();
    co_return Result<void>{};
}

void GenerationService::adopt(const RunPlan &plan)
{
    m_active->adopt(plan);
    for (const Job &job : plan.jobs)
        m_active->scheduler.add(job, plan.modelOf.value(job.characterId));
    for (const Job &job : plan.toTakeUp) {
        const std::shared_ptr<ServerConnection> server = m_pool.find(job.server);
        m_jobs.spawn(perform(job, server, true));
    }
    for (const Job &job : plan.elsewhere)
        m_active->elsewhere.insert(job.id, job);
}

Task<void> GenerationService::keepGoing(std::stop_token stop)
{
    m_active->handsOut = true;
    RunReport::End end = RunReport::End::Finished;
    while (true) {
        releaseHeld();
        takeLateFinishes();
        pump();
        if (isOver()) {
            const bool over = co_await nothingOpenElsewhere();
            if (over)
                break;
            pump();
        }
        if (mayLeave())
            break;
        if (stop.stop_requested() || m_scope.token().stop_requested() || m_active->takenOver) {
            end = m_active->takenOver ? RunReport::End::TakenOver : RunReport::End::ShutDown;
            break;
        }
        if (m_active->stopping) {
            co_await cancelEverything();
            end = RunReport::End::Stopped;
            break;
        }
        const auto quiet = std::chrono::milliseconds(m_clock.monotonicMs() - m_active->lastProgressMs);
        if (m_active->request.timeout > 0s && quiet > m_active->request.timeout && !m_active->paused) {
            end = RunReport::End::TimedOut;
            break;
        }
        m_wake = std::stop_source();
        const std::stop_token woken = m_wake.get_token();
        {
            const auto wakeUp = [source = m_wake]() mutable {
                source.request_stop();
            };
            const std::stop_callback byCaller(stop, wakeUp);
            const std::stop_callback byScope(m_scope.token(), wakeUp);
            co_await sleepFor(controlPause, woken);
        }
        co_await control(stop);
        const bool ours = co_await partake(stop);
        if (!ours)
            continue;
        freeServersIfPaused();
        giveUpSilentServers();
    }
    co_await finish(end);
}

Task<void> GenerationService::control(std::stop_token stop)
{
    const qint64 now = m_clock.monotonicMs();
    if (now - m_active->controlledMs < controlPause.count())
        co_return;
    m_active->controlledMs = now;
    const bool renew = now - m_active->renewedMs > renewEveryMs;
    const qint64 runId = m_active->run.id;
    const RunLease lease;
    const auto look = [=](Connection &connection) -> Result<std::optional<Run>> {
        if (renew) {
            const Result<bool> renewed = lease.renew(connection, runId);
            if (!renewed)
                return fail(renewed.error());
            if (!*renewed)
                return fail(Error::Kind::Validation, tr("Another program has taken over the run."));
        }
        return RunRepository(connection).byId(runId);
    };
    Result<std::optional<Run>> run = fail(Error::canceled());
    if (renew)
        run = co_await m_database.write(look);
    else
        run = co_await m_database.read(look);
    if (stop.stop_requested() || !m_active)
        co_return;
    if (!run && run.error().kind == Error::Kind::Validation) {
        Q_EMIT problemRaised({}, {}, run.error().message);
        m_active->takenOver = true;
        co_return;
    }
    if (!run || !*run)
        co_return;
    if (renew)
        m_active->renewedMs = now;
    const bool paused = (*run)->state == RunState::Paused;
    if (paused != m_active->paused) {
        m_active->paused = m_active->freesMemory = paused;
        m_active->lastProgressMs = now;
        m_active->run.state = (*run)->state;
        if (paused)
            takeBackWaiting();
        Q_EMIT runChanged();
    }
    if ((*run)->state == RunState::Stopping || (*run)->state == RunState::Stopped)
        m_active->stopping = true;
}

Task<void> GenerationService::finish(RunReport::End end)
{
    m_active->handsOut = false;
    const QString hold = progress().holdReason;
    // What is on the servers stays there when the program ends; everywhere else nothing is on a server any more.
    const bool open =
        end == RunReport::End::ShutDown || end == RunReport::End::TimedOut || end == RunReport::End::TakenOver;
    if (open)
        m_jobs.requestStop();
    co_await m_jobs.join();
    m_jobs.renew();
    const Run run = m_active->run;
    const RunLease lease;
    const RunState state = end == RunReport::End::Stopped ? RunState::Stopped : RunState::Finished;
    const bool leavesRest = m_active->request.standBy && end == RunReport::End::Finished;
    const auto work = [=](Connection &connection) -> Result<QVector<CharacterSummary>> {
        RunRepository runs(connection);
        bool last = !open;
        if (last) {
            const Result<QVector<Job>> left = JobRepository(connection).openOfRun(run.id);
            if (!left)
                return fail(left.error());
            // Who has a job in hand ends the run when it has finished it.
            last = std::none_of(left->cbegin(), left->cend(),
                                [](const Job &job) {
                                    return !job.worker.isEmpty() && job.worker != ProcessIdentity::own().id;
                                }) &&
                   (!leavesRest || left->isEmpty());
        }
        if (last) {
            if (const Result<void> ended = runs.setState(run.id, state); !ended)
                return fail(ended.error());
        }
        if (const Result<void> released = lease.release(connection, run.id); !released)
            return fail(released.error());
        return CharacterRepository(connection).summaries(run.project);
    };
    const Result<QVector<CharacterSummary>> summaries = co_await m_database.write(work);
    if (!summaries)
        qCWarning(logGeneration) << "the end of the run was not written:" << summaries.error().detail;
    else
        m_active->setMeans(*summaries);
    m_active->report.end = end;
    m_active->report.holdReason = hold;
    m_active->noteUnserved();
    m_active->report.seconds = double(m_clock.monotonicMs() - m_active->startedMs) / 1000.0;
}

bool GenerationService::isOver() const
{
    if (m_jobs.running() > 0)
        return false;
    if (!m_active->held.isEmpty() || !m_active->elsewhere.isEmpty())
        return false;
    if (m_active->scheduler.size() == 0)
        return true;
    if (m_active->paused || m_active->scheduler.paused() > 0)
        return false;
    // Jobs are left: over only if every server has said what it has, and none of them can do any of these.
    return std::all_of(m_pool.servers().begin(), m_pool.servers().end(),
                       [](const auto &server) { return server->isReachable(); }) &&
           !anyServerCanHelp();
}

} // namespace lorastudio
