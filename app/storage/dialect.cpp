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
