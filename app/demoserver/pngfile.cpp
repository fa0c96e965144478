// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/pngfile.h"

#include <QBuffer>
#include <QFile>
#include <QImageWriter>
#include <QtEndian>

#include <array>

namespace lorastudio {

namespace {

constexpr qsizetype headEnd = 8 + 25; ///< behind the signature and the IHDR chunk

quint32 crc32(const QByteArray &bytes)
{
    static const auto table = [] {
        std::array<quint32, 256> entries{};
        for (quint32 i = 0; i < 256; ++i) {
            quint32 c = i;
            for (int bit = 0; bit < 8; ++bit)
                c = c & 1 ? 0xedb88320U ^ (c >> 1) : c >> 1;
            entries[i] = c;
        }
        return entries;
    }();
    quint32 crc = 0xffffffffU;
    for (const char byte : bytes)
        crc = table[(crc ^ quint8(byte)) & 0xff] ^ (crc >> 8);
    return crc ^ 0xffffffffU;
}

QByteArray bigEndian(quint32 value)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray textChunk(const QByteArray &keyword, const QByteArray &text)
{
    const QByteArray typeAndData = "tEXt" + keyword + '\0' + text;
    return bigEndian(quint32(typeAndData.size() - 4)) + typeAndData + bigEndian(crc32(typeAndData));
}

} // namespace

QByteArray PngFile::encode() const
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    writer.setCompression(40); // of 100: about the level that the real server uses
    if (!writer.write(image.convertToFormat(QImage::Format_RGB888)))
        return {};
    QByteArray chunks;
    for (const auto &[keyword, text] : texts) {
        if (!keyword.isEmpty() && keyword.size() < 80)
            chunks += textChunk(keyword, text);
    }
    png.insert(headEnd, chunks);
    return png;
}

QString writePngFiles(const QVector<PngFile> &files)
{
    for (const PngFile &png : files) {
        const QByteArray bytes = png.encode();
        QFile file(png.path);
        if (bytes.isEmpty() || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush())
            return file.errorString();
    }
    return {};
}

} // namespace lorastudio
