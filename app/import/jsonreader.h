// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importresult.h"

#include <QByteArray>

namespace lorastudio {

/// Limits of a JSON list; its depth is limited by the parser (1,024).
struct JsonListLimits
{
    static constexpr qint64 maxBytes = 32LL * 1024 * 1024;
    static constexpr int maxEntries = 10'000;
    static constexpr int maxKeys = 1'000; ///< of one entry
};

/// Reads characters from JSON: an array of objects with the keys of tables, `{"characters": […]}`, or one such object.
/// A value of the wrong type is left out with a warning, an unusable value with an error, as in tables; unknown keys
/// become notes. Text that is not JSON is an error with line and column. Any thread.
ImportResult readJson(const QString &path);
/// The same from memory. `path` is for messages and gives the folder that references are relative to;
/// empty for what was pasted: then there can be no references.
ImportResult readJsonData(const QByteArray &data, const QString &path);

} // namespace lorastudio
