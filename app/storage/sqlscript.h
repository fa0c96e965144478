// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace lorastudio {

/// The statements of a script, without their semicolons and without comments outside quotes; empty ones are left out.
/// Exists because SQLite runs one statement at a time. Knows '…', "…", `--`, nested block comments and the dollar
/// quotes of PostgreSQL; a semicolon in any of them is text.
QStringList splitStatements(const QString &script);

} // namespace lorastudio
