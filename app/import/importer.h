// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importresult.h"

#include <QStringList>

namespace lorastudio {

/// Reads characters from whatever a person drops on the program: tables, JSON lists, pictures, folders of pictures.
/// What a file is, its content decides; its name only where the content does not tell (a broken JSON list is still
/// one). Nothing is stored or changed; takes as long as the disk does, so it runs in the thread pool (see `offload`).
/// A character that comes twice (same project, same name up to case and space) comes in once, with a warning; what is
/// given later counts.
ImportResult importPaths(const QStringList &paths);

/// Makes one of characters that come twice; used by `importPaths`.
void foldDuplicates(ImportResult &result);

} // namespace lorastudio
