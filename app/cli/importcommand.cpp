// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "cli/jsonvalues.h"
#include "import/characterimporter.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <functional>
#include <memory>

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

/// "Importing 120 of 400…" once it takes a moment: on a terminal ten times a second, elsewhere a line for each tenth.
/// Shown on the main thread, and as long as `waiting` holds.
std::function<void(int, int)> progressLine(Console *console, std::shared_ptr<bool> waiting)
{
    struct Shown
    {
        QElapsedTimer since;
        qint64 last = 200; ///< ms; a short import says nothing
        int tenth = 0;
    };
    const auto shown = std::make_shared<Shown>();
    shown->since.start();
    return [console, waiting, shown](int done, int total) {
        const int tenth = 10 * done / qMax(1, total);
        const qint64 now = shown->since.elapsed();
        if (now < shown->last + 100 || (!console->isTerminal() && tenth == shown->tenth))
            return;
        shown->last = now;
        shown->tenth = tenth;
        const auto show = [console, waiting, done, total] {
            if (*waiting)
                console->progress(text("Importing %1 of %2…").arg(done).arg(total), true);
        };
        QMetaObject::invokeMethod(QCoreApplication::instance(), show, Qt::QueuedConnection);
    };
}

Task<int> runImport(CommandContext context)
{
    Console &console = *context.console;
    if (context.arguments.isEmpty()) {
        console.error(text("Say what to import: tables (CSV, JSON), folders of pictures or pictures."));
        co_return WrongUsage;
    }
    const bool dryRun = context.options->isSet(QStringLiteral("dry-run"));
    ImportWatch watch;
    watch.stop = context.stop;
    const auto waiting = std::make_shared<bool>(true);
    watch.progress = progressLine(&console, waiting);
    const Result<ImportOutcome> outcome =
        co_await context.services->importer().importPaths(context.arguments, context.project, dryRun, watch);
    *waiting = false;
    console.endProgress();
    if (!outcome && outcome.error().isCanceled()) {
        console.message(text("Nothing was imported."));
        co_return Interrupted; // main turns it into 143 for SIGTERM
    }
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
