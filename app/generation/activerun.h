// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generation/generationservice.h"

namespace lorastudio {

/// The run that goes on in this process: what waits, what is where, and the counts. In memory only; the journal in the
/// database is what survives.
struct GenerationService::Active
{
    struct Registered
    {
        std::weak_ptr<ServerConnection> connection;
        qint64 seen = 0;     ///< the last registration that found it
        int checkpoints = 0; ///< how many the scheduler knew then
        QStringList offered;
    };
    RunRequest request;
    Run run;
    RunReport report;
    Scheduler scheduler;
    QHash<QString, QString> modelOf;       ///< character id → checkpoint
    QHash<QString, Job> jobs;              ///< those that left the scheduler and have not ended, by id
    QHash<QString, QString> places;        ///< job id → URL of the server whose queue it stands in; by put and leave
    QHash<QString, int> placesAt;          ///< their number by URL
    QHash<QString, QString> loaded;        ///< server URL → checkpoint of the job it took last
    QHash<QString, bool> switched;         ///< job id → its server had to load another checkpoint for it
    QHash<QString, QString> sampled;       ///< character id → id of the job that is sampled
    QHash<QString, double> fractions;      ///< job id → fraction done
    QHash<QString, Registered> registered; ///< URL → what the scheduler was told of
    QVector<Job> held;                     ///< those that failed a moment ago
    QHash<QString, qint64> notBefore;      ///< job id → when a held one may be tried again, monotonic milliseconds
    QHash<QString, Job> elsewhere;         ///< open ones that other processes have in hand, or nobody, by id
    QHash<QString, QString> givenUp;       ///< prompt id → job id, where the server was silent
    QHash<QString, QString> late;          ///< of these, finished nevertheless: prompt id → server URL
    QSet<QString> unserved;                ///< ids of jobs that were skipped when the run was planned
    QHash<QString, int> claiming;          ///< server URL → jobs that are being claimed for it
    QString holdReason;
    std::stop_source cancel; ///< requested when a person stops the run
    qint64 registrations = 0;
    bool handsOut = false; ///< between the plan and the end
    bool paused = false;
    bool freesMemory = false; ///< the pause has just begun, and the servers hold what they do not need
    bool stopping = false;
    bool takenOver = false;        ///< another process makes the run now
    bool learnedSomething = false; ///< other processes changed what waits here
    qint64 knownUntilMs = 0;       ///< the database's clock at the last look at what others did; 0 = never
    qint64 caughtUpMs = 0;
    qint64 reviewedMs = 0;
    qint64 idleSinceMs = 0; ///< nothing of this process is on a server since then; 0 = something is
    qint64 startedMs = 0;
    qint64 lastProgressMs = 0;
    qint64 controlledMs = 0;
    qint64 renewedMs = 0;

    int placesOf(const QString &url) const { return placesAt.value(url); }
    /// A job stands in the queue of a server, and does not any more; the second may come twice.
    void put(const Job &job, const QString &url);
    void leave(const QString &jobId);
    /// Id → attempt of every job that this process has in hand.
    QHash<QString, int> knownJobs() const;
    bool waitsHere(const QString &jobId) const;
    /// Takes out of an extension what this process has in hand already. `before`: knownJobs() when it was asked for.
    void dropKnown(RunPlan &plan, const QHash<QString, int> &before) const;
    /// Takes over the run, its problems and what it asks for.
    void adopt(const RunPlan &plan);
    /// Corrects the counts of a plan that extends this run to the jobs that are really new.
    void countOnly(RunPlan &plan) const;
    void ended(const Job &job);
    void count(const QString &characterId, int stored, int failed);
    /// One job more is asked for, by another process.
    void countAsked(const QString &characterId);
    /// One job that was asked for is wanted no more.
    void countWithdrawn(const QString &characterId);
    /// Failed jobs that were planned again count as asked for once: takes back what `before` had as failed.
    void forgetFailures(const RunReport &before);
    void noteProblem(const QString &characterId, const QString &reason, int count = 1);
    /// Jobs that no server of the run can do are skipped, not failed: they stay planned.
    void noteUnserved();
    void setMeans(const QVector<CharacterSummary> &summaries);
};

} // namespace lorastudio
