// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QFileInfo>
#include <QHashFunctions>
#include <QImage>
#include <QString>

namespace lorastudio {

/// Which picture a thumbnail is of: path and content, so that a replaced picture never shows its old thumbnail.
struct ThumbnailKey
{
    QString relativePath; ///< of the original, relative to the library
    QString stamp;        ///< SHA-256 of the original; for pictures without one: modification time and size
    friend bool operator==(const ThumbnailKey &, const ThumbnailKey &) = default;

    /// For an original whose SHA-256 is not known.
    static ThumbnailKey forFile(const QString &relativePath, const QFileInfo &original);
};

inline size_t qHash(const ThumbnailKey &key, size_t seed = 0) noexcept
{
    return qHashMulti(seed, key.relativePath, key.stamp);
}

/// Small copies of the pictures on disk, as JPEG: 18 to 67 times faster to show than the originals. Everything in it
/// can be made again, so the whole folder may be deleted at any time.
///
/// A plain value (the folder's name); thread-safe and blocking: for the thread pool.
class ThumbnailCache
{
public:
    static constexpr int normalSize = 256; ///< longer side in pixels
    static constexpr int largeSize = 512;  ///< for high-resolution screens and the inspector
    static constexpr int quality = 85;

    explicit ThumbnailCache(QString folder);

    /// `image` reduced so that its longer side is at most `size`, opaque; never enlarged.
    static QImage scaled(const QImage &image, int size);

    /// Makes and stores the thumbnail of a decoded original.
    Result<void> put(const ThumbnailKey &key, const QImage &image, int size = normalSize) const;
    /// The stored thumbnail; null if there is none or it is damaged.
    QImage get(const ThumbnailKey &key, int size = normalSize) const;
    bool contains(const ThumbnailKey &key, int size = normalSize) const;
    /// Removes the thumbnails of all sizes.
    void remove(const ThumbnailKey &key) const;
    /// Bytes of all files in it.
    qint64 bytes() const;
    /// Removes all thumbnails; what is made meanwhile may stay.
    void clear() const;

private:
    QString path(const ThumbnailKey &key, int size) const;
    QString m_folder;
};

} // namespace lorastudio
