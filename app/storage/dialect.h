// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/databaseurl.h"

#include <QSqlError>
#include <QString>
#include <QStringList>

namespace lorastudio {

/// What differs between SQLite and PostgreSQL, all in one place: a few phrases of SQL and the meaning of error codes.
/// Everything else that is sent to a database is the same text for both.
class Dialect
{
public:
    enum class Failure {
        Other,
        Busy,      ///< locked, serialization failure, deadlock: the transaction may be tried again
        Lost,      ///< the connection is gone
        Duplicate, ///< a unique value is there already
        Full,      ///< no space left
    };

    explicit Dialect(DatabaseUrl::Driver driver) : m_driver(driver) {}

    bool isPostgreSql() const { return m_driver == DatabaseUrl::Driver::PostgreSql; }
    /// Folder of the migrations under `:/sql`, "sqlite" or "postgresql".
    QString name() const;
    QString qtDriver() const;
    QString begin() const;
    /// Appended to a SELECT whose rows are changed in the same transaction. SQLite has locked everything already.
    QString forUpdate() const;
    /// As forUpdate, but rows that somebody else is changing are left out instead of waited for.
    QString forUpdateOfFree() const;
    /// Several processes may make one run at the same time.
    bool sharesRuns() const { return isPostgreSql(); }
    /// Expression: milliseconds since 1970 UTC by the database's clock, moving within a transaction.
    QString nowMs() const;
    /// One row if the table named by the one bound value exists.
    QString findTable() const;
    /// Rows of one column, the column names of the table named by the one bound value.
    QString columnsOf() const;
    /// Rows of one column, the tables of the program; `schema_migrations` is not among them.
    QString tables() const;
    /// Rows (name, type in lower case, place in the primary key or 0) of the table named by the one bound value, in the
    /// order of its columns.
    QString columnTypesOf() const;
    /// Rows of one column, the tables that the table named by the one bound value refers to.
    QString referencesOf() const;
    /// After rows came in with their ids: the next one that the database makes is a new one. `column` of `table`; the
    /// statement takes no values. Empty where the database sees to that itself.
    QString continueIds(const QString &table, const QString &column) const;
    /// First statements of a transaction in which these tables stay as they are: others read them, and writers wait.
    /// "busy" if somebody is writing and does not end within 5 s. Empty where BEGIN has done so.
    QStringList keepAsItIs(const QStringList &tables) const;
    /// One row: the version of the database's server or library.
    QString version() const;
    /// One row: whether this user may make tables.
    QString mayCreate() const;
    /// Keeps a second program out of the migrations until the transaction ends; empty where BEGIN has done so.
    QString lockMigrations() const;
    /// Tells other connections, at commit, that data changed; empty where they find out by themselves.
    QString announceChange() const;
    /// Name of the notification that `announceChange` sends.
    static QString channel() { return QStringLiteral("lora_studio_changed"); }

    Failure classify(const QSqlError &error) const;

private:
    DatabaseUrl::Driver m_driver;
};

} // namespace lorastudio
