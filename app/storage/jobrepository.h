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
    /// Writes everything but id, run, character, number and creation. `updated` becomes now. Errors: "not-found";
    /// "job-state" if the stored state cannot change to this one.
    Result<void> update(const Job &job);
    /// A person's retry: failed and rejected jobs become planned with attempt + 1 and what was sent before forgotten.
    /// An empty character means all of the project, an empty job all of those. Returns how many.
    Result<int> retryFailed(const QString &project, const QString &characterId = {}, const QString &jobId = {});

    /// Of one character, everything, by number; for undo of its removal.
    Result<QVector<Job>> ofCharacter(const QString &characterId);

    // For planning runs; see RunPlanner.
    /// Jobs of one character that are not final, by number.
    Result<QVector<Job>> openOfCharacter(const QString &characterId);
    /// Failed, rejected and cancelled jobs of one character, by number, at most `limit`: images asked for once and
    /// never made.
    Result<QVector<Job>> unmade(const QString &characterId, int limit);
    /// Writes everything but id, character, number and creation, the run included. The stored state must be able to
    /// change to the given one, else "job-state" and nothing is written.
    Result<void> replan(const QVector<Job> &jobs);
    /// Every job of the run that is not final becomes cancelled for `reason`. Returns how many.
    Result<int> cancelOpen(qint64 runId, const QString &reason);

private:
    Result<QVector<Job>> select(const QString &rest, const QVariantList &values);
    Result<void> insertChunk(const QVector<Job> &jobs, qsizetype first, qsizetype count, const QDateTime &now);

    Connection &m_connection;
};

} // namespace lorastudio
