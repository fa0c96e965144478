// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/task.h"
#include "generation/sharedecision.h"

#include <QObject>
#include <QSet>

#include <optional>

namespace lorastudio {

class Database;
class ServerPool;

/// The part of this process in a run that several may make: it gives the sign of life by which its jobs and servers
/// stay its own, and says which servers it drives. The lease is 30 s long by the database's clock and renewed every 10
/// s. What a dead process held is given back by whoever notices first. Main thread only.
class ServerShare : public QObject
{
    Q_OBJECT

public:
    ServerShare(Database &database, ServerPool &pool, const Clock &clock);

    /// The name of a server for all workstations: its URL, with this host before it where it is a loopback address.
    static QString placeOf(const QString &url);
    /// Enters this process and takes its first servers. Afterwards `tick` must be called again and again, and `leave`
    /// at the end.
    Task<Result<void>> join(qint64 runId);
    /// The run that it takes part in, for the others to see; they learn it with the next sign of life, which is due
    /// now.
    void setRun(qint64 runId);
    /// At most once a second something is looked at; in between it returns at once. `busy`: URLs of servers where jobs
    /// of this process are. False: the others took this process for dead (it hung, or the database was away); what it
    /// had in hand is not its own any more. It has been entered anew.
    Task<bool> tick(QSet<QString> busy);
    /// Gives back everything, claimed jobs included. Does nothing if it was not entered.
    Task<void> leave();

    /// Its jobs come from here, and from nowhere else.
    bool drives(const QString &url) const;
    /// Drives it, and it is to get nothing new.
    bool isYielding(const QString &url) const { return m_yielding.contains(placeOf(url)); }
    /// URLs, those to be given up included.
    QStringList driven() const;
    /// Other processes that are alive, at the last look.
    const QVector<Worker> &others() const { return m_others; }
    /// The worker that drives the server, at the last look; empty = nobody.
    QString holderOf(const QString &url) const;

Q_SIGNALS:
    /// It drives other servers than before.
    void changed();

private:
    struct Look
    {
        bool wasKnown = true;
        QVector<Worker> others;
        QVector<ServerLease> leases;
    };
    QStringList reachablePlaces() const;
    ShareState stateOf(const Look &look, const QSet<QString> &busy) const;
    static bool holdsOfDead(const Look &look);
    Task<Result<Look>> look(bool beat);
    Task<void> apply(Look look, QSet<QString> busy);

    Database &m_database;
    ServerPool &m_pool;
    const Clock &m_clock;
    std::optional<qint64> m_runId; ///< set while it is entered
    QSet<QString> m_held;          ///< places
    QSet<QString> m_yielding;
    QVector<Worker> m_others;
    QVector<ServerLease> m_leases;
    QStringList m_toldPlaces;
    qint64 m_beatMs = 0;
    qint64 m_lookedMs = 0;
};

} // namespace lorastudio
