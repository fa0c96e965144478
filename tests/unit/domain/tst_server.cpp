// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/checkpoint.h"
#include "domain/server.h"

#include <QTest>

using namespace lorastudio;

class TestServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url");
        QTest::newRow("host and port") << QStringLiteral("host:8188") << QStringLiteral("http://host:8188");
        QTest::newRow("slash") << QStringLiteral(" http://Host:8188/ ") << QStringLiteral("http://host:8188");
        QTest::newRow("api") << QStringLiteral("https://h/prefix/api/") << QStringLiteral("https://h/prefix");
        QTest::newRow("default port") << QStringLiteral("http://h:80") << QStringLiteral("http://h");
        QTest::newRow("default port, secure") << QStringLiteral("HTTPS://h:443/") << QStringLiteral("https://h");
        QTest::newRow("ip 6") << QStringLiteral("[::1]:8188") << QStringLiteral("http://[::1]:8188");
        QTest::newRow("ip 4") << QStringLiteral("127.0.0.1:8188") << QStringLiteral("http://127.0.0.1:8188");
        QTest::newRow("password") << QStringLiteral("http://u:p@h:8188") << QString();
        QTest::newRow("user") << QStringLiteral("http://u@h:8188") << QString();
        QTest::newRow("token in query") << QStringLiteral("http://h/?token=x") << QString();
        QTest::newRow("fragment") << QStringLiteral("http://h/#x") << QString();
        QTest::newRow("file") << QStringLiteral("file:///etc/passwd") << QString();
        QTest::newRow("other scheme") << QStringLiteral("ftp://h") << QString();
        QTest::newRow("port out of range") << QStringLiteral("h:99999") << QString();
        QTest::newRow("empty") << QStringLiteral("  ") << QString();
        QTest::newRow("long") << QString(3'000, u'a') << QString();
        QTest::newRow("blank inside") << QStringLiteral("a b") << QString();
    }
    void addresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);
        QCOMPARE(normalizedServerUrl(text), url);
        if (!url.isEmpty())
            QCOMPARE(normalizedServerUrl(url), url); // the key everywhere: must not change on a second time
    }

    void checkpointKeys()
    {
        QCOMPARE(checkpointKey(QStringLiteral("sd15\\real\\a.safetensors")), QStringLiteral("sd15/real/a.safetensors"));
        QCOMPARE(checkpointBaseName(QStringLiteral("sd15\\a.safetensors")), QStringLiteral("a.safetensors"));
        QCOMPARE(checkpointBaseName(QStringLiteral("a.safetensors")), QStringLiteral("a.safetensors"));
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
