// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace lorastudio {

struct DecodedText
{
    QString text;
    bool guessed = false; ///< neither a byte order mark nor valid UTF-8: read as Western European (Windows-1252)
};

/// Text of a file that a person's other program wrote: UTF-8 or UTF-16 with a byte order mark, else UTF-8, else
/// Windows-1252, which includes Latin-1. Never fails.
DecodedText decodeText(const QByteArray &data);

} // namespace lorastudio
