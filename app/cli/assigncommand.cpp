// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "cli/jsonvalues.h"
#include "core/text.h"
#include "storage/assignmentrepository.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("AssignCommand", source);
}

int answer(const CommandContext &context, const QVector<Assignment> &assignments)
{
    QJsonArray array;
    QVector<QStringList> table;
    for (const Assignment &assignment : assignments) {
        array.append(toJson(assignment));
        table.append({assignment.characterId,
                      assignment.modelFile.isEmpty() ? QStringLiteral("–") : assignment.modelFile, assignment.reason});
    }
    if (context.console->json())
        context.console->value(array);
    else
        context.console->table(table);
    return Done;
}

Task<int> assignAll(CommandContext context)
{
    const auto changes = co_await context.services->assignments().autoAssign(
        context.project, context.options->isSet(QStringLiteral("include-locked")));
    if (!changes)
        co_return failed(*context.console, changes.error());
    const QString project = context.project;
    const auto work = [project](Connection &connection) {
        return AssignmentRepository(connection).list(project);
    };
    const auto all = co_await context.services->database().read(work);
    if (!all)
        co_return failed(*context.console, all.error());
    co_return answer(context, *all);
}

Task<int> runAssign(CommandContext context)
{
    AssignmentService &assignments = context.services->assignments();
    const bool automatic = context.options->isSet(QStringLiteral("auto"));
    const bool unlock = context.options->isSet(QStringLiteral("unlock"));
    const qsizetype wanted = automatic ? 0 : unlock ? 1 : 2;
    if ((automatic && unlock) || context.arguments.size() != wanted ||
        (context.options->isSet(QStringLiteral("include-locked")) && !automatic)) {
        context.console->error(text("assign --auto [--include-locked], assign ID FILE, or assign ID --unlock"));
        co_return WrongUsage;
    }
    if (automatic)
        co_return co_await assignAll(context);
    const Result<Character> character =
        co_await findCharacter(context.services, context.project, context.arguments.at(0));
    if (!character)
        co_return failed(*context.console, character.error());
    if (unlock) {
        const Result<Assignment> unlocked = co_await assignments.unlock(character->id);
        co_return unlocked ? answer(context, {*unlocked}) : failed(*context.console, unlocked.error());
    }
    const QString given = cleanName(context.arguments.at(1), 1000);
    if (checkpointKey(given).isEmpty())
        co_return failed(*context.console,
                         Error::make(Error::Kind::Validation, text("Say the file of the checkpoint, or its name.")));
    QString file = ModelCatalog::fileNamed(assignments.checkpoints(), given);
    if (file.isEmpty()) {
        file = checkpointKey(given);
        context.console->warning(
            text("Neither the catalog nor a connected server knows “%1”. It is taken as you say.").arg(file));
    }
    const Result<Assignment> chosen = co_await assignments.choose(character->id, file);
    co_return chosen ? answer(context, {*chosen}) : failed(*context.console, chosen.error());
}

} // namespace

Command assignCommand()
{
    return {QStringLiteral("assign"),
            QStringLiteral("--auto [--include-locked] | ID FILE | ID --unlock"),
            text("Gives characters their checkpoint. A choice made by hand is locked."),
            {{QStringLiteral("auto"), text("Let the rule choose for every character that is not locked.")},
             {QStringLiteral("include-locked"), text("With --auto: choose again for locked ones as well.")},
             {QStringLiteral("unlock"), text("Take the lock away and let the rule choose.")}},
            true,
            true,
            runAssign};
}

} // namespace lorastudio
