// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/activerun.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"

namespace lorastudio {

namespace {

Result<RunState> setOpenRun(Connection &connection, const QString &project, RunState state)
{
    RunRepository runs(connection);
    const Result<std::optional<Run>> open = runs.open(project);
    if (!open)
        return fail(open.error());
    if (!*open)
        return fail(Error::Kind::Validation, GenerationService::tr("No run of this project is open."));
    const Result<std::optional<RunOwner>> owner = runs.owner((*open)->id);
    if (!owner)
        return fail(owner.error());
    // Nobody makes it now: what would be noticed by its process is done here.
    if (!*owner && state == RunState::Stopping) {
        if (const Result<void> cancelled = JobRepository(connection).cancelOpen((*open)->id, GenerationService::tr("The run was stopped."));
            !cancelled)
            return fail(cancelled.error());
        state = RunState::Stopped;
    }
    if (const Result<void> written = runs.setState((*open)->id, state); !written)
        return fail(written.error());
    return state;
}

} // namespace

Task<Result<RunState>> GenerationService::wish(QString project, RunState state)
{
    const Result<RunState> now =
        co_await m_database.write([=](Connection &connection) { return setOpenRun(connection, project, state); });
    if (now && m_active && m_active->run.project == project) {
        m_active->controlledMs = 0; // looked at on the next turn
        wake();
    }
    co_return now;
}

Task<Result<int>> GenerationService::retryFailed(QString project, QString characterId)
{
    const Result<QVector<Job>> again = co_await m_database.write([=](Connection &connection) {
        return JobRepository(connection).retryFailed(project, characterId);
    });
    if (!again)
        co_return fail(again.error());
    if (m_active && m_active->run.project == project) {
        for (Job job : *again) {
            job.runId = m_active->run.id;
            if (!m_active->modelOf.contains(job.characterId))
                continue;
            m_active->scheduler.add(job, m_active->modelOf.value(job.characterId));
            m_active->count(job.characterId, 0, -1);
        }
        wake();
        Q_EMIT runChanged();
    }
    co_return int(again->size());
}

} // namespace lorastudio
