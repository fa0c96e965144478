// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/character.h"
#include "domain/image.h"
#include "domain/job.h"
#include "domain/run.h"
#include "storage/assignmentrepository.h"
#include "storage/connection.h"

namespace lorastudio {

/// A character with everything that hung on it; what undo needs to bring it back.
struct RemovedCharacter
{
    Character character;
    std::optional<AssignmentRow> assignment;
    QVector<Job> jobs;
    QVector<ImageRecord> images;
    QStringList references; ///< reference pictures, the shown one first
    friend bool operator==(const RemovedCharacter &, const RemovedCharacter &) = default;
};

/// The characters, and what the journal and the images say of them.
class CharacterRepository
{
public:
    explicit CharacterRepository(Connection &connection) : m_connection(connection) {}

    /// Of one project, in the order of the table.
    Result<QVector<Character>> list(const QString &project);
    Result<std::optional<Character>> byId(const QString &id);
    /// The one with this name, whatever case and white space.
    Result<std::optional<Character>> byName(const QString &project, const QString &name);
    /// Stores a new character at the end of the table and returns it with its id: the slug of the name, with -2, -3 …
    /// if it is taken (also if only its case differs, because ids become folders). Its own id and position are ignored.
    Result<Character> insert(const Character &character);
    /// The same for many, in one transaction that looks once at what is there.
    Result<QVector<Character>> insert(const QVector<Character> &characters);
    /// The ids that new characters with these names would get now, one after the other.
    Result<QVector<QString>> freeIds(const QVector<QString> &names);
    /// Writes everything but the id. Code "not-found" if it was removed.
    Result<void> update(const Character &character);
    /// Nothing but the reference picture. False if the character was removed.
    Result<bool> setReference(const QString &id, const QString &reference);
    /// Removes it with its jobs, image rows, references and assignment, and returns all of it; files are left alone.
    /// Nothing if there is no such character.
    Result<std::optional<RemovedCharacter>> remove(const QString &id);
    /// Brings back what `remove` gave, ids included.
    Result<void> restore(const RemovedCharacter &removed);

    /// One per character of the project, in the order of the table.
    Result<QVector<CharacterSummary>> summaries(const QString &project);
    /// All zero for a character without jobs and images.
    Result<CharacterSummary> summary(const QString &characterId);

private:
    Result<void> insertInTransaction(QVector<Character> &characters);
    Result<void> write(const Character &character);
    Result<std::optional<RemovedCharacter>> removeInTransaction(const QString &id);
    Result<void> restoreInTransaction(const RemovedCharacter &removed);
    Result<void> refreshModels(const QVector<ImageRecord> &images);

    Connection &m_connection;
};

} // namespace lorastudio
