// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/jobrunner.h"

#include "catalog/modelcatalog.h"
#include "core/ids.h"
#include "core/logging.h"
#include "core/text.h"
#include "generation/workorders.h"
#include "images/imagedecoder.h"
#include "images/libraryfolder.h"
#include "images/pngtext.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr int mostFailures = 3;  // of the job itself, not of servers or restarts
constexpr int mostDownloads = 4; // with 0.5, 1 and 2 s between
constexpr auto holdPause = 2s;   // disk full, database gone: look again
constexpr int historyLooks = 12; // the success event comes before the history is written

/// Loading the same broken file again fails again, and costs a load each time.
bool mayHelpToRepeat(const HistoryEntry &entry)
{
    return !entry.error.startsWith(QStringLiteral("CheckpointLoaderSimple"));
}

/// The database itself does not answer, as against an answer that says no.
bool mayComeBack(const Error &error)
{
    return error.diskFull || error.code == QStringLiteral("lost") || error.code == QStringLiteral("busy") ||
           error.code == QStringLiteral("cannot-connect") || error.code == QStringLiteral("commit-unknown");
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

/// What the job alone says of its image.
ImageRecord recordOf(const Job &job)
{
    ImageRecord record;
    record.characterId = job.characterId;
    record.jobId = job.id;
    record.runId = job.runId;
    record.number = job.number;
    record.seed = job.seed;
    record.server = job.server;
    record.promptId = job.promptId;
    record.demo = job.demo;
    if (job.order) {
        record.modelFile = job.order->modelFile;
        record.prompt = job.order->prompt;
        record.negative = job.order->negative;
        record.settings = job.order->settings;
    }
    return record;
}

double secondsOf(const HistoryEntry &entry)
{
    return entry.startedMs > 0 && entry.endedMs > entry.startedMs ? double(entry.endedMs - entry.startedMs) / 1000.0
                                                                  : 0.0;
}

} // namespace

JobRunner::JobRunner(Database &database, ImageStore &store, ThumbnailCache &thumbnails, ImageReviewer &reviewer,
                     const WorkflowTemplate &workflow, const Clock &clock)
    : m_database(database),
      m_store(store),
      m_thumbnails(thumbnails),
      m_reviewer(reviewer),
      m_workflow(workflow),
      m_clock(clock)
{
}

Task<JobOutcome> JobRunner::run(Job job, std::shared_ptr<ServerConnection> server, std::stop_token stop)
{
    Result<Job> ready = co_await prepare(job, server);
    if (!ready) {
        Q_EMIT leftServer(job.id);
        // Its character was removed, or another program stopped the run.
        if (ready.error().code == QStringLiteral("not-found") || ready.error().code == QStringLiteral("job-state"))
            co_return JobOutcome{JobOutcome::Kind::Cancelled, job, {}};
        if (ready.error().kind == Error::Kind::Storage) {
            co_await sleepFor(holdPause, stop);
            co_return JobOutcome{JobOutcome::Kind::Again, job, {}};
        }
        co_return co_await failJob(job, ready.error().message, false);
    }
    if (ready->state != JobState::Posting) { // its checkpoint was changed to one that this server does not have
        Q_EMIT leftServer(job.id);
        co_return JobOutcome{JobOutcome::Kind::Again, *ready, {}};
    }
    const std::shared_ptr<PromptWatch> watch = server->watch(ready->promptId);
    std::optional<JobOutcome> refused = co_await post(*ready, server, watch, stop);
    if (refused) {
        server->unwatch(ready->promptId);
        Q_EMIT leftServer(job.id);
        co_return *refused;
    }
    co_return co_await follow(*ready, server, watch, stop);
}

Task<JobOutcome> JobRunner::takeUp(Job job, std::shared_ptr<ServerConnection> server, std::stop_token stop)
{
    const std::optional<Picture> there = co_await adoptable(job);
    if (there) {
        Result<Job> fetching = co_await journal(job, JobState::Fetching);
        Q_EMIT leftServer(job.id);
        co_return co_await keep(fetching.value_or(job), *there, 0, stop);
    }
    if (!server || job.promptId.isEmpty()) {
        Q_EMIT leftServer(job.id);
        co_return co_await again(job, tr("The server that had it is not used any more."));
    }
    const std::shared_ptr<PromptWatch> watch = server->watch(job.promptId);
    watch->accepted = true; // as far as we know: the queue and the history decide
    server->lookNow();
    co_return co_await follow(job, server, watch, stop);
}

