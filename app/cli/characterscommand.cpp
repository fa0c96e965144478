// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include "cli/jsonvalues.h"
#include "core/text.h"
#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("CharactersCommand", source);
}

const QStringList &keys()
{
    static const QStringList list{QStringLiteral("name"),     QStringLiteral("type"),    QStringLiteral("prompt"),
                                  QStringLiteral("negative"), QStringLiteral("trigger"), QStringLiteral("size"),
                                  QStringLiteral("images")};
    return list;
}

Result<Character> withValues(Character character, const QVector<std::pair<QString, QString>> &values)
{
    for (const auto &[key, value] : values) {
        if (key == QStringLiteral("name")) {
            character.name = cleanName(value);
            if (character.name.isEmpty())
                return fail(Error::Kind::Validation, text("A character needs a name."));
        } else if (key == QStringLiteral("type")) {
            character.type = cleanName(value);
        } else if (key == QStringLiteral("prompt")) {
            character.prompt = cleanText(value);
        } else if (key == QStringLiteral("negative")) {
            character.negative = cleanText(value);
        } else if (key == QStringLiteral("trigger")) {
            character.trigger = cleanName(value);
        } else if (key == QStringLiteral("size")) {
            character.size = parseSize(value);
            if (!character.size.isValid())
                return fail(
                    Error::Kind::Validation,
                    text("“%1” is no size. Write for example size=512x768; each side from 64 to 4096, a multiple of 8.")
                        .arg(value));
        } else if (key == QStringLiteral("images")) {
            const Result<qint64> images = wholeNumber(value, 1, Character::maxImages, QStringLiteral("images"));
            if (!images)
                return fail(images.error());
            character.images = int(*images);
        }
    }
    return character;
}

struct Listed
{
    QVector<Character> characters;
    QHash<QString, Assignment> assignments;
    QHash<QString, CharacterSummary> summaries;
    QJsonObject json(const Character &character) const
    {
        return toJson(character, assignments.value(character.id), summaries.value(character.id));
    }
};

Task<Result<Listed>> readAll(Services *services, QString project)
{
    const auto work = [project](Connection &connection) -> Result<Listed> {
        Listed all;
        CharacterRepository repository(connection);
        const Result<QVector<Character>> characters = repository.list(project);
        if (!characters)
            return fail(characters.error());
        all.characters = *characters;
        const Result<QVector<Assignment>> assignments = AssignmentRepository(connection).list(project);
        if (!assignments)
            return fail(assignments.error());
        for (const Assignment &assignment : *assignments)
            all.assignments.insert(assignment.characterId, assignment);
        const Result<QVector<CharacterSummary>> summaries = repository.summaries(project);
        if (!summaries)
            return fail(summaries.error());
        for (const CharacterSummary &summary : *summaries)
            all.summaries.insert(summary.characterId, summary);
        return all;
    };
    const Result<Listed> listed = co_await services->database().read(work);
    co_return listed;
}

/// The full JSON of one character, as the list has it.
Task<int> answer(CommandContext context, Character character)
{
    const Result<Listed> all = co_await readAll(context.services, character.project);
    if (!all)
        co_return failed(*context.console, all.error());
    if (context.console->json())
        context.console->value(all->json(character));
    else
        context.console->line(QStringLiteral("%1  %2").arg(character.id, character.name));
    co_return Done;
}

Task<int> list(CommandContext context)
{
    const Result<Listed> all = co_await readAll(context.services, context.project);
    if (!all)
        co_return failed(*context.console, all.error());
    QJsonArray array;
    QVector<QStringList> table{{text("id"), text("name"), text("type"), text("model"), text("images"), text("stored"),
                                text("failed"), text("score")}};
    for (const Character &character : all->characters) {
        array.append(all->json(character));
        const Assignment assignment = all->assignments.value(character.id);
        const CharacterSummary summary = all->summaries.value(character.id);
        table.append({character.id, character.name, character.type,
                      assignment.modelFile + (assignment.locked ? text(" (chosen)") : QString()),
                      QString::number(character.images), QString::number(summary.stored),
                      QString::number(summary.failed),
                      summary.meanScore ? QString::number(*summary.meanScore, 'f', 1) : QStringLiteral("–")});
    }
    if (context.console->json())
        context.console->value(array);
    else if (all->characters.isEmpty())
        context.console->line(text("No characters yet. `import` or `characters add` brings them in."));
    else
        context.console->table(table, {4, 5, 6, 7});
    co_return Done;
}

