// SPDX-License-Identifier: GPL-3.0-or-later
// New characters, copies of them, images that try a prompt, and projects.
#include "session/projectsession.h"

#include "core/text.h"
#include "storage/assignmentrepository.h"
#include "storage/projectrepository.h"
#include "storage/referencerepository.h"

#include <QLocale>

namespace lorastudio {

namespace {

/// "Yuki 2", "Yuki 3" … : the first that no row has.
QString freeName(const QString &name, const QList<CharacterRow> &rows)
{
    QSet<QString> taken;
    for (const CharacterRow &row : rows)
        taken.insert(row.character.name.simplified().toCaseFolded());
    QString base = name;
    const qsizetype blank = name.lastIndexOf(u' ');
    bool isNumber = false;
    const int last = blank > 0 ? QStringView(name).mid(blank + 1).toInt(&isNumber) : 0;
    if (isNumber)
        base = name.left(blank);
    for (int number = isNumber ? last + 1 : 2;; ++number) {
        const QString candidate = QStringLiteral("%1 %2").arg(base).arg(number);
        if (!taken.contains(candidate.simplified().toCaseFolded()))
            return candidate;
    }
}

/// The files are shared: their names follow from their content, and nobody removes them.
Result<void> copyReferences(Connection &connection, const QString &from, const QString &to)
{
    if (from.isEmpty())
        return {};
    ReferenceRepository references(connection);
    const Result<QStringList> paths = references.list(from);
    if (!paths)
        return fail(paths.error());
    return paths->isEmpty() ? Result<void>() : references.set(to, *paths);
}

} // namespace

QString ProjectSession::whyNotNamed(const QString &name, const QString &characterId) const
{
    const QString clean = cleanName(name).simplified();
    if (clean.isEmpty())
        return tr("A character needs a name.");
    for (const CharacterRow &row : m_rows) {
        if (row.character.id != characterId && row.character.name.simplified().compare(clean, Qt::CaseInsensitive) == 0)
            return tr("%1 is here already.").arg(isolated(row.character.name));
    }
    return {};
}

void ProjectSession::addCharacter(const QString &name)
{
    if (!whyNotNamed(name, {}).isEmpty())
        return;
    Character character;
    character.name = cleanName(name);
    character.project = m_project;
    const QVector<NewCharacter> one{{character, {}, {}}};
    ask([this, one, text = tr("Added %1.").arg(isolated(character.name))] { return insertTask(one, text); },
        tr("The character cannot be added"));
}

void ProjectSession::duplicateCharacters(const QStringList &characterIds)
{
    QVector<NewCharacter> copies;
    QList<CharacterRow> known = m_rows;
    for (const QString &id : characterIds) {
        const CharacterRow *of = row(id);
        if (!of)
            continue;
        CharacterRow copy = *of;
        copy.character.id.clear();
        copy.character.name = freeName(of->character.name, known);
        known.append(copy);
        copies.append({copy.character, of->assignment, id});
    }
    if (copies.isEmpty())
        return;
    const QString text = copies.size() == 1
                             ? tr("Duplicated %1.").arg(isolated(row(characterIds.first())->character.name))
                             : tr("Duplicated %1 characters.").arg(QLocale().toString(copies.size()));
    ask([this, copies, text] { return insertTask(copies, text); }, tr("The characters cannot be duplicated"));
}

Task<Result<void>> ProjectSession::insertTask(QVector<NewCharacter> characters, QString text)
{
    const auto work = [characters](Connection &connection) -> Result<QVector<Character>> {
        QVector<Character> stored;
        for (const NewCharacter &one : characters) {
            const Result<Character> inserted = CharacterRepository(connection).insert(one.character);
            if (!inserted)
                return fail(inserted.error());
            stored.append(*inserted);
            if (const Result<void> kept = copyReferences(connection, one.copyOf, inserted->id); !kept)
                return fail(kept.error());
            if (!one.chosen.locked)
                continue;
            Assignment chosen = one.chosen;
            chosen.characterId = inserted->id;
            if (const Result<void> set = AssignmentRepository(connection).set(chosen); !set)
                return fail(set.error());
        }
        return stored;
    };
    const Result<QVector<Character>> stored = co_await m_services.database().write(work);
    if (!stored)
        co_return fail(stored.error());
    QStringList ids;
    for (const Character &character : *stored)
        ids.append(character.id);
    const Removed removed = std::make_shared<QVector<RemovedCharacter>>();
    const Result<QVector<SharedFolder>> aside = co_await m_services.setOldImagesAside(*stored);
    if (!aside) { // their images would be written over those of others
        const Folders none;
        co_await removeAgain(ids, removed, none);
        co_return fail(aside.error());
    }
    const Folders folders = std::make_shared<QVector<SharedFolder>>(*aside);
    const auto assigned = co_await m_services.assignments().autoAssign(m_project, false);
    const Result<void> loaded = co_await load();
    pushUndo(
        text, [this, ids, removed, folders] { return removeAgain(ids, removed, folders); },
        [this, removed, folders] { return restoreCharacters(removed, folders); });
    Q_EMIT characterAdded(ids.last());
    if (!assigned)
        co_return fail(assigned.error());
    co_return loaded;
}

void ProjectSession::makeOneImage(const QString &characterId)
{
    RunRequest request;
    request.project = m_project;
    request.characterIds = {characterId};
    request.imagesMore = 1;
    request.trial = true;
    request.demo = m_services.usesDemoServer();
    if (m_starting || m_services.generation().isGoing())
        m_scope.spawn(perform(extendTask(request), tr("The image cannot be made")));
    else
        m_scope.spawn(runToTheEnd(request));
}

QString ProjectSession::whyNoProject(const QString &name) const
{
    const QString clean = cleanName(name);
    if (clean.isEmpty())
        return tr("A project needs a name.");
    for (const Project &project : m_projects) {
        if (project.name.compare(clean, Qt::CaseInsensitive) == 0 || project.id == clean)
            return tr("There is a project “%1” already.").arg(project.name);
    }
    return {};
}

void ProjectSession::createProject(const QString &name)
{
    if (whyNoProject(name).isEmpty())
        ask([this, clean = cleanName(name)] { return projectTask(clean); }, tr("The project cannot be made"));
}

void ProjectSession::renameProject(const QString &name)
{
    const QString before = m_projectName;
    const QString after = cleanName(name);
    if (after.isEmpty() || after == before)
        return;
    ask([this, before, after] { return renameTask(before, after); }, tr("The project cannot be renamed"));
}

Task<Result<void>> ProjectSession::renameTask(QString before, QString after)
{
    const Result<void> renamed = co_await writeProjectName(after);
    if (!renamed)
        co_return renamed;
    pushUndo(
        tr("Renamed the project to %1.").arg(isolated(after)), [this, before] { return writeProjectName(before); },
        [this, after] { return writeProjectName(after); });
    co_return Result<void>{};
}

Task<Result<void>> ProjectSession::writeProjectName(QString name)
{
    const auto work = [id = m_project, name](Connection &connection) {
        return ProjectRepository(connection).rename(id, name);
    };
    const Result<void> written = co_await m_services.database().write(work);
    if (written)
        co_await load(); // says itself what it could not read
    co_return written;
}

} // namespace lorastudio