Task<Result<Job>> JobRunner::prepare(Job job, std::shared_ptr<ServerConnection> server)
{
    Result<WorkOrder> order = co_await takeWorkOrder(m_database, job);
    if (!order)
        co_return fail(order.error());
    if (server->spelling(order->modelFile).isEmpty())
        co_return job;
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
    co_return co_await journal(job, JobState::Posting);
}

Task<std::optional<JobOutcome>> JobRunner::post(Job job, std::shared_ptr<ServerConnection> server,
                                                std::shared_ptr<PromptWatch> watch, std::stop_token stop)
{
    const QJsonObject graph = m_workflow.graph(*job.order, server->spelling(job.order->modelFile));
    watch->loaderNode = loaderNodeOf(graph);
    const QJsonObject origin{{QStringLiteral("job"), job.id},
                             {QStringLiteral("character"), job.characterId},
                             {QStringLiteral("number"), job.number}};
    const QJsonObject extra{{QStringLiteral("lora_studio"), origin}};
    Result<SubmitOutcome> answer = co_await server->client().submit(graph, job.promptId, job.clientId, extra, stop);
    if (!answer) {
        if (!mayHaveBeenAccepted(answer.error()) && answer.error().kind != Error::Kind::Network)
            co_return co_await failJob(job, answer.error().message, true);
        // The answer never came: whether the server has it is looked up in its queue and history, never posted blindly.
        qCInfo(logGeneration) << "unknown outcome of" << job.promptId << answer.error().message;
        watch->accepted = true;
        server->lookNow();
        co_return std::nullopt;
    }
    if (std::holds_alternative<SubmitAccepted>(*answer)) {
        watch->accepted = true;
        if (!watch->isFinished() && !watch->started) {
            Result<Job> queued = co_await journal(job, JobState::Queued);
            if (!queued)
                qCWarning(logGeneration) << "queued, but not written:" << queued.error().detail;
        }
        co_return std::nullopt;
    }
    if (const auto *partly = std::get_if<SubmitPartlyAccepted>(&*answer)) { // the rest of it would run: take it back
        job.reason = partly->message;
        const QStringList prompts{partly->promptId};
        co_await server->client().cancelPending(prompts, stop);
        co_await server->client().interrupt(partly->promptId, stop);
    } else {
        job.reason = std::get<SubmitRefused>(*answer).message;
    }
    Result<Job> rejected = co_await journal(job, JobState::Rejected);
    co_return JobOutcome{JobOutcome::Kind::Failed, rejected.value_or(job), {}};
}

Task<JobOutcome> JobRunner::follow(Job job, std::shared_ptr<ServerConnection> server,
                                   std::shared_ptr<PromptWatch> watch, std::stop_token stop)
{
    const PromptWatch::End end = co_await watch->ended();
    if (end == PromptWatch::End::Stopped && !watch->cancelled) {
        server->unwatch(job.promptId);
        Q_EMIT leftServer(job.id);
        co_return JobOutcome{JobOutcome::Kind::Suspended, job, {}};
    }
    if (watch->started && job.state != JobState::Running) // the row may lag behind: progress is not worth a write each
        job.state = JobState::Running;
    Q_EMIT leftServer(job.id);
    std::optional<HistoryEntry> entry;
    if (end == PromptWatch::End::Done) {
        const int looks = watch->cancelled && !watch->started ? 1 : historyLooks;
        for (int look = 0; look < looks && !entry; ++look) {
            if (look > 0 && !(co_await sleepFor(std::min<std::chrono::milliseconds>(50ms * look, 1000ms), stop)))
                break;
            Result<std::optional<HistoryEntry>> history = co_await server->client().history(job.promptId, stop);
            if (history)
                entry = *history;
        }
    }
    server->unwatch(job.promptId);
    if (stop.stop_requested() && !watch->cancelled)
        co_return JobOutcome{JobOutcome::Kind::Suspended, job, {}};
    if (!entry) {
        if (watch->cancelled)
            co_return co_await cancelled(job);
        co_return co_await again(
            job, tr("The server does not know the job any more; it was restarted, or somebody removed it."));
    }
    if (entry->outcome == HistoryEntry::Outcome::Interrupted) {
        if (watch->cancelled)
            co_return co_await cancelled(job);
        co_return co_await again(job, tr("Somebody interrupted it on the server."));
    }
    if (entry->outcome == HistoryEntry::Outcome::Error) {
        if (watch->cancelled)
            co_return co_await cancelled(job);
        co_return co_await failJob(job, entry->error, mayHelpToRepeat(*entry));
    }
    co_return co_await collect(job, server, *entry, stop);
}

