// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databaseprobe.h"

#include "storage/migrator.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>

namespace lorastudio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DatabaseProbe", text);
}

/// "15.8 (Debian 15.8-0+deb12u1)" is more than a person asked for.
QString serverName(const Dialect &dialect, const QString &version)
{
    return (dialect.isPostgreSql() ? QStringLiteral("PostgreSQL ") : QStringLiteral("SQLite ")) +
           version.section(u' ', 0, 0);
}

/// A file that is not there: whether it could be made, without making it.
Result<DatabaseProbe> missingFile(const QString &path)
{
    QFileInfo folder(QFileInfo(path).absolutePath());
    while (!folder.exists() && folder.absolutePath() != folder.absoluteFilePath())
        folder = QFileInfo(folder.absolutePath());
    if (!folder.isDir() || !folder.isWritable()) {
        Error error =
            Error::make(Error::Kind::Storage, tr("No file can be made in %1. Check the rights on that folder, "
                                                 "or choose another one.")
                                                  .arg(folder.absoluteFilePath()));
        error.code = QStringLiteral("cannot-connect");
        return fail(std::move(error));
    }
    DatabaseProbe probe;
    probe.state = DatabaseProbe::State::NoFile;
    return probe;
}

Result<DatabaseProbe> look(Connection &connection)
{
    const auto text = [](const SqlRows &row) {
        return row.text(0);
    };
    DatabaseProbe probe;
    const Dialect &dialect = connection.dialect();
    const Result<std::optional<QString>> version = connection.first(dialect.version(), {}, text);
    if (!version)
        return fail(version.error());
    probe.server = serverName(dialect, version->value_or(QString()));
    const Result<std::optional<bool>> mayCreate =
        connection.first(dialect.mayCreate(), {}, [](const SqlRows &row) { return row.boolean(0); });
    if (!mayCreate)
        return fail(mayCreate.error());
    probe.mayCreate = mayCreate->value_or(false);
    const Result<QVector<QString>> tables = connection.list(dialect.tables(), {}, text);
    if (!tables)
        return fail(tables.error());
    const Result<std::optional<QString>> migrations =
        connection.first(dialect.findTable(), {QStringLiteral("schema_migrations")}, text);
    if (!migrations)
        return fail(migrations.error());
    if (!*migrations) {
        const bool original = std::any_of(tables->cbegin(), tables->cend(), [](const QString &table) {
            return table == QStringLiteral("model_assignments") || table == QStringLiteral("generation_history") ||
                   table == QStringLiteral("model_performance");
        });
        probe.state = original ? DatabaseProbe::State::Original : DatabaseProbe::State::Empty;
        return probe;
    }
    const Result<std::optional<int>> schema =
        connection.first(QStringLiteral("SELECT MAX(version) FROM schema_migrations"), {},
                         [](const SqlRows &row) { return row.number(0); });
    if (!schema)
        return fail(schema.error());
    const QVector<Migrator::Migration> known = Migrator::builtIn(dialect);
    if (!known.isEmpty() && schema->value_or(0) > known.last().version) {
        probe.state = DatabaseProbe::State::Newer;
        return probe;
    }
    if (!tables->contains(QStringLiteral("runs"))) {
        probe.state = DatabaseProbe::State::Original; // before its first migration of ours had ended
        return probe;
    }
    const Result<DatabaseContents> contents = readContents(connection);
    if (!contents)
        return fail(contents.error());
    probe.contents = *contents;
    const Result<bool> none = hasNoRows(connection);
    if (!none)
        return fail(none.error());
    probe.hasTables = true;
    probe.state = *none ? DatabaseProbe::State::Empty : DatabaseProbe::State::Holds;
    return probe;
}

} // namespace

Result<QStringList> ownTables()
{
    // A database may hold tables of others: which are ours, a new one tells.
    const Result<std::unique_ptr<Connection>> fresh =
        Connection::open(DatabaseUrl::sqlite(QStringLiteral(":memory:")), {});
    if (!fresh)
        return fail(fresh.error());
    if (const Result<void> migrated = Migrator(**fresh).run(); !migrated)
        return fail(migrated.error());
    const Result<QVector<QString>> names =
        (*fresh)->list((*fresh)->dialect().tables(), {}, [](const SqlRows &row) { return row.text(0); });
    if (!names)
        return fail(names.error());
    return QStringList(*names);
}

Result<bool> hasNoRows(Connection &connection)
{
    const Result<QStringList> ours = ownTables();
    const Result<QVector<QString>> there =
        connection.list(connection.dialect().tables(), {}, [](const SqlRows &row) { return row.text(0); });
    if (!ours || !there)
        return fail(ours ? there.error() : ours.error());
    for (const QString &table : *ours) {
        if (table == QStringLiteral("settings") || !there->contains(table))
            continue;
        QString sql = QStringLiteral("SELECT 1 FROM \"%1\"").arg(table);
        if (table == QStringLiteral("projects")) // every new database has this one
            sql += QStringLiteral(" WHERE id <> 'default'");
        const Result<std::optional<int>> row =
            connection.first(sql + QStringLiteral(" LIMIT 1"), {}, [](const SqlRows &rows) { return rows.number(0); });
        if (!row)
            return fail(row.error());
        if (*row)
            return false;
    }
    return true;
}

Result<DatabaseProbe> probeDatabase(const DatabaseUrl &url, const QString &password)
{
    if (url.driver == DatabaseUrl::Driver::Sqlite && !QFileInfo::exists(url.path))
        return missingFile(url.path);
    QElapsedTimer clock;
    clock.start();
    const Result<std::unique_ptr<Connection>> connection = Connection::openToRead(url, password);
    if (!connection)
        return fail(connection.error());
    Result<DatabaseProbe> probe = look(**connection);
    if (probe)
        probe->milliseconds = std::max<qint64>(1, clock.elapsed());
    return probe;
}

} // namespace lorastudio
