// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sessionload.h"

#include "generation/livingworkers.h"
#include "generation/runlease.h"
#include "session/sessionimages.h"
#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/projectrepository.h"
#include "storage/runrepository.h"

#include <QHash>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr int oneByOne = 64; ///< more characters than this are summed up with the whole project

Result<std::optional<OpenRun>> readOpenRun(Connection &connection, const QString &project,
                                           const QVector<CharacterSummary> &summaries)
{
    const Result<QVector<Run>> runs = RunRepository(connection).open(project);
    if (!runs)
        return fail(runs.error());
    if (runs->isEmpty())
        return std::optional<OpenRun>();
    OpenRun open;
    open.run = runs->last();
    const Result<bool> elsewhere = RunLease().isHeldByAnother(connection, open.run.id);
    if (!elsewhere)
        return fail(elsewhere.error());
    open.shared = connection.dialect().sharesRuns();
    open.elsewhere = *elsewhere;
    if (open.shared) {
        const Result<QVector<Worker>> others = livingOthers(connection);
        if (!others)
            return fail(others.error());
        open.elsewhere = std::any_of(others->cbegin(), others->cend(),
                                     [&](const Worker &worker) { return worker.runId == open.run.id; });
    }
    ImageFilter ofRun;
    ofRun.project = project;
    ofRun.runId = open.run.id;
    const Result<int> stored = ImageRepository(connection).count(ofRun);
    if (!stored)
        return fail(stored.error());
    open.stored = *stored;
    for (const CharacterSummary &summary : summaries)
        open.open += summary.planned + summary.active;
    return std::optional(open);
}

Result<SessionData> readSession(Connection &connection, const QString &project)
{
    SessionData data;
    const Result<std::optional<Project>> found = ProjectRepository(connection).byId(project);
    if (!found)
        return fail(found.error());
    data.projectName = *found ? (*found)->name : project;
    const Result<QVector<Project>> projects = ProjectRepository(connection).list();
    if (!projects)
        return fail(projects.error());
    data.projects = *projects;
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
    const Result<std::optional<OpenRun>> open = readOpenRun(connection, project, *summaries);
    if (!open)
        return fail(open.error());
    data.openRun = *open;
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

Result<QVector<CharacterSummary>> readSummaries(Connection &connection, const QString &project,
                                                const QSet<QString> &ids)
{
    CharacterRepository repository(connection);
    if (ids.size() > oneByOne)
        return repository.summaries(project);
    QVector<CharacterSummary> summaries;
    for (const QString &id : ids) {
        const Result<CharacterSummary> summary = repository.summary(id);
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

Task<Result<QVector<CharacterSummary>>> loadSummaries(Database &database, QString project, QSet<QString> characterIds)
{
    const auto work = [project, characterIds](Connection &connection) {
        return readSummaries(connection, project, characterIds);
    };
    co_return co_await database.read(work);
}

GalleryItem galleryItem(const ImageRecord &image, const QString &characterName)
{
    GalleryItem item;
    item.record = image;
    item.characterName = characterName;
    item.thumbnailKey = SessionImages::keyOfImage(image);
    return item;
}

Task<Result<QList<GalleryItem>>> loadItems(Database &database, ImagePage page, QHash<QString, QString> names)
{
    ImageFilter filter;
    filter.project = page.project;
    filter.characterId = page.characterId;
    filter.beforeId = page.beforeId;
    filter.limit = page.limit;
    const auto work = [filter, names](Connection &connection) -> Result<QList<GalleryItem>> {
        const Result<QVector<ImageRecord>> images = ImageRepository(connection).list(filter);
        if (!images)
            return fail(images.error());
        QList<GalleryItem> items;
        items.reserve(images->size());
        for (const ImageRecord &image : *images)
            items.append(galleryItem(image, names.value(image.characterId, image.characterId)));
        return items;
    };
    co_return co_await database.read(work);
}

} // namespace lorastudio
