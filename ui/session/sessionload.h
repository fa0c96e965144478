// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "domain/character.h"
#include "domain/checkpoint.h"
#include "domain/image.h"
#include "domain/run.h"
#include "storage/database.h"

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

/// What a window shows of a project, read in one go.
struct SessionData
{
    QString projectName;
    QVector<CharacterData> characters;
    std::optional<Run> lastRun;
    int images = 0;
};

Task<Result<SessionData>> loadSession(Database &database, QString project);
Task<Result<QVector<CharacterSummary>>> loadSummaries(Database &database, QSet<QString> characterIds);
/// Newest first; an empty `characterId` = all of the project, `limit` 0 = all.
Task<Result<QVector<ImageRecord>>> loadImages(Database &database, QString project, QString characterId, int limit);

} // namespace lorastudio
