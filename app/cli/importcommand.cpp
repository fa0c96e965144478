// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "cli/jsonvalues.h"
#include "import/characterimporter.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("ImportCommand", source);
}

QJsonArray messagesJson(const QVector<ImportMessage> &messages)
{
    QJsonArray array;
    for (const ImportMessage &message : messages) {
        QJsonObject entry{{QStringLiteral("path"), message.path}, {QStringLiteral("message"), message.message}};
        if (message.line > 0)
            entry.insert(QStringLiteral("line"), message.line);
        array.append(entry);
    }
    return array;
}

QString place(const ImportMessage &message)
{
    return message.line > 0         ? QStringLiteral("%1:%2: ").arg(message.path).arg(message.line)
           : message.path.isEmpty() ? QString()
                                    : message.path + QStringLiteral(": ");
}

Task<int> runImport(CommandContext context)
{
    Console &console = *context.console;
    if (context.arguments.isEmpty()) {
        console.error(text("Say what to import: tables (CSV, JSON), folders of pictures or pictures."));
        co_return WrongUsage;
    }
    const bool dryRun = context.options->isSet(QStringLiteral("dry-run"));
    const Result<ImportOutcome> outcome =
        co_await context.services->importer().importPaths(context.arguments, context.project, dryRun);
    if (!outcome)
        co_return failed(console, outcome.error());
    QJsonArray characters;
    for (const ImportedRow &row : outcome->rows) {
        characters.append(QJsonObject{{QStringLiteral("id"), row.character.id},
                                      {QStringLiteral("name"), row.character.name},
                                      {QStringLiteral("new"), row.isNew},
                                      {QStringLiteral("references"), row.references}});
        console.line(QStringLiteral("%1  %2").arg(row.isNew ? text("new    ") : text("updated"), row.character.name));
    }
    for (const ImportMessage &message : outcome->warnings)
        console.warning(place(message) + message.message);
    for (const ImportMessage &message : outcome->errors)
        console.error(place(message) + message.message);
    if (console.json()) {
        console.value(QJsonObject{{QStringLiteral("characters"), characters},
                                  {QStringLiteral("warnings"), messagesJson(outcome->warnings)},
                                  {QStringLiteral("errors"), messagesJson(outcome->errors)}});
    } else if (dryRun) {
        console.line(outcome->rows.size() == 1
                         ? text("1 character would come in; nothing was saved.")
                         : text("%1 characters would come in; nothing was saved.").arg(outcome->rows.size()));
    }
    if (outcome->errors.isEmpty())
        co_return Done;
    co_return outcome->rows.isEmpty() ? WrongUsage : SomethingFailed;
}

} // namespace

Command importCommand()
{
    return {QStringLiteral("import"),
            QStringLiteral("PATH… [--dry-run]"),
            text("Imports characters from tables (CSV, JSON), folders and pictures."),
            {{QStringLiteral("dry-run"), text("Only say what would come in.")}},
            true,
            false,
            runImport};
}

} // namespace lorastudio
