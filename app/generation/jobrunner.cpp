// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/jobrunner.h"

#include "catalog/modelcatalog.h"
#include "core/ids.h"
#include "core/logging.h"
#include "generation/workorders.h"
#include "images/imagedecoder.h"

#include <algorithm>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr int mostDownloads = 4;           // with 0.5, 1 and 2 s between
constexpr int historyLooks = 12;           // the success event comes before the history is written
constexpr qint64 mostPatienceMs = 120'000; // for a server that went away with a finished picture

/// Loading the same broken file again fails again, and costs a load each time.
bool mayHelpToRepeat(const HistoryEntry &entry)
{
    return !entry.error.startsWith(QStringLiteral("CheckpointLoaderSimple"));
}

/// The server, or what stands before it, is away; it says nothing of the job.
bool isOutage(const Error &error)
{
    return error.kind == Error::Kind::Network || (error.kind == Error::Kind::Http && error.httpStatus >= 502);
}

QString loaderNodeOf(const QJsonObject &graph)
{
    for (auto node = graph.constBegin(); node != graph.constEnd(); ++node) {
        if (node.value().toObject().value(QStringLiteral("class_type")).toString() ==
            QStringLiteral("CheckpointLoaderSimple"))
            return node.key();
    }
    return {};
}

QString forgottenText()
{
    return JobRunner::tr("The server does not know the job any more; it was restarted, or somebody removed it.");
}

} // namespace

double JobRunner::secondsOf(const HistoryEntry &entry)
{
    return entry.startedMs > 0 && entry.endedMs > entry.startedMs ? double(entry.endedMs - entry.startedMs) / 1000.0
                                                                  : 0.0;
}

std::optional<OutputFile> JobRunner::pictureOf(const HistoryEntry &entry)
{
    const auto file = std::find_if(entry.outputs.cbegin(), entry.outputs.cend(),
                                   [](const OutputFile &output) { return output.type == QStringLiteral("output"); });
    return file == entry.outputs.cend() ? std::nullopt : std::optional<OutputFile>(*file);
}

JobRunner::JobRunner(Database &database, ImageStore &store, ThumbnailCache &thumbnails, ImageReviewer &reviewer,
                     const WorkflowTemplate &workflow, const Clock &clock)
    : m_journal(database, clock),
      m_store(store),
      m_thumbnails(thumbnails),
      m_reviewer(reviewer),
      m_workflow(workflow),
      m_clock(clock)
{
    connect(&m_journal, &JobJournal::jobChanged, this, &JobRunner::jobChanged);
    connect(&m_journal, &JobJournal::held, this, &JobRunner::held);
}

Task<JobOutcome> JobRunner::run(Job job, std::shared_ptr<ServerConnection> server, std::stop_token cancel,
                                std::stop_token stop)
{
    const Result<Prepared> ready = co_await prepare(job, server, stop);
    if (!ready) {
        Q_EMIT leftServer(job.id);
        const Error &error = ready.error();
        if (error.isCanceled() || error.code == QStringLiteral("not-found") ||
            error.code == QStringLiteral("job-state"))
            co_return gaveWay(job, error);
        co_return co_await failJob(job, error.message, false, stop);
    }
    if (!ready->unservedModel.isEmpty() || cancel.stop_requested() || stop.stop_requested()) {
        Q_EMIT leftServer(job.id);
        if (cancel.stop_requested())
            co_return co_await cancelled(ready->job, stop);
        if (stop.stop_requested())
            co_return suspended(ready->job);
        JobOutcome elsewhere{JobOutcome::Kind::Again, ready->job, {}};
        elsewhere.wantedModel = ready->unservedModel;
        co_return elsewhere;
    }
    if (server->isClosed()) { // replaced or removed meanwhile; nothing was posted
        Q_EMIT leftServer(job.id);
        co_return co_await again(ready->job, nullptr, tr("The server that had it is not used any more."), stop);
    }
    const std::shared_ptr<PromptWatch> watch = server->watch(ready->job.promptId);
    const Posted posted = co_await post(ready->job, server, watch, stop);
    if (posted.refused) {
        server->unwatch(posted.job.promptId);
        Q_EMIT leftServer(job.id);
        co_return *posted.refused;
    }
    co_return co_await follow(posted.job, server, watch, cancel, stop);
}

