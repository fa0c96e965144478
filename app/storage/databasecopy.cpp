// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databasecopy.h"

#include "core/ids.h"
#include "core/logging.h"
#include "storage/databaseprobe.h"
#include "storage/migrator.h"
#include "storage/projectrepository.h"

#include <QCoreApplication>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr int rowsRead = 500;
constexpr int valuesWritten = 1500; // in one statement

QString tr(const char *text)
{
    return QCoreApplication::translate("DatabaseCopy", text);
}

enum class Kind { Text, Integer, Real, Boolean, Timestamp };

Kind kindOf(const QString &type)
{
    if (type.startsWith(QStringLiteral("bool")))
        return Kind::Boolean;
    if (type.startsWith(QStringLiteral("timestamp")))
        return Kind::Timestamp;
    if (type.contains(QStringLiteral("int")) || type.contains(QStringLiteral("serial")))
        return Kind::Integer;
    if (type.startsWith(QStringLiteral("double")) || type.startsWith(QStringLiteral("float")) ||
        type.startsWith(QStringLiteral("real")))
        return Kind::Real;
    return Kind::Text;
}

struct Column
{
    QString name;
    Kind kind = Kind::Text;
    int key = 0; ///< place in the primary key, 1 …; 0 = not in it
};

struct Table
{
    QString name;
    QVector<Column> columns;
    QStringList references;
    QVector<int> key; ///< columns of the primary key, in its order
    qint64 rows = 0;
};

QString quoted(const QString &name)
{
    return u'"' + name + u'"';
}

/// SQLite keeps what it is given in any column; PostgreSQL takes the type of the column alone.
QVariant converted(const SqlRows &row, int column, Kind kind)
{
    if (row.isNull(column))
        return {};
    const QString text = row.text(column);
    bool isNumber = false;
    switch (kind) {
    case Kind::Boolean:
        return row.boolean(column);
    case Kind::Integer: {
        const qint64 whole = text.toLongLong(&isNumber);
        if (isNumber)
            return whole;
        const double real = text.toDouble(&isNumber);
        return isNumber ? QVariant(qint64(real)) : QVariant();
    }
    case Kind::Real: {
        const double real = row.real(column);
        text.toDouble(&isNumber);
        return isNumber ? QVariant(real) : QVariant();
    }
    case Kind::Timestamp:
        return timestampValue(timestampFromText(text));
    case Kind::Text:
        break;
    }
    return text;
}

/// Those of ours that are there.
Result<QStringList> tablesOf(Connection &connection)
{
    Result<QStringList> ours = ownTables();
    const Result<QVector<QString>> there =
        connection.list(connection.dialect().tables(), {}, [](const SqlRows &row) { return row.text(0); });
    if (!ours || !there)
        return fail(ours ? there.error() : ours.error());
    ours->removeIf([&there](const QString &table) { return !there->contains(table); });
    return ours;
}

class Copier
{
public:
    Copier(Connection &from, Connection &to, const std::function<void(qint64, qint64)> &progress, std::stop_token stop)
        : m_from(from), m_to(to), m_progress(progress), m_stop(std::move(stop))
    {
    }

    /// Inside a transaction of the source: from here to its end nobody writes there, and nobody is about to.
    Result<void> lockSource(const QStringList &tables, const QString &ownWorker)
    {
        const QStringList statements = m_from.dialect().keepAsItIs(tables);
        for (const QString &statement : statements) {
            if (const Result<void> set = m_from.execDirect(statement); !set)
                return set;
        }
        return nobodyAtWork(m_from, ownWorker);
    }

    /// Inside a transaction of each.
    Result<DatabaseCopied> run()
    {
        const Result<bool> none = hasNoRows(m_to);
        if (!none)
            return fail(none.error());
        if (!*none) {
            Error error = Error::make(Error::Kind::Validation,
                                      tr("The other database is not empty, so nothing was copied into it. Choose an "
                                         "empty one, or change without copying."));
            error.code = QStringLiteral("not-empty");
            return fail(std::move(error));
        }
        Result<void> done = readTables();
        if (done)
            done = emptyTarget();
        for (qsizetype i = 0; done && i < m_tables.size(); ++i)
            done = copy(m_tables.at(i));
        for (qsizetype i = 0; done && i < m_tables.size(); ++i)
            done = check(m_tables.at(i));
        if (!done)
            return fail(done.error());
        return finish();
    }

    /// After the copy is committed: the target is as a new one again.
    Result<void> discard()
    {
        return m_to.transaction([this]() -> Result<void> {
            if (const Result<void> emptied = emptyTarget(); !emptied)
                return emptied;
            const Result<Project> made =
                ProjectRepository(m_to).ensure(QStringLiteral("default"), QStringLiteral("default"));
            return made ? Result<void>() : Result<void>(fail(made.error()));
        });
    }

private:
    Result<qint64> count(Connection &connection, const Table &table)
    {
        QString sql = QStringLiteral("SELECT COUNT(*) FROM ") + quoted(table.name);
        QStringList given; // SQLite lets NULL into a key, where nobody finds it again
        for (const int column : table.key)
            given += quoted(table.columns.at(column).name) + QStringLiteral(" IS NOT NULL");
        if (!given.isEmpty())
            sql += QStringLiteral(" WHERE ") + given.join(QStringLiteral(" AND "));
        const Result<std::optional<qint64>> rows =
            connection.first(sql, {}, [](const SqlRows &row) { return row.integer(0); });
        if (!rows)
            return fail(rows.error());
        return rows->value_or(0);
    }

