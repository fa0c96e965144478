// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sessionload.h"

#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/projectrepository.h"
#include "storage/runrepository.h"

#include <QHash>

namespace lorastudio {

namespace {

Result<SessionData> readSession(Connection &connection, const QString &project)
{
    SessionData data;
    const Result<std::optional<Project>> found = ProjectRepository(connection).byId(project);
    if (!found)
        return fail(found.error());
    data.projectName = *found ? (*found)->name : project;
    CharacterRepository repository(connection);
    const Result<QVector<Character>> characters = repository.list(project);
    if (!characters)
        return fail(characters.error());
    const Result<QVector<Assignment>> assignments = AssignmentRepository(connection).list(project);
    if (!assignments)
        return fail(assignments.error());
    const Result<QVector<CharacterSummary>> summaries = repository.summaries(project);
    if (!summaries)
        return fail(summaries.error());
    const Result<std::optional<Run>> run = RunRepository(connection).newest(project);
    if (!run)
        return fail(run.error());
    data.lastRun = *run;
    QHash<QString, Assignment> assignmentOf;
    for (const Assignment &assignment : *assignments)
        assignmentOf.insert(assignment.characterId, assignment);
    QHash<QString, CharacterSummary> summaryOf;
    for (const CharacterSummary &summary : *summaries) {
        summaryOf.insert(summary.characterId, summary);
        data.images += summary.stored;
    }
    for (const Character &character : *characters) {
        CharacterData entry{character, assignmentOf.value(character.id), summaryOf.value(character.id), {}};
        entry.assignment.characterId = entry.summary.characterId = character.id;
        if (*run && entry.summary.stored > 0)
            entry.baseSeed = (*run)->baseSeed;
        data.characters.append(entry);
    }
    return data;
}

Result<QVector<CharacterSummary>> readSummaries(Connection &connection, const QSet<QString> &ids)
{
    QVector<CharacterSummary> summaries;
    for (const QString &id : ids) {
        const Result<CharacterSummary> summary = CharacterRepository(connection).summary(id);
        if (!summary)
            return fail(summary.error());
        summaries.append(*summary);
    }
    return summaries;
}

} // namespace

Task<Result<SessionData>> loadSession(Database &database, QString project)
{
    const auto work = [project](Connection &connection) {
        return readSession(connection, project);
    };
    co_return co_await database.read(work);
}

Task<Result<QVector<CharacterSummary>>> loadSummaries(Database &database, QSet<QString> characterIds)
{
    const auto work = [characterIds](Connection &connection) {
        return readSummaries(connection, characterIds);
    };
    co_return co_await database.read(work);
}

Task<Result<QVector<ImageRecord>>> loadImages(Database &database, QString project, QString characterId, int limit)
{
    ImageFilter filter;
    filter.project = project;
    filter.characterId = characterId;
    filter.limit = limit;
    const auto work = [filter](Connection &connection) {
        return ImageRepository(connection).list(filter);
    };
    co_return co_await database.read(work);
}

} // namespace lorastudio
