// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"
#include "cli/prompting.h"
#include "cli/signals.h"
#include "globaloptions.h"

#include <QGuiApplication>
#include <QTimer>

#include <cstdio>

using namespace lorastudio;

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("CommandLine", source);
}

void print(const QString &message, FILE *file)
{
    std::fputs((message + u'\n').toUtf8().constData(), file);
}

QString overview()
{
    QString help =
        text("lora-studio-cli [global options] COMMAND [options]") + QStringLiteral("\n\n") + text("Commands:") + u'\n';
    for (const Command &command : allCommands())
        help += QStringLiteral("  %1 %2\n").arg(command.name.leftJustified(12), command.summary);
    help += u'\n' + text("Global options (before the command):") + u'\n' + globalOptionsHelp() + u'\n';
    return help + text("`lora-studio-cli COMMAND --help` tells more.");
}

QString helpOf(const Command &command, const QCommandLineParser &parser)
{
    QString help = QStringLiteral("lora-studio-cli %1 %2\n\n%3\n").arg(command.name, command.usage, command.summary);
    const QString all = parser.helpText();
    const qsizetype options = all.indexOf(QStringLiteral("\nOptions:"));
    if (options >= 0)
        help += all.mid(options, all.indexOf(QStringLiteral("\nArguments:"), options) - options);
    return help;
}

/// Opens the database, asking for its password only when the server demands one and a person can be asked.
Task<Result<void>> openServices(Services *services)
{
    Result<void> opened = co_await services->open({});
    if (!opened && services->needsPassword() && standardInputIsTerminal()) {
        const Result<QString> password = askSecret(text("Password of the database: "), {});
        if (!password)
            co_return fail(password.error());
        opened = co_await services->open(*password);
    }
    co_return opened;
}

Task<int> perform(Command command, CommandContext context, GlobalOptions global)
{
    if (!command.needsServices)
        co_return co_await command.run(context);
    Services services(global.paths);
    context.services = &services;
    const Result<void> opened = co_await openServices(&services);
    if (!opened) {
        context.console->error(opened.error());
        co_await services.shutdown();
        co_return opened.error().kind == Error::Kind::Validation ? WrongUsage : NoDatabase;
    }
    const Result<QString> project = co_await services.openProject(global.project);
    if (!project) {
        context.console->error(project.error());
        co_await services.shutdown();
        co_return project.error().kind == Error::Kind::Validation ? WrongUsage : NoDatabase;
    }
    context.project = *project;
    context.projectGiven = !global.project.isEmpty();
    if (command.needsServers) {
        co_await services.connectServers({});
        co_await services.pool().settled(false, std::chrono::seconds(5), context.stop);
    }
    const int code = co_await command.run(context);
    co_await services.shutdown();
    co_return code;
}

Task<void> performAndQuit(Command command, CommandContext context, GlobalOptions global, const UnixSignals *unixSignals)
{
    int code = co_await perform(command, context, global);
    if (code == Done && !context.console->isComplete()) {
        context.console->error(QCoreApplication::translate("CommandLine", "Standard output could not be written."));
        code = SomethingFailed;
    }
    if (unixSignals->received() != 0 && code != Done)
        code = 128 + unixSignals->received();
    QCoreApplication::exit(code);
}

} // namespace

int main(int argc, char **argv)
{
    // Painting text needs a GUI application; a display platform without a display would abort.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("lora-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LORASTUDIO_VERSION));

    QStringList words = QCoreApplication::arguments().mid(1);
    const Result<GlobalOptions> global = GlobalOptions::take(words);
    if (!global) {
        print(global.error().message, stderr);
        return WrongUsage;
    }
    if (global->version) {
        print(QStringLiteral("lora-studio-cli %1").arg(QCoreApplication::applicationVersion()), stdout);
        return Done;
    }
    if (global->help || words.isEmpty()) {
        print(overview(), global->help ? stdout : stderr);
        return global->help ? Done : WrongUsage;
    }
    const QString name = words.takeFirst();
    for (const Command &command : allCommands()) {
        if (command.name != name)
            continue;
        const auto parser = std::make_shared<QCommandLineParser>();
        parser->addOptions(command.options);
        parser->addOption({{QStringLiteral("h"), QStringLiteral("help")}, text("Shows this help.")});
        if (!parser->parse(QStringList{QCoreApplication::applicationName()} + words)) {
            print(parser->errorText(), stderr);
            return WrongUsage;
        }
        if (parser->isSet(QStringLiteral("help"))) {
            print(helpOf(command, *parser), stdout);
            return Done;
        }
        setVerbosity(*global);
        Console console(global->json, global->quiet     ? Console::Volume::Quiet
                                      : global->verbose ? Console::Volume::Verbose
                                                        : Console::Volume::Normal);
        UnixSignals unixSignals;
        std::stop_source stop;
        QObject::connect(&unixSignals, &UnixSignals::raised, &application, [&stop] { stop.request_stop(); });
        CommandContext context;
        context.console = &console;
        context.arguments = parser->positionalArguments();
        context.options = parser;
        context.stop = stop.get_token();
        AsyncScope scope(QStringLiteral("command"));
        QTimer::singleShot(0, &application,
                           [&] { scope.spawn(performAndQuit(command, context, *global, &unixSignals)); });
        return QGuiApplication::exec();
    }
    print(text("There is no command “%1”. `lora-studio-cli --help` lists them.").arg(name), stderr);
    return WrongUsage;
}
