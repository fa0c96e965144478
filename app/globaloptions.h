// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "settings/apppaths.h"

#include <QStringList>

namespace lorastudio {

/// The options that stand before the command; the window takes the same.
struct GlobalOptions
{
    PathOptions paths;
    QString project; ///< name or id as given; empty = not given
    bool json = false;
    bool verbose = false;
    bool quiet = false;
    bool version = false;
    bool help = false;
    bool demo = false; ///< the window's --demo; only taken with `withDemo`

    /// Takes the options off the front of `words` up to the first word that is none. Validation error for an unknown
    /// option or a missing value. `--option=value` and `--option value` are the same.
    static Result<GlobalOptions> take(QStringList &words, bool withDemo = false);
};

/// For --help: one line each.
QString globalOptionsHelp();

/// How much of the log goes to standard error: warnings, with --verbose everything, with --quiet errors alone.
void setVerbosity(const GlobalOptions &options);

} // namespace lorastudio
