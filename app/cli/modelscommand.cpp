// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "cli/jsonvalues.h"
#include "core/text.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("ModelsCommand", source);
}

const QStringList &keys()
{
    static const QStringList list{QStringLiteral("name"),    QStringLiteral("type"),      QStringLiteral("sharpness"),
                                  QStringLiteral("speed"),   QStringLiteral("best_for"),  QStringLiteral("cfg"),
                                  QStringLiteral("sampler"), QStringLiteral("scheduler"), QStringLiteral("steps"),
                                  QStringLiteral("negative")};
    return list;
}

Result<Checkpoint> withValues(Checkpoint checkpoint, const QVector<std::pair<QString, QString>> &values)
{
    for (const auto &[key, value] : values) {
        if (key == QStringLiteral("sharpness") || key == QStringLiteral("speed")) {
            const Result<qint64> number = wholeNumber(value, 0, 10, key);
            if (!number)
                return fail(number.error());
            (key == QStringLiteral("speed") ? checkpoint.speed : checkpoint.sharpness) = int(*number);
        } else if (key == QStringLiteral("steps")) {
            const Result<qint64> number = wholeNumber(value, 1, 10'000, key);
            if (!number)
                return fail(number.error());
            checkpoint.settings.steps = int(*number);
        } else if (key == QStringLiteral("cfg")) {
            bool isNumber = false;
            const double cfg = value.toDouble(&isNumber);
            if (!isNumber || !(cfg >= 0 && cfg <= 100))
                return fail(Error::Kind::Validation, text("cfg is a number from 0 to 100, not “%1”.").arg(value));
            checkpoint.settings.cfg = cfg;
        } else if (key == QStringLiteral("sampler") || key == QStringLiteral("scheduler")) {
            const QString name = cleanName(value);
            if (name.isEmpty())
                return fail(Error::Kind::Validation,
                            text("%1 needs a value, for example dpmpp_2m or karras.").arg(key));
            (key == QStringLiteral("sampler") ? checkpoint.settings.sampler : checkpoint.settings.scheduler) = name;
        } else if (key == QStringLiteral("best_for")) {
            checkpoint.bestFor.clear();
            for (const QString &word : value.split(u',', Qt::SkipEmptyParts))
                checkpoint.bestFor.append(cleanName(word));
        } else if (key == QStringLiteral("name")) {
            checkpoint.name = cleanName(value);
        } else if (key == QStringLiteral("type")) {
            checkpoint.type = cleanName(value);
        } else {
            checkpoint.negative = cleanText(value);
        }
    }
    checkpoint.known = true;
    return checkpoint;
}

int listModels(const CommandContext &context)
{
    QJsonArray array;
    QVector<QStringList> table{{text("file"), text("name"), text("sharpness"), text("cfg"), text("sampler"),
                                text("steps"), text("on servers")}};
    for (const Checkpoint &checkpoint : context.services->assignments().checkpoints()) {
        array.append(toJson(checkpoint));
        table.append(
            {checkpoint.file, checkpoint.name,
             QStringLiteral("%1/10").arg(checkpoint.sharpness) + (checkpoint.known ? QString() : text(" assumed")),
             QString::number(checkpoint.settings.cfg), checkpoint.settings.sampler,
             QString::number(checkpoint.settings.steps), QString::number(checkpoint.onServers.size())});
    }
    if (context.console->json())
        context.console->value(array);
    else
        context.console->table(table, {2, 3, 5, 6});
    return Done;
}

Task<int> runModels(CommandContext context)
{
    const QString verb = context.arguments.value(0, QStringLiteral("list"));
    if (verb == QStringLiteral("list") && context.arguments.size() <= 1)
        co_return listModels(context);
    if (verb != QStringLiteral("set") || context.arguments.size() < 3) {
        context.console->error(
            text("models [list], or models set FILE key=value… with the keys %1.").arg(keys().join(u' ')));
        co_return WrongUsage;
    }
    const auto values = keyValues(context.arguments.mid(2), keys());
    if (!values)
        co_return failed(*context.console, values.error());
    const QString file = checkpointKey(cleanName(context.arguments.at(1), 1000));
    const QVector<Checkpoint> all = context.services->assignments().checkpoints();
    const auto found =
        std::find_if(all.cbegin(), all.cend(), [&](const Checkpoint &checkpoint) { return checkpoint.file == file; });
    Checkpoint checkpoint = found != all.cend() ? *found : context.services->assignments().catalog().described(file);
    if (found == all.cend() && !context.services->assignments().isKnown(file))
        context.console->warning(text("No connected server has “%1”; it is added to the catalog.").arg(file));
    const QStringList onServers = checkpoint.onServers;
    const Result<Checkpoint> changed = withValues(checkpoint, *values);
    if (!changed)
        co_return failed(*context.console, changed.error());
    Result<Checkpoint> stored = co_await context.services->assignments().setCheckpoint(*changed);
    if (!stored)
        co_return failed(*context.console, stored.error());
    stored->onServers = onServers;
    if (context.console->json())
        context.console->value(toJson(*stored));
    else
        context.console->line(text("%1 is saved.").arg(stored->file));
    co_return Done;
}

} // namespace

Command modelsCommand()
{
    return {QStringLiteral("models"),
            QStringLiteral("[list | set FILE key=value…]"),
            text("The catalog of checkpoints, merged with what the connected servers have."),
            {},
            true,
            true,
            runModels};
}

} // namespace lorastudio
