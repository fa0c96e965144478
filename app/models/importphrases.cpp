// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/importphrases.h"

#include "core/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

namespace lorastudio::importphrases {

namespace {

using Source = ImportEntry::Source;

QString tr(const char *text)
{
    return QCoreApplication::translate("ImportPhrases", text);
}

QString number(qint64 value)
{
    return QLocale().toString(value);
}

/// As a second line has it.
QString withoutStop(const QString &sentence)
{
    return sentence.endsWith(u'.') ? sentence.chopped(1) : sentence;
}

QString headOf(const ImportMessage &note)
{
    return note.head.isEmpty() ? withoutStop(note.message) : note.head;
}

QString fileName(const ImportEntry &entry)
{
    const QString &path = entry.imported.source;
    if (path.isEmpty())
        return tr("Pasted text");
    const QString name = QFileInfo(path).fileName();
    return cleanName(name.isEmpty() ? path : name);
}

/// "Prompt", "Prompt and trigger word", "Type, prompt and size".
QString listed(const QStringList &keys)
{
    const std::pair<QString, QString> words[] = {{field::type, tr("type")},
                                                 {field::prompt, tr("prompt")},
                                                 {field::negative, tr("negative prompt")},
                                                 {field::trigger, tr("trigger word")},
                                                 {field::size, tr("size")},
                                                 {field::images, tr("images")},
                                                 {field::notes, tr("notes")},
                                                 {field::model, tr("model")}};
    QStringList names;
    for (const auto &[key, word] : words) {
        if (keys.contains(key))
            names.append(word);
    }
    QString list = names.takeLast();
    if (!names.isEmpty())
        list = tr("%1 and %2").arg(names.join(tr(", ")), list);
    return list.left(1).toUpper() + list.mid(1);
}

QString replacedText(const ImportEntry &entry)
{
    QStringList keys = entry.replaced();
    const bool pictures = keys.removeAll(field::reference) > 0;
    if (keys.isEmpty() && !pictures)
        return tr("Nothing of it changes");
    if (!pictures)
        return tr("%1 will be replaced").arg(listed(keys));
    const int count = entry.readable();
    if (keys.isEmpty())
        return count == 1 ? tr("1 picture will be added") : tr("%1 pictures will be added").arg(number(count));
    return count == 1 ? tr("%1 will be replaced, 1 picture added").arg(listed(keys))
                      : tr("%1 will be replaced, %2 pictures added").arg(listed(keys), number(count));
}

QString unreadableHead(int count)
{
    return count == 1 ? tr("1 picture cannot be read") : tr("%1 pictures cannot be read").arg(number(count));
}

QString unreadableNames(const ImportEntry &entry)
{
    constexpr int shown = 3;
    QStringList names;
    int more = 0;
    for (const PlannedPicture &picture : entry.pictures) {
        if (picture.problem.isEmpty())
            continue;
        if (names.size() < shown)
            names.append(isolated(cleanName(QFileInfo(picture.path).fileName(), 40)));
        else
            ++more;
    }
    if (more > 0)
        return tr("%1 and %2 more are left out").arg(names.join(tr(", ")), number(more));
    const QString last = names.takeLast();
    return names.isEmpty() ? tr("%1 is left out").arg(last)
                           : tr("%1 and %2 are left out").arg(names.join(tr(", ")), last);
}

QString newDetail(const ImportEntry &entry)
{
    if (entry.imported.captions > 0) {
        return entry.imported.captions == 1
                   ? tr("Prompt taken from 1 caption file")
                   : tr("Prompt taken from %1 caption files").arg(number(entry.imported.captions));
    }
    const int count = entry.readable();
    return count == 0   ? tr("No reference picture")
           : count == 1 ? tr("The picture becomes the reference")
                        : tr("%1 reference pictures, the first is shown").arg(number(count));
}

/// What is said of an entry that comes in although something is to be looked at; the most important first.
QList<Happening> remarks(const ImportEntry &entry)
{
    QList<Happening> all;
    if (entry.existing)
        all.append({Tone::Warn, tr("Exists already"), replacedText(entry), tr("Add as new"), Link::AddAsNew, {}});
    if (entry.sharesName) {
        all.append({Tone::Warn, tr("Same name as an entry above"), tr("Both come in as one character"),
                    tr("Type a name"), Link::TypeName, field::name});
    }
    if (entry.hasUnknownModel) {
        const ImportMessage said = unknownModel(entry.imported);
        all.append({Tone::Warn, said.head, said.detail, {}, Link::None, {}});
    }
    if (entry.unreadable() > 0) {
        all.append({Tone::Warn,
                    unreadableHead(entry.unreadable()),
                    unreadableNames(entry),
                    tr("Show"),
                    Link::ShowPictures,
                    {}});
    }
    for (const ImportMessage &note : entry.notes) {
        const bool editable = !note.field.isEmpty() && note.field != field::reference;
        all.append({Tone::Warn, headOf(note), withoutStop(note.detail), editable ? tr("Edit") : QString(),
                    editable ? Link::Edit : Link::None, note.field});
    }
    if (!entry.otherProject.isEmpty())
        all.append({Tone::Warn,
                    tr("Goes to the project %1").arg(isolated(entry.otherProject)),
                    entry.existing ? QString() : newDetail(entry),
                    {},
                    Link::None,
                    {}});
    return all;
}

Happening broken(const ImportEntry &entry)
{
    Happening said{Tone::Bad, {}, {}, {}, Link::None, {}};
    if (!entry.notes.isEmpty()) {
        said.head = headOf(entry.notes.first());
        said.detail = withoutStop(entry.notes.first().detail);
    }
    if (!entry.imported.source.isEmpty()) {
        said.linkText = tr("Open");
        said.link = Link::Open;
    }
    return said;
}

} // namespace

Happening happening(const ImportEntry &entry)
{
    if (entry.broken)
        return broken(entry);
    if (entry.isNameless()) {
        return {Tone::Bad,
                tr("No name, so it is left out"),
                tr("Type a name to bring it in"),
                tr("Type a name"),
                Link::TypeName,
                field::name};
    }
    if (!entry.wanted)
        return {Tone::Idle, tr("Left out by you"), tr("Tick it to bring it in"), {}, Link::None, {}};
    const QList<Happening> all = remarks(entry);
    if (all.isEmpty())
        return {Tone::Good, tr("New"), newDetail(entry), {}, Link::None, {}};
    Happening first = all.first();
    QStringList details;
    if (!first.detail.isEmpty())
        details.append(first.detail);
    for (const Happening &other : all.mid(1))
        details.append(other.head);
    first.detail = details.join(tr("; "));
    return first;
}

QString name(const ImportEntry &entry)
{
    if (entry.broken)
        return fileName(entry);
    return entry.isNameless() ? tr("No name") : entry.existing ? entry.existing->name : entry.imported.character.name;
}

QString from(const ImportEntry &entry)
{
    const QString file = fileName(entry);
    if (entry.imported.line > 0)
        return tr("%1, line %2").arg(file, number(entry.imported.line));
    if (entry.imported.entry > 0)
        return tr("%1, entry %2").arg(file, number(entry.imported.entry));
    return file;
}

QString sourceKind(const ImportEntry &entry)
{
    switch (entry.source) {
    case Source::Folder:
        return tr("Folder");
    case Source::Picture:
        return tr("Picture");
    case Source::Table:
        return tr("Table");
    case Source::List:
        return tr("List");
    case Source::Pasted:
        return tr("Clipboard");
    case Source::File:
        break;
    }
    return tr("File");
}

QString origin(const ImportEntry &entry)
{
    const QString file = isolated(fileName(entry));
    switch (entry.source) {
    case Source::Folder:
        return tr("From the folder %1").arg(file);
    case Source::Picture:
        return tr("From the picture %1").arg(file);
    case Source::Pasted:
        return tr("From the clipboard");
    default:
        break;
    }
    if (entry.imported.line > 0)
        return tr("From %1, line %2").arg(file, number(entry.imported.line));
    return entry.imported.entry > 0 ? tr("From %1, entry %2").arg(file, number(entry.imported.entry))
                                    : tr("From %1").arg(file);
}

QString pictures(const ImportEntry &entry)
{
    const int count = entry.readable();
    return count == 0 ? tr("–") : number(count);
}

QString title(const ImportTotals &totals)
{
    return totals.characters == 0   ? tr("Nothing to import")
           : totals.characters == 1 ? tr("Import 1 character")
                                    : tr("Import %1 characters").arg(number(totals.characters));
}

QString buttonText(const ImportTotals &totals)
{
    return totals.characters == 0   ? tr("Import")
           : totals.characters == 1 ? tr("Import 1 Character")
                                    : tr("Import %1 Characters").arg(number(totals.characters));
}

QString summary(const ImportTotals &totals)
{
    QStringList places;
    if (totals.folders > 0)
        places.append(totals.folders == 1 ? tr("1 folder") : tr("%1 folders").arg(number(totals.folders)));
    if (totals.files > 0)
        places.append(totals.files == 1 ? tr("1 file") : tr("%1 files").arg(number(totals.files)));
    if (totals.pasted)
        places.append(tr("the clipboard"));
    if (places.isEmpty())
        return {};
    QString where = places.takeLast();
    if (!places.isEmpty())
        where = tr("%1 and %2").arg(places.join(tr(", ")), where);
    if (totals.pictures == 0)
        return tr("From %1.").arg(where);
    const QString what = totals.pictures == 1 ? tr("1 picture") : tr("%1 pictures").arg(number(totals.pictures));
    return tr("%1 from %2.").arg(what, where);
}

QString attention(const ImportTotals &totals)
{
    const QString out =
        totals.leftOut == 1 ? tr("1 entry is left out") : tr("%1 entries are left out").arg(number(totals.leftOut));
    if (totals.notes == 0)
        return totals.leftOut == 0 ? QString() : tr("%1.").arg(out);
    if (totals.leftOut == 0)
        return totals.notes == 1 ? tr("1 entry has a note.") : tr("%1 entries have notes.").arg(number(totals.notes));
    return totals.notes == 1 ? tr("%1, 1 has a note.").arg(out)
                             : tr("%1, %2 have notes.").arg(out, number(totals.notes));
}

QStringList notes(const ImportEntry &entry)
{
    QList<Happening> all;
    if (entry.isTaken()) {
        all = remarks(entry);
    } else {
        all.append(happening(entry));
        for (const ImportMessage &note : entry.notes.mid(entry.broken ? 1 : 0))
            all.append({Tone::Warn, headOf(note), withoutStop(note.detail), {}, Link::None, {}});
    }
    QStringList lines;
    for (const Happening &one : all)
        lines.append(one.detail.isEmpty() ? tr("%1.").arg(one.head) : tr("%1: %2.").arg(one.head, one.detail));
    return lines;
}

QString takenSentence(const ImportEntry &entry)
{
    return entry.isTaken() ? tr("%1 comes in").arg(name(entry)) : tr("%1 is left out").arg(name(entry));
}

QString nameSentence(const ImportEntry &entry)
{
    const QString type = entry.result().type;
    return entry.broken || type.isEmpty() ? name(entry) : tr("%1, %2").arg(name(entry), type);
}

QString fromSentence(const ImportEntry &entry)
{
    return tr("%1, %2").arg(from(entry), sourceKind(entry));
}

QString picturesSentence(const ImportEntry &entry)
{
    const int count = entry.readable();
    const QString good = count == 0   ? tr("No pictures")
                         : count == 1 ? tr("1 picture")
                                      : tr("%1 pictures").arg(number(count));
    return entry.unreadable() == 0 ? good : tr("%1, %2").arg(good, unreadableHead(entry.unreadable()));
}

QString modelSentence(const ImportRow &row)
{
    return row.modelName.isEmpty() ? tr("No model") : tr("Model %1, %2").arg(row.modelName, row.modelReason);
}

QString happeningSentence(const ImportEntry &entry)
{
    const Happening said = happening(entry);
    QString sentence = said.detail.isEmpty() ? said.head : tr("%1: %2").arg(said.head, said.detail);
    if (said.link != Link::None)
        sentence = tr("%1. Enter: %2.").arg(sentence, said.linkText);
    return sentence;
}

} // namespace lorastudio::importphrases