Task<JobOutcome> JobRunner::takeUp(Job job, std::shared_ptr<ServerConnection> server, std::stop_token cancel,
                                   std::stop_token stop)
{
    const Result<std::optional<Picture>> there = co_await adoptable(job, stop);
    if (!there) {
        Q_EMIT leftServer(job.id);
        co_return gaveWay(job, there.error());
    }
    if (*there) {
        Q_EMIT leftServer(job.id);
        const Result<Job> fetching = co_await m_journal.write(job, JobState::Fetching, stop);
        if (!fetching)
            co_return gaveWay(job, fetching.error());
        co_return co_await keep(*fetching, **there, 0, cancel, stop);
    }
    if (!server || job.promptId.isEmpty()) {
        Q_EMIT leftServer(job.id);
        co_return co_await again(job, server, tr("The server that had it is not used any more."), stop);
    }
    const std::shared_ptr<PromptWatch> watch = server->watch(job.promptId);
    watch->accepted = true; // as far as we know: the queue and the history decide
    if (cancel.stop_requested()) {
        watch->cancelled = true;
        const QStringList own{job.promptId};
        co_await server->withdraw(own, stop);
    }
    server->lookNow();
    co_return co_await follow(job, server, watch, cancel, stop);
}

Task<Result<JobRunner::Prepared>> JobRunner::prepare(Job job, std::shared_ptr<ServerConnection> server,
                                                     std::stop_token stop)
{
    Result<WorkOrder> order = co_await takeWorkOrder(m_journal, job, stop);
    if (order && job.order && server->spelling(order->modelFile).isEmpty()) {
        // What was written when it was posted before is good for its old server only.
        job.order.reset();
        order = co_await takeWorkOrder(m_journal, job, stop);
    }
    if (!order)
        co_return fail(order.error());
    if (stop.stop_requested())
        co_return fail(Error::canceled());
    if (server->spelling(order->modelFile).isEmpty()) {
        const Prepared unserved{job, order->modelFile};
        co_return unserved;
    }
    // The very path on this server, so that database and picture name the same file.
    order->modelFile = ModelCatalog::resolved(server->status().checkpoints, order->modelFile);
    order->seed = job.seed;
    order->filenamePrefix = WorkflowTemplate::filenamePrefix(job.characterId, job.id, job.attempt);
    job.order = *order;
    job.promptId = newUuid();
    job.promptIds.append(job.promptId);
    job.server = server->url();
    job.clientId = server->clientId();
    job.demo = server->status().demo;
    job.reason.clear();
    const Result<Job> posting = co_await m_journal.write(job, JobState::Posting, stop);
    if (!posting)
        co_return fail(posting.error());
    const Prepared ready{*posting, {}};
    co_return ready;
}

Task<JobRunner::Posted> JobRunner::post(Job job, std::shared_ptr<ServerConnection> server,
                                        std::shared_ptr<PromptWatch> watch, std::stop_token stop)
{
    const QJsonObject graph = m_workflow.graph(*job.order, server->spelling(job.order->modelFile));
    watch->loaderNode = loaderNodeOf(graph);
    const QJsonObject origin{{QStringLiteral("job"), job.id},
                             {QStringLiteral("character"), job.characterId},
                             {QStringLiteral("number"), job.number}};
    const QJsonObject extra{{QStringLiteral("lora_studio"), origin}};
    const Result<SubmitOutcome> answer =
        co_await server->client().submit(graph, job.promptId, job.clientId, extra, stop);
    Posted posted{job, {}};
    if (!answer && !mayHaveBeenAccepted(answer.error()) && answer.error().kind != Error::Kind::Network) {
        posted.refused = co_await failJob(job, answer.error().message, true, stop);
        co_return posted;
    }
    if (!answer) {
        // The answer never came: whether the server has it is looked up in its queue and history, never posted blindly.
        qCInfo(logGeneration) << "unknown outcome of" << job.promptId << answer.error().message;
        watch->accepted = true;
    } else if (const auto *accepted = std::get_if<SubmitAccepted>(&*answer)) {
        watch->accepted = true;
        if (!accepted->promptId.isEmpty() && accepted->promptId != job.promptId) { // before 0.3.45
            server->rename(job.promptId, accepted->promptId);
            job.promptId = accepted->promptId;
            job.promptIds.append(job.promptId);
            server->lookNow();
        }
        posted.job = job;
        if (!watch->isFinished() && !watch->started) {
            const Result<Job> queued = co_await m_journal.write(job, JobState::Queued, stop);
            if (queued)
                posted.job = *queued;
            else // it may have started meanwhile, which is written by another way
                qCInfo(logGeneration) << "queued, but not written:" << queued.error().detail;
        }
    } else {
        QString promptId;
        if (const auto *partly = std::get_if<SubmitPartlyAccepted>(&*answer)) { // the rest of it would run
            job.reason = partly->message;
            promptId = partly->promptId;
        } else {
            job.reason = std::get<SubmitRefused>(*answer).message;
        }
        if (!promptId.isEmpty()) {
            const QStringList own{promptId};
            co_await server->withdraw(own, stop);
        }
        const Result<Job> rejected = co_await m_journal.write(job, JobState::Rejected, stop);
        posted.refused = JobOutcome{JobOutcome::Kind::Failed, job, {}};
        if (!rejected)
            posted.refused = gaveWay(job, rejected.error());
        else
            posted.refused->job = *rejected;
        co_return posted;
    }
    if (watch->cancelled) { // the run was stopped while it was being posted
        const QStringList own{posted.job.promptId};
        co_await server->withdraw(own, stop);
    }
    server->lookNow();
    co_return posted;
}

