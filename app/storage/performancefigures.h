// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"
#include "domain/modelfigures.h"
#include "storage/connection.h"

namespace lorastudio {

/// The means that are kept beside the images, always in the transaction that changes the images. Rows whose scorer is
/// `unknown` (taken over, on no stated scale) are in no mean; demo pictures are never in `model_performance`, and
/// neither are figures of another database: what was taken over stands until there are own scores, and its count and
/// times go on.
namespace performance {

/// One stored image more. Costs the same however many there are.
Result<void> add(Connection &connection, const ImageRecord &image);
/// Counts the checkpoint's row anew from its images, after some were removed, brought back or scored again.
Result<void> refreshModel(Connection &connection, const QString &modelFile);
/// Sets `model_assignments.quality_score` of one character anew.
Result<void> refreshAssignment(Connection &connection, const QString &characterId);
/// What is known of every checkpoint that made an image or was taken over, over all projects, by file. Reads every
/// score once: some tenths of a second for 100,000 images.
Result<QVector<ModelFigures>> list(Connection &connection);

} // namespace performance
} // namespace lorastudio
