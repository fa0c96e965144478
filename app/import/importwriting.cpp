// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importwriting.h"

#include "core/text.h"
#include "import/charactermerge.h"
#include "storage/assignmentrepository.h"
#include "storage/projectrepository.h"
#include "storage/referencerepository.h"

#include <QCoreApplication>
#include <QHash>

namespace lorastudio {

namespace {

/// What the table gives is shown from now on; the others stay.
Result<void> addReferences(ReferenceRepository &references, const ImportedRow &row)
{
    if (row.pictures.isEmpty())
        return {};
    if (const Result<void> added = references.add(row.character.id, row.pictures); !added)
        return added;
    return references.show(row.character.id, row.pictures.first());
}

/// Writes what was read, or only finds out what would be written; short-lived, within one transaction.
class ImportWriting
{
public:
    ImportWriting(Connection &connection, const ImportOrder &order)
        : m_connection(connection), m_order(order), m_dryRun(order.dryRun)
    {
    }

    Result<QVector<ImportedRow>> run()
    {
        const int total = m_order.stepsBefore + int(m_order.characters.size());
        for (const ImportedCharacter &imported : m_order.characters) {
            if (const Result<void> prepared = prepare(imported); !prepared)
                return fail(prepared.error());
        }
        if (const Result<void> stored = storeCharacters(); !stored)
            return fail(stored.error());
        for (int i = 0; i < m_rows.size(); ++i) {
            if (m_order.watch.stopped())
                return fail(Error::canceled());
            if (const Result<void> chosen = storeModel(m_order.characters.at(i).model, m_rows[i]); !chosen)
                return fail(chosen.error());
            if (const Result<void> kept = storeReferences(m_order.pictures.value(i), m_rows[i]); !kept)
                return fail(kept.error());
            m_order.watch.say(m_order.stepsBefore + i + 1, total);
        }
        return m_rows;
    }

private:
    using ByName = QHash<QString, Character>;

    /// A table may name a project of its own for a row.
    Result<QString> projectOf(const ImportedCharacter &imported)
    {
        if (imported.project.isEmpty())
            return m_order.project;
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
        row.references = m_dryRun ? int(imported.pictures.size()) : 0;
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
        row.assignment = Assignment{row.character.id, checkpointKey(model), true,
                                    QCoreApplication::translate("CharacterImporter", "Chosen by the imported table")};
        if (row.before) {
            const Result<std::optional<Assignment>> before = assignments.get(row.character.id);
            if (!before)
                return fail(before.error());
            row.assignmentBefore = before->value_or(Assignment{row.character.id, {}, false, {}});
        }
        return m_dryRun ? Result<void>() : assignments.set(row.assignment);
    }

    Result<void> storeReferences(const QStringList &pictures, ImportedRow &row)
    {
        if (m_dryRun || pictures.isEmpty())
            return {};
        ReferenceRepository references(m_connection);
        row.pictures = pictures;
        row.added = pictures;
        row.references = int(pictures.size());
        row.character.reference = pictures.first();
        if (row.isNew)
            return references.set(row.character.id, pictures);
        const Result<QStringList> present = references.list(row.character.id);
        if (!present)
            return fail(present.error());
        for (const QString &path : *present)
            row.added.removeAll(path);
        return addReferences(references, row);
    }

    Connection &m_connection;
    const ImportOrder &m_order;
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

} // namespace

Result<QVector<ImportedRow>> writeImport(Connection &connection, const ImportOrder &order)
{
    return ImportWriting(connection, order).run();
}

Result<QVector<RemovedCharacter>> takeBackImport(Connection &connection, const QVector<ImportedRow> &rows)
{
    CharacterRepository characters(connection);
    AssignmentRepository assignments(connection);
    QVector<RemovedCharacter> gone;
    for (const ImportedRow &row : rows) {
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
        if (const Result<void> taken = ReferenceRepository(connection).remove(row.character.id, row.added); !taken)
            return fail(taken.error());
        if (!row.assignmentBefore)
            continue;
        if (const Result<void> restored = restoreAssignment(assignments, *row.assignmentBefore); !restored)
            return fail(restored.error());
    }
    return gone;
}

Result<void> bringBackImport(Connection &connection, const QVector<ImportedRow> &rows,
                             const QVector<RemovedCharacter> &removed)
{
    CharacterRepository characters(connection);
    AssignmentRepository assignments(connection);
    ReferenceRepository references(connection);
    for (const RemovedCharacter &character : removed) {
        if (const Result<void> back = characters.restore(character); !back)
            return back;
    }
    for (const ImportedRow &row : rows) {
        if (row.isNew)
            continue;
        if (const Result<void> updated = characters.update(row.character); !updated)
            return updated;
        if (const Result<void> kept = addReferences(references, row); !kept)
            return kept;
        if (row.assignment.modelFile.isEmpty())
            continue;
        if (const Result<void> set = assignments.set(row.assignment); !set)
            return set;
    }
    return {};
}

} // namespace lorastudio
