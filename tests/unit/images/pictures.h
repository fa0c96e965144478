// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QtEndian>

#include <zlib.h>

/// Pictures and PNG chunks made on the spot, good and bad ones.
namespace lorastudio::testing {

inline QImage picture(int width = 48, int height = 64, int tint = 0)
{
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            image.setPixel(x, y, qRgb((x * 5 + tint) & 255, (y * 3) & 255, ((x ^ y) * 4) & 255));
    }
    return image;
}

inline QByteArray encoded(const QImage &image, const char *format = "PNG", int quality = -1)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format, quality);
    return bytes;
}

inline QByteArray bigEndian(quint32 value)
{
    QByteArray out(4, '\0');
    qToBigEndian(value, out.data());
    return out;
}

inline QByteArray chunk(const QByteArray &type, const QByteArray &data)
{
    const QByteArray body = type + data;
    const quint32 crc = quint32(crc32(0, reinterpret_cast<const Bytef *>(body.constData()), uInt(body.size())));
    return bigEndian(quint32(data.size())) + body + bigEndian(crc);
}

/// `chunks` put into a small picture behind its IHDR.
inline QByteArray pngWith(const QByteArray &chunks)
{
    QByteArray png = encoded(picture(8, 8));
    return png.insert(8 + 25, chunks);
}

inline QByteArray deflated(const QByteArray &data)
{
    return qCompress(data, 9).mid(4); // qCompress puts the length in front of the zlib stream
}

} // namespace lorastudio::testing
