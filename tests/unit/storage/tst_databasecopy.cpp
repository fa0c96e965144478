// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ids.h"
#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/databasecopy.h"
#include "storage/databaseprobe.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/migrator.h"
#include "storage/projectrepository.h"
#include "storage/referencerepository.h"
#include "storage/runrepository.h"
#include "storage/workerrepository.h"
#include "support/storagefixture.h"

#include <QFile>
#include <QMap>
#include <QTest>

#include <algorithm>

using namespace lorastudio;
using namespace lorastudio::test;
using Driver = DatabaseUrl::Driver;

namespace {

void noProgress(qint64, qint64) {}

struct Filled
{
    DatabaseUrl url;
    QString id;
    qint64 run = 0;
};

/// Two characters, 700 jobs (more than are read at once), an image, and what is awkward: quotes, emoji, NULL.
Filled fill(StorageFixture &fixture, Driver driver)
{
    Filled filled;
    filled.url = fixture.create(driver);
    const std::unique_ptr<Connection> db = fixture.connection(filled.url);
    must(Migrator(*db).run());
    filled.id = must(ProjectRepository(*db).databaseId());
    const Character yuki = addCharacter(*db, QStringLiteral("Yuki \"O'Hara\" \U0001F600"));
    const Character mei = addCharacter(*db, QStringLiteral("Mei"));
    must(AssignmentRepository(*db).set({mei.id, QStringLiteral("a/b.safetensors"), true, QStringLiteral("because")}));
    must(ReferenceRepository(*db).set(
        mei.id, {QStringLiteral("references/mei 2.png"), QStringLiteral("references/mei 1.png")}));
    filled.run = addRun(*db, true);
    QVector<Job> jobs;
    for (int number = 1; number <= 700; ++number)
        jobs.append(plannedJob(filled.run, number % 2 ? yuki.id : mei.id, number));
    jobs[0].seed = (qint64(1) << 53) - 1;
    must(db->transaction([&] { return JobRepository(*db).insert(jobs); }));
    must(db->change(QStringLiteral("INSERT INTO generation_history (character_id, model_file, image_path, "
                                   "quality_score, generated_at, phash, demo) VALUES (?, 'm', 'p.png', 61.25, "
                                   "'2025-01-31 10:20:30.500', ?, ?)"),
                    {yuki.id, qint64(-5), true}));
    return filled;
}

QVector<QStringList> rowsOf(Connection &db, const QString &sql, int columns)
{
    return must(db.list(sql, {}, [columns](const SqlRows &row) {
        QStringList texts;
        for (int i = 0; i < columns; ++i)
            texts += row.isNull(i) ? QStringLiteral("NULL") : row.text(i);
        return texts;
    }));
}

/// A value that no other row and column has, of the type that the schema names.
QVariant valueFor(const QString &type, int table, int row, int column)
{
    const int number = 1 + row + 10 * column + 1000 * table;
    if (type.startsWith(QStringLiteral("bool")))
        return row % 2 == 0;
    if (type.startsWith(QStringLiteral("timestamp")))
        return QStringLiteral("2025-03-0%1 10:20:30.%2").arg(1 + row).arg(100 + number % 800);
    if (type.startsWith(QStringLiteral("big")))
        return (qint64(1) << 53) + number;
    if (type.contains(QStringLiteral("int")))
        return number;
    if (type.startsWith(QStringLiteral("double")) || type.startsWith(QStringLiteral("float")))
        return number / 3.0;
    return QStringLiteral("%1 \"O'Hara\" \U0001F600").arg(number);
}

/// Rows in every table that there is, whatever the schema of today names: a table that is new is filled, too.
void fillEveryTable(Connection &db)
{
    const auto text = [](const SqlRows &row) {
        return row.text(0);
    };
    QStringList left = must(ownTables());
    left.removeOne(QStringLiteral("settings"));
    for (int table = 0; !left.isEmpty(); ++table) {
        const QString name = left.takeFirst();
        const QVector<QString> parents = must(db.list(db.dialect().referencesOf(), {name}, text));
        if (std::any_of(parents.cbegin(), parents.cend(), [&](const QString &one) { return left.contains(one); })) {
            left.append(name);
            continue;
        }
        for (int row = 0; row < 3; ++row) {
            QStringList columns;
            QVariantList values;
            const QVector<QStringList> described =
                must(db.list(db.dialect().columnTypesOf(), {name}, [](const SqlRows &one) {
                    return QStringList{one.text(0), one.text(1)};
                }));
            for (const QStringList &column : described) {
                const QVector<QStringList> to = must(
                    db.list(QStringLiteral("SELECT \"table\", COALESCE(\"to\", 'id') FROM pragma_foreign_key_list(?) "
                                           "WHERE \"from\" = ?"),
                            {name, column.at(0)}, [](const SqlRows &one) {
                                return QStringList{one.text(0), one.text(1)};
                            }));
                values.append(valueFor(column.at(1), table, row, int(columns.size())));
                if (!to.isEmpty())
                    values.last() = must(db.list(QStringLiteral("SELECT \"%1\" FROM \"%2\" ORDER BY \"%1\"")
                                                     .arg(to.first().at(1), to.first().at(0)),
                                                 {}, text))
                                        .at(row);
                columns += u'"' + column.at(0) + u'"';
            }
            must(db.change(
                QStringLiteral("INSERT INTO \"%1\" (%2) VALUES (%3)")
                    .arg(name, columns.join(u','), QStringList(columns.size(), QStringLiteral("?")).join(u',')),
                values));
        }
    }
}

/// Every cell of every table but what is a database's own, with the names of the tables and columns.
QMap<QString, QStringList> everythingIn(Connection &db)
{
    QMap<QString, QStringList> all;
    const QStringList names = must(ownTables());
    for (const QString &name : names) {
        QStringList columns;
        QStringList heads;
        const QVector<QStringList> described =
            must(db.list(db.dialect().columnTypesOf(), {name}, [](const SqlRows &one) {
                return QStringList{one.text(0), one.text(1)};
            }));
        for (const QStringList &column : described) {
            heads += column.at(0);
            columns += QStringLiteral("CAST(\"%1\" AS TEXT)").arg(column.at(0));
        }
        QStringList rows;
        const QString sql =
            QStringLiteral("SELECT %1 FROM \"%2\"").arg(columns.join(u','), name) +
            (name == QStringLiteral("settings") ? QStringLiteral(" WHERE name NOT IN ('database_id', 'copied_from')")
                                                : QString());
        for (const QStringList &row : rowsOf(db, sql, int(columns.size()))) {
            QStringList cells;
            for (int i = 0; i < row.size(); ++i)
                cells += heads.at(i) + u'=' + row.at(i);
            cells.sort();
            rows += cells.join(u'|');
        }
        rows.sort();
        all.insert(name, rows);
    }
    return all;
}

} // namespace

class TestDatabaseCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingArrives_data();
    void everythingArrives();
    void everyTableArrivesWhole();
    void theCopyGoesOnWithNewIds();
    void aWriterIsNoBystander_data() { StorageFixture::addDrivers(); }
    void aWriterIsNoBystander();
    void nobodyWritesUntilTheCopyIsTakenUp_data() { StorageFixture::addDrivers(); }
    void nobodyWritesUntilTheCopyIsTakenUp();
    void whatIsNotTakenUpIsTakenAway_data() { StorageFixture::addDrivers(); }
    void whatIsNotTakenUpIsTakenAway();
    void afterTheCommitNothingIsCancelled();
    void nothingIsCopiedIntoWhatHoldsSomething();
    void tablesOfOthersAreLeftAlone();
    void cancellingLeavesNothing();
    void aLookSaysWhatIsThere();
    void aLookChangesNothing();
    void aRunThatIsMadeIsSeen();

private:
    StorageFixture m_fixture;
};

void TestDatabaseCopy::everythingArrives_data()
{
    QTest::addColumn<bool>("fromPostgreSql");
    QTest::addColumn<bool>("toPostgreSql");
    QTest::newRow("SQLite to SQLite") << false << false;
    if (!StorageFixture::usesPostgreSql())
        return;
    QTest::newRow("SQLite to PostgreSQL") << false << true;
    QTest::newRow("PostgreSQL to SQLite") << true << false;
}

