// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace lorastudio {

/// Cleans text at the border of the program: removes NUL (PostgreSQL refuses it), other control characters except tab
/// and line feed, and lone surrogates (they come back changed from a database); CR LF and CR become LF; cuts at
/// `maxLength` UTF-16 units without splitting a surrogate pair. Everything else, markup and bidi marks included, is
/// kept: text is shown as plain text and isolated by `isolated()`.
QString cleanText(const QString &text, qsizetype maxLength = 100'000);

/// As `cleanText`, on one line (white space runs become one blank, ends trimmed), for names. Default limit 200.
QString cleanName(const QString &text, qsizetype maxLength = 200);

/// Wraps foreign text into FSI … PDI, with unbalanced bidi controls removed, so that it cannot reorder its
/// surroundings.
QString isolated(const QString &text);

/// File-name-safe ASCII slug: letters and digits in lower case, everything else becomes single `_`. Accents are taken
/// off. Never empty (`character` if nothing is left), never a reserved device name, at most 60 characters.
QString slug(const QString &name);

} // namespace lorastudio
