// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/characterimporter.h"

#include "catalog/modelcatalog.h"
#include "core/text.h"
#include "images/libraryfolder.h"
#include "import/importer.h"
#include "import/importplan.h"
#include "import/importwriting.h"
#include "import/referencecopies.h"
#include "storage/projectrepository.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

void sayWhatIsTooMuch(const QVector<ImportedCharacter> &characters, ImportOutcome &outcome)
{
    for (const ImportedCharacter &imported : characters) {
        if (imported.pictures.isEmpty() || imported.references <= imported.pictures.size())
            continue;
        const QString said = QCoreApplication::translate(
            "CharacterImporter",
            "Only the first %1 of %2 pictures come in. Put the others into a folder of their own.");
        outcome.warnings.append(
            {imported.source, imported.line, said.arg(imported.pictures.size()).arg(imported.references)});
    }
}

/// The reference first.
QStringList picturesOf(const ImportedCharacter &imported)
{
    if (imported.referencePath.isEmpty())
        return {};
    QStringList pictures = imported.pictures;
    pictures.removeAll(imported.referencePath);
    pictures.prepend(imported.referencePath);
    return pictures;
}

} // namespace

CharacterImporter::CharacterImporter(Database &database, ImageStore &store) : m_database(database), m_store(store) {}

void CharacterImporter::setDefaults(int images, QSize size)
{
    m_images = images;
    m_size = size;
}

ImportResult CharacterImporter::withDefaults(ImportResult read) const
{
    for (ImportedCharacter &imported : read.characters) {
        if (!imported.has(field::images))
            imported.character.images = m_images;
        if (!imported.has(field::size))
            imported.character.size = m_size;
    }
    return read;
}

ImportResult CharacterImporter::withModels(ImportResult read) const
{
    if (!m_checkpoints)
        return read;
    const QVector<Checkpoint> checkpoints = m_checkpoints();
    for (ImportedCharacter &imported : read.characters) {
        if (imported.model.isEmpty())
            continue;
        const QString file = ModelCatalog::fileNamed(checkpoints, imported.model);
        if (file.isEmpty())
            read.addWarning(unknownModel(imported));
        else
            imported.model = file;
    }
    return read;
}

Task<Result<ImportOutcome>> CharacterImporter::importPaths(QStringList paths, QString project, bool dryRun,
                                                           ImportWatch watch)
{
    const auto list = [](Connection &connection) {
        return ProjectRepository(connection).list();
    };
    const Result<QVector<Project>> projects = co_await m_database.read(list);
    if (!projects)
        co_return fail(projects.error());
    const auto work = [paths, project, projects = *projects, stop = watch.stop] {
        const ImportResult read = readPaths(paths, {{}, stop});
        ImportPlan plan;
        plan.setKnown(project, {}, projects);
        plan.add(read);
        ImportResult chosen = plan.chosen();
        ImportResult told = read; // what comes more than once is told as well
        foldDuplicates(told);
        chosen.warnings = told.warnings;
        chosen.errors = told.errors;
        return chosen;
    };
    const ImportResult read = co_await offload(work);
    if (watch.stopped())
        co_return fail(Error::canceled());
    co_return co_await importCharacters(read, project, dryRun, watch);
}

