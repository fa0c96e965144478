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

/// "Line 14, column 3" for a byte of UTF-8 text.
QString placeOf(const QByteArray &json, qsizetype offset, int &line)
{
    const QByteArray before = json.left(offset);
    line = int(before.count('\n')) + 1;
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    const qsizetype column = QString::fromUtf8(before.mid(lineStart)).size() + 1;
    return ImportText::tr("line %1, column %2").arg(line).arg(column);
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
        : m_path(std::move(path)), m_folder(QFileInfo(m_path).absolutePath()), m_result(result)
    {
    }

    void readEntries(const QJsonArray &entries)
    {
        int number = 0;
        for (const QJsonValue entry : entries) {
            if (++number > JsonListLimits::maxEntries) {
                m_result.addError(m_path, 0,
                                  ImportText::tr("The list has more than %1 entries. The others are left out.")
                                      .arg(QLocale().toString(JsonListLimits::maxEntries)));
                break;
            }
            readEntry(entry, number);
        }
        if (!m_unknown.isEmpty()) {
            QStringList names;
            for (const QString &key : std::as_const(m_unknown))
                names.append(quotedForMessage(key));
            m_result.addWarning(
                m_path, 0, ImportText::tr("Unknown keys are kept as notes: %1.").arg(names.join(QStringLiteral(", "))));
        }
    }

private:
    void readEntry(const QJsonValue &entry, int number)
    {
        const QString where = ImportText::tr("Entry %1: ").arg(number);
        const QJsonObject object = entry.toObject();
        if (!entry.isObject() || object.size() > JsonListLimits::maxKeys) {
            m_result.addError(m_path, 0,
                              where + ImportText::tr("This is not an object with the fields of a character, so it is "
                                                     "left out."));
            return;
        }
        TableRow row;
        row.path = m_path;
        row.where = where;
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
            m_result.addWarning(
                m_path, 0,
                row.where +
                    ImportText::tr("The value of %1 has the wrong type and is left out.").arg(quotedForMessage(key)));
            return;
        }
        if (column.isEmpty()) {
            row.notes.append({key, *cell});
            if (m_unknown.size() < 20 && !m_unknown.contains(key))
                m_unknown.append(key);
        } else if (row.cells.contains(column)) {
            m_result.addWarning(
                m_path, 0,
                row.where + ImportText::tr("%1 is given twice. The first one counts.").arg(quotedForMessage(key)));
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
        result.addError(path, 0, ImportText::tr("The list cannot be opened: %1").arg(file.errorString()));
        return result;
    }
    return readJsonData(file.read(JsonListLimits::maxBytes + 1), path);
}

ImportResult readJsonData(const QByteArray &data, const QString &path)
{
    ImportResult result;
    if (data.size() > JsonListLimits::maxBytes) {
        result.addError(path, 0,
                        ImportText::tr("The list is larger than %1 MB, so nothing of it is read. Split it.")
                            .arg(JsonListLimits::maxBytes / 1'048'576));
        return result;
    }
    const DecodedText decoded = decodeText(data);
    const QByteArray json = withoutNan(decoded.text.toUtf8());
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError) {
        int line = 0;
        const QString place = placeOf(json, problem.offset, line);
        result.addError(path, line,
                        ImportText::tr("This is not valid JSON, so nothing of it is read: %1 (%2).")
                            .arg(problem.errorString(), place));
        return result;
    }
    if (decoded.guessed) {
        result.addWarning(
            path, 0,
            ImportText::tr("The text is not UTF-8; it was read as Western European (Latin-1). Check names "
                           "with accents, or save the list as UTF-8."));
    }
    const QJsonObject root = document.object();
    QJsonArray entries = document.array();
    if (root.value(u"characters").isArray())
        entries = root.value(u"characters").toArray();
    else if (document.isObject() && !root.isEmpty() && !root.contains(u"characters"))
        entries = QJsonArray{root};
    if (entries.isEmpty()) {
        result.addError(path, 0,
                        ImportText::tr("There are no characters in this list: an array of objects is expected, or an "
                                       "object with “characters”."));
        return result;
    }
    JsonReading(path, result).readEntries(entries);
    return result;
}

} // namespace lorastudio
