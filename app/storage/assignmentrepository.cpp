// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/assignmentrepository.h"

#include "storage/performancefigures.h"

namespace lorastudio {

namespace {

Assignment assignmentFromRow(const SqlRows &row)
{
    return {row.text(0), row.text(1), row.boolean(2), row.text(3)};
}

QVariant nullIfEmpty(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QVariant nullIfMissing(const std::optional<double> &value)
{
    return value ? QVariant(*value) : QVariant();
}

} // namespace

Result<QVector<Assignment>> AssignmentRepository::list(const QString &project)
{
    return m_connection.list(
        QStringLiteral("SELECT a.character_id, a.model_file, a.locked, a.reason FROM model_assignments a "
                       "JOIN characters c ON c.id = a.character_id WHERE c.project_id = ? ORDER BY c.position, c.id"),
        {project}, assignmentFromRow);
}

Result<std::optional<Assignment>> AssignmentRepository::get(const QString &characterId)
{
    return m_connection.first(
        QStringLiteral("SELECT character_id, model_file, locked, reason FROM model_assignments WHERE character_id = ?"),
        {characterId}, assignmentFromRow);
}

Result<std::optional<AssignmentRow>> AssignmentRepository::row(const QString &characterId)
{
    return m_connection.first(
        QStringLiteral("SELECT character_id, model_file, locked, reason, id, quality_score, CAST(assigned_at AS TEXT), "
                       "taken_over_model, taken_over_score FROM model_assignments WHERE character_id = ?"),
        {characterId}, [](const SqlRows &row) {
            AssignmentRow result;
            result.assignment = assignmentFromRow(row);
            result.id = row.integer(4);
            result.qualityScore = row.optionalReal(5);
            result.assignedAt = row.timestamp(6);
            result.takenOverModel = row.text(7);
            result.takenOverScore = row.optionalReal(8);
            return result;
        });
}

Result<void> AssignmentRepository::set(const Assignment &assignment)
{
    const QVariant now = timestampValue(QDateTime::currentDateTimeUtc());
    const Result<qint64> changed = m_connection.change(
        QStringLiteral("INSERT INTO model_assignments (character_id, model_file, assigned_at, locked, reason) "
                       "VALUES (?, ?, ?, ?, ?) ON CONFLICT (character_id) DO UPDATE SET "
                       "assigned_at = CASE WHEN model_assignments.model_file = excluded.model_file "
                       "THEN model_assignments.assigned_at ELSE excluded.assigned_at END, "
                       "model_file = excluded.model_file, locked = excluded.locked, reason = excluded.reason"),
        {assignment.characterId, nullIfEmpty(assignment.modelFile), now, assignment.locked, assignment.reason});
    if (!changed)
        return fail(changed.error());
    return performance::refreshAssignment(m_connection, assignment.characterId);
}

Result<bool> AssignmentRepository::remove(const QString &characterId)
{
    return m_connection.change(QStringLiteral("DELETE FROM model_assignments WHERE character_id = ?"), {characterId})
        .map([](qint64 rows) { return rows > 0; });
}

Result<void> AssignmentRepository::restore(const AssignmentRow &row)
{
    const Assignment &assignment = row.assignment;
    const Result<qint64> changed = m_connection.change(
        QStringLiteral(
            "INSERT INTO model_assignments (id, character_id, model_file, quality_score, assigned_at, locked, "
            "reason, taken_over_model, taken_over_score) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {row.id, assignment.characterId, nullIfEmpty(assignment.modelFile), nullIfMissing(row.qualityScore),
         timestampValue(row.assignedAt), assignment.locked, assignment.reason, nullIfEmpty(row.takenOverModel),
         nullIfMissing(row.takenOverScore)});
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

} // namespace lorastudio
