// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "models/projectview.h"
#include "services.h"
#include "session/previewdecoder.h"
#include "session/sessionimages.h"
#include "session/sessionload.h"
#include "session/undostep.h"
#include "storage/characterrepository.h"

#include <QHash>
#include <QPromise>
#include <QTimer>
#include <QUndoStack>

#include <functional>
#include <memory>
#include <vector>

namespace lorastudio {

/// What the window sees of the services: rows kept in memory, wishes turned into coroutines, changes of the database by
/// this and other processes turned into signals. Every change of a person to data is one undo step; steps are undone
/// and redone one after the other, however fast they are asked for. A run that was open when the program ended is taken
/// up at the start. Main thread only; `shutDown()` ends the services and then the application.
class ProjectSession : public ProjectView
{
    Q_OBJECT

public:
    using Closing = std::function<Task<void>()>;

    /// `services` outlives the session.
    explicit ProjectSession(Services &services, QString project);
    ~ProjectSession() override;

    /// Opens the database, loads the project and takes up its open run; `demo` starts the demo server and, in an empty
    /// project, the samples.
    void begin(bool demo);
    /// What is awaited first at the end: of what else works with the services.
    void closeFirst(Closing closing) { m_closings.push_back(std::move(closing)); }
    /// What is awaited last, when the services have ended: of what only listens.
    void closeLast(Closing closing) { m_lastClosings.push_back(std::move(closing)); }
    /// Ends all work and the services; then the session may be destroyed. Whoever asks once more waits for the same
    /// end. Undo steps and wishes that wait for their turn are made before. If something hangs for more than 10 s, the
    /// process is ended hard.
    Task<void> close();

    // For what else works on the project.
    using Step = std::function<Task<Result<void>>()>;
    /// Puts a change that has been made on the stack. `text` is what stands in the status bar, after a line feed what
    /// Undo and Redo call it, if that differs. A step that fails says so, and the stack stands as before it; `Program`
    /// steps stay when another project is opened.
    void pushUndo(const QString &text, Step undo, Step redo, StepOf of = StepOf::Project);
    /// As pushUndo, for steps of another kind. Those are to call runUndo and runRedo from their undo() and redo().
    void push(std::unique_ptr<QUndoCommand> made);
    void runUndo(const Step &step, StepOf of = StepOf::Project);
    void runRedo(const Step &step, StepOf of = StepOf::Project);
    /// Runs a wish of a person after the steps and wishes that wait, so that none changes what another looks at. The
    /// wish says itself what failed, and ends well.
    void runInTurn(const Step &wish);
    /// The rule chooses the models of all characters that are not locked, as one undo step. False if none changed.
    Task<Result<bool>> chooseModels();
    void setLastChange(const QString &text);
    void notify(const Notice &notice);
    /// A Canceled error is no problem, and is not shown.
    void notify(const QString &id, const QString &head, const Error &error);
    /// Names of the characters by id.
    QHash<QString, QString> names() const;
    /// Images of these characters got other verdicts, went or came back: `by` so many more than before.
    void imagesEdited(const QSet<QString> &characterIds, int by);

    bool isReady() const override { return m_ready; }
    QString projectName() const override { return m_projectName; }
    QString projectId() const override { return m_project; }
    QList<Project> projects() const override { return m_projects; }
    QList<CharacterRow> rows() const override { return m_rows; }
    QList<ModelChoice> modelChoices() const override;
    std::optional<Checkpoint> automaticChoice(const QString &characterId) const override;
    RunSummary runSummary() const override { return m_summary; }
    std::optional<LivePreview> livePreview(const QString &characterId) const override;
    QList<GalleryItem> newestImages(const QString &characterId, int limit) override;
    QStringList references(const QString &characterId) override;
    QList<Notice> notices() const override { return m_notices; }
    QString cannotStart(const QStringList &characterIds) const override;
    QStringList samplePictureKeys() const override;
    ImageSource &images() override { return m_images; }
    QUndoStack &undoStack() override { return m_undo; }

    void openAgain() override;
    void importFiles(const QStringList &paths) override;
    void openSampleProject() override;
    void openProject(const QString &id) override;
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
    /// One failed job is tried again.
    void retryJob(const QString &jobId);
    void chooseModel(const QString &characterId, const QString &file) override;
    void setLocked(const QString &characterId, bool locked) override;
    void setImages(const QString &characterId, int images) override;
    void editCharacter(const Character &character) override;
    void chooseReference(const QString &characterId, const QString &key) override;
    void removeCharacters(const QStringList &characterIds) override;
    QString whyNotNamed(const QString &name, const QString &characterId) const override;
    void addCharacter(const QString &name) override;
    void duplicateCharacters(const QStringList &characterIds) override;
    void makeOneImage(const QString &characterId) override;
    QString whyNoProject(const QString &name) const override;
    void createProject(const QString &name) override;
    void renameProject(const QString &name) override;
    bool isGranting() const override;
    void undo() override;
    void redo() override;
    void runNoticeAction(const QString &noticeId, const QString &actionId) override;
    void dismissNotice(const QString &noticeId) override;
    void openFolder(const QString &characterId) override;
    void shutDown() override;

