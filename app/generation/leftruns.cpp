// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/leftruns.h"

#include "generation/runlease.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"

namespace lorastudio {

namespace {

Result<void> finishLeft(Connection &connection, const QString &project)
{
    RunRepository runs(connection);
    const Result<QVector<Run>> open = runs.open(project);
    if (!open)
        return fail(open.error());
    const RunLease lease;
    for (const Run &run : *open) {
        const Result<std::optional<RunOwner>> owner = runs.owner(run.id);
        if (!owner)
            return fail(owner.error());
        const Result<bool> elsewhere = lease.isHeldByAnother(connection, run.id);
        if (!elsewhere)
            return fail(elsewhere.error());
        const Result<QVector<Job>> left = JobRepository(connection).openOfRun(run.id);
        if (!left)
            return fail(left.error());
        if (*elsewhere || RunLease::isOwn(*owner) || !left->isEmpty())
            continue;
        if (const Result<void> finished = runs.setState(run.id, RunState::Finished); !finished)
            return finished;
    }
    return {};
}

} // namespace

Task<Result<void>> finishLeftRuns(Database &database, QString project)
{
    const auto work = [project](Connection &connection) {
        return finishLeft(connection, project);
    };
    const Result<void> finished = co_await database.write(work);
    co_return finished;
}

} // namespace lorastudio
