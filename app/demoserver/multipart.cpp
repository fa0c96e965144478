// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/multipart.h"

#include <QHash>

namespace lorastudio {

namespace {

constexpr int maxParts = 64;

/// The parameters behind the first `;` of a header value: `form-data; name="image"; filename="a.png"`.
QHash<QByteArray, QByteArray> headerParameters(const QByteArray &value)
{
    QHash<QByteArray, QByteArray> parameters;
    qsizetype at = value.indexOf(';');
    while (at >= 0 && at < value.size()) {
        const qsizetype equals = value.indexOf('=', at);
        if (equals < 0)
            break;
        const QByteArray name = value.mid(at + 1, equals - at - 1).trimmed().toLower();
        QByteArray text;
        qsizetype i = equals + 1;
        if (i < value.size() && value.at(i) == '"') {
            for (++i; i < value.size() && value.at(i) != '"'; ++i) {
                if (value.at(i) == '\\' && i + 1 < value.size())
                    ++i;
                text += value.at(i);
            }
            at = value.indexOf(';', i);
        } else {
            at = value.indexOf(';', i);
            text = value.mid(i, at < 0 ? -1 : at - i).trimmed();
        }
        parameters.insert(name, text);
    }
    return parameters;
}

bool readPartHeaders(const QByteArray &head, MultipartPart &part)
{
    const QList<QByteArray> lines = head.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || line.left(colon).trimmed().toLower() != "content-disposition")
            continue;
        const auto parameters = headerParameters(line.mid(colon + 1).trimmed());
        part.name = QString::fromUtf8(parameters.value("name"));
        if (parameters.contains("filename*")) {
            const QByteArray encoded = parameters.value("filename*");
            part.fileName =
                QString::fromUtf8(QByteArray::fromPercentEncoding(encoded.mid(encoded.lastIndexOf('\'') + 1)));
        } else if (parameters.contains("filename")) {
            part.fileName = QString::fromUtf8(parameters.value("filename"));
        }
        return true;
    }
    return false;
}

} // namespace

std::optional<QList<MultipartPart>> parseMultipart(const QByteArray &contentType, const QByteArray &body)
{
    if (!contentType.trimmed().toLower().startsWith("multipart/form-data"))
        return std::nullopt;
    const QByteArray boundary = headerParameters(contentType).value("boundary");
    if (boundary.isEmpty() || boundary.size() > 200)
        return std::nullopt;
    const QByteArray delimiter = "--" + boundary;
    QList<MultipartPart> parts;
    qsizetype at = body.startsWith(delimiter) ? 0 : body.indexOf("\r\n" + delimiter);
    if (at > 0)
        at += 2;
    while (at >= 0) {
        at += delimiter.size();
        if (body.mid(at, 2) == "--")
            return parts;
        if (body.mid(at, 2) != "\r\n" || parts.size() >= maxParts)
            return std::nullopt;
        const qsizetype headEnd = body.indexOf("\r\n\r\n", at);
        const qsizetype end = headEnd < 0 ? -1 : body.indexOf("\r\n" + delimiter, headEnd + 2);
        if (end < 0)
            return std::nullopt;
        MultipartPart part;
        if (!readPartHeaders(body.mid(at + 2, headEnd - at - 2), part))
            return std::nullopt;
        part.content = body.mid(headEnd + 4, std::max<qsizetype>(0, end - headEnd - 4));
        parts.append(part);
        at = end + 2;
    }
    return std::nullopt;
}

} // namespace lorastudio
