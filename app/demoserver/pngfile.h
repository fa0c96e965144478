// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QString>
#include <QVector>

#include <utility>

namespace lorastudio {

/// A picture that is to be written, with text chunks. Written by hand because QImageWriter rewrites white space and
/// packs long texts, and clients compare these texts byte by byte.
struct PngFile
{
    QImage image;
    QString path;
    QList<std::pair<QByteArray, QByteArray>> texts; ///< keyword (1 to 79 bytes, else left out) and ASCII text

    QByteArray encode() const;
};

/// Writes the files one after the other; what went wrong, or an empty text.
QString writePngFiles(const QVector<PngFile> &files);

} // namespace lorastudio
