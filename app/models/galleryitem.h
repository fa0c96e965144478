// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"

#include <QImage>
#include <QMetaType>
#include <QString>

namespace lorastudio {

/// An image as the gallery and the strip of newest images show it.
struct GalleryItem
{
    ImageRecord record; ///< `record.id` is the key
    QString characterName;
    QString thumbnailKey;     ///< see ImageSource
    int duplicates = 0;       ///< how many near-duplicates it has, itself included; 0 or 1 = none
    bool fileMissing = false; ///< the row is there, the file is not
    friend bool operator==(const GalleryItem &, const GalleryItem &) = default;
};

/// The image that a server is making now, with its newest preview.
struct LivePreview
{
    QImage image;            ///< null until the server has sent one
    int number = 0;          ///< image number within the character
    int target = 0;          ///< images asked for
    int step = 0;            ///< 0 = not sampling yet
    int steps = 0;           ///< 0 = not known
    double secondsLeft = -1; ///< of this image; negative = not known
    qint64 seed = 0;
    QString server; ///< name
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::GalleryItem)