Task<JobOutcome> JobRunner::follow(Job job, std::shared_ptr<ServerConnection> server,
                                   std::shared_ptr<PromptWatch> watch, std::stop_token cancel, std::stop_token stop)
{
    PromptWatch::End end = PromptWatch::End::Stopped;
    while (true) {
        {
            const auto endWatch = [watch] {
                watch->finish(PromptWatch::End::Stopped);
            };
            const std::stop_callback byStop(stop, endWatch);
            end = co_await watch->ended();
        }
        if (end != PromptWatch::End::Overtaken)
            break;
        const std::optional<JobOutcome> kept = co_await keepLate(job, server, watch->late, cancel, stop);
        if (kept)
            co_return *kept;
        watch = co_await watchOn(job.promptId, server, watch, cancel, stop);
    }
    if (end == PromptWatch::End::Stopped && !watch->cancelled) {
        server->unwatch(job.promptId);
        Q_EMIT leftServer(job.id);
        co_return suspended(job);
    }
    if (watch->started && job.state != JobState::Running) // the row may lag behind: progress is not worth a write each
        job.state = JobState::Running;
    Q_EMIT leftServer(job.id);
    Result<std::optional<HistoryEntry>> entry = std::optional<HistoryEntry>();
    if (end == PromptWatch::End::Done)
        entry = co_await ending(job, server, watch->cancelled && !watch->started ? 1 : historyLooks, cancel, stop);
    server->unwatch(job.promptId);
    if (stop.stop_requested() && !watch->cancelled)
        co_return suspended(job);
    const bool made = entry && *entry && (*entry)->outcome == HistoryEntry::Outcome::Success;
    if (watch->cancelled && !made)
        co_return co_await cancelled(job, stop);
    if (!entry) {
        if (isOutage(entry.error()))
            co_return co_await again(job, server, tr("The server went away and did not come back."), stop);
        co_return co_await failJob(job, entry.error().message, true, stop);
    }
    if (end == PromptWatch::End::TakenBack)
        co_return co_await again(job, nullptr, tr("It was taken back when the run was paused."), stop);
    if (!*entry)
        co_return co_await again(job, server, forgottenText(), stop);
    if ((*entry)->outcome == HistoryEntry::Outcome::Interrupted)
        co_return co_await again(job, server, tr("Somebody interrupted it on the server."), stop);
    if ((*entry)->outcome == HistoryEntry::Outcome::Error)
        co_return co_await failJob(job, (*entry)->error, mayHelpToRepeat(**entry), stop);
    co_return co_await collect(job, server, **entry, cancel, stop);
}

