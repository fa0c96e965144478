// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "domain/checkpoint.h"
#include "images/imagestore.h"
#include "images/libraryfolder.h"
#include "import/importresult.h"
#include "storage/characterrepository.h"
#include "storage/database.h"

#include <functional>
#include <memory>
#include <optional>

namespace lorastudio {

/// A character as an import left it.
struct ImportedRow
{
    Character character;
    Assignment assignment; ///< modelFile empty = the import named none
    bool isNew = true;
    int references = 0;
    std::optional<Character> before;            ///< what an update replaced
    std::optional<Assignment> assignmentBefore; ///< what a model of the table replaced
};

/// What came in, what did not and why, and enough to take it all back.
struct ImportOutcome
{
    QVector<ImportedRow> rows;
    QVector<ImportMessage> warnings;
    QVector<ImportMessage> errors;
    /// Of the new characters. Copies share it: undo and redo note in it where the images are.
    std::shared_ptr<QVector<SharedFolder>> folders = {};
};

/// Brings characters of files into a project. A character that exists (same name up to case and white space) is updated
/// by the fields that are given, never doubled; a model that the file names is a locked choice. All rows are written in
/// one transaction or none; reference pictures are copied into the library afterwards, and one that cannot be copied is
/// a warning. Main thread; files are read in the thread pool.
class CharacterImporter
{
public:
    CharacterImporter(Database &database, ImageStore &store);
    /// What a new character gets where the file does not say it: number and size of images.
    void setDefaults(int images, QSize size);
    /// Asked at every import for the models that a file may name (ModelCatalog::fileNamed). A name that none of them
    /// has is stored as it is, with a warning.
    void setCheckpoints(std::function<QVector<Checkpoint>()> checkpoints) { m_checkpoints = std::move(checkpoints); }

    /// With `dryRun` nothing is written, and new characters carry the id they would get.
    Task<Result<ImportOutcome>> importPaths(QStringList paths, QString project, bool dryRun);
    Task<Result<ImportOutcome>> importCharacters(ImportResult read, QString project, bool dryRun);
    /// Takes an import back: new characters go, updated ones get their former fields and choices. Returns what went
    /// with the new ones (jobs and images that they have got since included); `redo` needs all of it. Images of removed
    /// characters that had the same ids stand again where they stood.
    Task<Result<QVector<RemovedCharacter>>> undo(ImportOutcome outcome);
    /// Makes an import whole again that was taken back, without its files: the characters come back with everything
    /// that hung on them, as `removed` says, and the updated ones get what the import gave them.
    Task<Result<void>> redo(ImportOutcome outcome, QVector<RemovedCharacter> removed);

private:
    Task<void> settleFiles(ImportOutcome *outcome, ImportResult read);
    Task<void> setOldImagesAside(ImportOutcome *outcome);
    Task<Result<void>> exchange(std::shared_ptr<QVector<SharedFolder>> folders);
    ImportResult withDefaults(ImportResult read) const;
    ImportResult withModels(ImportResult read) const;
    Database &m_database;
    ImageStore &m_store;
    int m_images = Character::defaultImages;
    QSize m_size = Character::defaultSize;
    std::function<QVector<Checkpoint>()> m_checkpoints;
};

} // namespace lorastudio
