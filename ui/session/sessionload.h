// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "domain/character.h"
#include "domain/checkpoint.h"
#include "domain/image.h"
#include "domain/run.h"
#include "models/galleryitem.h"
#include "storage/database.h"

#include <QHash>
#include <QSet>
#include <QVector>

#include <optional>

namespace lorastudio {

struct CharacterData
{
    Character character;
    Assignment assignment;
    CharacterSummary summary;
    std::optional<qint64> baseSeed; ///< of the last run
};

/// A run of the project that is neither finished nor stopped.
struct OpenRun
{
    Run run;
    int stored = 0;         ///< images of it that are there
    int open = 0;           ///< jobs of the project that are not made
    bool elsewhere = false; ///< another process that is alive makes it
    bool shared = false;    ///< this process can make it too, beside the others
};

/// What a window shows of a project, read in one go.
struct SessionData
{
    QString projectName;
    QVector<Project> projects;
    QVector<CharacterData> characters;
    std::optional<Run> lastRun;
    std::optional<OpenRun> openRun; ///< the newest one
    int images = 0;
};

Task<Result<SessionData>> loadSession(Database &database, QString project);
/// Of at least these characters of the project.
Task<Result<QVector<CharacterSummary>>> loadSummaries(Database &database, QString project, QSet<QString> characterIds);
/// Which images; an empty `characterId` = all of the project.
struct ImagePage
{
    QString project;
    QString characterId;
    qint64 beforeId = 0; ///< only older ones; 0 = from the newest
    int limit = 0;
};

/// Newest first, with `names` (by id) as the names of the characters. The items are made on the database thread.
Task<Result<QList<GalleryItem>>> loadItems(Database &database, ImagePage page, QHash<QString, QString> names);
/// As the gallery shows it. Thread-safe.
GalleryItem galleryItem(const ImageRecord &image, const QString &characterName);

} // namespace lorastudio
