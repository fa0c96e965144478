// SPDX-License-Identifier: GPL-3.0-or-later
// What the person asks for. Every change of data is done first and becomes an undo step when it has succeeded.
#include "session/projectsession.h"

#include "session/undostep.h"
#include "storage/characterrepository.h"

#include <QDesktopServices>
#include <QDir>

namespace lorastudio {

Task<void> ProjectSession::perform(Task<Result<void>> work, QString head)
{
    const Result<void> done = co_await std::move(work);
    if (!done)
        notify(QStringLiteral("action"), head, done.error());
}

void ProjectSession::pushUndo(const QString &text, Step undo, Step redo)
{
    // The stack runs redo() on push; the change has been made already.
    m_undo.push(new UndoStep(
        text, [this, undo] { runStep(undo, tr("Undo failed")); }, [this, redo] { runStep(redo, tr("Redo failed")); }));
    setLastChange(text.section(u'\n', 0, 0));
}

void ProjectSession::runStep(const Step &step, const QString &head)
{
    m_steps.append({step, head});
    if (!m_stepping)
        m_scope.spawn(runSteps());
}

void ProjectSession::setLastChange(const QString &text)
{
    m_summary.lastChange = text;
    Q_EMIT runSummaryChanged();
}

Task<void> ProjectSession::runSteps()
{
    // One after the other: a redo that overtakes its undo would bring back what is not gone yet.
    m_stepping = true;
    while (!m_steps.isEmpty() && !m_scope.token().stop_requested()) {
        const NamedStep next = m_steps.takeFirst();
        co_await perform(next.step(), next.head);
    }
    m_stepping = false;
}

void ProjectSession::importFiles(const QStringList &paths)
{
    m_scope.spawn(perform(importTask(paths), tr("The import failed")));
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
    const Result<ImportOutcome> outcome =
        co_await m_services.importer().importCharacters(read, m_project, false, watch);
    if (!outcome)
        co_return fail(outcome.error());
    co_return co_await settleImport(*outcome);
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
        lines.append(tr("and %1 more").arg(problems.size() - 3));
    notify(
        {QStringLiteral("import"),
         outcome.rows.isEmpty() ? Notice::Kind::Problem : Notice::Kind::Warning,
         outcome.rows.isEmpty() ? tr("Nothing was imported") : tr("Imported %1, with remarks").arg(outcome.rows.size()),
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
        outcome.rows.size() == 1 ? tr("Imported 1 character.") : tr("Imported %1 characters.").arg(outcome.rows.size()),
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
    *removed = *undone;
    co_return co_await load();
}

Task<Result<void>> ProjectSession::redoImport(ImportOutcome outcome, Removed removed)
{
    const Result<void> redone = co_await m_services.importer().redo(outcome, *removed);
    if (!redone)
        co_return redone;
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    const Result<void> loaded = co_await load();
    if (!assigned)
        co_return fail(assigned.error());
    co_return loaded;
}

void ProjectSession::openSampleProject()
{
    m_scope.spawn(perform(sampleTask(), tr("The sample project cannot be opened")));
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
        m_scope.spawn(perform(projectTask(id), tr("The project cannot be opened")));
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
    m_project = project;
    m_newest.clear();
    forgetWaitingRun();
    m_undo.clear();
    m_steps.clear();
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    if (!assigned)
        co_return fail(assigned.error());
    co_return co_await load();
}

void ProjectSession::autoAssign()
{
    m_scope.spawn(perform(autoAssignTask(), tr("Auto-assign failed")));
}

Task<Result<void>> ProjectSession::autoAssignTask()
{
    const Result<QVector<AssignmentChange>> changes = co_await m_services.assignments().autoAssign(m_project, false);
    if (!changes)
        co_return fail(changes.error());
    if (changes->isEmpty()) {
        m_summary.lastChange = tr("Every character has its best model already.");
        Q_EMIT runSummaryChanged();
        co_return Result<void>{};
    }
    QVector<Assignment> before;
    QVector<Assignment> after;
    for (const AssignmentChange &change : *changes) {
        before.append(change.before);
        before.last().characterId = change.after.characterId;
        after.append(change.after);
    }
    pushUndo(
        changes->size() == 1 ? tr("Auto-assigned 1 character.")
                             : tr("Auto-assigned %1 characters.").arg(changes->size()),
        [this, before] { return assignBack(before); }, [this, after] { return assignBack(after); });
    co_return Result<void>{};
}

Task<Result<void>> ProjectSession::assignBack(QVector<Assignment> assignments)
{
    co_return co_await m_services.assignments().restore(assignments);
}

void ProjectSession::chooseModel(const QString &characterId, const QString &file)
{
    m_scope.spawn(perform(assignTask(characterId, file, file.isEmpty()), tr("The model cannot be chosen")));
}

void ProjectSession::setLocked(const QString &characterId, bool locked)
{
    const CharacterRow *of = row(characterId);
    if (of)
        m_scope.spawn(
            perform(assignTask(characterId, of->assignment.modelFile, !locked), tr("The lock cannot be changed")));
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
        automatic ? tr("The rule chooses the model of %1.").arg(name) : tr("Chose the model of %1.").arg(name),
        [this, back] { return assignBack(back); }, [this, again] { return assignBack(again); });
    co_return Result<void>{};
}

void ProjectSession::setImages(const QString &characterId, int images)
{
    const CharacterRow *of = row(characterId);
    if (!of || of->character.images == images)
        return;
    Character after = of->character;
    after.images = images;
    m_scope.spawn(perform(characterTask(after, tr("%1 gets %2 images.").arg(after.name).arg(images)),
                          tr("The number cannot be changed")));
}

void ProjectSession::editCharacter(const Character &character)
{
    m_scope.spawn(
        perform(characterTask(character, tr("Edited %1.").arg(character.name)), tr("The character cannot be changed")));
}

Task<Result<void>> ProjectSession::characterTask(Character after, QString text)
{
    const CharacterRow *of = row(after.id);
    if (!of || of->character == after)
        co_return Result<void>{};
    const Character before = of->character;
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
        changed->character = character;
        refreshRow(*changed);
        Q_EMIT rowChanged(*changed);
    }
    co_return Result<void>{};
}

void ProjectSession::removeCharacters(const QStringList &characterIds)
{
    m_scope.spawn(perform(removeTask(characterIds), tr("The characters cannot be removed")));
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

} // namespace

Task<Result<void>> ProjectSession::removeTask(QStringList characterIds)
{
    const Removed removed = std::make_shared<QVector<RemovedCharacter>>();
    const Result<void> done = co_await removeAgain(characterIds, removed);
    if (!done)
        co_return done;
    pushUndo(
        removed->size() == 1 ? tr("Removed 1 character.") : tr("Removed %1 characters.").arg(removed->size()),
        [this, removed] { return restoreCharacters(removed); },
        [this, characterIds, removed] { return removeAgain(characterIds, removed); });
    co_return Result<void>{};
}

Task<Result<void>> ProjectSession::removeAgain(QStringList ids, Removed removed)
{
    const auto work = [ids](Connection &connection) {
        return removeAll(connection, ids);
    };
    const Result<QVector<RemovedCharacter>> gone = co_await m_services.database().write(work);
    if (!gone)
        co_return fail(gone.error());
    *removed = *gone; // more may hang on them than before, and undo brings back all of it
    co_await load();  // says itself what it could not read
    co_return Result<void>{};
}

Task<Result<void>> ProjectSession::restoreCharacters(Removed removed)
{
    const auto work = [characters = *removed](Connection &connection) -> Result<void> {
        for (const RemovedCharacter &character : characters) {
            if (const Result<void> back = CharacterRepository(connection).restore(character); !back)
                return back;
        }
        return {};
    };
    const Result<void> restored = co_await m_services.database().write(work);
    if (!restored)
        co_return restored;
    co_return co_await load();
}

void ProjectSession::openFolder(const QString &characterId)
{
    QString folder = m_services.libraryFolder();
    if (const CharacterRow *of = row(characterId); of && !of->summary.newestImage.isEmpty())
        folder = QFileInfo(QDir(folder).filePath(of->summary.newestImage)).absolutePath();
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

} // namespace lorastudio
