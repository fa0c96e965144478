// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/imagedecoder.h"

#include "images/pngtext.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>
#include <QLocale>
#include <QtEndian>

#include <mutex>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Images", text);
}

tl::unexpected<Error> refuse(QString message, QString detail = {})
{
    return fail(Error::Kind::Parse, std::move(message), std::move(detail));
}

tl::unexpected<Error> cutOff(QString detail = {})
{
    return refuse(tr("The picture was cut off or damaged on the way. Download it again."), std::move(detail));
}

/// libjpeg fills what is missing with gray and only warns, so the end marker must be looked for. It cannot stand inside
/// picture data, but it does inside an embedded thumbnail: therefore segments are skipped by their length first.
bool jpegIsWhole(QByteArrayView bytes)
{
    qsizetype at = 2;
    while (at + 4 <= bytes.size()) {
        if (uchar(bytes[at]) != 0xff)
            return false;
        const uchar marker = uchar(bytes[at + 1]);
        if (marker == 0xff) {
            ++at;
            continue;
        }
        if (marker == 0xda)
            return bytes.sliced(at).lastIndexOf(QByteArrayView("\xff\xd9", 2)) >= 0;
        if (marker == 0xd8 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
            at += 2;
            continue;
        }
        at += 2 + qFromBigEndian<quint16>(bytes.data() + at + 2);
    }
    return false;
}

bool webpIsWhole(QByteArrayView bytes)
{
    return bytes.size() >= 12 && qint64(qFromLittleEndian<quint32>(bytes.data() + 4)) + 8 <= bytes.size();
}

/// "a web page", "an SVG drawing": what people mistake for a picture, so that the message helps.
QString whatItIs(QByteArrayView bytes)
{
    const QByteArray head = bytes.first(std::min<qsizetype>(bytes.size(), 512)).toByteArray().trimmed().toLower();
    if (head.startsWith("gif8"))
        return tr("a GIF picture");
    if (head.contains("<svg"))
        return tr("an SVG drawing");
    if (head.startsWith("<!doctype html") || head.contains("<html"))
        return tr("a web page");
    if (head.startsWith('{') || head.startsWith('['))
        return tr("a JSON text");
    return tr("something else");
}

} // namespace

PictureFormat pictureFormat(QByteArrayView bytes)
{
    if (looksLikePng(bytes))
        return PictureFormat::Png;
    if (bytes.startsWith(QByteArrayView("\xff\xd8\xff", 3)))
        return PictureFormat::Jpeg;
    if (bytes.size() >= 12 && bytes.startsWith("RIFF") && bytes.sliced(8, 4) == QByteArrayView("WEBP"))
        return PictureFormat::Webp;
    return PictureFormat::Unknown;
}

QString fileSuffix(PictureFormat format)
{
    switch (format) {
    case PictureFormat::Png:
        return QStringLiteral("png");
    case PictureFormat::Jpeg:
        return QStringLiteral("jpg");
    case PictureFormat::Webp:
        return QStringLiteral("webp");
    case PictureFormat::Unknown:
        break;
    }
    return {};
}

Result<QImage> decodeImage(QByteArray bytes, DecodeLimits limits)
{
    // Qt's own limit of 128 MB is below what 32 megapixels of 16 bit take; ours is looked at first anyway.
    static std::once_flag once;
    std::call_once(once, [] { QImageReader::setAllocationLimit(256); });

    if (bytes.isEmpty())
        return refuse(tr("The picture is empty: not one byte arrived."));
    if (bytes.size() > limits.bytes) {
        return refuse(tr("The picture file is too large: %1, at most %2 are read.")
                          .arg(QLocale().formattedDataSize(bytes.size()), QLocale().formattedDataSize(limits.bytes)));
    }
    const PictureFormat format = pictureFormat(bytes);
    switch (format) {
    case PictureFormat::Unknown:
        return refuse(tr("This is not a PNG, JPEG or WebP picture but %1.").arg(whatItIs(bytes)));
    case PictureFormat::Png:
        if (const Result<void> whole = checkPng(bytes); !whole)
            return cutOff(whole.error().detail);
        break;
    case PictureFormat::Jpeg:
        if (!jpegIsWhole(bytes))
            return cutOff(QStringLiteral("no end marker"));
        break;
    case PictureFormat::Webp:
        if (!webpIsWhole(bytes))
            return cutOff(QStringLiteral("shorter than its RIFF header says"));
        break;
    }

    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, fileSuffix(format).toLatin1());
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!size.isValid() || size.isEmpty())
        return cutOff(reader.errorString());
    if (qint64(size.width()) * size.height() > limits.pixels || std::max(size.width(), size.height()) > limits.side) {
        return refuse(tr("The picture is too large: %1 × %2 pixels. At most %3 megapixels and %4 pixels on a side are "
                         "read.")
                          .arg(size.width())
                          .arg(size.height())
                          .arg(limits.pixels / 1'000'000)
                          .arg(limits.side));
    }
    const QImage image = reader.read();
    if (image.isNull())
        return cutOff(reader.errorString());
    return image;
}

} // namespace lorastudio
