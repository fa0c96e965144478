// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/jsonreader.h"

#include "core/json.h"
#include "import/importtext.h"
#include "import/tablerow.h"
#include "import/textdecoder.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QSet>

#include <cmath>

namespace lorastudio {

namespace {

/// Line and column, both from 1, of a byte of UTF-8 text.
void findPlace(const QByteArray &json, qsizetype offset, int &line, int &column)
{
    const QByteArray before = json.left(offset);
    line = int(before.count('\n')) + 1;
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    column = int(QString::fromUtf8(before.mid(lineStart)).size()) + 1;
}

/// What is wrong, in the words of somebody who types JSON by hand.
QString faultOf(const QJsonParseError &problem, const QByteArray &json)
{
    switch (problem.error) {
    case QJsonParseError::UnterminatedObject:
        // The parser stands behind the next name where it looked for a comma.
        if (problem.offset > 0 && json.mid(problem.offset - 1, 1) == "\"")
            return ImportText::tr("a comma is missing");
        return ImportText::tr("a curly bracket is not closed");
    case QJsonParseError::MissingNameSeparator:
        return ImportText::tr("a colon is missing");
    case QJsonParseError::UnterminatedArray:
        return ImportText::tr("a square bracket is not closed");
    case QJsonParseError::MissingValueSeparator:
        return ImportText::tr("a comma is missing");
    case QJsonParseError::IllegalValue:
    case QJsonParseError::MissingObject:
        return ImportText::tr("a value is missing, or is no JSON");
    case QJsonParseError::UnterminatedString:
        return ImportText::tr("a quotation mark is missing");
    case QJsonParseError::TerminationByNumber:
    case QJsonParseError::IllegalNumber:
        return ImportText::tr("a number is not valid");
    case QJsonParseError::IllegalEscapeSequence:
        return ImportText::tr("a backslash stands before something it cannot stand before");
    case QJsonParseError::DeepNesting:
        return ImportText::tr("brackets are nested too deep");
    case QJsonParseError::GarbageAtEnd:
        return ImportText::tr("something stands behind the end");
    case QJsonParseError::DocumentTooLarge:
        return ImportText::tr("it holds more than can be read at once");
    default:
        return ImportText::tr("the text is damaged");
    }
}

/// A scalar as a table would have it; nothing for a null and for what is no scalar.
std::optional<QString> scalarText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isDouble()) {
        const double number = value.toDouble();
        if (std::trunc(number) == number && std::abs(number) < 1e15)
            return QString::number(qint64(number));
        return QString::number(number, 'g', 15);
    }
    return std::nullopt;
}

/// The text of a value for a column, or nothing if it has the wrong type. Lists are taken where they have a meaning.
std::optional<QString> cellText(const QString &column, const QJsonValue &value)
{
    if (!value.isArray())
        return scalarText(value);
    static const QSet<QString> lists{field::prompt, field::negative, QStringLiteral("tags"), field::size};
    if (!lists.contains(column))
        return std::nullopt;
    QStringList parts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue item : array) {
        const std::optional<QString> part = scalarText(item);
        if (!part)
            return std::nullopt;
        parts.append(*part);
    }
    return parts.join(column == field::size ? QStringLiteral("x") : QStringLiteral(", "));
}

/// Reads the entries of one file; short-lived.
class JsonReading
{
public:
    JsonReading(QString path, ImportResult &result)
        : m_path(std::move(path)),
          m_folder(m_path.isEmpty() ? QString() : QFileInfo(m_path).absolutePath()),
          m_result(result)
    {
    }

    void readEntries(const QJsonArray &entries)
    {
        int number = 0;
        for (const QJsonValue entry : entries) {
            if (++number > JsonListLimits::maxEntries) {
                const QString most = QLocale().toString(JsonListLimits::maxEntries);
                m_result.addError(
                    {m_path, 0, ImportText::tr("The list has more than %1 entries. The others are left out.").arg(most),
                     ImportText::tr("More than %1 entries, the others are left out").arg(most),
                     ImportText::tr("Split the list")});
                break;
            }
            readEntry(entry, number);
        }
        if (!m_unknown.isEmpty()) {
            QStringList names;
            for (const QString &key : std::as_const(m_unknown))
                names.append(quotedForMessage(key));
            const QString some = names.join(QStringLiteral(", "));
            m_result.addWarning({m_path, 0, ImportText::tr("Unknown keys are kept as notes: %1.").arg(some),
                                 ImportText::tr("Unknown keys are kept as notes"), some});
        }
    }

private:
    void readEntry(const QJsonValue &entry, int number)
    {
        const QString where = ImportText::tr("Entry %1: ").arg(number);
        const QJsonObject object = entry.toObject();
        if (object.size() > JsonListLimits::maxKeys) {
            const QString most = QLocale().toString(JsonListLimits::maxKeys);
            m_result.addError({m_path, 0,
                               where + ImportText::tr("It has more than %1 fields, so it is left out.").arg(most),
                               ImportText::tr("Has more than %1 fields, so it is left out").arg(most),
                               ImportText::tr("Keep the fields that describe the character"), number});
            return;
        }
        if (!entry.isObject()) {
            m_result.addError({m_path, 0,
                               where + ImportText::tr("This is not an object with the fields of a character, so it is "
                                                      "left out."),
                               ImportText::tr("Not a character, so it is left out"),
                               ImportText::tr("An object with the fields of a character is expected"), number});
            return;
        }
        TableRow row;
        row.path = m_path;
        row.where = where;
        row.entry = number;
        row.folder = m_folder;
        for (auto it = object.begin(); it != object.end(); ++it)
            readField(it.key(), it.value(), row);
        readTableRow(row, m_result);
    }

