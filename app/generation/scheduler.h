// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/job.h"

#include <QHash>
#include <QMap>
#include <QSet>
#include <QString>

#include <deque>
#include <optional>

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

/// Decides which planned job a server takes next, so that checkpoints are loaded as seldom as possible: stay on the
/// loaded checkpoint; else the one with most work that no other server holds; else help where it pays, that is where
/// (W + L) / (h + 1) < W / h for work W, load time L and h holders. Within a checkpoint jobs go in the order they came.
/// A plain value without clock or I/O; one decision costs O(checkpoints × servers), whatever the number of jobs.
class Scheduler
{
public:
    void add(const Job &job, const QString &checkpoint);
    /// A job that goes back, before the ones that wait.
    void addFirst(const Job &job, const QString &checkpoint);
    /// Takes every job of the character out and returns them in order.
    QVector<Job> takeCharacter(const QString &characterId);
    QVector<Job> takeAll();
    /// Takes one job out; false if it does not wait here. Linear in the number of jobs of its checkpoint.
    bool remove(const QString &jobId);
    bool contains(const QString &jobId) const { return m_ids.contains(jobId); }
    /// The next job for `server`; `others` are the servers that work besides it. Nothing if it can do none of them.
    std::optional<Job> take(const SchedulerServer &server, const QVector<SchedulerServer> &others);
    int size() const { return m_size; }
    int waiting(const QString &checkpoint) const;
    QStringList checkpoints() const { return m_queues.keys(); }
    /// Jobs of one character that wait; constant time.
    int waitingOf(const QString &characterId) const { return m_perCharacter.value(characterId); }
    /// Character id → jobs that are taken before its first one, if servers finish the checkpoints that they have
    /// `loaded` before they load another. Linear in the number of jobs.
    QHash<QString, int> inFront(const QSet<QString> &loaded) const;
    /// All of them, in order within each checkpoint.
    QVector<Job> jobs() const;

private:
    void counted(const QString &characterId, int change);
    void entered(const Job &job);
    void left(const Job &job);
    QMap<QString, std::deque<Job>> m_queues;
    QHash<QString, int> m_perCharacter;
    QSet<QString> m_ids;
    int m_size = 0;
};

} // namespace lorastudio
