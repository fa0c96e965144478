// SPDX-License-Identifier: GPL-3.0-or-later
// What the recordings do not show: speed, HTTP itself, and that nothing leaves its folders.
#include "demoserverfixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

using namespace lorastudio;

class TestDemoServer : public QObject, public DemoServerFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aFastPromptIsFast();
    void theAnswerComesBeforeTheFirstEvent();
    void itSaysThatItIsADemo();
    void anotherCheckpointTakesItsTimeToLoad();
    void imageToImageRuns();
    void aPromptWithoutEndIsAnError();
    void interruptEndsAfterTheStep();
    void restartForgetsEverything();
    void canBeStoppedAtAnyMoment();
    void portThatIsTakenIsAnError();

    void rangeAndHead();
    void pathsStayInside_data();
    void pathsStayInside();
    void aLinkDoesNotLeadOut();
    void uploadsAreCheckedToo();
    void pipelinedRequestsAreAnsweredInOrder();
    void expectContinueIsAnswered();
    void tooLargeABodyIsRefused();
    void foreignOriginsAreRefused_data();
    void foreignOriginsAreRefused();
    void aFrameBeyondTheLimitEndsTheConnection();
};

void TestDemoServer::init()
{
    start();
}

void TestDemoServer::cleanup()
{
    m_server.reset();
}

void TestDemoServer::aFastPromptIsFast()
{
    constexpr int prompts = 5;
    const auto promptsTake = [this](int stepMs) {
        DemoOptions options;
        options.stepMs = stepMs;
        options.loadMs = 0;
        start(options);
        const auto listener = listen(u"c"_s, true);
        run(1, u"warm"_s);
        QElapsedTimer clock;
        clock.start();
        QSignalSpy finished(m_server.get(), &DemoServer::promptFinished);
        for (int i = 0; i < prompts; ++i)
            post("/prompt", promptBody(quint64(i) + 10, u"p%1"_s.arg(i)));
        while (finished.size() < prompts && finished.wait(60'000)) {
        }
        const qint64 elapsed = clock.elapsed();
        [[maybe_unused]] const bool heard = QTest::qWaitFor([&listener] { return listener->isDone(); });
        return listener->count("execution_success"_L1) == prompts + 1 ? elapsed : -1;
    };
    // Four steps of 120 ms are the control: a prompt in a hurry must take less than that, painting and all.
    const qint64 fast = promptsTake(1);
    const qint64 slow = promptsTake(120);
    QVERIFY(fast >= 0);
    QVERIFY(slow >= prompts * 4 * 120);
    QVERIFY2(fast < slow, qPrintable(u"%1 against %2 ms"_s.arg(fast).arg(slow)));
}

void TestDemoServer::theAnswerComesBeforeTheFirstEvent()
{
    DemoOptions options;
    options.stepMs = 21; // as a person has it
    options.loadMs = 0;
    start(options);
    const auto listener = listen(u"c"_s);
    QElapsedTimer clock;
    qint64 firstProgress = -1;
    QStringList order;
    connect(&listener->socket, &QWebSocket::textMessageReceived, this, [&](const QString &text) {
        order += u"event"_s;
        if (firstProgress < 0 && text.contains("\"progress\""_L1))
            firstProgress = clock.elapsed();
    });
    const QByteArray body = promptBody(1, u"a"_s);
    QTcpSocket client;
    connect(&client, &QTcpSocket::readyRead, this, [&order] { order += u"answer"_s; });
    client.connectToHost(u"127.0.0.1"_s, quint16(m_server->url().port()));
    clock.start();
    client.write("POST /prompt HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + QByteArray::number(body.size()) +
                 "\r\n\r\n" + body);
    QTRY_VERIFY(listener->isDone());
    QVERIFY(client.readAll().startsWith("HTTP/1.1 200"));
    QCOMPARE(order.indexOf(u"answer"_s), 0);
    QVERIFY(order.contains(u"event"_s));
    QVERIFY2(firstProgress >= 95, qPrintable(QString::number(firstProgress)));
}

void TestDemoServer::itSaysThatItIsADemo()
{
    QVERIFY(get("/system_stats").json()["system"_L1]["lora_studio_demo"_L1].truthy());
    DemoOptions options;
    options.asReal = true;
    start(options);
    const Answer answer = get("/api/system_stats");
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.body.toLower().contains("demo"));
    QCOMPARE(answer.json()["system"_L1]["comfyui_version"_L1].string(), u"0.3.64"_s);
}

