// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/workerrepository.h"

namespace lorastudio {

Result<bool> WorkerRepository::beat(const Worker &worker)
{
    const QString now = m_connection.dialect().nowMs();
    const Result<qint64> known = m_connection.change(
        QStringLiteral("UPDATE workers SET run_id = ?, places = ?, heartbeat_at = %1 WHERE id = ?").arg(now),
        {worker.runId, jsonText(worker.places), worker.id});
    if (!known || *known > 0)
        return known.map([](qint64) { return true; });
    const Result<qint64> added = m_connection.change(
        QStringLiteral("INSERT INTO workers (id, host, pid, started, run_id, places, since_at, heartbeat_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, %1, %1)")
            .arg(now),
        {worker.id, worker.host, worker.pid, worker.started, worker.runId, jsonText(worker.places)});
    return added.map([](qint64) { return false; });
}

Result<QVector<Worker>> WorkerRepository::list()
{
    return m_connection.list(
        QStringLiteral(
            "SELECT id, host, pid, started, run_id, places, %1 - heartbeat_at FROM workers ORDER BY since_at, id")
            .arg(m_connection.dialect().nowMs()),
        {}, [](const SqlRows &row) {
            return Worker{row.text(0),    row.text(1), row.integer(2), row.integer(3),
                          row.integer(4), row.list(5), row.integer(6)};
        });
}

Result<int> WorkerRepository::remove(const QStringList &ids)
{
    int removed = 0;
    const Result<void> done = m_connection.transaction([&]() -> Result<void> {
        removed = 0;
        for (const QString &id : ids) {
            // Whoever deletes the row frees what hung on it; a second one finds nothing to do.
            const Result<qint64> gone = m_connection.change(QStringLiteral("DELETE FROM workers WHERE id = ?"), {id});
            if (!gone)
                return fail(gone.error());
            removed += int(*gone);
            const Result<qint64> servers =
                m_connection.change(QStringLiteral("DELETE FROM server_leases WHERE worker_id = ?"), {id});
            if (!servers)
                return fail(servers.error());
            const Result<qint64> jobs = m_connection.change(
                QStringLiteral("UPDATE jobs SET worker_id = '', updated_at = %1 WHERE worker_id = ?")
                    .arg(m_connection.dialect().nowMs()),
                {id});
            if (!jobs)
                return fail(jobs.error());
        }
        return {};
    });
    return done ? Result<int>(removed) : Result<int>(fail(done.error()));
}

Result<QVector<WorkerLoad>> WorkerRepository::loadsOfOthers(const QString &worker)
{
    // The condition on '' lets the index of jobs that somebody has in hand be used.
    return m_connection.list(
        QStringLiteral("SELECT worker_id, server, SUM(CASE WHEN state IN ('running', 'fetching') THEN 1 ELSE 0 END), "
                       "SUM(CASE WHEN state IN ('posting', 'queued') THEN 1 ELSE 0 END) FROM jobs WHERE "
                       "worker_id <> '' AND worker_id <> ? AND server <> '' AND "
                       "state IN ('posting', 'queued', 'running', 'fetching') "
                       "GROUP BY worker_id, server ORDER BY worker_id, server"),
        {worker}, [](const SqlRows &row) {
            return WorkerLoad{row.text(0), row.text(1), row.number(2), row.number(3)};
        });
}

Result<QVector<ServerLease>> WorkerRepository::leases()
{
    return m_connection.list(QStringLiteral("SELECT place, worker_id FROM server_leases ORDER BY place"), {},
                             [](const SqlRows &row) {
                                 return ServerLease{row.text(0), row.text(1)};
                             });
}

Result<QStringList> WorkerRepository::take(const QStringList &places, const QString &worker)
{
    QStringList had;
    const Result<void> done = m_connection.transaction([&]() -> Result<void> {
        had.clear();
        for (const QString &place : places) {
            const Result<qint64> taken = m_connection.change(
                QStringLiteral("INSERT INTO server_leases (place, worker_id, taken_at) VALUES (?, ?, %1) "
                               "ON CONFLICT (place) DO UPDATE SET taken_at = excluded.taken_at "
                               "WHERE server_leases.worker_id = excluded.worker_id")
                    .arg(m_connection.dialect().nowMs()),
                {place, worker});
            if (!taken)
                return fail(taken.error());
            if (*taken > 0)
                had.append(place);
        }
        return {};
    });
    return done ? Result<QStringList>(had) : Result<QStringList>(fail(done.error()));
}

Result<void> WorkerRepository::release(const QStringList &places, const QString &worker)
{
    return m_connection.transaction([&]() -> Result<void> {
        for (const QString &place : places) {
            const Result<qint64> released = m_connection.change(
                QStringLiteral("DELETE FROM server_leases WHERE place = ? AND worker_id = ?"), {place, worker});
            if (!released)
                return fail(released.error());
        }
        return {};
    });
}

} // namespace lorastudio
