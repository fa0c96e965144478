// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/storagefixture.h"

#include <QFile>

#include <cmath>
#include <limits>

using namespace lorastudio;
using namespace lorastudio::test;

class tst_Connection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void case11_case12_texts_data();
    void case11_case12_texts();
    void numbersAndTimes_data() { StorageFixture::addDrivers(); }
    void numbersAndTimes();
    void sameStatementInItsOwnLoop_data() { StorageFixture::addDrivers(); }
    void sameStatementInItsOwnLoop();
    void transactionCommitsOrRollsBack_data() { StorageFixture::addDrivers(); }
    void transactionCommitsOrRollsBack();
    void failedStatementNeverCommits_data() { StorageFixture::addDrivers(); }
    void failedStatementNeverCommits();
    void tellsDuplicates_data() { StorageFixture::addDrivers(); }
    void tellsDuplicates();
    void case31_sqliteIsDurable();
    void sqliteTellsWhatIsWrong();
    void tellsThatAPasswordIsNeeded();
    void tellsThatNobodyAnswers();
    void reopensAfterTheServerEndedIt();

private:
    QString text(Connection &connection, const QString &sql, const QVariantList &values = {})
    {
        return must(connection.first(sql, values, [](const SqlRows &row) { return row.text(0); }))
            .value_or(QStringLiteral("(nothing)"));
    }
    StorageFixture m_fixture;
    std::map<int, std::unique_ptr<Connection>> m_textConnections;
};

