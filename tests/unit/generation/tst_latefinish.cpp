// SPDX-License-Identifier: GPL-3.0-or-later
// A server that falls silent loses its jobs to the others; what it finished meanwhile counts if it is first.
#include "runplace.h"

#include "storage/jobrepository.h"
#include "support/chaosproxy.h"

#include <QSignalSpy>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

/// A quick server behind a proxy, which makes it silent, and a slow one that is always there.
struct TwoServers
{
    DemoServer quick{{.stepMs = 1, .loadMs = 10}};
    std::unique_ptr<ChaosProxy> proxy;
    Place place{{.stepMs = 1500, .loadMs = 10}}; ///< its demo server is the slow one
    QStringList toQuick;                         ///< ids of prompts that the quick one accepted
    QStringList toSlow;

    TwoServers()
    {
        if (!quick.start())
            qFatal("the server did not start");
        proxy = std::make_unique<ChaosProxy>(quint16(quick.url().port()));
        QObject::connect(&quick, &DemoServer::promptAccepted, &quick, [this](const QString &id) { toQuick += id; });
        QObject::connect(place.demo.get(), &DemoServer::promptAccepted, &quick,
                         [this](const QString &id) { toSlow += id; });
        awaitVoid(place.services->connectServers({place.url(), quickUrl()}));
        const auto bothAnswer = [this] {
            return pool().find(place.url())->isReachable() && pool().find(quickUrl())->isReachable();
        };
        if (!QTest::qWaitFor(bothAnswer, 20'000))
            qFatal("the servers do not answer");
    }
    ServerPool &pool() { return place.services->pool(); }
    GenerationService &generation() { return place.services->generation(); }
    QString quickUrl() const { return normalizedServerUrl(proxy->url()); }
    void silence() { proxy->setRules({.gate = ChaosRules::Gate::Refuse}); }
    void comeBack()
    {
        proxy->heal();
        pool().find(quickUrl())->askAgain();
    }
    QVector<Job> jobs()
    {
        return await(place.services->database().read(
                         [](Connection &connection) { return JobRepository(connection).list({}); }))
            .value();
    }
};

} // namespace

class TestLateFinish : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhileAnotherServerIsAtIt();
    void countsWhileTheJobWaits();
    void aServerThatForgotItDoesNotCount();
};

void TestLateFinish::countsWhileAnotherServerIsAtIt()
{
    TwoServers here;
    here.place.add(u"Yuki"_qs, 1);
    here.pool().setDraining(here.place.url(), true); // so that the quick one gets it
    connect(&here.quick, &DemoServer::promptAccepted, &here.quick, [&here] { here.silence(); });
    QSignalSpy finished(&here.quick, &DemoServer::promptFinished);
    RunRequest request;
    request.project = u"default"_qs;
    std::optional<Result<RunReport>> report;
    const Task<void> running = keepResult(here.generation().run(request, {}), &report);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30'000);
    here.pool().setDraining(here.place.url(), false);
    QTRY_COMPARE_WITH_TIMEOUT(here.toSlow.size(), 1, 40'000);
    QTRY_VERIFY(!here.place.demo->runningId().isEmpty());
    here.comeBack();
    QTRY_VERIFY_WITH_TIMEOUT(report.has_value(), 20'000);
    QVERIFY2(*report, report->has_value() ? "" : qPrintable(report->error().message));
    QCOMPARE((*report)->stored, 1);
    const QVector<ImageRecord> images = here.place.images();
    QCOMPARE(images.size(), 1);
    QCOMPARE(images.first().server, here.quickUrl());
    QCOMPARE(images.first().promptId, here.toQuick.first());
    const QVector<Job> jobs = here.jobs();
    QCOMPARE(jobs.size(), 1);
    QVERIFY(jobs.first().state == JobState::Stored);
    QCOMPARE(jobs.first().promptIds, here.toQuick + here.toSlow);
    QCOMPARE(jobs.first().failures, 0);
    // The other one was taken back.
    QTRY_VERIFY_WITH_TIMEOUT(here.place.demo->runningId().isEmpty(), 20'000);
    QCOMPARE(here.place.demo->pendingCount(), 0);
}

void TestLateFinish::countsWhileTheJobWaits()
{
    TwoServers here;
    here.place.add(u"Yuki"_qs, 4);                   // two for each
    here.pool().setDraining(here.place.url(), true); // so that the quick one gets its two
    connect(&here.quick, &DemoServer::promptAccepted, &here.quick, [&here] {
        if (here.toQuick.size() == 2)
            here.silence();
    });
    QSignalSpy finished(&here.quick, &DemoServer::promptFinished);
    here.quick.addFault(DemoFault::make(DemoFault::Kind::Latency, 200, -1)); // nothing comes back before the silence
    RunRequest request;
    request.project = u"default"_qs;
    std::optional<Result<RunReport>> report;
    const Task<void> running = keepResult(here.generation().run(request, {}), &report);
    QTRY_COMPARE_WITH_TIMEOUT(here.toQuick.size(), 2, 30'000);
    here.pool().setDraining(here.place.url(), false);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, 30'000);
    const auto waiting = [&here] {
        const QVector<Job> jobs = here.jobs();
        return std::count_if(jobs.cbegin(), jobs.cend(),
                             [](const Job &job) { return job.state == JobState::Planned && job.attempt == 2; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(waiting() == 2, 40'000);
    here.comeBack();
    const auto stored = [&here] {
        return here.generation().report().stored;
    };
    QTRY_VERIFY_WITH_TIMEOUT(stored() == 2, 20'000);
    QCOMPARE(here.toQuick.size(), 2); // neither was made again
    const QVector<ImageRecord> images = here.place.images();
    QCOMPARE(images.size(), 2);
    for (const ImageRecord &image : images)
        QVERIFY(image.server == here.quickUrl() && here.toQuick.contains(image.promptId));
    QVERIFY(await(here.generation().wish(u"default"_qs, RunState::Stopped)));
    QTRY_VERIFY_WITH_TIMEOUT(report.has_value(), 40'000);
}

void TestLateFinish::aServerThatForgotItDoesNotCount()
{
    TwoServers here;
    here.place.add(u"Yuki"_qs, 1);
    here.pool().setDraining(here.place.url(), true);
    connect(&here.quick, &DemoServer::promptAccepted, &here.quick, [&here] {
        if (here.toQuick.size() == 1)
            here.silence();
    });
    RunRequest request;
    request.project = u"default"_qs;
    std::optional<Result<RunReport>> report;
    const Task<void> running = keepResult(here.generation().run(request, {}), &report);
    QTRY_COMPARE_WITH_TIMEOUT(here.toQuick.size(), 1, 30'000);
    here.pool().setDraining(here.place.url(), false);
    QTRY_COMPARE_WITH_TIMEOUT(here.toSlow.size(), 1, 40'000);
    here.quick.restart();
    QSignalSpy asked(&here.quick, &DemoServer::requestReceived);
    here.comeBack();
    const auto askedForIt = [&] {
        return std::any_of(asked.cbegin(), asked.cend(), [&](const QList<QVariant> &seen) {
            return seen.at(1).toByteArray().contains("history/" + here.toQuick.first().toUtf8());
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(askedForIt(), 20'000);
    QVERIFY(here.place.images().isEmpty());
    QVERIFY(!here.place.demo->runningId().isEmpty()); // it is left in peace
    QVERIFY(await(here.generation().wish(u"default"_qs, RunState::Stopped)));
    QTRY_VERIFY_WITH_TIMEOUT(report.has_value(), 40'000);
}

QTEST_GUILESS_MAIN(TestLateFinish)
#include "tst_latefinish.moc"
