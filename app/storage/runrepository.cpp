// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/runrepository.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString columns()
{
    return QStringLiteral("id, project_id, base_seed, demo, servers, state, started_at, finished_at");
}

Run runFromRow(const SqlRows &row)
{
    Run run;
    run.id = row.integer(0);
    run.project = row.text(1);
    run.baseSeed = row.integer(2);
    run.demo = row.boolean(3);
    run.servers = row.list(4);
    run.state = runStateFromString(row.text(5)).value_or(RunState::Stopped);
    run.started = row.time(6);
    run.finished = row.time(7);
    return run;
}

} // namespace

Result<Run> RunRepository::insert(const Run &run)
{
    Run stored = run;
    if (!stored.started.isValid())
        stored.started = QDateTime::currentDateTimeUtc();
    const Result<std::optional<qint64>> id = m_connection.first(
        QStringLiteral("INSERT INTO runs (project_id, base_seed, demo, servers, state, started_at, finished_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        {stored.project, stored.baseSeed, stored.demo, jsonText(stored.servers), toString(stored.state),
         millisecondsValue(stored.started), millisecondsValue(stored.finished)},
        [](const SqlRows &row) { return row.integer(0); });
    if (!id)
        return fail(id.error());
    stored.id = id->value_or(0);
    return stored;
}

Result<std::optional<Run>> RunRepository::byId(qint64 id)
{
    return m_connection.first(QStringLiteral("SELECT ") + columns() + QStringLiteral(" FROM runs WHERE id = ?"), {id},
                              runFromRow);
}

Result<QVector<Run>> RunRepository::open(const QString &project)
{
    return m_connection.list(QStringLiteral("SELECT ") + columns() +
                                 QStringLiteral(" FROM runs WHERE project_id = ? AND "
                                                "state IN ('running', 'paused', 'stopping') ORDER BY id"),
                             {project}, runFromRow);
}

Result<QVector<Run>> RunRepository::withFreeJobs(const QString &project)
{
    return m_connection.list(QStringLiteral("SELECT ") + columns() +
                                 QStringLiteral(" FROM runs r WHERE (? = '' OR r.project_id = ?) AND "
                                                "r.state = 'running' AND EXISTS (SELECT 1 FROM jobs j WHERE "
                                                "j.run_id = r.id AND j.worker_id = '' AND j.state IN ('planned', "
                                                "'posting', 'queued', 'running', 'fetching', 'lost')) ORDER BY r.id"),
                             {project, project}, runFromRow);
}

Result<void> RunRepository::setDemo(qint64 id, bool demo)
{
    const Result<qint64> changed =
        m_connection.change(QStringLiteral("UPDATE runs SET demo = ? WHERE id = ?"), {demo, id});
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Result<std::optional<Run>> RunRepository::newest(const QString &project)
{
    return m_connection.first(QStringLiteral("SELECT ") + columns() +
                                  QStringLiteral(" FROM runs WHERE project_id = ? ORDER BY id DESC LIMIT 1"),
                              {project}, runFromRow);
}

Result<QVector<Run>> RunRepository::list(const QString &project)
{
    return m_connection.list(QStringLiteral("SELECT ") + columns() +
                                 QStringLiteral(" FROM runs WHERE project_id = ? ORDER BY id DESC"),
                             {project}, runFromRow);
}

Result<void> RunRepository::setState(qint64 id, RunState state)
{
    const bool ended = state == RunState::Finished || state == RunState::Stopped;
    // What nobody makes any more belongs to nobody, also where the program that made it was killed.
    const QString freed = ended ? QStringLiteral(", owner = NULL, owner_pid = NULL, owner_started = NULL, "
                                                 "owner_host = NULL, heartbeat_at = NULL")
                                : QString();
    const Result<qint64> changed = m_connection.change(
        QStringLiteral("UPDATE runs SET state = ?, finished_at = ?%1 WHERE id = ?").arg(freed),
        {toString(state), ended ? millisecondsValue(QDateTime::currentDateTimeUtc()) : QVariant(), id});
    if (!changed)
        return fail(changed.error());
    if (*changed == 0) {
        return fail(Error::Kind::Storage,
                    QCoreApplication::translate("RunRepository", "Run %1 is not in the database any more.").arg(id));
    }
    return {};
}

Result<bool> RunRepository::tryOwn(qint64 id, const RunOwner &owner, int leaseSeconds, const QString &deadOwner)
{
    const QString now = m_connection.dialect().nowMs();
    const qint64 lease = qint64(leaseSeconds) * 1000;
    QVariantList values{owner.owner, owner.pid, owner.started, owner.host, id, owner.owner, lease, lease};
    QString dead;
    if (!deadOwner.isEmpty()) {
        dead = QStringLiteral(" OR owner = ?");
        values += deadOwner;
    }
    return m_connection
        .change(
            QStringLiteral("UPDATE runs SET owner = ?, owner_pid = ?, owner_started = ?, owner_host = ?, "
                           "heartbeat_at = %1 WHERE id = ? AND (owner IS NULL OR owner = ? OR heartbeat_at IS NULL OR "
                           "heartbeat_at < %1 - ? OR heartbeat_at > %1 + ?%2)")
                .arg(now, dead),
            values)
        .map([](qint64 rows) { return rows > 0; });
}

Result<bool> RunRepository::renew(qint64 id, const QString &owner)
{
    return m_connection
        .change(QStringLiteral("UPDATE runs SET heartbeat_at = %1 WHERE id = ? AND owner = ?")
                    .arg(m_connection.dialect().nowMs()),
                {id, owner})
        .map([](qint64 rows) { return rows > 0; });
}

Result<void> RunRepository::release(qint64 id, const QString &owner)
{
    const Result<qint64> changed =
        m_connection.change(QStringLiteral("UPDATE runs SET owner = NULL, owner_pid = NULL, owner_started = NULL, "
                                           "owner_host = NULL, heartbeat_at = NULL WHERE id = ? AND owner = ?"),
                            {id, owner});
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Result<std::optional<RunOwner>> RunRepository::owner(qint64 id)
{
    return m_connection.first(
        QStringLiteral("SELECT owner, owner_pid, owner_started, owner_host, %1 - heartbeat_at "
                       "FROM runs WHERE id = ? AND owner IS NOT NULL")
            .arg(m_connection.dialect().nowMs()),
        {id}, [](const SqlRows &row) {
            return RunOwner{row.text(0), row.integer(1), row.integer(2), row.text(3), row.integer(4)};
        });
}

} // namespace lorastudio