    /// Null if there is no such row. Good until the rows change.
    const CharacterRow *find(const QString &characterId) const { return row(characterId); }
    /// Stores characters that were read, as one undo step. The ids of those that are in this project, in their order.
    /// Canceled, and nothing is stored, if `watch` has enough.
    Task<Result<QStringList>> importCharacters(ImportResult read, ImportWatch watch = {});

Q_SIGNALS:
    /// Verdicts were given, or images went or came back.
    void figuresChanged();
    /// A button of a notice that is not the session's own.
    void noticeActionRun(const QString &noticeId, const QString &actionId);

private:
    /// What is to be done when those before it are.
    struct Turn
    {
        Step step;
        StepOf of = StepOf::Program;
        const QUndoCommand *command = nullptr; ///< on the stack; null = a wish, or it is not there any more
        bool isRedo = false;
        bool isWish = false;
    };
    /// What the state of every row depends on. Made once for all rows that are looked at in one go: the jobs in front
    /// of a row are a sum over those before it, so that asking each row for its own would cost rows × rows.
    struct Standing
    {
        RunProgress progress;
        bool anyServer = false;
        bool demoCounts = false;
        bool pausedBefore = false; ///< the open run was paused when the program ended
        bool elsewhere = false;    ///< other processes make the open run, and this one does not
        /// Character id → jobs before its own; computed when it is asked for first.
        mutable std::optional<QHash<QString, int>> inFront = {};
    };

    Task<void> open(bool demo);
    void sayThatNotOpened(const QString &head, const Error &error);
    Task<void> connectServersOfRun();
    Task<void> takeUpOpenRun();
    void joinOpenRun();
    Task<void> takePart(Run run);
    Task<void> continueOpenRun(bool asked);
    bool serversSuit(const Run &run) const;
    void sayThatRunWaits(const QString &problem);
    void forgetWaitingRun();
    void continueIfServersSuit();
    bool isPausedByLastProgram() const;
    Task<Result<void>> load();
    void show(const SessionData &data);
    Task<void> reloadDirty();
    Task<void> watchElsewhere(std::stop_token stop);
    void noteDatabase(const QString &problem);
    Task<void> runToTheEnd(RunRequest request);
    void sayThatRunDidNotStart(const RunRequest &request, const Error &error);
    Task<void> perform(Task<Result<void>> work, QString head);
    void ask(const Step &wish, const QString &head);
    Task<Result<void>> grant(Step wish, QString head);
    Task<Result<void>> importTask(QStringList paths);
    using Ids = std::shared_ptr<Result<QStringList>>;
    Task<Result<void>> importInTurn(ImportResult read, ImportWatch watch, Ids ids,
                                    std::shared_ptr<QPromise<void>> done);
    Task<Result<QStringList>> settleImport(ImportOutcome outcome);
    void sayWhatStayedOut(const ImportOutcome &outcome);
    Task<Result<void>> connectTask(QString address);
    Task<Result<void>> tryServer(QString url);
    Task<bool> answers(std::shared_ptr<ServerConnection> server);
    Task<Result<void>> demoTask();
    Task<Result<void>> sampleTask();
    Task<Result<void>> projectTask(QString id);
    Task<Result<void>> switchTo(QString project);
    Task<Result<void>> autoAssignTask();
    Task<Result<void>> choiceTask();
    Task<Result<void>> assignTask(QString characterId, QString file, bool automatic);
    Task<Result<void>> characterTask(Character after, QString text);
    Task<Result<void>> removeTask(QStringList characterIds);
    struct NewCharacter
    {
        Character character;
        Assignment chosen; ///< not locked = the rule chooses
        QString copyOf;    ///< id of the character whose reference pictures it gets too; empty = none
    };
    Task<Result<void>> insertTask(QVector<NewCharacter> characters, QString text);
    Task<Result<void>> renameTask(QString before, QString after);
    Task<Result<void>> writeProjectName(QString name);
    using Removed = std::shared_ptr<QVector<RemovedCharacter>>; ///< what the step before has taken away
    using Folders = std::shared_ptr<QVector<SharedFolder>>;     ///< of new characters; null = of those that are removed
    Task<Result<void>> restoreCharacters(Removed removed, Folders folders);
    Task<Result<void>> removeAgain(QStringList ids, Removed removed, Folders folders);
    Task<Result<void>> exchangeFolders(Folders folders);
    Task<Result<void>> writeCharacter(Character character);
    Task<Result<void>> assignBack(QVector<Assignment> assignments);
    Task<Result<void>> undoImport(ImportOutcome outcome, Removed removed);
    Task<Result<void>> redoImport(ImportOutcome outcome, Removed removed);
    void takeTurn(const Turn &turn);
    void sayGranting();
    Task<Result<void>> moveStack(bool forward);
    Task<void> runTurns();
    void putBack(const Turn &failed);
    void forgetStepsOfProject();
    void followUndoStack();
    Task<Result<void>> wishTask(RunState state);
    Task<void> stopTask();
    Task<Result<void>> retryTask(QString characterId, QString jobId);
    Task<Result<void>> extendTask(RunRequest request);
    Task<void> newestTask(QString characterId, int limit);
    Task<void> referencesTask(QString characterId);
    Task<void> readRunVerdicts();
    void applyRunVerdicts();
    void countOfRun(const ImageRecord &image);
    void takeUpAgain(const QVector<RemovedCharacter> &characters);
    Task<void> closeAndQuit();

