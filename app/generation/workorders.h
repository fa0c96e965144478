// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generation/jobjournal.h"

namespace lorastudio {

/// What a job is to be made with, taken at the moment it is posted, so that a change of the character's checkpoint or
/// prompt during a run holds for everything not yet sent. A job that was posted before and lost keeps what was written.
/// Seed and file name prefix are the caller's. Errors: code "not-found" if the character is gone; Validation if it has
/// no checkpoint; those of JobJournal.
Task<Result<WorkOrder>> takeWorkOrder(JobJournal &journal, Job job, std::stop_token stop);

} // namespace lorastudio
