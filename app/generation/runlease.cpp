// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/runlease.h"

#include "core/ids.h"
#include "storage/projectrepository.h"
#include "storage/runrepository.h"

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>

namespace lorastudio {

namespace {

/// Field 22 of /proc/PID/stat: when the process started, in clock ticks since boot; 0 if there is no such process.
/// A pid is used again, pid and start time together are not.
qint64 startOf(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    if (fields.isEmpty() || fields.first() == "Z" || fields.size() < 20) // a zombie does nothing any more
        return 0;
    return fields.at(19).toLongLong();
}

QString ownHost()
{
    return QString::fromLatin1(QSysInfo::bootUniqueId()) + u'@' + QSysInfo::machineHostName();
}

} // namespace

RunLease RunLease::ofThisProcess()
{
    static const QString owner = newUuid();
    RunLease lease;
    lease.m_owner = owner;
    lease.m_host = ownHost();
    lease.m_pid = QCoreApplication::applicationPid();
    lease.m_started = startOf(lease.m_pid);
    return lease;
}

bool RunLease::isOwn(const std::optional<RunOwner> &holder) const
{
    return holder && holder->owner == m_owner;
}

QString RunLease::deadOwner(const std::optional<RunOwner> &holder) const
{
    const bool dead =
        holder && holder->owner != m_owner && holder->host == m_host && startOf(holder->pid) != holder->started;
    return dead ? holder->owner : QString();
}

Result<void> RunLease::takeProject(Connection &connection, const QString &project) const
{
    // Two starts at the same moment must see each other, also where no run is open yet.
    if (const Result<void> locked = ProjectRepository(connection).lock(project); !locked)
        return locked;
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
    RunRepository runs(connection);
    const Result<std::optional<RunOwner>> holder = runs.owner(runId);
    if (!holder)
        return fail(holder.error());
    const RunOwner self{.owner = m_owner, .pid = m_pid, .started = m_started, .host = m_host};
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
    return *holder && (*holder)->owner != m_owner && (*holder)->ageMs < seconds * 1000 && deadOwner(*holder).isEmpty();
}

Result<bool> RunLease::renew(Connection &connection, qint64 runId) const
{
    return RunRepository(connection).renew(runId, m_owner);
}

Result<void> RunLease::release(Connection &connection, qint64 runId) const
{
    return RunRepository(connection).release(runId, m_owner);
}

} // namespace lorastudio
