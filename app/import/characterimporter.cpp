// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/characterimporter.h"

#include "core/text.h"
#include "images/libraryfolder.h"
#include "import/charactermerge.h"
#include "import/importer.h"
#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/projectrepository.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("CharacterImporter", source);
}

/// A table may name a project of its own for a row.
Result<QString> projectOf(Connection &connection, const ImportedCharacter &imported, const QString &current,
                          bool dryRun)
{
    if (imported.project.isEmpty())
        return current;
    const QString id = slug(imported.project);
    if (dryRun)
        return id;
    const Result<Project> project = ProjectRepository(connection).ensure(id, imported.project);
    return project ? Result<QString>(project->id) : Result<QString>(fail(project.error()));
}

Result<ImportedRow> write(Connection &connection, const ImportedCharacter &imported, const QString &current,
                          bool dryRun)
{
    const Result<QString> ofRow = projectOf(connection, imported, current, dryRun);
    if (!ofRow)
        return fail(ofRow.error());
    const QString &project = *ofRow;
    CharacterRepository characters(connection);
    AssignmentRepository assignments(connection);
    const Result<std::optional<Character>> same = characters.byName(project, imported.character.name);
    if (!same)
        return fail(same.error());
    ImportedRow row;
    row.references = imported.references;
    row.isNew = !*same;
    if (*same) {
        row.before = *same;
        row.character = mergeImported(**same, imported);
        if (!dryRun) {
            if (const Result<void> updated = characters.update(row.character); !updated)
                return fail(updated.error());
        }
    } else {
        row.character = imported.character;
        row.character.project = project;
        row.character.reference.clear();
        if (dryRun) {
            row.character.id = slug(row.character.name);
        } else {
            Result<Character> inserted = characters.insert(row.character);
            if (!inserted)
                return fail(inserted.error());
            row.character = *inserted;
        }
    }
    if (imported.model.isEmpty())
        return row;
    row.assignment =
        Assignment{row.character.id, checkpointKey(imported.model), true, text("Chosen by the imported table")};
    if (row.before) {
        const Result<std::optional<Assignment>> before = assignments.get(row.character.id);
        if (!before)
            return fail(before.error());
        row.assignmentBefore = before->value_or(Assignment{row.character.id, {}, false, {}});
    }
    if (!dryRun) {
        if (const Result<void> set = assignments.set(row.assignment); !set)
            return fail(set.error());
    }
    return row;
}

Result<void> restoreAssignment(AssignmentRepository &assignments, const Assignment &assignment)
{
    if (!assignment.modelFile.isEmpty())
        return assignments.set(assignment);
    const Result<bool> removed = assignments.remove(assignment.characterId);
    return removed ? Result<void>() : Result<void>(fail(removed.error()));
}

Result<QVector<RemovedCharacter>> takeBack(Connection &connection, const ImportOutcome &outcome)
{
    CharacterRepository characters(connection);
    AssignmentRepository assignments(connection);
    QVector<RemovedCharacter> gone;
    for (const ImportedRow &row : outcome.rows) {
        if (row.isNew) {
            const Result<std::optional<RemovedCharacter>> removed = characters.remove(row.character.id);
            if (!removed)
                return fail(removed.error());
            if (*removed)
                gone.append(**removed);
            continue;
        }
        if (const Result<void> restored = characters.update(*row.before); !restored)
            return fail(restored.error());
        if (!row.assignmentBefore)
            continue;
        if (const Result<void> restored = restoreAssignment(assignments, *row.assignmentBefore); !restored)
            return fail(restored.error());
    }
    return gone;
}

Result<void> bringBack(Connection &connection, const ImportOutcome &outcome, const QVector<RemovedCharacter> &removed)
{
    CharacterRepository characters(connection);
    AssignmentRepository assignments(connection);
    for (const RemovedCharacter &character : removed) {
        if (const Result<void> back = characters.restore(character); !back)
            return back;
    }
    for (const ImportedRow &row : outcome.rows) {
        if (row.isNew)
            continue;
        if (const Result<void> updated = characters.update(row.character); !updated)
            return updated;
        if (row.assignment.modelFile.isEmpty())
            continue;
        if (const Result<void> set = assignments.set(row.assignment); !set)
            return set;
    }
    return {};
}

} // namespace

