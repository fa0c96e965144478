// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/pngtext.h"

#include <QByteArray>
#include <QtEndian>

#include <cstdint>
#include <cstdlib>
#include <zlib.h>

using namespace lorastudio;

namespace {

/// Sets every checksum right, so that the fuzzer gets past them into the chunks.
QByteArray withChecksums(QByteArray png)
{
    qsizetype at = 8;
    while (png.size() - at >= 12) {
        const quint32 length = qFromBigEndian<quint32>(png.constData() + at);
        if (qint64(length) > png.size() - at - 12)
            break;
        const auto *covered = reinterpret_cast<const Bytef *>(png.constData() + at + 4);
        qToBigEndian(quint32(crc32(0, covered, uInt(length) + 4)), png.data() + at + 8 + length);
        at += 12 + qsizetype(length);
    }
    return png;
}

void read(const QByteArray &png)
{
    PngTextLimits limits;
    limits.text = 4096;
    limits.allText = 8192;
    limits.chunks = 20;
    const auto texts = readPngText(png, limits);
    if (!texts) {
        if (texts.error().message.isEmpty())
            std::abort();
        return;
    }
    qint64 all = 0;
    for (auto it = texts->begin(); it != texts->end(); ++it) {
        all += it->size();
        if (it.key().isEmpty() || it.key().size() > 79 || it->size() > limits.text)
            std::abort();
    }
    if (all > limits.allText || texts->size() > limits.chunks || !checkPng(png))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray raw(reinterpret_cast<const char *>(data), qsizetype(size));
    read(raw);
    QByteArray png("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55", 33);
    png += raw;
    png += QByteArray("\0\0\0\0IEND\xae\x42\x60\x82", 12);
    read(withChecksums(png));
    return 0;
}
