// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QImage>
#include <QList>
#include <QString>

#include <optional>

namespace lorastudio {

/// One picture of a contact sheet.
struct ContactSheetTile
{
    QImage image;                ///< thumbnail; null = drawn as missing
    QString label;               ///< under the picture, for example "0007"
    std::optional<double> score; ///< 0 … 100; empty = "not scored"
    QStringList flags;           ///< said beside the score
};

/// The pictures of one character, under its name.
struct ContactSheetGroup
{
    QString title;    ///< the character's name; shown as plain text
    QString subtitle; ///< for example the checkpoint
    QList<ContactSheetTile> tiles;
};

struct ContactSheetOptions
{
    QString title;
    int columns = 6;    ///< 1 …
    int tile = 192;     ///< longer side of a picture in pixels, 32 … 512
    int maxTiles = 600; ///< more are left out, and the sheet says how many
};

/// An overview of a run on one picture, for people without a display. Needs a QGuiApplication (text is painted).
QImage renderContactSheet(const QList<ContactSheetGroup> &groups, const ContactSheetOptions &options);

/// Renders and writes it, as PNG or JPEG by the suffix of `path`; all or nothing.
Result<void> writeContactSheet(const QString &path, const QList<ContactSheetGroup> &groups,
                               const ContactSheetOptions &options);

} // namespace lorastudio
