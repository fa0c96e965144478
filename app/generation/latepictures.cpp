// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of prompts that were given up because their server was silent, and that it has finished nevertheless: the
// first picture of a job counts, whichever server it comes from.
#include "core/logging.h"
#include "generation/jobrunner.h"
#include "images/imagedecoder.h"

namespace lorastudio {

/// The job is posted again and on its way elsewhere. Nothing if the picture cannot be had at once: then the other
/// server is waited for as before.
Task<std::optional<JobOutcome>> JobRunner::keepLate(Job job, std::shared_ptr<ServerConnection> server, LateFinish late,
                                                    std::stop_token cancel, std::stop_token stop)
{
    const Result<std::optional<HistoryEntry>> history = co_await late.server->client().history(late.promptId, stop);
    if (!history || !history->has_value() || (*history)->outcome != HistoryEntry::Outcome::Success)
        co_return std::nullopt;
    const std::optional<OutputFile> file = pictureOf(**history);
    if (!file)
        co_return std::nullopt;
    const Result<QByteArray> bytes = co_await late.server->client().view(*file, stop);
    if (!bytes)
        co_return std::nullopt;
    const auto decode = [data = *bytes] {
        return decodeImage(data);
    };
    const Result<QImage> image = co_await offload(decode);
    if (!image || cancel.stop_requested() || stop.stop_requested())
        co_return std::nullopt;
    const Picture picture{*bytes, *image};
    if (!mismatch(picture, *job.order).isEmpty())
        co_return std::nullopt;
    qCInfo(logGeneration) << "job" << job.id << "was finished by" << late.server->url() << "after all";
    const QStringList own{job.promptId};
    co_await server->withdraw(own, stop);
    server->unwatch(job.promptId);
    Q_EMIT leftServer(job.id);
    job.server = late.server->url();
    job.promptId = late.promptId;
    job.demo = late.server->status().demo;
    const Result<Job> fetching = co_await m_journal.write(job, JobState::Fetching, stop);
    if (!fetching) {
        const JobOutcome elsewhere = gaveWay(job, fetching.error());
        co_return elsewhere;
    }
    const JobOutcome kept = co_await keep(*fetching, picture, secondsOf(**history), cancel, stop);
    co_return kept;
}

/// A prompt whose watch had ended without it.
Task<std::shared_ptr<PromptWatch>> JobRunner::watchOn(QString promptId, std::shared_ptr<ServerConnection> server,
                                                      std::shared_ptr<PromptWatch> before, std::stop_token cancel,
                                                      std::stop_token stop)
{
    std::shared_ptr<PromptWatch> watch = server->watch(promptId);
    watch->loaderNode = before->loaderNode;
    watch->accepted = true;
    watch->started = before->started;
    watch->startedMs = before->startedMs;
    watch->progress = before->progress;
    if (cancel.stop_requested()) { // it was stopped meanwhile, and had no watch that would have been told
        watch->cancelled = true;
        const QStringList own{promptId};
        co_await server->withdraw(own, stop);
    }
    if (stop.stop_requested())
        watch->finish(PromptWatch::End::Stopped);
    server->lookNow(); // what happened meanwhile went unnoticed
    co_return watch;
}

Task<JobOutcome> JobRunner::takeUpLate(Job job, LateFinish late, std::stop_token cancel, std::stop_token stop)
{
    job.server = late.server->url();
    job.promptId = late.promptId;
    job.demo = late.server->status().demo;
    job.reason.clear();
    const Result<Job> posting = co_await m_journal.write(job, JobState::Posting, stop);
    if (!posting) {
        Q_EMIT leftServer(job.id);
        co_return gaveWay(job, posting.error());
    }
    co_return co_await takeUp(*posting, late.server, cancel, stop);
}

} // namespace lorastudio
