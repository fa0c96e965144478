// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QSize>
#include <QString>

namespace lorastudio {

/// Limits for pictures that a person brings in. They are looked at before anything is decoded.
struct PictureLimits
{
    static constexpr qint64 maxBytes = 64LL * 1024 * 1024;
    static constexpr int maxSide = 16'384;
    static constexpr qint64 maxPixels = 32'000'000;
};

/// Size in pixels of a PNG, JPEG or WebP, told by its content and header alone: a name means nothing, and no pixel is
/// decoded. A file that was cut off is found by its structure. Parse error for anything else, FileSystem error if it
/// cannot be read, Validation error over a limit.
Result<QSize> checkPicture(const QString &path);

/// Whether these first bytes of a file (at least 12) are those of a PNG, JPEG or WebP.
bool looksLikePicture(const QByteArray &start);
/// Whether the file's name says that it is a PNG, JPEG or WebP.
bool hasPictureName(const QString &path);

} // namespace lorastudio