Task<int> add(CommandContext context)
{
    if (context.arguments.size() < 2) {
        context.console->error(text("Say the name: characters add NAME [key=value…]"));
        co_return WrongUsage;
    }
    const auto values = keyValues(context.arguments.mid(2), keys());
    if (!values)
        co_return failed(*context.console, values.error());
    Character fresh;
    fresh.project = context.project;
    fresh.images = context.services->settings().newImages.value();
    fresh.size = parseSize(context.services->settings().newSize.value());
    fresh.name = cleanName(context.arguments.at(1));
    if (fresh.name.isEmpty())
        co_return failed(*context.console, Error::make(Error::Kind::Validation, text("A character needs a name.")));
    const Result<Character> character = withValues(fresh, *values);
    if (!character)
        co_return failed(*context.console, character.error());
    const auto work = [character = *character](Connection &connection) -> Result<Character> {
        CharacterRepository repository(connection);
        const Result<std::optional<Character>> same = repository.byName(character.project, character.name);
        if (!same)
            return fail(same.error());
        if (*same)
            return fail(Error::Kind::Validation,
                        text("There is a character “%1” already: %2. `characters set` changes it.")
                            .arg((*same)->name, (*same)->id));
        return repository.insert(character);
    };
    const Result<Character> stored = co_await context.services->database().write(work);
    if (!stored)
        co_return failed(*context.console, stored.error());
    const QVector<Character> added{*stored};
    const Result<QVector<SharedFolder>> aside = co_await context.services->setOldImagesAside(added);
    if (!aside) { // its images would be written over those of another
        const auto remove = [id = stored->id](Connection &connection) {
            return CharacterRepository(connection).remove(id);
        };
        co_await context.services->database().write(remove);
        co_return failed(*context.console, aside.error());
    }
    co_return co_await answer(context, *stored);
}

Task<int> set(CommandContext context)
{
    if (context.arguments.size() < 3) {
        context.console->error(text("Say what to change: characters set ID key=value…"));
        co_return WrongUsage;
    }
    const auto values = keyValues(context.arguments.mid(2), keys());
    if (!values)
        co_return failed(*context.console, values.error());
    const Result<Character> found = co_await findCharacter(context.services, context.project, context.arguments.at(1));
    if (!found)
        co_return failed(*context.console, found.error());
    const Result<Character> changed = withValues(*found, *values);
    if (!changed)
        co_return failed(*context.console, changed.error());
    const auto work = [changed = *changed](Connection &connection) -> Result<void> {
        CharacterRepository repository(connection);
        const Result<std::optional<Character>> same = repository.byName(changed.project, changed.name);
        if (!same)
            return fail(same.error());
        if (*same && (*same)->id != changed.id)
            return fail(
                Error::Kind::Validation,
                text("There is a character “%1” already: %2. Choose another name.").arg((*same)->name, (*same)->id));
        return repository.update(changed);
    };
    const Result<void> written = co_await context.services->database().write(work);
    if (!written)
        co_return failed(*context.console, written.error());
    co_return co_await answer(context, *changed);
}

Task<int> remove(CommandContext context)
{
    if (context.arguments.size() != 2) {
        context.console->error(text("Say which one: characters remove ID"));
        co_return WrongUsage;
    }
    const Result<Character> found = co_await findCharacter(context.services, context.project, context.arguments.at(1));
    if (!found)
        co_return failed(*context.console, found.error());
    const Result<Listed> all = co_await readAll(context.services, found->project);
    if (!all)
        co_return failed(*context.console, all.error());
    const QString id = found->id;
    const auto work = [id](Connection &connection) -> Result<void> {
        const auto gone = CharacterRepository(connection).remove(id);
        return gone ? Result<void>{} : Result<void>(fail(gone.error()));
    };
    const Result<void> removed = co_await context.services->database().write(work);
    if (!removed)
        co_return failed(*context.console, removed.error());
    if (context.console->json())
        context.console->value(all->json(*found));
    else
        context.console->line(text("Removed %1. Its image files stay in the library.").arg(found->name));
    co_return Done;
}

Task<int> runCharacters(CommandContext context)
{
    const QString verb = context.arguments.value(0, QStringLiteral("list"));
    if (verb == QStringLiteral("list") && context.arguments.size() <= 1)
        co_return co_await list(context);
    if (verb == QStringLiteral("add"))
        co_return co_await add(context);
    if (verb == QStringLiteral("set"))
        co_return co_await set(context);
    if (verb == QStringLiteral("remove"))
        co_return co_await remove(context);
    context.console->error(text("characters list, add, set or remove; not “%1”.").arg(context.arguments.join(u' ')));
    co_return WrongUsage;
}

} // namespace

Command charactersCommand()
{
    return {QStringLiteral("characters"),
            QStringLiteral("[list | add NAME key=value… | set ID key=value… | remove ID]"),
            text("Lists, adds, changes and removes characters. Keys: name type prompt negative trigger size images."),
            {},
            true,
            false,
            runCharacters};
}

} // namespace lorastudio
