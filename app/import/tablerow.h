// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importresult.h"

#include <QMap>
#include <QString>
#include <QVector>

#include <optional>
#include <utility>

namespace lorastudio {

/// One row of a table or one object of a list, before its values are looked at.
struct TableRow
{
    QMap<QString, QString> cells;               ///< column (see columnFor) → text as it stands in the file
    QVector<std::pair<QString, QString>> notes; ///< unknown columns: header → text
    QString path;                               ///< of the file, for messages
    int line = 0;                               ///< 0 = not a table
    int entry = 0;                              ///< 0 = not a list
    QString where;  ///< put in front of messages where there is no line: "Entry 3: "; may be empty
    QString folder; ///< absolute folder that `reference` is relative to and must lie in; empty = it can be nowhere
};

/// The column that a header means, in lower case: one of `field`, or "class", "gender", "tags", "width", "height",
/// which are taken into them. Case, spaces, `_` and `-` do not count. Empty for an unknown header.
QString columnFor(const QString &header);

/// Reads the values of one row. Adds the character to `result`, or to its nameless ones with an error; a value that
/// cannot be taken is left out and becomes an error, a reference that cannot be taken a warning.
void readTableRow(const TableRow &row, ImportResult &result);

/// A name for people from the name of a file or folder: "hana_mori" → "Hana Mori". What is more than letters, digits
/// and blanks, or has upper-case letters, keeps its letters as they are.
QString nameFromPath(const QString &baseName);

/// "man", "1girl", "f" … → "male" or "female"; everything else as it is.
QString genderWord(const QString &word);

} // namespace lorastudio
