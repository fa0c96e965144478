// SPDX-License-Identifier: GPL-3.0-or-later
// What the person asks for. Every change of data is done in its turn and becomes an undo step when it has succeeded.
#include "session/projectsession.h"

#include "core/text.h"
#include "storage/characterrepository.h"

#include <QDesktopServices>
#include <QDir>
#include <QLocale>

namespace lorastudio {

namespace {

QString counted(qsizetype count)
{
    return QLocale().toString(qlonglong(count));
}

} // namespace

Task<void> ProjectSession::perform(Task<Result<void>> work, QString head)
{
    const Result<void> done = co_await std::move(work);
    if (!done)
        notify(QStringLiteral("action"), head, done.error());
}

/// A change of data. In its turn, so that Undo right after it takes back this one and none before it.
void ProjectSession::ask(const Step &wish, const QString &head)
{
    runInTurn([this, wish, head] { return grant(wish, head); });
}

Task<Result<void>> ProjectSession::grant(Step wish, QString head)
{
    Task<Result<void>> work = wish();
    const Result<void> done = co_await std::move(work);
    if (!done)
        notify(QStringLiteral("action"), head, done.error());
    co_return Result<void>{};
}

void ProjectSession::importFiles(const QStringList &paths)
{
    ask([this, paths] { return importTask(paths); }, tr("The import failed"));
}

Task<Result<void>> ProjectSession::importTask(QStringList paths)
{
    const Result<ImportOutcome> outcome = co_await m_services.importer().importPaths(paths, m_project, false);
    if (!outcome)
        co_return fail(outcome.error());
    const Result<QStringList> settled = co_await settleImport(*outcome);
    co_return settled ? Result<void>() : Result<void>(fail(settled.error()));
}

Task<Result<QStringList>> ProjectSession::importCharacters(ImportResult read, ImportWatch watch)
{
    const Ids ids = std::make_shared<Result<QStringList>>(fail(Error::canceled()));
    const auto done = std::make_shared<QPromise<void>>();
    done->start();
    const QFuture<void> end = done->future();
    runInTurn([this, read, watch, ids, done] { return importInTurn(read, watch, ids, done); });
    co_await end;
    co_return *ids;
}

Task<Result<void>> ProjectSession::importInTurn(ImportResult read, ImportWatch watch, Ids ids,
                                                std::shared_ptr<QPromise<void>> done)
{
    const Result<ImportOutcome> outcome =
        co_await m_services.importer().importCharacters(read, m_project, false, watch);
    if (outcome)
        *ids = co_await settleImport(*outcome);
    else
        *ids = fail(outcome.error());
    done->finish();
    co_return Result<void>{};
}

void ProjectSession::sayWhatStayedOut(const ImportOutcome &outcome)
{
    const QVector<ImportMessage> problems = outcome.errors + outcome.warnings;
    if (problems.isEmpty())
        return;
    QStringList lines;
    for (const ImportMessage &message : problems.mid(0, 3)) {
        const QString name = QFileInfo(message.path).fileName();
        lines.append(message.line > 0 ? tr("%1, line %2: %3").arg(name, QString::number(message.line), message.message)
                                      : QStringLiteral("%1: %2").arg(name, message.message));
    }
    if (problems.size() > 3)
        lines.append(tr("and %1 more").arg(counted(problems.size() - 3)));
    notify({QStringLiteral("import"),
            outcome.rows.isEmpty() ? Notice::Kind::Problem : Notice::Kind::Warning,
            outcome.rows.isEmpty() ? tr("Nothing was imported")
                                   : tr("Imported %1, with remarks").arg(counted(outcome.rows.size())),
            lines.join(QStringLiteral("; ")),
            {},
            true});
}

Task<Result<QStringList>> ProjectSession::settleImport(ImportOutcome outcome)
{
    sayWhatStayedOut(outcome);
    if (outcome.rows.isEmpty())
        co_return QStringList();
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    const Result<void> loaded = co_await load();
    const Removed removed = std::make_shared<QVector<RemovedCharacter>>();
    pushUndo(
        outcome.rows.size() == 1 ? tr("Imported 1 character.")
                                 : tr("Imported %1 characters.").arg(counted(outcome.rows.size())),
        [this, outcome, removed] { return undoImport(outcome, removed); },
        [this, outcome, removed] { return redoImport(outcome, removed); });
    if (!assigned)
        co_return fail(assigned.error());
    if (!loaded)
        co_return fail(loaded.error());
    QStringList ids;
    for (const ImportedRow &imported : std::as_const(outcome.rows)) {
        if (imported.character.project == m_project)
            ids.append(imported.character.id);
    }
    co_return ids;
}

Task<Result<void>> ProjectSession::undoImport(ImportOutcome outcome, Removed removed)
{
    const Result<QVector<RemovedCharacter>> undone = co_await m_services.importer().undo(outcome);
    if (!undone)
        co_return fail(undone.error());
    if (!undone->isEmpty())
        *removed = *undone;
    co_await load(); // says itself what it could not read
    co_return Result<void>{};
}

Task<Result<void>> ProjectSession::redoImport(ImportOutcome outcome, Removed removed)
{
    const Result<void> redone = co_await m_services.importer().redo(outcome, *removed);
    if (!redone)
        co_return redone;
    takeUpAgain(*removed);
    // It is made again; what fails from here on is no reason to take it for undone.
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    if (!assigned)
        notify(QStringLiteral("action"), tr("Auto-assign failed"), assigned.error());
    co_await load();
    co_return Result<void>{};
}

void ProjectSession::openSampleProject()
{
    ask([this] { return sampleTask(); }, tr("The sample project cannot be opened"));
}

Task<Result<void>> ProjectSession::sampleTask()
{
    const Result<QString> project = co_await m_services.openSampleProject();
    if (!project)
        co_return fail(project.error());
    co_return co_await switchTo(*project);
}

void ProjectSession::openProject(const QString &id)
{
    if (id != m_project)
        ask([this, id] { return projectTask(id); }, tr("The project cannot be opened"));
}

Task<Result<void>> ProjectSession::projectTask(QString id)
{
    const Result<QString> project = co_await m_services.openProject(id);
    if (!project)
        co_return fail(project.error());
    co_return co_await switchTo(*project);
}

Task<Result<void>> ProjectSession::switchTo(QString project)
{
    // Until everything of it is there, the present one stays.
    const auto assigned = co_await m_services.assignments().autoAssign(project, false);
    if (!assigned)
        co_return fail(assigned.error());
    const Result<SessionData> data = co_await loadSession(m_services.database(), project);
    if (!data)
        co_return fail(data.error());
    m_project = project;
    m_newest.clear();
    m_references.clear();
    forgetWaitingRun();
    forgetStepsOfProject();
    show(*data);
    co_return Result<void>{};
}

void ProjectSession::autoAssign()
{
    ask([this] { return autoAssignTask(); }, tr("Auto-assign failed"));
}

Task<Result<void>> ProjectSession::autoAssignTask()
{
    const Result<bool> changed = co_await chooseModels();
    if (!changed)
        co_return fail(changed.error());
    if (!*changed)
        setLastChange(tr("Every character has its best model already."));
    co_return Result<void>{};
}

/// What a server has is not what was there before: in its turn, and with a step back.
Task<Result<void>> ProjectSession::choiceTask()
{
    const Result<bool> changed = co_await chooseModels();
    co_return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

Task<Result<bool>> ProjectSession::chooseModels()
{
    const Result<QVector<AssignmentChange>> changes = co_await m_services.assignments().autoAssign(m_project, false);
    if (!changes)
        co_return fail(changes.error());
    if (changes->isEmpty())
        co_return false;
    QVector<Assignment> before;
    QVector<Assignment> after;
    for (const AssignmentChange &change : *changes) {
        before.append(change.before);
        before.last().characterId = change.after.characterId;
        after.append(change.after);
    }
    pushUndo(
        changes->size() == 1 ? tr("Auto-assigned 1 character.")
                             : tr("Auto-assigned %1 characters.").arg(counted(changes->size())),
        [this, before] { return assignBack(before); }, [this, after] { return assignBack(after); });
    co_return true;
}

Task<Result<void>> ProjectSession::assignBack(QVector<Assignment> assignments)
{
    co_return co_await m_services.assignments().restore(assignments);
}

void ProjectSession::chooseModel(const QString &characterId, const QString &file)
{
    ask([this, characterId, file] { return assignTask(characterId, file, file.isEmpty()); },
        tr("The model cannot be chosen"));
}

void ProjectSession::setLocked(const QString &characterId, bool locked)
{
    const Step wish = [this, characterId, locked] {
        const CharacterRow *of = row(characterId);
        return assignTask(characterId, of ? of->assignment.modelFile : QString(), !locked);
    };
    ask(wish, tr("The lock cannot be changed"));
}

Task<Result<void>> ProjectSession::assignTask(QString characterId, QString file, bool automatic)
{
    const CharacterRow *of = row(characterId);
    if (!of)
        co_return Result<void>{};
    const Assignment before = of->assignment;
    const QString name = of->character.name;
    Result<Assignment> after = fail(Error::canceled());
    if (automatic)
        after = co_await m_services.assignments().unlock(characterId);
    else
        after = co_await m_services.assignments().choose(characterId, file);
    if (!after)
        co_return fail(after.error());
    if (*after == before)
        co_return Result<void>{};
    const QVector<Assignment> back{before};
    const QVector<Assignment> again{*after};
    pushUndo(
        automatic ? tr("The rule chooses the model of %1.").arg(isolated(name))
                  : tr("Chose the model of %1.").arg(isolated(name)),
        [this, back] { return assignBack(back); }, [this, again] { return assignBack(again); });
    co_return Result<void>{};
}

void ProjectSession::setImages(const QString &characterId, int images)
{
    const Step wish = [this, characterId, images] {
        const CharacterRow *of = row(characterId);
        Character after = of ? of->character : Character();
        after.images = images;
        return characterTask(after, tr("%1 gets %2 images.").arg(isolated(after.name), counted(images)));
    };
    ask(wish, tr("The number cannot be changed"));
}

void ProjectSession::editCharacter(const Character &character)
{
    ask([this, character] { return characterTask(character, tr("Edited %1.").arg(isolated(character.name))); },
        tr("The character cannot be changed"));
}

Task<Result<void>> ProjectSession::characterTask(Character after, QString text)
{
    const CharacterRow *of = row(after.id);
    if (!of || of->character == after)
        co_return Result<void>{};
    const Character before = of->character;
    const QString problem = before.name == after.name ? QString() : whyNotNamed(after.name, after.id);
    if (!problem.isEmpty())
        co_return fail(Error::Kind::Validation, tr("%1 keeps its name: %2").arg(isolated(before.name), problem));
    const Result<void> written = co_await writeCharacter(after);
    if (!written)
        co_return written;
    pushUndo(
        text, [this, before] { return writeCharacter(before); }, [this, after] { return writeCharacter(after); });
    co_return Result<void>{};
}

Task<Result<void>> ProjectSession::writeCharacter(Character character)
{
    const auto work = [character](Connection &connection) {
        return CharacterRepository(connection).update(character);
    };
    const Result<void> written = co_await m_services.database().write(work);
    if (!written)
        co_return written;
    CharacterRow *changed = row(character.id);
    if (changed) {
        const bool shows = changed->character.reference != character.reference;
        changed->character = character;
        if (shows)
            changed->thumbnailKey = SessionImages::keyOfReference(character.reference, changed->summary);
        refreshRow(*changed);
        Q_EMIT rowChanged(*changed);
        if (shows) {
            m_references[character.id].isStale = true;
            Q_EMIT referencesChanged(character.id);
        }
    }
    co_return Result<void>{};
}

void ProjectSession::removeCharacters(const QStringList &characterIds)
{
    ask([this, characterIds] { return removeTask(characterIds); }, tr("The characters cannot be removed"));
}

namespace {

Result<QVector<RemovedCharacter>> removeAll(Connection &connection, const QStringList &ids)
{
    QVector<RemovedCharacter> removed;
    for (const QString &id : ids) {
        const Result<std::optional<RemovedCharacter>> one = CharacterRepository(connection).remove(id);
        if (!one)
            return fail(one.error());
        if (*one)
            removed.append(**one);
    }
    return removed;
}

Result<void> restoreAll(Connection &connection, const QVector<RemovedCharacter> &characters)
{
    for (const RemovedCharacter &character : characters) {
        if (const Result<void> back = CharacterRepository(connection).restore(character); !back)
            return back;
    }
    return {};
}

} // namespace

Task<Result<void>> ProjectSession::removeTask(QStringList characterIds)
{
    const Removed removed = std::make_shared<QVector<RemovedCharacter>>();
    const Folders stay;
    const Result<void> done = co_await removeAgain(characterIds, removed, stay);
    if (!done || removed->isEmpty()) // another program was faster
        co_return done;
    pushUndo(
        removed->size() == 1 ? tr("Removed 1 character.") : tr("Removed %1 characters.").arg(counted(removed->size())),
        [this, removed, stay] { return restoreCharacters(removed, stay); },
        [this, characterIds, removed, stay] { return removeAgain(characterIds, removed, stay); });
    co_return Result<void>{};
}

Task<Result<void>> ProjectSession::removeAgain(QStringList ids, Removed removed, Folders folders)
{
    const auto work = [ids](Connection &connection) {
        return removeAll(connection, ids);
    };
    const Result<QVector<RemovedCharacter>> gone = co_await m_services.database().write(work);
    if (!gone)
        co_return fail(gone.error());
    // While no row knows the folders, so that nobody takes the one's images for left-overs of the other.
    const Result<void> exchanged = co_await exchangeFolders(folders);
    if (!exchanged) {
        const auto again = [gone = *gone](Connection &connection) {
            return restoreAll(connection, gone);
        };
        co_await m_services.database().write(again);
        co_return exchanged;
    }
    if (!gone->isEmpty())
        *removed = *gone; // more may hang on them than before, and undo brings back all of it
    co_await load();      // says itself what it could not read
    co_return Result<void>{};
}

Task<Result<void>> ProjectSession::restoreCharacters(Removed removed, Folders folders)
{
    const Result<void> exchanged = co_await exchangeFolders(folders);
    if (!exchanged)
        co_return exchanged;
    const auto work = [characters = *removed](Connection &connection) {
        return restoreAll(connection, characters);
    };
    const Result<void> restored = co_await m_services.database().write(work);
    if (!restored) {
        co_await exchangeFolders(folders);
        co_return restored;
    }
    takeUpAgain(*removed);
    co_await load();
    co_return Result<void>{};
}

/// What is open of characters that came back is made by the run that goes on here, which has forgotten them.
void ProjectSession::takeUpAgain(const QVector<RemovedCharacter> &characters)
{
    const GenerationService &generation = m_services.generation();
    RunRequest request;
    request.project = m_project;
    request.resumeOnly = true;
    for (const RemovedCharacter &removed : characters) {
        if (removed.character.project == m_project)
            request.characterIds.append(removed.character.id);
    }
    if (!request.characterIds.isEmpty() && generation.isGoing() && m_summary.phase != RunPhase::Stopping &&
        generation.progress().run.project == m_project)
        m_scope.spawn(perform(extendTask(request), tr("The run cannot be extended")));
}

/// Images of a character that had the same id as a new one, see Services::setOldImagesAside.
Task<Result<void>> ProjectSession::exchangeFolders(Folders folders)
{
    if (!folders)
        co_return Result<void>{};
    const Result<QVector<SharedFolder>> exchanged = co_await m_services.exchangeFolders(*folders);
    if (!exchanged)
        co_return fail(exchanged.error());
    *folders = *exchanged;
    co_return Result<void>{};
}

void ProjectSession::openFolder(const QString &characterId)
{
    QString folder = m_services.libraryFolder();
    if (const CharacterRow *of = row(characterId); of && !of->summary.newestImage.isEmpty())
        folder = QFileInfo(QDir(folder).filePath(of->summary.newestImage)).absolutePath();
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

} // namespace lorastudio
