// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/workorders.h"

#include "catalog/modelcatalog.h"
#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/checkpointrepository.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("WorkOrders", source);
}

struct Ingredients
{
    std::optional<Character> character;
    std::optional<Assignment> assignment;
    QVector<Checkpoint> changes;
};

Result<Ingredients> readIngredients(Connection &connection, const QString &characterId)
{
    Result<std::optional<Character>> character = CharacterRepository(connection).byId(characterId);
    if (!character)
        return fail(character.error());
    Result<std::optional<Assignment>> assignment = AssignmentRepository(connection).get(characterId);
    if (!assignment)
        return fail(assignment.error());
    Result<QVector<Checkpoint>> changes = CheckpointRepository(connection).list();
    if (!changes)
        return fail(changes.error());
    return Ingredients{*character, *assignment, *changes};
}

} // namespace

Task<Result<WorkOrder>> takeWorkOrder(JobJournal &journal, Job job, std::stop_token stop)
{
    if (job.order)
        co_return *job.order;
    const auto work = [id = job.characterId](Connection &connection) {
        return readIngredients(connection, id);
    };
    const Result<Ingredients> found = co_await journal.read(work, stop);
    if (!found)
        co_return fail(found.error());
    if (!found->character) {
        Error gone = Error::make(Error::Kind::Validation, text("The character does not exist any more."));
        gone.code = QStringLiteral("not-found");
        co_return fail(gone);
    }
    if (!found->assignment || found->assignment->modelFile.isEmpty())
        co_return fail(Error::Kind::Validation, text("The character has no model. Choose one, or use Auto-Assign."));
    Result<ModelCatalog> catalog = ModelCatalog::builtIn();
    if (!catalog)
        co_return fail(catalog.error());
    catalog->setChanges(found->changes);
    const Checkpoint checkpoint = catalog->described(found->assignment->modelFile);
    WorkOrder order;
    order.modelFile = found->assignment->modelFile;
    order.prompt = effectivePrompt(*found->character);
    order.negative = found->character->negative.trimmed().isEmpty() ? checkpoint.negative : found->character->negative;
    order.size = found->character->size;
    order.settings = checkpoint.settings;
    co_return order;
}

} // namespace lorastudio
