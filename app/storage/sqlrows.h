// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QDateTime>
#include <QSqlQuery>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace lorastudio {

class Connection;

/// The rows that a statement gave, read once and forwards. Exists so that a statement is always finished (an unfinished
/// SELECT keeps SQLite from committing) and goes back to the connection that prepared it. Must not outlive its
/// connection. Columns count from 0; NULL reads as an empty text, 0, false or an invalid time.
class SqlRows
{
public:
    SqlRows(Connection &connection, QString sql, std::unique_ptr<QSqlQuery> query);
    SqlRows(SqlRows &&) noexcept = default;
    SqlRows &operator=(SqlRows &&) = delete;
    ~SqlRows();

    bool next();
    /// After `next()` gave false: why, if it was not the end.
    std::optional<Error> failure() const;
    /// Rows that an INSERT, UPDATE or DELETE without RETURNING changed.
    qint64 affected() const { return m_query->numRowsAffected(); }

    bool isNull(int column) const { return m_query->isNull(column); }
    QString text(int column) const { return m_query->value(column).toString(); }
    qint64 integer(int column) const { return m_query->value(column).toLongLong(); }
    int number(int column) const { return static_cast<int>(integer(column)); }
    double real(int column) const { return m_query->value(column).toDouble(); }
    bool boolean(int column) const { return m_query->value(column).toBool(); }
    /// Empty for NULL and for what is no number.
    std::optional<double> optionalReal(int column) const;
    /// A column of milliseconds since 1970 UTC; NULL is an invalid time.
    QDateTime time(int column) const;
    /// A TIMESTAMP column that was selected as text, see `timestampFromText`.
    QDateTime timestamp(int column) const;
    /// A JSON array of strings.
    QStringList list(int column) const;

private:
    struct Return
    {
        Connection *connection;
        QString sql;
        void operator()(QSqlQuery *query) const;
    };
    std::unique_ptr<QSqlQuery, Return> m_query;
};

/// TIMESTAMP values are UTC. "2025-01-31 10:20:30[.123456]" (also with T, an offset or Z), and numbers as seconds since
/// 1970; invalid for anything else.
QDateTime timestampFromText(const QString &text);
/// What both databases take for a TIMESTAMP column, "yyyy-MM-dd HH:mm:ss.zzz" in UTC; NULL for an invalid time.
QVariant timestampValue(const QDateTime &time);
/// Milliseconds since 1970 UTC; NULL for an invalid time.
QVariant millisecondsValue(const QDateTime &time);
/// A list as a JSON array.
QString jsonText(const QStringList &list);

} // namespace lorastudio
