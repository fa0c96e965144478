// SPDX-License-Identifier: GPL-3.0-or-later
// Each fault does what its help says, as often as it says, and nothing else.
#include "demoserverfixture.h"

#include <QElapsedTimer>
#include <QJsonDocument>

using namespace lorastudio;
using Kind = DemoFault::Kind;

class TestDemoServerFaults : public QObject, public DemoServerFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void faultDropSockets();
    void faultSilentSocket();
    void faultRestart();
    void faultPartialNodeErrors();
    void faultNan();
    void faultStall();
    void faultSlowDownload();
    void faultBrokenDownload_data();
    void faultBrokenDownload();
    void faultRefuse();
    void faultRejectPostAfterAccept();
    void faultBrokenCheckpoint();
    void faultOutOfMemory();
    void faultLatency();
    void faultHugeFrame();
    void faultLoseHistory();
    void faultNoPreviews();
    void faultHang();
};

void TestDemoServerFaults::init()
{
    start();
}

void TestDemoServerFaults::cleanup()
{
    m_server.reset();
}

void TestDemoServerFaults::faultDropSockets()
{
    m_server->addFault(DemoFault::make(Kind::DropSockets, 5));
    const auto listener = listen(u"c"_s);
    QSignalSpy dropped(&listener->socket, &QWebSocket::disconnected);
    run(1, u"a"_s);
    QTRY_COMPARE(dropped.size(), 1);
    QVERIFY(listener->texts.size() <= 5);
    QVERIFY(get("/history/a").json()["a"_L1]["status"_L1]["completed"_L1].truthy()); // the work went on
}

void TestDemoServerFaults::faultSilentSocket()
{
    m_server->addFault(DemoFault::make(Kind::SilentSocket, 4));
    const auto listener = listen(u"c"_s);
    run(1, u"a"_s);
    QCOMPARE(listener->socket.state(), QAbstractSocket::ConnectedState);
    QVERIFY(listener->texts.size() <= 4);
    const auto second = listen(u"d"_s); // a new socket hears again
    QCOMPARE(second->count("status"_L1), 1);
}

void TestDemoServerFaults::faultRestart()
{
    m_server->addFault(DemoFault::make(Kind::Restart, 2));
    QSignalSpy restarted(m_server.get(), &DemoServer::restarted);
    run(1, u"a"_s);
    QCOMPARE(restarted.size(), 0);
    post("/prompt", promptBody(2, u"b"_s));
    QTRY_COMPARE(restarted.size(), 1);
    QCOMPARE(get("/history").body, QByteArray("{}"));
    QCOMPARE(get("/queue").body, QByteArray("{\"queue_running\": [], \"queue_pending\": []}"));
}

void TestDemoServerFaults::faultPartialNodeErrors()
{
    m_server->addFault(DemoFault::make(Kind::PartialNodeErrors));
    const Answer first = post("/prompt", promptBody(1, u"a"_s));
    QCOMPARE(first.status, 200);
    QCOMPARE(first.json()["node_errors"_L1]["1"_L1]["errors"_L1].dump().contains("value_not_in_list"), true);
    QCOMPARE(post("/prompt", promptBody(2, u"b"_s)).json()["node_errors"_L1].dump(), QByteArray("{}"));
}

void TestDemoServerFaults::faultNan()
{
    m_server->addFault(DemoFault::make(Kind::Nan, QString(), -1));
    run(1, u"a"_s);
    for (const char *target : {"/history/a", "/object_info"}) {
        const QByteArray body = get(target).body;
        QVERIFY(body.contains("NaN"));
        QVERIFY(QJsonDocument::fromJson(body).isNull());
        QVERIFY(PyJson::parse(body).has_value());
    }
}

void TestDemoServerFaults::faultStall()
{
    m_server->addFault(DemoFault::make(Kind::Stall, 1));
    run(1, u"a"_s);
    QSignalSpy finished(m_server.get(), &DemoServer::promptFinished);
    QCOMPARE(post("/prompt", promptBody(2, u"b"_s)).status, 200);
    // As a control a server of the same kind makes five such prompts in the meantime.
    DemoServerFixture control;
    control.start();
    for (quint64 seed = 2; seed < 7; ++seed)
        QVERIFY(!control.run(seed, u"b%1"_s.arg(seed)).isEmpty());
    QCOMPARE(finished.size(), 0);
    QCOMPARE(m_server->pendingCount(), 1);
    m_server->restart();
    QVERIFY(!run(3, u"c"_s).isEmpty());
}

void TestDemoServerFaults::faultSlowDownload()
{
    const QByteArray file = run(1, u"a"_s).toUtf8();
    const qsizetype size = get(file).body.size();
    m_server->addFault(DemoFault::make(Kind::SlowDownload, int(size * 4)));
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(get(file).body.size(), size);
    QVERIFY2(clock.elapsed() > 150, qPrintable(QString::number(clock.elapsed())));
}

void TestDemoServerFaults::faultBrokenDownload_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("truncated") << 200;
    QTest::newRow("cut") << 200;
    QTest::newRow("html") << 200;
    QTest::newRow("empty") << 200;
    QTest::newRow("404") << 404;
    QTest::newRow("500") << 500;
}

