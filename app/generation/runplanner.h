// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generation/rundata.h"
#include "storage/connection.h"

#include <QHash>
#include <QMap>

namespace lorastudio {

/// The jobs of a run and how they came about.
struct RunPlan
{
    Run run;
    QVector<Job> jobs;                   ///< planned ones, in the order in which they are to be made
    QVector<Job> toTakeUp;               ///< open ones that an earlier process posted
    QVector<CharacterReport> characters; ///< requested filled in
    QVector<RunProblem> problems;        ///< what is not planned, and why
    int skipped = 0;
    QHash<QString, QString> modelOf; ///< character id → checkpoint
};

/// Writes the jobs of a run as rows, inside the caller's transaction. Open jobs are continued, never doubled; numbers
/// of cancelled and failed jobs are used again before new ones are taken; no character gets a seed twice. `onServers`
/// lists the checkpoint keys of the servers of this run; with it empty everything is planned.
Result<RunPlan> planRun(Connection &connection, const RunRequest &request, const QMap<QString, QStringList> &onServers,
                        const QDateTime &now);

/// As planRun, for a run that goes on: adds what the named characters lack.
Result<RunPlan> extendRun(Connection &connection, const Run &run, const RunRequest &request,
                          const QMap<QString, QStringList> &onServers, const QDateTime &now);

/// The seed of image `number` of a run: base + number − 1, or the next one that is not in `used` (which it joins).
qint64 seedFor(qint64 baseSeed, int number, QSet<qint64> &used);

} // namespace lorastudio