CharacterImporter::CharacterImporter(Database &database, ImageStore &store) : m_database(database), m_store(store) {}

void CharacterImporter::setDefaults(int images, QSize size)
{
    m_images = images;
    m_size = size;
}

ImportResult CharacterImporter::withDefaults(ImportResult read) const
{
    for (ImportedCharacter &imported : read.characters) {
        if (!imported.has(field::images))
            imported.character.images = m_images;
        if (!imported.has(field::size))
            imported.character.size = m_size;
    }
    return read;
}

Task<Result<ImportOutcome>> CharacterImporter::importPaths(QStringList paths, QString project, bool dryRun)
{
    const auto work = [paths] {
        return lorastudio::importPaths(paths);
    };
    const ImportResult read = co_await offload(work);
    co_return co_await importCharacters(read, project, dryRun);
}

Task<Result<ImportOutcome>> CharacterImporter::importCharacters(ImportResult read, QString project, bool dryRun)
{
    const auto writeAll = [characters = withDefaults(read).characters, project,
                           dryRun](Connection &connection) -> Result<QVector<ImportedRow>> {
        QVector<ImportedRow> rows;
        for (const ImportedCharacter &imported : characters) {
            Result<ImportedRow> row = write(connection, imported, project, dryRun);
            if (!row)
                return fail(row.error());
            rows.append(*row);
        }
        return rows;
    };
    Result<QVector<ImportedRow>> rows = fail(Error::canceled());
    if (dryRun)
        rows = co_await m_database.read(writeAll);
    else
        rows = co_await m_database.write(writeAll);
    if (!rows)
        co_return fail(rows.error());
    ImportOutcome outcome{*rows, read.warnings, read.errors};
    if (!dryRun)
        co_await settleFiles(&outcome, read);
    co_return outcome;
}

Task<void> CharacterImporter::settleFiles(ImportOutcome *outcome, ImportResult read)
{
    QStringList folders; // of characters that had the same ids before and were removed: nothing is written over
    for (const ImportedRow &row : std::as_const(outcome->rows)) {
        if (row.isNew)
            folders.append(ImageStore::relativeFolderFor(row.character.project, row.character.id));
    }
    const auto putAside = [store = m_store, folders, now = QDateTime::currentDateTimeUtc()] {
        for (const QString &folder : folders)
            setFolderAside(store, folder, now);
    };
    co_await offload(putAside);
    QVector<Character> changed;
    for (qsizetype i = 0; i < outcome->rows.size(); ++i) {
        const QString picture = read.characters.at(i).referencePath;
        if (picture.isEmpty())
            continue;
        ImportedRow &row = outcome->rows[i];
        const auto work = [store = &m_store, id = row.character.id, picture] {
            return store->storeReference(id, picture);
        };
        const Result<QString> stored = co_await offload(work);
        if (stored) {
            row.character.reference = *stored;
            changed.append(row.character);
        } else {
            outcome->warnings.append(
                {picture, 0, text("The reference picture is left out. %1").arg(stored.error().message)});
        }
    }
    if (changed.isEmpty())
        co_return;
    const auto work2 = [changed](Connection &connection) -> Result<void> {
        CharacterRepository characters(connection);
        for (const Character &character : changed) {
            if (const Result<void> updated = characters.update(character); !updated)
                return updated;
        }
        return {};
    };
    const Result<void> written = co_await m_database.write(work2);
    if (!written)
        outcome->warnings.append({{}, 0, written.error().message});
}

Task<Result<QVector<RemovedCharacter>>> CharacterImporter::undo(ImportOutcome outcome)
{
    const auto work = [outcome](Connection &connection) {
        return takeBack(connection, outcome);
    };
    co_return co_await m_database.write(work);
}

Task<Result<void>> CharacterImporter::redo(ImportOutcome outcome, QVector<RemovedCharacter> removed)
{
    const auto work = [outcome, removed](Connection &connection) {
        return bringBack(connection, outcome, removed);
    };
    co_return co_await m_database.write(work);
}

} // namespace lorastudio
