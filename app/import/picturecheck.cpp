// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/picturecheck.h"
#include "import/importtext.h"

#include <QFile>
#include <QFileInfo>
#include <QImageReader>

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
    return size;
}

} // namespace lorastudio