/// What the history says of a prompt that has ended; nothing if it says that it does not know it. Network errors say
/// nothing: they are waited for.
Task<Result<std::optional<HistoryEntry>>> JobRunner::ending(Job job, std::shared_ptr<ServerConnection> server,
                                                            int looks, std::stop_token cancel, std::stop_token stop)
{
    Result<std::optional<HistoryEntry>> history = std::optional<HistoryEntry>();
    for (int look = 0; look < looks && !stop.stop_requested();) {
        if (look > 0)
            co_await sleepFor(std::min<std::chrono::milliseconds>(50ms * look, 1000ms), stop);
        history = co_await server->client().history(job.promptId, stop);
        if (history && history->has_value())
            break;
        if (!history && isOutage(history.error())) {
            const Result<void> back = co_await waitFor(job, server, cancel, stop);
            if (!back)
                break;
            continue;
        }
        ++look;
    }
    co_return history;
}

Task<JobOutcome> JobRunner::collect(Job job, std::shared_ptr<ServerConnection> server, HistoryEntry entry,
                                    std::stop_token cancel, std::stop_token stop)
{
    const Result<Job> fetching = co_await m_journal.write(job, JobState::Fetching, stop);
    if (!fetching)
        co_return gaveWay(job, fetching.error());
    job = *fetching;
    const std::optional<OutputFile> file = pictureOf(entry);
    if (!file)
        co_return co_await failJob(job, tr("The server finished the job but made no picture."), true, stop);
    const Result<Picture> fetched = co_await fetch(job, server, *file, cancel, stop);
    if (stop.stop_requested())
        co_return suspended(job);
    if (fetched) {
        const QString wrong = mismatch(*fetched, *job.order);
        if (!wrong.isEmpty())
            co_return co_await failJob(job, wrong, true, stop);
        co_return co_await keep(job, *fetched, secondsOf(entry), cancel, stop);
    }
    if (cancel.stop_requested())
        co_return co_await cancelled(job, stop);
    if (isOutage(fetched.error()) && !server->isReachable())
        co_return co_await again(job, server, tr("The server went away before its picture was fetched."), stop);
    if (fetched.error().httpStatus == 404) { // a server that was started anew has forgotten it; else the file is gone
        const Result<std::optional<HistoryEntry>> known = co_await server->client().history(job.promptId, stop);
        if (stop.stop_requested())
            co_return suspended(job);
        if (known && !known->has_value())
            co_return co_await again(job, server, forgottenText(), stop);
    }
    co_return co_await failJob(job, fetched.error().message, fetched.error().httpStatus != 404, stop);
}

Task<Result<JobRunner::Picture>> JobRunner::fetch(Job job, std::shared_ptr<ServerConnection> server, OutputFile file,
                                                  std::stop_token cancel, std::stop_token stop)
{
    Error last;
    for (int attempt = 1; attempt <= mostDownloads; ++attempt) {
        const Result<QByteArray> bytes = co_await server->client().view(file, stop);
        if (bytes) {
            const auto decode = [data = *bytes] {
                return decodeImage(data);
            };
            const Result<QImage> image = co_await offload(decode);
            if (image) {
                const Picture picture{*bytes, *image};
                co_return picture;
            }
            last = image.error();
            last.message = tr("The picture that the server sent cannot be read. %1").arg(last.message);
        } else {
            last = bytes.error();
        }
        if (last.httpStatus == 404)
            last.message = tr("The picture is not on the server any more: the file vanished after it was made.");
        if (stop.stop_requested())
            break;
        if (isOutage(last))
            server->lookNow();
        co_await sleepFor(250ms * (1 << attempt), stop);
        if (isOutage(last) && !server->isReachable()) { // the picture is made, and making it again costs more
            const Result<void> back = co_await waitFor(job, server, cancel, stop);
            if (!back)
                break;
            attempt = 0;
        }
    }
    co_return fail(last);
}

/// Until the server answers again. An error if that takes too long, another one is to make it, or the run is stopped.
Task<Result<void>> JobRunner::waitFor(Job job, std::shared_ptr<ServerConnection> server, std::stop_token cancel,
                                      std::stop_token stop)
{
    m_picturesGivenUp.remove(job.id);
    const qint64 endMs = m_clock.monotonicMs() + mostPatienceMs;
    server->lookNow();
    do {
        co_await sleepFor(300ms, stop);
        const bool givenUp = m_picturesGivenUp.remove(job.id);
        if (givenUp || stop.stop_requested() || cancel.stop_requested() || m_clock.monotonicMs() > endMs)
            co_return fail(Error::canceled());
    } while (!server->isReachable());
    co_return Result<void>{};
}

} // namespace lorastudio
