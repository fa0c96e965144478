// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/importview.h"

/// The sentences of the import page, made from values in one place, so that a cell, its tool tip and a screen reader
/// say the same.
namespace lorastudio::importphrases {

enum class Tone { Good, Warn, Bad, Idle };

/// What the link of a row does.
enum class Link {
    None,
    TypeName,
    Edit,         ///< go to the field that `Happening::field` names
    ShowPictures, ///< go to the first picture that cannot be used
    AddAsNew,
    Open ///< the file or folder, with the desktop
};

/// What will become of an entry.
struct Happening
{
    Tone tone = Tone::Good;
    QString head;
    QString detail;
    QString linkText;
    Link link = Link::None;
    QString field; ///< see Link::Edit
};
Happening happening(const ImportEntry &entry);

/// Name of the character, or what stands for it.
QString name(const ImportEntry &entry);
/// "characters.csv, line 2", "hana_mori", "Pasted text, line 2".
QString from(const ImportEntry &entry);
/// "Folder", "Table", "List", "Picture", "File".
QString sourceKind(const ImportEntry &entry);
/// "From the folder luca_rossi".
QString origin(const ImportEntry &entry);
/// A number, or "–".
QString pictures(const ImportEntry &entry);

/// "Import 6 characters", "Nothing to import".
QString title(const ImportTotals &totals);
/// "Import 6 Characters", on the button.
QString buttonText(const ImportTotals &totals);
/// "41 pictures from 2 folders and 3 files.", "From 1 file."
QString summary(const ImportTotals &totals);
/// "2 entries are left out, 3 have notes."; empty if there is nothing of the kind.
QString attention(const ImportTotals &totals);

/// All that is to be said of an entry, one line each.
QStringList notes(const ImportEntry &entry);

/// Sentences for screen readers.
QString takenSentence(const ImportEntry &entry);
QString nameSentence(const ImportEntry &entry);
QString fromSentence(const ImportEntry &entry);
QString picturesSentence(const ImportEntry &entry);
QString modelSentence(const ImportRow &row);
QString happeningSentence(const ImportEntry &entry);

} // namespace lorastudio::importphrases
