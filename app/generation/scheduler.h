// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/job.h"

#include <QHash>
#include <QSet>
#include <QString>
#include <QVector>

#include <array>
#include <deque>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace lorastudio {

/// What the scheduler needs to know of one server that can take a job.
struct SchedulerServer
{
    QString url;
    QSet<QString> checkpoints;  ///< files as characters name them that this server can load
    QString loaded;             ///< checkpoint of the job it took last; empty = unknown
    double secondsPerImage = 6; ///< > 0
    double loadSeconds = 10;    ///< cost of another checkpoint
};

/// Decides which planned job a server takes next, so that checkpoints are loaded as seldom as possible and nobody waits
/// for ever. A plain value without clock or I/O: the same calls give the same decisions.
///
/// **The choice.** A server stays on its loaded checkpoint while jobs of it wait; else it takes the checkpoint with
/// most work that no registered server holds; else it helps where that pays: where (W + L) / (h + 1) < W / h for work
/// W, load time L and h holders, by at least the time of one image; W / h is what the holders need at their speeds.
/// Work that few servers can do counts more (it is divided by their number), so that it does not stay for the end.
///
/// **Priorities** are weights: the jobs of a character count `weight` / 100 times in W where the biggest is chosen, and
/// inside a checkpoint the higher weight goes first, else the job that came first. They do not make a server leave its
/// checkpoint, and never make it load one where that does not pay.
///
/// **Limits.** At most `limit` jobs of a character are on servers at a time. A server that works on its checkpoint and
/// finds only a limit in its way waits for it instead of loading another one.
///
/// **Fairness.** A character is passed over at most `mostPassedOver` times by work that came later than it began to
/// wait or last got a job; then it goes first, on the next server that can do it and has finished its stint. A stint is
/// what waited for the checkpoint when it was loaded; a server that stays on for what came since passes the others
/// over as if it had loaded it again. So everything waits for no more than what was there before it, and that cap.
/// What is planned together never counts as later, so a run that nobody adds to is ordered by work alone.
///
/// **Cost.** With n characters that wait, k checkpoints and m servers: add, take, left, pausing and moving a character
/// O(log n + k), where k is an integer comparison each and only for a server that looks for another checkpoint; nothing
/// depends on the number of jobs or servers. setServer and removeServer are O(k log k).
class Scheduler
{
public:
    static constexpr int ordinaryWeight = 100;
    /// Every forced change costs up to one load: at four, at most one load in five is owed to fairness, and whoever
    /// adds a character to a busy run still sees it begin after a few stints.
    static constexpr int mostPassedOver = 4;

    /// A registered server takes part: what it has loaded counts as held. Replaces one with the same URL.
    void setServer(const SchedulerServer &server);
    void removeServer(const QString &url);
    bool hasServer(const QString &url) const { return m_servers.contains(url); }
    /// Without effect on one that is not registered, as the two below.
    void setLoaded(const QString &url, const QString &checkpoint);
    void setSpeed(const QString &url, double secondsPerImage, double loadSeconds);

    /// All jobs of a character have one checkpoint, the one named last: those that wait already move along.
    void add(const Job &job, const QString &checkpoint);
    /// A job that goes back, before the ones of its weight that wait.
    void addFirst(const Job &job, const QString &checkpoint);
    void moveCharacter(const QString &characterId, const QString &checkpoint);
    /// Jobs of a paused character stay here and are not taken.
    void setPaused(const QString &characterId, bool paused);
    /// 1 …, `ordinaryWeight` if nothing was said.
    void setWeight(const QString &characterId, int weight);
    /// 0 = none.
    void setLimit(const QString &characterId, int limit);

    /// The next job for a registered server; it counts as on it until `left`. Nothing if it should take none now.
    std::optional<Job> take(const QString &url);
    /// A job that this scheduler did not hand out is on a server.
    void began(const QString &url, const QString &characterId);
    /// A job is not on the server any more, whatever became of it.
    void left(const QString &url, const QString &characterId);

    /// Takes one job out; false if it does not wait here. Linear in the jobs of its character.
    bool remove(const QString &jobId);
    bool contains(const QString &jobId) const { return m_characterOf.contains(jobId); }
    /// One that waits; linear in the jobs of its character.
    std::optional<Job> find(const QString &jobId) const;
    /// Takes every job of the character out and returns them in order.
    QVector<Job> takeCharacter(const QString &characterId);
    QVector<Job> takeAll();

