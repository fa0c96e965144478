// SPDX-License-Identifier: GPL-3.0-or-later
// A run that is cut off at any point goes on where it was: exactly the asked number of images, no row without a file,
// no file used twice, and nothing left lying about.
#include "support/commandlineprocess.h"
#include "support/postgrescluster.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

constexpr int perCharacter = 6;

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

QJsonObject jobsNow(const CommandLinePlace &here)
{
    return here.call(words("status")).json().object().value(u"jobs"_qs).toObject();
}

int storedNow(const CommandLinePlace &here)
{
    return jobsNow(here).value(u"stored"_qs).toInt();
}

/// Whether every job is either in the library or still only planned: a paused run has come to rest.
bool atRest(const CommandLinePlace &here)
{
    const QJsonObject jobs = jobsNow(here);
    return jobs.value(u"stored"_qs).toInt() + jobs.value(u"planned"_qs).toInt() == 3 * perCharacter;
}

/// What must hold after the last start, whatever happened before.
void checkInvariants(const CommandLinePlace &here, int characters)
{
    const QJsonArray images = here.call(words("images")).json().array();
    QCOMPARE(images.size(), characters * perCharacter);
    QMap<QString, int> count;
    QSet<QString> files;
    QSet<QString> numbers;
    for (const QJsonValue &value : images) {
        const QJsonObject image = value.toObject();
        const QString character = image.value(u"character"_qs).toString();
        ++count[character];
        numbers.insert(character + QString::number(image.value(u"number"_qs).toInt()));
        const QString file = image.value(u"file"_qs).toString();
        QVERIFY2(QFileInfo(file).size() > 0, qPrintable(file));
        files.insert(file);
    }
    for (const int made : std::as_const(count))
        QCOMPARE(made, perCharacter);
    QCOMPARE(files.size(), images.size());
    QCOMPARE(numbers.size(), images.size());
    QDirIterator walk(here.library(), QDir::Files, QDirIterator::Subdirectories);
    int pictures = 0;
    while (walk.hasNext()) {
        const QString file = walk.next();
        if (file.contains(u"/references/"_qs))
            continue;
        QVERIFY2(files.contains(file), qPrintable(u"left over: "_qs + file));
        ++pictures;
    }
    QCOMPARE(pictures, images.size());
    const QJsonObject jobs = here.call(words("status")).json().object().value(u"jobs"_qs).toObject();
    QCOMPARE(jobs.value(u"stored"_qs).toInt(), images.size());
    for (const char *open : {"planned", "posting", "queued", "running", "fetching", "lost"})
        QCOMPARE(jobs.value(QString::fromLatin1(open)).toInt(), 0);
}

void addCharacters(const CommandLinePlace &here)
{
    for (const char *name : {"Anna", "Bea", "Cleo"})
        QCOMPARE(here.call({u"characters"_qs, u"add"_qs, QString::fromLatin1(name), u"images=6"_qs, u"size=128x192"_qs})
                     .exitCode,
                 0);
}

} // namespace

