// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/workflowtemplate.h"
#include "generation/serverconnection.h"
#include "images/imagestore.h"
#include "images/thumbnailcache.h"
#include "scoring/imagereviewer.h"
#include "storage/database.h"

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
};

/// The one flow of a job, from its row to a scored image: write the intent, post, wait, fetch, check, store, score,
/// one transaction. Every step can be repeated: an image that is already there is adopted and never made twice.
/// Knows nothing of runs and schedules; jobs of different servers run side by side, each in its own coroutine.
class JobRunner : public QObject
{
    Q_OBJECT

public:
    /// The collaborators outlive the runner's coroutines: its owner joins them first.
    JobRunner(Database &database, ImageStore &store, ThumbnailCache &thumbnails, ImageReviewer &reviewer,
              const WorkflowTemplate &workflow, const Clock &clock);

    /// Posts a planned job to `server` and follows it to its end.
    Task<JobOutcome> run(Job job, std::shared_ptr<ServerConnection> server, std::stop_token stop);
    /// Follows a job that an earlier process posted: asks the server what became of it. `server` may be null if the
    /// job's server is not one of this process; then the job is lost unless its file is already there.
    Task<JobOutcome> takeUp(Job job, std::shared_ptr<ServerConnection> server, std::stop_token stop);

Q_SIGNALS:
    void jobChanged(const lorastudio::Job &job);
    /// The server has nothing of this job any more; what follows (fetching, scoring) does not keep it from the next
    /// one.
    void leftServer(const QString &jobId);
    /// Nothing can be stored now for `reason` (disk full, database gone); repeated until it can. Empty: it goes on.
    void held(const QString &reason);

private:
    /// The bytes as they came, and what they show; decoded once.
    struct Picture
    {
        QByteArray bytes;
        QImage image;
    };
    Task<Result<Job>> prepare(Job job, std::shared_ptr<ServerConnection> server);
    Task<std::optional<JobOutcome>> post(Job job, std::shared_ptr<ServerConnection> server,
                                         std::shared_ptr<PromptWatch> watch, std::stop_token stop);
    Task<JobOutcome> follow(Job job, std::shared_ptr<ServerConnection> server, std::shared_ptr<PromptWatch> watch,
                            std::stop_token stop);
    Task<JobOutcome> collect(Job job, std::shared_ptr<ServerConnection> server, HistoryEntry entry,
                             std::stop_token stop);
    Task<Result<Picture>> fetch(std::shared_ptr<ServerConnection> server, OutputFile file, std::stop_token stop);
    Task<JobOutcome> keep(Job job, Picture picture, double seconds, std::stop_token stop);
    Task<JobOutcome> writeRow(Job job, ImageRecord record, std::stop_token stop);
    Task<std::optional<Picture>> adoptable(Job job);

    Task<Result<Job>> journal(Job job, JobState state);
    Task<JobOutcome> failJob(Job job, QString reason, bool mayRepeat);
    Task<JobOutcome> again(Job job, QString reason);
    Task<JobOutcome> cancelled(Job job);
    Task<QString> relativePath(Job job);

    Database &m_database;
    ImageStore &m_store;
    ThumbnailCache &m_thumbnails;
    ImageReviewer &m_reviewer;
    const WorkflowTemplate &m_workflow;
    const Clock &m_clock;
};

} // namespace lorastudio
