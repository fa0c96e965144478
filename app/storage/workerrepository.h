// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

namespace lorastudio {

/// A process that makes images, or stands by to.
struct Worker
{
    QString id; ///< of its own per process, for example a UUID
    QString host;
    qint64 pid = 0;     ///< process id on `host`
    qint64 started = 0; ///< start time of that process in any unit, so that a reused process id is noticed
    qint64 runId = 0;   ///< the run that it takes part in; 0 = none
    QStringList places; ///< the servers that it could drive, see ServerLease
    qint64 ageMs = 0;   ///< since its last sign of life, by the database's clock; only read, never written
};

/// One server is driven by one process at a time: its queue window and the checkpoint that it has loaded are that
/// process's affair. `place` names the server for all workstations.
struct ServerLease
{
    QString place;
    QString workerId;
};

/// What one worker has on one server.
struct WorkerLoad
{
    QString workerId;
    QString server;  ///< URL, as that worker sees it
    int running = 0; ///< being made there, or on its way from there
    int waiting = 0; ///< in its queue, or on its way there
    friend bool operator==(const WorkerLoad &, const WorkerLoad &) = default;
};

/// The processes that share the runs of a database, and the servers that each of them drives. What a worker holds goes
/// with it: removing one gives back its servers and its jobs.
class WorkerRepository
{
public:
    explicit WorkerRepository(Connection &connection) : m_connection(connection) {}

    /// A sign of life; the worker is entered if it is not there. True if it was there: false means that it is new, or
    /// that the others took it for dead and what it held is not its own any more.
    Result<bool> beat(const Worker &worker);
    Result<QVector<Worker>> list();
    /// Removes them and gives back all that they held. Jobs that they had claimed and not posted are free at once;
    /// those that were posted keep their state, and whoever drives their server takes them up. Returns how many there
    /// were.
    Result<int> remove(const QStringList &ids);

    /// What workers other than `worker` have on servers now, by worker and server.
    Result<QVector<WorkerLoad>> loadsOfOthers(const QString &worker);

    Result<QVector<ServerLease>> leases();
    /// Of `places`, those that `worker` has afterwards: free ones, and those that it had.
    Result<QStringList> take(const QStringList &places, const QString &worker);
    Result<void> release(const QStringList &places, const QString &worker);

private:
    Connection &m_connection;
};

} // namespace lorastudio
