// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong around a run in this process: servers that go, come back, are removed or name files differently, a
// stop at a bad moment, and a library that two databases are pointed at.
#include "runplace.h"
#include "storage/assignmentrepository.h"
#include "storage/jobrepository.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

const QString flat = u"epicrealism_v5.safetensors"_qs;

DemoOptions options(int stepMs, const QStringList &checkpoints = {flat})
{
    DemoOptions value;
    value.stepMs = stepMs;
    value.loadMs = 10;
    value.checkpoints = checkpoints;
    return value;
}

RunRequest wholeProject()
{
    RunRequest request;
    request.project = u"default"_qs;
    return request;
}

/// Connects a second server to the place and waits until it answers.
std::unique_ptr<DemoServer> secondServer(Place &here, const DemoOptions &value)
{
    auto server = std::make_unique<DemoServer>(value);
    if (!server->start())
        qFatal("the second server did not start");
    ServerConfig config;
    config.url = normalizedServerUrl(server->url().toString());
    const auto connection = here.services->pool().add(config, {});
    if (!QTest::qWaitFor([&] { return connection->isReachable(); }, 30'000))
        qFatal("the second server was not reached");
    return server;
}

QVector<Job> openJobs(Place &here)
{
    return await(here.services->database().read(
                     [](Connection &connection) { return JobRepository(connection).open(u"default"_qs); }))
        .value();
}

void checkComplete(Place &here, int images)
{
    QSet<int> numbers;
    const QVector<ImageRecord> all = here.images();
    for (const ImageRecord &image : all) {
        numbers.insert(image.number);
        QVERIFY(QFile::exists(here.services->imageFile(image)));
    }
    QCOMPARE(all.size(), images);
    QCOMPARE(numbers.size(), images);
}

} // namespace

class TestRunTroubles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void anotherServerNamesTheFileDifferently()
    {
        Place here(options(20, {u"SD15/epicrealism_v5.safetensors"_qs}));
        here.add(u"Anna"_qs, 4);
        QVERIFY(await(here.services->assignments().choose(u"anna"_qs, flat)));
        QSignalSpy accepted(here.demo.get(), &DemoServer::promptAccepted);
        Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_VERIFY_WITH_TIMEOUT(accepted.size() >= 2, 30'000);
        const auto second = secondServer(here, options(1));
        here.demo->stop();
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QCOMPARE(report->stored, 4);
        checkComplete(here, 4);
    }

    void aServerThatIsRemovedLeavesNothingUndone()
    {
        Place here(options(20));
        here.add(u"Anna"_qs, 5);
        const auto second = secondServer(here, options(1));
        QSignalSpy accepted(here.demo.get(), &DemoServer::promptAccepted);
        Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_VERIFY_WITH_TIMEOUT(accepted.size() >= 1, 30'000);
        here.services->pool().remove(here.url());
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QCOMPARE(report->stored, 5);
        checkComplete(here, 5);
        QTRY_VERIFY_WITH_TIMEOUT(here.demo->runningId().isEmpty() && here.demo->pendingCount() == 0, 10'000);
    }

    void aConnectionThatIsMadeAnewKeepsItsPrompts()
    {
        Place here(options(10));
        here.add(u"Anna"_qs, 4);
        QSignalSpy accepted(here.demo.get(), &DemoServer::promptAccepted);
        QSignalSpy stored(&here.services->generation(), &GenerationService::imageStored);
        Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_VERIFY_WITH_TIMEOUT(stored.size() >= 1, 30'000);
        awaitVoid(here.services->connectServers({here.url()}));
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QCOMPARE(report->stored, 4);
        checkComplete(here, 4);
        QCOMPARE(accepted.size(), 4); // none was made twice
    }

    void stoppedWhileAPromptIsBeingPosted()
    {
        Place here(options(10));
        here.add(u"Anna"_qs, 6);
        QSignalSpy planned(&here.services->generation(), &GenerationService::jobChanged);
        here.demo->addFault(DemoFault::make(DemoFault::Kind::Latency, 400, -1));
        Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_VERIFY_WITH_TIMEOUT(!planned.isEmpty(), 30'000); // written as posting, and on its way
        QVERIFY(await(here.services->generation().wish(u"default"_qs, RunState::Stopping)));
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QVERIFY(report->end == RunReport::End::Stopped);
        here.demo->clearFaults();
        QTRY_VERIFY_WITH_TIMEOUT(here.demo->runningId().isEmpty() && here.demo->pendingCount() == 0, 10'000);
        QVERIFY(openJobs(here).isEmpty());
    }

    void stoppedWhileTheServerIsAway()
    {
        Place here(options(20));
        here.add(u"Anna"_qs, 4);
        QSignalSpy started(here.demo.get(), &DemoServer::promptStarted);
        Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_VERIFY_WITH_TIMEOUT(!started.isEmpty(), 30'000);
        here.demo->stop();
        QVERIFY(await(here.services->generation().wish(u"default"_qs, RunState::Stopping)));
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QVERIFY(report->end == RunReport::End::Stopped);
        QVERIFY(openJobs(here).isEmpty());
    }

    void theProgramEndsWhileTheServerIsAway()
    {
        Place here(options(20));
        here.add(u"Anna"_qs, 4);
        QSignalSpy started(here.demo.get(), &DemoServer::promptStarted);
        Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_VERIFY_WITH_TIMEOUT(!started.isEmpty(), 30'000);
        here.demo->stop();
        QVERIFY(await(here.services->generation().wish(u"default"_qs, RunState::Stopping)));
        here.close(); // at once, while it is stopping; it does not wait for the server
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
    }

    void aCharacterThatIsRemovedIsNoFailure()
    {
        Place here(options(5));
        here.add(u"Anna"_qs, 5);
        here.add(u"Bea"_qs, 2);
        QSignalSpy stored(&here.services->generation(), &GenerationService::imageStored);
        Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_VERIFY_WITH_TIMEOUT(stored.size() >= 1, 30'000);
        QVERIFY(await(here.services->database().write(
            [](Connection &connection) { return CharacterRepository(connection).remove(u"anna"_qs); })));
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QVERIFY(report->end == RunReport::End::Finished);
        QCOMPARE(report->failed, 0);
        QCOMPARE(report->requested, report->stored);
    }

    void case33_aLibraryThatIsMovedAwayIsWaitedFor()
    {
        Place here(options(5));
        here.add(u"Anna"_qs, 4);
        const QString library = here.folder.filePath(u"library"_qs);
        const QString elsewhere = here.folder.filePath(u"elsewhere"_qs);
        QSignalSpy stored(&here.services->generation(), &GenerationService::imageStored);
        Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_VERIFY_WITH_TIMEOUT(stored.size() >= 1, 30'000);
        QVERIFY(QDir().rename(library, elsewhere));
        QTRY_VERIFY_WITH_TIMEOUT(here.services->generation().progress().holdReason.contains(library), 30'000);
        QVERIFY(!QFileInfo::exists(library));
        QVERIFY(QDir().rename(elsewhere, library));
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QCOMPARE(report->stored, 4);
        QCOMPARE(report->failed, 0);
        checkComplete(here, 4);
    }

    void aServerThatForgetsForEverIsNotAskedForEver()
    {
        DemoOptions forgetful = options(1);
        forgetful.faults = {DemoFault::make(DemoFault::Kind::LoseHistory, QString(), -1)};
        Place here(forgetful);
        here.add(u"Anna"_qs, 1);
        const RunReport report = here.run();
        QCOMPARE(report.failed, 1);
        QVERIFY(!report.problems.isEmpty());
        QVERIFY(report.problems.first().reason.contains(u"5"_qs));
    }

    void aModelThatNoServerHasHoldsUpNobodyElse()
    {
        Place here(options(3));
        here.add(u"Anna"_qs, 10);
        here.add(u"Bea"_qs, 4);
        QSignalSpy stored(&here.services->generation(), &GenerationService::imageStored);
        Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_VERIFY_WITH_TIMEOUT(stored.size() >= 1, 30'000);
        // As another process does it: only the database knows.
        QVERIFY(await(here.services->database().write([](Connection &connection) {
            return AssignmentRepository(connection).set({u"anna"_qs, u"gone.safetensors"_qs, true, {}});
        })));
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QVERIFY(report->end == RunReport::End::Finished);
        QVERIFY(report->skipped > 0);
        QCOMPARE(report->stored + report->skipped, 14);
        int bea = 0;
        for (const ImageRecord &image : here.images())
            bea += image.characterId == u"bea"_qs ? 1 : 0;
        QCOMPARE(bea, 4);
    }

    void twoDatabasesNeverShareALibrary()
    {
        Place here(options(1));
        here.add(u"Anna"_qs, 2);
        here.run();
        const QVector<ImageRecord> first = here.images();
        QCOMPARE(first.size(), 2);
        const QString file = here.services->imageFile(first.first());
        QFile before(file);
        QVERIFY(before.open(QIODevice::ReadOnly));
        const QByteArray content = before.readAll();
        here.close();
        here.open(u"another.db"_qs);
        here.add(u"Anna"_qs, 2); // the same place in the library, were it shared
        here.run();
        QCOMPARE(here.images().size(), 2);
        QVERIFY(here.services->imageFile(here.images().first()) != file);
        here.close();
        here.open();
        checkComplete(here, 2);
        QFile after(file);
        QVERIFY(after.open(QIODevice::ReadOnly));
        QCOMPARE(after.readAll(), content);
    }
};

QTEST_GUILESS_MAIN(TestRunTroubles)
#include "tst_runtroubles.moc"