void TestDatabaseCopy::everythingArrives()
{
    QFETCH(bool, fromPostgreSql);
    QFETCH(bool, toPostgreSql);
    const Filled from = fill(m_fixture, fromPostgreSql ? Driver::PostgreSql : Driver::Sqlite);
    DatabaseCopyOrder order;
    order.from = from.url;
    order.to = m_fixture.create(toPostgreSql ? Driver::PostgreSql : Driver::Sqlite);
    qint64 lastDone = 0;
    qint64 lastAll = -1;
    const DatabaseCopied copied = must(copyDatabase(order,
                                                    [&](qint64 done, qint64 all) {
                                                        QVERIFY(done >= lastDone);
                                                        lastDone = done;
                                                        lastAll = all;
                                                    },
                                                    {}));
    QCOMPARE(lastDone, lastAll);
    QCOMPARE(lastDone, copied.rows);
    QCOMPARE(copied.contents, (DatabaseContents{2, 1, 1}));
    QCOMPARE(copied.fromId, from.id);
    QVERIFY(!copied.toId.isEmpty() && copied.toId != from.id); // else each would clean up the other's library

    const auto source = m_fixture.connection(order.from);
    const auto target = m_fixture.connection(order.to);
    QCOMPARE(must(ProjectRepository(*source).databaseId()), from.id);
    QCOMPARE(must(ProjectRepository(*target).databaseId()), copied.toId);
    const std::pair<QString, int> questions[] = {
        {QStringLiteral("SELECT id, project_id, name, name_key, images, reference FROM characters ORDER BY position"),
         6},
        {QStringLiteral(
             "SELECT character_id, position, path FROM character_references ORDER BY character_id, position"),
         3},
        {QStringLiteral(
             "SELECT number, run_id, character_id, seed, state, work_order, created_at FROM jobs ORDER BY number"),
         7},
        {QStringLiteral("SELECT id, state, base_seed, heartbeat_at FROM runs"), 4},
        {QStringLiteral("SELECT id, character_id, model_file, reason FROM model_assignments"), 4},
        {QStringLiteral("SELECT id, quality_score, phash, job_id, seed FROM generation_history"), 5}};
    for (const auto &[sql, columns] : questions)
        QCOMPARE(rowsOf(*target, sql, columns), rowsOf(*source, sql, columns));
    QCOMPARE(must(ReferenceRepository(*target).list(QStringLiteral("mei"))),
             (QStringList{QStringLiteral("references/mei 2.png"), QStringLiteral("references/mei 1.png")}));
    const auto flags = [](const SqlRows &row) {
        return row.boolean(0);
    };
    QCOMPARE(must(target->first(QStringLiteral("SELECT demo FROM generation_history"), {}, flags)), true);
    QCOMPARE(must(target->first(QStringLiteral("SELECT locked FROM model_assignments"), {}, flags)), true);
    const auto times = [](const SqlRows &row) {
        return row.timestamp(0);
    };
    QCOMPARE(
        must(target->first(QStringLiteral("SELECT CAST(generated_at AS TEXT) FROM generation_history"), {}, times)),
        std::optional<QDateTime>(QDateTime(QDate(2025, 1, 31), QTime(10, 20, 30, 500), Qt::UTC)));
    QCOMPARE(must(readContents(*source)), (DatabaseContents{2, 1, 1}));
}

/// SQLite, PostgreSQL and back again; a table that the copy forgets is one that is empty afterwards.
void TestDatabaseCopy::everyTableArrivesWhole()
{
    const DatabaseUrl first = m_fixture.create(Driver::Sqlite);
    const auto source = m_fixture.connection(first);
    must(Migrator(*source).run());
    must(ProjectRepository(*source).setLastUsed(QStringLiteral("default")));
    fillEveryTable(*source);
    const QMap<QString, QStringList> before = everythingIn(*source);
    QVERIFY(before.size() >= 12);
    for (auto table = before.cbegin(); table != before.cend(); ++table)
        QVERIFY2(!table->isEmpty(), qPrintable(table.key()));
    DatabaseUrl from = first;
    const QVector<Driver> way = StorageFixture::usesPostgreSql() ? QVector<Driver>{Driver::PostgreSql, Driver::Sqlite}
                                                                 : QVector<Driver>{Driver::Sqlite};
    // The workers of this test died long ago: nobody is at work.
    for (const Driver driver : way) {
        const DatabaseUrl to = m_fixture.create(driver);
        must(copyDatabase({.from = from, .to = to}, &noProgress, {}));
        from = to;
    }
    const auto target = m_fixture.connection(from);
    const QMap<QString, QStringList> after = everythingIn(*target);
    QCOMPARE(after.keys(), before.keys());
    for (auto table = before.cbegin(); table != before.cend(); ++table)
        QCOMPARE(after.value(table.key()), *table);
}