class TestInterruptedRun : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::PostgresCluster> m_cluster;

    std::unique_ptr<CommandLinePlace> placeOn(const QString &database)
    {
        if (database == u"sqlite"_qs)
            return std::make_unique<CommandLinePlace>(QStringLiteral(LORASTUDIO_CLI));
        return std::make_unique<CommandLinePlace>(QStringLiteral(LORASTUDIO_CLI),
                                                  m_cluster->socketUrl(m_cluster->createDatabase().value()));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::PostgresCluster>();
        const Result<void> started = m_cluster->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    }

    void killedAndResumed_data()
    {
        QTest::addColumn<QString>("database");
        QTest::newRow("SQLite") << u"sqlite"_qs;
        QTest::newRow("PostgreSQL") << u"postgresql"_qs;
    }

    void killedAndResumed()
    {
        QFETCH(QString, database);
        const auto here = placeOn(database);
        QString url;
        const auto server = here->startDemoServer(words("--step-ms 2 --load-ms 50"), &url);
        addCharacters(*here);
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed of the random points: %u", seed);
        QRandomGenerator random(seed);
        const int points = qEnvironmentVariableIsSet("LORA_STUDIO_SOAK") ? 100 : 5;
        for (int point = 0; point < points; ++point) {
            const auto run = here->start({u"run"_qs, u"--server"_qs, url});
            run->waitForFinished(int(300 + random.bounded(1500)));
            if (run->state() == QProcess::Running)
                ::kill(pid_t(run->processId()), SIGKILL);
            run->waitForFinished(10'000);
        }
        const CommandResult last = here->call({u"run"_qs, u"--server"_qs, url});
        QVERIFY2(last.exitCode == 0, last.standardError);
        checkInvariants(*here, 3);
    }

    void case44_aSignalStopsCleanlyAndTheRestIsResumable()
    {
        const auto here = placeOn(u"sqlite"_qs);
        addCharacters(*here);
        QString url;
        const auto server = here->startDemoServer(words("--step-ms 8 --load-ms 50"), &url);
        const auto run = here->start({u"run"_qs, u"--server"_qs, url});
        QTRY_VERIFY_WITH_TIMEOUT(storedNow(*here) >= 2, 60'000);
        ::kill(pid_t(run->processId()), SIGTERM);
        QVERIFY(run->waitForFinished(10'000));
        QCOMPARE(run->exitCode(), 143);
        QVERIFY(storedNow(*here) < 18);
        const CommandResult last = here->call(words("run --resume"));
        QVERIFY2(last.exitCode == 0, last.standardError);
        checkInvariants(*here, 3);
    }

    void pausedContinuedAndStoppedFromAnotherProcess()
    {
        const auto here = placeOn(u"sqlite"_qs);
        addCharacters(*here);
        QString url;
        // Slow enough that the calls of a loaded machine come while there is still something to do.
        const auto server = here->startDemoServer(words("--step-ms 30 --load-ms 50"), &url);
        QCOMPARE(here->call(words("pause")).exitCode, 3);
        const auto run = here->start({u"run"_qs, u"--server"_qs, url});
        QTRY_VERIFY_WITH_TIMEOUT(storedNow(*here) >= 1, 60'000);
        QCOMPARE(here->call(words("pause")).json().object().value(u"state"_qs).toString(), u"paused"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(atRest(*here), 30'000);
        const int before = storedNow(*here);
        QVERIFY(before < 3 * perCharacter);
        QCOMPARE(run->state(), QProcess::Running);
        QCOMPARE(here->call(words("continue")).exitCode, 0);
        QTRY_VERIFY_WITH_TIMEOUT(storedNow(*here) > before, 30'000);
        QCOMPARE(here->call(words("stop")).exitCode, 0);
        QVERIFY(run->waitForFinished(30'000));
        QCOMPARE(run->exitCode(), 3);
        const QJsonObject jobs = here->call(words("status")).json().object().value(u"jobs"_qs).toObject();
        QCOMPARE(jobs.value(u"stored"_qs).toInt() + jobs.value(u"cancelled"_qs).toInt(), 18);
        const CommandResult last = here->call({u"run"_qs, u"--server"_qs, url});
        QVERIFY2(last.exitCode == 0, last.standardError);
        checkInvariants(*here, 3);
    }

    void case37_aSecondProcessDoesNotMakeTheSameRun()
    {
        const auto here = placeOn(u"sqlite"_qs);
        addCharacters(*here);
        QString url;
        const auto server = here->startDemoServer(words("--step-ms 8 --load-ms 50"), &url);
        const auto run = here->start({u"run"_qs, u"--server"_qs, url});
        QTRY_VERIFY_WITH_TIMEOUT(storedNow(*here) >= 1, 60'000);
        const CommandResult second = here->call({u"run"_qs, u"--server"_qs, url});
        QCOMPARE(second.exitCode, 3);
        QVERIFY(run->waitForFinished(120'000));
        QCOMPARE(run->exitCode(), 0);
        checkInvariants(*here, 3);
    }
};

QTEST_GUILESS_MAIN(TestInterruptedRun)
#include "tst_interruptedrun.moc"
