// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrator.h"

#include "support/storagefixture.h"

#include <QMutex>
#include <QProcess>
#include <QThread>

#include <array>
#include <atomic>

using namespace lorastudio;
using namespace lorastudio::test;

class tst_Migrator : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void makesANewDatabase_data() { StorageFixture::addDrivers(); }
    void makesANewDatabase();
    void secondRunDoesNothing_data() { StorageFixture::addDrivers(); }
    void secondRunDoesNothing();
    void oneThatCameLaterIsMadeUpFor_data() { StorageFixture::addDrivers(); }
    void oneThatCameLaterIsMadeUpFor();
    void case36_refusesANewerSchema_data() { StorageFixture::addDrivers(); }
    void case36_refusesANewerSchema();
    void case36_failedMigrationLeavesTheData_data() { StorageFixture::addDrivers(); }
    void case36_failedMigrationLeavesTheData();
    void leavesAForeignDatabaseAlone_data() { StorageFixture::addDrivers(); }
    void leavesAForeignDatabaseAlone();
    void severalProgramsAtOnce_data() { StorageFixture::addDrivers(); }
    void severalProgramsAtOnce();
    void severalThreadsAtOnce_data() { StorageFixture::addDrivers(); }
    void severalThreadsAtOnce();

private:
    QVector<QString> texts(Connection &connection, const QString &sql)
    {
        return must(connection.list(sql, {}, [](const SqlRows &row) { return row.text(0); }));
    }
    StorageFixture m_fixture;
};

void tst_Migrator::makesANewDatabase()
{
    const auto connection = m_fixture.connection(m_fixture.create());
    must(Migrator(*connection).run());
    const QVector<Migrator::Migration> migrations = Migrator::builtIn(connection->dialect());
    QVERIFY(migrations.size() >= 2);
    QCOMPARE(texts(*connection, QStringLiteral("SELECT name FROM schema_migrations ORDER BY version")).size(),
             migrations.size());
    for (const QString &table : {QStringLiteral("model_assignments"), QStringLiteral("generation_history"),
                                 QStringLiteral("model_performance"), QStringLiteral("projects"),
                                 QStringLiteral("characters"), QStringLiteral("checkpoints"), QStringLiteral("servers"),
                                 QStringLiteral("runs"), QStringLiteral("jobs"), QStringLiteral("settings")})
        QVERIFY2(connection->exec(QStringLiteral("SELECT * FROM ") + table), qPrintable(table));
    // What the original design called its columns.
    for (const QString &sql :
         {QStringLiteral("SELECT id, character_id, model_file, quality_score, assigned_at FROM model_assignments"),
          QStringLiteral(
              "SELECT id, character_id, model_file, image_path, quality_score, generated_at FROM generation_history"),
          QStringLiteral("SELECT model_file, avg_quality_score, generation_count, avg_generation_time, last_used "
                         "FROM model_performance")})
        QVERIFY2(connection->exec(sql), qPrintable(sql));
    const bool leftOver =
        must(connection->first(connection->dialect().findTable(), {QStringLiteral("original_model_assignments")},
                               [](const SqlRows &) { return true; }))
            .has_value();
    QVERIFY(!leftOver);
    QCOMPARE(texts(*connection, QStringLiteral("SELECT id FROM characters")).size(), 0);
}

void tst_Migrator::secondRunDoesNothing()
{
    const auto connection = m_fixture.migrated();
    addCharacter(*connection, QStringLiteral("Yuki"));
    must(Migrator(*connection).run());
    QCOMPARE(texts(*connection, QStringLiteral("SELECT name FROM characters")),
             QVector<QString>{QStringLiteral("Yuki")});
}

/// A database may know higher numbers and lack one below them: programs of different branches have worked with it.
void tst_Migrator::oneThatCameLaterIsMadeUpFor()
{
    const auto connection = m_fixture.connection(m_fixture.create());
    const QVector<Migrator::Migration> all = Migrator::builtIn(connection->dialect());
    QVector<Migrator::Migration> older = all;
    QCOMPARE(older.removeIf([](const Migrator::Migration &migration) { return migration.version == 4; }), 1);
    QVERIFY(older.last().version > 4);
    must(Migrator(*connection, older).run());
    addCharacter(*connection, QStringLiteral("Yuki"));
    must(connection->change(QStringLiteral("UPDATE characters SET reference = 'references/a.png'")));
    QVERIFY(!connection->exec(QStringLiteral("SELECT path FROM character_references")));
    must(Migrator(*connection).run());
    QCOMPARE(texts(*connection, QStringLiteral("SELECT path FROM character_references")),
             QVector<QString>{QStringLiteral("references/a.png")});
    QCOMPARE(texts(*connection, QStringLiteral("SELECT name FROM schema_migrations")).size(), all.size());
    must(Migrator(*connection).run());
    QCOMPARE(texts(*connection, QStringLiteral("SELECT path FROM character_references")).size(), 1);
}

void tst_Migrator::case36_refusesANewerSchema()
{
    const auto connection = m_fixture.migrated();
    must(connection->change(
        QStringLiteral("INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, 'x', 0)")));
    const Result<void> refused = Migrator(*connection).run();
    QVERIFY(!refused);
    QVERIFY(refused.error().kind == Error::Kind::Storage);
    QCOMPARE(refused.error().code, QStringLiteral("newer-schema"));
    QVERIFY(refused.error().message.contains(QStringLiteral("9999")));
}

