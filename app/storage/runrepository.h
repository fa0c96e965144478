// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/run.h"
#include "storage/connection.h"

namespace lorastudio {

/// The process that makes a run.
struct RunOwner
{
    QString owner;      ///< of its own per process, for example a UUID
    qint64 pid = 0;     ///< process id on `host`
    qint64 started = 0; ///< start time of that process in any unit, so that a reused process id is noticed
    QString host;
    qint64 ageMs = 0; ///< since the last sign of life, by the database's clock; only read, never written
    friend bool operator==(const RunOwner &, const RunOwner &) = default;
};

/// Runs, and the lease on each: at most one process makes a run. Leases are measured by the database's clock; one that
/// was not renewed in time is free, and so is one from the future (a clock that was set back).
class RunRepository
{
public:
    explicit RunRepository(Connection &connection) : m_connection(connection) {}

    /// Stores a new run (its id is ignored) and returns it with its id. `started` is now if it is not set.
    Result<Run> insert(const Run &run);
    Result<std::optional<Run>> byId(qint64 id);
    /// Runs of a project that are neither finished nor stopped, oldest first.
    Result<QVector<Run>> open(const QString &project);
    /// Runs that go on and have jobs that nobody has in hand, oldest first; an empty project means all.
    Result<QVector<Run>> withFreeJobs(const QString &project);
    Result<void> setDemo(qint64 id, bool demo);
    Result<std::optional<Run>> newest(const QString &project);
    /// All of a project, newest first.
    Result<QVector<Run>> list(const QString &project);
    /// Sets the end time with Finished and Stopped, which also ends every lease on it, and clears it with the others (a
    /// run that is taken up again).
    Result<void> setState(qint64 id, RunState state);

    /// Takes the run if nobody has it, its lease is over, or its owner is `deadOwner` (one that the caller knows to be
    /// dead). True if `owner` has it now.
    Result<bool> tryOwn(qint64 id, const RunOwner &owner, int leaseSeconds = 30, const QString &deadOwner = {});
    /// A sign of life. False if another process has taken the run meanwhile: stop making it.
    Result<bool> renew(qint64 id, const QString &owner);
    Result<void> release(qint64 id, const QString &owner);
    /// Who has it, lease over or not; nothing if nobody.
    Result<std::optional<RunOwner>> owner(qint64 id);

private:
    Connection &m_connection;
};

} // namespace lorastudio
