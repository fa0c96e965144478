// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/characterimporter.h"

#include "catalog/modelcatalog.h"
#include "core/text.h"
#include "images/libraryfolder.h"
#include "import/charactermerge.h"
#include "import/importer.h"
#include "import/importplan.h"
#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/projectrepository.h"

#include <QCoreApplication>
#include <QHash>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("CharacterImporter", source);
}

/// Writes what was read, or only finds out what would be written; short-lived, within one transaction.
class ImportWriting
{
public:
    ImportWriting(Connection &connection, QString current, bool dryRun)
        : m_connection(connection), m_current(std::move(current)), m_dryRun(dryRun)
    {
    }

    Result<QVector<ImportedRow>> run(const QVector<ImportedCharacter> &characters)
    {
        for (const ImportedCharacter &imported : characters) {
            if (const Result<void> prepared = prepare(imported); !prepared)
                return fail(prepared.error());
        }
        if (const Result<void> stored = storeCharacters(); !stored)
            return fail(stored.error());
        for (qsizetype i = 0; i < characters.size(); ++i) {
            if (const Result<void> chosen = storeModel(characters.at(i).model, m_rows[i]); !chosen)
                return fail(chosen.error());
        }
        return m_rows;
    }

private:
    using ByName = QHash<QString, Character>;

    /// A table may name a project of its own for a row.
    Result<QString> projectOf(const ImportedCharacter &imported)
    {
        if (imported.project.isEmpty())
            return m_current;
        ProjectRepository projects(m_connection);
        const Result<Project> project =
            m_dryRun ? projects.planned(imported.project) : projects.ensureNamed(imported.project);
        return project ? Result<QString>(project->id) : Result<QString>(fail(project.error()));
    }

    /// The characters of a project, read once for all rows.
    Result<const ByName *> storedIn(const QString &project)
    {
        if (!m_stored.contains(project)) {
            const Result<QVector<Character>> list = CharacterRepository(m_connection).list(project);
            if (!list)
                return fail(list.error());
            ByName names;
            for (const Character &character : *list) {
                if (!names.contains(nameKey(character.name)))
                    names.insert(nameKey(character.name), character);
            }
            m_stored.insert(project, names);
        }
        return &*m_stored.constFind(project);
    }

    Result<void> prepare(const ImportedCharacter &imported)
    {
        const Result<QString> project = projectOf(imported);
        if (!project)
            return fail(project.error());
        const Result<const ByName *> stored = storedIn(*project);
        if (!stored)
            return fail(stored.error());
        ImportedRow row;
        row.references = imported.references;
        const auto same = (*stored)->constFind(nameKey(imported.character.name));
        row.isNew = same == (*stored)->constEnd();
        if (row.isNew) {
            row.character = imported.character;
            row.character.project = *project;
            row.character.reference.clear();
        } else {
            row.before = *same;
            row.character = mergeImported(*same, imported);
        }
        m_rows.append(row);
        return {};
    }

    Result<void> storeCharacters()
    {
        CharacterRepository characters(m_connection);
        QVector<Character> added;
        for (const ImportedRow &row : std::as_const(m_rows)) {
            if (row.isNew)
                added.append(row.character);
        }
        if (const Result<void> inserted = m_dryRun ? nameOnly(added) : insert(added); !inserted)
            return inserted;
        qsizetype next = 0;
        for (ImportedRow &row : m_rows) {
            if (row.isNew) {
                row.character = added.at(next++);
            } else if (!m_dryRun) {
                if (const Result<void> updated = characters.update(row.character); !updated)
                    return updated;
            }
        }
        return {};
    }

    Result<void> insert(QVector<Character> &added)
    {
        const Result<QVector<Character>> inserted = CharacterRepository(m_connection).insert(added);
        if (!inserted)
            return fail(inserted.error());
        added = *inserted;
        return {};
    }

    Result<void> nameOnly(QVector<Character> &added)
    {
        QVector<QString> names;
        for (const Character &character : std::as_const(added))
            names.append(character.name);
        const Result<QVector<QString>> ids = CharacterRepository(m_connection).freeIds(names);
        if (!ids)
            return fail(ids.error());
        for (qsizetype i = 0; i < added.size(); ++i)
            added[i].id = ids->at(i);
        return {};
    }

    Result<void> storeModel(const QString &model, ImportedRow &row)
    {
        if (model.isEmpty())
            return {};
        AssignmentRepository assignments(m_connection);
        row.assignment = Assignment{row.character.id, checkpointKey(model), true, text("Chosen by the imported table")};
        if (row.before) {
            const Result<std::optional<Assignment>> before = assignments.get(row.character.id);
            if (!before)
                return fail(before.error());
            row.assignmentBefore = before->value_or(Assignment{row.character.id, {}, false, {}});
        }
        return m_dryRun ? Result<void>() : assignments.set(row.assignment);
    }

    Connection &m_connection;
    QString m_current;
    bool m_dryRun;
    QHash<QString, ByName> m_stored;
    QVector<ImportedRow> m_rows;
};

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

