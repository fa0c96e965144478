// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "storage/characterrepository.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {
QString text(const char *source)
{
    return QCoreApplication::translate("CommandLine", source);
}
} // namespace

std::vector<Command> allCommands()
{
    return {importCommand(),   charactersCommand(), modelsCommand(), assignCommand(),
            serversCommand(),  runCommand(),        workCommand(),   pauseCommand(),
            continueCommand(), stopCommand(),       jobsCommand(),   statusCommand(),
            imagesCommand(),   scoreCommand(),      retryCommand(),  demoServerCommand()};
}

Result<QVector<std::pair<QString, QString>>> keyValues(const QStringList &words, const QStringList &allowed)
{
    QVector<std::pair<QString, QString>> pairs;
    for (const QString &word : words) {
        const qsizetype equals = word.indexOf(u'=');
        if (equals <= 0)
            return fail(Error::Kind::Validation, text("“%1” is not of the form key=value.").arg(word));
        const QString key = word.left(equals).toLower();
        if (!allowed.contains(key))
            return fail(Error::Kind::Validation,
                        text("There is no key “%1”. The keys are: %2.").arg(key, allowed.join(QStringLiteral(", "))));
        pairs.append({key, word.mid(equals + 1)});
    }
    return pairs;
}

int failed(const Console &console, const Error &error)
{
    console.error(error);
    switch (error.kind) {
    case Error::Kind::Validation:
    case Error::Kind::Parse:
        return WrongUsage;
    case Error::Kind::Storage:
        return NoDatabase;
    case Error::Kind::Network:
        return NoServer;
    default:
        return SomethingFailed;
    }
}

Task<Result<Character>> findCharacter(Services *services, QString project, QString idOrName)
{
    const auto work = [project, idOrName](Connection &connection) -> Result<std::optional<Character>> {
        CharacterRepository characters(connection);
        Result<std::optional<Character>> byId = characters.byId(idOrName);
        if (!byId || *byId)
            return byId;
        return characters.byName(project, idOrName);
    };
    const Result<std::optional<Character>> found = co_await services->database().read(work);
    if (!found)
        co_return fail(found.error());
    if (!*found)
        co_return fail(Error::Kind::Validation,
                       text("There is no character “%1”. `characters` lists them with their ids.").arg(idOrName));
    co_return **found;
}

Task<Result<QStringList>> characterIds(CommandContext context)
{
    QStringList ids;
    for (const QString &id : context.options->values(QStringLiteral("character"))) {
        const Result<Character> character = co_await findCharacter(context.services, context.project, id);
        if (!character)
            co_return fail(character.error());
        ids.append(character->id);
    }
    co_return ids;
}

Result<qint64> wholeNumber(const QString &value, qint64 low, qint64 high, const QString &what)
{
    bool isNumber = false;
    const qint64 number = value.toLongLong(&isNumber);
    if (!isNumber || number < low || number > high)
        return fail(Error::Kind::Validation,
                    text("%1 is a whole number from %2 to %3, not “%4”.").arg(what).arg(low).arg(high).arg(value));
    return number;
}

} // namespace lorastudio