Task<JobOutcome> JobRunner::collect(Job job, std::shared_ptr<ServerConnection> server, HistoryEntry entry,
                                    std::stop_token stop)
{
    Result<Job> fetching = co_await journal(job, JobState::Fetching);
    if (!fetching && !fetching.error().isCanceled())
        qCWarning(logGeneration) << "fetching, but not written:" << fetching.error().detail;
    job.state = JobState::Fetching;
    const auto file = std::find_if(entry.outputs.cbegin(), entry.outputs.cend(),
                                   [](const OutputFile &output) { return output.type == QStringLiteral("output"); });
    if (file == entry.outputs.cend())
        co_return co_await failJob(job, tr("The server finished the job but made no picture."), true);
    const Result<Picture> fetched = co_await fetch(server, *file, stop);
    if (stop.stop_requested())
        co_return JobOutcome{JobOutcome::Kind::Suspended, job, {}};
    if (!fetched)
        co_return co_await failJob(job, fetched.error().message, fetched.error().httpStatus != 404);
    co_return co_await keep(job, *fetched, secondsOf(entry), stop);
}

Task<Result<JobRunner::Picture>> JobRunner::fetch(std::shared_ptr<ServerConnection> server, OutputFile file,
                                                  std::stop_token stop)
{
    Error last;
    for (int attempt = 0; attempt < mostDownloads; ++attempt) {
        if (attempt > 0 && !(co_await sleepFor(250ms * (1 << attempt), stop)))
            break;
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
            continue;
        }
        last = bytes.error();
        if (last.httpStatus == 404) {
            last.message = tr("The picture is not on the server any more: the file vanished after it was made.");
            break;
        }
        // A server that is away for a while is waited for: the picture is made, and making it again costs more.
        while (last.kind == Error::Kind::Network && !stop.stop_requested() && !server->isReachable() &&
               server->silentMs() < 120'000)
            co_await sleepFor(500ms, stop);
    }
    co_return fail(last);
}

Task<JobOutcome> JobRunner::keep(Job job, Picture picture, double seconds, std::stop_token stop)
{
    const QString path = co_await relativePath(job);
    const auto writeFile = [store = m_store, path, bytes = picture.bytes] {
        return store.write(path, bytes);
    };
    Result<StoredFile> file = co_await offload(writeFile);
    while (!file && file.error().diskFull) {
        Q_EMIT held(tr("The disk is full: there is no room left in the library folder. It goes on by itself when there "
                       "is room."));
        if (!(co_await sleepFor(holdPause, stop)))
            co_return JobOutcome{JobOutcome::Kind::Suspended, job, {}};
        file = co_await offload(writeFile);
        if (file)
            Q_EMIT held({});
    }
    if (!file)
        co_return co_await failJob(job, file.error().message, false);
    ImageRecord record = recordOf(job);
    record.imagePath = path;
    record.size = picture.image.size();
    record.seconds = seconds;
    record.bytes = file->bytes;
    record.sha256 = file->sha256;
    record.generatedAt = m_clock.now();
    const Result<Score> score = co_await m_reviewer.review(picture.image, stop);
    if (score)
        record.score = *score;
    else if (!score.error().isCanceled())
        qCWarning(logGeneration) << "not scored:" << path << score.error().message;
    const ThumbnailKey key{path, file->sha256};
    const auto makeThumbnail = [cache = m_thumbnails, key, image = picture.image] {
        return cache.put(key, image);
    };
    const Result<void> thumbnailed = co_await offload(makeThumbnail);
    if (!thumbnailed)
        qCWarning(logImages) << "no thumbnail for" << path << thumbnailed.error().message;
    co_return co_await writeRow(job, record, stop);
}

Task<JobOutcome> JobRunner::writeRow(Job job, ImageRecord record, std::stop_token stop)
{
    Job done = job;
    done.state = JobState::Stored;
    done.reason.clear();
    const auto storeRow = [record, done](Connection &connection) {
        return ImageRepository(connection).store(record, done);
    };
    Result<ImageRecord> stored = co_await m_database.write(storeRow);
    while (!stored && mayComeBack(stored.error())) {
        Q_EMIT held(tr("The database does not answer. Finished images are kept and written when it is back. (%1)")
                        .arg(stored.error().message));
        if (!(co_await sleepFor(holdPause, stop)))
            co_return JobOutcome{JobOutcome::Kind::Suspended, job, {}};
        stored = co_await m_database.write(storeRow);
        if (stored)
            Q_EMIT held({});
    }
    if (!stored) {
        // The character was removed, or another program made the image meanwhile: a file without a row goes.
        qCInfo(logGeneration) << "not stored:" << stored.error().message;
        if (stored.error().code == QStringLiteral("not-found")) {
            const auto removeFile = [store = m_store, path = record.imagePath] {
                return removeImageFile(store, path);
            };
            co_await offload(removeFile);
        }
        job.reason = stored.error().message;
        co_return JobOutcome{JobOutcome::Kind::Cancelled, job, {}};
    }
    Q_EMIT jobChanged(done);
    co_return JobOutcome{JobOutcome::Kind::Stored, done, *stored};
}