    void connectSignals();
    CharacterRow *row(const QString &characterId);
    const CharacterRow *row(const QString &characterId) const;
    Standing standing() const;
    void refreshRow(CharacterRow &row);
    void refreshRow(CharacterRow &row, const Standing &standing);
    void refreshAllRows();
    void refreshServedRows();
    void refreshStatus(CharacterRow &row, const Standing &standing) const;
    int jobsInFrontOf(const QString &characterId, const Standing &standing) const;
    bool isDrivenElsewhere(const QString &url) const;
    void refreshSummary();
    void describeActiveRun(const RunProgress &progress);
    void describeNoRun();
    void describeOpenRun();
    void markDirty(const QString &characterId);
    QString serverName(const QString &url) const;

    Services &m_services;
    QString m_project;
    QString m_projectName;
    QVector<Project> m_projects;
    bool m_ready = false;
    bool m_opening = false;
    bool m_demoWanted = false;
    bool m_down = false;
    bool m_connecting = false;     ///< an address is being tried
    bool m_starting = false;       ///< a run is about to begin here
    bool m_waitsForServer = false; ///< the open run goes on as soon as a server that suits it answers
    bool m_anyServer = false;
    QList<CharacterRow> m_rows;
    QHash<QString, qsizetype> m_rowOf;
    QVector<Checkpoint> m_checkpoints;
    RunSummary m_summary;
    std::optional<Run> m_lastRun;
    std::optional<OpenRun> m_openRun;       ///< that nobody makes here
    qint64 m_joinAgainMs = 0;               ///< a run of others could not be joined; not before that time
    QHash<QString, LivePreview> m_previews; ///< by character
    QHash<QString, QList<GalleryItem>> m_newest;
    QSet<QString> m_loadingNewest;
    struct References
    {
        QStringList keys;
        bool isStale = true; ///< to be read (again) when somebody asks
        bool isLoading = false;
    };
    QHash<QString, References> m_references; ///< of the characters that were asked for
    QList<Notice> m_notices;
    SessionImages m_images;
    QUndoStack m_undo;
    int m_undoIndex = 0;
    QList<Turn> m_turns; ///< that wait
    Turn m_turn;         ///< that is under way
    bool m_stepping = false;
    bool m_saidGranting = false;
    bool m_stackInTurn = false;                          ///< the stack moves in its turn
    bool m_puttingBack = false;                          ///< the stack moves, and nothing is to be done for it
    std::vector<std::unique_ptr<QUndoCommand>> m_pushes; ///< until the steps under way have ended
    struct RunVerdicts
    {
        qint64 run = 0; ///< 0 = not read
        int accepted = 0;
        int undecided = 0;
        int rejected = 0;
    };
    RunVerdicts m_runVerdicts;
    QVector<qint64> m_storedOfRun; ///< images, since its verdicts were asked for last
    qint64 m_verdictsAsked = 0;    ///< the run whose images were counted first
    bool m_readingVerdicts = false;
    bool m_verdictsStale = false;
    QSet<QString> m_dirty;
    QTimer m_dirtyTimer;
    QTimer m_summaryTimer;
    QTimer m_addedTimer;
    QList<GalleryItem> m_added;
    PreviewDecoder m_previewDecoder;
    bool m_wasActive = false;
    std::vector<Closing> m_closings;
    std::vector<Closing> m_lastClosings;
    QPromise<void> m_ended; ///< finished when `close()` has ended
    AsyncScope m_scope;
    AsyncScope m_ending; ///< the end itself, which waits for all others
};

} // namespace lorastudio
