// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importresult.h"

namespace lorastudio {

/// The sample project that comes with the program: four characters with prompts and a reference portrait each, whose
/// paths begin with `:/sample/`. Without errors unless the program was built wrongly. Any thread.
ImportResult readSample();

/// Name of the project that they belong to.
QString sampleProjectName();

} // namespace lorastudio
