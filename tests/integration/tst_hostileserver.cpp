// SPDX-License-Identifier: GPL-3.0-or-later
// What a hostile or broken server sends is bounded: cases 16, 17, 20, 25 and 27 with the client itself, through the
// proxy where the network has a part in it.
#include "comfyui/comfyclient.h"
#include "comfyui/comfyeventstream.h"
#include "core/asyncscope.h"
#include "demoserver/demoserver.h"
#include "generation/serverconnection.h"
#include "network/httpclient.h"
#include "support/chaosproxy.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>
#include <QtEndian>

#include <cstring>
#include <functional>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
#ifdef __SANITIZE_ADDRESS__
constexpr qint64 mostGrowth = 256 * mebibyte; // freed memory is kept for a while, to see who uses it still
#else
constexpr qint64 mostGrowth = 64 * mebibyte;
#endif

/// Resident memory now, and the most there ever was, in bytes.
qint64 memory(const char *field)
{
    QFile file(u"/proc/self/status"_qs);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(field))
            return line.mid(qsizetype(std::strlen(field)) + 1).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

/// A server that speaks HTTP and the handshake of WebSockets and then writes what a test wants, as fast as it is taken.
class RawServer : public QObject
{
public:
    /// Called with each request's first line; what is written to the socket is all that it gets.
    std::function<void(QTcpSocket *socket, const QByteArray &line)> answer;
    /// More for a socket that has been written empty; empty = no more.
    std::function<QByteArray()> more;
    int requests = 0;
    int ended = 0;

    RawServer()
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
                connect(socket, &QTcpSocket::bytesWritten, this, [this, socket] { feed(socket); });
                connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                    ++ended;
                    socket->deleteLater();
                });
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    quint16 port() const { return m_server.serverPort(); }

    static QByteArray handshake(const QByteArray &key)
    {
        const QByteArray accept =
            QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64();
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: " +
               accept + "\r\n\r\n";
    }
    /// A frame's head: `first` is FIN and opcode.
    static QByteArray frameHead(char first, quint64 length)
    {
        QByteArray head(1, first);
        if (length < 126) {
            head += char(length);
        } else {
            head += char(127);
            QByteArray size(8, '\0');
            qToBigEndian<quint64>(length, size.data());
            head += size;
        }
        return head;
    }

private:
    void read(QTcpSocket *socket)
    {
        const QByteArray bytes = socket->readAll();
        if (!bytes.startsWith("GET") && !bytes.startsWith("POST"))
            return; // frames of the client
        ++requests;
        const qsizetype key = bytes.indexOf("Sec-WebSocket-Key: ");
        if (key >= 0)
            socket->write(handshake(bytes.mid(key + 19, bytes.indexOf("\r\n", key) - key - 19)));
        if (answer)
            answer(socket, bytes.left(bytes.indexOf("\r\n")));
        feed(socket);
    }
    void feed(QTcpSocket *socket)
    {
        if (!more || socket->bytesToWrite() > mebibyte || socket->property("plain").toBool())
            return;
        const QByteArray next = more();
        if (!next.isEmpty())
            socket->write(next);
    }

    QTcpServer m_server;
};

ServerConfig configOf(const QString &url)
{
    ServerConfig config;
    config.url = url;
    return config;
}

template <class T>
Task<void> keepResult(Task<T> task, std::optional<T> *into)
{
    *into = co_await std::move(task);
}

ComfyEventStream::Timing quick()
{
    ComfyEventStream::Timing timing;
    timing.backoffMin = 50ms;
    timing.backoffMax = 200ms;
    return timing;
}

} // namespace

class TestHostileServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case16_framesWithoutEnd_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("D3-16 head of 2 GiB") << 0;
        QTest::newRow("D3-16 message of 400 MiB in frames") << 1;
        QTest::newRow("D3-16 endless small fragments") << 2;
    }

    void case16_framesWithoutEnd()
    {
        QFETCH(int, kind);
        RawServer server;
        bool first = true;
        server.more = [kind, &first]() -> QByteArray {
            const bool begin = std::exchange(first, false);
            if (kind == 0)
                return begin ? RawServer::frameHead(char(0x82), quint64(2) * 1024 * mebibyte) : QByteArray(65536, 'x');
            const int size = kind == 1 ? 512 * 1024 : 100;
            QByteArray frames;
            for (int i = 0; i < (kind == 1 ? 2 : 500); ++i)
                frames += RawServer::frameHead(begin && i == 0 ? char(0x02) : char(0x00), quint64(size)) +
                          QByteArray(size, 'x');
            return frames;
        };
        server.answer = [&first](QTcpSocket *, const QByteArray &) {
            first = true;
        };
        const ChaosProxy proxy(server.port());
        ComfyEventStream stream(u"c"_qs, quick());
        QSignalSpy connected(&stream, &ComfyEventStream::connected);
        QSignalSpy lost(&stream, &ComfyEventStream::disconnected);
        const qint64 before = memory("VmRSS:");
        stream.open(ServerAccess(configOf(proxy.url()), {}));
        QTRY_VERIFY_WITH_TIMEOUT(connected.size() >= 2, 50'000); // it was ended, and tried again
        QVERIFY(lost.size() >= 1);
        QVERIFY(lost.first().first().value<Error>().kind == Error::Kind::Protocol);
        const qint64 growth = memory("VmHWM:") - before;
        QVERIFY2(growth < mostGrowth, qPrintable(QString::number(growth / mebibyte)));
        stream.close();
        QTRY_VERIFY(stream.isClosed());
    }

    void case17_aFloodOfProgress()
    {
        constexpr int messages = 200'000;
        RawServer server;
        int sent = 0;
        server.more = [&sent] {
            QByteArray frames;
            for (int i = 0; i < 200 && sent < messages; ++i) {
                const QByteArray text = R"({"type":"progress","data":{"value":)" + QByteArray::number(++sent) +
                                        R"(,"max":1000000,"prompt_id":"p","node":"4"}})";
                frames += RawServer::frameHead(char(0x81), quint64(text.size())) + text;
            }
            return frames;
        };
        const ChaosProxy proxy(server.port());
        ComfyEventStream stream(u"c"_qs, quick());
        int newest = 0;
        connect(&stream, &ComfyEventStream::eventReceived, &stream, [&newest](const ComfyEvent &event) {
            if (const auto *progress = event.as<comfy::Progress>())
                newest = progress->value;
        });
        QElapsedTimer clock;
        qint64 longest = 0;
        QTimer tick; // what a window would notice: the longest time without a turn
        connect(&tick, &QTimer::timeout, &tick, [&] { longest = std::max(longest, clock.restart()); });
        tick.setTimerType(Qt::PreciseTimer);
        tick.start(5ms);
        const qint64 before = memory("VmRSS:");
        QElapsedTimer whole;
        whole.start();
        clock.start();
        stream.open(ServerAccess(configOf(proxy.url()), {}));
        QTRY_COMPARE_WITH_TIMEOUT(newest, messages, 50'000);
        const qint64 growth = memory("VmHWM:") - before;
        qInfo("%d messages in %lld ms, longest turn %lld ms, memory grew by %lld MiB", messages, whole.elapsed(),
              longest, growth / mebibyte);
        QVERIFY2(growth < mostGrowth, qPrintable(QString::number(growth / mebibyte)));
        stream.close();
        QTRY_VERIFY(stream.isClosed());
    }

    void case20_anAnswerOf500MB()
    {
        RawServer server;
        qint64 sent = 0;
        server.answer = [](QTcpSocket *socket, const QByteArray &line) {
            if (line.contains("/system_stats")) {
                const QByteArray body = R"({"system":{"comfyui_version":"0.3.64","ram_total":1},"devices":[]})";
                socket->setProperty("plain", true);
                socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                              "Content-Length: " +
                              QByteArray::number(body.size()) + "\r\n\r\n" + body);
                socket->disconnectFromHost();
                return;
            }
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"x\":\"");
        };
        server.more = [&sent] {
            const QByteArray block(256 * 1024, 'x');
            sent += block.size();
            return sent < 500 * mebibyte ? block : QByteArray();
        };
        const ChaosProxy proxy(server.port());
        HttpClient http;
        const SystemClock clock;
        ServerConnection connection(configOf(proxy.url()), {}, http, u"c"_qs, clock);
        const qint64 before = memory("VmRSS:");
        connection.start();
        QTRY_VERIFY_WITH_TIMEOUT(connection.status().state == ServerState::Degraded, 50'000);
        QVERIFY2(!connection.status().error.isEmpty(), "it does not say why");
        const qint64 growth = memory("VmHWM:") - before;
        qInfo("%lld MiB were sent, memory grew by %lld MiB", sent / mebibyte, growth / mebibyte);
        QVERIFY2(growth < mostGrowth + 32 * mebibyte, qPrintable(QString::number(growth / mebibyte)));
        end(connection);
    }

    void case25_aPictureThatDrips()
    {
        RawServer server;
        server.answer = [](QTcpSocket *socket, const QByteArray &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100000\r\n\r\n" +
                          QByteArray(100'000, 'x'));
        };
        ChaosProxy proxy(server.port());
        proxy.setRules({.bytesPerSecond = 1, .after = "GET /api/view"});
        HttpClient http;
        ComfyClient client(http, configOf(proxy.url()), {});
        client.setLimits({.quick = 1500ms, .slow = 1500ms});
        std::optional<Result<QByteArray>> picture;
        QElapsedTimer clock;
        clock.start();
        const Task<void> task =
            keepResult(client.view(OutputFile{u"8"_qs, u"a.png"_qs, QString(), u"output"_qs}, {}), &picture);
        QTRY_VERIFY_WITH_TIMEOUT(picture.has_value(), 30'000);
        QVERIFY(!*picture);
        QVERIFY2(clock.elapsed() < 15'000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(picture->error().kind == Error::Kind::Network);
    }

    void case27_goneIsNoticed_data()
    {
        QTest::addColumn<int>("gate");
        QTest::newRow("D3-27 black hole") << int(ChaosRules::Gate::BlackHole);
        QTest::newRow("D3-27 port closed") << int(ChaosRules::Gate::Refuse);
    }

    void case27_goneIsNoticed()
    {
        QFETCH(int, gate);
        DemoServer demo({.stepMs = 1, .loadMs = 1});
        QVERIFY(demo.start());
        ChaosProxy proxy(quint16(demo.url().port()));
        HttpClient http;
        const SystemClock clock;
        ServerConnection connection(configOf(proxy.url()), {}, http, u"c"_qs, clock);
        connection.start();
        QTRY_VERIFY_WITH_TIMEOUT(connection.isReachable(), 20'000);
        const auto watch = connection.watch(u"nobody"_qs); // with work there it looks every two seconds
        QElapsedTimer since;
        since.start();
        proxy.setRules({.gate = ChaosRules::Gate(gate)});
        QTRY_VERIFY_WITH_TIMEOUT(connection.status().state == ServerState::Offline, 40'000);
        qInfo("offline after %lld ms", since.elapsed());
        // Ten seconds of silence; the rest is for a machine that is busy.
        QVERIFY2(since.elapsed() < 20'000, qPrintable(QString::number(since.elapsed())));
        proxy.heal();
        QTRY_VERIFY_WITH_TIMEOUT(connection.isReachable(), 30'000); // by itself
        end(connection);
    }

private:
    static void end(ServerConnection &connection)
    {
        const Task<void> closing = connection.close();
        QTRY_VERIFY_WITH_TIMEOUT(closing.isReady(), 20'000);
    }
};

QTEST_GUILESS_MAIN(TestHostileServer)
#include "tst_hostileserver.moc"
