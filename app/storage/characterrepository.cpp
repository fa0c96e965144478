// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/characterrepository.h"

#include "core/text.h"
#include "storage/imagerepository.h"
#include "storage/imagerows.h"
#include "storage/jobrepository.h"
#include "storage/performancefigures.h"
#include "storage/referencerepository.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <set>

namespace lorastudio {

namespace {

QString columns()
{
    return QStringLiteral(
        "id, project_id, name, type, prompt, negative, trigger_word, width, height, images, reference, "
        "notes, position");
}

Character characterFromRow(const SqlRows &row)
{
    Character character;
    character.id = row.text(0);
    character.project = row.text(1);
    character.name = row.text(2);
    character.type = row.text(3);
    character.prompt = row.text(4);
    character.negative = row.text(5);
    character.trigger = row.text(6);
    character.size = QSize(row.number(7), row.number(8));
    character.images = row.number(9);
    character.reference = row.text(10);
    character.notes = row.text(11);
    character.position = row.number(12);
    return character;
}

QString nameKey(const QString &name)
{
    return name.simplified().toCaseFolded();
}

Result<void> done(const Result<qint64> &changed)
{
    return changed ? Result<void>() : Result<void>(fail(changed.error()));
}

} // namespace

Result<QVector<Character>> CharacterRepository::list(const QString &project)
{
    return m_connection.list(QStringLiteral("SELECT ") + columns() +
                                 QStringLiteral(" FROM characters WHERE project_id = ? ORDER BY position, id"),
                             {project}, characterFromRow);
}

Result<std::optional<Character>> CharacterRepository::byId(const QString &id)
{
    return m_connection.first(QStringLiteral("SELECT ") + columns() + QStringLiteral(" FROM characters WHERE id = ?"),
                              {id}, characterFromRow);
}

Result<std::optional<Character>> CharacterRepository::byName(const QString &project, const QString &name)
{
    // The databases disagree about case outside ASCII, so the key is made here. Characters that were taken over have
    // none until they are changed for the first time.
    const QString key = nameKey(name);
    const Result<QVector<Character>> candidates = m_connection.list(
        QStringLiteral("SELECT ") + columns() +
            QStringLiteral(" FROM characters WHERE project_id = ? AND (name_key = ? OR name_key IS NULL) "
                           "ORDER BY position, id"),
        {project, key}, characterFromRow);
    if (!candidates)
        return fail(candidates.error());
    for (const Character &character : *candidates) {
        if (nameKey(character.name) == key)
            return std::optional<Character>(character);
    }
    return std::optional<Character>();
}

Result<QVector<QString>> CharacterRepository::freeIds(const QVector<QString> &names)
{
    // All ids at once: a look for each name would read the whole table each time, because ids that were taken over may
    // have upper-case letters.
    const Result<QVector<QString>> ids = m_connection.list(QStringLiteral("SELECT lower(id) FROM characters"), {},
                                                           [](const SqlRows &row) { return row.text(0); });
    if (!ids)
        return fail(ids.error());
    QSet<QString> taken(ids->begin(), ids->end());
    QHash<QString, int> next; ///< number to try first; names in other scripts all have the same slug
    QVector<QString> free;
    for (const QString &name : names) {
        const QString base = slug(name);
        int &number = next[base];
        QString id = base;
        for (number = qMax(number, 1); taken.contains(id); ++number)
            id = QStringLiteral("%1-%2").arg(base).arg(number + 1);
        taken.insert(id);
        free.append(id);
    }
    return free;
}

Result<void> CharacterRepository::write(const Character &character)
{
    return done(m_connection.change(QStringLiteral("INSERT INTO characters (") + columns() +
                                        QStringLiteral(", name_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                                    {character.id, character.project, character.name, character.type, character.prompt,
                                     character.negative, character.trigger, character.size.width(),
                                     character.size.height(), character.images, character.reference, character.notes,
                                     character.position, nameKey(character.name)}));
}

Result<Character> CharacterRepository::insert(const Character &character)
{
    const Result<QVector<Character>> stored = insert(QVector<Character>{character});
    return stored ? Result<Character>(stored->first()) : Result<Character>(fail(stored.error()));
}

Result<QVector<Character>> CharacterRepository::insert(const QVector<Character> &characters)
{
    QVector<Character> stored = characters;
    const Result<void> inserted = m_connection.transaction([&] { return insertInTransaction(stored); });
    if (!inserted)
        return fail(inserted.error());
    return stored;
}

Result<void> CharacterRepository::insertInTransaction(QVector<Character> &characters)
{
    QVector<QString> names;
    for (const Character &character : std::as_const(characters))
        names.append(character.name);
    const Result<QVector<QString>> ids = freeIds(names);
    if (!ids)
        return fail(ids.error());
    QHash<QString, int> lastPosition; ///< of each project
    for (qsizetype i = 0; i < characters.size(); ++i) {
        Character &character = characters[i];
        if (!lastPosition.contains(character.project)) {
            const Result<std::optional<int>> last = m_connection.first(
                QStringLiteral("SELECT COALESCE(MAX(position), 0) FROM characters WHERE project_id = ?"),
                {character.project}, [](const SqlRows &row) { return row.number(0); });
            if (!last)
                return fail(last.error());
            lastPosition.insert(character.project, last->value_or(0));
        }
        character.id = ids->at(i);
        character.position = ++lastPosition[character.project];
        if (const Result<void> written = write(character); !written)
            return written;
    }
    return {};
}

Result<void> CharacterRepository::update(const Character &character)
{
    const Result<qint64> changed = m_connection.change(
        QStringLiteral(
            "UPDATE characters SET project_id = ?, name = ?, name_key = ?, type = ?, prompt = ?, negative = ?, "
            "trigger_word = ?, width = ?, height = ?, images = ?, reference = ?, notes = ?, position = ? "
            "WHERE id = ?"),
        {character.project, character.name, nameKey(character.name), character.type, character.prompt,
         character.negative, character.trigger, character.size.width(), character.size.height(), character.images,
         character.reference, character.notes, character.position, character.id});
    if (changed && *changed == 0) {
        Error error = Error::make(
            Error::Kind::Storage,
            QCoreApplication::translate("CharacterRepository", "The character \"%1\" is not in the database any more.")
                .arg(character.name));
        error.code = QStringLiteral("not-found");
        return fail(std::move(error));
    }
    return done(changed);
}

Result<bool> CharacterRepository::setReference(const QString &id, const QString &reference)
{
    return m_connection.change(QStringLiteral("UPDATE characters SET reference = ? WHERE id = ?"), {reference, id})
        .map([](qint64 rows) { return rows > 0; });
}

Result<void> CharacterRepository::refreshModels(const QVector<ImageRecord> &images)
{
    // Ordered, so that two processes lock the rows in the same order.
    std::set<QString> models;
    for (const ImageRecord &image : images) {
        if (!image.demo && !image.jobId.isEmpty())
            models.insert(image.modelFile);
    }
    for (const QString &model : models) {
        if (Result<void> refreshed = performance::refreshModel(m_connection, model); !refreshed)
            return refreshed;
    }
    return {};
}

Result<std::optional<RemovedCharacter>> CharacterRepository::remove(const QString &id)
{
    Result<std::optional<RemovedCharacter>> removed = std::optional<RemovedCharacter>();
    const Result<void> finished = m_connection.transaction([&]() -> Result<void> {
        removed = removeInTransaction(id);
        return removed ? Result<void>() : Result<void>(fail(removed.error()));
    });
    if (!finished)
        return fail(finished.error());
    return removed;
}

Result<std::optional<RemovedCharacter>> CharacterRepository::removeInTransaction(const QString &id)
{
    // Locks out whoever plans a job for this character meanwhile (the foreign key takes the same lock).
    if (const Result<SqlRows> locked = m_connection.exec(
            QStringLiteral("SELECT id FROM characters WHERE id = ?") + m_connection.dialect().forUpdate(), {id});
        !locked)
        return fail(locked.error());
    const Result<std::optional<Character>> character = byId(id);
    if (!character)
        return fail(character.error());
    if (!*character)
        return std::optional<RemovedCharacter>();
    Result<std::optional<AssignmentRow>> assignment = AssignmentRepository(m_connection).row(id);
    if (!assignment)
        return fail(assignment.error());
    Result<QVector<Job>> jobs = JobRepository(m_connection).ofCharacter(id);
    if (!jobs)
        return fail(jobs.error());
    ImageFilter filter;
    filter.characterId = id;
    Result<QVector<ImageRecord>> images = ImageRepository(m_connection).list(filter);
    if (!images)
        return fail(images.error());
    Result<QStringList> references = ReferenceRepository(m_connection).list(id);
    if (!references)
        return fail(references.error());
    for (const QString &sql : {QStringLiteral("DELETE FROM character_references WHERE character_id = ?"),
                               QStringLiteral("DELETE FROM generation_history WHERE character_id = ?"),
                               QStringLiteral("DELETE FROM jobs WHERE character_id = ?"),
                               QStringLiteral("DELETE FROM model_assignments WHERE character_id = ?"),
                               QStringLiteral("DELETE FROM characters WHERE id = ?")}) {
        if (const Result<qint64> deleted = m_connection.change(sql, {id}); !deleted)
            return fail(deleted.error());
    }
    if (const Result<void> refreshed = refreshModels(*images); !refreshed)
        return fail(refreshed.error());
    return std::optional<RemovedCharacter>(RemovedCharacter{**character, std::move(*assignment), std::move(*jobs),
                                                            std::move(*images), std::move(*references)});
}

Result<void> CharacterRepository::restore(const RemovedCharacter &removed)
{
    return m_connection.transaction([&] { return restoreInTransaction(removed); });
}

Result<void> CharacterRepository::restoreInTransaction(const RemovedCharacter &removed)
{
    if (Result<void> written = write(removed.character); !written)
        return written;
    if (Result<void> kept = ReferenceRepository(m_connection).set(removed.character.id, removed.references); !kept)
        return kept;
    if (removed.assignment) {
        if (Result<void> restored = AssignmentRepository(m_connection).restore(*removed.assignment); !restored)
            return restored;
    }
    if (Result<void> inserted = JobRepository(m_connection).insert(removed.jobs); !inserted)
        return inserted;
    ImageRepository images(m_connection);
    for (const ImageRecord &image : removed.images) {
        if (const Result<ImageRecord> inserted = images.insert(image); !inserted)
            return fail(inserted.error());
    }
    return refreshModels(removed.images);
}

} // namespace lorastudio
