// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/characterrow.h"
#include "models/galleryitem.h"
#include "models/runsummary.h"

#include <QObject>
#include <QStringList>

#include <optional>

class QUndoStack;

namespace lorastudio {

class ImageSource;

/// A message on a page: what happened, and what can be done about it.
struct Notice
{
    enum class Kind { Information, Good, Warning, Problem };
    struct Action
    {
        QString id;
        QString text; ///< title case
        friend bool operator==(const Action &, const Action &) = default;
    };
    QString id; ///< unique; a notice with the same id replaces the former one
    Kind kind = Kind::Information;
    QString head; ///< a few words
    QString body; ///< plain text, may quote a server
    QList<Action> actions;
    bool closable = true;
    QString details = {}; ///< for the log only
    friend bool operator==(const Notice &, const Notice &) = default;
};

/// Everything the window needs of the services: values to show, wishes to fulfil, and signals for what changed.
///
/// It exists so that the window is built and tested above plain values. Getters answer at once from memory and never
/// block. Actions return at once; what comes of them arrives through the signals, what fails through a notice or a
/// row. Every change of a person to data (model, images, texts, import, auto-assign, removal) is one step of
/// `undoStack()`, whose text says what it takes back. Main thread only.
class ProjectView : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// False until the database is open and the rows are loaded.
    virtual bool isReady() const = 0;
    virtual QString projectName() const = 0;
    virtual QString projectId() const = 0;
    /// All projects of the database, by name.
    virtual QList<Project> projects() const = 0;
    /// In the order of the table.
    virtual QList<CharacterRow> rows() const = 0;
    /// In catalog order, the available ones first.
    virtual QList<ModelChoice> modelChoices() const = 0;
    /// The checkpoint that the rule gives this character now; empty if there is none at all.
    virtual std::optional<Checkpoint> automaticChoice(const QString &characterId) const = 0;
    virtual RunSummary runSummary() const = 0;
    /// Empty while no image of this character is being made.
    virtual std::optional<LivePreview> livePreview(const QString &characterId) const = 0;
    /// Newest first, at most `limit`; asking may start loading, `newestImagesChanged` follows.
    virtual QList<GalleryItem> newestImages(const QString &characterId, int limit) = 0;
    /// Thumbnail keys of the reference pictures, the shown one first; asking may start loading, `referencesChanged`
    /// follows.
    virtual QStringList references(const QString &characterId) = 0;
    /// Newest first.
    virtual QList<Notice> notices() const = 0;
    /// Why Start has nothing to do for these characters (all if empty), for people; empty = it can start.
    virtual QString cannotStart(const QStringList &characterIds) const = 0;
    /// Thumbnail keys of the characters of the sample project, for the first page.
    virtual QStringList samplePictureKeys() const = 0;
    virtual ImageSource &images() = 0;
    virtual QUndoStack &undoStack() = 0;

    /// Once more, when the database did not open.
    virtual void openAgain() {}
    /// Files and folders: tables and pictures of characters.
    virtual void importFiles(const QStringList &paths) = 0;
    virtual void openSampleProject() = 0;
    /// Shows another project; a run of this one goes on.
    virtual void openProject(const QString &id) = 0;
    /// `address` as typed; a problem comes back through `serverProblem`.
    virtual void connectServer(const QString &address) = 0;
    virtual void useDemoServer() = 0;
    virtual void autoAssign() = 0;
    /// Empty = all characters that lack images. While a run goes on, those not in it are added.
    virtual void start(const QStringList &characterIds) = 0;
    virtual void pause() = 0;
    virtual void resume() = 0;
    /// Cancels what is on the servers; images that are there stay. The window has asked before.
    virtual void stop() = 0;
    /// Pause and resume for one row only.
    virtual void pauseCharacter(const QString &characterId) = 0;
    virtual void resumeCharacter(const QString &characterId) = 0;
    /// Empty id = all failed jobs of the project.
    virtual void retryFailed(const QString &characterId) = 0;
    /// A choice locks; an empty `file` gives the choice back to the rule.
    virtual void chooseModel(const QString &characterId, const QString &file) = 0;
    virtual void setLocked(const QString &characterId, bool locked) = 0;
    /// `images` 1 … Character::maxImages.
    virtual void setImages(const QString &characterId, int images) = 0;
    /// Stores the texts of `character` (name, type, prompt, negative, trigger) under its id, as one undo step.
    virtual void editCharacter(const Character &character) = 0;
    /// One of `references` is shown from now on, as one undo step; the others stay.
    virtual void chooseReference(const QString &characterId, const QString &key) = 0;
    virtual void removeCharacters(const QStringList &characterIds) = 0;
    /// Why no character of this project but `characterId` can have this name, for people; empty = one can. An empty id
    /// is a new one.
    virtual QString whyNotNamed(const QString &name, const QString &characterId) const = 0;
    /// Adds a character with nothing but a name at the end of the table; `characterAdded` follows. Undoable.
    virtual void addCharacter(const QString &name) = 0;
    /// Adds copies with the texts, the size, the reference pictures and the locked model, without the images. Undoable.
    virtual void duplicateCharacters(const QStringList &characterIds) = 0;
    /// Makes one image with the present texts and model, which does not count towards the target.
    virtual void makeOneImage(const QString &characterId) = 0;
    /// Why no new project can have this name, for people; empty = one can.
    virtual QString whyNoProject(const QString &name) const = 0;
    /// Makes an empty project and shows it.
    virtual void createProject(const QString &name) = 0;
    /// The project that is shown. Undoable.
    virtual void renameProject(const QString &name) = 0;
    /// What a person has just asked for is being stored, and is a step as soon as it is: Undo waits for it.
    virtual bool isGranting() const { return false; }
    virtual void undo() = 0;
    virtual void redo() = 0;
    virtual void runNoticeAction(const QString &noticeId, const QString &actionId) = 0;
    virtual void dismissNotice(const QString &noticeId) = 0;
    /// Shows the library, or the folder of a character, in the desktop's file manager.
    virtual void openFolder(const QString &characterId) = 0;
    /// Ends the program's work and calls the application to quit when it is done; a run is taken up at the next start.
    virtual void shutDown() = 0;

Q_SIGNALS:
    /// Other rows, another order, or `isReady` changed.
    void rowsReset();
    /// A person has added it, and its row is there; of several, the last.
    void characterAdded(const QString &id);
    /// As often as it happens; the table coalesces.
    void rowChanged(const CharacterRow &row);
    void modelChoicesChanged();
    /// At most once a second, and at once for a change of the phase.
    void runSummaryChanged();
    void grantingChanged();
    void livePreviewChanged(const QString &characterId);
    void newestImagesChanged(const QString &characterId);
    void referencesChanged(const QString &characterId);
    void noticesChanged();
    /// This one is new, or the same once more.
    void noticeRaised(const Notice &notice);
    void serverProblem(const QString &message);
    /// Newest last, of any character.
    void imagesAdded(const QList<GalleryItem> &items);
};

} // namespace lorastudio
