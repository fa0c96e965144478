// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/folderreader.h"

#include "core/text.h"
#include "import/captions.h"
#include "import/importtext.h"
#include "import/jsonreader.h"
#include "import/picturecheck.h"
#include "import/tablereader.h"
#include "import/tablerow.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>
#include <filesystem>
#include <string>

namespace lorastudio {

namespace {

constexpr qsizetype longestName = 200; ///< see cleanName()

/// "a.png, b.png and 3 more"
QString someNames(const QStringList &names)
{
    constexpr qsizetype shown = 5;
    QStringList quoted;
    for (const QString &name : names.mid(0, shown))
        quoted.append(quotedForMessage(name));
    const QString list = quoted.join(QStringLiteral(", "));
    return names.size() > shown ? ImportText::tr("%1 and %2 more").arg(list, QString::number(names.size() - shown))
                                : list;
}

struct Entries
{
    QFileInfoList pictures; ///< by name
    QFileInfoList folders;
    QStringList others;
    bool tooMany = false;
};

bool isCaption(const QFileInfo &file)
{
    static const QSet<QString> suffixes{QStringLiteral("txt"), QStringLiteral("caption"), QStringLiteral("npz")};
    return suffixes.contains(file.suffix().toLower());
}

bool isDesktopLitter(const QString &name)
{
    return name.compare(QStringLiteral("thumbs.db"), Qt::CaseInsensitive) == 0 ||
           name.compare(QStringLiteral("desktop.ini"), Qt::CaseInsensitive) == 0;
}

/// As a person counts: "img2" before "img10". QCollator does that in some locales only.
bool comesBefore(const QString &a, const QString &b)
{
    qsizetype i = 0;
    qsizetype j = 0;
    const auto number = [](const QString &text, qsizetype &at) {
        while (at + 1 < text.size() && text.at(at) == u'0' && text.at(at + 1).isDigit())
            ++at;
        const qsizetype start = at;
        while (at < text.size() && text.at(at).isDigit())
            ++at;
        return QStringView(text).mid(start, at - start);
    };
    while (i < a.size() && j < b.size()) {
        if (a.at(i).isDigit() && b.at(j).isDigit()) {
            const QStringView first = number(a, i);
            const QStringView second = number(b, j);
            if (first.size() != second.size())
                return first.size() < second.size();
            if (first != second)
                return first < second;
            continue;
        }
        const QChar first = a.at(i++).toCaseFolded();
        const QChar second = b.at(j++).toCaseFolded();
        if (first != second)
            return first < second;
    }
    if ((i < a.size()) != (j < b.size()))
        return j < b.size();
    return a < b;
}

void sortByName(QFileInfoList &files)
{
    std::sort(files.begin(), files.end(),
              [](const QFileInfo &a, const QFileInfo &b) { return comesBefore(a.fileName(), b.fileName()); });
}

/// Names that are no valid UTF-8: Qt passes over them without a word.
QStringList unreadableNames(const QString &folder)
{
    QStringList names;
    std::error_code error;
    std::filesystem::directory_iterator entry(QFile::encodeName(folder).toStdString(), error);
    const std::filesystem::directory_iterator end;
    int count = 0;
    for (; !error && entry != end && count <= FolderLimits::maxEntries; entry.increment(error), ++count) {
        const std::string name = entry->path().filename().string();
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString decoded = decoder(QByteArrayView(name.data(), qsizetype(name.size())));
        if (decoder.hasError())
            names.append(decoded);
    }
    names.sort();
    return names;
}

/// Walks one given folder; short-lived.
class FolderWalk
{
public:
    FolderWalk(const QString &root, const ReadingWatch &watch, ImportResult &result)
        : m_root(QFileInfo(root).canonicalFilePath()), m_watch(watch), m_result(result)
    {
    }

    void run()
    {
        read(m_root, 0);
        if (m_result.characters.isEmpty() && m_result.errors.isEmpty() && m_lists.characters.isEmpty() &&
            !m_watch.stopped())
            m_result.addError({m_root, 0, ImportText::tr("There are no pictures in this folder (PNG, JPEG or WebP)."),
                               ImportText::tr("No pictures in this folder"),
                               ImportText::tr("PNG, JPEG and WebP can be read")});
    }

