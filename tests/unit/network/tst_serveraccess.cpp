// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/directonloopback.h"
#include "network/serveraccess.h"

#include <QTest>

using namespace lorastudio;

class TestServerAccess : public QObject
{
    Q_OBJECT

private:
    static ServerConfig config(const char *url)
    {
        ServerConfig config;
        config.url = QString::fromLatin1(url);
        return config;
    }

private Q_SLOTS:
    void routesStandBehindTheBasePath()
    {
        ServerAccess access(config("https://h.example:8443/comfy"), {});
        QVERIFY(!access.problem());
        QCOMPARE(access.url(QStringLiteral("/system_stats")).toString(),
                 QStringLiteral("https://h.example:8443/comfy/api/system_stats"));
        QCOMPARE(access.webSocketUrl(QStringLiteral("c1")).toString(),
                 QStringLiteral("wss://h.example:8443/comfy/ws?clientId=c1"));
        access.setApiRoutes(false);
        access.setApiSocket(true);
        QCOMPARE(access.url(QStringLiteral("/queue")).toString(), QStringLiteral("https://h.example:8443/comfy/queue"));
        QCOMPARE(access.webSocketUrl(QStringLiteral("c1")).path(), QStringLiteral("/comfy/api/ws"));
    }

    void queryKeepsEveryCharacter()
    {
        ServerAccess access(config("http://h:1"), {});
        const QUrl url = access.url(QStringLiteral("/view"),
                                    encodedQuery({{QStringLiteral("subfolder"), QStringLiteral("a\\b & c+d=%20#?é")}}));
        QCOMPARE(url.toEncoded(), QByteArray("http://h:1/api/view?subfolder=a%5Cb%20%26%20c%2Bd%3D%2520%23%3F%C3%A9"));
    }

    void secretsBecomeHeaders()
    {
        ServerConfig basic = config("http://h:1");
        basic.user = QStringLiteral("mia");
        ServerSecrets secrets;
        secrets.password = QStringLiteral("pä:ss");
        secrets.headers.insert(QStringLiteral("X-API-Key"), QStringLiteral("k"));
        const ServerAccess access(basic, secrets);
        QVERIFY(!access.problem());
        QVERIFY(access.headers().contains({"Authorization", "Basic " + QByteArray("mia:pä:ss").toBase64()}));
        QVERIFY(access.headers().contains({"X-API-Key", "k"}));

        ServerConfig bearer = config("http://h:1");
        bearer.token = true;
        secrets.token = QStringLiteral("t0k");
        QVERIFY(ServerAccess(bearer, secrets).headers().contains({"Authorization", "Bearer t0k"}));
    }

    void headersThatCouldSmuggleAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("line break") << "X-A"
                                    << "b\r\nHost: evil";
        QTest::newRow("name") << "X A:"
                              << "canary";
        QTest::newRow("host") << "Host"
                              << "evil";
        QTest::newRow("origin") << "origin"
                                << "http://evil";
        QTest::newRow("socket") << "Sec-WebSocket-Key"
                                << "x";
    }
    void headersThatCouldSmuggleAreRefused()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        ServerSecrets secrets;
        secrets.headers.insert(name, value);
        const ServerAccess access(config("http://h:1"), secrets);
        QVERIFY(access.problem());
        QVERIFY(!access.problem()->message.contains(value));
        QVERIFY(access.headers().isEmpty());
    }

    void addressThatIsNoneIsAProblem()
    {
        QVERIFY(ServerAccess(config("ftp://h"), {}).problem());
        QVERIFY(ServerAccess(config(""), {}).problem());
    }

    void loopbackIsRecognised()
    {
        QVERIFY(isLoopbackHost(QStringLiteral("localhost")));
        QVERIFY(isLoopbackHost(QStringLiteral("127.1.2.3")));
        QVERIFY(isLoopbackHost(QStringLiteral("::1")));
        QVERIFY(!isLoopbackHost(QStringLiteral("192.168.1.2")));
        QVERIFY(!isLoopbackHost(QStringLiteral("localhost.example.com")));
    }
};

QTEST_GUILESS_MAIN(TestServerAccess)
#include "tst_serveraccess.moc"
