// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databaseurl.h"

#include <QTest>

using namespace lorastudio;

class tst_DatabaseUrl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesWhatPeopleWrite_data();
    void takesWhatPeopleWrite();
    void refuses_data();
    void refuses();
    void case39_neverRepeatsAPassword();
};

void tst_DatabaseUrl::takesWhatPeopleWrite_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<DatabaseUrl>("expected");
    const auto postgres = [](const QString &user, const QString &host, int port, const QString &name,
                             const QString &sslMode = {}) {
        DatabaseUrl url;
        url.driver = DatabaseUrl::Driver::PostgreSql;
        url.user = user;
        url.host = host;
        url.port = port;
        url.name = name;
        url.sslMode = sslMode;
        return url;
    };
    const QString u = QStringLiteral("u");
    const QString n = QStringLiteral("n");
    QTest::newRow("file") << "sqlite:/a/b c.db" << DatabaseUrl::sqlite(QStringLiteral("/a/b c.db"));
    QTest::newRow("relative file") << "sqlite:x.db" << DatabaseUrl::sqlite(QStringLiteral("x.db"));
    QTest::newRow("file with slashes") << "sqlite:///a/b.db" << DatabaseUrl::sqlite(QStringLiteral("/a/b.db"));
    QTest::newRow("memory") << "sqlite::memory:" << DatabaseUrl::sqlite(QStringLiteral(":memory:"));
    QTest::newRow("server") << "postgresql://u@h:5433/n" << postgres(u, QStringLiteral("h"), 5433, n);
    QTest::newRow("short scheme") << "postgres://h/n" << postgres({}, QStringLiteral("h"), 5432, n);
    QTest::newRow("tls") << "postgresql://u@h/n?sslmode=verify-full"
                         << postgres(u, QStringLiteral("h"), 5432, n, QStringLiteral("verify-full"));
    QTest::newRow("address") << "postgresql://u@[::1]:5433/n" << postgres(u, QStringLiteral("::1"), 5433, n);
    QTest::newRow("socket encoded") << "postgresql://u@%2Frun%2Fpg:5433/n"
                                    << postgres(u, QStringLiteral("/run/pg"), 5433, n);
    QTest::newRow("socket as setting") << "postgresql://u@/n?host=/run/pg&port=5433"
                                       << postgres(u, QStringLiteral("/run/pg"), 5433, n);
    QTest::newRow("no host") << "postgresql:///n" << postgres({}, {}, 5432, n);
    QTest::newRow("no host, other port") << "postgresql:///n?port=5433" << postgres({}, {}, 5433, n);
    QTest::newRow("odd characters") << "postgresql://a%40b@h/d%20%C3%A9"
                                    << postgres(QStringLiteral("a@b"), QStringLiteral("h"), 5432,
                                                QStringLiteral("d é"));
}

void tst_DatabaseUrl::takesWhatPeopleWrite()
{
    QFETCH(QString, text);
    QFETCH(DatabaseUrl, expected);
    const Result<DatabaseUrl> url = DatabaseUrl::parse(text);
    QVERIFY2(url, url ? "" : qPrintable(url.error().message));
    QCOMPARE(url->display(), expected.display());
    QVERIFY(*url == expected);
    const Result<DatabaseUrl> again = DatabaseUrl::parse(url->display());
    QVERIFY2(again, again ? "" : qPrintable(url->display()));
    QVERIFY2(*again == expected, qPrintable(url->display()));
}

void tst_DatabaseUrl::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", "x.db", "/a/b.db", "sqlite:", "sqlite://", "mysql://h/n", "postgresql://h", "postgresql://h/",
          "postgresql://u@h/a/b", "postgresql://u:geheim@h/n", "postgresql://u@h/n?password=geheim",
          "postgresql://u@h/n?sslmode=maybe", "postgresql://u@h:99999/n", "postgresql://u@h:0/n",
          "postgresql://u@h/n?port=x", "postgresql://u@h/n?options=-c%20x", "postgresql://u@h/n#part"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void tst_DatabaseUrl::refuses()
{
    QFETCH(QString, text);
    const Result<DatabaseUrl> url = DatabaseUrl::parse(text);
    QVERIFY(!url);
    QVERIFY(url.error().kind == Error::Kind::Validation);
    QVERIFY(!url.error().message.isEmpty());
    QVERIFY(!url.error().message.contains(QStringLiteral("geheim")));
}

void tst_DatabaseUrl::case39_neverRepeatsAPassword()
{
    for (const char *text : {"postgresql://u:canary@h/n", "postgresql://u:canary@%2Frun/n", "postgresql://:canary@/n",
                             "postgresql://u@h/n?password=canary"}) {
        const Result<DatabaseUrl> url = DatabaseUrl::parse(QString::fromLatin1(text));
        QVERIFY2(!url, text);
        QVERIFY(!(url.error().message + url.error().detail).contains(QStringLiteral("canary")));
    }
}

QTEST_GUILESS_MAIN(tst_DatabaseUrl)
#include "tst_databaseurl.moc"
