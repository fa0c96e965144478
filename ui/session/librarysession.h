// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "images/librarytrash.h"
#include "models/imagelibraryview.h"
#include "services.h"

#include <QElapsedTimer>
#include <QSet>

#include <memory>
#include <stop_token>

namespace lorastudio {

class ProjectSession;

/// The images of the session's project for the gallery: the index is read page by page on the database thread, so that
/// a run's own writes come in between; files are copied and moved in the thread pool, one after the other. Images and
/// verdicts of other programs are taken in when the database says that something changed. Main thread only; the session
/// awaits `close()` before the services end.
class LibrarySession : public ImageLibraryView
{
    Q_OBJECT

public:
    /// `services` and `project` outlive it.
    LibrarySession(Services &services, ProjectSession &project);
    ~LibrarySession() override;
    Task<void> close();

    void loadIndex() override;
    void loadItems(const QList<qint64> &ids) override;
    QList<RunLabel> runs() const override { return m_runs; }
    QString serverName(const QString &address) const override;
    void setVerdict(const QList<ImageVerdict> &shown, Verdict verdict) override;
    void copyImages(const QList<qint64> &ids, const QString &folder) override;
    void cancelCopy() override { m_copyStop.request_stop(); }
    CopyState copyState() const override { return m_copy; }
    void openFolder(qint64 id) override;
    void openCopyFolder() override;
    void moveToTrash(const QList<qint64> &ids) override;
    void removeDemoImages(const QList<qint64> &ids) override;

private:
    /// Images that were taken out, and where their files are.
    struct Trashed
    {
        QVector<ImageRecord> images;
        QVector<TrashedFile> files;
    };
    using TrashedPtr = std::shared_ptr<Trashed>;

    /// What happened to images while the index was being read, which may not know it.
    struct Meanwhile
    {
        QHash<qint64, ImageVerdict> judged;
        QHash<qint64, ImageRecord> returned; ///< by undo, or new
        QSet<qint64> gone;
    };

    ImageIndex withMeanwhile(ImageIndex index) const;
    void noteVerdicts(const QList<ImageVerdict> &verdicts);
    void noteStored(const QList<ImageVerdict> &verdicts);
    bool isGiven(qint64 id) const;
    void noteDecided(const ImageIndex &index);
    void followProject();
    Task<void> indexTask();
    void sayThatReadingFailed(const Error &error);
    Task<void> runsTask();
    Task<void> catchUp();
    Task<void> itemsTask(QList<qint64> ids);
    Task<Result<void>> verdictTask(QVector<ImageVerdict> shown, Verdict verdict);
    Task<Result<void>> writeVerdicts(QVector<ImageVerdict> verdicts, QSet<QString> characters);
    Task<Result<QVector<ImageRecord>>> records(QList<qint64> ids);
    Task<void> copyTask(QList<qint64> ids, QString folder);
    void sayWhatWasCopied();
    Task<void> folderTask(qint64 id);
    Task<Result<void>> demoTask(QList<qint64> asked);
    Task<Result<void>> trashTask(QList<qint64> ids, bool demo);
    Task<Result<void>> trash(QList<qint64> ids, TrashedPtr into);
    Task<Result<void>> bringBack(TrashedPtr from);
    QList<GalleryItem> itemsOf(const QVector<ImageRecord> &images) const;
    void noteAdded(const QList<GalleryItem> &items);

    Services &m_services;
    ProjectSession &m_session;
    QString m_project;
    QList<RunLabel> m_runs;
    qint64 m_lastRun = 0;
    Meanwhile m_meanwhile;
    QList<QList<ImageVerdict>> m_given; ///< verdicts that are not stored yet, in the order of the wishes
    int m_turn = 0;                     ///< which wish for the index is the last
    bool m_reading = false;
    bool m_loaded = false;
    qint64 m_newestId = 0;                ///< up to it all images are known
    int m_count = 0;                      ///< images that are known
    QSet<qint64> m_arrived;               ///< newer ones that are known
    QVector<ImageVerdict> m_decided;      ///< by id, as read last
    QString m_verdicts;                   ///< see ImageStanding; another text = not known
    QHash<qint64, ImageVerdict> m_stored; ///< by this program since then
    bool m_catchingUp = false;
    bool m_catchUpAgain = false;
    CopyState m_copy;
    std::stop_source m_copyStop;
    AsyncScope m_scope;
};

} // namespace lorastudio