void tst_Connection::case11_case12_texts_data()
{
    QTest::addColumn<int>("driver");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("stored");
    QVector<int> drivers{static_cast<int>(DatabaseUrl::Driver::Sqlite)};
    if (StorageFixture::usesPostgreSql())
        drivers += static_cast<int>(DatabaseUrl::Driver::PostgreSql);
    for (const int driver : std::as_const(drivers)) {
        const auto row = [driver](const char *name, const QString &value, const QString &stored) {
            QTest::addRow("%s %d", name, driver) << driver << value << stored;
        };
        for (const char *same : {"'); DROP TABLE x;--", "<img src=x>", "%s", ":x ?", "a\\b\\'c", "$1 $$ ::text", "\"",
                                 "é 漢字", "line\nbreak\ttab", "🦊👩‍👩‍👧",
                                 "\xE2\x80\xAE"
                                 "bidi"})
            row(same, QString::fromUtf8(same), QString::fromUtf8(same));
        row("null text", QString(), QStringLiteral(""));
        row("nul", QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b"), QStringLiteral("ab"));
        row("long", QString(1'000'000, u'x'), QString(1'000'000, u'x'));
    }
}

void tst_Connection::case11_case12_texts()
{
    QFETCH(QString, value);
    QFETCH(QString, stored);
    QFETCH(int, driver);
    std::unique_ptr<Connection> &connection = m_textConnections[driver];
    if (!connection) {
        connection = m_fixture.connection(m_fixture.create());
        must(connection->execDirect(QStringLiteral("CREATE TABLE x (t TEXT NOT NULL)")));
    }
    must(connection->change(QStringLiteral("DELETE FROM x")));
    QCOMPARE(must(connection->change(QStringLiteral("INSERT INTO x (t) VALUES (?)"), {value})), 1);
    QCOMPARE(text(*connection, QStringLiteral("SELECT t FROM x")), stored);
    QCOMPARE(text(*connection, QStringLiteral("SELECT t FROM x WHERE t = ?"), {value}), stored);
}

void tst_Connection::numbersAndTimes()
{
    const auto connection = m_fixture.connection(m_fixture.create());
    must(connection->execDirect(
        QStringLiteral("CREATE TABLE n (i BIGINT, d DOUBLE PRECISION, b BOOLEAN, at TIMESTAMP, e DOUBLE PRECISION)")));
    const qint64 large = (qint64(1) << 53) - 1;
    const double exact = 0.1 + 0.2;
    const QDateTime time = QDateTime(QDate(2025, 3, 30), QTime(2, 30, 15, 123), Qt::UTC);
    must(connection->change(QStringLiteral("INSERT INTO n VALUES (?, ?, ?, ?, ?)"),
                            {large, exact, true, timestampValue(time), std::nan("")}));
    const auto rowIsSame = must(
        connection->first(QStringLiteral("SELECT i, d, b, CAST(at AS TEXT), e FROM n"), {}, [&](const SqlRows &row) {
            return row.integer(0) == large && row.real(1) == exact && row.boolean(2) && row.timestamp(3) == time &&
                   row.isNull(4) && !row.optionalReal(4);
        }));
    QVERIFY(rowIsSame.value_or(false));
    QCOMPARE(timestampFromText(QStringLiteral("2025-01-31 10:20:30")).toMSecsSinceEpoch(), 1738318830000);
    QCOMPARE(timestampFromText(QStringLiteral("2025-01-31T10:20:30.5")).toMSecsSinceEpoch(), 1738318830500);
    QCOMPARE(timestampFromText(QStringLiteral("2025-01-31 12:20:30+02")).toMSecsSinceEpoch(), 1738318830000);
    QCOMPARE(timestampFromText(QStringLiteral("2025-01-31T10:20:30Z")).toMSecsSinceEpoch(), 1738318830000);
    QCOMPARE(timestampFromText(QStringLiteral("1738318830.5")).toMSecsSinceEpoch(), 1738318830500);
    QVERIFY(!timestampFromText(QStringLiteral("yesterday")).isValid());
}

void tst_Connection::sameStatementInItsOwnLoop()
{
    const auto connection = m_fixture.connection(m_fixture.create());
    must(connection->execDirect(QStringLiteral("CREATE TABLE x (i INTEGER)")));
    for (int i = 0; i < 3; ++i)
        must(connection->change(QStringLiteral("INSERT INTO x VALUES (?)"), {i}));
    int pairs = 0;
    SqlRows outer = must(connection->exec(QStringLiteral("SELECT i FROM x ORDER BY i")));
    while (outer.next()) {
        SqlRows inner = must(connection->exec(QStringLiteral("SELECT i FROM x ORDER BY i")));
        while (inner.next())
            ++pairs;
    }
    QCOMPARE(pairs, 9);
}

void tst_Connection::transactionCommitsOrRollsBack()
{
    const auto connection = m_fixture.connection(m_fixture.create());
    must(connection->execDirect(QStringLiteral("CREATE TABLE x (i INTEGER)")));
    const auto insert = [&] {
        return connection->change(QStringLiteral("INSERT INTO x VALUES (1)")).map([](qint64) {});
    };
    const QString count = QStringLiteral("SELECT COUNT(*) FROM x");
    must(connection->transaction(insert));
    QCOMPARE(text(*connection, count), QStringLiteral("1"));
    const Result<void> refused = connection->transaction([&]() -> Result<void> {
        must(insert());
        // A transaction inside another only joins it.
        must(connection->transaction(insert));
        return fail(Error::Kind::Validation, QStringLiteral("no"));
    });
    QVERIFY(!refused);
    QCOMPARE(refused.error().message, QStringLiteral("no"));
    QVERIFY(!connection->inTransaction());
    QCOMPARE(text(*connection, count), QStringLiteral("1"));
    bool thrown = false;
    try {
        static_cast<void>(connection->transaction([&]() -> Result<void> {
            must(insert());
            throw std::runtime_error("x");
        }));
    } catch (const std::runtime_error &) {
        thrown = true;
    }
    QVERIFY(thrown);
    QCOMPARE(text(*connection, count), QStringLiteral("1"));
}

void tst_Connection::failedStatementNeverCommits()
{
    const auto connection = m_fixture.connection(m_fixture.create());
    must(connection->execDirect(QStringLiteral("CREATE TABLE x (i INTEGER PRIMARY KEY)")));
    const Result<void> ignored = connection->transaction([&]() -> Result<void> {
        must(connection->change(QStringLiteral("INSERT INTO x VALUES (?)"), {1}));
        static_cast<void>(connection->change(QStringLiteral("INSERT INTO x VALUES (?)"), {1}));
        return {};
    });
    QVERIFY(!ignored);
    QCOMPARE(text(*connection, QStringLiteral("SELECT COUNT(*) FROM x")), QStringLiteral("0"));
    // And the connection is good afterwards, with the same prepared statements.
    must(connection->transaction(
        [&] { return connection->change(QStringLiteral("INSERT INTO x VALUES (?)"), {1}).map([](qint64) {}); }));
}

void tst_Connection::tellsDuplicates()
{
    const auto connection = m_fixture.connection(m_fixture.create());
    must(connection->execDirect(QStringLiteral("CREATE TABLE x (i INTEGER NOT NULL, t TEXT UNIQUE)")));
    must(connection->change(QStringLiteral("INSERT INTO x VALUES (1, 'a')")));
    QCOMPARE(connection->change(QStringLiteral("INSERT INTO x VALUES (2, 'a')")).error().code,
             QStringLiteral("duplicate"));
    QCOMPARE(connection->change(QStringLiteral("INSERT INTO x VALUES (NULL, 'b')")).error().code, QString());
    QVERIFY(connection->exec(QStringLiteral("SELECT nonsense FROM x")).error().kind == Error::Kind::Storage);
}

void tst_Connection::case31_sqliteIsDurable()
{
    const auto connection =
        m_fixture.connection(DatabaseUrl::sqlite(m_fixture.folder() + QStringLiteral("/new/folder/a;b=c.db")));
    QCOMPARE(text(*connection, QStringLiteral("PRAGMA journal_mode")), QStringLiteral("wal"));
    QCOMPARE(text(*connection, QStringLiteral("PRAGMA synchronous")), QStringLiteral("2"));
    QCOMPARE(text(*connection, QStringLiteral("PRAGMA foreign_keys")), QStringLiteral("1"));
    QCOMPARE(text(*connection, QStringLiteral("PRAGMA busy_timeout")), QStringLiteral("5000"));
    QVERIFY(QFile::exists(m_fixture.folder() + QStringLiteral("/new/folder/a;b=c.db")));
}

void tst_Connection::sqliteTellsWhatIsWrong()
{
    QFile file(m_fixture.folder() + QStringLiteral("/no.db"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    const auto notADatabase = Connection::open(DatabaseUrl::sqlite(file.fileName()), {});
    QVERIFY(!notADatabase);
    QCOMPARE(notADatabase.error().code, QStringLiteral("damaged"));
    QVERIFY(notADatabase.error().message.contains(file.fileName()));
    QVERIFY2(notADatabase.error().message.contains(QStringLiteral("choose another database")), "what to do");
    const auto belowAFile = Connection::open(DatabaseUrl::sqlite(file.fileName() + QStringLiteral("/x.db")), {});
    QVERIFY(!belowAFile);
    QCOMPARE(belowAFile.error().code, QStringLiteral("cannot-connect"));
}

void tst_Connection::tellsThatAPasswordIsNeeded()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    const QString name = must(m_fixture.cluster().createDatabase());
    const DatabaseUrl url = must(DatabaseUrl::parse(m_fixture.cluster().tcpUrl(name)));
    const auto none = Connection::open(url, {});
    QVERIFY(!none);
    QCOMPARE(none.error().code, QStringLiteral("needs-password"));
    const auto wrong = Connection::open(url, QStringLiteral("wr'ong \\"));
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, QStringLiteral("wrong-password"));
    QVERIFY(!(wrong.error().message + wrong.error().detail).contains(QStringLiteral("wr'ong")));
    QVERIFY(Connection::open(url, PostgresCluster::password()));
    qputenv("PGPASSWORD", PostgresCluster::password().toUtf8());
    const auto fromEnvironment = Connection::open(url, {});
    qunsetenv("PGPASSWORD");
    QVERIFY(fromEnvironment);
}

void tst_Connection::tellsThatNobodyAnswers()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    const auto nobody = Connection::open(must(DatabaseUrl::parse(QStringLiteral("postgresql://u@127.0.0.1:1/n"))), {});
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, QStringLiteral("cannot-connect"));
    const auto missing =
        Connection::open(must(DatabaseUrl::parse(m_fixture.cluster().socketUrl(QStringLiteral("missing")))), {});
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, QStringLiteral("cannot-connect"));
    const auto tls = Connection::open(must(DatabaseUrl::parse(m_fixture.cluster().tcpUrl(QStringLiteral("postgres")) +
                                                              QStringLiteral("?sslmode=require"))),
                                      PostgresCluster::password());
    QVERIFY(!tls); // the private cluster has no certificate, so this shows that sslmode arrives
    QCOMPARE(tls.error().code, QStringLiteral("cannot-connect"));
}

void tst_Connection::reopensAfterTheServerEndedIt()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    const DatabaseUrl url = m_fixture.create(DatabaseUrl::Driver::PostgreSql);
    const auto connection = m_fixture.connection(url);
    const auto other = m_fixture.connection(url);
    const QString backend = QStringLiteral("SELECT pg_backend_pid() + ?");
    const QString first = text(*connection, backend, {0});
    must(other->exec(QStringLiteral("SELECT pg_terminate_backend(CAST(? AS INTEGER))"), {first}));
    const auto lost = connection->exec(backend, {0});
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, QStringLiteral("lost"));
    QVERIFY(connection->isLost());
    must(connection->reopen());
    QVERIFY(!connection->isLost());
    QVERIFY(text(*connection, backend, {0}) != first);
}

QTEST_GUILESS_MAIN(tst_Connection)
#include "tst_connection.moc"
