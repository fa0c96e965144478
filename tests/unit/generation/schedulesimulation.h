// SPDX-License-Identifier: GPL-3.0-or-later
// A run without servers, clock and threads: made-up durations, the real scheduler and the real estimator.
#pragma once

#include <QString>

#include <vector>

namespace lorastudio::test {

/// A time in which a server is away, in seconds. What was on it is given to others ten seconds after it went, and when
/// it comes back it has nothing loaded.
struct Outage
{
    int server = 0;
    double from = 0;
    double to = 0;
};

struct SimulatedCase
{
    unsigned seed = 1;
    int characters = 50;
    int images = 100; ///< of each character
    int checkpoints = 8;
    int servers = 4;
    double loadSeconds = 15;
    double imageSeconds = 6;
    double spread = 0.25;     ///< of the durations, either way
    double noise = 0.10;      ///< of the durations between what was planned and what it took
    double roundTrip = 0.005; ///< from the end of a job to the moment at which the next one is accepted
    std::vector<Outage> outages{};
};

enum class Rule { Scheduler, FifoInterleaved, FifoByCharacter };

struct SimulatedRun
{
    double makespan = 0;
    double lowerBound = 0; ///< of any schedule with these durations: performance.md C5
    int loads = 0;
    int usedCheckpoints = 0;
    int made = 0;
    double idleShare = 0; ///< of the time between a server's first job and its last that it waited for one
    double ratio() const { return makespan / lowerBound; }
};

SimulatedRun simulate(const SimulatedCase &value, Rule rule);

} // namespace lorastudio::test
