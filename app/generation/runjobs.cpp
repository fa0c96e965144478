// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs of the run that goes on: handing them out, what their ends mean for the run, and taking them back.
#include "core/logging.h"
#include "generation/activerun.h"
#include "generation/processidentity.h"
#include "storage/jobrepository.h"

#include <algorithm>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto joinPause = 500ms;
constexpr qint64 silentServerMs = 10'000;
constexpr qint64 mostStopMs = 15'000; // for what is still on servers when a person stops the run

/// Milliseconds before a job that failed so often is tried again: what went wrong may need a moment.
qint64 pauseAfter(int failures)
{
    return std::min<qint64>(qint64(1000) << std::min(failures - 1, 6), 60'000);
}

} // namespace

Task<void> GenerationService::perform(Job job, std::shared_ptr<ServerConnection> server, bool takeUp)
{
    const QString url = server ? server->url() : QString();
    m_active->jobs.insert(job.id, job);
    if (server) {
        m_active->put(job, url);
        if (takeUp)
            m_active->scheduler.began(url, job.characterId);
    }
    const std::stop_token cancel = m_active->cancel.get_token();
    const std::stop_token stop = m_jobs.token();
    JobOutcome outcome;
    if (takeUp)
        outcome = co_await m_runner.takeUp(job, server, cancel, stop);
    else
        outcome = co_await m_runner.run(job, server, cancel, stop);
    if (m_active)
        settle(outcome, url);
    wake();
}

void GenerationService::settle(const JobOutcome &outcome, const QString &server)
{
    const Job &job = outcome.job;
    if (!outcome.wantedModel.isEmpty())
        moveCharacter(job.characterId, outcome.wantedModel);
    const QString model = m_active->modelOf.value(job.characterId);
    m_active->ended(job);
    const bool switched = m_active->switched.value(job.id);
    if (outcome.kind != JobOutcome::Kind::Suspended)
        m_active->switched.remove(job.id);
    switch (outcome.kind) {
    case JobOutcome::Kind::Stored:
        ++m_active->report.storedHere;
        m_active->lastProgressMs = m_clock.monotonicMs();
        if (outcome.image->server == server) // else one that was given up has made it after all
            m_estimator.imageMade(server, outcome.image->seconds, switched);
        m_active->scheduler.setSpeed(server,
                                     m_estimator.secondsPerImage(server).value_or(SchedulerServer().secondsPerImage),
                                     m_estimator.loadSeconds(server));
        m_active->count(job.characterId, 1, 0);
        Q_EMIT imageStored(*outcome.image);
        break;
    case JobOutcome::Kind::Again:
        if (m_active->stopping)
            break; // it is planned, and cancelled with the others
        if (job.failures > 0 && outcome.wantedModel.isEmpty()) {
            m_active->notBefore.insert(job.id, m_clock.monotonicMs() + pauseAfter(job.failures));
            m_active->held.append(job);
        } else {
            m_active->scheduler.addFirst(job, model);
        }
        break;
    case JobOutcome::Kind::Failed:
        ++m_active->report.failedHere;
        m_active->count(job.characterId, 0, 1);
        m_active->noteProblem(job.characterId, job.reason);
        Q_EMIT problemRaised(job.characterId, job.server, job.reason);
        break;
    case JobOutcome::Kind::Cancelled:
        if (!m_active->stopping)
            m_jobs.spawn(lookAfter(job));
        break;
    case JobOutcome::Kind::Suspended:
        takeUpAgain(job);
        break;
    }
    Q_EMIT runChanged();
}

/// Jobs that failed come back one after the other, and not before their time.
void GenerationService::releaseHeld()
{
    const qint64 now = m_clock.monotonicMs();
    for (auto due = m_active->notBefore.begin(); due != m_active->notBefore.end();) {
        if (due.value() > now) {
            ++due;
            continue;
        }
        const auto job = std::find_if(m_active->held.begin(), m_active->held.end(),
                                      [&](const Job &held) { return held.id == due.key(); });
        due = m_active->notBefore.erase(due);
        if (job == m_active->held.end())
            continue;
        m_active->scheduler.addFirst(*job, m_active->modelOf.value(job->characterId));
        m_active->held.erase(job);
    }
}

