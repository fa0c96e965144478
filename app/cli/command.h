// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/console.h"
#include "core/task.h"
#include "services.h"

#include <QCommandLineParser>

#include <memory>
#include <vector>

namespace lorastudio {

/// Exit codes of cli.md.
enum ExitCode {
    Done = 0,
    WrongUsage = 2,
    SomethingFailed = 3,
    NoServer = 4,
    NoDatabase = 5,
    Interrupted = 130,
    Terminated = 143
};

/// What a command is given. The services are open unless the command says that it needs none.
struct CommandContext
{
    Services *services = nullptr; ///< null if Command::needsServices is false
    Console *console = nullptr;
    QStringList arguments; ///< positional
    std::shared_ptr<QCommandLineParser> options;
    QString project; ///< id of the project to work in
    bool projectGiven = false;
    std::stop_token stop; ///< SIGINT or SIGTERM
};

/// One command of the command line. `run` is a coroutine and returns an exit code.
struct Command
{
    QString name;
    QString usage; ///< after the name
    QString summary;
    QList<QCommandLineOption> options;
    bool needsServices = true;
    bool needsServers = false; ///< the configured servers are asked before it runs
    Task<int> (*run)(CommandContext context) = nullptr;
};

/// All commands, in the order of the help.
std::vector<Command> allCommands();

Command importCommand();
Command charactersCommand();
Command modelsCommand();
Command assignCommand();
Command serversCommand();
Command runCommand();
Command workCommand();
Command pauseCommand();
Command continueCommand();
Command stopCommand();
Command jobsCommand();
Command statusCommand();
Command imagesCommand();
Command scoreCommand();
Command retryCommand();
Command demoServerCommand();

/// `key=value` words; a Validation error names the first that is not one or whose key is not in `allowed`.
Result<QVector<std::pair<QString, QString>>> keyValues(const QStringList &words, const QStringList &allowed);
/// Prints the error and returns the exit code that belongs to its kind.
int failed(const Console &console, const Error &error);
/// The character of an id, or by its name if no id is that; Validation error if there is none.
Task<Result<Character>> findCharacter(Services *services, QString project, QString idOrName);
/// All ids of `--character` options; Validation error for one that does not exist.
Task<Result<QStringList>> characterIds(CommandContext context);
/// A whole number in [low, high] or a Validation error that names `what`.
Result<qint64> wholeNumber(const QString &text, qint64 low, qint64 high, const QString &what);

} // namespace lorastudio