    void readField(const QString &key, const QJsonValue &value, TableRow &row)
    {
        if (value.isNull())
            return;
        const QString column = columnFor(key);
        const std::optional<QString> cell = cellText(column, value);
        if (!cell) {
            const QString quoted = quotedForMessage(key);
            m_result.addWarning(
                {m_path, 0,
                 row.where + ImportText::tr("The value of %1 has the wrong type and is left out.").arg(quoted),
                 ImportText::tr("The value of %1 is left out").arg(quoted), ImportText::tr("It has the wrong type"),
                 row.entry, column});
            return;
        }
        if (column.isEmpty()) {
            row.notes.append({key, *cell});
            if (m_unknown.size() < 20 && !m_unknown.contains(key))
                m_unknown.append(key);
        } else if (row.cells.contains(column)) {
            const QString quoted = quotedForMessage(key);
            m_result.addWarning(
                {m_path, 0, row.where + ImportText::tr("%1 is given twice. The first one counts.").arg(quoted),
                 ImportText::tr("%1 is given twice").arg(quoted), ImportText::tr("The first one counts"), row.entry});
        } else {
            row.cells.insert(column, *cell);
        }
    }

    QString m_path;
    QString m_folder;
    ImportResult &m_result;
    QStringList m_unknown;
};

} // namespace

ImportResult readJson(const QString &path)
{
    ImportResult result;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        result.addError({path, 0, ImportText::tr("The list cannot be opened: %1").arg(file.errorString()),
                         ImportText::tr("Cannot be opened, so it is left out"), file.errorString()});
        return result;
    }
    return readJsonData(file.read(JsonListLimits::maxBytes + 1), path);
}

ImportResult readJsonData(const QByteArray &data, const QString &path)
{
    ImportResult result;
    if (data.size() > JsonListLimits::maxBytes) {
        const QString most = QLocale().toString(JsonListLimits::maxBytes / 1'048'576);
        result.addError({path, 0,
                         ImportText::tr("The list is larger than %1 MB, so nothing of it is read. Split it.").arg(most),
                         ImportText::tr("Larger than %1 MB, so it is left out").arg(most), ImportText::tr("Split it")});
        return result;
    }
    const DecodedText decoded = decodeText(data);
    const QByteArray json = withoutNan(decoded.text.toUtf8());
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError) {
        int line = 0;
        int column = 0;
        findPlace(json, problem.offset, line, column);
        const QString place = ImportText::tr("line %1, column %2").arg(line).arg(column);
        result.addError({path, line,
                         ImportText::tr("This is not valid JSON, so nothing of it is read: %1 (%2).")
                             .arg(problem.errorString(), place),
                         ImportText::tr("Not valid JSON, so it is left out"),
                         ImportText::tr("Line %1, column %2: %3").arg(line).arg(column).arg(faultOf(problem, json))});
        return result;
    }
    if (decoded.guessed) {
        result.addWarning({path, 0,
                           ImportText::tr("The text is not UTF-8; it was read as Western European (Latin-1). Check "
                                          "names with accents, or save the list as UTF-8."),
                           ImportText::tr("Not UTF-8: read as Western European"),
                           ImportText::tr("Check names with accents, or save the list as UTF-8")});
    }
    const QJsonObject root = document.object();
    QJsonArray entries = document.array();
    if (root.value(u"characters").isArray())
        entries = root.value(u"characters").toArray();
    else if (document.isObject() && !root.isEmpty() && !root.contains(u"characters"))
        entries = QJsonArray{root};
    if (entries.isEmpty()) {
        result.addError({path, 0,
                         ImportText::tr("There are no characters in this list: an array of objects is expected, or an "
                                        "object with “characters”."),
                         ImportText::tr("No characters in this list"),
                         ImportText::tr("An array of objects is expected, or an object with “characters”")});
        return result;
    }
    JsonReading(path, result).readEntries(entries);
    return result;
}

} // namespace lorastudio