/// The connection to its server was replaced or removed, but the run goes on.
void GenerationService::takeUpAgain(const Job &job)
{
    if (m_active->stopping || m_jobs.token().stop_requested())
        return;
    const std::shared_ptr<ServerConnection> server = m_pool.find(job.server);
    m_jobs.spawn(perform(job, server, true));
}

Task<void> GenerationService::markRunning(Job job)
{
    job.state = JobState::Running;
    const auto work = [job](Connection &connection) {
        return JobRepository(connection).update(job);
    };
    const Result<void> written = co_await m_database.write(work);
    if (written) { // else it has gone on meanwhile
        if (m_active && m_active->jobs.contains(job.id) && m_active->jobs.value(job.id).promptId == job.promptId)
            m_active->jobs.insert(job.id, job);
        Q_EMIT jobChanged(job);
    }
}

void GenerationService::giveUpSilentServers()
{
    for (const auto &server : m_pool.servers()) {
        if (server->silentMs() < silentServerMs && !server->isStuck())
            continue;
        for (const Job &job : std::as_const(m_active->jobs)) {
            if (job.server != server->url() || job.promptId.isEmpty() || !isOnServer(job.state))
                continue;
            const QString file = m_active->modelOf.value(job.characterId);
            const bool elsewhere =
                !m_share.others().isEmpty() ||
                std::any_of(m_pool.servers().begin(), m_pool.servers().end(), [&](const auto &other) {
                    return other != server && other->takesWork() && m_share.drives(other->url()) &&
                           !other->spelling(file).isEmpty();
                });
            if (!elsewhere)
                continue;
            m_active->givenUp.insert(job.promptId, job.id);
            if (m_active->places.contains(job.id)) {
                server->giveUp(job.promptId);
            } else if (!server->isReachable()) { // it has finished it, and is gone with the picture
                server->giveUpPicture(job.promptId);
                m_runner.giveUpPicture(job.id);
            }
        }
    }
}

Task<void> GenerationService::cancelEverything()
{
    m_active->cancel.request_stop();
    m_active->scheduler.takeAll();
    m_active->held.clear();
    m_active->elsewhere.clear(); // each process takes back its own
    const qint64 runId = m_active->run.id;
    for (const auto &server : std::vector(m_pool.servers()))
        co_await server->cancelWatched(m_jobs.token());
    co_await joinJobs();
    const auto work = [runId](Connection &connection) {
        return JobRepository(connection)
            .cancelOpen(runId, GenerationService::tr("The run was stopped."), ProcessIdentity::own().id);
    };
    const Result<int> written = co_await m_database.write(work);
    if (!written)
        Q_EMIT problemRaised({}, {}, written.error().message);
}

/// What is nearly there may come in; a full disk, a database or a server that does not answer is not waited for.
Task<void> GenerationService::joinJobs()
{
    const qint64 endMs = m_clock.monotonicMs() + mostStopMs;
    while (m_jobs.running() > 0 && m_active->holdReason.isEmpty() && m_clock.monotonicMs() < endMs) {
        m_wake = std::stop_source();
        const std::stop_token woken = m_wake.get_token();
        co_await sleepFor(joinPause, woken);
        if (m_jobs.token().stop_requested())
            break;
    }
    m_jobs.requestStop();
    co_await m_jobs.join();
}

void GenerationService::moveCharacter(const QString &characterId, const QString &file)
{
    if (!m_active || !m_active->modelOf.contains(characterId) || m_active->modelOf.value(characterId) == file)
        return;
    m_active->modelOf.insert(characterId, file);
    m_active->scheduler.moveCharacter(characterId, file);
    wake();
}

} // namespace lorastudio
