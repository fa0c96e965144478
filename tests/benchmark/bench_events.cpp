// SPDX-License-Identifier: GPL-3.0-or-later
// How many events of a server the client takes per second. The frames are a recorded run, repeated. Controls in the
// same process: the bare JSON parse of the same text, and a bare QWebSocket that only counts what arrives.
#include "comfyui/comfyeventparser.h"
#include "comfyui/comfyeventstream.h"
#include "comfyui/recordings.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QNetworkProxy>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>

using namespace lorastudio;

namespace {

constexpr int rounds = 5;
constexpr int frames = 20'000;

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

} // namespace

class BenchEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void parsing();
    void overASocket();

private:
    QList<QByteArray> m_frames;
};

void BenchEvents::initTestCase()
{
    QList<QByteArray> recorded;
    const QJsonArray events = test::recordedEvents(QStringLiteral("run-first"));
    for (const QJsonValue event : events) {
        const QJsonObject text = event.toObject().value(QStringLiteral("text")).toObject();
        const QByteArray frame = QJsonDocument(text).toJson(QJsonDocument::Compact);
        if (parseTextFrame(frame).outcome == ParsedFrame::Outcome::Event)
            recorded += frame;
    }
    QVERIFY(!recorded.isEmpty());
    for (int i = 0; i < frames; ++i)
        m_frames += recorded.at(i % recorded.size());
}

void BenchEvents::parsing()
{
    QList<double> ours;
    QList<double> bare;
    QElapsedTimer timer;
    for (int round = 0; round < rounds; ++round) {
        qsizetype understood = 0;
        timer.start();
        for (const QByteArray &frame : std::as_const(m_frames))
            understood += parseTextFrame(frame).outcome != ParsedFrame::Outcome::Malformed ? 1 : 0;
        ours += double(timer.nsecsElapsed()) / 1e9;
        QCOMPARE(understood, qsizetype(frames));
        qsizetype objects = 0;
        timer.start();
        for (const QByteArray &frame : std::as_const(m_frames))
            objects += QJsonDocument::fromJson(frame).isObject() ? 1 : 0;
        bare += double(timer.nsecsElapsed()) / 1e9;
        QCOMPARE(objects, qsizetype(frames));
    }
    qInfo("parsed: %.0f events/s, x%.2f of a bare JSON parse", frames / median(ours), median(ours) / median(bare));
}

void BenchEvents::overASocket()
{
    QWebSocketServer server(QString(), QWebSocketServer::NonSecureMode);
    server.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const auto sendAll = [this](QWebSocket *socket) {
        for (const QByteArray &frame : std::as_const(m_frames))
            socket->sendTextMessage(QString::fromUtf8(frame));
    };
    QList<double> ours;
    QList<double> bare;
    QElapsedTimer timer;
    for (int round = 0; round < rounds; ++round) {
        {
            QWebSocket socket;
            int received = 0;
            QEventLoop loop;
            connect(&socket, &QWebSocket::textMessageReceived, &loop, [&] {
                if (++received == frames)
                    loop.quit();
            });
            connect(&server, &QWebSocketServer::newConnection, &loop, [&] {
                timer.start();
                sendAll(server.nextPendingConnection());
            });
            socket.setProxy(QNetworkProxy::NoProxy);
            socket.open(server.serverUrl());
            loop.exec();
            bare += double(timer.nsecsElapsed()) / 1e9;
        }
        {
            ComfyEventStream stream(QStringLiteral("client-a"));
            QEventLoop loop;
            int received = 0;
            const auto look = [&] {
                if (++received == frames)
                    loop.quit();
            };
            connect(&stream, &ComfyEventStream::eventReceived, &loop, look);
            connect(&server, &QWebSocketServer::newConnection, &loop, [&] {
                timer.start();
                sendAll(server.nextPendingConnection());
            });
            ServerConfig config;
            config.url = QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort());
            stream.open(ServerAccess(config, {}));
            loop.exec();
            ours += double(timer.nsecsElapsed()) / 1e9;
        }
    }
    qInfo("over a socket, sender in the same thread: %.0f events/s, x%.2f of a bare QWebSocket", frames / median(ours),
          median(ours) / median(bare));
}

QTEST_GUILESS_MAIN(BenchEvents)
#include "bench_events.moc"
