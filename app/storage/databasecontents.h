// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

namespace lorastudio {

/// What a database holds, in the figures that a person knows it by.
struct DatabaseContents
{
    qint64 characters = 0;
    qint64 images = 0;
    qint64 runs = 0;
    bool isEmpty() const { return characters + images + runs == 0; }
    friend bool operator==(const DatabaseContents &, const DatabaseContents &) = default;
};

/// Of a database with the present schema or an older one of ours.
Result<DatabaseContents> readContents(Connection &connection);
/// How many runs some process makes at this moment; one that is paused does not count.
Result<qint64> runsBeingMade(Connection &connection);
/// Validation error with the code "at-work", saying who it is, if a run is being made or a worker other than
/// `ownWorker` (its id) has given a sign of life within the last 30 s.
Result<void> nobodyAtWork(Connection &connection, const QString &ownWorker);

} // namespace lorastudio
