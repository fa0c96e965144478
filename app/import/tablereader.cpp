// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/tablereader.h"

#include "import/importtext.h"
#include "import/tablerow.h"
#include "import/textdecoder.h"

#include <QFile>
#include <QFileInfo>
#include <QLocale>

#include <tuple>

namespace lorastudio {

namespace {

/// Reads one record; false at the end of the text.
bool readRecord(const QString &text, QChar separator, qsizetype &position, int &line, CsvRecord &record)
{
    if (position >= text.size())
        return false;
    record = CsvRecord{};
    record.line = line;
    QString cell;
    bool quoted = false;
    bool started = false; // something of this cell was read: a later quotation mark is a character like any other
    const auto endCell = [&] {
        if (record.cells.size() < TableLimits::maxColumns)
            record.cells.append(cell);
        else
            record.tooManyCells = true;
        cell.clear();
        started = false;
    };
    const auto append = [&](QChar c) {
        if (cell.size() < TableLimits::maxCell)
            cell += c;
        else
            record.cellTooLong = true;
        started = true;
    };
    for (; position < text.size(); ++position) {
        const QChar c = text.at(position);
        const bool pair = position + 1 < text.size();
        if (c == u'\n' || (c == u'\r' && !(pair && text.at(position + 1) == u'\n')))
            ++line;
        if (quoted) {
            if (c != u'"') {
                append(c);
            } else if (pair && text.at(position + 1) == u'"') {
                append(c);
                ++position;
            } else {
                quoted = false;
            }
        } else if (c == u'"' && !started) {
            quoted = true;
            started = true;
        } else if (c == separator) {
            endCell();
        } else if (c == u'\n' || c == u'\r') {
            ++position;
            if (c == u'\r' && position < text.size() && text.at(position) == u'\n') {
                ++position;
                ++line;
            }
            endCell();
            return true;
        } else {
            append(c);
        }
    }
    record.openQuote = quoted;
    endCell();
    return true;
}

bool isEmpty(const CsvRecord &record)
{
    for (const QString &cell : record.cells) {
        if (!cell.trimmed().isEmpty())
            return false;
    }
    return true;
}

/// Excel writes "sep=;" as a first line and hides it when it reads.
QChar declaredSeparator(const QString &content, qsizetype &position, int &line)
{
    if (!content.startsWith(QStringLiteral("sep="), Qt::CaseInsensitive) || content.size() < 5)
        return {};
    const QChar separator = content.at(4);
    qsizetype end = 5;
    if (end < content.size() && content.at(end) == u'\r')
        ++end;
    if (end >= content.size() || content.at(end) != u'\n')
        return {};
    position = end + 1;
    line = 2;
    return separator;
}

/// The separator with which the header has most columns that we know, then most columns at all.
QChar likelySeparator(const QString &content, qsizetype position)
{
    QChar best = u',';
    std::tuple<int, qsizetype> bestScore{-1, 0};
    for (const QChar separator : {QChar(u','), QChar(u';'), QChar(u'\t')}) {
        qsizetype at = position;
        int line = 1;
        const QVector<CsvRecord> header = readCsv(content, separator, 1, at, line);
        if (header.isEmpty())
            continue;
        int known = 0;
        for (const QString &cell : header.first().cells)
            known += columnFor(cell).isEmpty() ? 0 : 1;
        const std::tuple<int, qsizetype> score{known, header.first().cells.size()};
        if (score > bestScore) {
            best = separator;
            bestScore = score;
        }
    }
    return best;
}

/// What the header says: for each cell a column, or empty for a note.
struct Header
{
    QStringList titles;
    QStringList columns;
};

Header readHeader(const CsvRecord &record, const QString &path, ImportResult &result)
{
    Header header;
    QStringList unknown;
    for (const QString &cell : record.cells) {
        const QString title = cell.trimmed();
        const QString column = columnFor(title);
        if (!column.isEmpty() && header.columns.contains(column)) {
            const QString quoted = quotedForMessage(title);
            result.addWarning({path, record.line,
                               ImportText::tr("The column %1 stands there twice. The first one counts.").arg(quoted),
                               ImportText::tr("The column %1 stands there twice").arg(quoted),
                               ImportText::tr("The first one counts")});
            header.titles.append(QString());
            header.columns.append(QString());
            continue;
        }
        if (column.isEmpty() && !title.isEmpty())
            unknown.append(quotedForMessage(title));
        header.titles.append(title);
        header.columns.append(column);
    }
    if (!unknown.isEmpty()) {
        constexpr qsizetype shown = 20;
        QString names = QStringList(unknown.mid(0, shown)).join(QStringLiteral(", "));
        if (unknown.size() > shown)
            names += QStringLiteral(", …");
        result.addWarning({path, record.line, ImportText::tr("Unknown columns are kept as notes: %1.").arg(names),
                           ImportText::tr("Unknown columns are kept as notes"), names});
    }
    return header;
}

void readRow(const CsvRecord &record, const Header &header, const QString &path, ImportResult &result)
{
    if (record.openQuote) {
        result.addError(
            {path, record.line,
             ImportText::tr("A quotation mark that opens in this row is never closed, so the row is left out."),
             ImportText::tr("A quotation mark is never closed, so it is left out"),
             ImportText::tr("The rest of the table is in this cell")});
        return;
    }
    if (record.cellTooLong) {
        const QString most = QLocale().toString(TableLimits::maxCell);
        result.addError({path, record.line,
                         ImportText::tr("A cell is longer than %1 characters, so the row is left out.").arg(most),
                         ImportText::tr("A cell is too long, so it is left out"),
                         ImportText::tr("At most %1 characters are read").arg(most)});
        return;
    }
    TableRow row;
    row.path = path;
    row.line = record.line;
    row.folder = path.isEmpty() ? QString() : QFileInfo(path).absolutePath();
    bool surplus = record.tooManyCells;
    for (qsizetype i = 0; i < record.cells.size(); ++i) {
        if (i >= header.columns.size())
            surplus = surplus || !record.cells.at(i).trimmed().isEmpty();
        else if (!header.columns.at(i).isEmpty())
            row.cells.insert(header.columns.at(i), record.cells.at(i));
        else if (!header.titles.at(i).isEmpty())
            row.notes.append({header.titles.at(i), record.cells.at(i)});
    }
    if (surplus)
        result.addWarning({path, record.line,
                           ImportText::tr("The row has more cells than the header. The last ones are ignored."),
                           ImportText::tr("More cells than the header"), ImportText::tr("The last ones are ignored")});
    readTableRow(row, result);
}

} // namespace

QVector<CsvRecord> readCsv(const QString &text, QChar separator, int maxRecords, qsizetype &position, int &line)
{
    QVector<CsvRecord> records;
    CsvRecord record;
    while (records.size() < maxRecords && readRecord(text, separator, position, line, record)) {
        if (!isEmpty(record) || record.openQuote)
            records.append(record);
    }
    return records;
}

ImportResult readTable(const QString &path)
{
    ImportResult result;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        result.addError({path, 0, ImportText::tr("The table cannot be opened: %1").arg(file.errorString()),
                         ImportText::tr("Cannot be opened, so it is left out"), file.errorString()});
        return result;
    }
    // One byte more tells a file that grows, or says nothing of its size, from one that ends at the limit.
    return readTableData(file.read(TableLimits::maxBytes + 1), path);
}

