// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/checkpoint.h"
#include "storage/connection.h"

namespace lorastudio {

/// A row of `model_assignments` with what only the database knows of it; for undo.
struct AssignmentRow
{
    Assignment assignment;
    qint64 id = 0;
    std::optional<double> qualityScore; ///< mean score of the character's images with this checkpoint
    QDateTime assignedAt;               ///< UTC
    QString takenOverModel;
    std::optional<double> takenOverScore;
    friend bool operator==(const AssignmentRow &, const AssignmentRow &) = default;
};

/// Which checkpoint each character uses. `quality_score` follows by itself: the mean over the images with the present
/// checkpoint, or what was taken over for it, or NULL.
class AssignmentRepository
{
public:
    explicit AssignmentRepository(Connection &connection) : m_connection(connection) {}

    /// Of one project, in the order of its characters; those without an assignment are left out.
    Result<QVector<Assignment>> list(const QString &project);
    Result<std::optional<Assignment>> get(const QString &characterId);
    Result<std::optional<AssignmentRow>> row(const QString &characterId);
    /// Inserts or replaces. The time of assignment changes only with the checkpoint.
    Result<void> set(const Assignment &assignment);
    /// False if there was none.
    Result<bool> remove(const QString &characterId);
    /// Brings a removed row back as it was.
    Result<void> restore(const AssignmentRow &row);

private:
    Connection &m_connection;
};

} // namespace lorastudio
