// SPDX-License-Identifier: GPL-3.0-or-later
#include "schedulesimulation.h"

#include "generation/progressestimator.h"
#include "generation/scheduler.h"

#include <algorithm>
#include <deque>
#include <queue>
#include <random>

namespace lorastudio::test {

namespace {

constexpr double silentSeconds = 10; // after which what was on a server is given to others

struct Moment
{
    enum class Kind { JobEnds, TopUp, Leaves, Silent, Returns };
    double at = 0;
    int order = 0; ///< of moments at the same time
    Kind kind = Kind::JobEnds;
    int server = 0;
    int life = 0; ///< of the server: what was to happen before it went away does not
    bool operator>(const Moment &other) const { return at != other.at ? at > other.at : order > other.order; }
};

struct SimulatedServer
{
    QString url;
    std::deque<Job> queue; ///< the first one runs
    QString loaded;        ///< truly
    QString expected;      ///< by whoever hands out
    bool away = false;
    bool firstOfCheckpoint = false;
    int life = 0;
    double runsSince = -1;
    double firstStart = -1;
    double idleSince = -1;
    double idle = 0;
    double lastEnd = 0;
};

/// One run of the simulation.
class Simulation
{
public:
    Simulation(const SimulatedCase &value, Rule rule) : m_case(value), m_rule(rule), m_random(value.seed)
    {
        for (int i = 0; i < value.servers; ++i) {
            m_servers.emplace_back();
            m_servers.back().url = QStringLiteral("http://server-%1").arg(i);
        }
        plan();
    }

    SimulatedRun run()
    {
        for (const Outage &outage : m_case.outages) {
            later(outage.from, Moment::Kind::Leaves, outage.server);
            later(outage.to, Moment::Kind::Returns, outage.server);
        }
        for (int i = 0; i < int(m_servers.size()); ++i)
            registerServer(i);
        topUpAll();
        while (!m_moments.empty() && m_result.made < m_total) {
            const Moment moment = m_moments.top();
            m_moments.pop();
            m_now = moment.at;
            happen(moment);
        }
        m_result.makespan = m_now;
        m_result.lowerBound = lowerBound();
        double idle = 0;
        double busy = 0;
        for (const SimulatedServer &server : m_servers) {
            idle += server.idle;
            busy += server.lastEnd - server.firstStart;
        }
        m_result.idleShare = busy > 0 ? idle / busy : 0;
        return m_result;
    }

private:
    double between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(m_random); }

    void plan()
    {
        std::vector<Job> jobs;
        QSet<QString> used;
        std::uniform_int_distribution<int> any(0, m_case.checkpoints - 1);
        for (int c = 0; c < m_case.characters; ++c) {
            const QString id = QStringLiteral("c%1").arg(c);
            const QString file = QStringLiteral("checkpoint-%1").arg(any(m_random));
            used.insert(file);
            m_model.insert(id, file);
            for (int i = 0; i < m_case.images; ++i) {
                Job job;
                job.id = QString::number(m_total);
                job.characterId = id;
                job.number = m_total++;
                const double planned = m_case.imageSeconds * between(1 - m_case.spread, 1 + m_case.spread);
                m_seconds.push_back(planned * between(1 - m_case.noise, 1 + m_case.noise));
                jobs.push_back(job);
            }
        }
        m_result.usedCheckpoints = int(used.size());
        m_checkpoints = used;
        if (m_rule == Rule::FifoInterleaved) {
            std::stable_sort(jobs.begin(), jobs.end(), [this](const Job &a, const Job &b) {
                return a.number % m_case.images < b.number % m_case.images;
            });
        }
        for (const Job &job : jobs) {
            if (m_rule == Rule::Scheduler)
                m_scheduler.add(job, m_model.value(job.characterId));
            else
                m_fifo.push_back(job);
        }
    }

    void later(double at, Moment::Kind kind, int server)
    {
        m_moments.push({at, m_order++, kind, server, m_servers[std::size_t(server)].life});
    }

    void registerServer(int index)
    {
        const SimulatedServer &server = m_servers[std::size_t(index)];
        m_scheduler.setServer({.url = server.url,
                               .checkpoints = m_checkpoints,
                               .loaded = server.expected,
                               .secondsPerImage = m_estimator.secondsPerImage(server.url).value_or(6),
                               .loadSeconds = m_estimator.loadSeconds(server.url)});
    }

    std::optional<Job> next(const SimulatedServer &server)
    {
        if (m_rule == Rule::Scheduler)
            return m_scheduler.take(server.url);
        if (m_fifo.empty())
            return std::nullopt;
        Job job = m_fifo.front();
        m_fifo.pop_front();
        return job;
    }

