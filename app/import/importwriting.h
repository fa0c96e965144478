// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importoutcome.h"
#include "storage/characterrepository.h"

namespace lorastudio {

/// What is to be written.
struct ImportOrder
{
    QVector<ImportedCharacter> characters;
    QString project; ///< of those that name none
    bool dryRun = false;
    QVector<QStringList> pictures = {}; ///< of each character, in the library
    ImportWatch watch = {};
    int stepsBefore = 0; ///< steps that are done when the first character is written
};

/// Writes characters, references and choices, or only finds out what would be written. Canceled if `watch` has enough.
/// For one transaction, which then has to be given up, as with every error.
Result<QVector<ImportedRow>> writeImport(Connection &connection, const ImportOrder &order);

/// Takes an import back, and makes it again; see CharacterImporter. For one transaction.
Result<QVector<RemovedCharacter>> takeBackImport(Connection &connection, const QVector<ImportedRow> &rows);
Result<void> bringBackImport(Connection &connection, const QVector<ImportedRow> &rows,
                             const QVector<RemovedCharacter> &removed);

} // namespace lorastudio
