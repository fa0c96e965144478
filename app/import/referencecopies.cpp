// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/referencecopies.h"

#include "images/libraryfolder.h"

#include <QCoreApplication>

namespace lorastudio {

Result<ReferenceCopies> copyReferences(const ImageStore &store, const QVector<ReferenceWish> &wishes,
                                       const ImportWatch &watch, int total)
{
    ReferenceCopies copies;
    ImportResult told; // keeps the number of messages in bounds
    int done = 0;
    for (const ReferenceWish &wish : wishes) {
        QStringList stored;
        for (const QString &picture : wish.pictures) {
            if (watch.stopped()) {
                removeCopies(store, copies.added);
                return fail(Error::canceled());
            }
            const Result<StoredReference> copy = store.storeReference(wish.characterId, picture);
            if (copy) {
                stored.append(copy->relativePath);
                if (copy->isNew)
                    copies.added.append(copy->relativePath);
            } else if (copy.error().diskFull) {
                removeCopies(store, copies.added);
                return fail(copy.error());
            } else {
                told.addWarning(picture, 0,
                                QCoreApplication::translate("ReferenceCopies", "The reference picture is left out. %1")
                                    .arg(copy.error().message));
            }
            watch.say(++done, total);
        }
        stored.removeDuplicates();
        copies.ofWish.append(stored);
    }
    copies.warnings = told.warnings;
    return copies;
}

void removeCopies(const ImageStore &store, const QStringList &added)
{
    for (const QString &path : added)
        removeImageFile(store, path);
}

} // namespace lorastudio
