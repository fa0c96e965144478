// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/certificatepin.h"
#include "network/httpclient.h"
#include "scriptedserver.h"

#include <QCoroTask>
#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace lorastudio;
using lorastudio::test::ScriptedServer;
using namespace std::chrono_literals;

class TestHttpClient : public QObject
{
    Q_OBJECT

private:
    static HttpRequest get(const QUrl &url)
    {
        HttpRequest request;
        request.url = url;
        request.transferTimeout = 1000ms;
        return request;
    }
    Result<HttpResponse> run(HttpRequest request, std::stop_token stop = {})
    {
        return QCoro::waitFor(m_client.send(std::move(request), stop));
    }

    HttpClient m_client;

private Q_SLOTS:
    void answersAreGivenAsTheyCame()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(404, "Application/JSON; charset=utf-8", "{}"));
        });
        const Result<HttpResponse> response = run(get(server.url()));
        QVERIFY(response);
        QCOMPARE(response->status, 404);
        QCOMPARE(response->contentType, QByteArray("application/json"));
        QCOMPARE(response->body, QByteArray("{}"));
    }

    void badRequestIsAnAnswerToo()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(400, "application/json", "{\"error\":1}"));
        });
        const Result<HttpResponse> response = run(get(server.url()));
        QVERIFY(response);
        QCOMPARE(response->status, 400);
        QCOMPARE(response->body, QByteArray("{\"error\":1}"));
    }

    void oneConnectionServesManyRequestsWithoutOriginOrCookies()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(200, "application/json", "{}", "Set-Cookie: a=b\r\n"));
        });
        for (int i = 0; i < 5; ++i)
            QVERIFY(run(get(server.url())));
        QCOMPARE(server.connections, 1);
        QCOMPARE(server.requests.size(), 5);
        QVERIFY(server.requests.last().header("Origin").isEmpty());
        QVERIFY(server.requests.last().header("Cookie").isEmpty());
    }

    void postIsSentOnceEvenIfTheConnectionCloses_data()
    {
        QTest::addColumn<bool>("kept");
        QTest::newRow("kept connection") << true;
        QTest::newRow("new connection") << false;
    }
    void postIsSentOnceEvenIfTheConnectionCloses()
    {
        QFETCH(bool, kept);
        int posts = 0;
        ScriptedServer server([&posts](QTcpSocket *socket, const ScriptedServer::Request &request) {
            if (request.line().startsWith("POST")) {
                ++posts;
                socket->abort();
            } else {
                socket->write(ScriptedServer::answer(200, "application/json", "{}"));
            }
        });
        if (kept)
            QVERIFY(run(get(server.url())));
        HttpRequest post = get(server.url());
        post.method = HttpRequest::Method::Post;
        post.body = "{}";
        const Result<HttpResponse> response = run(post);
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Network);
        QCOMPARE(posts, 1);
    }

    void postedBodiesArriveWhole_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("small") << QByteArray("{\"a\":1}");
        QTest::newRow("large") << QByteArray(3'000'000, 'b');
    }
    void postedBodiesArriveWhole()
    {
        QFETCH(QByteArray, body);
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(200, "application/json", "{}"));
        });
        HttpRequest post = get(server.url());
        post.method = HttpRequest::Method::Post;
        post.body = body;
        post.contentType = "application/json";
        for (int i = 0; i < 3; ++i)
            QVERIFY(run(post));
        QCOMPARE(server.connections, 1);
        QCOMPARE(server.requests.size(), 3);
        QCOMPARE(server.requests.last().body, body);
        QCOMPARE(server.requests.last().header("Content-Type"), QByteArray("application/json"));
    }

    void refusedConnectionSaysWhatToDo()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 port = closed.serverPort();
        closed.close();
        const Result<HttpResponse> response = run(get(QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(port))));
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Network);
        QVERIFY(response.error().message.startsWith(
            QStringLiteral("Connection refused: nothing answers at this address.")));
        QVERIFY(response.error().message.contains(QStringLiteral("127.0.0.1:%1").arg(port)));
    }

    void silentServerTimesOut()
    {
        ScriptedServer server([](QTcpSocket *, const ScriptedServer::Request &) {});
        const Result<HttpResponse> response = run(get(server.url()));
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Network);
        QVERIFY2(response.error().message.contains(QStringLiteral("No answer from 127.0.0.1")),
                 qPrintable(response.error().message));
    }

    void drippingBodyStalls()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100000\r\n\r\n");
            auto *timer = new QTimer(socket);
            connect(timer, &QTimer::timeout, socket, [socket] { socket->write("x"); });
            timer->start(20);
        });
        const Result<HttpResponse> response = run(get(server.url()));
        QVERIFY(!response);
        QVERIFY2(response.error().message.contains(QStringLiteral("stalled")), qPrintable(response.error().message));
    }

    void slowButSteadyBodyArrives()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 20000\r\n\r\n");
            auto *timer = new QTimer(socket);
            connect(timer, &QTimer::timeout, socket, [socket] { socket->write(QByteArray(400, 'x')); });
            timer->start(20);
        });
        const Result<HttpResponse> response = run(get(server.url()));
        QVERIFY(response);
        QCOMPARE(response->body.size(), 20000);
    }

    void endlessBodyIsBrokenOffAtTheLimit()
    {
        qint64 written = 0;
        ScriptedServer server([&written](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
            connect(socket, &QTcpSocket::bytesWritten, socket, [socket, &written](qint64 bytes) {
                written += bytes;
                if (written < 200'000'000)
                    socket->write(QByteArray(100'000, ' '));
            });
        });
        HttpRequest request = get(server.url());
        request.maxBytes = 1'000'000;
        const Result<HttpResponse> response = run(request);
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Protocol);
        QVERIFY(written < 20'000'000);
    }

    void announcedSizeOverTheLimitIsRefusedBeforeTheBody()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500000000\r\n\r\n");
        });
        const Result<HttpResponse> response = run(get(server.url()));
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Protocol);
    }

    void packedBombIsCountedUnpacked()
    {
        // 50 MB of zeros as gzip members of a zlib stream: 49 kB on the wire.
        const QByteArray zlib = qCompress(QByteArray(50'000'000, '0'), 9).mid(4);
        ScriptedServer server([zlib](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(
                ScriptedServer::answer(200, "application/json", zlib, QByteArray("Content-Encoding: deflate\r\n")));
        });
        const Result<HttpResponse> response = run(get(server.url()));
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Protocol);
    }

    void cutBodyIsAnError()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\nhalf");
            socket->disconnectFromHost();
        });
        const Result<HttpResponse> response = run(get(server.url()));
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Network);
    }

    void redirectWithinTheOriginIsFollowedWithHeaders()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &request) {
            if (request.line().contains("/old"))
                socket->write(ScriptedServer::answer(307, "text/plain", "", "Location: /new\r\n"));
            else
                socket->write(ScriptedServer::answer(200, "application/json", "{}"));
        });
        HttpRequest request = get(server.url(QStringLiteral("/old")));
        request.headers = {{"Authorization", "Bearer canary"}};
        const Result<HttpResponse> response = run(request);
        QVERIFY(response);
        QCOMPARE(response->url.path(), QStringLiteral("/new"));
        QCOMPARE(server.requests.last().header("Authorization"), QByteArray("Bearer canary"));
    }

    void case43_redirectElsewhereIsRefusedAndNothingIsSentThere_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("other port") << QByteArray("OTHER/login");
        QTest::newRow("other host") << QByteArray("http://localhost:1/x");
        QTest::newRow("file") << QByteArray("file:///etc/passwd");
        QTest::newRow("user info") << QByteArray("http://a:b@127.0.0.1/");
        QTest::newRow("nothing") << QByteArray("http://");
    }
    void case43_redirectElsewhereIsRefusedAndNothingIsSentThere()
    {
        QFETCH(QByteArray, target);
        ScriptedServer other([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(200, "application/json", "{}"));
        });
        target.replace("OTHER", other.address().toLatin1());
        ScriptedServer server([target](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(302, "text/plain", "", "Location: " + target + "\r\n"));
        });
        HttpRequest request = get(server.url());
        request.headers = {{"Authorization", "Bearer canary"}};
        const Result<HttpResponse> response = run(request);
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Http);
        QVERIFY(!response.error().message.contains(QStringLiteral("canary")));
        QCOMPARE(other.requests.size(), 0);
    }

    void redirectLoopEnds()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(302, "text/plain", "", "Location: /\r\n"));
        });
        QVERIFY(!run(get(server.url())));
        QVERIFY(server.requests.size() < 10);
    }

    void loginWallIsNamed_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("page") << 200 << QByteArray("text/html; charset=utf-8");
        QTest::newRow("401") << 401 << QByteArray("application/json");
    }
    void loginWallIsNamed()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        ScriptedServer server([=](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(status, type, "<html>", "WWW-Authenticate: Basic realm=\"x\"\r\n"));
        });
        const Result<HttpResponse> response = run(get(server.url()));
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Http);
        QVERIFY(response.error().message.contains(QStringLiteral("login")));
        QCOMPARE(response.error().httpStatus, status);
    }

    void proxyOfTheComputerIsNotUsedForLoopback()
    {
        qputenv("http_proxy", "http://127.0.0.1:1");
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &) {
            socket->write(ScriptedServer::answer(200, "application/json", "{}"));
        });
        const Result<HttpResponse> response = run(get(server.url()));
        qunsetenv("http_proxy");
        QVERIFY(response);
    }

    void stopEndsARequestAtOnce()
    {
        std::stop_source source;
        ScriptedServer server([&source](QTcpSocket *, const ScriptedServer::Request &) { source.request_stop(); });
        HttpRequest request = get(server.url());
        request.transferTimeout = 1h; // without the stop it would not end within the test's time
        const Result<HttpResponse> response = run(request, source.get_token());
        QVERIFY(!response);
        QVERIFY(response.error().isCanceled());
    }

    void stopBeforeTheStartSendsNothing()
    {
        ScriptedServer server([](QTcpSocket *, const ScriptedServer::Request &) {});
        std::stop_source source;
        source.request_stop();
        QVERIFY(run(get(server.url()), source.get_token()).error().isCanceled());
        QCOMPARE(server.connections, 0);
    }

    void destroyedClientEndsItsRequestsAsCanceled()
    {
        ScriptedServer server([](QTcpSocket *, const ScriptedServer::Request &) {});
        auto client = std::make_unique<HttpClient>();
        HttpRequest request = get(server.url());
        request.transferTimeout = 20s;
        Task<Result<HttpResponse>> task = client->send(request, {});
        QTRY_COMPARE(server.requests.size(), 1);
        client.reset();
        const Result<HttpResponse> response = QCoro::waitFor(std::move(task));
        QVERIFY(!response);
        QVERIFY(response.error().isCanceled());
    }

    void case38_selfSignedCertificateIsRefusedWithItsFingerprint()
    {
        ScriptedServer server([](QTcpSocket *, const ScriptedServer::Request &) {}, QStringLiteral("server"));
        HttpRequest request = get(server.url());
        request.headers = {{"Authorization", "Bearer canary"}};
        request.transferTimeout = 5s;
        const Result<HttpResponse> response = run(request);
        QVERIFY(!response);
        QVERIFY(response.error().kind == Error::Kind::Network);
        QCOMPARE(response.error().fingerprint, fingerprintOf(QStringLiteral("server")));
        QVERIFY2(response.error().message.contains(QStringLiteral("signed its certificate itself")),
                 qPrintable(response.error().message));
        QCOMPARE(server.requests.size(), 0);
    }

    void case38_pinnedCertificateIsAccepted()
    {
        ScriptedServer server(
            [](QTcpSocket *socket, const ScriptedServer::Request &) {
                socket->write(ScriptedServer::answer(200, "application/json", "{}"));
            },
            QStringLiteral("server"));
        HttpRequest request = get(server.url());
        request.transferTimeout = 5s;
        request.fingerprint = fingerprintOf(QStringLiteral("server")).toLower();
        const Result<HttpResponse> response = run(request);
        QVERIFY2(response.has_value(), response ? "" : qPrintable(response.error().message));
    }

    void case38_changedCertificateIsBlocked()
    {
        ScriptedServer server([](QTcpSocket *, const ScriptedServer::Request &) {}, QStringLiteral("other"));
        HttpRequest request = get(server.url());
        request.transferTimeout = 5s;
        request.fingerprint = fingerprintOf(QStringLiteral("server"));
        const Result<HttpResponse> response = run(request);
        QVERIFY(!response);
        QVERIFY(response.error().message.contains(QStringLiteral("has changed")));
        QCOMPARE(response.error().fingerprint, fingerprintOf(QStringLiteral("other")));
        QCOMPARE(server.requests.size(), 0);
    }

private:
    static QString fingerprintOf(const QString &name)
    {
        return certificateFingerprint(ScriptedServer::tlsConfiguration(name).localCertificate());
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
