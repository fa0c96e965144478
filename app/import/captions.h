// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileInfoList>
#include <QStringList>

namespace lorastudio {

/// Limits of caption files; they are looked at before a file is read.
struct CaptionLimits
{
    static constexpr qint64 maxBytes = 64LL * 1024; ///< larger ones are no captions
    static constexpr int maxFiles = 1'000;
    static constexpr int maxTags = 200; ///< of one caption
    static constexpr qsizetype maxTag = 200;
};

/// The captions beside these pictures: the first line of the file with the same name and the ending `.txt`, else
/// `.caption`, as kohya's trainer reads them. Pictures without one, and empty ones, are left out.
QStringList readCaptions(const QFileInfoList &pictures);

/// What describes the character rather than a single picture: the parts between commas that more than half of the
/// captions have, in the order of the first caption that has each. Empty for captions that are whole sentences.
QString commonPrompt(const QStringList &captions);

} // namespace lorastudio
