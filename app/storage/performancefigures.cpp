// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/performancefigures.h"

#include <QMap>

#include <cmath>

namespace lorastudio::performance {

namespace {

Result<void> done(const Result<qint64> &changed)
{
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Result<void> ensureRow(Connection &connection, const QString &modelFile)
{
    return done(
        connection.change(QStringLiteral("INSERT INTO model_performance (model_file, generation_count) VALUES (?, 0) "
                                         "ON CONFLICT (model_file) DO NOTHING"),
                          {modelFile}));
}

Result<void> setMeans(Connection &connection, const QString &modelFile)
{
    return done(connection.change(
        QStringLiteral(
            "UPDATE model_performance SET "
            "avg_quality_score = CASE WHEN score_count > 0 THEN score_sum / score_count ELSE taken_over_score END, "
            "avg_generation_time = CASE WHEN time_count > 0 THEN time_sum / time_count ELSE taken_over_time END "
            "WHERE model_file = ?"),
        {modelFile}));
}

using Figures = QMap<QString, ModelFigures>;

/// Own scores of real images. Those that were taken over are on no stated scale.
QString scored()
{
    return QStringLiteral("model_file <> '' AND NOT demo AND quality_score IS NOT NULL AND scorer <> 'unknown'");
}

/// Which step of the histogram a score is in. Comparisons, because what makes a whole number of a fraction is not the
/// same in both databases; from the top, where most scores are.
QString stepOfScore()
{
    QString sql = QStringLiteral("CASE");
    for (int step = ModelFigures::steps - 1; step > 0; --step) {
        const double from = ModelFigures::lowestScore + ModelFigures::stepWidth * step;
        sql += QStringLiteral(" WHEN quality_score >= %1 THEN %2").arg(from, 0, 'f', 1).arg(step);
    }
    return sql + QStringLiteral(" ELSE 0 END");
}

Result<void> readAll(Connection &connection, const QString &sql, Figures &figures,
                     void (*take)(ModelFigures &, const SqlRows &))
{
    Result<SqlRows> rows = connection.exec(sql);
    if (!rows)
        return fail(rows.error());
    while (rows->next()) {
        const QString file = rows->text(0);
        if (!file.isEmpty())
            take(figures[file], *rows);
    }
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return {};
}

} // namespace

Result<QVector<ModelFigures>> list(Connection &connection)
{
    Figures figures;
    const auto first = [](Result<void> outcome, auto next) {
        return outcome ? next() : outcome;
    };
    const auto means = [&] {
        return readAll(connection,
                       QStringLiteral("SELECT model_file, COALESCE(generation_count, 0), score_count, "
                                      "score_sum, avg_generation_time FROM model_performance"),
                       figures, [](ModelFigures &of, const SqlRows &row) {
                           of.images = row.number(1);
                           of.scored = row.number(2);
                           if (of.scored > 0)
                               of.meanScore = row.real(3) / of.scored;
                           of.secondsPerImage = row.optionalReal(4);
                       });
    };
    const auto verdicts = [&] {
        return readAll(connection,
                       QStringLiteral("SELECT model_file, SUM(CASE WHEN demo THEN 1 ELSE 0 END), "
                                      "SUM(CASE WHEN NOT demo AND verdict = 'accepted' THEN 1 ELSE 0 END), "
                                      "SUM(CASE WHEN NOT demo AND verdict = 'rejected' THEN 1 ELSE 0 END) "
                                      "FROM generation_history WHERE model_file <> '' GROUP BY model_file"),
                       figures, [](ModelFigures &of, const SqlRows &row) {
                           of.demoImages = row.number(1);
                           of.accepted = row.number(2);
                           of.rejected = row.number(3);
                       });
    };
    const auto histograms = [&] {
        return readAll(connection,
                       QStringLiteral("SELECT model_file, step, COUNT(*) FROM (SELECT model_file, %1 AS step "
                                      "FROM generation_history WHERE %2) AS scores GROUP BY model_file, step")
                           .arg(stepOfScore(), scored()),
                       figures, [](ModelFigures &of, const SqlRows &row) {
                           of.histogram[std::size_t(qBound(0, row.number(1), ModelFigures::steps - 1))] = row.number(2);
                       });
    };
    const auto medians = [&] {
        return readAll(connection,
                       QStringLiteral("SELECT model_file, AVG(quality_score) FROM (SELECT model_file, quality_score, "
                                      "ROW_NUMBER() OVER (PARTITION BY model_file ORDER BY quality_score) AS place, "
                                      "COUNT(*) OVER (PARTITION BY model_file) AS total FROM generation_history "
                                      "WHERE %1) AS ranked WHERE place IN ((total + 1) / 2, (total + 2) / 2) "
                                      "GROUP BY model_file")
                           .arg(scored()),
                       figures, [](ModelFigures &of, const SqlRows &row) { of.medianScore = row.optionalReal(1); });
    };
    if (const Result<void> read = first(first(first(means(), verdicts), histograms), medians); !read)
        return fail(read.error());
    QVector<ModelFigures> result;
    for (auto it = figures.begin(); it != figures.end(); ++it) {
        it->modelFile = it.key();
        result.append(*it);
    }
    return result;
}

Result<void> add(Connection &connection, const ImageRecord &image)
{
    if (image.demo || image.modelFile.isEmpty())
        return {};
    if (Result<void> ensured = ensureRow(connection, image.modelFile); !ensured)
        return ensured;
    const bool scored = image.score.total && image.score.scorer != QStringLiteral("unknown");
    const bool timed = std::isfinite(image.seconds) && image.seconds > 0;
    const QVariant time = timestampValue(image.generatedAt);
    const Result<qint64> changed = connection.change(
        QStringLiteral("UPDATE model_performance SET generation_count = COALESCE(generation_count, 0) + 1, "
                       "score_sum = score_sum + ?, score_count = score_count + ?, time_sum = time_sum + ?, "
                       "time_count = time_count + ?, "
                       "last_used = CASE WHEN last_used IS NULL OR last_used < ? THEN ? ELSE last_used END "
                       "WHERE model_file = ?"),
        {scored ? *image.score.total : 0.0, scored ? 1 : 0, timed ? image.seconds : 0.0, timed ? 1 : 0, time, time,
         image.modelFile});
    if (!changed)
        return fail(changed.error());
    return setMeans(connection, image.modelFile);
}

Result<void> refreshModel(Connection &connection, const QString &modelFile)
{
    if (modelFile.isEmpty())
        return {};
    if (Result<void> ensured = ensureRow(connection, modelFile); !ensured)
        return ensured;
    // Locked first, so that the sums below see what another process has just added.
    const Result<SqlRows> locked =
        connection.exec(QStringLiteral("SELECT model_file FROM model_performance WHERE model_file = ?") +
                            connection.dialect().forUpdate(),
                        {modelFile});
    if (!locked)
        return fail(locked.error());
    const QString own =
        QStringLiteral("FROM generation_history h WHERE h.model_file = model_performance.model_file AND "
                       "h.job_id IS NOT NULL AND NOT h.demo");
    const QString scored = own + QStringLiteral(" AND h.quality_score IS NOT NULL AND h.scorer <> 'unknown'");
    const Result<qint64> changed = connection.change(
        QStringLiteral("UPDATE model_performance SET generation_count = taken_over_count + (SELECT COUNT(*) %1), "
                       "score_sum = (SELECT COALESCE(SUM(h.quality_score), 0) %2), score_count = (SELECT COUNT(*) %2), "
                       "time_sum = COALESCE(taken_over_time * taken_over_count, 0) + "
                       "(SELECT COALESCE(SUM(h.seconds), 0) %1 AND h.seconds > 0), "
                       "time_count = CASE WHEN taken_over_time IS NULL THEN 0 ELSE taken_over_count END + "
                       "(SELECT COUNT(*) %1 AND h.seconds > 0) WHERE model_file = ?")
            .arg(own, scored),
        {modelFile});
    if (!changed)
        return fail(changed.error());
    return setMeans(connection, modelFile);
}

Result<void> refreshAssignment(Connection &connection, const QString &characterId)
{
    const Result<SqlRows> locked = connection.exec(
        QStringLiteral("SELECT id FROM model_assignments WHERE character_id = ?") + connection.dialect().forUpdate(),
        {characterId});
    if (!locked)
        return fail(locked.error());
    return done(connection.change(
        QStringLiteral("UPDATE model_assignments SET quality_score = COALESCE((SELECT AVG(h.quality_score) "
                       "FROM generation_history h WHERE h.character_id = model_assignments.character_id AND "
                       "h.model_file = model_assignments.model_file AND h.scorer <> 'unknown'), "
                       "CASE WHEN model_file = taken_over_model THEN taken_over_score END) WHERE character_id = ?"),
        {characterId}));
}

} // namespace lorastudio::performance
