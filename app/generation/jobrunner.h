// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/workflowtemplate.h"
#include "generation/jobjournal.h"
#include "generation/serverconnection.h"
#include "images/imagestore.h"
#include "images/thumbnailcache.h"
#include "scoring/imagereviewer.h"

#include <QHash>
#include <QObject>

#include <memory>
#include <optional>

namespace lorastudio {

/// What became of a job that was handed to a server.
struct JobOutcome
{
    enum class Kind {
        Stored,    ///< the image is on disk and in the database
        Again,     ///< back to planned: lost, or failed and still allowed to be tried
        Failed,    ///< final: failed or rejected, the reason stands in the job
        Cancelled, ///< final: a person stopped the run
        Suspended  ///< the program ends; the next start takes it up
    };
    Kind kind = Kind::Suspended;
    Job job;
    std::optional<ImageRecord> image;
    /// With `Again`: the checkpoint that the character has now, if the server does not have it. Else empty.
    QString wantedModel = {};
};

/// The one flow of a job, from its row to a scored image: write the intent, post, wait, fetch, check, store, score,
/// one transaction. Every step can be repeated: an image that an earlier process already wrote is adopted and not made
/// again. An outage of the server or the database is waited for and is no failure of the job. Knows nothing of runs and
/// schedules; jobs of different servers run side by side, each in its own coroutine.
///
/// Two tokens end a job early: `cancel` when a person stops the run (nothing more is posted, what is on the server is
/// taken back by ServerConnection::cancelWatched), `stop` when the program ends (everything stays as it is).
class JobRunner : public QObject
{
    Q_OBJECT

public:
    /// The collaborators outlive the runner's coroutines: its owner joins them first.
    JobRunner(Database &database, ImageStore &store, ThumbnailCache &thumbnails, ImageReviewer &reviewer,
              const WorkflowTemplate &workflow, const Clock &clock);

    /// How often a job is tried before it counts as failed, 1 …; outages of a server or a restart do not count.
    void setAttempts(int attempts) { m_attempts = attempts; }
    /// Of `candidates` (job ids, the most wanted first) up to `most` that are `worker`'s now; while the database does
    /// not answer it waits. Only a job that was claimed is run.
    Task<Result<QStringList>> claim(QStringList candidates, int most, QString worker, std::stop_token stop)
    {
        return m_journal.claim(candidates, most, worker, stop);
    }
    /// Posts a planned job to `server` and follows it to its end.
    Task<JobOutcome> run(Job job, std::shared_ptr<ServerConnection> server, std::stop_token cancel,
                         std::stop_token stop);
    /// Follows a job that was posted earlier: asks the server what became of it. `server` may be null if the job's
    /// server is not one of this process; then the job is lost unless its file is already there.
    Task<JobOutcome> takeUp(Job job, std::shared_ptr<ServerConnection> server, std::stop_token cancel,
                            std::stop_token stop);
    /// The picture of this job is not waited for any more while its server does not answer: another one can make it.
    void giveUpPicture(const QString &jobId) { m_picturesGivenUp.insert(jobId); }
    /// `server` has finished a prompt of a planned job that it had been given up with: no new one is posted.
    Task<JobOutcome> takeUpLate(Job job, LateFinish late, std::stop_token cancel, std::stop_token stop);

Q_SIGNALS:
    void jobChanged(const lorastudio::Job &job);
    /// The server has nothing of this job any more; what follows (fetching, scoring) does not keep it from the next
    /// one.
    void leftServer(const QString &jobId);
    /// Nothing can be stored now for `reason` (disk full, database gone). Empty: it goes on.
    void held(const QString &reason);

private:
    /// The bytes as they came, and what they show; decoded once.
    struct Picture
    {
        QByteArray bytes;
        QImage image;
    };
    struct Prepared
    {
        Job job;
        QString unservedModel; ///< not empty: the server does not have it, and nothing was written
    };
    struct Posted
    {
        Job job;
        std::optional<JobOutcome> refused;
    };
    Task<Result<Prepared>> prepare(Job job, std::shared_ptr<ServerConnection> server, std::stop_token stop);
    Task<Posted> post(Job job, std::shared_ptr<ServerConnection> server, std::shared_ptr<PromptWatch> watch,
                      std::stop_token stop);
    Task<JobOutcome> follow(Job job, std::shared_ptr<ServerConnection> server, std::shared_ptr<PromptWatch> watch,
                            std::stop_token cancel, std::stop_token stop);
    Task<std::shared_ptr<PromptWatch>> watchOn(QString promptId, std::shared_ptr<ServerConnection> server,
                                               std::shared_ptr<PromptWatch> before, std::stop_token cancel,
                                               std::stop_token stop);
    Task<std::optional<JobOutcome>> keepLate(Job job, std::shared_ptr<ServerConnection> server, LateFinish late,
                                             std::stop_token cancel, std::stop_token stop);
    Task<Result<std::optional<HistoryEntry>>> ending(Job job, std::shared_ptr<ServerConnection> server, int looks,
                                                     std::stop_token cancel, std::stop_token stop);
    Task<JobOutcome> collect(Job job, std::shared_ptr<ServerConnection> server, HistoryEntry entry,
                             std::stop_token cancel, std::stop_token stop);
    Task<Result<Picture>> fetch(Job job, std::shared_ptr<ServerConnection> server, OutputFile file,
                                std::stop_token cancel, std::stop_token stop);
    Task<Result<void>> waitFor(Job job, std::shared_ptr<ServerConnection> server, std::stop_token cancel,
                               std::stop_token stop);
    /// Seconds on the server; 0 = not known.
    static double secondsOf(const HistoryEntry &entry);
    static std::optional<OutputFile> pictureOf(const HistoryEntry &entry);
    /// Why the picture cannot be the one that was asked for; empty if it can.
    static QString mismatch(const Picture &picture, const WorkOrder &order);
    Task<JobOutcome> keep(Job job, Picture picture, double seconds, std::stop_token cancel, std::stop_token stop);
    Task<JobOutcome> writeRow(Job job, ImageRecord record, std::stop_token stop);
    Task<Result<std::optional<Picture>>> adoptable(Job job, std::stop_token stop);

    Task<JobOutcome> failJob(Job job, QString reason, bool mayRepeat, std::stop_token stop);
    bool isLostTooOften(const Job &job, const ServerConnection *server);
    Task<JobOutcome> again(Job job, std::shared_ptr<ServerConnection> server, QString reason, std::stop_token stop);
    Task<JobOutcome> cancelled(Job job, std::stop_token stop);
    static JobOutcome suspended(Job job);
    /// The journal could not be written: somebody else decided about the job, or the program ends.
    static JobOutcome gaveWay(Job job, const Error &error);

    JobJournal m_journal;
    ImageStore &m_store;
    ThumbnailCache &m_thumbnails;
    ImageReviewer &m_reviewer;
    const WorkflowTemplate &m_workflow;
    const Clock &m_clock;
    int m_attempts = 3;
    QSet<QString> m_picturesGivenUp;
    struct Losses
    {
        int count = 0;
        QHash<QString, int> breaks; ///< of each server, when it lost the job last
    };
    QHash<QString, Losses> m_losses; ///< job id → how often a server that was there all the time had lost it
};

} // namespace lorastudio
