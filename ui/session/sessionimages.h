// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "domain/image.h"
#include "images/thumbnailloader.h"
#include "models/imagesource.h"
#include "services.h"

namespace lorastudio {

/// Pictures of the library for the window. A key is a path relative to the library with its stamp (see ThumbnailKey),
/// or a resource of the program (":/…", the portraits of the sample project). `close()` is awaited before it is
/// destroyed.
class SessionImages : public ImageSource
{
    Q_OBJECT

public:
    explicit SessionImages(Services &services);
    ~SessionImages() override;

    QString keyOfImage(const ImageRecord &image) const;
    /// The reference picture, else the newest image; empty if there is neither.
    QString keyOfReference(const QString &reference, const QString &newestImage) const;
    QStringList sampleKeys() const;

    QImage thumbnail(const QString &key, bool large) override;
    bool isMissing(const QString &key) const override;
    void requestPicture(const QString &key) override;
    Task<void> close();

private:
    Task<void> loadPicture(QString key);
    Services &m_services;
    ThumbnailLoader m_loader;
    ThumbnailLoader m_largeLoader;
    QHash<QString, QImage> m_resources;
    AsyncScope m_scope;
};

} // namespace lorastudio
