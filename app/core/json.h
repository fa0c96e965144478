// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QJsonDocument>

namespace lorastudio {

/// Replaces bare `NaN`, `Infinity` and `-Infinity` outside strings by `null`. Python writes them, QJsonDocument refuses
/// the whole text because of them.
QByteArray withoutNan(QByteArray json);

/// Parses JSON of a foreign program. Refuses more than `maxBytes` before looking at it. A parse error names the byte.
Result<QJsonDocument> parseJson(QByteArray json, qint64 maxBytes);

} // namespace lorastudio
