// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/comfyeventstream.h"
#include "network/certificatepin.h"
#include "network/scriptedserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace std::chrono_literals;

namespace {

const QString statusFrame =
    QStringLiteral(R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":0}},"sid":"c"}})");

/// A WebSocket server that keeps what it got and greets like ComfyUI.
class FakeSocketServer : public QObject
{
public:
    explicit FakeSocketServer(const QString &certificate = {}, quint16 port = 0)
        : m_server(QString(), certificate.isEmpty() ? QWebSocketServer::NonSecureMode : QWebSocketServer::SecureMode)
    {
        if (!certificate.isEmpty())
            m_server.setSslConfiguration(ScriptedServer::tlsConfiguration(certificate));
        m_scheme = certificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https");
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
            while (QWebSocket *socket = m_server.nextPendingConnection()) {
                socket->setParent(this);
                liveAtMost = qMax(liveAtMost, ++live);
                sockets.append(socket);
                connect(socket, &QWebSocket::disconnected, this, [this, socket] {
                    --live;
                    closeCodes.append(socket->closeCode());
                });
                connect(socket, &QWebSocket::textMessageReceived, this,
                        [this](const QString &text) { received.append(text); });
                socket->sendTextMessage(statusFrame);
            }
        });
        m_server.listen(QHostAddress::LocalHost, port);
    }
    ServerConfig config() const
    {
        ServerConfig config;
        config.url = QStringLiteral("%1://127.0.0.1:%2/base").arg(m_scheme).arg(m_server.serverPort());
        return config;
    }
    QWebSocket *last() const { return sockets.isEmpty() ? nullptr : sockets.last(); }

    QList<QWebSocket *> sockets;
    QStringList received;
    QList<QWebSocketProtocol::CloseCode> closeCodes;
    int live = 0;
    int liveAtMost = 0;

private:
    QWebSocketServer m_server;
    QString m_scheme;
};

ComfyEventStream::Timing quick()
{
    ComfyEventStream::Timing timing;
    timing.openTimeout = 30s; // far beyond what a busy machine needs
    timing.closeTimeout = 30s;
    timing.pingInterval = 60s;
    timing.backoffMin = 20ms;
    timing.backoffMax = 100ms;
    return timing;
}

} // namespace

class TestComfyEventStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstFrameIsTheHandshakeAndEventsArrive()
    {
        FakeSocketServer server;
        ComfyEventStream stream(QStringLiteral("client 1"), quick());
        QSignalSpy connected(&stream, &ComfyEventStream::connected);
        QSignalSpy events(&stream, &ComfyEventStream::eventReceived);
        ServerSecrets secrets;
        secrets.headers.insert(QStringLiteral("X-API-Key"), QStringLiteral("k"));
        stream.open(ServerAccess(server.config(), secrets));
        QTRY_COMPARE(connected.size(), 1);
        QTRY_COMPARE(events.size(), 1);
        QVERIFY(events.first().first().value<ComfyEvent>().as<comfy::Status>());
        QTRY_COMPARE(server.received.size(), 1);
        QVERIFY(server.received.first().contains(QStringLiteral("supports_preview_metadata")));
        QCOMPARE(server.last()->requestUrl().path(), QStringLiteral("/base/ws"));
        QCOMPARE(server.last()->requestUrl().query(QUrl::FullyEncoded), QStringLiteral("clientId=client%201"));
        QCOMPARE(server.last()->request().rawHeader("X-API-Key"), QByteArray("k"));
        QVERIFY(server.last()->origin().isEmpty());
        QVERIFY(stream.isConnected());
        QVERIFY(stream.silentForMs() >= 0);
    }

    void case18_badFramesAreCountedAndTheRestGoesOn()
    {
        FakeSocketServer server;
        ComfyEventStream stream(QStringLiteral("c"), quick());
        QSignalSpy events(&stream, &ComfyEventStream::eventReceived);
        stream.open(ServerAccess(server.config(), {}));
        QTRY_COMPARE(events.size(), 1);
        server.last()->sendTextMessage(QStringLiteral("{"));
        server.last()->sendBinaryMessage(QByteArray("\0\0\0\4\xff\xff\xff\xff", 8));
        server.last()->sendTextMessage(QStringLiteral(R"({"type":"crystools.monitor","data":{}})"));
        server.last()->sendTextMessage(statusFrame);
        QTRY_COMPARE(events.size(), 2);
        QCOMPARE(stream.droppedFrames(), 2);
        QCOMPARE(stream.ignoredFrames(), 1);
        QCOMPARE(stream.receivedFrames(), 5);
    }

    void eventsComeInTheOrderOfTheirFrames()
    {
        FakeSocketServer server;
        ComfyEventStream stream(QStringLiteral("c"), quick());
        QStringList ids;
        connect(&stream, &ComfyEventStream::eventReceived, this,
                [&ids](const ComfyEvent &event) { ids << event.promptId; });
        stream.open(ServerAccess(server.config(), {}));
        QTRY_COMPARE(ids.size(), 1); // the greeting
        const auto send = [&server](int number, qsizetype padding) {
            server.last()->sendTextMessage(
                QStringLiteral(R"({"type":"execution_start","data":{"prompt_id":"%1","x":"%2"}})")
                    .arg(number)
                    .arg(QString(padding, u'x')));
        };
        for (int number = 1; number <= 6; ++number)
            send(number, number % 3 == 1 ? 3'000'000 : 0); // 1 and 4 are parsed in the thread pool
        QTRY_COMPARE(ids.size(), 7);
        QCOMPARE(ids.join(QString()), QStringLiteral("123456"));
        QCOMPARE(stream.droppedFrames(), 0);
    }

    void lostConnectionIsMadeAgain()
    {
        FakeSocketServer server;
        ComfyEventStream stream(QStringLiteral("c"), quick());
        QSignalSpy connected(&stream, &ComfyEventStream::connected);
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        stream.open(ServerAccess(server.config(), {}));
        QTRY_COMPARE(connected.size(), 1);
        server.last()->abort();
        QTRY_COMPARE(lost.size(), 1);
        QVERIFY(lost.first().first().value<Error>().kind == Error::Kind::Network);
        QTRY_COMPARE(connected.size(), 2);
        QCOMPARE(server.liveAtMost, 1);
    }

    void reconnectClosesTheOldSocketBeforeTheNewOneOpens()
    {
        FakeSocketServer server;
        ComfyEventStream stream(QStringLiteral("c"), quick());
        QSignalSpy connected(&stream, &ComfyEventStream::connected);
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        stream.open(ServerAccess(server.config(), {}));
        for (int i = 1; i <= 5; ++i) {
            QTRY_COMPARE(connected.size(), i);
            stream.reconnect();
            stream.reconnect(); // twice is once
        }
        QTRY_COMPARE(connected.size(), 6);
        QCOMPARE(server.liveAtMost, 1);
        QCOMPARE(lost.size(), 0);
        QVERIFY(server.closeCodes.contains(QWebSocketProtocol::CloseCodeGoingAway));
    }

    void pauseGrowsWhileNobodyAnswers()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        ServerConfig config;
        config.url = QStringLiteral("http://127.0.0.1:%1").arg(closed.serverPort());
        closed.close();
        ComfyEventStream::Timing timing = quick();
        timing.backoffMin = 50ms;
        timing.backoffMax = 10s;
        ComfyEventStream stream(QStringLiteral("c"), timing);
        QList<qint64> times;
        QElapsedTimer timer;
        timer.start();
        QString message;
        connect(&stream, &ComfyEventStream::disconnected, this, [&](const Error &error) {
            times.append(timer.elapsed());
            message = error.message;
        });
        stream.open(ServerAccess(config, {}));
        QTRY_VERIFY_WITH_TIMEOUT(times.size() >= 5, 30'000);
        QVERIFY(times.at(1) - times.at(0) >= 50);
        QVERIFY(times.at(4) - times.at(3) >= 400);
        QVERIFY(message.startsWith(QStringLiteral("Connection refused: nothing answers at this address.")));
    }

    void silentServerTimesOut()
    {
        ScriptedServer server([](QTcpSocket *, const ScriptedServer::Request &) {});
        ServerConfig config;
        config.url = server.address();
        ComfyEventStream::Timing timing = quick();
        timing.openTimeout = 400ms;
        ComfyEventStream stream(QStringLiteral("c"), timing);
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        stream.open(ServerAccess(config, {}));
        QTRY_VERIFY(lost.size() >= 1);
        QVERIFY(lost.first().first().value<Error>().message.contains(QStringLiteral("No answer")));
    }

    void peerThatAnswersNoPingIsDead()
    {
        // Takes the handshake by hand and then never says anything again.
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &request) {
            const QByteArray accept =
                QCryptographicHash::hash(request.header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                         QCryptographicHash::Sha1)
                    .toBase64();
            socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: " +
                          accept + "\r\n\r\n");
        });
        ServerConfig config;
        config.url = server.address();
        ComfyEventStream::Timing timing = quick();
        timing.pingInterval = 50ms;
        ComfyEventStream stream(QStringLiteral("c"), timing);
        QSignalSpy connected(&stream, &ComfyEventStream::connected);
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        stream.open(ServerAccess(config, {}));
        QTRY_VERIFY(connected.size() >= 1);
        QTRY_VERIFY(lost.size() >= 1);
        QTRY_VERIFY(connected.size() >= 2);
    }

    void livingPeerIsKept()
    {
        FakeSocketServer server;
        ComfyEventStream::Timing timing = quick();
        timing.pingInterval = 100ms;
        ComfyEventStream stream(QStringLiteral("c"), timing);
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        stream.open(ServerAccess(server.config(), {}));
        QTRY_VERIFY(stream.isConnected());
        QSignalSpy pongs(stream.findChild<QWebSocket *>(), &QWebSocket::pong);
        QTRY_VERIFY(pongs.size() >= 5); // more than the two that may stay unanswered
        QCOMPARE(lost.size(), 0);
    }

    void oversizeMessageEndsTheConnection()
    {
        FakeSocketServer server;
        ComfyEventStream stream(QStringLiteral("c"), quick());
        QSignalSpy connected(&stream, &ComfyEventStream::connected);
        stream.open(ServerAccess(server.config(), {}));
        QTRY_COMPARE(connected.size(), 1);
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        server.last()->sendBinaryMessage(QByteArray(17 * 1024 * 1024, 'x'));
        QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 2, 60'000);
        QCOMPARE(lost.size(), 1);
        QVERIFY(lost.first().first().value<Error>().kind == Error::Kind::Protocol); // 1009 on our side
    }

    void refusedHandshakeSaysWhy_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("part");
        QTest::newRow("401") << 401 << "login";
        QTest::newRow("403") << 403 << "403";
        QTest::newRow("502") << 502 << "does not reach ComfyUI";
        QTest::newRow("302") << 302 << "login page";
    }
    void refusedHandshakeSaysWhy()
    {
        QFETCH(int, status);
        QFETCH(QString, part);
        ScriptedServer server([status](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(status, "text/html", "<html>"));
        });
        ServerConfig config;
        config.url = server.address();
        ComfyEventStream stream(QStringLiteral("c"), quick());
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        stream.open(ServerAccess(config, {}));
        QTRY_VERIFY(lost.size() >= 1);
        const auto error = lost.first().first().value<Error>();
        QVERIFY2(error.message.contains(part), qPrintable(error.message));
    }

    void socketUnderApiIsTheFallback()
    {
        QStringList paths;
        ScriptedServer server([&paths](QTcpSocket *socket, const ScriptedServer::Request &request) {
            paths << QUrl(QString::fromLatin1(request.line().split(' ').value(1))).path();
            socket->write(ScriptedServer::answer(404, "text/plain", ""));
        });
        ServerConfig config;
        config.url = server.address();
        ComfyEventStream stream(QStringLiteral("c"), quick());
        stream.open(ServerAccess(config, {}));
        QTRY_VERIFY(paths.size() >= 2);
        QCOMPARE(paths.at(0), QStringLiteral("/ws"));
        QCOMPARE(paths.at(1), QStringLiteral("/api/ws"));
    }

    void closeEndsItForGood()
    {
        FakeSocketServer server;
        ComfyEventStream stream(QStringLiteral("c"), quick());
        QSignalSpy closed(&stream, &ComfyEventStream::closed);
        stream.open(ServerAccess(server.config(), {}));
        QTRY_VERIFY(stream.isConnected());
        stream.close();
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(stream.isClosed());
        QTRY_COMPARE(server.live, 0);
        // As a control another stream with the same pauses loses its connection three times: it comes back each time.
        ComfyEventStream control(QStringLiteral("control"), quick());
        QSignalSpy connected(&control, &ComfyEventStream::connected);
        control.open(ServerAccess(server.config(), {}));
        for (int i = 1; i <= 3; ++i) {
            QTRY_COMPARE(connected.size(), i);
            QTRY_COMPARE(server.sockets.size(), 1 + i);
            server.last()->abort();
        }
        QTRY_COMPARE(connected.size(), 4);
        const auto isOurs = [](const QWebSocket *socket) {
            return socket->requestUrl().query() == QStringLiteral("clientId=c");
        };
        QCOMPARE(std::count_if(server.sockets.cbegin(), server.sockets.cend(), isOurs), 1);
        stream.open(ServerAccess(server.config(), {}));
        QTRY_VERIFY(stream.isConnected());
    }

    void closeWhileConnectingOrWaiting()
    {
        ScriptedServer server([](QTcpSocket *, const ScriptedServer::Request &) {});
        ServerConfig config;
        config.url = server.address();
        ComfyEventStream::Timing timing = quick();
        timing.openTimeout = 400ms;
        timing.backoffMin = 60s; // so that it is still waiting when it is closed
        timing.backoffMax = 60s;
        ComfyEventStream stream(QStringLiteral("c"), timing);
        QSignalSpy closed(&stream, &ComfyEventStream::closed);
        stream.open(ServerAccess(config, {}));
        stream.close();
        QTRY_COMPARE(closed.size(), 1);
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        stream.open(ServerAccess(config, {}));
        QTRY_COMPARE(lost.size(), 1);
        stream.close();
        QTRY_COMPARE(closed.size(), 2);
        QVERIFY(stream.isClosed());
    }

    void case38_certificates_data()
    {
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("pinned");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("pinned") << "server"
                                << "server"
                                << "";
        QTest::newRow("not pinned") << "server"
                                    << ""
                                    << "not trusted";
        QTest::newRow("changed") << "other"
                                 << "server"
                                 << "has changed";
    }
    void case38_certificates()
    {
        QFETCH(QString, shown);
        QFETCH(QString, pinned);
        QFETCH(QString, complaint);
        FakeSocketServer server(shown);
        ServerConfig config = server.config();
        if (!pinned.isEmpty())
            config.fingerprint = fingerprintOf(pinned);
        ComfyEventStream stream(QStringLiteral("c"), quick());
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        stream.open(ServerAccess(config, {}));
        if (complaint.isEmpty()) {
            QTRY_VERIFY(stream.isConnected());
            QCOMPARE(lost.size(), 0);
            return;
        }
        QTRY_VERIFY(lost.size() >= 1);
        const auto error = lost.first().first().value<Error>();
        QVERIFY2(error.message.contains(complaint), qPrintable(error.message));
        QCOMPARE(error.fingerprint, fingerprintOf(shown));
        QCOMPARE(server.sockets.size(), 0);
    }

private:
    static QString fingerprintOf(const QString &name)
    {
        return certificateFingerprint(ScriptedServer::tlsConfiguration(name).localCertificate());
    }
};

QTEST_GUILESS_MAIN(TestComfyEventStream)
#include "tst_comfyeventstream.moc"