    /// What came of tables and lists; their messages speak of files.
    const ImportResult &lists() const { return m_lists; }

private:
    void read(const QString &folder, int depth)
    {
        if (m_seen.contains(folder) || m_watch.stopped())
            return; // a link to a folder that was read already
        m_seen.insert(folder);
        m_watch.say(QFileInfo(folder).fileName());
        const Entries entries = list(folder);
        if (entries.tooMany) {
            m_result.addError(folder, 0,
                              ImportText::tr("This folder has more than %1 entries. The others are left out.")
                                  .arg(FolderLimits::maxEntries));
        }
        QSet<QString> pictures;
        for (const QFileInfo &picture : entries.pictures)
            pictures.insert(picture.completeBaseName());
        QStringList others;
        for (const QString &name : entries.others) {
            // What is named like a picture describes that picture.
            if (pictures.contains(QFileInfo(name).completeBaseName()) || !readList(folder + u'/' + name))
                others.append(name);
        }
        if (!others.isEmpty()) {
            const QString names = someNames(others);
            m_result.addWarning({folder, 0, ImportText::tr("Files that are no pictures are left out: %1.").arg(names),
                                 ImportText::tr("Other files are left out"), names});
        }
        if (!entries.pictures.isEmpty())
            readCharacter(folder, entries.pictures);
        if (depth >= FolderLimits::maxDepth) {
            if (!entries.folders.isEmpty()) {
                m_result.addWarning({folder, 0,
                                     ImportText::tr("The folders in here lie too deep and are left out. Import "
                                                    "them by themselves."),
                                     ImportText::tr("Folders below lie too deep and are left out"),
                                     ImportText::tr("Drop them here by themselves")});
            }
            return;
        }
        for (const QFileInfo &below : entries.folders)
            read(below.canonicalFilePath(), depth + 1);
    }

    /// A table or list of characters comes in too, with what it says of its rows; anything else is another file.
    bool readList(const QString &path)
    {
        const QString suffix = QFileInfo(path).suffix().toLower();
        const bool json = suffix == QStringLiteral("json");
        if (m_watch.stopped() || (!json && suffix != QStringLiteral("csv") && suffix != QStringLiteral("tsv")))
            return false;
        if (m_lists.characters.size() >= FolderLimits::maxCharacters)
            return false;
        const ImportResult read = json ? readJson(path) : readTable(path);
        if (read.characters.isEmpty())
            return false;
        m_lists.append(read);
        return true;
    }

    Entries list(const QString &folder)
    {
        Entries entries;
        int count = 0;
        QStringList links;
        QDirIterator iterator(folder, QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot | QDir::System);
        while (iterator.hasNext()) {
            iterator.next();
            const QFileInfo entry = iterator.fileInfo();
            const QString name = entry.fileName();
            if (name.startsWith(u'.') || isDesktopLitter(name))
                continue;
            if (++count > FolderLimits::maxEntries) {
                entries.tooMany = true;
                break;
            }
            const QString target = entry.canonicalFilePath();
            if (entry.isSymLink() && !target.startsWith(m_root + u'/'))
                links.append(name);
            else if (entry.isDir())
                entries.folders.append(entry);
            else if (entry.isFile() && hasPictureName(name))
                entries.pictures.append(entry);
            else if (!entry.isFile() || !isCaption(entry))
                entries.others.append(name);
        }
        if (!links.isEmpty()) {
            const QString names = someNames(links);
            m_result.addWarning(
                {folder, 0,
                 ImportText::tr("Links that lead out of the folder, or nowhere, are left out: %1.").arg(names),
                 ImportText::tr("Links out of the folder are left out"), names});
        }
        if (const QStringList unreadable = unreadableNames(folder); !unreadable.isEmpty()) {
            const QString names = someNames(unreadable);
            m_result.addWarning(
                {folder, 0,
                 ImportText::tr("Names that are no valid UTF-8 cannot be read; these are left out: %1.").arg(names),
                 ImportText::tr("Names that are no valid UTF-8 are left out"), names});
        }
        sortByName(entries.pictures);
        sortByName(entries.folders);
        entries.others.sort();
        return entries;
    }

    void readCharacter(const QString &folder, const QFileInfoList &files)
    {
        if (m_result.characters.size() >= FolderLimits::maxCharacters) {
            if (!std::exchange(m_full, true)) {
                m_result.addError(m_root, 0,
                                  ImportText::tr("There are more than %1 folders with pictures. The others are "
                                                 "left out.")
                                      .arg(FolderLimits::maxCharacters));
            }
            return;
        }
        ImportedCharacter character = named(QFileInfo(folder).fileName());
        character.source = folder;
        character.ofFolder = true;
        checkPictures(files, character);
        if (character.references == 0 && character.refused.isEmpty())
            return;
        if (character.references == 0) {
            m_result.addError({folder, 0, ImportText::tr("No picture of this folder can be used, so it is left out."),
                               ImportText::tr("No picture can be read, so it is left out"),
                               character.refused.first().reason});
            return;
        }
        character.referencePath = character.pictures.first();
        character.given.append(field::reference);
        takeCaptions(files, character);
        if (!character.character.name.isEmpty()) {
            if (QFileInfo(folder).fileName().simplified().size() > longestName)
                m_result.addWarning(
                    {folder, 0,
                     ImportText::tr("The name of this folder is longer than %1 letters; the character has the first of "
                                    "them as its name.")
                         .arg(longestName),
                     ImportText::tr("The name is cut off after %1 letters").arg(longestName),
                     character.character.name.right(40)});
            m_result.characters.append(character);
            return;
        }
        m_result.addError({folder, 0,
                           ImportText::tr("The name of this folder cannot name a character, so it is left out."),
                           ImportText::tr("No name, so it is left out"), ImportText::tr("Type a name to bring it in"),
                           0, field::name});
        m_result.nameless.append(character);
    }

