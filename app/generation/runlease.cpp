// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/runlease.h"

#include "generation/processidentity.h"
#include "storage/projectrepository.h"
#include "storage/runrepository.h"

#include <QCoreApplication>

namespace lorastudio {

bool RunLease::isOwn(const std::optional<RunOwner> &holder)
{
    return holder && holder->owner == ProcessIdentity::own().id;
}

QString RunLease::deadOwner(const std::optional<RunOwner> &holder)
{
    const bool dead =
        holder && !isOwn(holder) && !ProcessIdentity::mayBeAlive(holder->host, holder->pid, holder->started);
    return dead ? holder->owner : QString();
}

Result<void> RunLease::takeProject(Connection &connection, const QString &project) const
{
    // Two starts at the same moment must see each other, also where no run is open yet.
    if (const Result<void> locked = ProjectRepository(connection).lock(project); !locked)
        return locked;
    if (connection.dialect().sharesRuns())
        return {};
    const Result<QVector<Run>> open = RunRepository(connection).open(project);
    if (!open)
        return fail(open.error());
    for (const Run &run : *open) {
        if (const Result<void> taken = take(connection, run.id); !taken)
            return taken;
    }
    return {};
}

Result<void> RunLease::take(Connection &connection, qint64 runId) const
{
    if (connection.dialect().sharesRuns())
        return {};
    RunRepository runs(connection);
    const Result<std::optional<RunOwner>> holder = runs.owner(runId);
    if (!holder)
        return fail(holder.error());
    const ProcessIdentity &own = ProcessIdentity::own();
    const RunOwner self{.owner = own.id, .pid = own.pid, .started = own.started, .host = own.host};
    const Result<bool> owned = runs.tryOwn(runId, self, seconds, deadOwner(*holder));
    if (!owned)
        return fail(owned.error());
    if (*owned)
        return {};
    return fail(Error::Kind::Validation,
                QCoreApplication::translate(
                    "RunLease",
                    "Another program makes the run of this project (process %1). It can be paused, continued "
                    "and stopped from here.")
                    .arg(*holder ? (*holder)->pid : 0));
}

Result<bool> RunLease::isHeldByAnother(Connection &connection, qint64 runId) const
{
    const Result<std::optional<RunOwner>> holder = RunRepository(connection).owner(runId);
    if (!holder)
        return fail(holder.error());
    return *holder && !isOwn(*holder) && (*holder)->ageMs < seconds * 1000 && deadOwner(*holder).isEmpty();
}

Result<bool> RunLease::renew(Connection &connection, qint64 runId) const
{
    if (connection.dialect().sharesRuns())
        return true;
    return RunRepository(connection).renew(runId, ProcessIdentity::own().id);
}

Result<void> RunLease::release(Connection &connection, qint64 runId) const
{
    return RunRepository(connection).release(runId, ProcessIdentity::own().id);
}

} // namespace lorastudio
