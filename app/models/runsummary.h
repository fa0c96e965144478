// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generation/rundata.h"

#include <QDateTime>
#include <QString>

namespace lorastudio {

enum class RunPhase { None, Running, Paused, Stopping, Stopped, Finished };

/// How many servers are in which state, for the status bar.
struct ServerCounts
{
    int total = 0;     ///< configured ones and the demo server
    int working = 0;   ///< they make an image now
    int connected = 0; ///< they answer, the working ones included
    int stuck = 0;
    int offline = 0;
    int connecting = 0;
    friend bool operator==(const ServerCounts &, const ServerCounts &) = default;
};

/// The figures of run strip and status bar, as one comparable value.
struct RunSummary
{
    RunPhase phase = RunPhase::None;
    qint64 run = 0; ///< number of the run; 0 = there was none
    int total = 0;  ///< images the run asks for
    int made = 0;   ///< images of it that are stored
    int accepted = 0;
    int undecided = 0;
    int rejected = 0;
    int failed = 0;
    int onServers = 0;                          ///< prompts of ours that are on the servers now
    int secondsLeft = -1;                       ///< smoothed; -1 = not known
    double perMinute = 0;                       ///< 0 = not known
    QDateTime started;                          ///< UTC
    QDateTime finished;                         ///< UTC; invalid while it goes on
    QDateTime paused;                           ///< UTC; invalid unless paused
    RunReport::End end = RunReport::End::Going; ///< how the last run that was made here ended
    int needAttention = 0;                      ///< rows that wait for a person
    ServerCounts servers;
    bool demo = false;       ///< the demo server is used: always said in the window
    int images = 0;          ///< stored in the project, for the badge of the gallery
    QString database;        ///< "SQLite", "PostgreSQL"
    QString databaseProblem; ///< why it does not answer; empty = it does
    QString lastChange;      ///< "Auto-assigned 6 characters."; empty = none
    bool active() const
    {
        return phase == RunPhase::Running || phase == RunPhase::Paused || phase == RunPhase::Stopping;
    }
    friend bool operator==(const RunSummary &, const RunSummary &) = default;
};

} // namespace lorastudio
