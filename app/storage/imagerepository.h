// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"
#include "domain/job.h"
#include "storage/connection.h"

namespace lorastudio {

/// Which images to list; an empty field does not restrict. Pages are taken by key: give the id of the last image of a
/// page as `beforeId` for the next one, which costs the same for every page.
struct ImageFilter
{
    QString project = {};
    QString characterId = {};
    QString modelFile = {};
    qint64 runId = 0;
    std::optional<Verdict> verdict = {};
    qint64 beforeId = 0; ///< only older ones; 0 = from the newest
    int limit = 0;       ///< 0 = all
};

/// The images (table `generation_history`), and the means that go with them: whatever changes an image here changes
/// `model_assignments` and `model_performance` in the same transaction.
class ImageRepository
{
public:
    explicit ImageRepository(Connection &connection) : m_connection(connection) {}

    /// Stores the image of a job: the row, the job as `stored`, and the means, all or nothing. Storing a job again
    /// gives the row that is there. The job must be on its way (fetching, or a state that may become it), else
    /// "job-state"; "not-found" if its character was removed meanwhile; "duplicate" if another job has this path.
    /// `generatedAt` is now if it is not set. Returns the row as stored.
    Result<ImageRecord> store(const ImageRecord &image, const Job &job);
    /// A bare row, with its id if it has one; no job, no means. Returns it with its id.
    Result<ImageRecord> insert(const ImageRecord &image);

    Result<std::optional<ImageRecord>> byId(qint64 id);
    Result<std::optional<ImageRecord>> byJob(const QString &jobId);
    /// Newest first.
    Result<QVector<ImageRecord>> list(const ImageFilter &filter);
    /// Paths of all images of all projects, as stored; to tell orphans.
    Result<QSet<QString>> paths();
    /// `beforeId` and `limit` do not count.
    Result<int> count(const ImageFilter &filter);
    /// False if there is no such image.
    Result<bool> setVerdict(qint64 id, Verdict verdict, bool byRule);
    /// Replaces the score. False if there is no such image.
    Result<bool> setScore(qint64 id, const Score &score);

private:
    Result<ImageRecord> storeInTransaction(const ImageRecord &image, const Job &job);

    Connection &m_connection;
};

} // namespace lorastudio
