// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databaseworker.h"

#include "core/logging.h"
#include "storage/migrator.h"

#include <QRandomGenerator>
#include <QSqlDriver>
#include <QThread>

#include <chrono>

namespace lorastudio {

namespace {

constexpr int attempts = 3;
constexpr std::chrono::milliseconds pollInterval{1000};
constexpr std::chrono::milliseconds announceDelay{100};

} // namespace

DatabaseWorker::DatabaseWorker() : m_poll(this), m_announce(this), m_tell(this)
{
    m_poll.setInterval(pollInterval);
    m_poll.setTimerType(Qt::CoarseTimer);
    connect(&m_poll, &QTimer::timeout, this, [this] {
        if (const Result<void> polled = pollVersion(); !polled)
            qCWarning(logStorage) << "cannot see whether the database changed:" << polled.error().detail;
    });
    m_announce.setInterval(announceDelay);
    m_announce.setSingleShot(true);
    connect(&m_announce, &QTimer::timeout, this, &DatabaseWorker::changedElsewhere);
    m_tell.setInterval(announceDelay);
    m_tell.setSingleShot(true);
    connect(&m_tell, &QTimer::timeout, this, &DatabaseWorker::tellOthers);
}

DatabaseWorker::~DatabaseWorker() = default;

Result<void> DatabaseWorker::open(const DatabaseUrl &url, const QString &password)
{
    close();
    Result<std::unique_ptr<Connection>> connection = Connection::open(url, password);
    if (!connection)
        return fail(connection.error());
    if (Result<void> migrated = Migrator(**connection).run(); !migrated)
        return migrated;
    m_connection = std::move(*connection);
    m_dataVersion.reset();
    if (m_connection->dialect().isPostgreSql()) {
        connect(&m_connection->driver(), &QSqlDriver::notification, this,
                [this](const QString &, QSqlDriver::NotificationSource source, const QVariant &) {
                    if (source != QSqlDriver::SelfSource)
                        noteChange();
                });
        subscribe();
        m_connection->announceSeparately();
    } else {
        if (Result<void> polled = pollVersion(); !polled)
            return polled;
        m_poll.start();
    }
    return {};
}

void DatabaseWorker::close()
{
    m_poll.stop();
    m_announce.stop();
    m_tell.stop();
    tellOthers();
    m_tell.stop();
    m_mustTell = false;
    m_connection.reset();
    m_held.clear();
}

void DatabaseWorker::subscribe()
{
    if (!m_connection->driver().subscribeToNotification(Dialect::channel()))
        qCWarning(logStorage) << "no notifications from" << m_connection->url().display();
}

/// The first change is told at once, what follows on its heels together. In a transaction of its own, which writes
/// nothing and so waits for no disk.
void DatabaseWorker::tellOthers()
{
    if (!m_connection || m_connection->isLost())
        return; // whoever opens a lost connection again looks anyway
    m_mustTell = m_connection->takeUnannounced() || m_mustTell;
    if (!m_mustTell || m_tell.isActive())
        return;
    const Result<void> told = m_connection->execDirect(m_connection->dialect().announceChange());
    if (!told)
        qCInfo(logStorage) << "others were not told of a change:" << told.error().detail;
    m_mustTell = !told;
    m_tell.start();
}

void DatabaseWorker::noteChange()
{
    ++m_changes;
    if (!m_announce.isActive())
        m_announce.start();
}

Result<void> DatabaseWorker::pollVersion()
{
    const Result<std::optional<qint64>> version = m_connection->first(
        QStringLiteral("PRAGMA data_version"), {}, [](const SqlRows &row) { return row.integer(0); });
    if (!version)
        return fail(version.error());
    if (m_dataVersion && *version != m_dataVersion)
        noteChange();
    m_dataVersion = *version;
    return {};
}

Result<qint64> DatabaseWorker::changeCounter()
{
    // On PostgreSQL the statement makes the driver look at what has arrived.
    const Result<void> looked = execute(Mode::Read, [this](Connection &connection) -> Result<void> {
        return connection.dialect().isPostgreSql() ? connection.execDirect(QStringLiteral("SELECT 1")) : pollVersion();
    });
    if (!looked)
        return fail(looked.error());
    return m_changes;
}

Result<void> DatabaseWorker::reopen()
{
    qCWarning(logStorage) << "connection lost, opening it again:" << m_connection->url().display();
    Result<void> opened = m_connection->reopen();
    if (!opened)
        return opened;
    if (m_connection->dialect().isPostgreSql()) {
        subscribe();
        // Nobody told us what happened meanwhile.
        noteChange();
    }
    m_dataVersion.reset();
    return {};
}

Result<void> DatabaseWorker::attempt(Mode mode, const std::function<Result<void>(Connection &)> &body)
{
    try {
        return mode == Mode::Write ? m_connection->transaction([&] { return body(*m_connection); })
                                   : body(*m_connection);
    } catch (const std::exception &exception) {
        return fail(Error::Kind::Internal, tr("The database work ended unexpectedly."),
                    QString::fromUtf8(exception.what()));
    }
}

Result<void> DatabaseWorker::execute(Mode mode, const std::function<Result<void>(Connection &)> &body)
{
    if (!m_connection)
        return fail(Error::Kind::Storage, tr("No database is open."));
    if (mode == Mode::Write && !m_held.isEmpty()) {
        Error error = Error::make(Error::Kind::Storage, m_held);
        error.code = QStringLiteral("held");
        return fail(std::move(error));
    }
    bool reopened = false;
    int tries = 0;
    while (true) {
        if (m_connection->isLost()) {
            reopened = true;
            if (Result<void> opened = reopen(); !opened)
                return opened;
        }
        Result<void> outcome = attempt(mode, body);
        if (outcome) {
            tellOthers();
            return outcome;
        }
        const QString code = outcome.error().code;
        if (code == QStringLiteral("commit-unknown") || (m_connection->isLost() && reopened))
            return outcome;
        if (m_connection->isLost())
            continue;
        const bool again = mode == Mode::Write && ++tries < attempts &&
                           (code == QStringLiteral("busy") || code == QStringLiteral("duplicate"));
        if (!again)
            return outcome;
        QThread::msleep(5 + QRandomGenerator::global()->bounded(20U << tries));
    }
}

} // namespace lorastudio
