// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/characterrepository.h"

#include <QHash>

// What the table of characters shows: a handful of aggregates over jobs and images, four statements for a whole
// project.

namespace lorastudio {

namespace {

using Summaries = QHash<QString, CharacterSummary>;

/// Either all characters of a project or one character; both bind one value.
QString scope(const QString &column, bool wholeProject)
{
    return wholeProject ? QStringLiteral("%1 IN (SELECT id FROM characters WHERE project_id = ?)").arg(column)
                        : QStringLiteral("%1 = ?").arg(column);
}

/// Own scores only: the scale of those that were taken over is not known.
QString scored()
{
    return QStringLiteral("(h.quality_score IS NOT NULL AND h.scorer <> 'unknown')");
}

void addJobs(CharacterSummary &summary, JobState state, int count)
{
    switch (state) {
    case JobState::Planned:
    case JobState::Lost:
        summary.planned += count;
        break;
    case JobState::Posting:
    case JobState::Queued:
    case JobState::Running:
    case JobState::Fetching:
        summary.active += count;
        break;
    case JobState::Failed:
    case JobState::Rejected:
        summary.failed += count;
        break;
    case JobState::Cancelled:
        summary.cancelled += count;
        break;
    case JobState::Stored: // counted by its image
        break;
    }
}

QString imageAggregates()
{
    const auto sumOf = [](const QString &condition) {
        return QStringLiteral(", SUM(CASE WHEN %1 THEN 1 ELSE 0 END)").arg(condition);
    };
    QString sql = QStringLiteral("SELECT h.character_id, COUNT(*)");
    sql += sumOf(QStringLiteral("h.demo"));
    sql += sumOf(QStringLiteral("j.trial"));
    sql += sumOf(QStringLiteral("j.trial AND h.demo"));
    const QString counts = QStringLiteral("NOT COALESCE(j.trial, FALSE) AND h.verdict = '%1'");
    sql += sumOf(counts.arg(QStringLiteral("accepted")));
    sql += sumOf(counts.arg(QStringLiteral("rejected")));
    sql += sumOf(scored());
    sql += QStringLiteral(", AVG(CASE WHEN %1 THEN h.quality_score END)").arg(scored());
    for (int step = 0; step < 10; ++step) {
        QString condition = scored();
        if (step > 0)
            condition += QStringLiteral(" AND h.quality_score >= %1").arg(50 + 5 * step);
        if (step < 9)
            condition += QStringLiteral(" AND h.quality_score < %1").arg(55 + 5 * step);
        sql += sumOf(condition);
    }
    return sql + QStringLiteral(" FROM generation_history h LEFT JOIN jobs j ON j.id = h.job_id WHERE ");
}

Result<void> readJobs(Connection &connection, Summaries &summaries, const QString &key, bool wholeProject)
{
    Result<SqlRows> rows = connection.exec(QStringLiteral("SELECT character_id, state, COUNT(*) FROM jobs WHERE %1 "
                                                          "GROUP BY character_id, state")
                                               .arg(scope(QStringLiteral("character_id"), wholeProject)),
                                           {key});
    if (!rows)
        return fail(rows.error());
    while (rows->next()) {
        if (const std::optional<JobState> state = jobStateFromString(rows->text(1)))
            addJobs(summaries[rows->text(0)], *state, rows->number(2));
    }
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return {};
}

Result<void> readImages(Connection &connection, Summaries &summaries, const QString &key, bool wholeProject)
{
    Result<SqlRows> rows = connection.exec(imageAggregates() + scope(QStringLiteral("h.character_id"), wholeProject) +
                                               QStringLiteral(" GROUP BY h.character_id"),
                                           {key});
    if (!rows)
        return fail(rows.error());
    while (rows->next()) {
        CharacterSummary &summary = summaries[rows->text(0)];
        summary.stored = rows->number(1);
        summary.storedDemo = rows->number(2);
        summary.storedTrial = rows->number(3);
        summary.storedDemoTrial = rows->number(4);
        summary.accepted = rows->number(5);
        summary.rejected = rows->number(6);
        summary.undecided = summary.stored - summary.storedTrial - summary.accepted - summary.rejected;
        summary.scored = rows->number(7);
        summary.meanScore = rows->optionalReal(8);
        for (int step = 0; step < 10; ++step)
            summary.histogram[static_cast<std::size_t>(step)] = rows->number(9 + step);
    }
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return {};
}

Result<void> readNewestImages(Connection &connection, Summaries &summaries, const QString &key, bool wholeProject)
{
    Result<SqlRows> rows = connection.exec(
        QStringLiteral(
            "SELECT character_id, image_path, CAST(generated_at AS TEXT), sha256 FROM generation_history WHERE id IN "
            "(SELECT MAX(id) FROM generation_history WHERE %1 GROUP BY character_id)")
            .arg(scope(QStringLiteral("character_id"), wholeProject)),
        {key});
    if (!rows)
        return fail(rows.error());
    while (rows->next()) {
        CharacterSummary &summary = summaries[rows->text(0)];
        summary.newestImage = rows->text(1);
        summary.newestAt = rows->timestamp(2);
        summary.newestSha256 = rows->text(3);
    }
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return {};
}

Result<void> readFailures(Connection &connection, Summaries &summaries, const QString &key, bool wholeProject)
{
    Result<SqlRows> rows = connection.exec(
        QStringLiteral("SELECT character_id, reason FROM jobs WHERE state IN ('failed', 'rejected') AND %1 "
                       "ORDER BY updated_at, number")
            .arg(scope(QStringLiteral("character_id"), wholeProject)),
        {key});
    if (!rows)
        return fail(rows.error());
    while (rows->next())
        summaries[rows->text(0)].lastFailure = rows->text(1);
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return {};
}

Result<Summaries> read(Connection &connection, const QString &key, bool wholeProject)
{
    Summaries summaries;
    for (const auto step : {readJobs, readImages, readNewestImages, readFailures}) {
        if (const Result<void> done = step(connection, summaries, key, wholeProject); !done)
            return fail(done.error());
    }
    return summaries;
}

} // namespace

Result<QVector<CharacterSummary>> CharacterRepository::summaries(const QString &project)
{
    const Result<QVector<QString>> ids =
        m_connection.list(QStringLiteral("SELECT id FROM characters WHERE project_id = ? ORDER BY position, id"),
                          {project}, [](const SqlRows &row) { return row.text(0); });
    if (!ids)
        return fail(ids.error());
    const Result<Summaries> found = read(m_connection, project, true);
    if (!found)
        return fail(found.error());
    QVector<CharacterSummary> result;
    result.reserve(ids->size());
    for (const QString &id : *ids) {
        CharacterSummary summary = found->value(id);
        summary.characterId = id;
        result.append(std::move(summary));
    }
    return result;
}

Result<CharacterSummary> CharacterRepository::summary(const QString &characterId)
{
    const Result<Summaries> found = read(m_connection, characterId, false);
    if (!found)
        return fail(found.error());
    CharacterSummary summary = found->value(characterId);
    summary.characterId = characterId;
    return summary;
}

} // namespace lorastudio
