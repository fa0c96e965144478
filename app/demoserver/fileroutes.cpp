// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and uploads.
#include "demoserver/democore.h"
#include "demoserver/pngfile.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QImageWriter>
#include <QLocale>
#include <QMimeDatabase>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

QByteArray encoded(const QImage &image, const char *format, int quality)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    if (quality >= 0)
        writer.setQuality(quality);
    writer.write(image);
    return bytes;
}

ServedResponse pictureResponse(QByteArray bytes, const QByteArray &type, const QString &name)
{
    ServedResponse response;
    response.contentType = type;
    response.headers.append({"Content-Disposition", "filename=\"" + name.toUtf8() + '"'});
    response.body = std::move(bytes);
    return response;
}

ServedResponse preview(const QString &path, const QString &name, const QString &how, const QString &channel)
{
    QImage image = QImageReader(path).read();
    if (image.isNull())
        return ServedResponse::internalError();
    const QStringList parts = how.split(u';');
    QByteArray format = parts.first().toLatin1();
    if ((format != "webp" && format != "jpeg") || channel.contains(u'a'))
        format = "webp";
    bool isNumber = false;
    const int quality = parts.last().toInt(&isNumber);
    if (format == "jpeg" || channel == "rgb"_L1)
        image = image.convertToFormat(QImage::Format_RGB888);
    QByteArray bytes = encoded(image, format.constData(), isNumber ? quality : 90);
    if (bytes.isEmpty()) { // WebP is a plug-in of Qt that may be missing
        format = "jpeg";
        bytes = encoded(image, "jpeg", isNumber ? quality : 90);
    }
    return pictureResponse(bytes, "image/" + format, name);
}

ServedResponse channelOf(const QString &path, const QString &name, const QString &channel)
{
    QImage image = QImageReader(path).read();
    if (image.isNull())
        return ServedResponse::internalError();
    if (channel == "rgb"_L1) {
        image = image.convertToFormat(QImage::Format_RGB888);
    } else {
        const QImage alpha = image.convertToFormat(QImage::Format_Alpha8);
        image = QImage(image.size(), QImage::Format_ARGB32);
        image.fill(Qt::black);
        image.setAlphaChannel(alpha);
    }
    return pictureResponse(encoded(image, "png", -1), "image/png", name);
}

/// One range of bytes, as in "bytes=0-99", "bytes=100-", "bytes=-100"; nothing if there is none or it is broken.
std::optional<std::pair<qint64, qint64>> wantedRange(const QByteArray &header, qint64 size)
{
    if (!header.startsWith("bytes=") || header.contains(','))
        return std::nullopt;
    const QList<QByteArray> parts = header.mid(6).split('-');
    if (parts.size() != 2)
        return std::nullopt;
    bool firstOk = false;
    bool lastOk = false;
    const qint64 first = parts[0].toLongLong(&firstOk);
    const qint64 last = parts[1].toLongLong(&lastOk);
    if (firstOk)
        return std::pair(first, lastOk ? std::min(last, size - 1) : size - 1);
    if (lastOk && parts[0].isEmpty())
        return std::pair(std::max<qint64>(0, size - last), size - 1);
    return std::nullopt;
}

