// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importresult.h"
#include "import/readingwatch.h"

namespace lorastudio {

/// Limits of folders of pictures.
struct FolderLimits
{
    static constexpr int maxDepth = 6;          ///< folders below the given one
    static constexpr int maxCharacters = 1'000; ///< of one given folder
    static constexpr int maxEntries = 20'000;   ///< files and folders of one folder
};

/// Reads characters from pictures. A folder with pictures is one character of its name, each folder below it another
/// one. A folder "10_yukitnk man", as kohya's trainer wants them, gives the trigger word and the type. Pictures are
/// PNG, JPEG and WebP by content; hidden files are passed over. Tables (.csv, .tsv) and lists (.json) of characters
/// come in as if they had been given themselves, unless there is no character in them or a picture has their name;
/// other files are named in a warning. What most of the caption files beside the pictures have in common becomes the
/// prompt of a new character. Links that lead out of the given folder are never followed. The first picture by name
/// becomes the reference. Any thread.
ImportResult readFolder(const QString &path, const ReadingWatch &watch = {});

/// A single picture: one character with the name of the file.
ImportResult readPicture(const QString &path);

} // namespace lorastudio
