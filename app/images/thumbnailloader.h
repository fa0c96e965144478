// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "images/imagestore.h"
#include "images/thumbnailcache.h"

#include <QCache>
#include <QHash>
#include <QList>
#include <QObject>
#include <QThreadPool>

namespace lorastudio {

/// Brings thumbnails into memory for the rows that are seen, without ever blocking the main thread: the newest request
/// is served first, because the person scrolled on; memory is bounded; a thumbnail that is not on disk is made from its
/// original. A picture whose file is gone or broken is reported once and then remembered as missing.
///
/// Lives on the main thread. May be destroyed at any time; what still runs in the pool then has no effect.
class ThumbnailLoader : public QObject
{
    Q_OBJECT

public:
    static constexpr int memoryKiB = 64 * 1024;
    /// Requests that wait; older ones are dropped. More than any screen shows.
    static constexpr int longestQueue = 512;

    ThumbnailLoader(ImageStore store, ThumbnailCache cache, int size = ThumbnailCache::normalSize,
                    QThreadPool *pool = QThreadPool::globalInstance(), QObject *parent = nullptr);
    ~ThumbnailLoader() override;

    /// The thumbnail if it is in memory; else null, and it is requested: loaded() or failed() follows, unless the
    /// request is cancelled.
    QImage thumbnail(const ThumbnailKey &key);
    /// In memory only; requests nothing.
    QImage loadedThumbnail(const ThumbnailKey &key) const;
    /// True after failed(), until forget().
    bool isMissing(const ThumbnailKey &key) const { return m_missing.contains(key); }
    /// Why it is missing, for people; empty if it is not.
    QString missingReason(const ThumbnailKey &key) const { return m_missing.value(key); }

    /// Puts the thumbnail of a picture that has just arrived into memory, from its decoded image.
    void insert(const ThumbnailKey &key, const QImage &thumbnail);
    /// Drops requests that wait, except for these keys. What already runs is finished and kept.
    void cancelExcept(const QList<ThumbnailKey> &visible);
    void cancelAll() { cancelExcept({}); }
    /// Forgets what is known of a picture, for example because its file came back.
    void forget(const ThumbnailKey &key);

    qsizetype waiting() const { return m_waiting.size(); }
    qsizetype running() const { return m_running.size(); }

Q_SIGNALS:
    void loaded(const lorastudio::ThumbnailKey &key, const QImage &thumbnail);
    void failed(const lorastudio::ThumbnailKey &key, const QString &reason);

private:
    void startNext();
    void finish(const ThumbnailKey &key, const Result<QImage> &result);

    ImageStore m_store;
    ThumbnailCache m_cache;
    int m_size;
    QThreadPool *m_pool;
    QCache<ThumbnailKey, QImage> m_memory; ///< cost in KiB
    QList<ThumbnailKey> m_waiting;         ///< newest last
    QSet<ThumbnailKey> m_running;
    QHash<ThumbnailKey, QString> m_missing;
};

} // namespace lorastudio
