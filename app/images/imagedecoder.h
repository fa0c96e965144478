// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QImage>

namespace lorastudio {

/// What a foreign picture may cost before it is refused.
struct DecodeLimits
{
    qint64 bytes = 64LL << 20;  ///< of the file
    qint64 pixels = 32'000'000; ///< width × height; at 16 bit per channel this is 256 MB in memory
    int side = 16'384;          ///< of the longer side
};

/// The formats that are read: by content, never by name.
enum class PictureFormat { Unknown, Png, Jpeg, Webp };
PictureFormat pictureFormat(QByteArrayView bytes);
/// "png", "jpg", "webp"; empty for Unknown.
QString fileSuffix(PictureFormat format);

/// Decodes a PNG, JPEG or WebP picture of a foreign source, turned upright as its EXIF orientation says. Everything
/// else is refused, an SVG or GIF named `.png` included. Size and limits are looked at before a pixel is decoded; a
/// file that was cut off is an error, never half a picture. Thread-safe and blocking: for the thread pool.
///
/// Errors are of kind Parse and say what is wrong: empty, no picture, too large, cut off, damaged.
Result<QImage> decodeImage(QByteArray bytes, DecodeLimits limits = {});

} // namespace lorastudio
