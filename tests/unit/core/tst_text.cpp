// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text.h"

#include <QTest>

using namespace lorastudio;

class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case11_keepsHostileLookingText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("markup") << QStringLiteral("<img src=x>");
        QTest::newRow("sql") << QStringLiteral("'); DROP TABLE x;--");
        QTest::newRow("path") << QStringLiteral("../../x");
        QTest::newRow("format") << QStringLiteral("%s %1 :x ? \\");
        QTest::newRow("emoji") << QStringLiteral("\U0001F469\u200D\U0001F4BB");
        QTest::newRow("bidi") << QStringLiteral("a\u202Eb");
    }
    void case11_keepsHostileLookingText()
    {
        QFETCH(QString, text);
        QCOMPARE(cleanText(text), text);
        QCOMPARE(cleanName(text), text);
    }

    void case11_removesWhatDatabasesRefuse()
    {
        QCOMPARE(cleanText(QStringLiteral("a") + QChar(0) + QStringLiteral("b\u0007\u009fc")), QStringLiteral("abc"));
        QCOMPARE(cleanText(QStringLiteral("a") + QChar(0xd800) + u'b' + QChar(0xdc00) + u'c'), QStringLiteral("abc"));
        QCOMPARE(cleanText(QStringLiteral("a\r\nb\rc\td")), QStringLiteral("a\nb\nc\td"));
    }

    void cutsWithoutSplittingACharacter()
    {
        const QString text = QStringLiteral("a\U0001F600b");
        QCOMPARE(cleanText(text, 1), QStringLiteral("a"));
        QCOMPARE(cleanText(text, 2),
                 QStringLiteral("a")); // and not "ab": a cut never takes something out of the middle
        QCOMPARE(cleanText(text, 3), QStringLiteral("a\U0001F600"));
        QCOMPARE(cleanText(text, 4), text);
    }

    void namesAreOneLine()
    {
        QCOMPARE(cleanName(QStringLiteral("  Yuki\r\n\t Tanaka ")), QStringLiteral("Yuki Tanaka"));
        QCOMPARE(cleanName(QString(1'000'000, u'x')).size(), 200);
        QCOMPARE(cleanName(QString(10, u' ')), QString());
    }

    void namesCanBeSeen()
    {
        for (const QString &nothing : {QStringLiteral("\u200b"), QStringLiteral("\u0301"), QStringLiteral("\u3164"),
                                       QStringLiteral("\u200b \u2060\u2800")})
            QCOMPARE(cleanName(nothing), QString());
        for (const QString &name : {QStringLiteral("日本"), QStringLiteral("…"), QStringLiteral("7"),
                                    QStringLiteral("\U0001F600"), QStringLiteral("\u0301a")})
            QCOMPARE(cleanName(name), name);
    }

    void case11_isolationCannotBeEscaped()
    {
        const QString text = isolated(QStringLiteral("a\u2069b\u202Ec"));
        QCOMPARE(text, QStringLiteral("\u2068abc\u2069"));
    }

    void slugs_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << QStringLiteral("Yuki Tanaka") << QStringLiteral("yuki_tanaka");
        QTest::newRow("accents") << QStringLiteral("Élena Petróvá") << QStringLiteral("elena_petrova");
        QTest::newRow("path") << QStringLiteral("../../x") << QStringLiteral("x");
        QTest::newRow("markup") << QStringLiteral("<img src=x>") << QStringLiteral("img_src_x");
        QTest::newRow("emoji") << QStringLiteral("\U0001F600") << QStringLiteral("character");
        QTest::newRow("japanese") << QStringLiteral("雪") << QStringLiteral("character");
        QTest::newRow("device") << QStringLiteral("CON") << QStringLiteral("character_con");
        QTest::newRow("device with number") << QStringLiteral("com1") << QStringLiteral("character_com1");
        QTest::newRow("the folder of references")
            << QStringLiteral("References") << QStringLiteral("character_references");
        QTest::newRow("empty") << QString() << QStringLiteral("character");
        QTest::newRow("long") << QString(500, u'a') << QString(60, u'a');
    }
    void slugs()
    {
        QFETCH(QString, name);
        QFETCH(QString, expected);
        QCOMPARE(slug(name), expected);
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
