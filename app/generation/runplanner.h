// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generation/rundata.h"
#include "storage/connection.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace lorastudio {

/// The jobs of a run and how they came about.
struct RunPlan
{
    Run run;
    QVector<Job> jobs;                   ///< planned ones, in the order in which they are to be made
    QVector<Job> toTakeUp;               ///< open ones that an earlier process posted
    QVector<Job> elsewhere;              ///< open ones that another process has in hand, or may take up
    QVector<CharacterReport> characters; ///< requested filled in
    QVector<RunProblem> problems;        ///< what is not planned, and why
    int skipped = 0;
    QSet<QString> unserved;          ///< ids of open jobs among the skipped ones
    QHash<QString, QString> modelOf; ///< character id → checkpoint
};

/// Who plans, and who else is there.
struct RunParty
{
    QString worker = {};      ///< id of this process
    QStringList servers = {}; ///< URLs that it drives
    bool alone = true;        ///< no other living process takes part in runs of this database
};

/// Writes the jobs of a run as rows, inside the caller's transaction. Open jobs are continued, never doubled; numbers
/// of cancelled and failed jobs are used again before new ones are taken; no character gets a seed twice. `onServers`
/// lists the checkpoint keys of the servers of this run; with it empty everything is planned. Where other processes
/// take part, the run that is open goes on with this one too.
Result<RunPlan> planRun(Connection &connection, const RunRequest &request, const QMap<QString, QStringList> &onServers,
                        const QDateTime &now, const RunParty &party = {});

/// As planRun, for a run that goes on: adds what the named characters lack.
Result<RunPlan> extendRun(Connection &connection, const Run &run, const RunRequest &request,
                          const QMap<QString, QStringList> &onServers, const QDateTime &now,
                          const RunParty &party = {});

/// The seed of image `number` of a run: base + number − 1, or the next one that is not in `used` (which it joins).
qint64 seedFor(qint64 baseSeed, int number, QSet<qint64> &used);

} // namespace lorastudio
