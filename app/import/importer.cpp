// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importer.h"

#include "core/text.h"
#include "import/charactermerge.h"
#include "import/folderreader.h"
#include "import/importtext.h"
#include "import/jsonreader.h"
#include "import/picturecheck.h"
#include "import/tablereader.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <algorithm>

namespace lorastudio {

namespace {

bool looksLikeJson(const QByteArray &start)
{
    for (const char c : start) {
        if (c == '[' || c == '{')
            return true;
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\0' && static_cast<signed char>(c) >= 0)
            return false; // white space, and the bytes of a byte order mark, may come before
    }
    return false;
}

bool looksLikeText(const QByteArray &start)
{
    if (start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff"))
        return true;
    return std::none_of(start.cbegin(), start.cend(),
                        [](char c) { return c >= 0 && c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f'; });
}

ImportResult readPath(const QString &path, const ReadingWatch &watch)
{
    ImportResult result;
    const QFileInfo info(path);
    if (!info.exists()) {
        result.addError({path, 0, ImportText::tr("There is no such file or folder."),
                         ImportText::tr("There is no such file or folder")});
        return result;
    }
    if (info.isDir())
        return readFolder(path, watch);
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly)) {
        result.addError({path, 0, ImportText::tr("This file cannot be opened. Check that it is readable."),
                         ImportText::tr("Cannot be opened, so it is left out"),
                         ImportText::tr("Check that it is readable")});
        return result;
    }
    const QByteArray start = file.peek(4096);
    const QString suffix = info.suffix().toLower();
    if (looksLikePicture(start) || hasPictureName(path))
        return readPicture(path);
    if (suffix == QStringLiteral("json") || looksLikeJson(start))
        return readJson(path);
    if (suffix == QStringLiteral("csv") || suffix == QStringLiteral("tsv") || looksLikeText(start))
        return readTable(path);
    result.addError({path, 0,
                     ImportText::tr("This is neither a table (CSV), nor a list (JSON), nor a picture (PNG, JPEG "
                                    "or WebP)."),
                     ImportText::tr("Not a file of characters, so it is left out"),
                     ImportText::tr("Folders, PNG, JPEG, WebP, CSV and JSON can be read")});
    return result;
}

} // namespace

ImportResult readPaths(const QStringList &paths, const ReadingWatch &watch)
{
    ImportResult result;
    for (const QString &path : paths) {
        if (watch.stopped())
            break;
        watch.say(QFileInfo(path).fileName());
        result.append(readPath(path, watch));
    }
    return result;
}

ImportResult importPaths(const QStringList &paths, const ReadingWatch &watch)
{
    ImportResult result = readPaths(paths, watch);
    foldDuplicates(result);
    return result;
}

ImportResult readPasted(const QString &text)
{
    const QByteArray data = text.left(TableLimits::maxBytes + 1).toUtf8();
    return looksLikeJson(data.left(4096)) ? readJsonData(data, {}) : readTableData(data, {});
}

bool mayBeRead(const QString &path)
{
    static const QSet<QString> suffixes{QStringLiteral("csv"), QStringLiteral("tsv"), QStringLiteral("json"),
                                        QStringLiteral("txt"), QString()};
    const QFileInfo info(path);
    return hasPictureName(path) || suffixes.contains(info.suffix().toLower()) || info.isDir();
}

void foldDuplicates(ImportResult &result)
{
    QHash<QString, qsizetype> placeOf;
    QVector<ImportedCharacter> folded;
    for (const ImportedCharacter &character : std::as_const(result.characters)) {
        const QString project = nameKey(character.project);
        const QString key = project + QChar(0) + nameKey(character.character.name);
        const auto found = placeOf.constFind(key);
        if (found == placeOf.constEnd()) {
            placeOf.insert(key, folded.size());
            folded.append(character);
            continue;
        }
        folded[*found] = joined(folded.at(*found), character);
        result.addWarning(character.source, character.line,
                          ImportText::tr("%1 comes more than once. It comes in as one character; what is given here "
                                         "counts.")
                              .arg(quotedForMessage(character.character.name)));
    }
    result.characters = folded;
}

} // namespace lorastudio
