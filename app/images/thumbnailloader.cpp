// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/thumbnailloader.h"

#include "core/logging.h"
#include "images/atomicfile.h"
#include "images/imagedecoder.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

namespace lorastudio {

namespace {

/// In the pool: from the disk cache, or from the original, which then goes into the cache.
Result<QImage> load(const ImageStore &store, const ThumbnailCache &cache, const ThumbnailKey &key, int size)
{
    const Result<QString> path = store.absolutePath(key.relativePath);
    if (!path)
        return fail(path.error());
    if (!QFileInfo::exists(*path))
        return fail(fileError(ENOENT, *path));
    if (QImage stored = cache.get(key, size); !stored.isNull())
        return stored;
    const Result<QByteArray> bytes = readWholeFile(*path, DecodeLimits().bytes);
    if (!bytes)
        return fail(bytes.error());
    const Result<QImage> image = decodeImage(*bytes);
    if (!image)
        return fail(image.error());
    if (const Result<void> put = cache.put(key, *image, size); !put)
        qCWarning(logImages) << "thumbnail not kept:" << put.error().detail;
    return ThumbnailCache::scaled(*image, size);
}

} // namespace

ThumbnailLoader::ThumbnailLoader(ImageStore store, ThumbnailCache cache, int size, QThreadPool *pool, QObject *parent)
    : QObject(parent),
      m_store(std::move(store)),
      m_cache(std::move(cache)),
      m_size(size),
      m_pool(pool),
      m_memory(memoryKiB)
{
}

ThumbnailLoader::~ThumbnailLoader() = default;

QImage ThumbnailLoader::loadedThumbnail(const ThumbnailKey &key) const
{
    const QImage *image = m_memory.object(key);
    return image ? *image : QImage();
}

QImage ThumbnailLoader::thumbnail(const ThumbnailKey &key)
{
    if (const QImage *image = m_memory.object(key))
        return *image;
    if (m_missing.contains(key) || m_running.contains(key) || key.relativePath.isEmpty())
        return {};
    m_waiting.removeOne(key); // asked again = newest again
    m_waiting.append(key);
    if (m_waiting.size() > longestQueue)
        m_waiting.removeFirst();
    startNext();
    return {};
}

void ThumbnailLoader::insert(const ThumbnailKey &key, const QImage &thumbnail)
{
    if (thumbnail.isNull())
        return;
    m_missing.remove(key);
    m_waiting.removeOne(key);
    m_memory.insert(key, new QImage(thumbnail), std::max<int>(1, int(thumbnail.sizeInBytes() / 1024)));
}

void ThumbnailLoader::cancelExcept(const QList<ThumbnailKey> &visible)
{
    const QSet<ThumbnailKey> kept(visible.begin(), visible.end());
    m_waiting.removeIf([&kept](const ThumbnailKey &key) { return !kept.contains(key); });
}

void ThumbnailLoader::forget(const ThumbnailKey &key)
{
    m_memory.remove(key);
    m_missing.remove(key);
}

void ThumbnailLoader::startNext()
{
    // As many as there are threads: what is handed to the pool can no longer be overtaken by a newer request.
    while (!m_waiting.isEmpty() && m_running.size() < std::max(1, m_pool->maxThreadCount())) {
        const ThumbnailKey key = m_waiting.takeLast();
        m_running.insert(key);
        // A child of this: when the loader is gone, so is the watcher, and the result goes nowhere.
        auto *watcher = new QFutureWatcher<Result<QImage>>(this);
        connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, key] {
            watcher->deleteLater();
            finish(key, watcher->result());
        });
        watcher->setFuture(QtConcurrent::run(
            m_pool, [store = m_store, cache = m_cache, key, size = m_size] { return load(store, cache, key, size); }));
    }
}

void ThumbnailLoader::finish(const ThumbnailKey &key, const Result<QImage> &result)
{
    m_running.remove(key);
    if (result) {
        insert(key, *result);
        Q_EMIT loaded(key, *result);
    } else {
        m_missing.insert(key, result.error().message);
        Q_EMIT failed(key, result.error().message);
    }
    startNext();
}

} // namespace lorastudio
