// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "domain/image.h"
#include "domain/run.h"
#include "generation/imagefetcher.h"
#include "images/thumbnailloader.h"
#include "models/imagesource.h"
#include "services.h"

#include <optional>

namespace lorastudio {

/// Pictures of the library for the window. A key is a path relative to the library with the SHA-256 of its content, or
/// a path alone where that is not known (reference pictures, images that were taken over), or a resource of the program
/// (":/…", the portraits of the sample project). Making a key costs nothing: what has to be asked of the file system
/// (the stamp of a path alone) is asked in the thread pool when the picture is wanted, and so is everything that is
/// decoded. An image of the library whose file is not there is fetched again from the server that made it, see
/// ImageFetcher; meanwhile it is not missing. `close()` is awaited before it is destroyed.
class SessionImages : public ImageSource
{
    Q_OBJECT

public:
    explicit SessionImages(Services &services);
    ~SessionImages() override;

    /// The key under which the thumbnail of an image was stored when it came. Thread-safe.
    static QString keyOfImage(const ImageRecord &image);
    /// The reference picture, else the newest image; empty if there is neither. Thread-safe.
    static QString keyOfReference(const QString &reference, const CharacterSummary &summary);
    /// Of a key of the library: the path relative to it. Thread-safe.
    static QString pathOf(const QString &key);
    static QStringList sampleKeys();

    QImage thumbnail(const QString &key, bool large) override;
    bool isMissing(const QString &key) const override;
    QString missingReason(const QString &key) const override;
    void requestPicture(const QString &key) override;
    /// Looks again whether the files of paths without SHA-256 are still the ones that are shown.
    void checkFiles();
    Task<void> close();

private:
    std::optional<ThumbnailKey> stamped(const QString &key) const;
    void askForStamp(const QString &path);
    Task<void> readStamps();
    void tell(const ThumbnailKey &key);
    void fetchIfMissing(const ThumbnailKey &key);
    void noteFetched(const QString &path, const QString &sha256);
    void noteMayBeThere(const QString &path);
    void noteNotFetched(const QString &path, const QString &reason);
    Task<void> loadPicture(QString key, bool fetched);
    Task<void> loadResource(QString key);

    Services &m_services;
    ThumbnailLoader m_loader;
    ThumbnailLoader m_largeLoader;
    ImageFetcher m_fetcher;
    QHash<QString, QString> m_fetching; ///< path → key of what is being fetched
    QHash<QString, QString> m_absent;   ///< path → key of what could not be fetched
    QHash<QString, QString> m_pictures; ///< path → the reason why its picture could not be read; it waits for the file
    QHash<QString, QImage> m_resources; ///< null while it is being decoded
    QHash<QString, QString> m_stamps;   ///< by path
    QSet<QString> m_unstamped;          ///< paths whose stamp is to be read
    bool m_readingStamps = false;
    AsyncScope m_scope;
};

} // namespace lorastudio
