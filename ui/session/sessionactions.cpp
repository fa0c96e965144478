// SPDX-License-Identifier: GPL-3.0-or-later
// What the person asks for. Every change of data is done first and becomes an undo step when it has succeeded.
#include "session/projectsession.h"

#include "import/samplereader.h"
#include "session/sessionload.h"
#include "session/undostep.h"
#include "storage/characterrepository.h"

#include <QCoreApplication>
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
    const auto run = [this](Step step, QString head) {
        m_scope.spawn(perform(step(), head));
    };
    m_undo.push(new UndoStep(
        text, [run, undo] { run(undo, tr("Undo failed")); }, [run, redo] { run(redo, tr("Redo failed")); }));
    m_summary.lastChange = text;
    Q_EMIT runSummaryChanged();
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
    const QVector<ImportMessage> problems = outcome->errors + outcome->warnings;
    if (!problems.isEmpty()) {
        QStringList lines;
        for (const ImportMessage &message : problems.mid(0, 3))
            lines.append(message.line > 0
                             ? tr("%1, line %2: %3")
                                   .arg(QFileInfo(message.path).fileName())
                                   .arg(message.line)
                                   .arg(message.message)
                             : QStringLiteral("%1: %2").arg(QFileInfo(message.path).fileName(), message.message));
        if (problems.size() > 3)
            lines.append(tr("and %1 more").arg(problems.size() - 3));
        notify({QStringLiteral("import"),
                outcome->rows.isEmpty() ? Notice::Kind::Problem : Notice::Kind::Warning,
                outcome->rows.isEmpty() ? tr("Nothing was imported")
                                        : tr("Imported %1, with remarks").arg(outcome->rows.size()),
                lines.join(QStringLiteral("; ")),
                {},
                true});
    }
    if (outcome->rows.isEmpty())
        co_return Result<void>{};
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    const Result<void> loaded = co_await load();
    pushUndo(
        tr("Imported %n character(s).", nullptr, int(outcome->rows.size())),
        [this, done = *outcome] { return undoImport(done); }, [this, paths] { return redoImport(paths); });
    if (!assigned)
        co_return fail(assigned.error());
    co_return loaded;
}

Task<Result<void>> ProjectSession::undoImport(ImportOutcome outcome)
{
    const Result<void> undone = co_await m_services.importer().undo(outcome);
    co_await load();
    co_return undone;
}

Task<Result<void>> ProjectSession::redoImport(QStringList paths)
{
    const Result<ImportOutcome> outcome = co_await m_services.importer().importPaths(paths, m_project, false);
    if (!outcome)
        co_return fail(outcome.error());
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    co_await load();
    if (!assigned)
        co_return fail(assigned.error());
    co_return Result<void>{};
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
    m_project = *project;
    m_undo.clear();
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    if (!assigned)
        co_return fail(assigned.error());
    co_return co_await load();
}

void ProjectSession::connectServer(const QString &address)
{
    m_scope.spawn(perform(connectTask(address), tr("The server cannot be used")));
}

Task<Result<void>> ProjectSession::connectTask(QString address)
{
    const QString url = normalizedServerUrl(address);
    if (url.isEmpty()) {
        Q_EMIT serverProblem(
            tr("“%1” is no address of a server. Write for example http://127.0.0.1:8188.").arg(address));
        co_return Result<void>{};
    }
    ServerConfig config;
    config.url = url;
    const std::shared_ptr<ServerConnection> server = m_services.pool().add(config, {});
    while (!server->isSettled() && !m_scope.token().stop_requested())
        co_await sleepFor(std::chrono::milliseconds(25), m_scope.token());
    if (!server->isReachable()) {
        const QString why = server->status().error;
        m_services.pool().remove(url);
        Q_EMIT serverProblem(why);
        co_return Result<void>{};
    }
    const Result<void> added = co_await m_services.addServer(config, {});
    if (!added)
        co_return added;
    Q_EMIT serverProblem(QString());
    m_summary.lastChange = tr("Connected to %1.").arg(server->status().name);
    refreshSummary();
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    if (!assigned)
        co_return fail(assigned.error());
    co_return Result<void>{};
}

void ProjectSession::useDemoServer()
{
    m_scope.spawn(perform(demoTask(), tr("The demo server did not start")));
}

Task<Result<void>> ProjectSession::demoTask()
{
    const Result<void> started = m_services.startDemoServer();
    if (!started)
        co_return started;
    co_await m_services.pool().settled(false, std::chrono::seconds(5), m_scope.token());
    refreshSummary();
    if (m_rows.isEmpty())
        co_return co_await sampleTask();
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    if (!assigned)
        co_return fail(assigned.error());
    co_return Result<void>{};
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
        tr("Auto-assigned %n character(s).", nullptr, int(changes->size())),
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
    const auto work = [characterIds](Connection &connection) {
        return removeAll(connection, characterIds);
    };
    const Result<QVector<RemovedCharacter>> removed = co_await m_services.database().write(work);
    if (!removed)
        co_return fail(removed.error());
    const Result<void> loaded = co_await load();
    pushUndo(
        tr("Removed %n character(s).", nullptr, int(removed->size())),
        [this, gone = *removed] { return restoreCharacters(gone); },
        [this, characterIds] { return removeAgain(characterIds); });
    co_return loaded;
}

Task<Result<void>> ProjectSession::removeAgain(QStringList ids)
{
    const auto work = [ids](Connection &connection) {
        return removeAll(connection, ids);
    };
    const Result<QVector<RemovedCharacter>> removed = co_await m_services.database().write(work);
    if (!removed)
        co_return fail(removed.error());
    co_return co_await load();
}

Task<Result<void>> ProjectSession::restoreCharacters(QVector<RemovedCharacter> removed)
{
    const auto work = [removed](Connection &connection) -> Result<void> {
        for (const RemovedCharacter &character : removed) {
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
