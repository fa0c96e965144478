// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/galleryitem.h"
#include "models/imageindex.h"

#include <QDateTime>
#include <QObject>

namespace lorastudio {

/// A run that images are of, for the filter.
struct RunLabel
{
    qint64 id = 0;
    QDateTime started; ///< UTC
    friend bool operator==(const RunLabel &, const RunLabel &) = default;
};

/// Copying of images to a folder, while it goes on and when it has ended.
struct CopyState
{
    int total = 0;
    int done = 0;
    bool running = false;
    bool canceled = false;
    QString folder = {};
    QStringList problems = {}; ///< one sentence for each image that could not be copied
    friend bool operator==(const CopyState &, const CopyState &) = default;
};

/// The images of the shown project for the gallery: what there is, and what a person does with it.
///
/// Everything returns at once; what comes of it arrives through the signals, what fails through a notice of the
/// project and, where something was shown before it was written, through a signal that takes it back. Verdicts,
/// deletion and removal of demo images are steps of the project's undo stack. Main thread only.
class ImageLibraryView : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Asks for the index of all images; `indexLoaded` brings the newest at once and then all.
    virtual void loadIndex() = 0;
    /// Asks for the whole of these images; `itemsLoaded` follows.
    virtual void loadItems(const QList<qint64> &ids) = 0;
    /// Newest first.
    virtual QList<RunLabel> runs() const = 0;
    /// What people call the server at this address.
    virtual QString serverName(const QString &address) const = 0;
    /// A person's verdict on the images of `shown`, which holds what stands on the screen: it is told again by
    /// `verdictsChanged` if the new one cannot be written. One undo step; a further verdict on the same images right
    /// after it becomes part of it.
    virtual void setVerdict(const QList<ImageVerdict> &shown, Verdict verdict) = 0;
    /// Copies the files into `folder` and never overwrites: name-2.png. One at a time; `copyChanged` says how far.
    virtual void copyImages(const QList<qint64> &ids, const QString &folder) = 0;
    virtual void cancelCopy() = 0;
    virtual CopyState copyState() const = 0;
    /// Shows the folder of the image in the desktop's file manager.
    virtual void openFolder(qint64 id) = 0;
    virtual void openCopyFolder() = 0;
    /// Takes the images out of the project; their files go to the trash of the library.
    virtual void moveToTrash(const QList<qint64> &ids) = 0;
    /// The same for these demo pictures; an image that is none stays.
    virtual void removeDemoImages(const QList<qint64> &ids) = 0;

Q_SIGNALS:
    /// The project is another one, or its images are to be read again.
    void libraryReset();
    void indexLoaded(const ImageIndex &index, bool complete);
    /// Not all of the index can be read; what came of it stays. `loadIndex` tries again.
    void indexFailed();
    /// Those of `ids` that are there; with `failed` nothing is known of the others.
    void itemsLoaded(const QList<qint64> &ids, const QList<GalleryItem> &items, bool failed);
    /// New ones, in any order.
    void imagesAdded(const QList<GalleryItem> &items);
    /// Undo brought them back.
    void imagesReturned(const QList<GalleryItem> &items);
    void verdictsChanged(const QList<ImageVerdict> &verdicts);
    /// Undo or redo gave these images the verdicts that `verdictsChanged` told just before.
    void verdictsRestored(const QList<ImageVerdict> &verdicts);
    void imagesRemoved(const QList<qint64> &ids);
    void runsChanged();
    void copyChanged();
};

} // namespace lorastudio