void TestDatabaseCopy::aWriterIsNoBystander()
{
    QFETCH(int, driver);
    const Filled from = fill(m_fixture, Driver(driver));
    const DatabaseUrl to = m_fixture.create(Driver::Sqlite);
    const auto db = m_fixture.connection(from.url);
    must(db->change(QStringLiteral("UPDATE runs SET heartbeat_at = ") + db->dialect().nowMs()));
    const Result<DatabaseCopied> whileRunning = copyDatabase({.from = from.url, .to = to}, &noProgress, {});
    QVERIFY(!whileRunning);
    QCOMPARE(whileRunning.error().code, QStringLiteral("at-work"));
    must(RunRepository(*db).setState(from.run, RunState::Paused));
    Worker worker;
    worker.id = QStringLiteral("somebody");
    worker.host = QStringLiteral("render-2");
    worker.pid = 4711;
    must(WorkerRepository(*db).beat(worker));
    const Result<DatabaseCopied> whileWaiting = copyDatabase({.from = from.url, .to = to}, &noProgress, {});
    QVERIFY(!whileWaiting);
    QCOMPARE(whileWaiting.error().code, QStringLiteral("at-work"));
    QVERIFY2(whileWaiting.error().message.contains(QStringLiteral("render-2")),
             qPrintable(whileWaiting.error().message));
    QVERIFY(must(hasNoRows(*m_fixture.connection(to))));
    must(copyDatabase({.from = from.url, .to = to, .ownWorker = worker.id}, &noProgress, {}));
}

void TestDatabaseCopy::nobodyWritesUntilTheCopyIsTakenUp()
{
    QFETCH(int, driver);
    const Filled from = fill(m_fixture, Driver(driver));
    const DatabaseUrl to = m_fixture.create(Driver::Sqlite);
    const auto other = m_fixture.connection(from.url); // another process
    must(other->execDirect(Driver(driver) == Driver::Sqlite ? QStringLiteral("PRAGMA busy_timeout = 50")
                                                            : QStringLiteral("SET lock_timeout = '50ms'")));
    const auto write = [&other] {
        return other->change(QStringLiteral("UPDATE characters SET notes = 'late'"));
    };
    int tried = 0;
    bool taken = false;
    must(copyDatabase(
        {.from = from.url, .to = to},
        [&](qint64, qint64) {
            if (tried++ == 0)
                QVERIFY(!write());
        },
        {},
        [&] {
            const Result<qint64> written = write();
            taken = !written && written.error().code == QStringLiteral("busy");
            return Result<void>();
        }));
    QVERIFY(tried > 0);
    QVERIFY(taken);
    QVERIFY(write());
}

void TestDatabaseCopy::whatIsNotTakenUpIsTakenAway()
{
    QFETCH(int, driver);
    const Filled from = fill(m_fixture, Driver::Sqlite);
    const DatabaseUrl to = m_fixture.create(Driver(driver));
    const Result<DatabaseCopied> copied = copyDatabase({.from = from.url, .to = to}, &noProgress, {}, [] {
        return Result<void>(fail(Error::Kind::FileSystem, QStringLiteral("the settings cannot be written")));
    });
    QVERIFY(!copied);
    QCOMPARE(copied.error().message, QStringLiteral("the settings cannot be written"));
    const auto target = m_fixture.connection(to);
    QVERIFY(must(hasNoRows(*target)));
    QCOMPARE(must(ProjectRepository(*target).list()).size(), 1);
    QCOMPARE(must(ProjectRepository(*target).copiedFrom()), QString());
    must(copyDatabase({.from = from.url, .to = to}, &noProgress, {})); // and can be done after all
    QCOMPARE(must(ProjectRepository(*target).copiedFrom()), from.id);
}

