// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "images/imagestore.h"

#include <QDateTime>

namespace lorastudio {

/// A file of the library that also stands in its trash.
struct TrashedFile
{
    QString relativePath; ///< where it belongs
    QString trashPath;    ///< relative to the library; empty = there was no file
    friend bool operator==(const TrashedFile &, const TrashedFile &) = default;
};

/// Name of the folder in a library that keeps the files of images a person has deleted, under their own paths.
inline const QString libraryTrash = QStringLiteral(".trash");
/// How long they are kept there.
constexpr int trashDays = 30;

// A deletion takes three steps, so that a crash between them loses no file and leaves no row without one: the file is
// put into the trash and stays where it is; the row goes; the file goes from its place. Undo does the same backwards.
// All functions block: for the thread pool.

/// Puts the file into the trash as well, as a hard link or, where there are none, as a copy; it is on the disk there
/// when this returns. A file that is not there is no error. Nothing in the trash is overwritten.
Result<TrashedFile> keepInTrash(const ImageStore &store, const QString &relativePath);
/// Puts the file back to its place; it stays in the trash as well. FileSystem error if something else is there by now.
Result<void> putBackFromTrash(const ImageStore &store, const TrashedFile &file);
/// Takes it out of the trash.
void dropFromTrash(const ImageStore &store, const TrashedFile &file);
/// Removes what has been in the trash for more than `trashDays`, and folders in it that are empty. Follows no symbolic
/// link. Returns how many files it were.
int removeOldTrash(const ImageStore &store, const QDateTime &now);

/// Copies a file into a folder under its own name, or name-2.png, name-3.png … if that is taken; never overwrites.
/// Returns the path it got.
Result<QString> copyIntoFolder(const QString &file, const QString &folder);

} // namespace lorastudio
