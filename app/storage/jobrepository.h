// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/job.h"
#include "storage/connection.h"

#include <QMap>
#include <QSet>

namespace lorastudio {

/// Which jobs to list; an empty field does not restrict.
struct JobFilter
{
    QString project = {};
    QString characterId = {};
    qint64 runId = 0;
    QVector<JobState> states = {};
    int limit = 0; ///< 0 = all
};

/// What became of jobs.
struct JobNews
{
    QVector<Job> jobs = {};
    qint64 untilMs = 0; ///< the database's clock when they were read
};

/// The journal: one row per image to be made. It knows no transition that `canChange` does not allow, whatever another
/// process did to the job meanwhile: the stored state decides, not what the caller believes. To make a job `stored` use
/// ImageRepository::store.
class JobRepository
{
public:
    explicit JobRepository(Connection &connection) : m_connection(connection) {}

    /// Many at once; all or none (in a transaction of its own if there is none). `created` and `updated` are now where
    /// they are not set. Code "duplicate" if an id or an image number of a character is there already.
    Result<void> insert(const QVector<Job> &jobs);
    Result<std::optional<Job>> byId(const QString &id);
    /// Jobs that are not final, of all runs of a project or of one run, in the order they are to be made: by run, then
    /// image number, then the character's position.
    Result<QVector<Job>> open(const QString &project);
    Result<QVector<Job>> openOfRun(qint64 runId);
    /// Last changed first.
    Result<QVector<Job>> list(const JobFilter &filter);
    /// Every state is a key.
    Result<QMap<JobState, int>> counts(const QString &project);
    /// The image number after the highest that the character ever had, in jobs or images; 1 at first.
    Result<int> nextNumber(const QString &characterId);
    /// Of the character's jobs and images.
    Result<QSet<qint64>> usedSeeds(const QString &characterId);
    /// Writes everything but id, run, character, number and creation. `updated` becomes now, by the database's clock.
    /// A job that becomes planned or final is nobody's afterwards. Errors: "not-found"; "job-state" if the stored state
    /// cannot change to this one, or `worker` is not who has the job in hand.
    Result<void> update(const Job &job);
    /// A person's retry: failed and rejected jobs become planned with attempt + 1 and what was sent before forgotten.
    /// An empty character means all of the project, an empty job all of those. Returns how many.
    Result<int> retryFailed(const QString &project, const QString &characterId = {}, const QString &jobId = {});

    /// Of one character, everything, by number; for undo of its removal.
    Result<QVector<Job>> ofCharacter(const QString &characterId);

    // For planning runs; see RunPlanner.
    /// Jobs of one character that are not final, by number; in a transaction nobody takes or changes them until its
    /// end.
    Result<QVector<Job>> openOfCharacter(const QString &characterId);
    /// Failed, rejected and cancelled jobs of one character, by number, at most `limit`: images asked for once and
    /// never made.
    Result<QVector<Job>> unmade(const QString &characterId, int limit);
    /// Writes everything but id, character, number and creation, the run included. The stored state must be able to
    /// change to the given one, else "job-state" and nothing is written.
    Result<void> replan(const QVector<Job> &jobs);
    /// Every job of the run that is not final becomes cancelled for `reason`, but for those that a worker other than
    /// `worker` has in hand. Returns how many.
    Result<int> cancelOpen(qint64 runId, const QString &reason, const QString &worker = {});

    // For several processes that make one run.
    /// Jobs that an earlier process posted become the jobs of `runId` and of `worker`, as each of them says; nothing
    /// else of them is written. The caller has read them in the same transaction.
    Result<void> takeUp(const QVector<Job> &jobs);
    /// Gives `worker` up to `most` of `candidates` (ids, the most wanted first) that are still planned and nobody's,
    /// and returns their ids in that order. Jobs that somebody else is taking at this moment are passed over, not
    /// waited for.
    Result<QStringList> claim(const QStringList &candidates, int most, const QString &worker);
    /// Gives back what `worker` claimed and did not post.
    Result<void> unclaim(const QStringList &ids, const QString &worker);
    /// What `worker` has in hand of the run becomes nobody's; the states stay.
    Result<void> giveBack(qint64 runId, const QString &worker);
    /// Jobs of the run that changed at `sinceMs` or later, in the order in which they are to be made; milliseconds of
    /// the database's clock, and if negative, so many before now.
    Result<JobNews> changedSince(qint64 runId, qint64 sinceMs);
    /// Jobs of the run that were posted by a worker that is gone become `worker`'s: those on one of `servers` at once,
    /// the others when nobody has touched them for `patienceMs`.
    Result<QVector<Job>> takeOrphans(qint64 runId, const QStringList &servers, qint64 patienceMs,
                                     const QString &worker);
    /// Jobs that are not final, of runs that go on or are paused; an empty project means all.
    Result<int> openCount(const QString &project);
    /// Something of the run was sent to a server once.
    Result<bool> anyPosted(qint64 runId);

private:
    Result<QVector<Job>> select(const QString &rest, const QVariantList &values);
    Result<void> insertChunk(const QVector<Job> &jobs, qsizetype first, qsizetype count, const QDateTime &now);

    Connection &m_connection;
};

} // namespace lorastudio
