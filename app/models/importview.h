// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importentry.h"

#include <QList>
#include <QObject>
#include <QStringList>

class QUndoStack;

namespace lorastudio {

class ImageSource;

/// A row of the import page: an entry, and what the project says to it.
struct ImportRow
{
    ImportEntryPtr entry; ///< never null
    QString modelName;    ///< of the checkpoint that it gets; empty = none
    QString modelReason;  ///< "Automatic", "Chosen by the table"
    QString thumbnailKey; ///< empty = none
    friend bool operator==(const ImportRow &a, const ImportRow &b)
    {
        return (a.entry == b.entry || (a.entry && b.entry && *a.entry == *b.entry)) && a.modelName == b.modelName &&
               a.modelReason == b.modelReason && a.thumbnailKey == b.thumbnailKey;
    }
};

/// What the import page says besides its rows.
struct ImportState
{
    bool open = false;      ///< there is something to look at, or reading takes so long that one has to wait
    bool busy = false;      ///< something is read or stored
    bool saving = false;    ///< it is stored; nothing can be changed any more
    bool canceling = false; ///< storing it is about to be given up
    int stored = 0;         ///< while saving: pictures and characters that are done
    int toStore = 0;        ///< and how many there are; 0 = not known yet
    QString reading;        ///< name of the file or folder that is read, once that takes long; else empty
    ImportTotals totals;
    friend bool operator==(const ImportState &, const ImportState &) = default;
};

/// Files that were dropped, chosen or pasted, on their way in: what would come, corrections, and the one step that
/// stores it. Nothing is stored before `import()`, and `cancel()` leaves everything as it was: before, it closes the
/// page; while something is stored, it gives that up and the page stays, unless all is stored by then.
///
/// Getters answer at once; wishes return at once, and what comes of them arrives through the signals. Corrections are
/// steps of `edits()`. Main thread only.
class ImportView : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual ImportState state() const = 0;
    virtual QList<ImportRow> rows() const = 0;
    /// Pictures by the paths of entries and the thumbnail keys of rows.
    virtual ImageSource &pictures() = 0;
    virtual QUndoStack &edits() = 0;

    /// Files and folders; adds to what is there.
    virtual void add(const QStringList &paths) = 0;
    /// A table or a list that was copied somewhere.
    virtual void addText(const QString &text) = 0;
    virtual void stopReading() = 0;
    virtual void setWanted(const QList<int> &ids, bool wanted) = 0;
    /// Takes over name, type, prompt, negative, trigger, size and images.
    virtual void edit(int id, const Character &texts) = 0;
    virtual void setReference(int id, const QString &picture) = 0;
    virtual void addAsNew(int id) = 0;
    /// Opens the file or folder of an entry with the desktop.
    virtual void openSource(int id) = 0;
    virtual void import() = 0;
    virtual void cancel() = 0;

Q_SIGNALS:
    void stateChanged();
    void rowsChanged();
    /// It is stored; the ids of the characters of this project, in the order of the page.
    void imported(const QStringList &characterIds);
};

} // namespace lorastudio
