// SPDX-License-Identifier: GPL-3.0-or-later
// The small queue of a server is filled when a job has left it, whatever else goes on.
#include "runplace.h"

#include <QSignalSpy>
#include <QStandardPaths>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

RunRequest wholeProject()
{
    RunRequest request;
    request.project = u"default"_qs;
    return request;
}

} // namespace

class TestTopUp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    /// More downloads than Qt opens connections to a host, each of which takes longer than this test.
    void downloadsThatCrawlDoNotKeepTheServerIdle()
    {
        constexpr int images = 10;
        Place here({.stepMs = 1, .loadMs = 10, .faults = {DemoFault::make(DemoFault::Kind::SlowDownload, 200, -1)}});
        here.add(u"Anna"_qs, images);
        QSignalSpy finished(here.demo.get(), &DemoServer::promptFinished);
        QSignalSpy stored(&here.services->generation(), &GenerationService::imageStored);
        const Task<Result<RunReport>> running = here.services->generation().run(wholeProject(), {});
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), images, 25'000);
        QCOMPARE(stored.size(), 0);
        here.close();
        QVERIFY(running.isReady());
    }

    void theServerNeverHasMoreThanItsWindow()
    {
        Place here;
        here.add(u"Anna"_qs, 12);
        qsizetype most = 0;
        connect(here.demo.get(), &DemoServer::promptAccepted, here.demo.get(), [&] {
            most = std::max(most, qsizetype(here.demo->pendingCount() + (here.demo->runningId().isEmpty() ? 0 : 1)));
        });
        QCOMPARE(here.run().stored, 12);
        QVERIFY2(most >= 2 && most <= 3, qPrintable(QString::number(most))); // quick jobs: three
    }

    void aPausedCharacterAndALimitHoldDuringARun()
    {
        Place here({.stepMs = 5, .loadMs = 10});
        here.add(u"Anna"_qs, 6);
        here.add(u"Bea"_qs, 6);
        GenerationService &generation = here.services->generation();
        qsizetype most = 0;
        connect(here.demo.get(), &DemoServer::promptAccepted, here.demo.get(), [&] {
            most = std::max(most, qsizetype(here.demo->pendingCount() + (here.demo->runningId().isEmpty() ? 0 : 1)));
        });
        QSignalSpy stored(&generation, &GenerationService::imageStored);
        Task<Result<RunReport>> running = generation.run(wholeProject(), {});
        QTRY_VERIFY(generation.progress().going);
        generation.setCharacterPaused(u"anna"_qs, true);
        // What was on the server when it was paused comes in; the rest of hers waits.
        QTRY_VERIFY_WITH_TIMEOUT(
            stored.size() >= 6 && !generation.isWorkingOn(u"bea"_qs) && !generation.isWorkingOn(u"anna"_qs), 30'000);
        QVERIFY(generation.isGoing());
        QVERIFY(stored.size() < 12);
        most = 0; // from here on all are hers
        generation.setCharacterLimit(u"anna"_qs, 1);
        generation.setCharacterPaused(u"anna"_qs, false);
        const Result<RunReport> report = await(std::move(running));
        QVERIFY(report);
        QCOMPARE(report->stored, 12);
        QCOMPARE(most, 1);
    }
};

QTEST_GUILESS_MAIN(TestTopUp)
#include "tst_topup.moc"
