// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logging.h"
#include "storage/connection.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>
#include <QThread>

// How a Connection comes to be open; what it does afterwards is in connection.cpp.

namespace lorastudio {

namespace {

constexpr int walPatienceMs = 5000;
constexpr int writePatienceS = 10;
constexpr int readPatienceS = 5;

QString tr(const char *text)
{
    return QCoreApplication::translate("Connection", text);
}

tl::unexpected<Error> cannotOpen(const QString &code, const QString &message, const QString &detail)
{
    Error error = Error::make(Error::Kind::Storage, message, detail);
    error.code = code;
    return fail(std::move(error));
}

/// Left behind by a program for which the file was read-only, they would keep it so after it was made writable.
void makeCompanionsWritable(const QString &path)
{
    if (!QFileInfo(path).isWritable())
        return;
    for (const char *ending : {"-wal", "-shm"}) {
        const QString name = path + QLatin1String(ending);
        const QFileInfo info(name);
        if (info.exists() && !info.isWritable() && !QFile::setPermissions(name, info.permissions() | QFile::WriteOwner))
            qCWarning(logStorage) << "not writable:" << name;
    }
}

} // namespace

Result<void> Connection::connectSqlite()
{
    const bool inMemory = m_url.path == QStringLiteral(":memory:");
    const bool reading = m_access == Access::Read;
    const QString folder = QFileInfo(m_url.path).absolutePath();
    if (!inMemory && !reading && !QDir().mkpath(folder)) {
        return cannotOpen(QStringLiteral("cannot-connect"),
                          tr("The folder \"%1\" for the database cannot be made. Check the rights on it, or choose "
                             "another place for the database.")
                              .arg(folder),
                          {});
    }
    const auto refused = [this](const Error &error) -> tl::unexpected<Error> {
        if (!error.code.isEmpty() && error.code != QLatin1String("busy"))
            return fail(error); // says all of it
        return cannotOpen(QStringLiteral("cannot-connect"),
                          tr("The database \"%1\" cannot be opened: %2").arg(m_url.path, error.message), error.detail);
    };
    if (!inMemory && !reading)
        makeCompanionsWritable(m_url.path);
    m_database.setDatabaseName(m_url.path);
    if (reading)
        m_database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (!m_database.open())
        return refused(toError(m_database.lastError(), QStringLiteral("open")));
    if (Result<void> set = execDirect(QStringLiteral("PRAGMA busy_timeout = 5000")); !set)
        return refused(set.error());
    if (reading)
        return {};
    // Two programs that open a new file at once get "locked" here at once, whatever the time-out.
    const QDeadlineTimer deadline(walPatienceMs);
    while (true) {
        const Result<std::optional<QString>> mode =
            first(QStringLiteral("PRAGMA journal_mode = WAL"), {}, [](const SqlRows &row) { return row.text(0); });
        if (mode) {
            if (!inMemory && mode->value_or(QString()) != QStringLiteral("wal"))
                qCWarning(logStorage) << "no write-ahead log on" << m_url.path << "but" << mode->value_or(QString());
            break;
        }
        if (mode.error().code != QStringLiteral("busy") || deadline.hasExpired())
            return refused(mode.error());
        QThread::msleep(20);
    }
    for (const QString &pragma :
         {QStringLiteral("PRAGMA foreign_keys = ON"), QStringLiteral("PRAGMA synchronous = FULL")}) {
        if (Result<void> set = execDirect(pragma); !set)
            return refused(set.error());
    }
    return {};
}

Result<void> Connection::connectPostgreSql()
{
    m_database.setHostName(m_url.host);
    m_database.setPort(m_url.port);
    m_database.setDatabaseName(m_url.name);
    m_database.setUserName(m_url.user);
    m_database.setPassword(m_password);
    // A server that vanished without a word is noticed after seconds, not hours.
    const bool reading = m_access == Access::Read;
    QString options = QStringLiteral("connect_timeout=%1;application_name=lora-studio;keepalives_idle=10;"
                                     "keepalives_interval=5;keepalives_count=3;tcp_user_timeout=20000")
                          .arg(reading ? readPatienceS : writePatienceS);
    if (!m_url.sslMode.isEmpty())
        options += QStringLiteral(";sslmode=") + m_url.sslMode;
    m_database.setConnectOptions(options);
    if (!m_database.open()) {
        const QString reason = m_database.lastError().databaseText().simplified();
        // libpq never translates this one, so that programs can look for it.
        if (reason.contains(QStringLiteral("no password supplied"))) {
            return cannotOpen(QStringLiteral("needs-password"),
                              tr("The database %1 wants a password.").arg(m_url.display()), reason);
        }
        if (reason.contains(QStringLiteral("password authentication failed"))) {
            return cannotOpen(QStringLiteral("wrong-password"),
                              tr("The database %1 refused the user name or the password.").arg(m_url.display()),
                              reason);
        }
        return cannotOpen(QStringLiteral("cannot-connect"),
                          tr("The database %1 cannot be reached: %2").arg(m_url.display(), reason), reason);
    }
    for (const QString &setting :
         {QStringLiteral("SET TIME ZONE 'UTC'"), QStringLiteral("SET client_min_messages TO warning"),
          QStringLiteral("SET synchronous_commit TO on")}) {
        if (Result<void> set = execDirect(setting); !set)
            return set;
    }
    return reading ? execDirect(QStringLiteral("SET default_transaction_read_only TO on")) : Result<void>();
}

} // namespace lorastudio
