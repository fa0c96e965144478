// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"
#include "domain/job.h"
#include "domain/run.h"
#include "domain/server.h"

#include <chrono>
#include <optional>

namespace lorastudio {

/// What a person or a script asks for with Start or `run`.
struct RunRequest
{
    QString project{};
    QStringList characterIds{}; ///< empty = all of the project
    /// This many more for each, whatever is there; nothing = what each lacks of its target.
    std::optional<int> imagesMore{};
    std::optional<qint64> baseSeed{}; ///< 0 … 2^52-1; nothing = random
    bool trial = false;      ///< what `imagesMore` asks for tries a prompt and does not count towards the target
    bool resumeOnly = false; ///< plan nothing new, finish what is open
    bool standBy = false;    ///< helps with the run as it stands, and leaves it open when there is nothing to do here
    bool demo = false;       ///< the demo server inside this process makes the pictures
    bool keepServers = true; ///< the run remembers its servers for a resume; false for one that ends with us
    std::chrono::seconds serverWait{15}; ///< how long to wait for the first server to answer
    std::chrono::seconds timeout{0};     ///< end after this long without progress; 0 = never
};

struct CharacterReport
{
    QString id;
    QString name;
    QString modelFile;
    int requested = 0;
    int stored = 0;
    int failed = 0;
    std::optional<double> meanScore;
};

/// Why something was not made, in the server's own words where there are some, and how often.
struct RunProblem
{
    QString characterId;
    QString reason;
    int count = 0;
};

/// How a run ended, or how far it is.
struct RunReport
{
    enum class End { Going, Finished, Stopped, TimedOut, ShutDown, TakenOver };
    End end = End::Going;
    qint64 runId = 0;
    int requested = 0; ///< what this call was to make
    int stored = 0;    ///< what was made of it, by whichever process
    int failed = 0;
    int skipped = 0;    ///< not planned, see problems
    int storedHere = 0; ///< of `stored`: by this process
    int failedHere = 0;
    double seconds = 0;
    QVector<CharacterReport> characters;
    QVector<RunProblem> problems;
    QString holdReason; ///< what kept it from going on when it ended; empty = nothing
};

/// The figures of the run strip, the status bar and the progress line. Plain counts of this run.
struct RunProgress
{
    Run run;
    int requested = 0;
    int stored = 0;
    int failed = 0;
    int skipped = 0;
    double fractions = 0; ///< sum over the images being sampled, each 0 … 1
    std::optional<double> secondsLeft;
    double imagesPerMinute = 0;
    QString holdReason; ///< why nothing goes on although nobody paused it: disk full, no server; empty = it goes on
    bool going = false;
};

} // namespace lorastudio
