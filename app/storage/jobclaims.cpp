// SPDX-License-Identifier: GPL-3.0-or-later
// What lets several processes make one run: who has which job in hand.
#include "storage/jobrepository.h"

namespace lorastudio {

namespace {

QString marks(qsizetype count)
{
    return QStringList(count, QStringLiteral("?")).join(u',');
}

QVariantList valuesOf(const QStringList &texts)
{
    return {texts.cbegin(), texts.cend()};
}

} // namespace

Result<void> JobRepository::takeUp(const QVector<Job> &jobs)
{
    return m_connection.transaction([&]() -> Result<void> {
        for (const Job &job : jobs) {
            const Result<qint64> changed = m_connection.change(
                QStringLiteral("UPDATE jobs SET run_id = ?, worker_id = ?, updated_at = %1 WHERE id = ?")
                    .arg(m_connection.dialect().nowMs()),
                {job.runId, job.worker, job.id});
            if (!changed)
                return fail(changed.error());
        }
        return {};
    });
}

Result<QStringList> JobRepository::claim(const QStringList &candidates, int most, const QString &worker)
{
    if (candidates.isEmpty() || most <= 0)
        return QStringList();
    QStringList taken;
    const Result<void> done = m_connection.transaction([&]() -> Result<void> {
        // The order is that of the candidates, and the limit makes that no more are locked than are taken: what is
        // locked and not taken would keep the others from it.
        QString order;
        for (qsizetype i = 0; i < candidates.size(); ++i)
            order += QStringLiteral(" WHEN ? THEN %1").arg(i);
        const Result<QVector<QString>> free = m_connection.list(
            QStringLiteral("SELECT id FROM jobs WHERE id IN (%1) AND state = 'planned' AND worker_id = '' "
                           "ORDER BY CASE id%2 END LIMIT ?%3")
                .arg(marks(candidates.size()), order, m_connection.dialect().forUpdateOfFree()),
            valuesOf(candidates) + valuesOf(candidates) + QVariantList{most},
            [](const SqlRows &row) { return row.text(0); });
        if (!free)
            return fail(free.error());
        taken = QStringList(free->cbegin(), free->cend());
        if (taken.isEmpty())
            return {};
        const Result<qint64> changed =
            m_connection.change(QStringLiteral("UPDATE jobs SET worker_id = ?, updated_at = %1 WHERE id IN (%2)")
                                    .arg(m_connection.dialect().nowMs(), marks(taken.size())),
                                QVariantList{worker} + valuesOf(taken));
        return changed ? Result<void>() : Result<void>(fail(changed.error()));
    });
    return done ? Result<QStringList>(taken) : Result<QStringList>(fail(done.error()));
}

Result<void> JobRepository::unclaim(const QStringList &ids, const QString &worker)
{
    if (ids.isEmpty())
        return {};
    const Result<qint64> changed =
        m_connection.change(QStringLiteral("UPDATE jobs SET worker_id = '', updated_at = %1 WHERE worker_id = ? AND "
                                           "state = 'planned' AND id IN (%2)")
                                .arg(m_connection.dialect().nowMs(), marks(ids.size())),
                            QVariantList{worker} + valuesOf(ids));
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Result<void> JobRepository::giveBack(qint64 runId, const QString &worker)
{
    const Result<qint64> changed =
        m_connection.change(QStringLiteral("UPDATE jobs SET worker_id = '', updated_at = %1 WHERE worker_id = ? AND "
                                           "worker_id <> '' AND run_id = ?")
                                .arg(m_connection.dialect().nowMs()),
                            {worker, runId});
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Result<JobNews> JobRepository::changedSince(qint64 runId, qint64 sinceMs)
{
    JobNews news;
    const Result<std::optional<qint64>> now =
        m_connection.first(QStringLiteral("SELECT ") + m_connection.dialect().nowMs(), {},
                           [](const SqlRows &row) { return row.integer(0); });
    if (!now)
        return fail(now.error());
    news.untilMs = now->value_or(0);
    Result<QVector<Job>> jobs =
        select(QStringLiteral("JOIN characters c ON c.id = j.character_id WHERE j.run_id = ? AND j.updated_at >= ? "
                              "ORDER BY j.number, c.position, c.id"),
               {runId, sinceMs < 0 ? news.untilMs + sinceMs : sinceMs});
    if (!jobs)
        return fail(jobs.error());
    news.jobs = std::move(*jobs);
    return news;
}

Result<QVector<Job>> JobRepository::takeOrphans(qint64 runId, const QStringList &servers, qint64 patienceMs,
                                                const QString &worker)
{
    QVector<Job> taken;
    const Result<void> done = m_connection.transaction([&]() -> Result<void> {
        QString where = QStringLiteral("WHERE j.run_id = ? AND j.worker_id = '' AND "
                                       "j.state IN ('posting', 'queued', 'running', 'fetching') AND "
                                       "(j.updated_at < %1 - ?")
                            .arg(m_connection.dialect().nowMs());
        if (!servers.isEmpty())
            where += QStringLiteral(" OR j.server IN (%1)").arg(marks(servers.size()));
        where += u')';
        Result<QVector<Job>> orphans = select(where + m_connection.dialect().forUpdateOfFree(),
                                              QVariantList{runId, patienceMs} + valuesOf(servers));
        if (!orphans)
            return fail(orphans.error());
        taken = std::move(*orphans);
        for (Job &job : taken) {
            job.worker = worker;
            const Result<qint64> changed =
                m_connection.change(QStringLiteral("UPDATE jobs SET worker_id = ?, updated_at = %1 WHERE id = ?")
                                        .arg(m_connection.dialect().nowMs()),
                                    {worker, job.id});
            if (!changed)
                return fail(changed.error());
        }
        return {};
    });
    return done ? Result<QVector<Job>>(taken) : Result<QVector<Job>>(fail(done.error()));
}

Result<int> JobRepository::openCount(const QString &project)
{
    return m_connection
        .first(QStringLiteral("SELECT COUNT(*) FROM jobs j JOIN runs r ON r.id = j.run_id WHERE "
                              "(? = '' OR r.project_id = ?) AND r.state IN ('running', 'paused', 'stopping') AND "
                              "j.state IN ('planned', 'posting', 'queued', 'running', 'fetching', 'lost')"),
               {project, project}, [](const SqlRows &row) { return row.number(0); })
        .map([](std::optional<int> count) { return count.value_or(0); });
}

Result<bool> JobRepository::anyPosted(qint64 runId)
{
    return m_connection
        .first(QStringLiteral("SELECT 1 FROM jobs WHERE run_id = ? AND (state <> 'planned' OR attempt > 1) LIMIT 1"),
               {runId}, [](const SqlRows &) { return true; })
        .map([](std::optional<bool> found) { return found.value_or(false); });
}

} // namespace lorastudio
