// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/importimages.h"

#include "images/imagedecoder.h"
#include "images/thumbnailcache.h"
#include "import/picturecheck.h"

#include <QFile>

namespace lorastudio {

namespace {

constexpr int mostAtOnce = 2; ///< each may take a quarter of a gigabyte while it is decoded
const QString libraryPrefix = QStringLiteral("library:");

/// In the pool. The cheap look comes first: it refuses a file by its size before it is read.
Result<QImage> readPictureFile(const QString &path)
{
    if (const Result<QSize> size = checkPicture(path); !size)
        return fail(size.error());
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::FileSystem, file.errorString());
    return decodeImage(file.read(PictureLimits::maxBytes));
}

bool isOfLibrary(const QString &key)
{
    return key.startsWith(libraryPrefix);
}

QString keyInLibrary(const QString &key)
{
    return key.mid(libraryPrefix.size());
}

} // namespace

ImportImages::ImportImages(ImageSource &library)
    : m_library(library), m_memory(memoryKiB), m_scope(QStringLiteral("import pictures"))
{
    connect(&library, &ImageSource::thumbnailReady, this,
            [this](const QString &key) { Q_EMIT thumbnailReady(libraryKey(key)); });
    connect(&library, &ImageSource::pictureReady, this,
            [this](const QString &key, const QImage &picture, const QString &problem) {
                Q_EMIT pictureReady(libraryKey(key), picture, problem);
            });
}

ImportImages::~ImportImages() = default;

QString ImportImages::libraryKey(const QString &key)
{
    return libraryPrefix + key;
}

QImage ImportImages::thumbnail(const QString &key, bool large)
{
    if (isOfLibrary(key))
        return m_library.thumbnail(keyInLibrary(key), large);
    if (const QImage *known = m_memory.object(key))
        return *known;
    if (key.isEmpty() || m_failed.contains(key) || m_running.contains(key))
        return {};
    m_waiting.removeOne(key);
    m_waiting.append(key);
    if (m_waiting.size() > longestQueue)
        m_waiting.removeFirst();
    startNext();
    return {};
}

bool ImportImages::isMissing(const QString &key) const
{
    return isOfLibrary(key) ? m_library.isMissing(keyInLibrary(key)) : m_failed.contains(key);
}

void ImportImages::startNext()
{
    while (m_running.size() < mostAtOnce && !m_waiting.isEmpty() && !m_scope.token().stop_requested()) {
        const QString path = m_waiting.takeLast();
        m_running.insert(path);
        m_scope.spawn(load(path));
    }
}

Task<void> ImportImages::load(QString path)
{
    const auto work = [path]() -> Result<QImage> {
        const Result<QImage> image = readPictureFile(path);
        if (!image)
            return fail(image.error());
        return ThumbnailCache::scaled(*image, ThumbnailCache::normalSize);
    };
    const Result<QImage> image = co_await offload(work);
    m_running.remove(path);
    if (m_scope.token().stop_requested())
        co_return;
    if (image) {
        m_memory.insert(path, new QImage(*image), int(image->sizeInBytes() / 1024) + 1);
    } else {
        m_failed.insert(path);
        Q_EMIT refused(path, image.error().message);
    }
    Q_EMIT thumbnailReady(path);
    startNext();
}

void ImportImages::requestPicture(const QString &key)
{
    if (isOfLibrary(key))
        m_library.requestPicture(keyInLibrary(key));
    else
        m_scope.spawn(loadWhole(key));
}

Task<void> ImportImages::loadWhole(QString path)
{
    const auto work = [path] {
        return readPictureFile(path);
    };
    const Result<QImage> image = co_await offload(work);
    if (!m_scope.token().stop_requested())
        Q_EMIT pictureReady(path, image.value_or(QImage()), image ? QString() : image.error().message);
}

void ImportImages::forget()
{
    m_waiting.clear();
    m_memory.clear();
    m_failed.clear();
}

Task<void> ImportImages::close()
{
    m_waiting.clear();
    m_scope.requestStop();
    co_await m_scope.join();
}

} // namespace lorastudio
