// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/databaseurl.h"
#include "storage/dialect.h"
#include "storage/sqlrows.h"

#include <QSqlDatabase>
#include <QVariantList>
#include <QVector>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace lorastudio {

/// An open database, for the one thread that opened it. It guarantees that values are always bound, that a transaction
/// with a failed statement never commits, and that errors tell by their `code` what a caller can do about them:
///
/// - "needs-password", "wrong-password", "cannot-connect" (from open), "newer-schema" (from the migrator)
/// - "busy" (try the transaction again), "duplicate" (a unique value is there already), "lost" (the connection is gone)
/// - "commit-unknown": the connection went away while committing; look before doing it again
///
/// The same SQL goes to both databases, with `?` for values; `dialect()` has the few phrases that differ.
class Connection
{
public:
    /// SQLite: makes the folder and the file if they are missing; write-ahead log, foreign keys, full synchronisation.
    /// PostgreSQL: an empty password leaves the choice to PGPASSWORD and ~/.pgpass; UTC, UTF-8. Runs no migration.
    static Result<std::unique_ptr<Connection>> open(const DatabaseUrl &url, const QString &password);
    /// As open, but nothing is made or changed: a file has to be there, and every write fails. For looking at a
    /// database that may be anybody's; a server has 5 s to answer.
    static Result<std::unique_ptr<Connection>> openToRead(const DatabaseUrl &url, const QString &password);
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    ~Connection();

    const DatabaseUrl &url() const { return m_url; }
    const Dialect &dialect() const { return m_dialect; }
    QSqlDriver &driver() const { return *m_database.driver(); }

    /// Runs one statement. Prepared statements are kept. A null text is bound as an empty one (a default QVariant is
    /// NULL), U+0000 is taken out of texts, and a number that is not finite becomes NULL.
    Result<SqlRows> exec(const QString &sql, const QVariantList &values = {});
    /// As exec; gives the number of changed rows.
    Result<qint64> change(const QString &sql, const QVariantList &values = {});
    /// As exec; gives `map(rows)` of each row.
    template <class Map>
    auto list(const QString &sql, const QVariantList &values, Map map)
        -> Result<QVector<std::invoke_result_t<Map, const SqlRows &>>>;
    /// As exec; gives `map(rows)` of the first row, or nothing.
    template <class Map>
    auto first(const QString &sql, const QVariantList &values, Map map)
        -> Result<std::optional<std::invoke_result_t<Map, const SqlRows &>>>;
    /// Runs a statement that takes no values without keeping it: schema changes, pragmas.
    Result<void> execDirect(const QString &sql);

    /// Runs `body` in a transaction and commits if it succeeds and no statement in it failed. Inside a transaction it
    /// only joins that.
    Result<void> transaction(const std::function<Result<void>()> &body);
    bool inTransaction() const { return m_inTransaction; }
    /// Whether a commit itself tells other processes that something changed, which is so at first. PostgreSQL lets only
    /// one transaction at a time commit with such a message, and its wait for the disk is in that time: whoever writes
    /// much calls this and sends `dialect().announceChange()` now and then by itself.
    void announceSeparately() { m_announcesSeparately = true; }
    /// Something was committed since the last call, and nobody was told.
    bool takeUnannounced() { return std::exchange(m_unannounced, false); }

    /// The connection is gone; every statement fails until `reopen()`.
    bool isLost() const { return m_lost; }
    /// Closes and opens again. Prepared statements are made anew when they are next used.
    Result<void> reopen();
    void forgetStatements() { m_statements.clear(); }

    /// For SqlRows.
    void takeBack(const QString &sql, std::unique_ptr<QSqlQuery> query);
    void describeFileTrouble(int sqliteCode, Error &error) const;
    Error toError(const QSqlError &error, const QString &sql);

private:
    enum class Access { Write, Read };
    Connection(DatabaseUrl url, QString password, Access access);
    static Result<std::unique_ptr<Connection>> open(const DatabaseUrl &url, const QString &password, Access access);
    Result<void> connectNow();
    Result<void> connectSqlite();
    Result<void> connectPostgreSql();
    Result<void> commit();

    DatabaseUrl m_url;
    QString m_password; ///< for reopening; in memory only
    Dialect m_dialect;
    Access m_access;
    QString m_name;
    QSqlDatabase m_database;
    std::map<QString, std::unique_ptr<QSqlQuery>> m_statements;
    bool m_inTransaction = false;
    bool m_failedInTransaction = false;
    bool m_announcesSeparately = false;
    bool m_unannounced = false;
    bool m_lost = false;
};

template <class Map>
auto Connection::list(const QString &sql, const QVariantList &values, Map map)
    -> Result<QVector<std::invoke_result_t<Map, const SqlRows &>>>
{
    Result<SqlRows> rows = exec(sql, values);
    if (!rows)
        return fail(rows.error());
    QVector<std::invoke_result_t<Map, const SqlRows &>> result;
    while (rows->next())
        result.append(map(*rows));
    if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return result;
}

template <class Map>
auto Connection::first(const QString &sql, const QVariantList &values, Map map)
    -> Result<std::optional<std::invoke_result_t<Map, const SqlRows &>>>
{
    Result<SqlRows> rows = exec(sql, values);
    if (!rows)
        return fail(rows.error());
    std::optional<std::invoke_result_t<Map, const SqlRows &>> result;
    if (rows->next())
        result = map(*rows);
    else if (const std::optional<Error> failure = rows->failure())
        return fail(*failure);
    return result;
}

} // namespace lorastudio
