// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace lorastudio {

/// A secret from the environment variable (if it is named and set), else asked for on the terminal without echo, else
/// one line of standard input. Never from an argument. Validation error if there is none. Blocks: command line only,
/// before anything else runs.
Result<QString> askSecret(const QString &question, const QString &environmentVariable);

/// True if a person can be asked.
bool standardInputIsTerminal();

} // namespace lorastudio
