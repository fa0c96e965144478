// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

namespace lorastudio {

/// Running, Paused and Stopping are asked for in the database, so that any process can ask; Finished and Stopped are
/// ends.
enum class RunState { Running, Paused, Stopping, Stopped, Finished };
QString toString(RunState state);
std::optional<RunState> runStateFromString(const QString &text);

/// One press of Start.
struct Run
{
    qint64 id = 0; ///< 1 …
    QString project;
    qint64 baseSeed = 0; ///< below 2^52
    bool demo = false;
    QStringList servers; ///< URLs it was started with; empty = the configured ones
    RunState state = RunState::Running;
    QDateTime started;
    QDateTime finished; ///< invalid while it goes on
    friend bool operator==(const Run &, const Run &) = default;
};

struct Project
{
    QString id; ///< slug
    QString name;
    friend bool operator==(const Project &, const Project &) = default;
};

/// What the journal and the images say of one character.
struct CharacterSummary
{
    QString characterId;
    int planned = 0; ///< not on a server yet (lost ones included)
    int active = 0;  ///< posting, queued, running or fetching
    int stored = 0;  ///< images, demo pictures included
    int storedDemo = 0;
    int storedTrial = 0;     ///< trials, demo pictures included
    int storedDemoTrial = 0; ///< trials that are demo pictures
    int failed = 0;          ///< failed or rejected jobs
    int cancelled = 0;
    int accepted = 0; ///< this and the next two without trials
    int undecided = 0;
    int rejected = 0;
    int scored = 0;                  ///< trials included
    std::optional<double> meanScore; ///< technical, 0 … 100; rows with scorer "unknown" are left out
    std::array<int, 10> histogram{}; ///< scores from 50 to 100 in ten steps; lower ones in the first
    QString lastFailure;             ///< reason of the newest failed job
    QString newestImage;             ///< path of the newest image relative to the library; empty = none
    QString newestSha256;            ///< of that image; empty = not known (taken over)
    QDateTime newestAt;
    /// All images but trials.
    int made() const { return stored - storedTrial; }
    /// Images that count towards the target: never trials, and demo pictures only for a demo run.
    int counted(bool demoRun) const
    {
        return demoRun ? stored - storedTrial : stored - storedDemo - storedTrial + storedDemoTrial;
    }
    friend bool operator==(const CharacterSummary &, const CharacterSummary &) = default;
};

} // namespace lorastudio
