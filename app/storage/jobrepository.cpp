// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/jobrepository.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace lorastudio {

namespace {

/// Rows per INSERT: beyond that PostgreSQL gets no faster.
constexpr qsizetype chunkSize = 100;

QString columns()
{
    return QStringLiteral(
        "id, run_id, character_id, number, seed, state, attempt, failures, server, client_id, prompt_id, "
        "prompt_ids, reason, demo, work_order, created_at, updated_at, trial, worker_id");
}

QString selection()
{
    return QStringLiteral(
        "SELECT j.id, j.run_id, j.character_id, j.number, j.seed, j.state, j.attempt, j.failures, "
        "j.server, j.client_id, j.prompt_id, j.prompt_ids, j.reason, j.demo, j.work_order, j.created_at, "
        "j.updated_at, j.trial, j.worker_id FROM jobs j ");
}

QVariant orderValue(const std::optional<WorkOrder> &order)
{
    if (!order)
        return {};
    const QJsonObject object{{QStringLiteral("model"), order->modelFile},
                             {QStringLiteral("prompt"), order->prompt},
                             {QStringLiteral("negative"), order->negative},
                             {QStringLiteral("width"), order->size.width()},
                             {QStringLiteral("height"), order->size.height()},
                             {QStringLiteral("cfg"), order->settings.cfg},
                             {QStringLiteral("sampler"), order->settings.sampler},
                             {QStringLiteral("scheduler"), order->settings.scheduler},
                             {QStringLiteral("steps"), order->settings.steps},
                             {QStringLiteral("seed"), order->seed},
                             {QStringLiteral("filename_prefix"), order->filenamePrefix}};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

std::optional<WorkOrder> orderFromText(const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isObject())
        return std::nullopt;
    const QJsonObject object = document.object();
    WorkOrder order;
    order.modelFile = object.value(QStringLiteral("model")).toString();
    order.prompt = object.value(QStringLiteral("prompt")).toString();
    order.negative = object.value(QStringLiteral("negative")).toString();
    order.size = QSize(object.value(QStringLiteral("width")).toInt(), object.value(QStringLiteral("height")).toInt());
    order.settings.cfg = object.value(QStringLiteral("cfg")).toDouble();
    order.settings.sampler = object.value(QStringLiteral("sampler")).toString();
    order.settings.scheduler = object.value(QStringLiteral("scheduler")).toString();
    order.settings.steps = object.value(QStringLiteral("steps")).toInt();
    order.seed = object.value(QStringLiteral("seed")).toInteger();
    order.filenamePrefix = object.value(QStringLiteral("filename_prefix")).toString();
    return order;
}

Job jobFromRow(const SqlRows &row)
{
    Job job;
    job.id = row.text(0);
    job.runId = row.integer(1);
    job.characterId = row.text(2);
    job.number = row.number(3);
    job.seed = row.integer(4);
    // An unknown word can only come from a newer program; as a final state it is left alone.
    job.state = jobStateFromString(row.text(5)).value_or(JobState::Failed);
    job.attempt = row.number(6);
    job.failures = row.number(7);
    job.server = row.text(8);
    job.clientId = row.text(9);
    job.promptId = row.text(10);
    job.promptIds = row.list(11);
    job.reason = row.text(12);
    job.demo = row.boolean(13);
    job.order = orderFromText(row.text(14));
    job.created = row.time(15);
    job.updated = row.time(16);
    job.trial = row.boolean(17);
    job.worker = row.text(18);
    return job;
}

QString openStates()
{
    return QStringLiteral("j.state IN ('planned', 'posting', 'queued', 'running', 'fetching', 'lost')");
}

} // namespace

Result<QVector<Job>> JobRepository::select(const QString &rest, const QVariantList &values)
{
    return m_connection.list(selection() + rest, values, jobFromRow);
}

Result<void> JobRepository::insertChunk(const QVector<Job> &jobs, qsizetype first, qsizetype count,
                                        const QDateTime &now)
{
    const QString row = QStringLiteral("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, COALESCE(?, %1), ?, ?)")
                            .arg(m_connection.dialect().nowMs());
    const QString sql = QStringLiteral("INSERT INTO jobs (") + columns() + QStringLiteral(") VALUES ") +
                        QStringList(count, row).join(u',');
    QVariantList values;
    values.reserve(count * 19);
    for (qsizetype i = first; i < first + count; ++i) {
        const Job &job = jobs.at(i);
        values << job.id << job.runId << job.characterId << job.number << job.seed << toString(job.state) << job.attempt
               << job.failures << job.server << job.clientId << job.promptId << jsonText(job.promptIds) << job.reason
               << job.demo << orderValue(job.order) << millisecondsValue(job.created.isValid() ? job.created : now)
               << millisecondsValue(job.updated) << job.trial << job.worker;
    }
    const Result<qint64> inserted = m_connection.change(sql, values);
    return inserted ? Result<void>() : Result<void>(fail(inserted.error()));
}