Task<std::optional<JobRunner::Picture>> JobRunner::adoptable(Job job)
{
    if (!job.order || !isOnServer(job.state))
        co_return std::nullopt;
    const QString path = co_await relativePath(job);
    const auto adopt = [store = m_store, path] {
        return store.adopt(path);
    };
    const Result<std::optional<AdoptedFile>> found = co_await offload(adopt);
    if (!found || !*found)
        co_return std::nullopt;
    // Only a picture that says itself that it was made by this order: the path alone could belong to an older try.
    const Result<QMap<QString, QString>> texts = readPngText((*found)->content);
    if (!texts)
        co_return std::nullopt;
    const QJsonDocument graph = QJsonDocument::fromJson(texts->value(QStringLiteral("prompt")).toUtf8());
    const Result<WorkOrder> order = WorkflowTemplate::readBack(graph.object());
    const auto ofJob = [](const QString &prefix) {
        return prefix.section(u'-', 0, -2);
    }; // without the attempt
    if (!order || order->seed != job.order->seed || order->prompt != job.order->prompt ||
        ofJob(order->filenamePrefix) != ofJob(job.order->filenamePrefix))
        co_return std::nullopt;
    const Picture picture{(*found)->content, (*found)->image};
    co_return picture;
}

Task<Result<Job>> JobRunner::journal(Job job, JobState state)
{
    job.state = state;
    job.updated = m_clock.now();
    const auto work = [job](Connection &connection) {
        return JobRepository(connection).update(job);
    };
    Result<void> written = co_await m_database.write(work);
    if (!written)
        co_return fail(written.error());
    Q_EMIT jobChanged(job);
    co_return job;
}

Task<JobOutcome> JobRunner::failJob(Job job, QString reason, bool mayRepeat)
{
    job.reason = cleanText(reason, 4000);
    ++job.failures;
    qCInfo(logGeneration) << "job" << job.id << "failed:" << job.reason;
    if (mayRepeat && job.failures < mostFailures) {
        Result<Job> failed = co_await journal(job, JobState::Failed);
        if (!failed)
            co_return JobOutcome{JobOutcome::Kind::Again, job, {}};
        Job next = *failed;
        ++next.attempt;
        Result<Job> planned = co_await journal(next, JobState::Planned);
        co_return JobOutcome{JobOutcome::Kind::Again, planned.value_or(next), {}};
    }
    Result<Job> failed = co_await journal(job, JobState::Failed);
    job.state = JobState::Failed;
    co_return JobOutcome{JobOutcome::Kind::Failed, failed.value_or(job), {}};
}

Task<JobOutcome> JobRunner::again(Job job, QString reason)
{
    job.reason = reason;
    Result<Job> lost = co_await journal(job, JobState::Lost);
    Job next = lost.value_or(job);
    ++next.attempt;
    Result<Job> planned = co_await journal(next, JobState::Planned);
    next.state = JobState::Planned;
    co_return JobOutcome{JobOutcome::Kind::Again, planned.value_or(next), {}};
}

Task<JobOutcome> JobRunner::cancelled(Job job)
{
    job.reason = tr("The run was stopped.");
    Result<Job> written = co_await journal(job, JobState::Cancelled);
    job.state = JobState::Cancelled;
    co_return JobOutcome{JobOutcome::Kind::Cancelled, written.value_or(job), {}};
}

Task<QString> JobRunner::relativePath(Job job)
{
    const auto work = [job](Connection &connection) -> Result<QString> {
        const Result<std::optional<Character>> character = CharacterRepository(connection).byId(job.characterId);
        if (!character)
            return fail(character.error());
        return *character ? (*character)->project : QString();
    };
    const Result<QString> project = co_await m_database.read(work);
    co_return m_store.relativePathFor(project.value_or(QStringLiteral("default")), job.characterId, job.number);
}

} // namespace lorastudio
