// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/thumbnailcache.h"

#include "images/atomicfile.h"
#include "images/imagedecoder.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QDirIterator>
#include <QFile>
#include <QPainter>

namespace lorastudio {

ThumbnailKey ThumbnailKey::forFile(const QString &relativePath, const QFileInfo &original)
{
    return {relativePath, QStringLiteral("%1-%2")
                              .arg(original.lastModified().toMSecsSinceEpoch())
                              .arg(original.exists() ? original.size() : -1)};
}

ThumbnailCache::ThumbnailCache(QString folder) : m_folder(std::move(folder)) {}

QString ThumbnailCache::path(const ThumbnailKey &key, int size) const
{
    const QString name = sha256Hex((key.relativePath + QChar(u'\n') + key.stamp).toUtf8()).left(40);
    // 256 folders keep each of them small with 100,000 pictures.
    return QStringLiteral("%1/%2/%3/%4.jpg").arg(m_folder).arg(size).arg(name.left(2), name);
}

QImage ThumbnailCache::scaled(const QImage &image, int size)
{
    if (image.isNull())
        return {};
    QImage source = image;
    source.setDevicePixelRatio(1.0);
    const QSize bounded = source.size().scaled(size, size, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
    if (source.width() > size || source.height() > size)
        source = source.scaled(bounded, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    if (!source.hasAlphaChannel())
        return source.convertToFormat(QImage::Format_RGB32);
    QImage opaque(source.size(), QImage::Format_RGB32);
    opaque.fill(QColor(128, 128, 128));
    QPainter(&opaque).drawImage(0, 0, source);
    return opaque;
}

Result<void> ThumbnailCache::put(const ThumbnailKey &key, const QImage &image, int size) const
{
    const QImage thumbnail = scaled(image, size);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (thumbnail.isNull() || !thumbnail.save(&buffer, "JPG", quality)) {
        return fail(
            Error::Kind::Internal,
            QCoreApplication::translate("Images", "The thumbnail of %1 could not be made.").arg(key.relativePath));
    }
    return writeCacheFile(path(key, size), bytes);
}

QImage ThumbnailCache::get(const ThumbnailKey &key, int size) const
{
    QFile file(path(key, size));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return decodeImage(file.readAll()).value_or(QImage());
}

bool ThumbnailCache::contains(const ThumbnailKey &key, int size) const
{
    return QFile::exists(path(key, size));
}

void ThumbnailCache::remove(const ThumbnailKey &key) const
{
    for (const int size : {normalSize, largeSize})
        QFile::remove(path(key, size));
}

qint64 ThumbnailCache::bytes() const
{
    qint64 bytes = 0;
    QDirIterator files(m_folder, {QStringLiteral("*.jpg")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        bytes += files.fileInfo().size();
    }
    return bytes;
}

void ThumbnailCache::clear() const
{
    for (const int size : {normalSize, largeSize})
        QDir(QStringLiteral("%1/%2").arg(m_folder).arg(size)).removeRecursively();
}

} // namespace lorastudio