Result<void> JobRepository::insert(const QVector<Job> &jobs)
{
    if (jobs.isEmpty())
        return {};
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return m_connection.transaction([&]() -> Result<void> {
        for (qsizetype first = 0; first < jobs.size(); first += chunkSize) {
            Result<void> inserted = insertChunk(jobs, first, qMin(chunkSize, jobs.size() - first), now);
            if (!inserted)
                return inserted;
        }
        return {};
    });
}

Result<std::optional<Job>> JobRepository::byId(const QString &id)
{
    return m_connection.first(selection() + QStringLiteral("WHERE j.id = ?"), {id}, jobFromRow);
}

Result<QVector<Job>> JobRepository::open(const QString &project)
{
    return select(QStringLiteral("JOIN runs r ON r.id = j.run_id JOIN characters c ON c.id = j.character_id "
                                 "WHERE r.project_id = ? AND ") +
                      openStates() + QStringLiteral(" ORDER BY j.run_id, j.number, c.position, c.id"),
                  {project});
}

Result<QVector<Job>> JobRepository::openOfRun(qint64 runId)
{
    return select(QStringLiteral("JOIN characters c ON c.id = j.character_id WHERE j.run_id = ? AND ") + openStates() +
                      QStringLiteral(" ORDER BY j.number, c.position, c.id"),
                  {runId});
}

Result<QVector<Job>> JobRepository::list(const JobFilter &filter)
{
    QStringList conditions;
    QVariantList values;
    if (!filter.project.isEmpty()) {
        conditions += QStringLiteral("EXISTS (SELECT 1 FROM runs r WHERE r.id = j.run_id AND r.project_id = ?)");
        values += filter.project;
    }
    if (!filter.characterId.isEmpty()) {
        conditions += QStringLiteral("j.character_id = ?");
        values += filter.characterId;
    }
    if (filter.runId != 0) {
        conditions += QStringLiteral("j.run_id = ?");
        values += filter.runId;
    }
    if (!filter.states.isEmpty()) {
        conditions +=
            QStringLiteral("j.state IN (%1)").arg(QStringList(filter.states.size(), QStringLiteral("?")).join(u','));
        for (const JobState state : filter.states)
            values += toString(state);
    }
    QString rest;
    if (!conditions.isEmpty())
        rest = QStringLiteral("WHERE ") + conditions.join(QStringLiteral(" AND "));
    rest += QStringLiteral(" ORDER BY j.updated_at DESC, j.id");
    if (filter.limit > 0) {
        rest += QStringLiteral(" LIMIT ?");
        values += filter.limit;
    }
    return select(rest, values);
}

Result<QMap<JobState, int>> JobRepository::counts(const QString &project)
{
    Result<SqlRows> rows = m_connection.exec(
        QStringLiteral("SELECT j.state, COUNT(*) FROM jobs j JOIN runs r ON r.id = j.run_id WHERE r.project_id = ? "
                       "GROUP BY j.state"),
        {project});
    if (!rows)
        return fail(rows.error());
    QMap<JobState, int> result;
    for (int state = 0; state <= static_cast<int>(JobState::Cancelled); ++state)
        result.insert(static_cast<JobState>(state), 0);
    while (rows->next()) {
        if (const std::optional<JobState> state = jobStateFromString(rows->text(0)))
            result[*state] = rows->number(1);
    }
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return result;
}

Result<int> JobRepository::nextNumber(const QString &characterId)
{
    return m_connection
        .first(QStringLiteral("SELECT (SELECT COALESCE(MAX(number), 0) FROM jobs WHERE character_id = ?), "
                              "(SELECT COALESCE(MAX(number), 0) FROM generation_history WHERE character_id = ?)"),
               {characterId, characterId}, [](const SqlRows &row) { return qMax(row.number(0), row.number(1)) + 1; })
        .map([](std::optional<int> number) { return number.value_or(1); });
}

Result<QSet<qint64>> JobRepository::usedSeeds(const QString &characterId)
{
    return m_connection
        .list(QStringLiteral("SELECT seed FROM jobs WHERE character_id = ? UNION "
                             "SELECT seed FROM generation_history WHERE character_id = ? AND seed IS NOT NULL"),
              {characterId, characterId}, [](const SqlRows &row) { return row.integer(0); })
        .map([](const QVector<qint64> &seeds) { return QSet<qint64>(seeds.cbegin(), seeds.cend()); });
}