QStringList picturesToTry(const ImportedCharacter &imported)
{
    constexpr int most = 5;
    if (imported.referencePath.isEmpty())
        return {};
    QStringList pictures = imported.pictures.mid(0, most);
    pictures.removeAll(imported.referencePath);
    pictures.prepend(imported.referencePath);
    return pictures;
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

ImportResult CharacterImporter::withModels(ImportResult read) const
{
    if (!m_checkpoints)
        return read;
    const QVector<Checkpoint> checkpoints = m_checkpoints();
    for (ImportedCharacter &imported : read.characters) {
        if (imported.model.isEmpty())
            continue;
        const QString file = ModelCatalog::fileNamed(checkpoints, imported.model);
        if (file.isEmpty())
            read.addWarning(unknownModel(imported));
        else
            imported.model = file;
    }
    return read;
}

Task<Result<ImportOutcome>> CharacterImporter::importPaths(QStringList paths, QString project, bool dryRun)
{
    const auto list = [](Connection &connection) {
        return ProjectRepository(connection).list();
    };
    const Result<QVector<Project>> projects = co_await m_database.read(list);
    if (!projects)
        co_return fail(projects.error());
    const auto work = [paths, project, projects = *projects] {
        const ImportResult read = readPaths(paths);
        ImportPlan plan;
        plan.setKnown(project, {}, projects);
        plan.add(read);
        ImportResult chosen = plan.chosen();
        ImportResult told = read; // what comes more than once is told as well
        foldDuplicates(told);
        chosen.warnings = told.warnings;
        chosen.errors = told.errors;
        return chosen;
    };
    const ImportResult read = co_await offload(work);
    co_return co_await importCharacters(read, project, dryRun);
}

Task<Result<ImportOutcome>> CharacterImporter::importCharacters(ImportResult read, QString project, bool dryRun)
{
    read = withModels(read);
    const auto writeAll = [characters = withDefaults(read).characters, project, dryRun](Connection &connection) {
        return ImportWriting(connection, project, dryRun).run(characters);
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

/// Nothing is written over the images of characters that had the same ids before and were removed.
Task<void> CharacterImporter::setOldImagesAside(ImportOutcome *outcome)
{
    QStringList folders;
    for (const ImportedRow &row : std::as_const(outcome->rows)) {
        if (row.isNew)
            folders.append(ImageStore::relativeFolderFor(row.character.project, row.character.id));
    }
    const auto putAside = [store = m_store, folders, now = QDateTime::currentDateTimeUtc()] {
        return setFoldersAside(store, folders, now);
    };
    const Result<QVector<SharedFolder>> aside = co_await offload(putAside);
    if (aside)
        outcome->folders = std::make_shared<QVector<SharedFolder>>(*aside);
    else
        outcome->warnings.append(
            {{}, 0, text("Images of removed characters stand where new ones will. %1").arg(aside.error().message)});
}

Task<Result<void>> CharacterImporter::exchange(std::shared_ptr<QVector<SharedFolder>> folders)
{
    if (!folders)
        co_return Result<void>{};
    const auto work = [store = m_store, folders = *folders, now = QDateTime::currentDateTimeUtc()] {
        return exchangeFolders(store, folders, now);
    };
    const Result<QVector<SharedFolder>> exchanged = co_await offload(work);
    if (!exchanged)
        co_return fail(exchanged.error());
    *folders = *exchanged;
    co_return Result<void>{};
}

Task<void> CharacterImporter::settleFiles(ImportOutcome *outcome, ImportResult read)
{
    co_await setOldImagesAside(outcome);
    QVector<Character> changed;
    for (qsizetype i = 0; i < outcome->rows.size(); ++i) {
        // A picture that looks whole may still not be: then the next one of the folder takes its place.
        const QStringList pictures = picturesToTry(read.characters.at(i));
        ImportedRow &row = outcome->rows[i];
        for (const QString &picture : pictures) {
            const auto work = [store = &m_store, id = row.character.id, picture] {
                return store->storeReference(id, picture);
            };
            const Result<QString> stored = co_await offload(work);
            if (stored) {
                row.character.reference = *stored;
                changed.append(row.character);
                break;
            }
            outcome->warnings.append(
                {picture, 0, text("The reference picture is left out. %1").arg(stored.error().message)});
        }
    }
    if (changed.isEmpty())
        co_return;
    const auto work2 = [changed](Connection &connection) -> Result<void> {
        CharacterRepository characters(connection);
        for (const Character &character : changed) {
            // Nothing else of it: somebody may have edited it while its picture was copied.
            if (const Result<bool> set = characters.setReference(character.id, character.reference); !set)
                return fail(set.error());
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
    const Result<QVector<RemovedCharacter>> gone = co_await m_database.write(work);
    if (!gone)
        co_return gone;
    const Result<void> exchanged = co_await exchange(outcome.folders);
    if (exchanged)
        co_return gone;
    const auto again = [outcome, gone = *gone](Connection &connection) {
        return bringBack(connection, outcome, gone);
    };
    co_await m_database.write(again);
    co_return fail(exchanged.error());
}

Task<Result<void>> CharacterImporter::redo(ImportOutcome outcome, QVector<RemovedCharacter> removed)
{
    const Result<void> exchanged = co_await exchange(outcome.folders);
    if (!exchanged)
        co_return exchanged;
    const auto work = [outcome, removed](Connection &connection) {
        return bringBack(connection, outcome, removed);
    };
    const Result<void> done = co_await m_database.write(work);
    if (!done)
        co_await exchange(outcome.folders);
    co_return done;
}

} // namespace lorastudio