    Result<Table> describe(const QString &name)
    {
        Table table;
        table.name = name;
        const Result<QVector<Column>> columns =
            m_to.list(m_to.dialect().columnTypesOf(), {name}, [](const SqlRows &row) {
                return Column{row.text(0), kindOf(row.text(1)), row.number(2)};
            });
        if (!columns)
            return fail(columns.error());
        table.columns = *columns;
        for (int i = 0; i < table.columns.size(); ++i) {
            if (table.columns.at(i).key > 0)
                table.key.append(i);
        }
        std::sort(table.key.begin(), table.key.end(),
                  [&table](int a, int b) { return table.columns.at(a).key < table.columns.at(b).key; });
        const Result<QVector<QString>> references =
            m_to.list(m_to.dialect().referencesOf(), {name}, [](const SqlRows &row) { return row.text(0); });
        if (!references)
            return fail(references.error());
        table.references = *references;
        return table;
    }

    /// Those that others refer to come first.
    Result<void> readTables()
    {
        const Result<QStringList> names = tablesOf(m_from);
        if (!names)
            return fail(names.error());
        QVector<Table> left;
        for (const QString &name : *names) {
            Result<Table> table = describe(name);
            if (!table)
                return fail(table.error());
            const Result<qint64> rows = count(m_from, *table);
            if (!rows)
                return fail(rows.error());
            table->rows = *rows;
            m_all += *rows;
            left.append(*table);
        }
        QSet<QString> placed;
        while (!left.isEmpty()) {
            const auto next = std::find_if(left.begin(), left.end(), [&](const Table &table) {
                return std::all_of(table.references.cbegin(), table.references.cend(),
                                   [&](const QString &other) { return other == table.name || placed.contains(other); });
            });
            if (next == left.end())
                return fail(Error::Kind::Internal, tr("The tables refer to each other in a circle."));
            placed.insert(next->name);
            m_tables.append(*next);
            left.erase(next);
        }
        return {};
    }

    /// Takes away what every new database is made with, or what was copied.
    Result<void> emptyTarget()
    {
        for (auto table = m_tables.crbegin(); table != m_tables.crend(); ++table) {
            const Result<qint64> gone = m_to.change(QStringLiteral("DELETE FROM ") + quoted(table->name));
            if (!gone)
                return fail(gone.error());
        }
        return {};
    }

    QString selectSql(const Table &table, bool first) const
    {
        QStringList columns;
        for (const Column &column : table.columns)
            columns += column.kind == Kind::Timestamp ? QStringLiteral("CAST(%1 AS TEXT)").arg(quoted(column.name))
                                                      : quoted(column.name);
        QString sql = QStringLiteral("SELECT %1 FROM %2").arg(columns.join(QStringLiteral(", ")), quoted(table.name));
        if (table.key.isEmpty())
            return sql;
        QStringList key;
        for (const int column : table.key)
            key += quoted(table.columns.at(column).name);
        const QString names = key.join(QStringLiteral(", "));
        if (first)
            sql += QStringLiteral(" WHERE %1 IS NOT NULL").arg(key.join(QStringLiteral(" IS NOT NULL AND ")));
        else
            sql += QStringLiteral(" WHERE (%1) > (%2)")
                       .arg(names, QStringList(key.size(), QStringLiteral("?")).join(QStringLiteral(", ")));
        return sql + QStringLiteral(" ORDER BY %1 LIMIT %2").arg(names).arg(rowsRead);
    }

    Result<void> copy(const Table &table)
    {
        QVariantList after;
        bool first = true;
        while (true) {
            if (m_stop.stop_requested())
                return fail(Error::canceled());
            const Result<QVector<QVariantList>> rows =
                m_from.list(selectSql(table, first), first ? QVariantList() : after, [&table](const SqlRows &row) {
                    QVariantList values;
                    values.reserve(table.columns.size());
                    for (int i = 0; i < table.columns.size(); ++i)
                        values.append(converted(row, i, table.columns.at(i).kind));
                    return values;
                });
            if (!rows)
                return fail(rows.error());
            if (const Result<void> written = write(table, *rows); !written)
                return written;
            if (table.key.isEmpty() || rows->size() < rowsRead)
                break;
            first = false;
            after.clear();
            for (const int column : table.key)
                after.append(rows->last().at(column));
        }
        for (const int column : table.key) {
            const QString statement = m_to.dialect().continueIds(table.name, table.columns.at(column).name);
            if (statement.isEmpty() || table.columns.at(column).kind != Kind::Integer)
                continue;
            if (const Result<void> set = m_to.execDirect(statement); !set)
                return set;
        }
        return {};
    }

