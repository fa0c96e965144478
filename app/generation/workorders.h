// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "domain/job.h"
#include "storage/database.h"

namespace lorastudio {

/// What a job is to be made with, taken at the moment it is posted, so that a change of the character's checkpoint or
/// prompt during a run holds for everything not yet sent. A job that was posted before and lost keeps what was written.
/// Seed and file name prefix are the caller's. Validation error if the character is gone or has no checkpoint.
Task<Result<WorkOrder>> takeWorkOrder(Database &database, Job job);

} // namespace lorastudio
