// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArrayView>
#include <QMap>
#include <QString>

namespace lorastudio {

/// What a foreign PNG may cost before it is refused.
struct PngTextLimits
{
    qint64 file = 32LL << 20;    ///< bytes of the whole file
    qint64 text = 8LL << 20;     ///< bytes of one text chunk after inflating
    qint64 allText = 32LL << 20; ///< bytes of all text chunks together after inflating
    int chunks = 1000;           ///< text chunks in one file
};

/// True if the bytes begin like a PNG file.
bool looksLikePng(QByteArrayView bytes);

/// Walks the whole chunk structure: lengths, CRC of every chunk, IEND at the end. A file that was cut off or changed on
/// the way is a Parse error that says so. Decodes nothing.
Result<void> checkPng(QByteArrayView png);

/// The texts of a PNG (tEXt, zTXt, iTXt), by keyword and exactly as they stand in the file: QImageReader collapses
/// white space and drops large texts in silence. tEXt and zTXt are Latin-1, iTXt is UTF-8, as the PNG specification
/// says. Of two texts with one keyword the later one counts. Chunks that break the specification inside (no keyword,
/// unknown compression) are left out.
///
/// Every limit is looked at before memory is taken. Errors (Parse): no PNG, file or text chunk too large, damaged.
Result<QMap<QString, QString>> readPngText(QByteArrayView png, PngTextLimits limits = {});

} // namespace lorastudio
