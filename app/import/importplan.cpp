// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importplan.h"

#include "catalog/modelcatalog.h"
#include "core/text.h"
#include "import/charactermerge.h"
#include "import/importer.h"
#include "import/importtext.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <tuple>

namespace lorastudio {

namespace {

using Source = ImportEntry::Source;

QString placeKey(const QString &path, int line, int entry)
{
    return QStringLiteral("%1\n%2\n%3").arg(path).arg(line).arg(entry);
}

QString placeKey(const ImportedCharacter &imported)
{
    return placeKey(imported.source, imported.line, imported.entry);
}

Source sourceOf(const ImportedCharacter &imported)
{
    if (imported.ofFolder)
        return Source::Folder;
    if (imported.source.isEmpty())
        return Source::Pasted;
    return imported.line > 0 ? Source::Table : imported.entry > 0 ? Source::List : Source::Picture;
}

/// Pictures that can be used, with the others at the places that they have in their folder.
QVector<PlannedPicture> picturesOf(const ImportedCharacter &imported)
{
    QVector<PlannedPicture> pictures;
    for (const QString &path : imported.pictures)
        pictures.append({path, {}});
    for (const RefusedPicture &refused : imported.refused)
        pictures.insert(qBound(0, refused.place, int(pictures.size())), {refused.path, refused.reason});
    return pictures;
}

void putReferenceInFront(QVector<PlannedPicture> &pictures)
{
    const auto first = std::find_if(pictures.begin(), pictures.end(),
                                    [](const PlannedPicture &picture) { return picture.problem.isEmpty(); });
    if (first != pictures.end())
        std::rotate(pictures.begin(), first, first + 1);
}

ImportEntry entryOf(const ImportedCharacter &imported)
{
    ImportEntry entry;
    entry.source = sourceOf(imported);
    entry.imported = imported;
    entry.pictures = picturesOf(imported);
    putReferenceInFront(entry.pictures);
    return entry;
}

QString placeInWords(const ImportedCharacter &imported)
{
    const QString name =
        imported.source.isEmpty() ? ImportText::tr("the pasted text") : isolated(QFileInfo(imported.source).fileName());
    if (imported.line > 0)
        return ImportText::tr("%1, line %2").arg(name, QString::number(imported.line));
    return imported.entry > 0 ? ImportText::tr("%1, entry %2").arg(name, QString::number(imported.entry)) : name;
}

/// Both as one, without losing what a person has changed in the first.
ImportEntry merged(const ImportEntry &first, const ImportEntry &second)
{
    ImportedCharacter later = second.imported;
    for (const QString &key : first.edited)
        later.given.removeAll(key);
    ImportEntry both = first;
    both.imported = joined(first.imported, later);
    QVector<PlannedPicture> pictures = second.pictures;
    const bool keepsReference = first.edited.contains(field::reference) || pictures.isEmpty();
    for (const PlannedPicture &picture : first.pictures) {
        if (!pictures.contains(picture))
            pictures.append(picture);
    }
    if (keepsReference && !first.pictures.isEmpty()) {
        pictures.removeAll(first.pictures.first());
        pictures.prepend(first.pictures.first());
    }
    both.pictures = pictures;
    both.notes += second.notes;
    both.notes.append({second.imported.source,
                       second.imported.line,
                       {},
                       ImportText::tr("Comes more than once"),
                       ImportText::tr("Also in %1: what is given there counts").arg(placeInWords(second.imported))});
    return both;
}

} // namespace

QString ImportPlan::projectOf(const ImportedCharacter &imported) const
{
    if (imported.project.isEmpty())
        return {};
    // By name first, as it will be stored: the ids of names in other scripts are all alike.
    const QString name = nameKey(imported.project);
    QString id = name;
    for (const Project &project : m_projects) {
        if (nameKey(project.name) == name)
            return project.id == m_project ? QString() : project.id;
        if (project.id == imported.project)
            id = project.id;
    }
    return id == m_project ? QString() : id;
}

QString ImportPlan::keyOf(const ImportEntry &entry) const
{
    return projectOf(entry.imported) + QChar(0) + nameKey(entry.imported.character.name);
}

void ImportPlan::setKnown(const QString &project, const QVector<Character> &characters,
                          const QVector<Project> &projects)
{
    m_project = project;
    m_projects = projects;
    auto known = QSharedPointer<QHash<QString, Character>>::create();
    for (const Character &character : characters) {
        const QString of = character.project == project ? QString() : character.project;
        known->insert(of + QChar(0) + nameKey(character.name), character);
    }
    m_known = known;
    settle();
}

void ImportPlan::setCheckpoints(const QVector<Checkpoint> &checkpoints)
{
    m_checkpoints = checkpoints;
    settle();
}

QStringList ImportPlan::otherProjects() const
{
    QSet<QString> ids;
    for (const ImportEntryPtr &entry : m_entries) {
        const QString id = entry->broken ? QString() : projectOf(entry->imported);
        if (!id.isEmpty())
            ids.insert(id);
    }
    return {ids.begin(), ids.end()};
}

int ImportPlan::indexOf(int id) const
{
    for (int i = 0; i < m_entries.size(); ++i) {
        if (m_entries.at(i)->id == id)
            return i;
    }
    return -1;
}

ImportEntryPtr ImportPlan::find(int id) const
{
    const int index = indexOf(id);
    return index < 0 ? ImportEntryPtr() : m_entries.at(index);
}

void ImportPlan::replace(int index, ImportEntry entry)
{
    if (entry != *m_entries.at(index))
        m_entries[index] = std::make_shared<const ImportEntry>(std::move(entry));
}

void ImportPlan::forgetBroken(const ImportResult &read)
{
    QSet<QString> paths;
    for (const QVector<ImportedCharacter> *list : {&read.characters, &read.nameless}) {
        for (const ImportedCharacter &imported : *list)
            paths.insert(imported.source);
    }
    for (const QVector<ImportMessage> *list : {&read.errors, &read.warnings}) {
        for (const ImportMessage &message : *list)
            paths.insert(message.path);
    }
    paths.remove(QString());
    m_entries.removeIf(
        [&](const ImportEntryPtr &entry) { return entry->broken && paths.contains(entry->imported.source); });
}

/// Where names and places of the plan are, while something is added.
struct ImportPlan::Places
{
    QHash<QString, int> ofName;
    QHash<QString, int> ofPlace;
};

ImportPlan::Places ImportPlan::places() const
{
    Places places;
    for (int i = 0; i < m_entries.size(); ++i) {
        const ImportEntry &entry = *m_entries.at(i);
        if (!entry.isLeftOut())
            places.ofName.insert(keyOf(entry), i);
        if (!entry.broken && !entry.imported.source.isEmpty())
            places.ofPlace.insert(placeKey(entry.imported), i);
    }
    return places;
}

int ImportPlan::place(ImportEntry entry, Places &places)
{
    const QString place = placeKey(entry.imported);
    const QString key = keyOf(entry);
    if (const auto same = places.ofPlace.constFind(place); same != places.ofPlace.cend()) {
        const ImportEntry &other = *m_entries.at(*same);
        if (!other.edited.isEmpty())
            return -1;
        entry.id = other.id;
        entry.wanted = other.wanted;
        replace(*same, std::move(entry));
        return *same;
    }
    if (const auto same = places.ofName.constFind(key); same != places.ofName.cend() && !entry.isNameless()) {
        replace(*same, merged(*m_entries.at(*same), entry));
        return *same;
    }
    const int index = int(m_entries.size());
    if (!entry.isNameless())
        places.ofName.insert(key, index);
    entry.id = m_nextId++;
    m_entries.append(std::make_shared<const ImportEntry>(std::move(entry)));
    return index;
}

void ImportPlan::add(const ImportResult &read)
{
    forgetBroken(read);
    // File by file, and a row without a name where it stands in its table.
    QVector<ImportedCharacter> all = read.characters + read.nameless;
    QHash<QString, int> files;
    for (const ImportedCharacter &imported : std::as_const(all)) {
        if (!files.contains(imported.source))
            files.insert(imported.source, int(files.size()));
    }
    std::stable_sort(all.begin(), all.end(), [&](const ImportedCharacter &a, const ImportedCharacter &b) {
        return std::tuple(files.value(a.source), a.line, a.entry) < std::tuple(files.value(b.source), b.line, b.entry);
    });
    Places known = places();
    QVector<int> touched;
    for (const ImportedCharacter &imported : std::as_const(all))
        touched.append(place(entryOf(imported), known));
    addMessages(read, all, touched);
    settle();
}

void ImportPlan::addMessages(const ImportResult &read, const QVector<ImportedCharacter> &all,
                             const QVector<int> &touched)
{
    constexpr int nowhere = -1;
    constexpr int stays = -2; // an entry that a person has corrected, and that knows its notes
    QHash<QString, int> atPlace;
    QHash<QString, int> firstOfFile;
    for (qsizetype i = 0; i < all.size(); ++i) {
        const int index = touched.at(i) < 0 ? stays : touched.at(i);
        const QString &source = all.at(i).source;
        atPlace.insert(placeKey(all.at(i)), index);
        if (firstOfFile.value(source, stays) == stays)
            firstOfFile.insert(source, index);
    }
    QHash<QString, int> broken;
    const auto tell = [&](const ImportMessage &message, bool error) {
        const QString key = placeKey(message.path, message.line, message.entry);
        int index = atPlace.value(key, nowhere);
        if (index == nowhere && !error)
            index = firstOfFile.value(message.path, nowhere);
        if (index == stays)
            return;
        if (index == nowhere) {
            addMessage(message, key, broken);
            return;
        }
        ImportEntry entry = *m_entries.at(index);
        // What the pictures and the missing name say themselves is not said twice.
        const bool known = message.field == field::reference || (message.field == field::name && entry.isNameless());
        if (known || entry.edited.contains(message.field))
            return;
        entry.notes.append(message);
        replace(index, std::move(entry));
    };
    for (const ImportMessage &message : read.errors)
        tell(message, true);
    for (const ImportMessage &message : read.warnings)
        tell(message, false);
}

void ImportPlan::addMessage(const ImportMessage &message, const QString &key, QHash<QString, int> &broken)
{
    ImportEntry entry;
    const int index = broken.value(key, int(m_entries.size()));
    if (index < m_entries.size()) {
        entry = *m_entries.at(index);
    } else {
        entry.id = m_nextId++;
        entry.broken = true;
        entry.source = message.path.isEmpty() ? Source::Pasted : message.ofFolder ? Source::Folder : Source::File;
        entry.imported.source = message.path;
        entry.imported.line = message.line;
        entry.imported.entry = message.entry;
        entry.imported.ofFolder = message.ofFolder;
        broken.insert(key, index);
        m_entries.append(std::make_shared<const ImportEntry>(entry));
    }
    entry.notes.append(message);
    replace(index, std::move(entry));
}

void ImportPlan::settle()
{
    QSet<QString> taken;
    QHash<QString, bool> unknown; // a table names few models, and many times
    const auto isUnknown = [&](const QString &model) {
        if (model.isEmpty() || !m_checkpoints)
            return false;
        if (!unknown.contains(model))
            unknown.insert(model, ModelCatalog::fileNamed(*m_checkpoints, model).isEmpty());
        return unknown.value(model);
    };
    for (int i = 0; i < m_entries.size(); ++i) {
        if (m_entries.at(i)->broken)
            continue;
        ImportEntry entry = *m_entries.at(i);
        const QString key = keyOf(entry);
        entry.existing.reset();
        entry.sharesName = false;
        entry.hasUnknownModel = isUnknown(entry.imported.model);
        entry.otherProject = projectOf(entry.imported).isEmpty() ? QString() : entry.imported.project;
        if (!entry.isNameless()) {
            if (m_known && m_known->contains(key))
                entry.existing = m_known->value(key);
            entry.sharesName = entry.isTaken() && taken.contains(key);
            if (entry.isTaken())
                taken.insert(key);
        }
        replace(i, std::move(entry));
    }
}

ImportTotals ImportPlan::totals() const
{
    ImportTotals totals;
    QSet<QString> characters;
    QSet<QString> folders;
    QSet<QString> files;
    for (const ImportEntryPtr &entry : m_entries) {
        totals.leftOut += entry->isLeftOut() ? 1 : 0;
        totals.notes += entry->hasNote() ? 1 : 0;
        if (entry->isTaken()) {
            characters.insert(keyOf(*entry));
            totals.pictures += entry->readable();
        }
        if (entry->source == Source::Pasted)
            totals.pasted = true;
        else
            (entry->source == Source::Folder ? folders : files).insert(entry->imported.source);
    }
    totals.characters = int(characters.size());
    totals.folders = int(folders.size());
    totals.files = int(files.size());
    return totals;
}

void ImportPlan::setWanted(const QVector<int> &ids, bool wanted)
{
    const QSet<int> set(ids.begin(), ids.end());
    for (int i = 0; i < m_entries.size(); ++i) {
        if (!set.contains(m_entries.at(i)->id) || m_entries.at(i)->isLeftOut())
            continue;
        ImportEntry entry = *m_entries.at(i);
        entry.wanted = wanted;
        replace(i, std::move(entry));
    }
    settle();
}

bool ImportPlan::edit(int id, const Character &texts)
{
    const int index = indexOf(id);
    if (index < 0 || m_entries.at(index)->broken)
        return false;
    ImportEntry entry = *m_entries.at(index);
    const Character now = entry.result();
    Character &target = entry.imported.character;
    const auto take = [&](const QString &key, auto Character::*member, const auto &value) {
        // The stored name may differ from the given one in case and space: what counts is what a person sees.
        if (value == now.*member)
            return;
        target.*member = value;
        if (!entry.imported.given.contains(key))
            entry.imported.given.append(key);
        if (!entry.edited.contains(key))
            entry.edited.append(key);
        entry.notes.removeIf([&](const ImportMessage &note) { return note.field == key; });
    };
    const QString name = cleanName(texts.name);
    if (!name.isEmpty())
        take(field::name, &Character::name, name);
    take(field::type, &Character::type, cleanName(texts.type));
    take(field::prompt, &Character::prompt, cleanText(texts.prompt).trimmed());
    take(field::negative, &Character::negative, cleanText(texts.negative).trimmed());
    take(field::trigger, &Character::trigger, cleanName(texts.trigger));
    take(field::size, &Character::size, texts.size);
    take(field::images, &Character::images, qBound(1, texts.images, Character::maxImages));
    if (entry.edited.contains(field::prompt))
        entry.imported.captions = 0;
    if (entry == *m_entries.at(index))
        return false;
    replace(index, std::move(entry));
    settle();
    return true;
}

bool ImportPlan::setReference(int id, const QString &picture)
{
    const int index = indexOf(id);
    if (index < 0)
        return false;
    ImportEntry entry = *m_entries.at(index);
    const auto found = std::find_if(entry.pictures.begin(), entry.pictures.end(), [&](const PlannedPicture &one) {
        return one.path == picture && one.problem.isEmpty();
    });
    if (found == entry.pictures.end() || found == entry.pictures.begin())
        return false;
    std::rotate(entry.pictures.begin(), found, found + 1);
    if (!entry.edited.contains(field::reference))
        entry.edited.append(field::reference);
    replace(index, std::move(entry));
    return true;
}

bool ImportPlan::refuse(const QString &picture, const QString &reason)
{
    bool found = false;
    for (int i = 0; i < m_entries.size(); ++i) {
        ImportEntry entry = *m_entries.at(i);
        for (PlannedPicture &one : entry.pictures) {
            if (one.path == picture && one.problem.isEmpty()) {
                one.problem = reason;
                found = true;
            }
        }
        if (!entry.pictures.isEmpty() && !entry.pictures.first().problem.isEmpty())
            putReferenceInFront(entry.pictures);
        replace(i, std::move(entry));
    }
    return found;
}

bool ImportPlan::addAsNew(int id)
{
    const int index = indexOf(id);
    if (index < 0 || !m_entries.at(index)->existing)
        return false;
    QSet<QString> taken;
    for (const ImportEntryPtr &entry : m_entries)
        taken.insert(keyOf(*entry));
    ImportEntry entry = *m_entries.at(index);
    const QString base = entry.existing->name;
    for (int n = 2;; ++n) {
        entry.imported.character.name = cleanName(QStringLiteral("%1 %2").arg(base.left(190)).arg(n));
        const QString key = keyOf(entry);
        if (!taken.contains(key) && !m_known->contains(key))
            break;
    }
    if (!entry.edited.contains(field::name))
        entry.edited.append(field::name);
    replace(index, std::move(entry));
    settle();
    return true;
}

ImportResult ImportPlan::chosen() const
{
    ImportResult result;
    for (const ImportEntryPtr &entry : m_entries) {
        if (!entry->isTaken())
            continue;
        ImportedCharacter imported = entry->imported;
        const int before = int(imported.pictures.size());
        if (projectOf(imported).isEmpty())
            imported.project.clear();
        imported.pictures.clear();
        for (const PlannedPicture &picture : entry->pictures) {
            if (picture.problem.isEmpty())
                imported.pictures.append(picture.path);
        }
        imported.references += int(imported.pictures.size()) - before;
        imported.referencePath = imported.pictures.value(0);
        imported.given.removeAll(field::reference);
        if (!imported.pictures.isEmpty())
            imported.given.append(field::reference);
        result.characters.append(imported);
    }
    foldDuplicates(result);
    result.warnings.clear();
    return result;
}

} // namespace lorastudio
