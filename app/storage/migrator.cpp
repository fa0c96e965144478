// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrator.h"

#include "core/logging.h"
#include "storage/sqlscript.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QThread>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr int patienceMs = 5000;
/// The migration that leaves the tables of the original design under their `original_` names.
constexpr int takeOverVersion = 2;

QString tr(const char *text)
{
    return QCoreApplication::translate("Migrator", text);
}

} // namespace

Migrator::Migrator(Connection &connection) : Migrator(connection, builtIn(connection.dialect())) {}

Migrator::Migrator(Connection &connection, QVector<Migration> migrations)
    : m_connection(connection), m_migrations(std::move(migrations))
{
}

QVector<Migrator::Migration> Migrator::builtIn(const Dialect &dialect)
{
    QVector<Migration> migrations;
    const QDir folder(QStringLiteral(":/sql/") + dialect.name());
    const QStringList names = folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        migrations.append({name.left(4).toInt(), name.chopped(4), QString::fromUtf8(file.readAll())});
    }
    return migrations;
}

Result<QVector<int>> Migrator::applied()
{
    const Result<std::optional<int>> table =
        m_connection.first(m_connection.dialect().findTable(), {QStringLiteral("schema_migrations")},
                           [](const SqlRows &row) { return row.number(0); });
    if (!table)
        return fail(table.error());
    if (!*table)
        return QVector<int>();
    return m_connection.list(QStringLiteral("SELECT version FROM schema_migrations ORDER BY version"), {},
                             [](const SqlRows &row) { return row.number(0); });
}

Result<void> Migrator::run()
{
    if (m_migrations.isEmpty())
        return fail(Error::Kind::Internal, tr("The program was built without its database schema."));
    const int newest = m_migrations.last().version;
    const QDeadlineTimer deadline(patienceMs);
    while (true) {
        Result<QVector<int>> done = applied();
        Result<void> result;
        if (!done) {
            result = fail(done.error());
        } else if (!done->isEmpty() && done->last() > newest) {
            Error error = Error::make(
                Error::Kind::Storage,
                tr("The database was changed by a newer version of this program (schema %1, this program knows %2). "
                   "Nothing was written to it. Install the newer version, or choose another database.")
                    .arg(done->last())
                    .arg(newest));
            error.code = QStringLiteral("newer-schema");
            return fail(std::move(error));
        } else {
            for (const Migration &migration : std::as_const(m_migrations)) {
                if (result && !done->contains(migration.version))
                    result = apply(migration);
            }
        }
        m_connection.forgetStatements();
        const bool again = !result && result.error().code == QStringLiteral("busy") && !deadline.hasExpired();
        if (!again)
            return result;
        QThread::msleep(20);
    }
}

Result<void> Migrator::apply(const Migration &migration)
{
    Result<void> result = m_connection.transaction([&] { return applyInTransaction(migration); });
    if (!result && result.error().code.isEmpty()) {
        Error error = result.error();
        error.message = tr("The database could not be brought to the present schema (%1), and was left as it was: %2")
                            .arg(migration.name, error.message);
        return fail(std::move(error));
    }
    if (result)
        qCInfo(logStorage) << "schema is at" << migration.name << "in" << m_connection.url().display();
    return result;
}

Result<void> Migrator::applyInTransaction(const Migration &migration)
{
    if (const QString lock = m_connection.dialect().lockMigrations(); !lock.isEmpty()) {
        if (Result<void> locked = m_connection.execDirect(lock); !locked)
            return locked;
    }
    // Another program may have done it while this one waited.
    const Result<QVector<int>> done = applied();
    if (!done)
        return fail(done.error());
    if (done->contains(migration.version))
        return {};
    if (done->isEmpty()) {
        Result<void> created = m_connection.execDirect(
            QStringLiteral("CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, "
                           "name TEXT NOT NULL, applied_at BIGINT NOT NULL)"));
        if (!created)
            return created;
    }
    const QStringList statements = splitStatements(migration.script);
    for (const QString &statement : statements) {
        if (Result<void> ran = m_connection.execDirect(statement); !ran)
            return ran;
    }
    if (migration.version == takeOverVersion) {
        if (Result<void> dropped = dropOriginals(); !dropped)
            return dropped;
    }
    const Result<qint64> recorded =
        m_connection.change(QStringLiteral("INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, ") +
                                m_connection.dialect().nowMs() + u')',
                            {migration.version, migration.name});
    return recorded ? Result<void>() : Result<void>(fail(recorded.error()));
}

Result<void> Migrator::dropOriginals()
{
    const std::pair<QString, QStringList> originals[]{
        {QStringLiteral("original_model_assignments"),
         {QStringLiteral("id"), QStringLiteral("character_id"), QStringLiteral("model_file"),
          QStringLiteral("quality_score"), QStringLiteral("assigned_at")}},
        {QStringLiteral("original_generation_history"),
         {QStringLiteral("id"), QStringLiteral("character_id"), QStringLiteral("model_file"),
          QStringLiteral("image_path"), QStringLiteral("quality_score"), QStringLiteral("generated_at")}},
        {QStringLiteral("original_model_performance"),
         {QStringLiteral("model_file"), QStringLiteral("avg_quality_score"), QStringLiteral("generation_count"),
          QStringLiteral("avg_generation_time"), QStringLiteral("last_used")}},
    };
    for (const auto &[table, known] : originals) {
        const Result<QVector<QString>> columns = m_connection.list(m_connection.dialect().columnsOf(), {table},
                                                                   [](const SqlRows &row) { return row.text(0); });
        if (!columns)
            return fail(columns.error());
        if (columns->isEmpty())
            continue;
        const bool allCopied = std::all_of(columns->cbegin(), columns->cend(), [&known = known](const QString &column) {
            return known.contains(column.toLower());
        });
        if (!allCopied) {
            qCWarning(logStorage) << "kept" << table << "because it has columns that are not known:" << *columns;
            continue;
        }
        if (Result<void> dropped = m_connection.execDirect(QStringLiteral("DROP TABLE ") + table); !dropped)
            return dropped;
    }
    return {};
}

} // namespace lorastudio