    Result<void> write(const Table &table, const QVector<QVariantList> &rows)
    {
        QStringList names;
        for (const Column &column : table.columns)
            names += quoted(column.name);
        const QString one = u'(' + QStringList(names.size(), QStringLiteral("?")).join(u',') + u')';
        const qsizetype atOnce = std::max<qsizetype>(1, valuesWritten / std::max<qsizetype>(1, names.size()));
        for (qsizetype at = 0; at < rows.size(); at += atOnce) {
            if (m_stop.stop_requested())
                return fail(Error::canceled());
            const QVector<QVariantList> part = rows.mid(at, atOnce);
            QVariantList values;
            for (const QVariantList &row : part)
                values += row;
            const QString sql = QStringLiteral("INSERT INTO %1 (%2) VALUES %3")
                                    .arg(quoted(table.name), names.join(QStringLiteral(", ")),
                                         QStringList(part.size(), one).join(u','));
            const Result<qint64> inserted = m_to.change(sql, values);
            if (!inserted)
                return fail(inserted.error());
            m_done += part.size();
            m_progress(m_done, m_all);
        }
        return {};
    }

    Result<void> check(const Table &table)
    {
        const Result<qint64> arrived = count(m_to, table);
        if (!arrived)
            return fail(arrived.error());
        if (*arrived == table.rows)
            return {};
        return fail(Error::Kind::Storage,
                    tr("Not everything arrived: %1 has %2 rows instead of %3. Nothing was kept of the copy, and the "
                       "database here is as it was.")
                        .arg(table.name)
                        .arg(*arrived)
                        .arg(table.rows));
    }

    Result<DatabaseCopied> finish()
    {
        DatabaseCopied copied;
        copied.rows = m_done;
        copied.toId = newUuid();
        const QString idSql = QStringLiteral("SELECT content FROM settings WHERE name = 'database_id'");
        const Result<std::optional<QString>> id =
            m_from.first(idSql, {}, [](const SqlRows &row) { return row.text(0); });
        if (!id)
            return fail(id.error());
        copied.fromId = id->value_or(QString());
        const Result<qint64> renamed =
            m_to.change(QStringLiteral("INSERT INTO settings (name, content) VALUES ('database_id', ?) "
                                       "ON CONFLICT (name) DO UPDATE SET content = excluded.content"),
                        {copied.toId});
        if (!renamed)
            return fail(renamed.error());
        if (!copied.fromId.isEmpty()) {
            const Result<void> noted = ProjectRepository(m_to).setCopiedFrom(copied.fromId);
            if (!noted)
                return fail(noted.error());
        }
        const Result<DatabaseContents> contents = readContents(m_to);
        if (!contents)
            return fail(contents.error());
        copied.contents = *contents;
        return copied;
    }

    Connection &m_from;
    Connection &m_to;
    const std::function<void(qint64, qint64)> &m_progress;
    std::stop_token m_stop;
    QVector<Table> m_tables;
    qint64 m_done = 0;
    qint64 m_all = 0;
};

} // namespace

Result<DatabaseCopied> copyDatabase(const DatabaseCopyOrder &order,
                                    const std::function<void(qint64 done, qint64 all)> &progress, std::stop_token stop,
                                    const std::function<Result<void>()> &takeUp)
{
    if (order.from == order.to)
        return fail(Error::Kind::Validation, tr("This is the same database."));
    const Result<std::unique_ptr<Connection>> from = Connection::open(order.from, order.fromPassword);
    if (!from)
        return fail(from.error());
    const Result<std::unique_ptr<Connection>> to = Connection::open(order.to, order.toPassword);
    if (!to)
        return fail(to.error());
    if (const Result<void> migrated = Migrator(**to).run(); !migrated)
        return fail(migrated.error());
    const Result<QStringList> tables = tablesOf(**from);
    if (!tables)
        return fail(tables.error());
    DatabaseCopied copied;
    bool isTaken = false;
    Copier copier(**from, **to, progress, stop);
    const Result<void> done = (*from)->transaction([&]() -> Result<void> {
        if (const Result<void> locked = copier.lockSource(*tables, order.ownWorker); !locked)
            return locked;
        const Result<void> there = (*to)->transaction([&]() -> Result<void> {
            Result<DatabaseCopied> run = copier.run();
            if (!run)
                return fail(run.error());
            if (stop.stop_requested()) // the last moment at which that means something
                return fail(Error::canceled());
            copied = *run;
            return {};
        });
        if (!there || !takeUp) {
            isTaken = there.has_value();
            return there;
        }
        const Result<void> taken = takeUp();
        if (!taken) {
            if (const Result<void> gone = copier.discard(); !gone)
                qCWarning(logStorage) << "the copy is still there:" << gone.error().message;
        }
        isTaken = taken.has_value();
        return taken;
    });
    // That the source is lost after it was left changes nothing: it was only read.
    if (!done && !isTaken)
        return fail(done.error());
    return copied;
}

} // namespace lorastudio
