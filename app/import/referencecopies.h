// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "images/imagestore.h"
#include "import/importoutcome.h"

namespace lorastudio {

/// The pictures of one character on their way into the library.
struct ReferenceWish
{
    QString characterId;
    QStringList pictures; ///< paths (or `:/…`)
};

/// What is in the library now.
struct ReferenceCopies
{
    QVector<QStringList> ofWish; ///< relative paths in the order of the pictures, each once
    QStringList added;           ///< files that were not there before
    QVector<ImportMessage> warnings;
};

/// Reads, checks and copies. A picture that is none is left out with a warning. If the disk is full, or `watch` has
/// enough, what was copied is removed again, and the error (Canceled) comes back. Says a step for each picture, of
/// `total` in all. Blocks: for the thread pool.
Result<ReferenceCopies> copyReferences(const ImageStore &store, const QVector<ReferenceWish> &wishes,
                                       const ImportWatch &watch, int total);

/// Removes the files that copyReferences() has added.
void removeCopies(const ImageStore &store, const QStringList &added);

} // namespace lorastudio