void TestDatabaseCopy::afterTheCommitNothingIsCancelled()
{
    const Filled from = fill(m_fixture, Driver::Sqlite);
    std::stop_source stop;
    must(copyDatabase({.from = from.url, .to = m_fixture.create(Driver::Sqlite)}, &noProgress, stop.get_token(), [&] {
        stop.request_stop();
        return Result<void>();
    }));
}

void TestDatabaseCopy::theCopyGoesOnWithNewIds()
{
    for (const Driver driver : {Driver::Sqlite, Driver::PostgreSql}) {
        if (driver == Driver::PostgreSql && !StorageFixture::usesPostgreSql())
            continue;
        const Filled from = fill(m_fixture, Driver::Sqlite);
        const DatabaseUrl to = m_fixture.create(driver);
        must(copyDatabase({.from = from.url, .to = to}, &noProgress, {}));
        const auto target = m_fixture.connection(to);
        QCOMPARE(addRun(*target), from.run + 1);
    }
}

void TestDatabaseCopy::nothingIsCopiedIntoWhatHoldsSomething()
{
    const Filled from = fill(m_fixture, Driver::Sqlite);
    const Filled to = fill(m_fixture, Driver::Sqlite);
    const Result<DatabaseCopied> copied = copyDatabase({.from = from.url, .to = to.url}, &noProgress, {});
    QVERIFY(!copied);
    QCOMPARE(copied.error().code, QStringLiteral("not-empty"));
    QCOMPARE(must(readContents(*m_fixture.connection(to.url))), (DatabaseContents{2, 1, 1}));
    QVERIFY(!copyDatabase({.from = from.url, .to = from.url}, &noProgress, {}));
    // Empty tables are no obstacle.
    const DatabaseUrl empty = m_fixture.create(Driver::Sqlite);
    must(Migrator(*m_fixture.connection(empty)).run());
    must(copyDatabase({.from = from.url, .to = empty}, &noProgress, {}));
}

void TestDatabaseCopy::tablesOfOthersAreLeftAlone()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("no PostgreSQL");
    const Filled from = fill(m_fixture, Driver::Sqlite);
    const DatabaseUrl to = m_fixture.create(Driver::PostgreSql);
    const auto others = m_fixture.connection(to);
    must(others->execDirect(QStringLiteral("CREATE TABLE invoices (id INTEGER, text TEXT)")));
    must(others->execDirect(QStringLiteral("INSERT INTO invoices VALUES (1, 'theirs')")));
    must(copyDatabase({.from = from.url, .to = to}, &noProgress, {}));
    QCOMPARE(rowsOf(*others, QStringLiteral("SELECT text FROM invoices"), 1).size(), 1);
}

void TestDatabaseCopy::cancellingLeavesNothing()
{
    const Filled from = fill(m_fixture, Driver::Sqlite);
    const DatabaseUrl to = m_fixture.create(Driver::Sqlite);
    std::stop_source stop;
    const Result<DatabaseCopied> copied = copyDatabase(
        {.from = from.url, .to = to}, [&](qint64, qint64) { stop.request_stop(); }, stop.get_token());
    QVERIFY(!copied && copied.error().isCanceled());
    const auto target = m_fixture.connection(to);
    QVERIFY(must(hasNoRows(*target)));
    QCOMPARE(must(readContents(*m_fixture.connection(from.url))), (DatabaseContents{2, 1, 1}));
    must(copyDatabase({.from = from.url, .to = to}, &noProgress, {})); // and can be done after all
}

