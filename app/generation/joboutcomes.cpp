// SPDX-License-Identifier: GPL-3.0-or-later
// The ends of a job: its picture is kept, or it fails, goes back, is cancelled or left for the next start.
#include "core/json.h"
#include "core/logging.h"
#include "core/text.h"
#include "generation/jobrunner.h"
#include "images/imagedecoder.h"
#include "images/libraryfolder.h"
#include "images/pngtext.h"

#include <QFileInfo>
#include <QJsonDocument>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr int mostLosses = 5;  // by a server that answers: it accepts and forgets, and would do so for ever
constexpr auto holdPause = 2s; // disk full: look again

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

const QString libraryCode = QStringLiteral("library");

/// A library that was moved or unmounted during a run must not be made anew beside it.
Result<StoredFile> libraryIsThere(const ImageStore &store)
{
    if (QFileInfo(store.root()).isDir())
        return StoredFile{};
    Error gone = Error::make(Error::Kind::FileSystem,
                             JobRunner::tr("The library folder %1 is not there any more.").arg(isolated(store.root())));
    gone.code = libraryCode;
    return fail(gone);
}

bool concernsLibrary(const Error &error)
{
    return error.diskFull || error.code == libraryCode;
}

QString holdText(const Error &error)
{
    if (error.diskFull)
        return JobRunner::tr("The disk is full: there is no room left in the library folder. It goes on by itself "
                             "when there is room.");
    return JobRunner::tr("%1 Finished images are kept; it goes on by itself when they can be written.")
        .arg(error.message);
}

/// Whether a picture says itself that it was made by this order: its path alone could belong to an older try. Nothing
/// if it does not say by what it was made, or not in a form that we know.
std::optional<bool> isOfOrder(const QByteArray &png, const WorkOrder &wanted)
{
    const Result<QMap<QString, QString>> texts = readPngText(png);
    if (!texts || !texts->contains(QStringLiteral("prompt")))
        return std::nullopt;
    // Python writes NaN into JSON, so no bare QJsonDocument.
    const Result<QJsonDocument> graph =
        parseJson(texts->value(QStringLiteral("prompt")).toUtf8(), qint64(16) * 1024 * 1024);
    if (!graph)
        return std::nullopt;
    const Result<WorkOrder> order = WorkflowTemplate::readBack(graph->object());
    if (!order)
        return std::nullopt;
    const auto ofJob = [](const QString &prefix) {
        return prefix.section(u'-', 0, -2);
    }; // without the attempt
    return order->seed == wanted.seed && order->prompt == wanted.prompt &&
           ofJob(order->filenamePrefix) == ofJob(wanted.filenamePrefix);
}

} // namespace

QString JobRunner::mismatch(const Picture &picture, const WorkOrder &order)
{
    if (pictureFormat(picture.bytes) != PictureFormat::Png)
        return tr("The server sent a picture that is no PNG.");
    if (picture.image.size() != order.size)
        return tr("The server sent a picture of %1×%2 pixels instead of %3×%4.")
            .arg(picture.image.width())
            .arg(picture.image.height())
            .arg(order.size.width())
            .arg(order.size.height());
    // A server may be told not to write the graph into its files; if it is there, it must be ours.
    if (!isOfOrder(picture.bytes, order).value_or(true))
        return tr("The server sent the picture of another job.");
    return {};
}

Task<JobOutcome> JobRunner::keep(Job job, Picture picture, double seconds, std::stop_token cancel, std::stop_token stop)
{
    const Result<QString> path = co_await m_journal.imagePath(job, stop);
    if (!path)
        co_return gaveWay(job, path.error());
    const auto writeFile = [store = m_store, path = *path, bytes = picture.bytes]() -> Result<StoredFile> {
        Result<StoredFile> written = libraryIsThere(store);
        if (written)
            written = store.write(path, bytes);
        if (written || written.error().diskFull)
            return written;
        if (const Result<void> writable = checkLibraryWritable(store); !writable) {
            Error library = writable.error();
            library.code = libraryCode;
            return fail(library);
        }
        return written;
    };
    Result<StoredFile> file = co_await offload(writeFile);
    if (!file && concernsLibrary(file.error())) { // no failure of the job: the picture is kept until it can be written
        m_journal.beginHold(holdText(file.error()));
        while (!file && concernsLibrary(file.error()) && !cancel.stop_requested() && !stop.stop_requested()) {
            co_await sleepFor(holdPause, stop);
            file = co_await offload(writeFile);
        }
        m_journal.endHold();
        if (!file && stop.stop_requested())
            co_return suspended(job);
        if (!file && cancel.stop_requested())
            co_return co_await cancelled(job, stop);
    }
    if (!file)
        co_return co_await failJob(job, file.error().message, false, stop);
    ImageRecord record = recordOf(job);
    record.imagePath = *path;
    record.size = picture.image.size();
    record.seconds = seconds;
    record.bytes = file->bytes;
    record.sha256 = file->sha256;
    record.generatedAt = m_clock.now();
    const Result<Score> score = co_await m_reviewer.review(picture.image, stop);
    if (!score && stop.stop_requested())
        co_return suspended(job); // the file is there: the next start adopts and scores it
    if (score)
        record.score = *score;
    else
        qCWarning(logGeneration) << "not scored:" << *path << score.error().message;
    const ThumbnailKey key{*path, file->sha256};
    const auto makeThumbnail = [cache = m_thumbnails, key, image = picture.image] {
        return cache.put(key, image);
    };
    const Result<void> thumbnailed = co_await offload(makeThumbnail);
    if (!thumbnailed)
        qCWarning(logImages) << "no thumbnail for" << *path << thumbnailed.error().message;
    co_return co_await writeRow(job, record, stop);
}

