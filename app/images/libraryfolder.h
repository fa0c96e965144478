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
/// takes the images of the copy for left-overs. To be called when the copy is in use, not before: whoever goes back to
/// the former finds none of its images. Nothing happens if the library is not `fromId`'s; if it fails, it stays
/// `fromId`'s. Blocks: for the thread pool.
Result<void> passLibrary(const QString &root, const QString &fromId, const QString &toId);

/// The folder of a character that has the id of one that was removed: one of the two has its images there, those of the
/// other stand aside.
struct SharedFolder
{
    QString folder; ///< relative to the library
    QString aside;  ///< where the others are, relative; empty = there are none
    friend bool operator==(const SharedFolder &, const SharedFolder &) = default;
};

/// Renames the folder of a character that exists no more to FOLDER.removed-DATE, if it is there and not empty. Never
/// takes a name that is taken. FileSystem error if it stays where it is. Blocks: for the thread pool.
Result<SharedFolder> setFolderAside(const ImageStore &store, const QString &relativeFolder, const QDateTime &now);
/// The same for several: all of them or none.
Result<QVector<SharedFolder>> setFoldersAside(const ImageStore &store, const QStringList &relativeFolders,
                                              const QDateTime &now);

/// What stands in these folders goes aside and what stood aside comes back; once more, and all is as before. To be
/// called while no row knows images in them. All of them or none; nothing is overwritten. Gives where the images are
/// now. Blocks: for the thread pool.
Result<QVector<SharedFolder>> exchangeFolders(const ImageStore &store, const QVector<SharedFolder> &folders,
                                              const QDateTime &now);

/// Removes the file of an image that lost its row. False if it was not there. Blocks: for the thread pool.
bool removeImageFile(const ImageStore &store, const QString &relativePath);

} // namespace lorastudio