void TestDemoServer::anotherCheckpointTakesItsTimeToLoad()
{
    DemoOptions options;
    options.stepMs = 1;
    options.loadMs = 400;
    start(options);
    QElapsedTimer clock;
    clock.start();
    run(1, u"a"_s);
    QVERIFY(clock.elapsed() >= 400);
    // If it loaded again, each of these would take the time of loading, however busy the machine is.
    qint64 quickest = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 5 && quickest >= 400; ++i) {
        clock.restart();
        run(quint64(i) + 2, u"b%1"_s.arg(i));
        quickest = std::min(quickest, clock.elapsed());
    }
    QVERIFY2(quickest < 400, qPrintable(QString::number(quickest)));
    QSignalSpy finished(m_server.get(), &DemoServer::promptFinished);
    clock.restart();
    post("/prompt", promptBody(2, u"c"_s).replace("epicrealism_v5", "chilloutmix"));
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(clock.elapsed() >= 400);
    post("/free", "{\"free_memory\": true, \"unload_models\": true}");
    clock.restart();
    post("/prompt", promptBody(3, u"d"_s).replace("epicrealism_v5", "chilloutmix"));
    QTRY_COMPARE(finished.size(), 2);
    QVERIFY(clock.elapsed() >= 400);
}

void TestDemoServer::imageToImageRuns()
{
    QTemporaryDir folder;
    QImage picture(64, 96, QImage::Format_RGB32);
    picture.fill(Qt::blue);
    QVERIFY(picture.save(folder.filePath(u"a.png"_s)));
    QFile file(folder.filePath(u"a.png"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray body = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n" +
                            file.readAll() + "\r\n--b--\r\n";
    const Answer uploaded = send("POST /upload/image HTTP/1.1\r\nConnection: close\r\nContent-Type: "
                                 "multipart/form-data; boundary=b\r\nContent-Length: " +
                                 QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QCOMPARE(uploaded.json()["name"_L1].string(), u"a.png"_s);
    QByteArray prompt = promptBody(1, u"i2i"_s);
    prompt.replace(
        "\"4\": {\"class_type\": \"EmptyLatentImage\", \"inputs\": {\"width\": 64, \"height\": 96, "
        "\"batch_size\": 1}}",
        "\"8\": {\"class_type\": \"LoadImage\", \"inputs\": {\"image\": \"a.png\"}}, \"4\": {\"class_type\": "
        "\"VAEEncode\", \"inputs\": {\"pixels\": [\"8\", 0], \"vae\": [\"1\", 2]}}");
    prompt.replace("\"denoise\": 1.0", "\"denoise\": 0.1");
    QSignalSpy finished(m_server.get(), &DemoServer::promptFinished);
    QCOMPARE(post("/prompt", prompt).status, 200);
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(finished.first().at(1).toBool());
    const QImage made = QImage::fromData(get("/view?subfolder=t&filename=i2i_00001_.png").body);
    QCOMPARE(made.size(), QSize(64, 96));
    const QColor middle = made.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixelColor(0, 0);
    QVERIFY(middle.blue() > middle.red() + 60); // mostly the blue picture

    prompt.replace("a.png\"}", "gone.png\"}");
    const Answer refused = post("/prompt", prompt);
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.body.contains("custom_validation_failed"));
    QVERIFY(refused.body.contains("image - Invalid image file: gone.png"));
}

void TestDemoServer::aPromptWithoutEndIsAnError()
{
    const Answer cycle = post(
        "/prompt", "{\"prompt\": {\"1\": {\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"2\", 0], "
                   "\"filename_prefix\": \"x\"}}, \"2\": {\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": "
                   "[\"3\", 0], \"vae\": [\"9\", 2]}}, \"9\": {\"class_type\": \"CheckpointLoaderSimple\", "
                   "\"inputs\": {\"ckpt_name\": \"chilloutmix.safetensors\"}}, \"3\": {\"class_type\": "
                   "\"VAEEncode\", \"inputs\": {\"pixels\": [\"2\", 0], \"vae\": [\"9\", 2]}}}}");
    QCOMPARE(cycle.status, 400);
    QByteArray chain = "{\"prompt\": {\"0\": {\"class_type\": \"PreviewImage\", \"inputs\": {\"images\": [\"1\", 0]}}";
    for (int i = 1; i < 20000; ++i)
        chain += ", \"" + QByteArray::number(i) + "\": {\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": [\"" +
                 QByteArray::number(i + 1) + "\", 0]}}";
    QCOMPARE(post("/prompt", chain + "}}").status, 400);
}

void TestDemoServer::interruptEndsAfterTheStep()
{
    DemoOptions options;
    options.stepMs = 30;
    options.loadMs = 0;
    start(options);
    const auto listener = listen(u"c"_s);
    post("/prompt", promptBody(1, u"a"_s, u"c"_s, 100));
    QTRY_VERIFY(listener->count("progress"_L1) >= 2);
    QCOMPARE(post("/interrupt", "{\"prompt_id\": \"other\"}").status, 200);
    const int before = listener->count("progress"_L1);
    QTRY_VERIFY(listener->count("progress"_L1) > before);
    QCOMPARE(post("/interrupt", "").status, 200);
    QTRY_VERIFY(listener->isDone());
    QCOMPARE(listener->count("execution_interrupted"_L1), 1);
    QCOMPARE(get("/history/a").json()["a"_L1]["status"_L1]["status_str"_L1].string(), u"error"_s);
}

void TestDemoServer::restartForgetsEverything()
{
    const auto listener = listen(u"c"_s);
    const QString file = run(1, u"a"_s);
    QSignalSpy dropped(&listener->socket, &QWebSocket::disconnected);
    const QUrl url = m_server->url();
    m_server->restart();
    QTRY_COMPARE(dropped.size(), 1);
    QCOMPARE(m_server->url(), url);
    QCOMPARE(get("/history").body, QByteArray("{}"));
    QCOMPARE(get(file.toUtf8()).status, 200); // files stay
    QVERIFY(!run(1, u"a"_s).isEmpty());
    QCOMPARE(get("/history/a").json()["a"_L1]["prompt"_L1].dump().left(3), QByteArray("[0,"));
}

void TestDemoServer::canBeStoppedAtAnyMoment()
{
    for (const qsizetype messages : {0, 1, 2, 5, 8, 12}) {
        DemoOptions options;
        options.stepMs = 6;
        options.loadMs = 10;
        start(options);
        const auto listener = listen(u"c"_s, true);
        const qsizetype before = listener->texts.size();
        post("/prompt", promptBody(1, u"a"_s));
        QTRY_VERIFY(listener->texts.size() >= before + messages);
        if (messages % 2 == 0)
            m_server->restart();
        m_server->stop();
        QVERIFY(m_server->url().isEmpty());
        QVERIFY(m_server->start().has_value());
        QCOMPARE(get("/queue").status, 200);
    }
}

void TestDemoServer::portThatIsTakenIsAnError()
{
    DemoOptions options;
    options.port = quint16(m_server->url().port());
    DemoServer second(options);
    const auto started = second.start();
    QVERIFY(!started.has_value());
    QVERIFY(started.error().kind == Error::Kind::Network);
    QVERIFY(started.error().message.contains(QString::number(options.port)));
}

void TestDemoServer::rangeAndHead()
{
    const QByteArray file = run(1, u"a"_s).toUtf8();
    const Answer whole = get(file);
    QCOMPARE(whole.status, 200);
    QVERIFY(whole.head.contains("Content-Type: image/png"));
    QCOMPARE(QImage::fromData(whole.body).size(), QSize(64, 96));
    const Answer part = get(file, "Range: bytes=10-19\r\n");
    QCOMPARE(part.status, 206);
    QCOMPARE(part.body, whole.body.mid(10, 10));
    QVERIFY(part.head.contains("Content-Range: bytes 10-19/" + QByteArray::number(whole.body.size())));
    QCOMPARE(get(file, "Range: bytes=-5\r\n").body, whole.body.right(5));
    QCOMPARE(get(file, "Range: bytes=99999999-\r\n").status, 416);
    const Answer head = get(file, {}, "HEAD");
    QCOMPARE(head.status, 200);
    QVERIFY(head.body.isEmpty());
    QVERIFY(head.head.contains("Content-Length: " + QByteArray::number(whole.body.size())));
    const Answer jpeg = get(file + "&preview=jpeg;70");
    QVERIFY(jpeg.head.contains("image/jpeg"));
    QCOMPARE(QImage::fromData(jpeg.body).size(), QSize(64, 96));
}

void TestDemoServer::pathsStayInside_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::newRow("up in the name") << QByteArray("/view?filename=../../etc/passwd") << 400;
    QTest::newRow("absolute") << QByteArray("/view?filename=/etc/passwd") << 400;
    QTest::newRow("up in the folder") << QByteArray("/view?filename=passwd&subfolder=../../../../etc") << 403;
    QTest::newRow("absolute folder") << QByteArray("/view?filename=passwd&subfolder=/etc") << 403;
    QTest::newRow("sibling folder") << QByteArray("/view?filename=x&subfolder=../output2") << 403;
    QTest::newRow("NUL") << QByteArray("/view?filename=a%00b") << 400;
    QTest::newRow("unknown type") << QByteArray("/view?filename=a&type=secret") << 400;
    QTest::newRow("user file") << QByteArray("/userdata/..%2F..%2F..%2Fetc%2Fpasswd") << 403;
    QTest::newRow("user list") << QByteArray("/userdata?dir=../../..") << 403;
    QTest::newRow("user list 2") << QByteArray("/v2/userdata?path=../../..") << 400;
}

void TestDemoServer::pathsStayInside()
{
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    QCOMPARE(get(target).status, status);
    QCOMPARE(get("/api" + target).status, status);
}

void TestDemoServer::aLinkDoesNotLeadOut()
{
    QVERIFY(QFile::link(u"/etc/passwd"_s, m_server->outputFolder() + u"/link.png"_s));
    QCOMPARE(get("/view?filename=link.png").status, 404);
}

void TestDemoServer::uploadsAreCheckedToo()
{
    const auto upload = [this](const QByteArray &name, const QByteArray &fields) {
        const QByteArray body = fields + "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + name +
                                "\"\r\n\r\nx\r\n--b--\r\n";
        return send("POST /upload/image HTTP/1.1\r\nConnection: close\r\nContent-Type: multipart/form-data; "
                    "boundary=b\r\nContent-Length: " +
                    QByteArray::number(body.size()) + "\r\n\r\n" + body);
    };
    QCOMPARE(upload("../evil.png", {}).status, 400);
    QCOMPARE(upload("/tmp/evil.png", {}).status, 400);
    QCOMPARE(upload("", {}).status, 400);
    QCOMPARE(upload("a.png", "--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nsecret\r\n").status, 500);
    QCOMPARE(upload("x.safetensors", "--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\noutput\r\n"
                                     "--b\r\nContent-Disposition: form-data; name=\"subfolder\"\r\n\r\nloras/ls\r\n")
                 .status,
             200);
    QCOMPARE(get("/models/loras").body, QByteArray("[\"ls/x.safetensors\"]"));
}

void TestDemoServer::pipelinedRequestsAreAnsweredInOrder()
{
    QByteArray requests;
    for (int i = 0; i < 200; ++i)
        requests += "GET /history/" + QByteArray::number(i) + " HTTP/1.1\r\n\r\n";
    const Answer all = send(requests + "GET /features HTTP/1.1\r\nConnection: close\r\n\r\n");
    const QByteArray text = all.head + "\r\n\r\n" + all.body;
    QCOMPARE(text.count("HTTP/1.1 200 OK"), 201);
    QVERIFY(text.endsWith("\"max_upload_size\": 104857600}"));
}

void TestDemoServer::expectContinueIsAnswered()
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(m_server->url().port()));
    socket.write("POST /interrupt HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    QTRY_COMPARE(socket.bytesAvailable(), qint64(25));
    QCOMPARE(socket.readAll(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    socket.write("{}");
    QTRY_VERIFY(socket.bytesAvailable() > 0);
    QVERIFY(socket.readAll().startsWith("HTTP/1.1 200 OK"));
}

void TestDemoServer::tooLargeABodyIsRefused()
{
    const Answer answer = send("POST /upload/image HTTP/1.1\r\nContent-Length: 104857601\r\n\r\nxxxx");
    QCOMPARE(answer.status, 413);
    QCOMPARE(get("/nothing", QByteArray("A: ") + QByteArray(9000, 'x') + "\r\n").status, 431);
}

void TestDemoServer::foreignOriginsAreRefused_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status");
    QTest::newRow("foreign") << QByteArray("127.0.0.1:8188") << QByteArray("http://evil.example") << 403;
    QTest::newRow("same") << QByteArray("127.0.0.1:8188") << QByteArray("http://127.0.0.1:8188") << 200;
    QTest::newRow("other port") << QByteArray("localhost:8188") << QByteArray("http://localhost:9") << 403;
    QTest::newRow("no port") << QByteArray("localhost:8188") << QByteArray("http://localhost") << 200;
    QTest::newRow("not loopback") << QByteArray("host.example") << QByteArray("http://evil.example") << 200;
}

void TestDemoServer::foreignOriginsAreRefused()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(int, status);
    const QByteArray headers = "Host: " + host + "\r\nOrigin: " + origin + "\r\nConnection: close\r\n";
    QCOMPARE(send("GET /queue HTTP/1.1\r\n" + headers + "\r\n").status, status);
    if (status == 403) {
        QCOMPARE(send("GET /ws HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin +
                      "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                     .status,
                 403);
    }
}

void TestDemoServer::aFrameBeyondTheLimitEndsTheConnection()
{
    QTcpSocket client;
    QByteArray received;
    connect(&client, &QTcpSocket::readyRead, this, [&] { received += client.readAll(); });
    client.connectToHost(u"127.0.0.1"_s, quint16(m_server->url().port()));
    client.write("GET /ws?clientId=c HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QTRY_VERIFY(received.startsWith("HTTP/1.1 101") && received.contains("\"sid\""));
    QSignalSpy ended(&client, &QTcpSocket::disconnected);
    // The head of one whole, masked text frame of 1 GiB, and only the first of its bytes: the rest need not come.
    client.write(QByteArray::fromHex("81ff000000004000000000000000") + QByteArray(1000, 'x'));
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(received.contains(QByteArray::fromHex("03f1"))); // 1009: too large
    QCOMPARE(get("/queue").status, 200);
}

QTEST_GUILESS_MAIN(TestDemoServer)
#include "tst_demoserver.moc"