Task<JobOutcome> JobRunner::writeRow(Job job, ImageRecord record, std::stop_token stop)
{
    const Result<ImageRecord> stored = co_await m_journal.store(record, job, stop);
    if (stored) {
        m_losses.remove(job.id);
        m_picturesGivenUp.remove(job.id);
        job.state = JobState::Stored;
        job.reason.clear();
        co_return JobOutcome{JobOutcome::Kind::Stored, job, *stored};
    }
    const QString &code = stored.error().code;
    if (code == QStringLiteral("not-found")) { // the character was removed: a file without a row goes
        const auto removeFile = [store = m_store, path = record.imagePath] {
            return removeImageFile(store, path);
        };
        co_await offload(removeFile);
    }
    if (stored.error().isCanceled() || code == QStringLiteral("not-found") || code == QStringLiteral("job-state") ||
        code == QStringLiteral("duplicate"))
        co_return gaveWay(job, stored.error());
    co_return co_await failJob(job, stored.error().message, false, stop);
}

Task<Result<std::optional<JobRunner::Picture>>> JobRunner::adoptable(Job job, std::stop_token stop)
{
    if (!job.order || !isOnServer(job.state))
        co_return std::optional<Picture>();
    const Result<QString> path = co_await m_journal.imagePath(job, stop);
    if (!path)
        co_return fail(path.error());
    const auto adopt = [store = m_store, path = *path, order = *job.order]() -> std::optional<Picture> {
        const Result<std::optional<AdoptedFile>> found = store.adopt(path);
        if (!found || !*found || !isOfOrder((*found)->content, order).value_or(false))
            return std::nullopt;
        return Picture{(*found)->content, (*found)->image};
    };
    const std::optional<Picture> picture = co_await offload(adopt);
    co_return picture;
}

Task<JobOutcome> JobRunner::failJob(Job job, QString reason, bool mayRepeat, std::stop_token stop)
{
    job.reason = cleanText(reason, 4000);
    ++job.failures;
    qCInfo(logGeneration) << "job" << job.id << "failed:" << job.reason;
    if (mayRepeat && job.failures < m_attempts) {
        const Result<Job> planned = co_await m_journal.writeAgain(job, JobState::Failed, stop);
        if (!planned)
            co_return gaveWay(job, planned.error());
        co_return JobOutcome{JobOutcome::Kind::Again, *planned, {}};
    }
    const Result<Job> failed = co_await m_journal.write(job, JobState::Failed, stop);
    if (!failed)
        co_return gaveWay(job, failed.error());
    co_return JobOutcome{JobOutcome::Kind::Failed, *failed, {}};
}

/// A server that was away or restarted since the last time has lost it with everything else: that is no failure of the
/// job and does not count.
bool JobRunner::isLostTooOften(const Job &job, const ServerConnection *server)
{
    if (!server || !server->isReachable())
        return false;
    Losses &losses = m_losses[job.id];
    const auto before = losses.breaks.constFind(server->url());
    if (before != losses.breaks.constEnd() && *before == server->breaks())
        ++losses.count;
    losses.breaks.insert(server->url(), server->breaks());
    return losses.count >= mostLosses;
}

Task<JobOutcome> JobRunner::again(Job job, std::shared_ptr<ServerConnection> server, QString reason,
                                  std::stop_token stop)
{
    if (isLostTooOften(job, server.get())) {
        m_losses.remove(job.id);
        const QString said =
            tr("%1 That happened %2 times; the server may not keep what it accepts.").arg(reason).arg(mostLosses);
        co_return co_await failJob(job, said, false, stop);
    }
    job.reason = reason;
    const Result<Job> planned = co_await m_journal.writeAgain(job, JobState::Lost, stop);
    if (!planned)
        co_return gaveWay(job, planned.error());
    co_return JobOutcome{JobOutcome::Kind::Again, *planned, {}};
}

Task<JobOutcome> JobRunner::cancelled(Job job, std::stop_token stop)
{
    job.reason = tr("The run was stopped.");
    const Result<Job> written = co_await m_journal.write(job, JobState::Cancelled, stop);
    if (!written)
        co_return gaveWay(job, written.error());
    co_return JobOutcome{JobOutcome::Kind::Cancelled, *written, {}};
}

JobOutcome JobRunner::suspended(Job job)
{
    return {JobOutcome::Kind::Suspended, std::move(job), {}};
}

JobOutcome JobRunner::gaveWay(Job job, const Error &error)
{
    if (error.isCanceled())
        return suspended(std::move(job));
    job.reason = error.message;
    if (error.code == QStringLiteral("not-found") || error.code == QStringLiteral("job-state") ||
        error.code == QStringLiteral("duplicate")) {
        qCInfo(logGeneration) << "job" << job.id << "was decided elsewhere:" << error.message;
        return {JobOutcome::Kind::Cancelled, std::move(job), {}};
    }
    qCWarning(logGeneration) << "job" << job.id << "could not be written:" << error.message << error.detail;
    return {JobOutcome::Kind::Failed, std::move(job), {}};
}

} // namespace lorastudio
