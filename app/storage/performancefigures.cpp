// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/performancefigures.h"

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

} // namespace

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
