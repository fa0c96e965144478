// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/charactermerge.h"

namespace lorastudio {

namespace {

/// "column: text" lines: those of `newer` replace those of the same column.
QString mergedNotes(const QString &older, const QString &newer)
{
    const QStringList added = newer.split(u'\n', Qt::SkipEmptyParts);
    QStringList replaced;
    for (const QString &line : added)
        replaced.append(line.section(u':', 0, 0) + u':');
    QStringList lines;
    for (const QString &line : older.split(u'\n', Qt::SkipEmptyParts)) {
        const bool gone = replaced.contains(line.section(u':', 0, 0) + u':');
        if (!gone)
            lines.append(line);
    }
    return (lines + added).join(u'\n');
}

} // namespace

Character mergeImported(const Character &existing, const ImportedCharacter &imported)
{
    Character result = existing;
    const Character &given = imported.character;
    if (imported.has(field::type))
        result.type = given.type;
    if (imported.has(field::prompt))
        result.prompt = given.prompt;
    if (imported.has(field::negative))
        result.negative = given.negative;
    if (imported.has(field::trigger))
        result.trigger = given.trigger;
    if (imported.has(field::size))
        result.size = given.size;
    if (imported.has(field::images))
        result.images = given.images;
    if (imported.has(field::notes))
        result.notes = mergedNotes(existing.notes, given.notes);
    return result;
}

ImportedCharacter joined(const ImportedCharacter &first, const ImportedCharacter &second)
{
    ImportedCharacter result = first;
    result.character = mergeImported(first.character, second);
    if (second.has(field::model))
        result.model = second.model;
    if (second.captions > 0 && result.character.prompt.isEmpty()) {
        result.character.prompt = second.character.prompt;
        result.captions = second.captions;
    } else if (second.has(field::prompt)) {
        result.captions = 0;
    }
    if (second.has(field::reference)) {
        result.referencePath = second.referencePath;
        QStringList pictures = second.pictures + first.pictures;
        const qsizetype twice = pictures.removeDuplicates();
        result.pictures = pictures.mid(0, ImportedCharacter::maxPictures);
        result.references = first.references + second.references - int(twice);
    }
    result.refused += second.refused;
    for (const QString &key : second.given) {
        if (!result.given.contains(key))
            result.given.append(key);
    }
    return result;
}

} // namespace lorastudio
