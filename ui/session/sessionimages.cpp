// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sessionimages.h"

#include "images/imagedecoder.h"

#include <QFile>
#include <QFileInfo>

namespace lorastudio {

namespace {

constexpr qint64 largestPicture = 64LL << 20;
constexpr qsizetype mostStamps = 4096; ///< more than a person looks at; beyond it all are asked for again

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

/// In the pool: a stat per path, and the resolving of links that ImageStore does.
QHash<QString, QString> stampsOf(const ImageStore &store, const QSet<QString> &paths)
{
    QHash<QString, QString> stamps;
    for (const QString &path : paths) {
        const Result<QString> place = store.absolutePath(path);
        stamps.insert(path, ThumbnailKey::forFile(path, QFileInfo(place.value_or(path))).stamp);
    }
    return stamps;
}

} // namespace

SessionImages::SessionImages(Services &services)
    : m_services(services),
      m_loader(services.imageStore(), services.thumbnails()),
      m_largeLoader(services.imageStore(), services.thumbnails(), ThumbnailCache::largeSize),
      m_fetcher(services.database(), services.pool(), services.imageStore(), services.thumbnails()),
      m_scope(QStringLiteral("pictures"))
{
    for (ThumbnailLoader *loader : {&m_loader, &m_largeLoader}) {
        connect(loader, &ThumbnailLoader::loaded, this, &SessionImages::tell);
        connect(loader, &ThumbnailLoader::failed, this, &SessionImages::fetchIfMissing);
        connect(loader, &ThumbnailLoader::failed, this, &SessionImages::tell);
    }
    connect(&m_fetcher, &ImageFetcher::fetched, this, &SessionImages::noteFetched);
    connect(&m_fetcher, &ImageFetcher::failed, this, &SessionImages::noteNotFetched);
    connect(&m_fetcher, &ImageFetcher::mayBeThere, this, &SessionImages::noteMayBeThere);
}

SessionImages::~SessionImages() = default;

QString SessionImages::keyOfImage(const ImageRecord &image)
{
    return keyText({image.imagePath, image.sha256});
}

QString SessionImages::keyOfReference(const QString &reference, const CharacterSummary &summary)
{
    if (!reference.isEmpty())
        return keyText({reference, {}});
    return summary.newestImage.isEmpty() ? QString() : keyText({summary.newestImage, summary.newestSha256});
}

QString SessionImages::pathOf(const QString &key)
{
    return keyOf(key).relativePath;
}

QStringList SessionImages::sampleKeys()
{
    QStringList keys;
    for (const char *name : {"yuki_tanaka", "mei_kobayashi", "rina_suzuki", "takeshi_sato"})
        keys.append(QStringLiteral(":/sample/%1.png").arg(QLatin1String(name)));
    return keys;
}

std::optional<ThumbnailKey> SessionImages::stamped(const QString &key) const
{
    ThumbnailKey whole = keyOf(key);
    if (whole.stamp.isEmpty())
        whole.stamp = m_stamps.value(whole.relativePath);
    return whole.stamp.isEmpty() ? std::nullopt : std::optional(whole);
}

QImage SessionImages::thumbnail(const QString &key, bool large)
{
    if (key.isEmpty())
        return {};
    if (isResource(key)) {
        const auto known = m_resources.constFind(key);
        if (known != m_resources.cend())
            return *known;
        m_resources.insert(key, {});
        m_scope.spawn(loadResource(key));
        return {};
    }
    const std::optional<ThumbnailKey> whole = stamped(key);
    if (whole)
        return (large ? m_largeLoader : m_loader).thumbnail(*whole);
    askForStamp(keyOf(key).relativePath);
    return {};
}

bool SessionImages::isMissing(const QString &key) const
{
    if (isResource(key))
        return false;
    const std::optional<ThumbnailKey> whole = stamped(key);
    if (whole && m_fetcher.isWanted(whole->relativePath))
        return false;
    return whole && (m_loader.isMissing(*whole) || m_largeLoader.isMissing(*whole));
}

QString SessionImages::missingReason(const QString &key) const
{
    return isMissing(key) ? m_fetcher.problem(keyOf(key).relativePath) : QString();
}

/// A thumbnail could not be made. Pictures without a SHA-256 were made by no server.
void SessionImages::fetchIfMissing(const ThumbnailKey &key)
{
    if (m_stamps.value(key.relativePath) != key.stamp && m_fetcher.request(key.relativePath))
        m_fetching.insert(key.relativePath, keyText(key));
}

void SessionImages::noteFetched(const QString &path, const QString &sha256)
{
    const ThumbnailKey key{path, sha256};
    m_fetching.remove(path);
    m_absent.remove(path);
    for (ThumbnailLoader *loader : {&m_loader, &m_largeLoader})
        loader->forget(key);
    tell(key);
    if (m_pictures.remove(path) > 0)
        m_scope.spawn(loadPicture(keyText(key), true));
}

/// Whoever shows it asks for it again.
void SessionImages::noteMayBeThere(const QString &path)
{
    const QString key = m_absent.take(path);
    if (key.isEmpty())
        return;
    for (ThumbnailLoader *loader : {&m_loader, &m_largeLoader})
        loader->forget(keyOf(key));
    tell(keyOf(key));
}

void SessionImages::noteNotFetched(const QString &path, const QString &reason)
{
    const QString key = m_fetching.take(path);
    if (!key.isEmpty()) {
        m_absent.insert(path, key);
        tell(keyOf(key));
    }
    const auto waits = m_pictures.constFind(path);
    if (waits == m_pictures.cend())
        return;
    QString problem = reason;
    if (problem.isEmpty())
        problem = *waits;
    m_pictures.erase(waits);
    Q_EMIT pictureReady(key, {}, problem);
}

void SessionImages::tell(const ThumbnailKey &key)
{
    Q_EMIT thumbnailReady(keyText(key));
    if (m_stamps.value(key.relativePath) == key.stamp)
        Q_EMIT thumbnailReady(keyText({key.relativePath, {}}));
}

void SessionImages::askForStamp(const QString &path)
{
    m_unstamped.insert(path);
    if (!m_readingStamps && !m_scope.token().stop_requested())
        m_scope.spawn(readStamps());
}

void SessionImages::checkFiles()
{
    if (m_stamps.size() > mostStamps)
        m_stamps.clear();
    const QStringList known = m_stamps.keys();
    for (const QString &path : known)
        askForStamp(path);
}

Task<void> SessionImages::readStamps()
{
    m_readingStamps = true;
    // All that one turn of the event loop asks for (a whole page of rows is painted in one) goes in one batch.
    const Result<void> turned = co_await sleepFor(std::chrono::milliseconds(0), m_scope.token());
    while (turned && !m_unstamped.isEmpty() && !m_scope.token().stop_requested()) {
        const auto work = [paths = std::exchange(m_unstamped, {}), store = m_services.imageStore()] {
            return stampsOf(store, paths);
        };
        const QHash<QString, QString> stamps = co_await offload(work);
        if (m_scope.token().stop_requested())
            break;
        for (auto it = stamps.cbegin(); it != stamps.cend(); ++it) {
            QString &stamp = m_stamps[it.key()];
            if (stamp == it.value())
                continue;
            stamp = it.value();
            Q_EMIT thumbnailReady(keyText({it.key(), {}}));
        }
    }
    m_readingStamps = false;
}

Task<void> SessionImages::loadResource(QString key)
{
    const auto work = [key] {
        return ThumbnailCache::scaled(QImage(key), ThumbnailCache::normalSize);
    };
    const QImage image = co_await offload(work);
    m_resources.insert(key, image);
    if (!m_scope.token().stop_requested())
        Q_EMIT thumbnailReady(key);
}

void SessionImages::requestPicture(const QString &key)
{
    m_scope.spawn(loadPicture(key, false));
}

/// `fetched`: the file has just come.
Task<void> SessionImages::loadPicture(QString key, bool fetched)
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
    if (picture) {
        Q_EMIT pictureReady(key, *picture, {});
        co_return;
    }
    const QString path = keyOf(key).relativePath;
    const QString message = picture.error().message;
    // Who opens an image tries again what came of it before.
    if (fetched || isResource(key) || keyOf(key).stamp.isEmpty() || !m_fetcher.request(path, true)) {
        Q_EMIT pictureReady(key, {}, message);
        co_return;
    }
    m_fetching.insert(path, key);
    m_pictures.insert(path, message);
}

Task<void> SessionImages::close()
{
    m_scope.requestStop();
    co_await m_fetcher.close();
    co_await m_scope.join();
}

} // namespace lorastudio
