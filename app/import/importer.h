// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importresult.h"
#include "import/readingwatch.h"

#include <QStringList>

namespace lorastudio {

/// Reads characters from whatever a person drops on the program: tables, JSON lists, pictures, folders of pictures.
/// What a file is, its content decides; its name only where the content does not tell (a broken JSON list is still
/// one). Nothing is stored or changed; takes as long as the disk does, so it runs in the thread pool (see `offload`).
/// A character that comes twice (same project, same name up to case and space) comes in once, with a warning; what is
/// given later counts.
ImportResult importPaths(const QStringList &paths, const ReadingWatch &watch = {});

/// The same without making one of what comes twice.
ImportResult readPaths(const QStringList &paths, const ReadingWatch &watch = {});

/// A list that a person pasted: a table with a header, or JSON. The messages have no path, and references are refused.
ImportResult readPasted(const QString &text);

/// Whether its name alone makes a reader look into it: a table, a list, a picture, or what may be a folder.
bool mayBeRead(const QString &path);

/// Makes one of characters that come twice.
void foldDuplicates(ImportResult &result);

} // namespace lorastudio
