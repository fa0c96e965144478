// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/imagefetcher.h"

#include "core/logging.h"
#include "core/text.h"
#include "generation/serverpool.h"
#include "images/atomicfile.h"
#include "images/imagedecoder.h"
#include "storage/database.h"
#include "storage/imagerepository.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace lorastudio {

namespace {

const QString unanswered = QStringLiteral("unanswered");
const QString noImage = QStringLiteral("no-image");

Error problemOf(const QString &message, const QString &code = {})
{
    Error error = Error::make(Error::Kind::FileSystem, message);
    error.code = code;
    return error;
}

} // namespace

ImageFetcher::ImageFetcher(Database &database, ServerPool &pool, const ImageStore &store,
                           const ThumbnailCache &thumbnails)
    : m_database(database),
      m_pool(pool),
      m_store(store),
      m_thumbnails(thumbnails),
      m_scope(QStringLiteral("images of other workstations"))
{
    connect(&pool, &ServerPool::serverReachable, this, &ImageFetcher::forgetUnanswered);
}

ImageFetcher::~ImageFetcher() = default;

Task<void> ImageFetcher::close()
{
    m_waiting.clear();
    m_scope.requestStop();
    co_await m_scope.join();
}

void ImageFetcher::forgetUnanswered()
{
    const QSet<QString> paths = std::exchange(m_unanswered, {});
    for (const QString &path : paths)
        m_problems.remove(path);
    for (const QString &path : paths)
        Q_EMIT mayBeThere(path);
}

bool ImageFetcher::request(const QString &relativePath, bool again)
{
    if (relativePath.isEmpty() || m_scope.token().stop_requested())
        return false;
    if (m_going.contains(relativePath))
        return true;
    if (m_problems.contains(relativePath)) {
        if (!again)
            return false;
        m_problems.remove(relativePath);
        m_unanswered.remove(relativePath);
    }
    m_waiting.removeOne(relativePath); // asked again = newest again
    m_waiting.append(relativePath);
    if (m_waiting.size() > longestQueue) {
        const QString dropped = m_waiting.takeFirst();
        Q_EMIT failed(dropped, QString());
    }
    startNext();
    return true;
}

void ImageFetcher::startNext()
{
    while (!m_waiting.isEmpty() && m_going.size() < atATime && !m_scope.token().stop_requested()) {
        const QString path = m_waiting.takeLast();
        m_going.insert(path);
        m_scope.spawn(fetch(path));
    }
}

Task<void> ImageFetcher::fetch(QString relativePath)
{
    const Result<ImageRecord> brought = co_await bring(relativePath);
    m_going.remove(relativePath);
    if (m_scope.token().stop_requested())
        co_return;
    if (brought) {
        m_problems.remove(relativePath);
        Q_EMIT fetched(relativePath, brought->sha256);
    } else {
        const Error &error = brought.error();
        const QString reason = error.code == noImage ? QString() : error.message;
        m_problems.insert(relativePath, reason);
        if (error.code == unanswered)
            m_unanswered.insert(relativePath);
        if (!reason.isEmpty())
            qCInfo(logGeneration) << relativePath << "was not fetched again:" << reason;
        Q_EMIT failed(relativePath, reason);
    }
    startNext();
}

Task<Result<ImageRecord>> ImageFetcher::bring(QString relativePath)
{
    const auto exists = [store = m_store, relativePath] {
        const Result<QString> path = store.absolutePath(relativePath);
        return !path || QFileInfo::exists(*path);
    };
    const bool there = co_await offload(exists);
    if (there) // it is broken, or lies outside the library: nothing to replace
        co_return fail(problemOf(QString(), noImage));
    const auto read = [relativePath](Connection &connection) {
        return ImageRepository(connection).byPath(relativePath);
    };
    const Result<std::optional<ImageRecord>> row = co_await m_database.read(read);
    if (!row)
        co_return fail(row.error());
    if (!*row)
        co_return fail(problemOf(QString(), noImage));
    const ImageRecord image = **row;
    if (image.server.isEmpty() || image.promptId.isEmpty() || image.sha256.isEmpty())
        co_return fail(problemOf(tr("The file is not in this library, and it is not known which server made it.")));
    const Result<QByteArray> bytes = co_await download(image);
    if (!bytes)
        co_return fail(bytes.error());
    const Result<void> kept = co_await keep(image, *bytes);
    if (!kept)
        co_return fail(kept.error());
    co_return image;
}

Task<Result<QByteArray>> ImageFetcher::download(ImageRecord image)
{
    const std::stop_token stop = m_scope.token();
    const std::shared_ptr<ServerConnection> server = m_pool.find(image.server);
    if (!server)
        co_return fail(problemOf(tr("The file is not in this library, and %1, which made it, is not in the list of "
                                    "servers.")
                                     .arg(isolated(image.server)),
                                 unanswered));
    const QString name = isolated(cleanName(server->status().name));
    const Error away =
        problemOf(tr("The file is not in this library, and %1, which made it, does not answer.").arg(name), unanswered);
    const Error gone = problemOf(tr("The file is not in this library, and %1 does not have it any more.").arg(name));
    if (!server->isReachable())
        co_return fail(away);
    const Result<std::optional<HistoryEntry>> entry = co_await server->client().history(image.promptId, stop);
    if (!entry)
        co_return fail(entry.error().kind == Error::Kind::Network ? away : entry.error());
    if (!*entry)
        co_return fail(gone);
    const QList<OutputFile> outputs = (*entry)->outputs;
    const auto file = std::find_if(outputs.cbegin(), outputs.cend(),
                                   [](const OutputFile &output) { return output.type == QStringLiteral("output"); });
    if (file == outputs.cend())
        co_return fail(gone);
    const OutputFile &wanted = *file;
    const Result<QByteArray> bytes = co_await server->client().view(wanted, stop); // bounded by the client's limits
    if (!bytes && bytes.error().httpStatus == 404)
        co_return fail(gone);
    if (!bytes)
        co_return fail(bytes.error().kind == Error::Kind::Network ? away : bytes.error());
    const bool sameSize = image.bytes <= 0 || bytes->size() == image.bytes;
    const auto sum = [data = *bytes] {
        return sha256Hex(data);
    };
    const QString sha256 = co_await offload(sum);
    if (!sameSize || sha256 != image.sha256)
        co_return fail(problemOf(tr("The file is not in this library, and what %1 has in its place is another picture. "
                                    "It was not taken.")
                                     .arg(name)));
    co_return *bytes;
}

Task<Result<void>> ImageFetcher::keep(ImageRecord image, QByteArray bytes)
{
    const auto work = [store = m_store, thumbnails = m_thumbnails, image, bytes]() -> Result<void> {
        const Result<QImage> picture = decodeImage(bytes);
        if (!picture)
            return fail(picture.error());
        const Result<StoredFile> stored = store.write(image.imagePath, bytes);
        if (!stored)
            return fail(stored.error());
        const ThumbnailKey key{image.imagePath, image.sha256};
        if (const Result<void> put = thumbnails.put(key, *picture); !put)
            qCWarning(logImages) << "thumbnail not kept:" << put.error().detail;
        return {};
    };
    const Result<void> done = co_await offload(work);
    co_return done;
}

} // namespace lorastudio
