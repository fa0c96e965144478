// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/assignmentservice.h"

#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/checkpointrepository.h"

namespace lorastudio {

namespace {

struct Present
{
    QVector<Character> characters;
    QVector<Assignment> assignments;
};

Result<Present> readPresent(Connection &connection, const QString &project)
{
    const Result<QVector<Character>> characters = CharacterRepository(connection).list(project);
    if (!characters)
        return fail(characters.error());
    const Result<QVector<Assignment>> assignments = AssignmentRepository(connection).list(project);
    if (!assignments)
        return fail(assignments.error());
    return Present{*characters, *assignments};
}

Result<void> writeAll(Connection &connection, const QVector<Assignment> &assignments)
{
    AssignmentRepository repository(connection);
    for (const Assignment &assignment : assignments) {
        if (assignment.modelFile.isEmpty()) {
            if (const Result<bool> removed = repository.remove(assignment.characterId); !removed)
                return fail(removed.error());
        } else if (const Result<void> written = repository.set(assignment); !written) {
            return written;
        }
    }
    return {};
}

Result<Character> readCharacter(Connection &connection, const QString &id)
{
    const Result<std::optional<Character>> character = CharacterRepository(connection).byId(id);
    if (!character)
        return fail(character.error());
    if (!*character)
        return fail(Error::Kind::Validation, AssignmentService::tr("There is no character “%1”.").arg(id));
    return **character;
}

} // namespace

AssignmentService::AssignmentService(Database &database, ServerPool &pool) : m_database(database), m_pool(pool)
{
    if (const Result<ModelCatalog> builtIn = ModelCatalog::builtIn())
        m_catalog = *builtIn;
    if (const Result<ModelSelector> builtIn = ModelSelector::builtIn())
        m_selector = *builtIn;
}

Task<Result<void>> AssignmentService::load()
{
    const Result<QVector<Checkpoint>> changes =
        co_await m_database.read([](Connection &connection) { return CheckpointRepository(connection).list(); });
    if (!changes)
        co_return fail(changes.error());
    m_catalog.setChanges(*changes);
    Q_EMIT catalogChanged();
    co_return Result<void>{};
}

QVector<Checkpoint> AssignmentService::checkpoints() const
{
    return m_catalog.merged(m_pool.checkpoints());
}

Choice AssignmentService::automaticChoice(const QString &type) const
{
    return m_selector.choose(type, checkpoints(), m_pool.anyReachable());
}

bool AssignmentService::isKnown(const QString &file) const
{
    const QVector<Checkpoint> all = checkpoints();
    return std::any_of(all.cbegin(), all.cend(), [&](const Checkpoint &checkpoint) {
        return checkpoint.file == file || checkpointBaseName(checkpoint.file) == file;
    });
}

Task<Result<QVector<AssignmentChange>>> AssignmentService::autoAssign(QString project, bool includeLocked)
{
    const auto work = [project](Connection &connection) {
        return readPresent(connection, project);
    };
    const Result<Present> present = co_await m_database.read(work);
    if (!present)
        co_return fail(present.error());
    QMap<QString, Assignment> current;
    for (const Assignment &assignment : present->assignments)
        current.insert(assignment.characterId, assignment);
    const QVector<AssignmentChange> changes =
        m_selector.autoAssign(present->characters, current, checkpoints(), m_pool.anyReachable(), includeLocked);
    QVector<Assignment> after;
    for (const AssignmentChange &change : changes)
        after.append(change.after);
    if (after.isEmpty())
        co_return changes;
    const Result<void> written = co_await restore(after);
    if (!written)
        co_return fail(written.error());
    co_return changes;
}

Task<Result<Assignment>> AssignmentService::choose(QString characterId, QString file)
{
    const auto work = [characterId](Connection &connection) {
        return readCharacter(connection, characterId);
    };
    const Result<Character> character = co_await m_database.read(work);
    if (!character)
        co_return fail(character.error());
    const Assignment assignment{characterId, checkpointKey(file), true, tr("Chosen by you")};
    const QVector<Assignment> chosen{assignment};
    const Result<void> written = co_await restore(chosen);
    if (!written)
        co_return fail(written.error());
    co_return assignment;
}

Task<Result<Assignment>> AssignmentService::unlock(QString characterId)
{
    const auto work = [characterId](Connection &connection) {
        return readCharacter(connection, characterId);
    };
    const Result<Character> character = co_await m_database.read(work);
    if (!character)
        co_return fail(character.error());
    const Choice choice = automaticChoice(character->type);
    const Assignment assignment{characterId, choice.file, false, choice.reason};
    const QVector<Assignment> chosen{assignment};
    const Result<void> written = co_await restore(chosen);
    if (!written)
        co_return fail(written.error());
    co_return assignment;
}

Task<Result<Assignment>> AssignmentService::setLocked(QString characterId, bool locked)
{
    const auto work = [characterId](Connection &connection) {
        return AssignmentRepository(connection).get(characterId);
    };
    const Result<std::optional<Assignment>> present = co_await m_database.read(work);
    if (!present)
        co_return fail(present.error());
    if (!locked || !*present || (*present)->modelFile.isEmpty())
        co_return co_await unlock(characterId);
    co_return co_await choose(characterId, (*present)->modelFile);
}

Task<Result<void>> AssignmentService::restore(QVector<Assignment> assignments)
{
    const auto work = [assignments](Connection &connection) {
        return writeAll(connection, assignments);
    };
    const Result<void> written = co_await m_database.write(work);
    if (written)
        Q_EMIT assigned(assignments);
    co_return written;
}

Task<Result<Checkpoint>> AssignmentService::setCheckpoint(Checkpoint checkpoint)
{
    const auto work = [checkpoint](Connection &connection) {
        return CheckpointRepository(connection).upsert(checkpoint);
    };
    const Result<void> written = co_await m_database.write(work);
    if (!written)
        co_return fail(written.error());
    const Result<void> loaded = co_await load();
    if (!loaded)
        co_return fail(loaded.error());
    co_return checkpoint;
}

Task<Result<bool>> AssignmentService::removeCheckpoint(QString file)
{
    const auto work = [file](Connection &connection) {
        return CheckpointRepository(connection).remove(file);
    };
    const Result<bool> removed = co_await m_database.write(work);
    if (!removed)
        co_return removed;
    const Result<void> loaded = co_await load();
    if (!loaded)
        co_return fail(loaded.error());
    co_return removed;
}

} // namespace lorastudio
