// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include "storage/characterrepository.h"
#include "storage/projectrepository.h"
#include "support/storagefixture.h"

#include <QSignalSpy>
#include <QThread>

#include <atomic>

using namespace lorastudio;
using namespace lorastudio::test;

namespace {

template <class T>
Task<void> keep(Task<T> task, std::shared_ptr<std::optional<T>> out)
{
    out->emplace(co_await std::move(task));
}

Task<void> note(Task<void> task, std::shared_ptr<bool> done)
{
    co_await std::move(task);
    *done = true;
}

/// Runs the event loop until the task is done; its result.
template <class T>
T wait(Task<T> task)
{
    const auto result = std::make_shared<std::optional<T>>();
    const Task<void> keeping = keep(std::move(task), result);
    if (!QTest::qWaitFor([&] { return result->has_value(); }, 30'000))
        qFatal("the task did not end");
    return std::move(**result);
}

void waitVoid(Task<void> task)
{
    const auto done = std::make_shared<bool>(false);
    const Task<void> noting = note(std::move(task), done);
    QVERIFY(QTest::qWaitFor([&] { return *done; }, 30'000));
}

Result<QString> backend(Connection &connection)
{
    return connection
        .first(QStringLiteral("SELECT pg_backend_pid()"), {}, [](const SqlRows &row) { return row.text(0); })
        .map([](const std::optional<QString> &pid) { return pid.value_or(QString()); });
}

Result<int> characterCount(Connection &connection)
{
    return CharacterRepository(connection).list(QStringLiteral("default")).map([](const QVector<Character> &all) {
        return static_cast<int>(all.size());
    });
}

Result<Character> insertYuki(Connection &connection)
{
    Character character;
    character.project = QStringLiteral("default");
    character.name = QStringLiteral("Yuki");
    return CharacterRepository(connection).insert(character);
}

} // namespace

class tst_Database : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void worksOnItsOwnThread_data() { StorageFixture::addDrivers(); }
    void worksOnItsOwnThread();
    void writeIsAllOrNothing_data() { StorageFixture::addDrivers(); }
    void writeIsAllOrNothing();
    void callsKeepTheirOrder_data() { StorageFixture::addDrivers(); }
    void callsKeepTheirOrder();
    void tellsWhyItDoesNotOpen();
    void refusesANewerSchema_data() { StorageFixture::addDrivers(); }
    void refusesANewerSchema();
    void case35_retriesWhatWasBusy_data() { StorageFixture::addDrivers(); }
    void case35_retriesWhatWasBusy();
    void case35_serializationFailureIsRetried();
    void exceptionIsAnError_data() { StorageFixture::addDrivers(); }
    void exceptionIsAnError();
    void noticesOtherPrograms_data() { StorageFixture::addDrivers(); }
    void noticesOtherPrograms();
    void case34_survivesTheEndOfItsConnection();
    void case34_survivesARestartOfTheServer();
    void finishesWhatWasAsked_data() { StorageFixture::addDrivers(); }
    void finishesWhatWasAsked();

private:
    StorageFixture m_fixture;
};

void tst_Database::worksOnItsOwnThread()
{
    Database database;
    QVERIFY(!database.isOpen());
    QVERIFY(!wait(database.read(characterCount)));
    const DatabaseUrl url = m_fixture.create();
    must(wait(database.open(url, {})));
    QVERIFY(database.isOpen());
    QCOMPARE(database.description(), url.display());
    QThread *const here = QThread::currentThread();
    const Result<bool> elsewhere =
        wait(database.read([here](Connection &) -> Result<bool> { return QThread::currentThread() != here; }));
    QVERIFY(must(elsewhere));
    QCOMPARE(must(wait(database.write(insertYuki))).id, QStringLiteral("yuki"));
    QCOMPARE(must(wait(database.read(characterCount))), 1);
    waitVoid(database.close());
    QVERIFY(!database.isOpen());
    QVERIFY(!wait(database.read(characterCount)));
    must(wait(database.open(url, {})));
    QCOMPARE(must(wait(database.read(characterCount))), 1);
}

void tst_Database::writeIsAllOrNothing()
{
    Database database;
    must(wait(database.open(m_fixture.create(), {})));
    const Result<void> refused = wait(database.write([](Connection &connection) -> Result<void> {
        must(insertYuki(connection));
        return fail(Error::Kind::Validation, QStringLiteral("no"));
    }));
    QVERIFY(!refused);
    QCOMPARE(refused.error().message, QStringLiteral("no"));
    QCOMPARE(must(wait(database.read(characterCount))), 0);
}

void tst_Database::callsKeepTheirOrder()
{
    Database database;
    must(wait(database.open(m_fixture.create(), {})));
    QVector<int> seen; // touched on the database thread alone until the last call is done
    for (int i = 0; i < 50; ++i) {
        static_cast<void>(database.read([&seen, i](Connection &) -> Result<void> {
            seen += i;
            return {};
        }));
    }
    QCOMPARE(must(wait(database.read([&seen](Connection &) -> Result<int> { return static_cast<int>(seen.size()); }))),
             50);
    QVERIFY(std::is_sorted(seen.cbegin(), seen.cend()));
}

void tst_Database::tellsWhyItDoesNotOpen()
{
    Database database;
    const Result<void> folder = wait(database.open(DatabaseUrl::sqlite(m_fixture.folder()), {}));
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, QStringLiteral("cannot-connect"));
    QVERIFY(!database.isOpen());
    if (!StorageFixture::usesPostgreSql())
        return;
    const DatabaseUrl url =
        must(DatabaseUrl::parse(m_fixture.cluster().tcpUrl(must(m_fixture.cluster().createDatabase()))));
    const Result<void> asked = wait(database.open(url, {}));
    QVERIFY(!asked);
    QCOMPARE(asked.error().code, QStringLiteral("needs-password"));
    must(wait(database.open(url, PostgresCluster::password())));
    QVERIFY(!database.description().contains(PostgresCluster::password()));
}

void tst_Database::refusesANewerSchema()
{
    const DatabaseUrl url = m_fixture.create();
    Database database;
    must(wait(database.open(url, {})));
    must(wait(database.write([](Connection &connection) -> Result<qint64> {
        return connection.change(
            QStringLiteral("INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, 'x', 0)"));
    })));
    const Result<void> refused = wait(database.open(url, {}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("newer-schema"));
    QVERIFY(!database.isOpen());
}

void tst_Database::case35_retriesWhatWasBusy()
{
    Database database;
    must(wait(database.open(m_fixture.create(), {})));
    const auto tries = std::make_shared<std::atomic<int>>(0);
    const auto busyUntil = [tries](int good) {
        return [tries, good](Connection &connection) -> Result<QString> {
            must(insertYuki(connection));
            if (++*tries >= good)
                return QStringLiteral("done");
            Error error = Error::make(Error::Kind::Storage, QStringLiteral("deadlock"));
            error.code = QStringLiteral("busy");
            return fail(error);
        };
    };
    QCOMPARE(must(wait(database.write(busyUntil(3)))), QStringLiteral("done"));
    QCOMPARE(must(wait(database.read(characterCount))), 1);
    *tries = 0;
    QVERIFY(!wait(database.write(busyUntil(4))));
    QCOMPARE(tries->load(), 3);
    QCOMPARE(must(wait(database.read(characterCount))), 1);
}

void tst_Database::case35_serializationFailureIsRetried()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    const DatabaseUrl url = m_fixture.create(DatabaseUrl::Driver::PostgreSql);
    Database database;
    must(wait(database.open(url, {})));
    must(wait(database.write(insertYuki)));
    // The other connection changes the row between our look and our change, the first time only.
    const auto other = std::make_shared<std::atomic<int>>(0);
    const Result<int> changed = wait(database.write([other, url](Connection &connection) -> Result<int> {
        must(connection.execDirect(QStringLiteral("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")));
        must(characterCount(connection));
        if (++*other == 1) {
            const auto second = must(Connection::open(url, {}));
            must(second->change(QStringLiteral("UPDATE characters SET notes = 'theirs'")));
        }
        return connection.change(QStringLiteral("UPDATE characters SET notes = notes || ' and ours'"))
            .map([](qint64 rows) { return static_cast<int>(rows); });
    }));
    QCOMPARE(must(changed), 1);
    QCOMPARE(other->load(), 2);
    QCOMPARE(must(wait(database.read([](Connection &connection) {
                 return CharacterRepository(connection).byId(QStringLiteral("yuki"));
             })))->notes,
             QStringLiteral("theirs and ours"));
}

void tst_Database::exceptionIsAnError()
{
    Database database;
    must(wait(database.open(m_fixture.create(), {})));
    const Result<void> thrown = wait(database.write([](Connection &connection) -> Result<void> {
        must(insertYuki(connection));
        throw std::runtime_error("x");
    }));
    QVERIFY(!thrown);
    QVERIFY(thrown.error().kind == Error::Kind::Internal);
    QCOMPARE(must(wait(database.read(characterCount))), 0);
}

void tst_Database::noticesOtherPrograms()
{
    const DatabaseUrl url = m_fixture.create();
    Database one;
    Database two;
    must(wait(one.open(url, {})));
    must(wait(two.open(url, {})));
    const qint64 before = must(wait(one.changeCounter()));
    QSignalSpy spy(&one, &Database::changedElsewhere);
    must(wait(one.write(insertYuki)));
    QCOMPARE(must(wait(one.changeCounter())), before);
    must(wait(two.write(insertYuki)));
    QTRY_VERIFY_WITH_TIMEOUT(must(wait(one.changeCounter())) > before, 5000);
    QTRY_VERIFY_WITH_TIMEOUT(!spy.isEmpty(), 5000);
    // A transaction that was rolled back is no change.
    spy.clear();
    const qint64 after = must(wait(one.changeCounter()));
    static_cast<void>(wait(two.write([](Connection &connection) -> Result<void> {
        must(insertYuki(connection));
        return fail(Error::Kind::Validation, {});
    })));
    must(wait(two.read(characterCount)));
    QCOMPARE(must(wait(one.changeCounter())), after);
    // And without asking.
    must(wait(two.write(insertYuki)));
    QTRY_VERIFY_WITH_TIMEOUT(!spy.isEmpty(), 5000);
}

void tst_Database::case34_survivesTheEndOfItsConnection()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    const DatabaseUrl url = m_fixture.create(DatabaseUrl::Driver::PostgreSql);
    Database database;
    must(wait(database.open(url, {})));
    const auto other = m_fixture.connection(url);
    const auto end = [&](const QString &pid) {
        must(other->exec(QStringLiteral("SELECT pg_terminate_backend(CAST(? AS INTEGER))"), {pid}));
    };
    must(wait(database.write(insertYuki)));
    const QString first = must(wait(database.read(backend)));
    end(first);
    QVERIFY(must(wait(database.read(backend))) != first);
    end(must(wait(database.read(backend))));
    QCOMPARE(must(wait(database.write(insertYuki))).id, QStringLiteral("yuki-2"));
    QCOMPARE(must(wait(database.read(characterCount))), 2);
    // In the middle of a transaction: once it is done again, twice is an error, and afterwards it works again.
    const auto ends = std::make_shared<std::atomic<int>>(0);
    const auto dying = [ends, url](int times) {
        return [ends, url, times](Connection &connection) -> Result<Character> {
            if (++*ends <= times) {
                const QString pid = must(backend(connection));
                const auto killer = must(Connection::open(url, {}));
                must(killer->exec(QStringLiteral("SELECT pg_terminate_backend(CAST(? AS INTEGER), 5000)"), {pid}));
            }
            return insertYuki(connection);
        };
    };
    must(wait(database.write(dying(1))));
    QCOMPARE(must(wait(database.read(characterCount))), 3);
    *ends = 0;
    const Result<Character> twice = wait(database.write(dying(2)));
    QVERIFY(!twice);
    QCOMPARE(twice.error().code, QStringLiteral("lost"));
    QCOMPARE(must(wait(database.read(characterCount))), 3);
    // Notifications come on the new connection too.
    QSignalSpy spy(&database, &Database::changedElsewhere);
    must(other->transaction([&] { return insertYuki(*other).map([](const Character &) {}); }));
    QTRY_VERIFY_WITH_TIMEOUT(!spy.isEmpty(), 5000);
}

void tst_Database::case34_survivesARestartOfTheServer()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    Database database;
    must(wait(database.open(m_fixture.create(DatabaseUrl::Driver::PostgreSql), {})));
    must(wait(database.write(insertYuki)));
    must(m_fixture.cluster().restart());
    QCOMPARE(must(wait(database.read(characterCount))), 1);
    must(wait(database.write(insertYuki)));
    // While nobody is there every call says so, and once it is back the next call works.
    m_fixture.cluster().pause();
    const Result<int> nobody = wait(database.read(characterCount));
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, QStringLiteral("cannot-connect"));
    QVERIFY(!wait(database.write(insertYuki)));
    must(m_fixture.cluster().resume());
    QCOMPARE(must(wait(database.read(characterCount))), 2);
}

void tst_Database::finishesWhatWasAsked()
{
    const DatabaseUrl url = m_fixture.create();
    {
        Database database;
        must(wait(database.open(url, {})));
        for (int i = 0; i < 20; ++i)
            static_cast<void>(database.write(insertYuki));
    }
    const auto connection = m_fixture.connection(url);
    QCOMPARE(must(characterCount(*connection)), 20);
    QCoreApplication::sendPostedEvents();
}

QTEST_GUILESS_MAIN(tst_Database)
#include "tst_database.moc"
