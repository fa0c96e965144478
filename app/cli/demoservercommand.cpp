// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "demoserver/demoserver.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("DemoServerCommand", source);
}

Result<DemoOptions> optionsOf(const CommandContext &context)
{
    DemoOptions options;
    const auto number = [&](const QString &name, qint64 high, qint64 unset) -> Result<qint64> {
        return context.options->isSet(name)
                   ? wholeNumber(context.options->value(name), 0, high, QStringLiteral("--") + name)
                   : Result<qint64>(unset);
    };
    const Result<qint64> port = number(QStringLiteral("port"), 65535, 0);
    const Result<qint64> step = number(QStringLiteral("step-ms"), 60'000, options.stepMs);
    const Result<qint64> load = number(QStringLiteral("load-ms"), 600'000, options.loadMs);
    for (const Result<qint64> *value : {&port, &step, &load}) {
        if (!*value)
            return fail(value->error());
    }
    options.port = quint16(*port);
    options.stepMs = int(*step);
    options.loadMs = int(*load);
    options.asReal = context.options->isSet(QStringLiteral("as-real"));
    if (context.options->isSet(QStringLiteral("checkpoint")))
        options.checkpoints = context.options->values(QStringLiteral("checkpoint"));
    for (const QString &word : context.options->values(QStringLiteral("fault"))) {
        const Result<DemoFault> fault = DemoFault::parse(word);
        if (!fault)
            return fail(fault.error());
        options.faults.append(*fault);
    }
    return options;
}

Task<int> runDemoServer(CommandContext context)
{
    if (!context.arguments.isEmpty()) {
        context.console->error(text("demo-server takes no “%1”.").arg(context.arguments.first()));
        co_return WrongUsage;
    }
    const Result<DemoOptions> options = optionsOf(context);
    if (!options)
        co_return failed(*context.console, options.error());
    DemoServer server(*options);
    const Result<void> started = server.start();
    if (!started) {
        context.console->error(started.error());
        co_return SomethingFailed;
    }
    const QString url = server.url().toString(QUrl::RemovePath | QUrl::StripTrailingSlash);
    if (context.console->json())
        context.console->value(QJsonObject{{QStringLiteral("url"), url}});
    else
        context.console->line(url);
    while (co_await sleepFor(std::chrono::hours(1), context.stop)) {
    }
    server.stop();
    co_return Done; // to be stopped is how it ends
}

} // namespace

Command demoServerCommand()
{
    return {QStringLiteral("demo-server"),
            QStringLiteral("[--port P] [--step-ms M] [--load-ms M] [--fault KIND[=VALUE]]… [--checkpoint FILE]…"),
            text("The stand-in for ComfyUI on loopback, until stopped. Prints its address as the first line."),
            {{QStringLiteral("port"), text("0 chooses one."), QStringLiteral("P")},
             {QStringLiteral("step-ms"), text("Time of a sampling step (20)."), QStringLiteral("M")},
             {QStringLiteral("load-ms"), text("Time to load a checkpoint (500)."), QStringLiteral("M")},
             {QStringLiteral("fault"), DemoFault::helpText(), QStringLiteral("KIND")},
             {QStringLiteral("checkpoint"),
              text("Has this checkpoint instead of those of the catalog; may be given several times."),
              QStringLiteral("FILE")},
             {QStringLiteral("as-real"), text("Leaves out the mark, for tests.")}},
            false,
            false,
            runDemoServer};
}

} // namespace lorastudio
