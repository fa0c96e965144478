// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "models/settingsview.h"
#include "storage/databaseprobe.h"

namespace lorastudio {

/// A database as a form has it and as the storage knows it. Validation error with a sentence if the form is not
/// complete.
Result<DatabaseUrl> urlOf(const DatabaseForm &form);
DatabaseForm formOf(const DatabaseUrl &url);

/// What a look at a database means to a person.
DatabaseTest sentencesOf(const DatabaseProbe &probe);
DatabaseTest sentencesOf(const Error &error);

} // namespace lorastudio