Result<void> JobRepository::update(const Job &job)
{
    return m_connection.transaction([&]() -> Result<void> {
        const Result<std::optional<QStringList>> stored = m_connection.first(
            QStringLiteral("SELECT state, worker_id FROM jobs WHERE id = ?") + m_connection.dialect().forUpdate(),
            {job.id}, [](const SqlRows &row) {
                return QStringList{row.text(0), row.text(1)};
            });
        if (!stored)
            return fail(stored.error());
        if (!*stored) {
            Error error = Error::make(Error::Kind::Storage,
                                      QCoreApplication::translate("JobRepository", "Job %1 is not in the database any "
                                                                                   "more; its character was removed.")
                                          .arg(job.id));
            error.code = QStringLiteral("not-found");
            return fail(std::move(error));
        }
        const QString &state = (*stored)->first();
        const QString &holder = (*stored)->last();
        const std::optional<JobState> from = jobStateFromString(state);
        const bool held = holder != job.worker; // also: it was ours, and we were taken for dead
        if (held || !from || !canChange(*from, job.state)) {
            Error error = Error::make(
                Error::Kind::Storage,
                QCoreApplication::translate("JobRepository", "Job %1 is %2 and cannot become %3. Another window or "
                                                             "program may work on it.")
                    .arg(job.id, state, toString(job.state)));
            error.code = QStringLiteral("job-state");
            return fail(std::move(error));
        }
        const Result<qint64> changed = m_connection.change(
            QStringLiteral(
                "UPDATE jobs SET seed = ?, state = ?, attempt = ?, failures = ?, server = ?, client_id = ?, "
                "prompt_id = ?, prompt_ids = ?, reason = ?, demo = ?, work_order = ?, updated_at = %1, trial = ?, "
                "worker_id = ? WHERE id = ?")
                .arg(m_connection.dialect().nowMs()),
            {job.seed, toString(job.state), job.attempt, job.failures, job.server, job.clientId, job.promptId,
             jsonText(job.promptIds), job.reason, job.demo, orderValue(job.order), job.trial,
             isFinal(job.state) || job.state == JobState::Planned ? QString() : job.worker, job.id});
        return changed ? Result<void>() : Result<void>(fail(changed.error()));
    });
}

Result<int> JobRepository::retryFailed(const QString &project, const QString &characterId, const QString &jobId)
{
    QString sql = QStringLiteral("UPDATE jobs SET state = 'planned', attempt = attempt + 1, failures = 0, server = '', "
                                 "client_id = '', prompt_id = '', reason = '', work_order = NULL, updated_at = %1 "
                                 "WHERE state IN ('failed', 'rejected') AND "
                                 "run_id IN (SELECT id FROM runs WHERE project_id = ?)")
                      .arg(m_connection.dialect().nowMs());
    QVariantList values{project};
    if (!characterId.isEmpty()) {
        sql += QStringLiteral(" AND character_id = ?");
        values += characterId;
    }
    if (!jobId.isEmpty()) {
        sql += QStringLiteral(" AND id = ?");
        values += jobId;
    }
    return m_connection.change(sql, values).map([](qint64 rows) { return static_cast<int>(rows); });
}

Result<QVector<Job>> JobRepository::openOfCharacter(const QString &characterId)
{
    return select(QStringLiteral("WHERE j.character_id = ? AND ") + openStates() +
                      QStringLiteral(" ORDER BY j.number") + m_connection.dialect().forUpdate(),
                  {characterId});
}

Result<QVector<Job>> JobRepository::unmade(const QString &characterId, int limit)
{
    return select(QStringLiteral("WHERE j.character_id = ? AND j.state IN ('failed', 'rejected', 'cancelled') "
                                 "ORDER BY j.number LIMIT ?"),
                  {characterId, limit});
}

Result<void> JobRepository::replan(const QVector<Job> &jobs)
{
    return m_connection.transaction([&]() -> Result<void> {
        for (const Job &job : jobs) {
            if (Result<void> updated = update(job); !updated)
                return updated;
            const Result<qint64> moved =
                m_connection.change(QStringLiteral("UPDATE jobs SET run_id = ? WHERE id = ?"), {job.runId, job.id});
            if (!moved)
                return fail(moved.error());
        }
        return {};
    });
}

Result<int> JobRepository::cancelOpen(qint64 runId, const QString &reason, const QString &worker)
{
    return m_connection
        .change(QStringLiteral("UPDATE jobs SET state = 'cancelled', reason = ?, worker_id = '', updated_at = %1 "
                               "WHERE run_id = ? AND worker_id IN ('', ?) AND "
                               "state IN ('planned', 'posting', 'queued', 'running', 'fetching', 'lost')")
                    .arg(m_connection.dialect().nowMs()),
                {reason, runId, worker})
        .map([](qint64 rows) { return static_cast<int>(rows); });
}

Result<QVector<Job>> JobRepository::ofCharacter(const QString &characterId)
{
    return select(QStringLiteral("WHERE j.character_id = ? ORDER BY j.number"), {characterId});
}

} // namespace lorastudio