void TestDatabaseCopy::aLookSaysWhatIsThere()
{
    using State = DatabaseProbe::State;
    const QString missing = m_fixture.folder() + QStringLiteral("/not/there.sqlite");
    QCOMPARE(must(probeDatabase(DatabaseUrl::sqlite(missing), {})).state, State::NoFile);
    QVERIFY(!QFile::exists(missing));
    QFile text(m_fixture.folder() + QStringLiteral("/letter.txt"));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write(QByteArray(4096, 'x')) > 0);
    text.close();
    QVERIFY(!probeDatabase(DatabaseUrl::sqlite(text.fileName()), {}));
    QVERIFY(!probeDatabase(DatabaseUrl::sqlite(text.fileName() + QStringLiteral("/a.sqlite")), {}));

    for (const Driver driver : {Driver::Sqlite, Driver::PostgreSql}) {
        if (driver == Driver::PostgreSql && !StorageFixture::usesPostgreSql())
            continue;
        const Filled filled = fill(m_fixture, Driver(driver));
        const DatabaseProbe holds = must(probeDatabase(filled.url, {}));
        QCOMPARE(holds.state, State::Holds);
        QCOMPARE(holds.contents, (DatabaseContents{2, 1, 1}));
        QVERIFY(holds.server.startsWith(driver == Driver::Sqlite ? QStringLiteral("SQLite 3")
                                                                 : QStringLiteral("PostgreSQL 1")));
        QVERIFY(!holds.server.contains(u'('));

        const DatabaseUrl url = m_fixture.create(driver);
        const auto db = m_fixture.connection(url);
        const DatabaseProbe empty = must(probeDatabase(url, {}));
        QCOMPARE(empty.state, State::Empty);
        QVERIFY(!empty.hasTables);
        QVERIFY(empty.mayCreate);
        must(db->execDirect(QStringLiteral("CREATE TABLE model_performance (model_file VARCHAR(255) PRIMARY KEY)")));
        QCOMPARE(must(probeDatabase(url, {})).state, State::Original);
        must(db->execDirect(QStringLiteral("DROP TABLE model_performance")));
        must(Migrator(*db).run());
        QVERIFY(must(probeDatabase(url, {})).hasTables);
        QCOMPARE(must(probeDatabase(url, {})).state, State::Empty);
        must(db->change(
            QStringLiteral("INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, 'x', 0)")));
        QCOMPARE(must(probeDatabase(url, {})).state, State::Newer);
    }
    if (!StorageFixture::usesPostgreSql())
        return;
    PostgresCluster &cluster = m_fixture.cluster();
    const DatabaseUrl tcp = must(DatabaseUrl::parse(cluster.tcpUrl(must(cluster.createDatabase()))));
    const Result<DatabaseProbe> wrong = probeDatabase(tcp, QStringLiteral("wrong"));
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, QStringLiteral("wrong-password"));
    QVERIFY(!wrong.error().message.contains(QStringLiteral("wrong\"")));
    QCOMPARE(must(probeDatabase(tcp, PostgresCluster::password())).state, State::Empty);
}

void TestDatabaseCopy::aLookChangesNothing()
{
    const DatabaseUrl url = DatabaseUrl::sqlite(m_fixture.folder() + QStringLiteral("/somebodys.sqlite"));
    {
        QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
        other.setDatabaseName(url.path);
        QVERIFY(other.open());
        QVERIFY(other.exec(QStringLiteral("CREATE TABLE theirs (a)")).isActive());
    }
    QSqlDatabase::removeDatabase(QStringLiteral("other"));
    const auto content = [&url] {
        QFile file(url.path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray before = content();
    QCOMPARE(must(probeDatabase(url, {})).state, DatabaseProbe::State::Empty);
    QCOMPARE(content(), before);
    QVERIFY(!QFile::exists(url.path + QStringLiteral("-wal")));
}

void TestDatabaseCopy::aRunThatIsMadeIsSeen()
{
    const Filled filled = fill(m_fixture, Driver::Sqlite);
    const auto db = m_fixture.connection(filled.url);
    QCOMPARE(must(runsBeingMade(*db)), qint64(0)); // open, but nobody makes it
    must(db->change(QStringLiteral("UPDATE runs SET heartbeat_at = ") + db->dialect().nowMs()));
    QCOMPARE(must(runsBeingMade(*db)), qint64(1));
    must(RunRepository(*db).setState(filled.run, RunState::Paused));
    QCOMPARE(must(runsBeingMade(*db)), qint64(0));
}

QTEST_GUILESS_MAIN(TestDatabaseCopy)
#include "tst_databasecopy.moc"
