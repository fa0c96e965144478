// SPDX-License-Identifier: GPL-3.0-or-later
// A server that accepts and runs nothing (comfyui.md section 2) is found out, gets no work, and gets it again when it
// moves. The minute that this takes is made by the clock.
#include "comfyui/workflowtemplate.h"
#include "core/ids.h"
#include "demoserver/demoserver.h"
#include "generation/scheduler.h"
#include "generation/serverpool.h"

#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

class SkewedClock : public Clock
{
public:
    QDateTime now() const override { return QDateTime::currentDateTimeUtc().addMSecs(skewMs); }
    qint64 monotonicMs() const override { return SystemClock().monotonicMs() + skewMs; }
    qint64 skewMs = 0;
};

void awaitVoid(Task<void> task)
{
    if (!QTest::qWaitFor([&] { return task.isReady(); }, 60'000))
        qFatal("a task did not end in a minute");
}

struct Place
{
    explicit Place(QVector<DemoFault> faults = {}, int loadMs = 5)
        : demo({.stepMs = 1, .loadMs = loadMs, .asReal = true, .faults = std::move(faults)})
    {
        if (!demo.start())
            qFatal("the server did not start");
        ServerConfig config;
        config.url = normalizedServerUrl(demo.url().toString());
        server = pool.add(config, {});
        if (!QTest::qWaitFor([&] { return server->isReachable(); }, 20'000))
            qFatal("the server does not answer");
    }
    ~Place()
    {
        server.reset();
        awaitVoid(pool.close());
    }
    /// As the runner of jobs posts one.
    std::shared_ptr<PromptWatch> post(const QString &id = newUuid(), const QString &clientId = {})
    {
        std::shared_ptr<PromptWatch> watch = server->watch(id);
        awaitVoid(submit(server, id, clientId.isEmpty() ? server->clientId() : clientId));
        watch->accepted = true;
        return watch;
    }
    static Task<void> submit(std::shared_ptr<ServerConnection> server, QString id, QString clientId)
    {
        WorkOrder order;
        order.modelFile = server->status().checkpoints.first();
        order.prompt = u"a person"_qs;
        order.size = QSize(64, 64);
        order.settings = {5.0, u"euler"_qs, u"normal"_qs, 2};
        order.filenamePrefix = u"lora_studio/test/"_qs + id;
        const QJsonObject graph = WorkflowTemplate::builtIn()->graph(order, server->spelling(order.modelFile));
        const Result<SubmitOutcome> posted = co_await server->client().submit(graph, id, clientId, {}, {});
        if (!posted || !std::holds_alternative<SubmitAccepted>(*posted))
            qFatal("the prompt was not accepted");
    }
    /// Time goes by, and the server is looked at.
    void pass(qint64 ms)
    {
        clock.skewMs += ms;
        server->lookNow();
    }
    /// Until what the server says from now on has been judged: the next look begins after that.
    void look()
    {
        QSignalSpy asked(&demo, &DemoServer::requestReceived);
        for (int i = 0; i < 2; ++i) {
            asked.clear();
            server->lookNow();
            if (!QTest::qWaitFor([&] { return !asked.isEmpty(); }, 20'000))
                qFatal("the server is not looked at");
        }
    }
    HttpClient http;
    SkewedClock clock;
    ServerPool pool{http, clock};
    DemoServer demo;
    std::shared_ptr<ServerConnection> server;
};

} // namespace

class TestStuckServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneThatRunsNothingIsStuck();
    void oneThatHangsStaysStuckWhenItsPromptIsGivenUp();
    void oneThatWorksIsNot();
    void askingAgainTrustsItOnceMore();
    void aRestartCuresIt();
    void aDrainedOneTakesNoWork();
};

void TestStuckServer::oneThatRunsNothingIsStuck()
{
    Place here({DemoFault::make(DemoFault::Kind::Stall, 0)});
    here.post();
    here.post();
    QTRY_COMPARE(here.server->status().queuePending, 2);
    QVERIFY(here.server->status().state == ServerState::Busy);
    here.pass(50'000);
    here.look();
    QVERIFY(!here.server->isStuck());
    QSignalSpy changed(&here.pool, &ServerPool::serverChanged);
    here.pass(15'000);
    QTRY_VERIFY(here.server->isStuck());
    const ServerStatus status = here.server->status();
    QVERIFY(status.state == ServerState::Stuck);
    QCOMPARE(status.stuckJobs, 2);
    QVERIFY(!here.server->takesWork());
    QVERIFY(here.server->isReachable());
    QVERIFY(!changed.isEmpty());
    const qint64 took = status.since.secsTo(here.clock.now()); // since it took them, not since it was found out
    QVERIFY2(took >= 60 && took < 75, qPrintable(QString::number(took)));
}

void TestStuckServer::oneThatHangsStaysStuckWhenItsPromptIsGivenUp()
{
    // One is this process's own, the other was taken up from a process that is gone.
    for (const QString &clientId : {QString(), newUuid()}) {
        Place here({}, 600'000); // it loads, and never says how far
        const QString id = newUuid();
        here.post(id, clientId);
        QTRY_COMPARE(here.server->status().queueRunning, 1);
        here.pass(16 * 60'000);
        QTRY_VERIFY(here.server->isStuck());
        QSignalSpy freed(&here.pool, &ServerPool::serverFreed);
        QSignalSpy looked(&here.demo, &DemoServer::requestReceived);
        here.server->giveUp(id); // another server makes it
        here.server->unwatch(id);
        for (int i = 0; i < 4; ++i) {
            looked.clear();
            here.pass(3'000);
            QTRY_VERIFY(!looked.isEmpty()); // what it said the last time has been judged
        }
        QCOMPARE(here.demo.runningId(), id);
        QVERIFY(here.server->isStuck());
        QVERIFY(!here.server->takesWork());
        QCOMPARE(freed.size(), 0);
        QCOMPARE(here.server->status().foreignJobs, 0);
    }
}

void TestStuckServer::oneThatWorksIsNot()
{
    Place here;
    for (int i = 0; i < 3; ++i) {
        const std::shared_ptr<PromptWatch> watch = here.post();
        QTRY_VERIFY_WITH_TIMEOUT(watch->isFinished(), 20'000);
        here.pass(90'000);
        here.look();
        QVERIFY(!here.server->isStuck());
        QVERIFY(here.server->takesWork());
    }
    QTRY_VERIFY(here.server->status().state == ServerState::Idle);
}

void TestStuckServer::askingAgainTrustsItOnceMore()
{
    Place here({DemoFault::make(DemoFault::Kind::Stall, 0)});
    here.post();
    QTRY_COMPARE(here.server->status().queuePending, 1);
    here.pass(70'000);
    QTRY_VERIFY(here.server->isStuck());
    QSignalSpy freed(&here.pool, &ServerPool::serverFreed);
    here.server->askAgain();
    QVERIFY(!here.server->isStuck());
    QVERIFY(here.server->takesWork());
    QVERIFY(here.server->status().state == ServerState::Busy);
    QCOMPARE(freed.size(), 1);
    here.pass(70'000); // it has not earned it
    QTRY_VERIFY(here.server->isStuck());
}

void TestStuckServer::aRestartCuresIt()
{
    Place here({DemoFault::make(DemoFault::Kind::Stall, 0)});
    here.post();
    QTRY_COMPARE(here.server->status().queuePending, 1);
    here.pass(70'000);
    QTRY_VERIFY(here.server->isStuck());
    here.demo.clearFaults();
    here.demo.restart();
    QTRY_VERIFY_WITH_TIMEOUT(here.server->takesWork(), 20'000);
    const std::shared_ptr<PromptWatch> watch = here.post();
    QTRY_VERIFY_WITH_TIMEOUT(watch->isFinished(), 20'000);
}

void TestStuckServer::aDrainedOneTakesNoWork()
{
    Place here;
    QSignalSpy freed(&here.pool, &ServerPool::serverFreed);
    const QString url = here.server->url();
    here.pool.setDraining(url, true);
    QVERIFY(here.server->status().state == ServerState::Draining);
    QVERIFY(!here.server->takesWork());
    QVERIFY(here.server->isReachable());
    // Whoever replaces its connection does not take it up again.
    here.server = here.pool.add(here.server->config(), {});
    QTRY_VERIFY_WITH_TIMEOUT(here.server->isReachable(), 20'000);
    QVERIFY(here.server->status().state == ServerState::Draining);
    QCOMPARE(freed.size(), 0);
    here.pool.setDraining(url, false);
    QCOMPARE(freed.size(), 1);
    QTRY_VERIFY(here.server->status().state == ServerState::Idle);
    QVERIFY(here.server->takesWork());
}

QTEST_MAIN(TestStuckServer)
#include "tst_stuckserver.moc"