void tst_Migrator::case36_failedMigrationLeavesTheData()
{
    const auto connection = m_fixture.migrated();
    addCharacter(*connection, QStringLiteral("Yuki"));
    QVector<Migrator::Migration> migrations = Migrator::builtIn(connection->dialect());
    migrations.append({9001, QStringLiteral("9001_good"), QStringLiteral("CREATE TABLE good (i INTEGER);")});
    migrations.append({9002, QStringLiteral("9002_bad"),
                       QStringLiteral("ALTER TABLE characters ADD COLUMN x TEXT; DELETE FROM characters; "
                                      "CREATE TABLE half (i INTEGER); INSERT INTO nowhere VALUES (1);")});
    const Result<void> failed = Migrator(*connection, migrations).run();
    QVERIFY(!failed);
    QVERIFY(failed.error().message.contains(QStringLiteral("9002_bad")));
    QCOMPARE(texts(*connection, QStringLiteral("SELECT name FROM characters")),
             QVector<QString>{QStringLiteral("Yuki")});
    QVERIFY(connection->exec(QStringLiteral("SELECT i FROM good")));
    QVERIFY(!connection->exec(QStringLiteral("SELECT i FROM half")));
    QVERIFY(!connection->exec(QStringLiteral("SELECT x FROM characters")));
    QCOMPARE(texts(*connection, QStringLiteral("SELECT name FROM schema_migrations WHERE version > 9000")),
             QVector<QString>{QStringLiteral("9001_good")});
    // Repaired, it goes on where it was.
    migrations.last().script = QStringLiteral("CREATE TABLE half (i INTEGER)");
    must(Migrator(*connection, migrations).run());
    QVERIFY(connection->exec(QStringLiteral("SELECT i FROM half")));
}

void tst_Migrator::leavesAForeignDatabaseAlone()
{
    const auto connection = m_fixture.connection(m_fixture.create());
    must(connection->execDirect(QStringLiteral("CREATE TABLE jobs (title TEXT)")));
    must(connection->change(QStringLiteral("INSERT INTO jobs VALUES ('baker')")));
    QVERIFY(!Migrator(*connection).run());
    QCOMPARE(texts(*connection, QStringLiteral("SELECT title FROM jobs")), QVector<QString>{QStringLiteral("baker")});
    QVERIFY(!connection->exec(QStringLiteral("SELECT * FROM characters")));
}

void tst_Migrator::severalProgramsAtOnce()
{
    // A new database each time, because the race is in its first moments.
    for (int round = 0; round < 6; ++round) {
        const DatabaseUrl url = m_fixture.create();
        std::array<QProcess, 4> programs;
        for (QProcess &program : programs) {
            program.setProcessChannelMode(QProcess::MergedChannels);
            program.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--open"), url.display()});
        }
        for (QProcess &program : programs) {
            QVERIFY(program.waitForFinished(60'000));
            QVERIFY2(program.exitCode() == 0, program.readAll().constData());
        }
        const auto connection = m_fixture.connection(url);
        QCOMPARE(texts(*connection, QStringLiteral("SELECT name FROM schema_migrations")).size(),
                 Migrator::builtIn(connection->dialect()).size());
    }
}

void tst_Migrator::severalThreadsAtOnce()
{
    for (int round = 0; round < 8; ++round) {
        const DatabaseUrl url = m_fixture.create();
        std::atomic<int> ready = 0;
        std::atomic<int> good = 0;
        std::vector<std::unique_ptr<QThread>> threads;
        constexpr int programs = 4;
        QStringList problems;
        QMutex mutex;
        for (int i = 0; i < programs; ++i) {
            threads.emplace_back(QThread::create([&] {
                ++ready;
                while (ready < programs)
                    QThread::yieldCurrentThread();
                const Result<std::unique_ptr<Connection>> connection = Connection::open(url, {});
                const Result<void> migrated =
                    connection ? Migrator(**connection).run() : Result<void>(fail(connection.error()));
                if (migrated) {
                    ++good;
                } else {
                    const QMutexLocker lock(&mutex);
                    problems += migrated.error().message + migrated.error().detail;
                }
            }));
            threads.back()->start();
        }
        for (const auto &thread : threads)
            QVERIFY(thread->wait(60'000));
        QVERIFY2(good == programs, qPrintable(problems.join(u'\n')));
    }
}

/// With `--open URL` the program is one of several that open the same database.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QStringLiteral("--open")) {
        const Result<DatabaseUrl> url = DatabaseUrl::parse(arguments.value(2));
        const Result<std::unique_ptr<Connection>> connection =
            url ? Connection::open(*url, {}) : Result<std::unique_ptr<Connection>>(fail(url.error()));
        const Result<void> migrated =
            connection ? Migrator(**connection).run() : Result<void>(fail(connection.error()));
        if (!migrated)
            qWarning("%s | %s", qPrintable(migrated.error().message), qPrintable(migrated.error().detail));
        return migrated ? 0 : 1;
    }
    tst_Migrator test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_migrator.moc"