    void checkPictures(const QFileInfoList &files, ImportedCharacter &character)
    {
        QStringList names;
        int place = 0;
        for (const QFileInfo &file : files) {
            if (m_watch.stopped())
                break;
            const Result<QSize> size = checkPicture(file.canonicalFilePath());
            if (size) {
                ++character.references;
                if (character.pictures.size() < ImportedCharacter::maxPictures)
                    character.pictures.append(file.canonicalFilePath());
            } else {
                names.append(file.fileName());
                if (character.refused.size() < ImportedCharacter::maxPictures)
                    character.refused.append({file.canonicalFilePath(), size.error().message, place});
            }
            ++place;
        }
        if (names.isEmpty())
            return;
        const QString some = someNames(names);
        m_result.addWarning({character.source, 0,
                             ImportText::tr("Pictures that cannot be used are left out: %1. %2")
                                 .arg(some, character.refused.last().reason),
                             names.size() == 1 ? ImportText::tr("1 picture cannot be read")
                                               : ImportText::tr("%1 pictures cannot be read").arg(names.size()),
                             names.size() == 1 ? ImportText::tr("%1 is left out").arg(some)
                                               : ImportText::tr("%1 are left out").arg(some),
                             0, field::reference});
    }

    static void takeCaptions(const QFileInfoList &files, ImportedCharacter &character)
    {
        const QStringList captions = readCaptions(files);
        const QString prompt = commonPrompt(captions);
        if (prompt.isEmpty())
            return;
        character.character.prompt = prompt;
        character.captions = int(captions.size());
    }

    static ImportedCharacter named(const QString &folderName)
    {
        static const QRegularExpression kohya(QStringLiteral("^\\d{1,4}_(\\S+)(?:\\s+(.+))?$"));
        ImportedCharacter out;
        out.given.append(field::name);
        const QRegularExpressionMatch match = kohya.match(cleanName(folderName));
        if (!match.hasMatch()) {
            out.character.name = nameFromPath(folderName);
            return out;
        }
        out.character.trigger = match.captured(1);
        out.character.name = nameFromPath(out.character.trigger);
        out.given.append(field::trigger);
        out.character.type = genderWord(match.captured(2));
        if (!out.character.type.isEmpty())
            out.given.append(field::type);
        return out;
    }

    QString m_root;
    const ReadingWatch &m_watch;
    ImportResult &m_result;
    ImportResult m_lists;
    QSet<QString> m_seen;
    bool m_full = false;
};

} // namespace

ImportResult readFolder(const QString &path, const ReadingWatch &watch)
{
    ImportResult result;
    ImportResult lists;
    const QFileInfo folder(path);
    if (!folder.isDir() || !folder.isReadable())
        result.addError({path, 0, ImportText::tr("This folder cannot be opened. Check that it is there and readable."),
                         ImportText::tr("Cannot be opened, so it is left out"),
                         ImportText::tr("Check that it is there and readable")});
    else {
        FolderWalk walk(path, watch, result);
        walk.run();
        lists = walk.lists();
    }
    for (QVector<ImportMessage> *messages : {&result.warnings, &result.errors}) {
        for (ImportMessage &message : *messages)
            message.ofFolder = true;
    }
    result.append(lists);
    return result;
}

ImportResult readPicture(const QString &path)
{
    ImportResult result;
    const Result<QSize> size = checkPicture(path);
    if (!size) {
        result.addError(
            {path, 0, size.error().message, ImportText::tr("Cannot be read, so it is left out"), size.error().message});
        return result;
    }
    const QFileInfo file(path);
    ImportedCharacter character;
    character.character.name = nameFromPath(file.completeBaseName());
    character.given = {field::name, field::reference};
    character.referencePath = file.canonicalFilePath();
    character.pictures = QStringList{character.referencePath};
    character.references = 1;
    character.source = file.absoluteFilePath();
    if (!character.character.name.isEmpty()) {
        result.characters.append(character);
        return result;
    }
    character.given.removeFirst();
    result.nameless.append(character);
    result.addError(
        {character.source, 0, ImportText::tr("The name of this file cannot name a character, so it is left out."),
         ImportText::tr("No name, so it is left out"), ImportText::tr("Type a name to bring it in"), 0, field::name});
    return result;
}

} // namespace lorastudio