Task<Result<ImportOutcome>> CharacterImporter::importCharacters(ImportResult read, QString project, bool dryRun,
                                                                ImportWatch watch)
{
    read = withModels(read);
    ImportOrder order{.characters = withDefaults(read).characters, .project = project, .dryRun = true};
    for (ImportedCharacter &imported : order.characters)
        imported.pictures = picturesOf(imported);
    const auto look = [order](Connection &connection) {
        return writeImport(connection, order);
    };
    Result<QVector<ImportedRow>> rows = co_await m_database.read(look);
    if (!rows)
        co_return fail(rows.error());
    ImportOutcome outcome{*rows, read.warnings, read.errors};
    sayWhatIsTooMuch(order.characters, outcome);
    if (dryRun)
        co_return outcome;
    // The files come first, so that a row never names one that is not there.
    QVector<ReferenceWish> wishes;
    for (qsizetype i = 0; i < rows->size(); ++i) {
        wishes.append({rows->at(i).character.id, order.characters.at(i).pictures});
        order.stepsBefore += int(wishes.last().pictures.size());
    }
    const int total = order.stepsBefore + int(rows->size());
    const auto copy = [store = m_store, wishes, watch, total] {
        return copyReferences(store, wishes, watch, total);
    };
    const Result<ReferenceCopies> copies = co_await offload(copy);
    if (!copies)
        co_return fail(copies.error());
    outcome.warnings += copies->warnings;
    order.dryRun = false;
    order.pictures = copies->ofWish;
    order.watch = watch;
    const auto write = [order](Connection &connection) {
        return writeImport(connection, order);
    };
    rows = co_await m_database.write(write);
    if (!rows) {
        // After an unknown commit the rows may be there, and need their files.
        const bool unknown = rows.error().code == QStringLiteral("commit-unknown");
        const auto clear = [store = m_store, added = unknown ? QStringList() : copies->added] {
            removeCopies(store, added);
        };
        co_await offload(clear);
        co_return fail(rows.error());
    }
    outcome.rows = *rows;
    co_await setOldImagesAside(&outcome);
    co_return outcome;
}

/// Nothing is written over the images of characters that had the same ids before and were removed.
Task<void> CharacterImporter::setOldImagesAside(ImportOutcome *outcome)
{
    QStringList folders;
    for (const ImportedRow &row : std::as_const(outcome->rows)) {
        if (row.isNew)
            folders.append(ImageStore::relativeFolderFor(row.character.project, row.character.id));
    }
    const auto putAside = [store = m_store, folders, now = QDateTime::currentDateTimeUtc()] {
        return setFoldersAside(store, folders, now);
    };
    const Result<QVector<SharedFolder>> aside = co_await offload(putAside);
    if (aside)
        outcome->folders = std::make_shared<QVector<SharedFolder>>(*aside);
    else
        outcome->warnings.append({{},
                                  0,
                                  QCoreApplication::translate(
                                      "CharacterImporter", "Images of removed characters stand where new ones will. %1")
                                      .arg(aside.error().message)});
}

Task<Result<void>> CharacterImporter::exchange(std::shared_ptr<QVector<SharedFolder>> folders)
{
    if (!folders)
        co_return Result<void>{};
    const auto work = [store = m_store, folders = *folders, now = QDateTime::currentDateTimeUtc()] {
        return exchangeFolders(store, folders, now);
    };
    const Result<QVector<SharedFolder>> exchanged = co_await offload(work);
    if (!exchanged)
        co_return fail(exchanged.error());
    *folders = *exchanged;
    co_return Result<void>{};
}

Task<Result<QVector<RemovedCharacter>>> CharacterImporter::undo(ImportOutcome outcome)
{
    const auto work = [outcome](Connection &connection) {
        return takeBackImport(connection, outcome.rows);
    };
    const Result<QVector<RemovedCharacter>> gone = co_await m_database.write(work);
    if (!gone)
        co_return gone;
    const Result<void> exchanged = co_await exchange(outcome.folders);
    if (exchanged)
        co_return gone;
    const auto again = [outcome, gone = *gone](Connection &connection) {
        return bringBackImport(connection, outcome.rows, gone);
    };
    co_await m_database.write(again);
    co_return fail(exchanged.error());
}

Task<Result<void>> CharacterImporter::redo(ImportOutcome outcome, QVector<RemovedCharacter> removed)
{
    const Result<void> exchanged = co_await exchange(outcome.folders);
    if (!exchanged)
        co_return exchanged;
    const auto work = [outcome, removed](Connection &connection) {
        return bringBackImport(connection, outcome.rows, removed);
    };
    const Result<void> done = co_await m_database.write(work);
    if (!done)
        co_await exchange(outcome.folders);
    co_return done;
}

} // namespace lorastudio
