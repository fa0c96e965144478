// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"
#include "domain/job.h"
#include "storage/connection.h"

#include <QMap>
#include <QSet>

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
    std::optional<bool> demo = {};
    qint64 beforeId = 0; ///< only older ones; 0 = from the newest
    qint64 afterId = 0;  ///< only newer ones; 0 = all
    int limit = 0;       ///< 0 = all
};

/// Verdicts as they stood before a change, and whose images they are of.
struct VerdictChange
{
    QVector<ImageVerdict> before = {};
    QSet<QString> characters = {};
};

struct VerdictCounts
{
    QMap<Verdict, int> images;
    qint64 newestId = 0; ///< 0 = there is none
};

/// What says without looking at each image whether there are others now, or other verdicts.
struct ImageStanding
{
    int count = 0;
    QString verdicts = {}; ///< another text when the verdict of an image is another one
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
    /// The image of a job that lies at this path of the library; rows that were taken over are not found.
    Result<std::optional<ImageRecord>> byPath(const QString &path);
    /// Newest first.
    Result<QVector<ImageRecord>> list(const ImageFilter &filter);
    /// Paths of all images of all projects, as stored; to tell orphans.
    Result<QSet<QString>> paths();
    /// `beforeId`, `afterId` and `limit` do not count.
    Result<int> count(const ImageFilter &filter);
    Result<ImageStanding> standing(const QString &project);
    /// The verdicts of a project's images that have one, by id.
    Result<QVector<ImageVerdict>> decided(const QString &project);
    /// False if there is no such image.
    Result<bool> setVerdict(qint64 id, Verdict verdict, bool byRule);
    /// A person's verdict on many images, all or none. Gives what stood there before, of the images that there are.
    Result<VerdictChange> setVerdicts(const QVector<qint64> &ids, Verdict verdict);
    /// Writes verdicts back as they stood, all or none; images that are gone are left out.
    Result<void> restoreVerdicts(const QVector<ImageVerdict> &verdicts);
    /// Images of a run by verdict, and the newest of them.
    Result<VerdictCounts> verdictCounts(qint64 runId);
    /// In no order; those that are not there are left out.
    Result<QVector<ImageRecord>> byIds(const QVector<qint64> &ids);
    /// As list(), with nothing in the records but what filters and sorting need: id, character, run, number, model,
    /// server, prompt, size, total score, flags, verdict, demo.
    Result<QVector<ImageRecord>> listLight(const ImageFilter &filter);
    /// Takes the rows of these images out and gives them back, all or none. Their jobs stay, so that no number and no
    /// seed is given again; their files are the caller's.
    Result<QVector<ImageRecord>> remove(const QVector<qint64> &ids);
    /// Brings back what remove() gave, ids included, all or none. "duplicate" if another image has the path by now.
    Result<void> restore(const QVector<ImageRecord> &images);
    /// Replaces the score. False if there is no such image.
    Result<bool> setScore(qint64 id, const Score &score);

private:
    Result<ImageRecord> storeInTransaction(const ImageRecord &image, const Job &job);
    Result<void> refreshMeans(const QVector<ImageRecord> &images);

    Connection &m_connection;
};

} // namespace lorastudio
