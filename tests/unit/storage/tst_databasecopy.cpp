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
#include "support/storagefixture.h"

#include <QFile>
#include <QTest>

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

} // namespace

class TestDatabaseCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingArrives_data();
    void everythingArrives();
    void theCopyGoesOnWithNewIds();
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
        const Filled filled = fill(m_fixture, driver);
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
