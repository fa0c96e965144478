// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "images/imagestore.h"

namespace lorastudio {

/// Makes sure, before anything is asked of a server, that images can be stored: makes the library folder and writes and
/// removes a small file in it. Blocks for a moment: for the thread pool.
Result<void> checkLibraryWritable(const ImageStore &store);

/// The library of database `databaseId` in the folder `root`: the folder itself if it is this database's or nobody's
/// yet, else a folder of its own in it, because two databases in one folder would take each other's images for
/// left-overs and write over them. Marks a folder that is there; one that is not there yet is not made. Blocks for a
/// moment: for the thread pool.
ImageStore claimLibrary(const QString &root, const QString &databaseId);

/// Makes the library of database `fromId` in the folder `root` that of `toId`, a copy of it, so that the former never
/// takes the images of the copy for left-overs. Nothing happens if the library is not `fromId`'s. Blocks: for the
/// thread pool.
Result<void> passLibrary(const QString &root, const QString &fromId, const QString &toId);

/// Renames the folder of a character that exists no more to FOLDER.removed-DATE, if it is there and not empty. Returns
/// the new name, relative to the library; empty if there was nothing to do. Blocks: for the thread pool.
QString setFolderAside(const ImageStore &store, const QString &relativeFolder, const QDateTime &now);

/// Removes the file of an image that lost its row. False if it was not there. Blocks: for the thread pool.
bool removeImageFile(const ImageStore &store, const QString &relativePath);

} // namespace lorastudio