ServedResponse wholeFile(const ServedRequest &request, const QString &path, const QString &name)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return ServedResponse::empty(404);
    static const QMimeDatabase mimes;
    QByteArray type = mimes.mimeTypeForFile(name, QMimeDatabase::MatchExtension).name().toLatin1();
    if (type.isEmpty() || type == "text/html" || type == "application/xhtml+xml" || type == "text/css" ||
        type.contains("javascript"))
        type = "application/octet-stream"; // a browser must download it, not run it
    const QFileInfo info(path);
    const QByteArray tag = '"' + QByteArray::number(info.lastModified().toMSecsSinceEpoch(), 16) + '-' +
                           QByteArray::number(info.size(), 16) + '"';
    ServedResponse response = pictureResponse({}, type, name);
    response.headers.append(std::pair(QByteArray("Etag"), tag));
    response.headers.append(
        {"Last-Modified",
         QLocale::c().toString(info.lastModified().toUTC(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'").toLatin1()});
    response.headers.append(std::pair(QByteArray("Accept-Ranges"), QByteArray("bytes")));
    if (request.header("if-none-match") == tag) {
        response.status = 304;
        return response;
    }
    if (request.hasHeader("range")) {
        const auto range = wantedRange(request.header("range"), file.size());
        if (range && (range->first >= file.size() || range->first > range->second)) {
            response.status = 416;
            response.headers.append({"Content-Range", "bytes */" + QByteArray::number(file.size())});
            return response;
        }
        if (range) {
            response.status = 206;
            response.headers.append({"Content-Range", "bytes " + QByteArray::number(range->first) + '-' +
                                                          QByteArray::number(range->second) + '/' +
                                                          QByteArray::number(file.size())});
            file.seek(range->first);
            response.body = file.read(range->second - range->first + 1);
            return response;
        }
    }
    response.body = file.readAll();
    return response;
}

ServedResponse withFaults(DemoCore &core, ServedResponse response)
{
    if (response.status != 200 && response.status != 206)
        return response;
    if (const auto broken = core.faults().take(DemoFault::Kind::BrokenDownload)) {
        if (broken->value == "truncated"_L1) {
            response.body.truncate(response.body.size() * 2 / 3);
        } else if (broken->value == "cut"_L1) {
            response.cutAfter = response.body.size() / 2;
        } else if (broken->value == "html"_L1) {
            response.body = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>";
            response.contentType = "text/html; charset=utf-8";
        } else if (broken->value == "empty"_L1) {
            response.body.clear();
        } else {
            response = ServedResponse::empty(broken->number());
        }
    }
    if (const auto slow = core.faults().take(DemoFault::Kind::SlowDownload))
        response.bytesPerSecond = std::max(1, slow->number());
    return response;
}

ServedResponse view(DemoCore &core, const ServedRequest &request)
{
    const auto fileName = request.query("filename"_L1);
    if (!fileName)
        return ServedResponse::empty(404);
    const auto found =
        core.files().find(*fileName, request.query("type"_L1).value_or(u"output"_s), request.query("subfolder"_L1));
    if (found.status != 200)
        return ServedResponse::empty(found.status);
    const QString channel = request.query("channel"_L1).value_or(QString());
    ServedResponse response;
    if (const auto how = request.query("preview"_L1))
        response = preview(found.path, found.name, *how, channel);
    else if (channel == "rgb"_L1 || channel == "a"_L1)
        response = channelOf(found.path, found.name, channel);
    else
        response = wholeFile(request, found.path, found.name);
    return withFaults(core, std::move(response));
}

ServedResponse uploadAnswer(const DemoFiles::Upload &upload)
{
    if (upload.status == 500)
        return ServedResponse::internalError();
    if (upload.status != 200)
        return ServedResponse::empty(upload.status);
    return ServedResponse::json(
        PyJson::object({{"name"_L1, upload.name}, {"subfolder"_L1, upload.subfolder}, {"type"_L1, upload.type}}));
}

ServedResponse uploadImage(DemoCore &core, const ServedRequest &request)
{
    const auto parts = parseMultipart(request.header("content-type"), request.body);
    return uploadAnswer(core.files().upload(parts.value_or(QList<MultipartPart>()), true));
}

ServedResponse uploadMask(DemoCore &core, const ServedRequest &request)
{
    const auto parts = parseMultipart(request.header("content-type"), request.body).value_or(QList<MultipartPart>());
    std::optional<PyJson> reference;
    QImage mask;
    for (const MultipartPart &part : parts) {
        if (part.name == "original_ref"_L1)
            reference = PyJson::parse(part.content);
        else if (part.name == "image"_L1)
            mask = QImage::fromData(part.content);
    }
    const DemoFiles::Upload upload = core.files().upload(parts, false);
    if (upload.status != 200)
        return uploadAnswer(upload);
    if (!reference || !reference->isObject())
        return ServedResponse::internalError();
    const PyJson *subfolder = reference->find("subfolder"_L1);
    const PyJson *type = reference->find("type"_L1);
    const auto original =
        core.files().find((*reference)["filename"_L1].pyStr(), type ? type->pyStr() : u"output"_s,
                          subfolder && subfolder->truthy() ? std::optional(subfolder->pyStr()) : std::nullopt);
    QImage image = QImage(original.path).convertToFormat(QImage::Format_ARGB32);
    if (original.status == 200 && !image.isNull() && !mask.isNull()) {
        image.setAlphaChannel(mask.scaled(image.size()).convertToFormat(QImage::Format_Alpha8));
        image.save(upload.path, "png");
    }
    return uploadAnswer(upload);
}

} // namespace

void addFileRoutes(Router &router, DemoCore &core)
{
    router.add("GET", u"/view"_s,
               [&core](const ServedRequest &request, const QStringList &) { return view(core, request); });
    router.add("POST", u"/upload/image"_s,
               [&core](const ServedRequest &request, const QStringList &) { return uploadImage(core, request); });
    router.add("POST", u"/upload/mask"_s,
               [&core](const ServedRequest &request, const QStringList &) { return uploadMask(core, request); });
}

} // namespace lorastudio