    bool giveOne(int index)
    {
        SimulatedServer &server = m_servers[std::size_t(index)];
        if (server.away || int(server.queue.size()) >= m_estimator.window(server.url))
            return false;
        const std::optional<Job> job = next(server);
        if (!job)
            return false;
        server.expected = m_model.value(job->characterId);
        server.queue.push_back(*job);
        if (server.queue.size() == 1)
            start(index);
        return true;
    }

    void topUpAll()
    {
        bool took = true;
        while (took) {
            took = false;
            for (int i = 0; i < int(m_servers.size()); ++i)
                took = giveOne(i) || took;
        }
    }

    void start(int index)
    {
        SimulatedServer &server = m_servers[std::size_t(index)];
        const Job &job = server.queue.front();
        const QString file = m_model.value(job.characterId);
        server.firstOfCheckpoint = server.loaded != file;
        if (server.firstStart < 0)
            server.firstStart = m_now;
        else if (server.idleSince >= 0)
            server.idle += m_now - server.idleSince;
        server.idleSince = -1;
        server.runsSince = m_now;
        m_result.loads += server.firstOfCheckpoint ? 1 : 0;
        server.loaded = file;
        later(m_now + m_seconds[std::size_t(job.number)] + (server.firstOfCheckpoint ? m_case.loadSeconds : 0),
              Moment::Kind::JobEnds, index);
    }

    void happen(const Moment &moment)
    {
        SimulatedServer &server = m_servers[std::size_t(moment.server)];
        const bool stale = moment.life != server.life;
        switch (moment.kind) {
        case Moment::Kind::JobEnds:
            if (!stale)
                end(moment.server);
            break;
        case Moment::Kind::TopUp:
            m_scheduler.setSpeed(server.url, m_estimator.secondsPerImage(server.url).value_or(6),
                                 m_estimator.loadSeconds(server.url));
            topUpAll();
            break;
        case Moment::Kind::Leaves:
            server.away = true;
            ++server.life;
            server.loaded.clear();
            server.idleSince = -1;
            m_scheduler.removeServer(server.url);
            later(m_now + silentSeconds, Moment::Kind::Silent, moment.server);
            break;
        case Moment::Kind::Silent:
            if (!stale)
                takeBack(server);
            topUpAll();
            break;
        case Moment::Kind::Returns:
            takeBack(server);
            ++server.life;
            server.away = false;
            server.expected.clear();
            registerServer(moment.server);
            topUpAll();
            break;
        }
    }

    void end(int index)
    {
        SimulatedServer &server = m_servers[std::size_t(index)];
        m_estimator.imageMade(server.url, m_now - server.runsSince, server.firstOfCheckpoint);
        m_scheduler.left(server.url, server.queue.front().characterId);
        server.queue.pop_front();
        server.lastEnd = m_now;
        ++m_result.made;
        if (server.queue.empty())
            server.idleSince = m_now;
        else
            start(index);
        later(m_now + m_case.roundTrip, Moment::Kind::TopUp, index);
    }

    void takeBack(SimulatedServer &server)
    {
        while (!server.queue.empty()) {
            const Job job = server.queue.back();
            server.queue.pop_back();
            if (m_rule == Rule::Scheduler) {
                m_scheduler.left(server.url, job.characterId);
                m_scheduler.addFirst(job, m_model.value(job.characterId));
            } else {
                m_fifo.push_front(job);
            }
        }
    }

    /// When servers that are away at these times could have done all of it at the earliest.
    double lowerBound() const
    {
        double work =
            double(std::max(m_result.usedCheckpoints, std::min(m_case.servers, m_total))) * m_case.loadSeconds;
        for (const double seconds : m_seconds)
            work += seconds;
        const double longest = m_case.loadSeconds + *std::max_element(m_seconds.cbegin(), m_seconds.cend());
        const auto done = [&](double until) {
            double sum = m_case.servers * until;
            for (const Outage &outage : m_case.outages)
                sum -= std::max(0.0, std::min(until, outage.to) - outage.from);
            return sum;
        };
        double low = 0;
        double high = work + 1e6;
        for (int i = 0; i < 100; ++i) {
            const double middle = (low + high) / 2;
            (done(middle) < work ? low : high) = middle;
        }
        return std::max(high, longest);
    }

    SimulatedCase m_case;
    Rule m_rule;
    std::mt19937 m_random;
    std::vector<SimulatedServer> m_servers;
    std::priority_queue<Moment, std::vector<Moment>, std::greater<>> m_moments;
    std::vector<double> m_seconds;
    QHash<QString, QString> m_model;
    QSet<QString> m_checkpoints;
    std::deque<Job> m_fifo;
    Scheduler m_scheduler;
    ProgressEstimator m_estimator;
    SimulatedRun m_result;
    double m_now = 0;
    int m_order = 0;
    int m_total = 0;
};

} // namespace

SimulatedRun simulate(const SimulatedCase &value, Rule rule)
{
    return Simulation(value, rule).run();
}

} // namespace lorastudio::test