    int size() const { return m_size; }
    /// Of `size`, those of paused characters.
    int paused() const { return m_paused; }
    int waiting(const QString &checkpoint) const;
    /// Those that jobs wait for, sorted.
    QStringList checkpoints() const;
    /// Changes when a job came for a checkpoint that was not known: servers have to say whether they can do it.
    int knownCheckpoints() const { return int(m_checkpoints.size()); }
    /// Every one that was ever named here.
    QStringList knownCheckpointNames() const { return m_checkpointIndex.keys(); }
    /// Jobs of one character that wait, none while it is paused; constant time.
    int waitingOf(const QString &characterId) const;
    /// Character id → jobs that are taken before its first one, if servers finish the checkpoints that they hold before
    /// they load another, those nobody holds come one after the other, and so do whole characters. Only those that can
    /// be taken now. Linear in the number of characters.
    QHash<QString, int> inFront() const;
    /// All of them, in order within each checkpoint.
    QVector<Job> jobs() const;

private:
    struct Waiting
    {
        qint64 place = 0; ///< smaller goes first
        Job job;
    };
    struct Character
    {
        QString id;
        int checkpoint = -1;
        int weight = ordinaryWeight;
        int limit = 0;
        int onServers = 0;
        bool isPaused = false;
        bool isListed = false; ///< in the sets and sums of its checkpoint
        qint64 since = 0;      ///< turn at which it began to wait or last got a job
        std::deque<Waiting> jobs;
    };
    using ByPlace = std::pair<std::pair<int, qint64>, int>; ///< −weight and place of the first job, character
    using BySince = std::pair<qint64, int>;                 ///< since, character or checkpoint
    using ByWork = std::pair<double, int>;                  ///< −work, checkpoint
    struct Checkpoint
    {
        QString name;
        std::set<ByPlace> byPlace;
        std::set<BySince> bySince;
        qint64 all = 0;      ///< jobs, also those that cannot be taken now
        qint64 waiting = 0;  ///< jobs of listed characters
        qint64 sendable = 0; ///< of these, what the limits let through now
        qint64 weighted = 0; ///< `waiting`, each times its weight
        int limited = 0;     ///< characters that only their limit keeps back
        int able = 0;        ///< servers that can do it
        int holders = 0;
        double rate = 0; ///< images per second of the holders
        bool isIndexed = false;
        ByWork work;
        BySince since;
    };
    struct Server
    {
        std::vector<bool> can;
        int loaded = -1;
        double secondsPerImage = 6;
        double loadSeconds = 10;
        qint64 stint = 0; ///< jobs that it may take before the others are asked whether they waited long enough
        int onIt = 0;
        bool canDo(int checkpoint) const
        {
            return std::size_t(checkpoint) < can.size() && can[std::size_t(checkpoint)];
        }
    };

    Checkpoint &checkpointAt(int index) { return m_checkpoints[std::size_t(index)]; }
    const Checkpoint &checkpointAt(int index) const { return m_checkpoints[std::size_t(index)]; }
    int checkpointIndex(const QString &name);
    int characterIndex(const QString &id);
    template <class Change>
    void change(int character, Change change);
    void list(int character);
    void unlist(int character);
    void index(int checkpoint);
    void unindex(int checkpoint);
    void place(const Job &job, const QString &checkpoint, bool first);
    QVector<Job> takeJobs(Character &character);
    void hold(Server &server, int checkpoint);
    void letGo(Server &server);
    int choose(Server &server);
    int another(const Server &server) const;
    void load(Server &server, int checkpoint);
    int nextCharacter(const Checkpoint &checkpoint) const;
    void passOver(qint64 since);
    qint64 overdueBefore() const { return m_passes.front(); }

    std::vector<Checkpoint> m_checkpoints;
    std::vector<Character> m_characters;
    QHash<QString, int> m_checkpointIndex;
    QHash<QString, int> m_characterIndex;
    QHash<QString, Server> m_servers;
    QHash<QString, int> m_characterOf; ///< job id → its character
    std::set<ByWork> m_free;           ///< checkpoints with jobs that nobody holds
    std::set<BySince> m_freeSince;
    std::set<ByWork> m_held;
    /// The latest `since` of work that was preferred, ascending: a character has been passed over as often as there are
    /// larger ones than its own, so the smallest of the kept ones is the border of those who waited long enough.
    std::array<qint64, mostPassedOver> m_passes{};
    qint64 m_turn = 0; ///< loads and renewed stints
    qint64 m_last = 0;
    qint64 m_first = 0;
    int m_size = 0;
    int m_paused = 0;
};

} // namespace lorastudio
