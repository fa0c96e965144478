// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/activerun.h"
#include "generation/runlease.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"

namespace lorastudio {

namespace {

Result<RunState> setOpenRun(Connection &connection, const QString &project, RunState state)
{
    RunRepository runs(connection);
    const Result<QVector<Run>> open = runs.open(project);
    if (!open)
        return fail(open.error());
    if (open->isEmpty())
        return fail(Error::Kind::Validation, GenerationService::tr("No run of this project is open."));
    const RunLease lease = RunLease::ofThisProcess();
    RunState newest = state;
    for (const Run &run : *open) {
        const Result<bool> elsewhere = lease.isHeldByAnother(connection, run.id);
        const Result<std::optional<RunOwner>> owner = runs.owner(run.id);
        if (!elsewhere || !owner)
            return fail(elsewhere ? owner.error() : elsewhere.error());
        const bool here = lease.isOwn(*owner);
        RunState next = state;
        // Nobody makes it now: what its process would do is done here.
        if (!*elsewhere && !here && state == RunState::Stopping) {
            if (const Result<int> cancelled =
                    JobRepository(connection).cancelOpen(run.id, GenerationService::tr("The run was stopped."));
                !cancelled)
                return fail(cancelled.error());
            next = RunState::Stopped;
        }
        if (const Result<void> written = runs.setState(run.id, next); !written)
            return fail(written.error());
        newest = next;
    }
    return newest;
}

} // namespace

Task<Result<RunState>> GenerationService::wish(QString project, RunState state)
{
    const auto work = [=](Connection &connection) {
        return setOpenRun(connection, project, state);
    };
    const Result<RunState> now = co_await m_database.write(work);
    if (now && m_active && m_active->run.project == project) {
        m_active->controlledMs = 0; // looked at on the next turn
        wake();
    }
    co_return now;
}

Task<Result<int>> GenerationService::retryFailed(QString project, QString characterId, QString jobId)
{
    const auto work = [=](Connection &connection) {
        return JobRepository(connection).retryFailed(project, characterId, jobId);
    };
    const Result<int> again = co_await m_database.write(work);
    if (again && *again > 0 && m_active && m_active->run.project == project) {
        RunRequest request;
        request.project = project;
        request.resumeOnly = true;
        if (!characterId.isEmpty())
            request.characterIds = {characterId};
        const RunReport before = m_active->report;
        const Result<void> extended = co_await extend(request);
        if (extended && m_active) // they were asked for before: what failed is open again
            m_active->forgetFailures(before);
        Q_EMIT runChanged();
    }
    co_return again;
}

} // namespace lorastudio
