// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/imagerepository.h"

#include "storage/imagerows.h"
#include "storage/jobrepository.h"
#include "storage/performancefigures.h"

#include <QCoreApplication>

#include <bit>

namespace lorastudio {

namespace {

QString conditions(const ImageFilter &filter, QVariantList &values)
{
    QStringList parts;
    const auto add = [&](const QString &condition, const QVariant &value) {
        parts += condition;
        values += value;
    };
    // Correlated, so that the newest ids are walked and the walk ends at the limit.
    if (!filter.project.isEmpty())
        add(QStringLiteral("EXISTS (SELECT 1 FROM characters c WHERE c.id = h.character_id AND c.project_id = ?)"),
            filter.project);
    if (!filter.characterId.isEmpty())
        add(QStringLiteral("h.character_id = ?"), filter.characterId);
    if (!filter.modelFile.isEmpty())
        add(QStringLiteral("h.model_file = ?"), filter.modelFile);
    if (filter.runId != 0)
        add(QStringLiteral("h.run_id = ?"), filter.runId);
    if (filter.verdict)
        add(QStringLiteral("h.verdict = ?"), toString(*filter.verdict));
    if (filter.demo)
        add(QStringLiteral("h.demo = ?"), *filter.demo);
    if (filter.beforeId > 0)
        add(QStringLiteral("h.id < ?"), filter.beforeId);
    if (filter.afterId > 0)
        add(QStringLiteral("h.id > ?"), filter.afterId);
    return parts.isEmpty() ? QString() : QStringLiteral(" WHERE ") + parts.join(QStringLiteral(" AND "));
}

/// What follows the columns of a list.
QString newestFirst(const ImageFilter &filter, QVariantList &values)
{
    QString sql = QStringLiteral(" FROM generation_history h") + conditions(filter, values) +
                  QStringLiteral(" ORDER BY h.id DESC");
    if (filter.limit > 0) {
        sql += QStringLiteral(" LIMIT ?");
        values += filter.limit;
    }
    return sql;
}

} // namespace

Result<ImageRecord> ImageRepository::insert(const ImageRecord &image)
{
    QString columns = imageColumns();
    QVariantList values = imageValues(image);
    if (image.id > 0) {
        columns += QStringLiteral(", id");
        values += image.id;
    }
    const QString marks = QStringList(values.size(), QStringLiteral("?")).join(u',');
    const Result<std::optional<qint64>> id = m_connection.first(
        QStringLiteral("INSERT INTO generation_history (%1) VALUES (%2) RETURNING id").arg(columns, marks), values,
        [](const SqlRows &row) { return row.integer(0); });
    if (!id)
        return fail(id.error());
    ImageRecord stored = image;
    stored.id = id->value_or(0);
    return stored;
}

Result<ImageRecord> ImageRepository::store(const ImageRecord &image, const Job &job)
{
    Result<ImageRecord> stored = fail(Error::Kind::Internal, {});
    const Result<void> done = m_connection.transaction([&]() -> Result<void> {
        stored = storeInTransaction(image, job);
        return stored ? Result<void>() : Result<void>(fail(stored.error()));
    });
    if (!done)
        return fail(done.error());
    return stored;
}

Result<ImageRecord> ImageRepository::storeInTransaction(const ImageRecord &image, const Job &job)
{
    JobRepository jobs(m_connection);
    // The job's row first: whoever stores the same job at the same time waits here and then finds the image.
    const Result<std::optional<QString>> state =
        m_connection.first(QStringLiteral("SELECT state FROM jobs WHERE id = ?") + m_connection.dialect().forUpdate(),
                           {job.id}, [](const SqlRows &row) { return row.text(0); });
    if (!state)
        return fail(state.error());
    Job next = job;
    if (jobStateFromString(state->value_or(QString())) == JobState::Stored) {
        const Result<std::optional<ImageRecord>> existing = byJob(job.id);
        if (!existing)
            return fail(existing.error());
        if (*existing)
            return **existing;
    } else if (const auto from = jobStateFromString(state->value_or(QString()));
               !from || !canChange(*from, JobState::Stored)) {
        // Passing through fetching is what makes "queued" become "stored" when nobody saw it run.
        next.state = JobState::Fetching;
        if (const Result<void> fetching = jobs.update(next); !fetching)
            return fail(fetching.error());
    }
    next.state = JobState::Stored;
    next.reason.clear();
    if (const Result<void> updated = jobs.update(next); !updated)
        return fail(updated.error());
    if (const Result<std::optional<ImageRecord>> existing = byJob(job.id); !existing || *existing)
        return existing ? Result<ImageRecord>(**existing) : Result<ImageRecord>(fail(existing.error()));

    ImageRecord row = image;
    row.id = 0;
    row.jobId = job.id;
    // TIMESTAMP columns keep milliseconds; what is returned equals what will be read.
    const QDateTime at = row.generatedAt.isValid() ? row.generatedAt : QDateTime::currentDateTimeUtc();
    row.generatedAt = QDateTime::fromMSecsSinceEpoch(at.toMSecsSinceEpoch(), Qt::UTC);
    const Result<ImageRecord> stored = insert(row);
    if (!stored)
        return stored;
    if (const Result<void> refreshed = performance::refreshAssignment(m_connection, row.characterId); !refreshed)
        return fail(refreshed.error());
    if (const Result<void> added = performance::add(m_connection, row); !added)
        return fail(added.error());
    return stored;
}

Result<std::optional<ImageRecord>> ImageRepository::byId(qint64 id)
{
    return m_connection.first(QStringLiteral("SELECT ") + imageSelection() +
                                  QStringLiteral(" FROM generation_history h WHERE h.id = ?"),
                              {id}, imageFromRow);
}

Result<std::optional<ImageRecord>> ImageRepository::byJob(const QString &jobId)
{
    return m_connection.first(QStringLiteral("SELECT ") + imageSelection() +
                                  QStringLiteral(" FROM generation_history h WHERE h.job_id = ?"),
                              {jobId}, imageFromRow);
}

Result<std::optional<ImageRecord>> ImageRepository::byPath(const QString &path)
{
    return m_connection.first(QStringLiteral("SELECT ") + imageSelection() +
                                  QStringLiteral(" FROM generation_history h WHERE h.image_path = ? AND "
                                                 "h.job_id IS NOT NULL"),
                              {path}, imageFromRow);
}

Result<QVector<ImageRecord>> ImageRepository::list(const ImageFilter &filter)
{
    QVariantList values;
    const QString sql = QStringLiteral("SELECT ") + imageSelection() + newestFirst(filter, values);
    return m_connection.list(sql, values, imageFromRow);
}

Result<QVector<ImageRecord>> ImageRepository::listLight(const ImageFilter &filter)
{
    QVariantList values;
    const QString sql =
        QStringLiteral("SELECT h.id, h.character_id, h.run_id, h.number, h.model_file, h.server, h.prompt, h.width, "
                       "h.height, h.quality_score, h.flags, h.verdict, h.verdict_by_rule, h.demo") +
        newestFirst(filter, values);
    return m_connection.list(sql, values, [](const SqlRows &row) {
        ImageRecord image;
        int column = 0;
        image.id = row.integer(column++);
        image.characterId = row.text(column++);
        image.runId = row.integer(column++);
        image.number = row.number(column++);
        image.modelFile = row.text(column++);
        image.server = row.text(column++);
        image.prompt = row.text(column++);
        if (!row.isNull(column))
            image.size = QSize(row.number(column), row.number(column + 1));
        column += 2;
        image.score.total = row.optionalReal(column++);
        if (const QString flags = row.text(column); flags != QStringLiteral("[]"))
            image.score.flags = row.list(column);
        ++column;
        image.verdict = verdictFromString(row.text(column++)).value_or(Verdict::Undecided);
        image.verdictByRule = row.boolean(column++);
        image.demo = row.boolean(column++);
        return image;
    });
}

Result<QSet<QString>> ImageRepository::paths()
{
    return m_connection
        .list(QStringLiteral("SELECT image_path FROM generation_history WHERE image_path IS NOT NULL"), {},
              [](const SqlRows &row) { return row.text(0); })
        .map([](const QVector<QString> &paths) { return QSet<QString>(paths.cbegin(), paths.cend()); });
}

Result<int> ImageRepository::count(const ImageFilter &filter)
{
    ImageFilter whole = filter;
    whole.beforeId = whole.afterId = 0;
    QVariantList values;
    const QString where = conditions(whole, values);
    return m_connection
        .first(QStringLiteral("SELECT COUNT(*) FROM generation_history h") + where, values,
               [](const SqlRows &row) { return row.number(0); })
        .map([](std::optional<int> number) { return number.value_or(0); });
}

Result<bool> ImageRepository::setVerdict(qint64 id, Verdict verdict, bool byRule)
{
    return m_connection
        .change(QStringLiteral("UPDATE generation_history SET verdict = ?, verdict_by_rule = ? WHERE id = ?"),
                {toString(verdict), byRule, id})
        .map([](qint64 rows) { return rows > 0; });
}

Result<bool> ImageRepository::setScore(qint64 id, const Score &score)
{
    bool found = false;
    const Result<void> done = m_connection.transaction([&]() -> Result<void> {
        const Result<qint64> changed = m_connection.change(
            QStringLiteral("UPDATE generation_history SET quality_score = ?, scorer = ?, scorer_version = ?, "
                           "components = ?, flags = ?, phash = ? WHERE id = ?"),
            {score.total ? QVariant(*score.total) : QVariant(), score.scorer, score.version, componentsText(score),
             jsonText(score.flags), score.pHash ? QVariant(std::bit_cast<qint64>(*score.pHash)) : QVariant(), id});
        if (!changed)
            return fail(changed.error());
        found = *changed > 0;
        if (!found)
            return {};
        const Result<std::optional<ImageRecord>> image = byId(id);
        if (!image)
            return fail(image.error());
        if (const Result<void> refreshed = performance::refreshAssignment(m_connection, (*image)->characterId);
            !refreshed)
            return refreshed;
        return (*image)->demo ? Result<void>() : performance::refreshModel(m_connection, (*image)->modelFile);
    });
    if (!done)
        return fail(done.error());
    return found;
}

} // namespace lorastudio