void TestDemoServerFaults::faultBrokenDownload()
{
    QFETCH(int, status);
    const QString value = QString::fromLatin1(QTest::currentDataTag());
    const QByteArray file = run(1, u"a"_s).toUtf8();
    const Answer good = get(file);
    m_server->addFault(DemoFault::make(Kind::BrokenDownload, value));
    const Answer broken = get(file);
    QCOMPARE(broken.status, status);
    QVERIFY(broken.body.size() < good.body.size());
    const bool announced = broken.head.contains("Content-Length: " + QByteArray::number(broken.body.size()));
    QCOMPARE(announced, value != "cut"_L1);
    QCOMPARE(broken.head.contains("text/html"), value == "html"_L1);
    QCOMPARE(get(file).body, good.body); // once only
}

void TestDemoServerFaults::faultRefuse()
{
    m_server->addFault(DemoFault::make(Kind::Refuse, QString(), 2));
    for (int i = 0; i < 2; ++i) {
        const Answer answer = post("/prompt", promptBody(1, u"a"_s));
        QCOMPARE(answer.status, 400);
        QVERIFY(!answer.json()["node_errors"_L1].dump().isEmpty());
    }
    QCOMPARE(post("/prompt", promptBody(1, u"a"_s)).status, 200);
}

void TestDemoServerFaults::faultRejectPostAfterAccept()
{
    m_server->addFault(DemoFault::make(Kind::RejectPostAfterAccept));
    QSignalSpy finished(m_server.get(), &DemoServer::promptFinished);
    QCOMPARE(post("/prompt", promptBody(1, u"a"_s)).status, 0);
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(!get("/history/a").json()["a"_L1].isNull());
}

void TestDemoServerFaults::faultBrokenCheckpoint()
{
    const auto listener = listen(u"c"_s);
    run(1, u"warm"_s);
    m_server->addFault(DemoFault::make(Kind::BrokenCheckpoint));
    run(2, u"a"_s); // the checkpoint was loaded already: it loads again, and breaks
    QTRY_COMPARE(listener->count("execution_error"_L1), 1);
    QCOMPARE(listener->last("execution_error"_L1)["node_type"_L1].string(), u"CheckpointLoaderSimple"_s);
    run(3, u"b"_s);
    QTRY_COMPARE(listener->count("execution_success"_L1), 2);
}

void TestDemoServerFaults::faultOutOfMemory()
{
    const auto listener = listen(u"c"_s);
    m_server->addFault(DemoFault::make(Kind::OutOfMemory));
    run(1, u"a"_s);
    QTRY_COMPARE(listener->count("execution_error"_L1), 1);
    const PyJson error = listener->last("execution_error"_L1);
    QCOMPARE(error["exception_type"_L1].string(), u"torch.OutOfMemoryError"_s);
    QCOMPARE(error["node_type"_L1].string(), u"KSampler"_s);
    QCOMPARE(error["executed"_L1].dump().count('"'), 8);
}

void TestDemoServerFaults::faultLatency()
{
    m_server->addFault(DemoFault::make(Kind::Latency, 120));
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(get("/queue").status, 200);
    QVERIFY(clock.elapsed() >= 120);
}

void TestDemoServerFaults::faultHugeFrame()
{
    m_server->addFault(DemoFault::make(Kind::HugeFrame, 17));
    const auto listener = listen(u"c"_s, true);
    run(1, u"a"_s);
    const auto huge = [&listener] {
        return std::any_of(listener->frames.begin(), listener->frames.end(),
                           [](const QByteArray &frame) { return frame.size() > 17 * 1024 * 1024; });
    };
    QTRY_VERIFY(huge());
}

void TestDemoServerFaults::faultLoseHistory()
{
    m_server->addFault(DemoFault::make(Kind::LoseHistory));
    run(1, u"a"_s);
    QCOMPARE(get("/history/a").body, QByteArray("{}"));
    run(2, u"b"_s);
    QVERIFY(!get("/history/b").json()["b"_L1].isNull());
}

void TestDemoServerFaults::faultNoPreviews()
{
    m_server->addFault(DemoFault::make(Kind::NoPreviews, QString(), -1));
    const auto listener = listen(u"c"_s, true);
    run(1, u"a"_s);
    QTRY_VERIFY(listener->isDone());
    QCOMPARE(listener->frames.size(), 0);
    QCOMPARE(listener->count("progress"_L1), 4);
}

void TestDemoServerFaults::faultHang()
{
    m_server->addFault(DemoFault::make(Kind::Hang));
    QTcpSocket hung;
    hung.connectToHost(u"127.0.0.1"_s, quint16(m_server->url().port()));
    QSignalSpy sent(&hung, &QTcpSocket::bytesWritten);
    hung.write("GET /queue HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(sent.size(), 1);
    // Those that come later are answered, the first one is not.
    for (int i = 0; i < 5; ++i)
        QCOMPARE(get("/queue").status, 200);
    QCOMPARE(hung.bytesAvailable(), 0);
    QCOMPARE(hung.state(), QAbstractSocket::ConnectedState);
}

QTEST_GUILESS_MAIN(TestDemoServerFaults)
#include "tst_demoserver_faults.moc"
