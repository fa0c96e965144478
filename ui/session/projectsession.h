// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "models/projectview.h"
#include "services.h"
#include "session/sessionimages.h"
#include "storage/characterrepository.h"

#include <QHash>
#include <QTimer>
#include <QUndoStack>

#include <functional>

namespace lorastudio {

/// What the window sees of the services: rows kept in memory, wishes turned into coroutines, changes of the database by
/// this and other processes turned into signals. Every change of a person to data is one undo step. Main thread only;
/// `shutDown()` ends the services and then the application.
class ProjectSession : public ProjectView
{
    Q_OBJECT

public:
    /// `services` outlives the session.
    explicit ProjectSession(Services &services, QString project);
    ~ProjectSession() override;

    /// Opens the database and loads the project; `demo` starts the demo server and, in an empty project, the samples.
    void begin(bool demo);
    bool isDown() const { return m_down; }

    bool isReady() const override { return m_ready; }
    QString projectName() const override { return m_projectName; }
    QList<CharacterRow> rows() const override { return m_rows; }
    QList<ModelChoice> modelChoices() const override;
    std::optional<Checkpoint> automaticChoice(const QString &characterId) const override;
    RunSummary runSummary() const override { return m_summary; }
    std::optional<LivePreview> livePreview(const QString &characterId) const override;
    QList<GalleryItem> newestImages(const QString &characterId, int limit) override;
    QList<Notice> notices() const override { return m_notices; }
    QString cannotStart(const QStringList &characterIds) const override;
    QStringList samplePictureKeys() const override;
    ImageSource &images() override { return m_images; }
    QUndoStack &undoStack() override { return m_undo; }

    void importFiles(const QStringList &paths) override;
    void openSampleProject() override;
    void connectServer(const QString &address) override;
    void useDemoServer() override;
    void autoAssign() override;
    void start(const QStringList &characterIds) override;
    void pause() override;
    void resume() override;
    void stop() override;
    void pauseCharacter(const QString &characterId) override;
    void resumeCharacter(const QString &characterId) override;
    void retryFailed(const QString &characterId) override;
    void chooseModel(const QString &characterId, const QString &file) override;
    void setLocked(const QString &characterId, bool locked) override;
    void setImages(const QString &characterId, int images) override;
    void editCharacter(const Character &character) override;
    void removeCharacters(const QStringList &characterIds) override;
    void undo() override { m_undo.undo(); }
    void redo() override { m_undo.redo(); }
    void loadGallery(const QString &characterId) override;
    void runNoticeAction(const QString &noticeId, const QString &actionId) override;
    void dismissNotice(const QString &noticeId) override;
    void openFolder(const QString &characterId) override;
    void shutDown() override;

private:
    struct Loaded;
    struct Live;
    using Step = std::function<Task<Result<void>>()>;

    Task<void> open(bool demo);
    Task<Result<void>> load();
    Task<void> reloadDirty();
    Task<void> watchElsewhere(std::stop_token stop);
    Task<void> runToTheEnd(RunRequest request);
    Task<void> perform(Task<Result<void>> work, QString head);
    Task<Result<void>> importTask(QStringList paths);
    Task<Result<void>> connectTask(QString address);
    Task<Result<void>> demoTask();
    Task<Result<void>> sampleTask();
    Task<Result<void>> autoAssignTask();
    Task<Result<void>> assignTask(QString characterId, QString file, bool automatic);
    Task<Result<void>> characterTask(Character after, QString text);
    Task<Result<void>> removeTask(QStringList characterIds);
    Task<Result<void>> restoreCharacters(QVector<RemovedCharacter> removed);
    Task<Result<void>> removeAgain(QStringList ids);
    Task<Result<void>> writeCharacter(Character character);
    Task<Result<void>> assignBack(QVector<Assignment> assignments);
    Task<Result<void>> undoImport(ImportOutcome outcome);
    Task<Result<void>> redoImport(QStringList paths);
    Task<Result<void>> wishTask(RunState state);
    Task<Result<void>> retryTask(QString characterId);
    Task<Result<void>> extendTask(RunRequest request);
    Task<void> galleryTask(QString characterId);
    Task<void> newestTask(QString characterId, int limit);
    Task<void> shutDownTask();

    void connectSignals();
    CharacterRow *row(const QString &characterId);
    const CharacterRow *row(const QString &characterId) const;
    void refreshRow(CharacterRow &row);
    void refreshAllRows();
    void refreshStatus(CharacterRow &row) const;
    int jobsInFrontOf(const QString &characterId) const;
    void refreshSummary();
    void markDirty(const QString &characterId);
    GalleryItem item(const ImageRecord &image) const;
    void pushUndo(const QString &text, Step undo, Step redo);
    void notify(const Notice &notice);
    void notify(const QString &id, const QString &head, const Error &error);
    QString serverName(const QString &url) const;

    Services &m_services;
    QString m_project;
    QString m_projectName;
    bool m_ready = false;
    bool m_down = false;
    QList<CharacterRow> m_rows;
    QHash<QString, qsizetype> m_rowOf;
    QVector<Checkpoint> m_checkpoints;
    RunSummary m_summary;
    std::optional<Run> m_lastRun;
    QHash<QString, LivePreview> m_previews; ///< by character
    QHash<QString, QList<GalleryItem>> m_newest;
    QSet<QString> m_loadingNewest;
    QList<Notice> m_notices;
    SessionImages m_images;
    QUndoStack m_undo;
    QSet<QString> m_dirty;
    QTimer m_dirtyTimer;
    QTimer m_summaryTimer;
    QTimer m_addedTimer;
    QList<GalleryItem> m_added;
    QTimer m_previewTimer;
    QHash<QString, QByteArray> m_rawPreviews; ///< newest frame per character, decoded ten times a second at most
    bool m_wasActive = false;
    AsyncScope m_scope;
};

} // namespace lorastudio
