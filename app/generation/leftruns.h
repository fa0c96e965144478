// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database.h"

namespace lorastudio {

/// Runs of the project whose last job is done but whose program was killed before it could say so become finished; to
/// be called where there is nothing to make. Runs that a living program makes, and those with open jobs, are left
/// alone. `database` outlives the task.
Task<Result<void>> finishLeftRuns(Database &database, QString project);

} // namespace lorastudio
