// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importresult.h"

#include <QByteArray>
#include <QChar>
#include <QStringList>
#include <QVector>

namespace lorastudio {

/// Limits of a table. They are looked at before the work that they limit.
struct TableLimits
{
    static constexpr qint64 maxBytes = 32LL * 1024 * 1024;
    static constexpr int maxRows = 10'000;
    static constexpr int maxColumns = 200;
    static constexpr qsizetype maxCell = 100'000; ///< UTF-16 units
};

/// A record of a CSV file, by RFC 4180 and what programs really write.
struct CsvRecord
{
    int line = 0; ///< 1 …, where it begins
    QStringList cells;
    bool cellTooLong = false;  ///< such a cell was cut
    bool tooManyCells = false; ///< cells beyond the limit were dropped
    bool openQuote = false;    ///< the file ended within quotation marks
};

/// At most `maxRecords` records of the text; lines without anything are left out. `position` is moved behind what was
/// read. Quoted cells may hold line breaks, separators and doubled quotation marks.
QVector<CsvRecord> readCsv(const QString &text, QChar separator, int maxRecords, qsizetype &position, int &line);

/// Reads a table of characters with a header row (cli.md): separator `;`, `,` or tab, columns in any order and case.
/// Unknown columns become notes. An unreadable file, or one without a column `name`, is an error; an unusable value is
/// one error with its line. Any thread.
ImportResult readTable(const QString &path);
/// The same from memory. `path` is for messages and gives the folder that references are relative to;
/// empty for what was pasted: then there can be no references.
ImportResult readTableData(const QByteArray &data, const QString &path);

} // namespace lorastudio
