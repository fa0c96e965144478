// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "images/imagestore.h"

namespace lorastudio {

/// Makes sure, before anything is asked of a server, that images can be stored: makes the library folder and writes and
/// removes a small file in it. Blocks for a moment: for the thread pool.
Result<void> checkLibraryWritable(const ImageStore &store);

/// Removes the file of an image that lost its row. False if it was not there. Blocks: for the thread pool.
bool removeImageFile(const ImageStore &store, const QString &relativePath);

} // namespace lorastudio
