// SPDX-License-Identifier: GPL-3.0-or-later
// How near a schedule comes to the lower bound, beside first come first served, and what one decision costs as jobs,
// servers and checkpoints become more. Controls: FIFO with the same durations; and, for a decision, a bare queue of
// the same jobs that a server takes the first one of.
#include "generation/scheduler.h"
#include "generation/schedulesimulation.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <new>

using namespace lorastudio;
using namespace lorastudio::test;

namespace {

bool counts = false;
std::size_t allocatedBytes = 0;

} // namespace

// What a decision asks for, whether or not it gives it back. QString and QVector allocate with malloc: a decision makes
// none of them, it moves a job.
void *operator new(std::size_t size)
{
    if (counts)
        allocatedBytes += size;
    if (void *memory = std::malloc(size)) // NOLINT(cppcoreguidelines-no-malloc)
        return memory;
    throw std::bad_alloc();
}
void operator delete(void *memory) noexcept
{
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}
void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}

namespace {

constexpr int cases = 20;
constexpr int rounds = 5;

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

struct Summary
{
    double mean = 0;
    double worst = 0;
    double loads = 0;
    int mostLoads = 0;
    double idle = 0;
};

template <class MakeCase>
Summary over(Rule rule, MakeCase makeCase)
{
    Summary sum;
    for (unsigned seed = 1; seed <= cases; ++seed) {
        const SimulatedRun run = simulate(makeCase(seed), rule);
        sum.mean += run.ratio() / cases;
        sum.worst = std::max(sum.worst, run.ratio());
        sum.loads += double(run.loads) / cases;
        sum.mostLoads = std::max(sum.mostLoads, run.loads);
        sum.idle = std::max(sum.idle, run.idleShare);
    }
    return sum;
}

template <class MakeCase>
void print(const char *title, MakeCase makeCase)
{
    qInfo("%s, seeds 1 to %d: time / lower bound", title, cases);
    const std::pair<Rule, const char *> rules[] = {{Rule::FifoInterleaved, "FIFO, characters interleaved"},
                                                   {Rule::FifoByCharacter, "FIFO, character after character"},
                                                   {Rule::Scheduler, "the scheduler"}};
    for (const auto &[rule, name] : rules) {
        const Summary sum = over(rule, makeCase);
        qInfo("  %-32s mean %.4f  worst %.4f  loads mean %.1f, most %d  idle at most %.3f %%", name, sum.mean,
              sum.worst, sum.loads, sum.mostLoads, 100 * sum.idle);
    }
}

struct Decision
{
    double microseconds = 0; ///< median
    double worst = 0;        ///< of 99 in 100
    double bytes = 0;
};

SchedulerServer makeServer(int index, int checkpoints)
{
    SchedulerServer server;
    server.url = QStringLiteral("http://server-%1").arg(index);
    for (int k = 0; k < checkpoints; ++k)
        server.checkpoints.insert(QStringLiteral("checkpoint-%1").arg(k));
    return server;
}

Job makeJob(int number, int characters)
{
    Job job;
    job.id = QString::number(number);
    job.characterId = QStringLiteral("c%1").arg(number % characters);
    job.number = number;
    return job;
}

Scheduler makeScheduler(int jobs, int servers, int checkpoints)
{
    const int characters = std::max(checkpoints, jobs / 100);
    Scheduler scheduler;
    for (int i = 0; i < jobs; ++i)
        scheduler.add(makeJob(i, characters), QStringLiteral("checkpoint-%1").arg(i % characters % checkpoints));
    for (int i = 0; i < servers; ++i)
        scheduler.setServer(makeServer(i, checkpoints));
    return scheduler;
}

/// Of `take` over all servers in turn. `choosing`: every decision is one of a server with nothing loaded, the dearest.
Decision decide(Scheduler &scheduler, int servers, bool choosing)
{
    const int decisions = std::min(scheduler.size() / 3, 20'000);
    std::vector<double> each;
    each.reserve(std::size_t(decisions));
    std::size_t bytes = 0;
    QElapsedTimer timer;
    for (int i = 0; i < decisions; ++i) {
        const QString url = QStringLiteral("http://server-%1").arg(i % servers);
        if (choosing)
            scheduler.setLoaded(url, {});
        allocatedBytes = 0;
        counts = true;
        timer.start();
        const std::optional<Job> job = scheduler.take(url);
        each.push_back(double(timer.nsecsElapsed()) / 1e3);
        counts = false;
        bytes += allocatedBytes;
        if (job)
            scheduler.left(url, job->characterId);
    }
    std::sort(each.begin(), each.end());
    return {median(each), each.at(each.size() * 99 / 100), double(bytes) / decisions};
}

/// The control: the same jobs in one queue.
double bareQueue(int jobs)
{
    std::deque<Job> queue;
    for (int i = 0; i < jobs; ++i)
        queue.push_back(makeJob(i, std::max(1, jobs / 100)));
    const int decisions = std::min(jobs / 2, 20'000);
    QElapsedTimer timer;
    qint64 sum = 0;
    for (int i = 0; i < decisions; ++i) {
        timer.start();
        const std::optional<Job> job = std::move(queue.front());
        queue.pop_front();
        sum += timer.nsecsElapsed();
    }
    return double(sum) / 1e3 / decisions;
}

} // namespace

class BenchSchedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makespan()
    {
        print("50 characters, 8 checkpoints, 4 servers, load 15 s",
              [](unsigned seed) { return SimulatedCase{.seed = seed}; });
        print("the same, two servers fail and come back", [](unsigned seed) {
            SimulatedCase value{.seed = seed};
            value.outages = {{.server = 1, .from = 1000 + 100.0 * seed, .to = 3000 + 50.0 * seed},
                             {.server = 3, .from = 2500, .to = 4000 + 100.0 * seed}};
            return value;
        });
        print("50 characters, 8 checkpoints, 8 servers, load 15 s",
              [](unsigned seed) { return SimulatedCase{.seed = seed, .servers = 8}; });
        print("10 characters, 5 checkpoints, 2 servers, load 10 s", [](unsigned seed) {
            return SimulatedCase{.seed = seed, .characters = 10, .checkpoints = 5, .servers = 2, .loadSeconds = 10};
        });
        print("50 characters, 3 checkpoints, 8 servers, load 30 s", [](unsigned seed) {
            return SimulatedCase{.seed = seed, .checkpoints = 3, .servers = 8, .loadSeconds = 30};
        });
    }

    void idleBetweenJobs()
    {
        print("one server, 20 ms to and fro, 500 ms a job", [](unsigned seed) {
            return SimulatedCase{.seed = seed,
                                 .characters = 10,
                                 .checkpoints = 1,
                                 .servers = 1,
                                 .imageSeconds = 0.5,
                                 .roundTrip = 0.020};
        });
    }

    void growth()
    {
        qInfo("   jobs servers checkpoints |  staying: us    99 %%  bytes | choosing: us    99 %%  bytes | bare queue "
              "us");
        const std::pair<int, int> sizes[] = {{4, 8}, {16, 30}, {64, 100}, {256, 300}};
        for (const int jobs : {1000, 10'000, 100'000, 1'000'000}) {
            std::vector<double> bare;
            for (int round = 0; round < (jobs > 100'000 ? 1 : rounds); ++round)
                bare.push_back(bareQueue(jobs));
            for (const auto &[servers, checkpoints] : sizes) {
                Scheduler scheduler = makeScheduler(jobs, servers, checkpoints);
                const Decision stays = decide(scheduler, servers, false);
                const Decision chooses = decide(scheduler, servers, true);
                qInfo("%7d %7d %11d | %12.2f %7.2f %6.0f | %12.2f %7.2f %6.0f | %.2f", jobs, servers, checkpoints,
                      stays.microseconds, stays.worst, stays.bytes, chooses.microseconds, chooses.worst, chooses.bytes,
                      median(bare));
            }
        }
    }
};

QTEST_GUILESS_MAIN(BenchSchedule)
#include "bench_schedule.moc"
