// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace lorastudio {

struct MultipartPart
{
    QString name;
    std::optional<QString> fileName; ///< as sent, not yet safe as a path
    QByteArray content;
};

/// The parts of a multipart/form-data body; nothing if it is of another type or broken. At most 64 parts.
std::optional<QList<MultipartPart>> parseMultipart(const QByteArray &contentType, const QByteArray &body);

} // namespace lorastudio
