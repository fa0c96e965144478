// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importresult.h"

#include <memory>
#include <optional>

namespace lorastudio {

/// A picture of an entry, and why it cannot be used.
struct PlannedPicture
{
    QString path;
    QString problem; ///< for people; empty = it can be used
    friend bool operator==(const PlannedPicture &, const PlannedPicture &) = default;
};

/// One thing that an import would bring in, or would not: what was read, what a person has changed, and what would
/// become of it.
struct ImportEntry
{
    enum class Source { Folder, Picture, Table, List, Pasted, File };

    int id = 0; ///< unique in its plan, 1 …
    Source source = Source::File;
    bool broken = false;              ///< there is no character in it; `notes` says why
    bool wanted = true;               ///< a person has not taken it out
    ImportedCharacter imported;       ///< its pictures are in `pictures`; if broken, only its place
    QVector<PlannedPicture> pictures; ///< the first one that can be used becomes the reference; it stands in front
    QVector<ImportMessage> notes;
    QStringList edited;                ///< fields that a person has changed, from `field`
    std::optional<Character> existing; ///< the stored character that it would change
    QString otherProject;              ///< name of the project that it goes to; empty = the one that is shown
    bool sharesName = false;           ///< an entry before it has the same name: both come in as one
    bool hasUnknownModel = false;      ///< neither the catalog nor a connected server has the model that it names
    friend bool operator==(const ImportEntry &, const ImportEntry &) = default;

    bool isNameless() const { return !broken && imported.character.name.isEmpty(); }
    bool isLeftOut() const { return broken || isNameless(); }
    bool isTaken() const { return wanted && !isLeftOut(); }
    int readable() const;
    int unreadable() const { return int(pictures.size()) - readable(); }
    /// Something to look at although it comes in.
    bool hasNote() const;
    /// The character as it would be stored.
    Character result() const;
    /// Fields of the stored character that would get another value, from `field`.
    QStringList replaced() const;
};

using ImportEntryPtr = std::shared_ptr<const ImportEntry>;

/// Figures of a whole plan.
struct ImportTotals
{
    int characters = 0; ///< that would come in; two entries of one name are one
    int pictures = 0;   ///< of the entries that are taken
    int folders = 0;    ///< that entries come from
    int files = 0;
    bool pasted = false; ///< something comes from the clipboard
    int leftOut = 0;     ///< that cannot come in as they are
    int notes = 0;       ///< that come in, with something to look at
    friend bool operator==(const ImportTotals &, const ImportTotals &) = default;
};

} // namespace lorastudio
