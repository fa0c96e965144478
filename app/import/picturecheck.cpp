// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/picturecheck.h"
#include "import/importtext.h"

#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QtEndian>

namespace lorastudio {

namespace {

QByteArray formatOf(const QByteArray &start)
{
    if (start.startsWith("\x89PNG\r\n\x1a\n"))
        return "png";
    if (start.startsWith("\xff\xd8\xff"))
        return "jpeg";
    if (start.startsWith("RIFF") && start.mid(8, 4) == "WEBP")
        return "webp";
    return {};
}

/// Whether the end is there. Only heads of chunks are read, whatever lengths they claim.
bool pngHasItsEnd(QFile &file)
{
    constexpr int mostChunks = 200'000;
    qint64 at = 8;
    for (int i = 0; i < mostChunks && file.seek(at); ++i) {
        const QByteArray head = file.read(8);
        if (head.size() < 8)
            return false;
        if (head.endsWith("IEND"))
            return true;
        at += 12 + qint64(qFromBigEndian<quint32>(head.constData()));
    }
    return false;
}

/// The end marker, which stands near the end unless something was put behind the picture.
bool jpegHasItsEnd(QFile &file)
{
    constexpr qint64 usual = 64 * 1024;
    const QByteArray marker("\xff\xd9", 2);
    if (file.seek(qMax<qint64>(2, file.size() - usual)) && file.read(usual).contains(marker))
        return true;
    return file.size() > usual && file.seek(2) && file.read(PictureLimits::maxBytes).contains(marker);
}

bool webpHasItsEnd(QFile &file)
{
    const QByteArray head = file.seek(0) ? file.read(8) : QByteArray();
    return head.size() == 8 && qint64(qFromLittleEndian<quint32>(head.constData() + 4)) + 8 <= file.size();
}

bool hasItsEnd(QFile &file, const QByteArray &format)
{
    return format == "png" ? pngHasItsEnd(file) : format == "jpeg" ? jpegHasItsEnd(file) : webpHasItsEnd(file);
}

} // namespace

bool looksLikePicture(const QByteArray &start)
{
    return !formatOf(start).isEmpty();
}

bool hasPictureName(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == QStringLiteral("png") || suffix == QStringLiteral("jpg") || suffix == QStringLiteral("jpeg") ||
           suffix == QStringLiteral("webp");
}

Result<QSize> checkPicture(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::FileSystem, ImportText::tr("The picture cannot be opened."), file.errorString());
    if (file.size() > PictureLimits::maxBytes) {
        return fail(Error::Kind::Validation,
                    ImportText::tr("The picture is larger than %1 MB.").arg(PictureLimits::maxBytes / 1'048'576));
    }
    const QByteArray format = formatOf(file.peek(16));
    if (format.isEmpty())
        return fail(Error::Kind::Parse, ImportText::tr("This is not a PNG, JPEG or WebP picture."));
    QImageReader reader(&file, format);
    reader.setAutoDetectImageFormat(false);
    const QSize size = reader.size();
    if (!size.isValid() || size.isEmpty())
        return fail(Error::Kind::Parse, ImportText::tr("The picture is damaged."), reader.errorString());
    if (size.width() > PictureLimits::maxSide || size.height() > PictureLimits::maxSide ||
        qint64(size.width()) * size.height() > PictureLimits::maxPixels) {
        return fail(Error::Kind::Validation,
                    ImportText::tr("The picture has %1 × %2 pixels; at most %3 megapixels are taken.")
                        .arg(size.width())
                        .arg(size.height())
                        .arg(PictureLimits::maxPixels / 1'000'000));
    }
    if (!hasItsEnd(file, format))
        return fail(Error::Kind::Parse, ImportText::tr("The picture is cut off."));
    return size;
}

} // namespace lorastudio
