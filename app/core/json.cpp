// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json.h"

#include <QCoreApplication>

namespace lorastudio {

QByteArray withoutNan(QByteArray json)
{
    if (!json.contains("NaN") && !json.contains("Infinity"))
        return json;
    QByteArray out;
    out.reserve(json.size());
    bool inString = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json.at(i);
        if (inString) {
            out += c;
            if (c == '\\' && i + 1 < json.size())
                out += json.at(++i);
            else if (c == '"')
                inString = false;
            continue;
        }
        if (c == '"')
            inString = true;
        const QByteArrayView rest = QByteArrayView(json).sliced(i);
        qsizetype length = 0;
        if (rest.startsWith("NaN"))
            length = 3;
        else if (rest.startsWith("Infinity"))
            length = 8;
        else if (rest.startsWith("-Infinity"))
            length = 9;
        if (length > 0) {
            out += "null";
            i += length - 1;
        } else {
            out += c;
        }
    }
    return out;
}

Result<QJsonDocument> parseJson(QByteArray json, qint64 maxBytes)
{
    if (json.size() > maxBytes) {
        return fail(
            Error::Kind::Protocol,
            QCoreApplication::translate("Json", "The answer is too large to be read: %1 MB, at most %2 MB are taken.")
                .arg(json.size() / 1'000'000)
                .arg(maxBytes / 1'000'000));
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(withoutNan(std::move(json)), &error);
    if (error.error != QJsonParseError::NoError) {
        return fail(Error::Kind::Parse, QCoreApplication::translate("Json", "This is not valid JSON: %1 at byte %2.")
                                            .arg(error.errorString())
                                            .arg(error.offset));
    }
    return document;
}

} // namespace lorastudio
