// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "domain/checkpoint.h"
#include "images/imagestore.h"
#include "images/libraryfolder.h"
#include "import/importoutcome.h"
#include "storage/characterrepository.h"
#include "storage/database.h"

#include <functional>
#include <memory>

namespace lorastudio {

/// Brings characters of files into a project. A character that exists (same name up to case and white space) is updated
/// by the fields that are given, never doubled; a model that the file names is a locked choice. All its pictures are
/// copied into the library: of a new character they are the references, a known one gets them besides its own, and the
/// first of them is shown. Rows and copies are stored together or not at all; a picture that cannot be used is a
/// warning. Main thread; files are read in the thread pool.
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
    /// Canceled if `watch` has enough before everything is stored.
    Task<Result<ImportOutcome>> importPaths(QStringList paths, QString project, bool dryRun, ImportWatch watch = {});
    Task<Result<ImportOutcome>> importCharacters(ImportResult read, QString project, bool dryRun,
                                                 ImportWatch watch = {});
    /// Takes an import back: new characters go, updated ones get their former fields and choices. Returns what went
    /// with the new ones (jobs and images that they have got since included); `redo` needs all of it. Images of removed
    /// characters that had the same ids stand again where they stood. The copies of the pictures stay in the library.
    Task<Result<QVector<RemovedCharacter>>> undo(ImportOutcome outcome);
    /// Makes an import whole again that was taken back, without its files: the characters come back with everything
    /// that hung on them, as `removed` says, and the updated ones get what the import gave them.
    Task<Result<void>> redo(ImportOutcome outcome, QVector<RemovedCharacter> removed);

private:
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