ImportResult readTableData(const QByteArray &data, const QString &path)
{
    ImportResult result;
    if (data.size() > TableLimits::maxBytes) {
        const QString most = QLocale().toString(TableLimits::maxBytes / 1'048'576);
        result.addError(
            {path, 0, ImportText::tr("The table is larger than %1 MB, so nothing of it is read. Split it.").arg(most),
             ImportText::tr("Larger than %1 MB, so it is left out").arg(most), ImportText::tr("Split it")});
        return result;
    }
    const DecodedText decoded = decodeText(data);
    qsizetype position = 0;
    int line = 1;
    QChar separator = declaredSeparator(decoded.text, position, line);
    if (separator.isNull())
        separator = likelySeparator(decoded.text, position);

    const QVector<CsvRecord> headers = readCsv(decoded.text, separator, 1, position, line);
    if (headers.isEmpty()) {
        result.addError({path, 0, ImportText::tr("The table is empty."), ImportText::tr("The table is empty")});
        return result;
    }
    const Header header = readHeader(headers.first(), path, result);
    if (!header.columns.contains(field::name)) {
        result = ImportResult{};
        result.addError({path, headers.first().line,
                         ImportText::tr("The table has no column “name” in its first row, so nothing of it is read."),
                         ImportText::tr("No column “name”, so it is left out"),
                         ImportText::tr("The first row has to say what stands in each column")});
        return result;
    }
    if (decoded.guessed) {
        result.addWarning({path, 0,
                           ImportText::tr("The text is not UTF-8; it was read as Western European (Latin-1). Check "
                                          "names with accents, or save the table as UTF-8."),
                           ImportText::tr("Not UTF-8: read as Western European"),
                           ImportText::tr("Check names with accents, or save the table as UTF-8")});
    }
    const QVector<CsvRecord> records = readCsv(decoded.text, separator, TableLimits::maxRows, position, line);
    for (const CsvRecord &record : records)
        readRow(record, header, path, result);
    if (!decoded.text.mid(position).trimmed().isEmpty()) {
        const QString most = QLocale().toString(TableLimits::maxRows);
        result.addError({path, line,
                         ImportText::tr("The table has more than %1 rows. From here on they are left out.").arg(most),
                         ImportText::tr("More than %1 rows, the others are left out").arg(most),
                         ImportText::tr("Split the table")});
    } else if (records.isEmpty()) {
        result.addWarning({path, 0, ImportText::tr("The table has a header, but no rows."),
                           ImportText::tr("The table has a header, but no rows")});
    }
    return result;
}

} // namespace lorastudio
