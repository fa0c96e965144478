// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("ControlCommands", source);
}

Task<int> wish(CommandContext context, RunState state)
{
    if (!context.arguments.isEmpty()) {
        context.console->error(text("This command takes no “%1”.").arg(context.arguments.first()));
        co_return WrongUsage;
    }
    const Result<RunState> now = co_await context.services->generation().wish(context.project, state);
    if (!now) {
        const int code = failed(*context.console, now.error());
        co_return now.error().kind == Error::Kind::Validation ? SomethingFailed : code;
    }
    if (context.console->json())
        context.console->value(QJsonObject{{QStringLiteral("state"), toString(*now)}});
    else
        context.console->line(toString(*now));
    co_return Done;
}

Task<int> runPause(CommandContext context)
{
    co_return co_await wish(context, RunState::Paused);
}
Task<int> runContinue(CommandContext context)
{
    co_return co_await wish(context, RunState::Running);
}
Task<int> runStop(CommandContext context)
{
    co_return co_await wish(context, RunState::Stopping);
}

} // namespace

Command pauseCommand()
{
    return {QStringLiteral("pause"),
            {},
            text("Pauses the run of this project, whichever process makes it."),
            {},
            true,
            false,
            runPause};
}

Command continueCommand()
{
    return {QStringLiteral("continue"), {}, text("Lets a paused run go on."), {}, true, false, runContinue};
}

Command stopCommand()
{
    return {QStringLiteral("stop"),
            {},
            text("Stops the run: images that are there stay, what is not made is cancelled."),
            {},
            true,
            false,
            runStop};
}

} // namespace lorastudio
