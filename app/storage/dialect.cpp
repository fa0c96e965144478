// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/dialect.h"

namespace lorastudio {

QString Dialect::name() const
{
    return isPostgreSql() ? QStringLiteral("postgresql") : QStringLiteral("sqlite");
}

QString Dialect::qtDriver() const
{
    return isPostgreSql() ? QStringLiteral("QPSQL") : QStringLiteral("QSQLITE");
}

QString Dialect::begin() const
{
    // IMMEDIATE: a transaction that reads first and then writes would otherwise fail with "locked" and no way to wait.
    return isPostgreSql() ? QStringLiteral("BEGIN") : QStringLiteral("BEGIN IMMEDIATE");
}

QString Dialect::forUpdate() const
{
    return isPostgreSql() ? QStringLiteral(" FOR UPDATE") : QString();
}

QString Dialect::forUpdateOfFree() const
{
    return isPostgreSql() ? QStringLiteral(" FOR UPDATE SKIP LOCKED") : QString();
}

QString Dialect::nowMs() const
{
    return isPostgreSql() ? QStringLiteral("CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)")
                          : QStringLiteral("CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)");
}

QString Dialect::findTable() const
{
    return isPostgreSql() ? QStringLiteral("SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass(quote_ident(?))")
                          : QStringLiteral("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
}

QString Dialect::columnsOf() const
{
    return isPostgreSql() ? QStringLiteral("SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = "
                                           "to_regclass(quote_ident(?)) AND attnum > 0 AND NOT attisdropped")
                          : QStringLiteral("SELECT name FROM pragma_table_info(?)");
}

QString Dialect::tables() const
{
    return isPostgreSql() ? QStringLiteral("SELECT CAST(table_name AS TEXT) FROM information_schema.tables "
                                           "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' "
                                           "AND table_name <> 'schema_migrations' ORDER BY table_name")
                          : QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE "
                                           "'sqlite^_%' ESCAPE '^' AND name <> 'schema_migrations' ORDER BY name");
}

QString Dialect::columnTypesOf() const
{
    return isPostgreSql()
               ? QStringLiteral(
                     "SELECT CAST(c.column_name AS TEXT), LOWER(CAST(c.data_type AS TEXT)), "
                     "COALESCE((SELECT k.ordinal_position FROM information_schema.key_column_usage k "
                     "JOIN information_schema.table_constraints t ON t.constraint_schema = k.constraint_schema "
                     "AND t.constraint_name = k.constraint_name AND t.table_name = k.table_name "
                     "WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema "
                     "AND k.table_name = c.table_name AND k.column_name = c.column_name), 0) "
                     "FROM information_schema.columns c WHERE c.table_schema = current_schema() AND c.table_name = ? "
                     "ORDER BY c.ordinal_position")
               : QStringLiteral("SELECT name, LOWER(type), pk FROM pragma_table_info(?) ORDER BY cid");
}

QString Dialect::referencesOf() const
{
    return isPostgreSql() ? QStringLiteral("SELECT CAST(r.relname AS TEXT) FROM pg_catalog.pg_constraint k "
                                           "JOIN pg_catalog.pg_class r ON r.oid = k.confrelid "
                                           "WHERE k.contype = 'f' AND k.conrelid = to_regclass(quote_ident(?))")
                          : QStringLiteral("SELECT \"table\" FROM pragma_foreign_key_list(?)");
}

QString Dialect::continueIds(const QString &table, const QString &column) const
{
    if (!isPostgreSql())
        return {};
    // A column without a sequence has none, and then there is nothing to set.
    return QStringLiteral("SELECT setval(pg_get_serial_sequence('%1', '%2'), "
                          "(SELECT GREATEST(COALESCE(MAX(%2), 0), 1) FROM %1), (SELECT COUNT(*) > 0 FROM %1)) "
                          "WHERE pg_get_serial_sequence('%1', '%2') IS NOT NULL")
        .arg(table, column);
}

QStringList Dialect::keepAsItIs(const QStringList &tables) const
{
    if (!isPostgreSql() || tables.isEmpty())
        return {};
    return {QStringLiteral("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"),
            QStringLiteral("SET LOCAL lock_timeout = '5s'"),
            QStringLiteral("LOCK TABLE \"%1\" IN SHARE MODE").arg(tables.join(QStringLiteral("\", \"")))};
}

QString Dialect::version() const
{
    return isPostgreSql() ? QStringLiteral("SELECT current_setting('server_version')")
                          : QStringLiteral("SELECT sqlite_version()");
}

QString Dialect::mayCreate() const
{
    return isPostgreSql() ? QStringLiteral("SELECT COALESCE(has_schema_privilege(current_schema(), 'CREATE'), FALSE)")
                          : QStringLiteral("SELECT 1");
}

QString Dialect::lockMigrations() const
{
    return isPostgreSql() ? QStringLiteral("SELECT pg_advisory_xact_lock(7311921460912)") : QString();
}

QString Dialect::announceChange() const
{
    return isPostgreSql() ? QStringLiteral("NOTIFY ") + channel() : QString();
}

Dialect::Failure Dialect::classify(const QSqlError &error) const
{
    const QString code = error.nativeErrorCode();
    if (!isPostgreSql()) {
        const int number = code.toInt();
        switch (number & 0xff) { // the rest of an extended code only says more of the same
        case 5:                  // SQLITE_BUSY
        case 6:                  // SQLITE_LOCKED
            return Failure::Busy;
        case 13: // SQLITE_FULL
            return Failure::Full;
        case 19: // SQLITE_CONSTRAINT; without the extended code only the text tells which
            return error.databaseText().contains(QStringLiteral("UNIQUE")) ? Failure::Duplicate : Failure::Other;
        default:
            return Failure::Other;
        }
    }
    if (code == QStringLiteral("40001") || code == QStringLiteral("40P01") || code == QStringLiteral("55P03"))
        return Failure::Busy;
    if (code.startsWith(QStringLiteral("57P")) || code.startsWith(QStringLiteral("08")) ||
        code == QStringLiteral("25P03") || error.type() == QSqlError::ConnectionError)
        return Failure::Lost;
    if (code == QStringLiteral("23505"))
        return Failure::Duplicate;
    if (code == QStringLiteral("53100"))
        return Failure::Full;
    return Failure::Other;
}

} // namespace lorastudio
