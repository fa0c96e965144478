// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/connection.h"

#include "core/logging.h"

#include <QCoreApplication>
#include <QSqlDriver>
#include <QSqlError>

#include <atomic>
#include <cmath>

namespace lorastudio {

namespace {

constexpr std::size_t keptStatements = 96;

QString tr(const char *text)
{
    return QCoreApplication::translate("Connection", text);
}

QVariant safeValue(const QVariant &value)
{
    if (value.typeId() == QMetaType::QString) {
        QString text = value.toString();
        // PostgreSQL's driver cuts a statement at U+0000, in the middle of a quoted value.
        text.remove(QChar(u'\0'));
        return text.isNull() ? QVariant(QStringLiteral("")) : QVariant(text);
    }
    if (value.typeId() == QMetaType::Double && !std::isfinite(value.toDouble()))
        return {};
    return value;
}

QString newConnectionName()
{
    static std::atomic<int> count = 0;
    return QStringLiteral("lorastudio-%1").arg(++count);
}

} // namespace

Connection::Connection(DatabaseUrl url, QString password, Access access)
    : m_url(std::move(url)),
      m_password(std::move(password)),
      m_dialect(m_url.driver),
      m_access(access),
      m_name(newConnectionName()),
      m_database(QSqlDatabase::addDatabase(m_dialect.qtDriver(), m_name))
{
}

Connection::~Connection()
{
    m_statements.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<Connection>> Connection::open(const DatabaseUrl &url, const QString &password)
{
    return open(url, password, Access::Write);
}

Result<std::unique_ptr<Connection>> Connection::openToRead(const DatabaseUrl &url, const QString &password)
{
    return open(url, password, Access::Read);
}

Result<std::unique_ptr<Connection>> Connection::open(const DatabaseUrl &url, const QString &password, Access access)
{
    std::unique_ptr<Connection> connection(new Connection(url, password, access));
    if (!connection->m_database.isValid()) {
        Error error = Error::make(Error::Kind::Storage,
                                  tr("Qt's database driver %1 is not installed. Install the package of the Qt SQL "
                                     "plugins and start again.")
                                      .arg(connection->m_dialect.qtDriver()));
        error.code = QStringLiteral("cannot-connect");
        return fail(std::move(error));
    }
    if (Result<void> connected = connection->connectNow(); !connected)
        return fail(std::move(connected.error()));
    return connection;
}

Result<void> Connection::connectNow()
{
    return m_dialect.isPostgreSql() ? connectPostgreSql() : connectSqlite();
}

Result<void> Connection::reopen()
{
    m_statements.clear();
    m_database.close();
    m_inTransaction = false;
    m_failedInTransaction = false;
    m_lost = false;
    Result<void> connected = connectNow();
    m_lost = !connected;
    return connected;
}

Result<SqlRows> Connection::exec(const QString &sql, const QVariantList &values)
{
    std::unique_ptr<QSqlQuery> query;
    // Taken out while it is in use, so that the same text can run inside its own loop.
    if (const auto kept = m_statements.find(sql); kept != m_statements.end()) {
        query = std::move(kept->second);
        m_statements.erase(kept);
    } else {
        query = std::make_unique<QSqlQuery>(m_database);
        // On PostgreSQL forward-only means one statement at a time on the whole connection.
        query->setForwardOnly(!m_dialect.isPostgreSql());
        if (!query->prepare(sql))
            return fail(toError(query->lastError(), sql));
    }
    for (qsizetype i = 0; i < values.size(); ++i)
        query->bindValue(static_cast<int>(i), safeValue(values.at(i)));
    const bool done = query->exec();
    SqlRows rows(*this, sql, std::move(query));
    if (!done)
        return fail(*rows.failure());
    return rows;
}

Result<qint64> Connection::change(const QString &sql, const QVariantList &values)
{
    const Result<SqlRows> rows = exec(sql, values);
    if (!rows)
        return fail(rows.error());
    return rows->affected();
}

Result<void> Connection::execDirect(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        return fail(toError(query.lastError(), sql));
    return {};
}

void Connection::takeBack(const QString &sql, std::unique_ptr<QSqlQuery> query)
{
    query->finish();
    if (m_lost)
        return;
    // A failed PostgreSQL transaction refuses to free statements, so none is dropped inside one.
    if (m_statements.size() >= keptStatements && !m_failedInTransaction)
        m_statements.clear();
    m_statements[sql] = std::move(query);
}

Result<void> Connection::commit()
{
    m_unannounced = m_announcesSeparately || m_unannounced;
    if (const QString announce = m_dialect.announceChange(); !announce.isEmpty() && !m_announcesSeparately) {
        if (Result<void> announced = execDirect(announce); !announced)
            return announced;
    }
    Result<void> committed = execDirect(QStringLiteral("COMMIT"));
    if (!committed && m_lost) {
        Error error = committed.error();
        error.code = QStringLiteral("commit-unknown");
        error.message = tr("The connection to the database broke while it was storing changes; whether they are stored "
                           "is not known. What is not will be done again.");
        return fail(std::move(error));
    }
    return committed;
}

Result<void> Connection::transaction(const std::function<Result<void>()> &body)
{
    if (m_inTransaction)
        return body();
    if (Result<void> begun = execDirect(m_dialect.begin()); !begun)
        return begun;
    /// Rolls back whatever way the body is left.
    struct Guard
    {
        Connection &connection;
        bool committed = false;
        ~Guard()
        {
            if (!committed && !connection.m_lost && !connection.execDirect(QStringLiteral("ROLLBACK")))
                qCWarning(logStorage) << "rollback failed on" << connection.m_url.display();
            connection.m_inTransaction = false;
            connection.m_failedInTransaction = false;
        }
    };
    Guard guard{*this};
    m_inTransaction = true;
    m_failedInTransaction = false;
    Result<void> result = body();
    if (result && m_failedInTransaction) {
        return fail(Error::Kind::Internal, tr("The database refused a change, so nothing of it was stored."),
                    QStringLiteral("a failed statement was ignored by its caller"));
    }
    if (result)
        result = commit();
    guard.committed = result.has_value();
    return result;
}

Error Connection::toError(const QSqlError &error, const QString &sql)
{
    m_failedInTransaction = m_inTransaction;
    Dialect::Failure failure = m_dialect.classify(error);
    if (m_dialect.isPostgreSql() && !m_database.isOpen())
        failure = Dialect::Failure::Lost;
    Error result =
        Error::make(Error::Kind::Storage, {},
                    QStringLiteral("%1 %2: %3 [%4]")
                        .arg(m_dialect.name(), error.nativeErrorCode(), error.text().simplified(), sql.left(500)));
    QString reason = error.databaseText().simplified();
    if (reason.isEmpty())
        reason = error.driverText().simplified();
    switch (failure) {
    case Dialect::Failure::Busy:
        result.code = QStringLiteral("busy");
        result.message = tr("The database is in use by another program and did not become free: %1").arg(reason);
        break;
    case Dialect::Failure::Lost:
        m_lost = true;
        result.code = QStringLiteral("lost");
        result.message = tr("The connection to the database was lost: %1").arg(reason);
        break;
    case Dialect::Failure::Duplicate:
        result.code = QStringLiteral("duplicate");
        result.message = tr("The database has this entry already: %1").arg(reason);
        break;
    case Dialect::Failure::Full:
        result.diskFull = true;
        result.message = tr("There is no space left for the database. Free some space; the work goes on then.");
        break;
    case Dialect::Failure::Other:
        result.message = tr("The database refused a statement: %1").arg(reason);
        if (!m_dialect.isPostgreSql())
            describeFileTrouble(error.nativeErrorCode().toInt() & 0xff, result);
        break;
    }
    return result;
}

void Connection::describeFileTrouble(int sqliteCode, Error &error) const
{
    switch (sqliteCode) {
    case 8: // SQLITE_READONLY
        error.code = QStringLiteral("read-only");
        error.message =
            tr("The database \"%1\" is read-only. Make the file and its folder writable, and the files with "
               "-wal and -shm behind its name, if they are there; then try again.")
                .arg(m_url.path);
        break;
    case 14: // SQLITE_CANTOPEN
        error.code = QStringLiteral("cannot-connect");
        error.message = tr("The database \"%1\" cannot be opened. Check that its folder is there and that you may read "
                           "and write both; then try again, or choose another database.")
                            .arg(m_url.path);
        break;
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
        error.code = QStringLiteral("damaged");
        error.message = tr("The file \"%1\" is damaged, or is no database. Put it aside, never away: bring back a copy "
                           "of it, or choose another database.")
                            .arg(m_url.path);
        break;
    default:
        break;
    }
}

} // namespace lorastudio
