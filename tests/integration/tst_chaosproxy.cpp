// SPDX-License-Identifier: GPL-3.0-or-later
// The proxy of the fault tests does what its words say: what they find is worth no more than that.
#include "support/chaosproxy.h"
#include "support/postgrescluster.h"

#include "storage/connection.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace std::chrono_literals;

namespace {

/// Sends back what it gets, after what it may have to say first.
class EchoServer : public QObject
{
public:
    EchoServer()
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                    const QByteArray bytes = socket->readAll();
                    received += bytes;
                    ++reads;
                    if (answers)
                        socket->write(bytes);
                });
                connect(socket, &QTcpSocket::disconnected, this, [this] { ++ended; });
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    quint16 port() const { return m_server.serverPort(); }

    QByteArray received;
    int reads = 0;
    int ended = 0;
    bool answers = true;

private:
    QTcpServer m_server;
};

class Client : public QTcpSocket
{
public:
    explicit Client(const ChaosProxy &proxy)
    {
        connect(this, &QTcpSocket::readyRead, this, [this] {
            got += readAll();
            ++reads;
        });
        connectToHost(QHostAddress(QHostAddress::LocalHost), proxy.port());
    }
    QByteArray got;
    int reads = 0;
};

QByteArray pattern(int size)
{
    QByteArray bytes(size, '\0');
    for (int i = 0; i < size; ++i)
        bytes[i] = char('a' + i % 23);
    return bytes;
}

} // namespace

class TestChaosProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesEverythingAndBothEnds()
    {
        EchoServer server;
        const ChaosProxy proxy(server.port());
        Client client(proxy);
        const QByteArray sent = pattern(3'000'000); // more than it holds at once
        client.write(sent);
        QTRY_COMPARE(client.got.size(), sent.size());
        QCOMPARE(client.got, sent);
        QCOMPARE(proxy.accepted(), 1);
        client.disconnectFromHost();
        QTRY_COMPARE(server.ended, 1);
        QTRY_COMPARE(proxy.open(), 0);
    }

    void latencyWithJitterKeepsTheOrder()
    {
        EchoServer server;
        ChaosProxy proxy(server.port());
        proxy.setRules({.latency = 60ms, .jitter = 20ms});
        Client client(proxy);
        QVERIFY(client.waitForConnected());
        QElapsedTimer clock;
        clock.start();
        client.write("a");
        QTRY_COMPARE(client.got, QByteArray("a"));
        QVERIFY2(clock.elapsed() >= 80, qPrintable(QString::number(clock.elapsed()))); // there and back
        for (const char *word : {"b", "c", "d", "e", "f"}) {
            client.write(word);
            client.flush();
        }
        QTRY_COMPARE(client.got, QByteArray("abcdef"));
    }

    void bandwidthIsKept()
    {
        EchoServer server;
        server.answers = false;
        ChaosProxy proxy(server.port());
        proxy.setRules({.bytesPerSecond = 100'000});
        Client client(proxy);
        QElapsedTimer clock;
        clock.start();
        client.write(pattern(50'000));
        QTRY_COMPARE(server.received.size(), 50'000);
        QVERIFY2(clock.elapsed() >= 400, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(server.reads > 10);
        proxy.heal(); // in the middle of the connection
        clock.restart();
        client.write(pattern(2'000'000));
        QTRY_COMPARE(server.received.size(), 2'050'000);
    }

    void slicesAreWholeTogether()
    {
        EchoServer server;
        ChaosProxy proxy(server.port());
        proxy.setRules({.sliceBytes = 1});
        Client client(proxy);
        const QByteArray sent = pattern(5'000);
        QElapsedTimer clock;
        clock.start();
        client.write(sent);
        QTRY_COMPARE(client.got.size(), sent.size());
        QCOMPARE(client.got, sent);
        // A reader that is busy finds many of them at once; 64 in a millisecond are sent.
        QVERIFY2(server.reads > 2 && clock.elapsed() >= 40, qPrintable(QString::number(clock.elapsed())));
    }

    void resetIsAnErrorForBoth()
    {
        EchoServer server;
        ChaosProxy proxy(server.port());
        Client client(proxy);
        client.write("x");
        QTRY_COMPARE(client.got, QByteArray("x"));
        const QSignalSpy errors(&client, &QTcpSocket::errorOccurred);
        proxy.resetAll();
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(errors.size(), 1);
        QTRY_COMPARE(server.ended, 1);
        Client next(proxy); // once, not for ever
        next.write("y");
        QTRY_COMPARE(next.got, QByteArray("y"));
    }

    void blackHoleTakesAndNeverAnswers()
    {
        EchoServer server;
        ChaosProxy proxy(server.port());
        Client before(proxy);
        before.write("1");
        QTRY_COMPARE(before.got, QByteArray("1"));
        proxy.setRules({.gate = ChaosRules::Gate::BlackHole});
        Client client(proxy);
        QVERIFY(client.waitForConnected());
        client.write(pattern(24'000'000)); // more than the buffers of both ends hold
        before.write("2");
        QTRY_COMPARE(proxy.accepted(), 2);
        EchoServer other; // what is sent later on an open way has come back
        ChaosProxy open(other.port());
        Client control(open);
        control.write(pattern(4'000'000));
        QTRY_COMPARE(control.got.size(), 4'000'000);
        QCOMPARE(server.received, QByteArray("1"));
        QVERIFY2(client.bytesToWrite() > 0, "it stops reading, so that the writer feels it");
        QCOMPARE(client.state(), QAbstractSocket::ConnectedState);
        proxy.heal();
        QTRY_COMPARE_WITH_TIMEOUT(client.got.size(), 24'000'000, 30'000);
        QTRY_COMPARE(before.got, QByteArray("12"));
    }

    void refusedIsRefusedAtOnce()
    {
        EchoServer server;
        ChaosProxy proxy(server.port());
        Client open(proxy);
        open.write("1");
        QTRY_COMPARE(open.got, QByteArray("1"));
        const quint16 port = proxy.port();
        proxy.setRules({.gate = ChaosRules::Gate::Refuse});
        QTRY_COMPARE(open.state(), QAbstractSocket::UnconnectedState);
        Client refused(proxy);
        QTRY_COMPARE(refused.error(), QAbstractSocket::ConnectionRefusedError);
        proxy.heal();
        QCOMPARE(proxy.port(), port);
        Client again(proxy);
        again.write("2");
        QTRY_COMPARE(again.got, QByteArray("2"));
    }

    void cutAfterSoManyBytes_data()
    {
        QTest::addColumn<bool>("byReset");
        QTest::newRow("RST") << true;
        QTest::newRow("FIN") << false;
    }

    void cutAfterSoManyBytes()
    {
        QFETCH(bool, byReset);
        EchoServer server;
        ChaosProxy proxy(server.port());
        proxy.setRules({.cutAfter = 1000, .cut = byReset ? ChaosRules::Cut::Reset : ChaosRules::Cut::Close, .cuts = 1});
        Client client(proxy);
        client.write(pattern(5000));
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        if (byReset) // what is on its way when the RST comes is lost
            QVERIFY(client.got.size() <= 1000);
        else
            QCOMPARE(client.got, pattern(1000));
        QCOMPARE(proxy.cut(), 1);
        Client next(proxy); // one cut was asked for
        next.write(pattern(5000));
        QTRY_COMPARE(next.got.size(), 5000);
    }

    void cutOfTheRequest()
    {
        EchoServer server;
        ChaosProxy proxy(server.port());
        proxy.setRules({.cutAfterSent = 700, .cut = ChaosRules::Cut::Close});
        Client client(proxy);
        client.write(pattern(5000));
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QTRY_COMPARE(server.ended, 1);
        QCOMPARE(server.received, pattern(700));
    }

    void rulesWaitForTheirWord()
    {
        EchoServer server;
        ChaosProxy proxy(server.port());
        proxy.setRules({.cutAfter = 0, .after = "POST /prompt"});
        Client client(proxy);
        client.write("GET / PO");
        QTRY_COMPARE(client.got, QByteArray("GET / PO"));
        client.write("ST /prompt now");
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(client.got, QByteArray("GET / PO"));
        QCOMPARE(server.received, QByteArray("GET / POST /prompt now")); // it has the request
    }

    void aServerThatIsNotThereIsAReset()
    {
        QTcpSocket reserved; // nobody else gets the port, and nobody listens there
        QVERIFY(reserved.bind(QHostAddress(QHostAddress::LocalHost), 0));
        const ChaosProxy proxy(reserved.localPort());
        Client client(proxy);
        QTRY_VERIFY(proxy.accepted() >= 1); // the client may try again at once
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    }

    void webSocketsPass()
    {
        QWebSocketServer server(QStringLiteral("echo"), QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QWebSocketServer::newConnection, this, [&server] {
            QWebSocket *socket = server.nextPendingConnection();
            socket->setParent(&server);
            connect(socket, &QWebSocket::textMessageReceived, socket, &QWebSocket::sendTextMessage);
        });
        ChaosProxy proxy(server.serverPort());
        proxy.setRules({.latency = 5ms, .sliceBytes = 3});
        QWebSocket socket;
        QSignalSpy messages(&socket, &QWebSocket::textMessageReceived);
        connect(&socket, &QWebSocket::connected, &socket,
                [&socket] { socket.sendTextMessage(QStringLiteral("hello")); });
        socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(proxy.port())));
        QTRY_COMPARE(messages.size(), 1);
        QCOMPARE(messages.first().first().toString(), QStringLiteral("hello"));
        const QSignalSpy gone(&socket, &QWebSocket::disconnected);
        proxy.resetAll();
        QTRY_COMPARE(gone.size(), 1);
    }

    void databasesPass()
    {
        PostgresCluster cluster;
        const Result<void> started = cluster.start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
        const Result<QString> name = cluster.createDatabase();
        QVERIFY(name);
        ChaosProxy proxy(cluster.port());
        const QString url =
            QStringLiteral("postgresql://%1@127.0.0.1:%2/%3").arg(PostgresCluster::user()).arg(proxy.port()).arg(*name);
        const auto opened = Connection::open(*DatabaseUrl::parse(url), PostgresCluster::password());
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        QVERIFY((*opened)->exec(QStringLiteral("SELECT 1")));
        proxy.resetAll();
        QTRY_COMPARE(proxy.open(), 0);
        const auto lost = (*opened)->exec(QStringLiteral("SELECT 1"));
        QVERIFY(!lost);
        QCOMPARE(lost.error().code, QStringLiteral("lost"));
        QVERIFY((*opened)->reopen());
        QVERIFY((*opened)->exec(QStringLiteral("SELECT 1")));
    }
};

QTEST_GUILESS_MAIN(TestChaosProxy)
#include "tst_chaosproxy.moc"
