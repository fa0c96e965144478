// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sessionimages.h"

#include "images/imagedecoder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace lorastudio {

namespace {

/// Path and stamp in one key; a tab stands in neither.
QString keyText(const ThumbnailKey &key)
{
    return key.relativePath + u'\t' + key.stamp;
}

ThumbnailKey keyOf(const QString &text)
{
    return {text.section(u'\t', 0, 0), text.section(u'\t', 1, 1)};
}

bool isResource(const QString &key)
{
    return key.startsWith(QStringLiteral(":/"));
}

constexpr qint64 largestPicture = 64LL << 20;

} // namespace

SessionImages::SessionImages(Services &services)
    : m_services(services),
      m_loader(services.imageStore(), services.thumbnails()),
      m_largeLoader(services.imageStore(), services.thumbnails(), ThumbnailCache::largeSize),
      m_scope(QStringLiteral("pictures"))
{
    for (ThumbnailLoader *loader : {&m_loader, &m_largeLoader}) {
        const auto tell = [this](const ThumbnailKey &key) {
            Q_EMIT thumbnailReady(keyText(key));
        };
        connect(loader, &ThumbnailLoader::loaded, this, tell);
        connect(loader, &ThumbnailLoader::failed, this, tell);
    }
}

SessionImages::~SessionImages() = default;

QString SessionImages::keyOfImage(const ImageRecord &image) const
{
    if (!image.sha256.isEmpty())
        return keyText({image.imagePath, image.sha256});
    return keyText(ThumbnailKey::forFile(image.imagePath, QFileInfo(m_services.imageFile(image))));
}

QString SessionImages::keyOfReference(const QString &reference, const QString &newestImage) const
{
    const QString path = reference.isEmpty() ? newestImage : reference;
    if (path.isEmpty())
        return {};
    return keyText(ThumbnailKey::forFile(path, QFileInfo(QDir(m_services.libraryFolder()).filePath(path))));
}

QStringList SessionImages::sampleKeys() const
{
    QStringList keys;
    for (const char *name : {"yuki_tanaka", "mei_kobayashi", "rina_suzuki", "takeshi_sato"})
        keys.append(QStringLiteral(":/sample/%1.png").arg(QLatin1String(name)));
    return keys;
}

QImage SessionImages::thumbnail(const QString &key, bool large)
{
    if (isResource(key)) {
        QImage &image = m_resources[key];
        if (image.isNull())
            image = ThumbnailCache::scaled(QImage(key), ThumbnailCache::normalSize);
        return image;
    }
    if (key.isEmpty())
        return {};
    return (large ? m_largeLoader : m_loader).thumbnail(keyOf(key));
}

bool SessionImages::isMissing(const QString &key) const
{
    return !isResource(key) && (m_loader.isMissing(keyOf(key)) || m_largeLoader.isMissing(keyOf(key)));
}

void SessionImages::requestPicture(const QString &key)
{
    m_scope.spawn(loadPicture(key));
}

Task<void> SessionImages::loadPicture(QString key)
{
    const auto read = [path = keyOf(key).relativePath, store = m_services.imageStore()]() -> Result<QImage> {
        const Result<QString> place = store.absolutePath(path);
        if (!place)
            return fail(place.error());
        QFile file(*place);
        if (!file.open(QIODevice::ReadOnly))
            return fail(Error::Kind::FileSystem, tr("The file cannot be opened: %1.").arg(file.errorString()));
        return decodeImage(file.read(largestPicture));
    };
    const Result<QImage> picture = co_await offload(read);
    if (m_scope.token().stop_requested())
        co_return;
    if (picture)
        Q_EMIT pictureReady(key, *picture, {});
    else
        Q_EMIT pictureReady(key, {}, picture.error().message);
}

Task<void> SessionImages::close()
{
    m_scope.requestStop();
    co_await m_scope.join();
}

} // namespace lorastudio
