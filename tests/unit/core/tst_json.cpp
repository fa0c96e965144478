// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace lorastudio;

class TestJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bareNanBecomesNull()
    {
        const auto document = parseJson(R"({"a": NaN, "b": [Infinity, -Infinity, 1], "c": -1})", 1000);
        QVERIFY(document);
        const QJsonObject object = document->object();
        QVERIFY(object.value(u"a").isNull());
        QVERIFY(object.value(u"b").toArray().at(0).isNull());
        QVERIFY(object.value(u"b").toArray().at(1).isNull());
        QCOMPARE(object.value(u"b").toArray().at(2).toInt(), 1);
        QCOMPARE(object.value(u"c").toInt(), -1);
    }

    void stringsStayAsTheyAre()
    {
        const QByteArray json = "{\"prompt\": \"NaN \\\" Infinity \\\\\", \"-Infinity\": \"NaN\"}";
        QCOMPARE(withoutNan(json), json);
        const auto document = parseJson(json, 1000);
        QVERIFY(document);
        QCOMPARE(document->object().value(u"prompt").toString(), QStringLiteral("NaN \" Infinity \\"));
    }

    void tooLargeIsRefusedUnread()
    {
        const auto document = parseJson("[1, 2", 4);
        QVERIFY(!document);
        QVERIFY(document.error().kind == Error::Kind::Protocol);
    }

    void case3_brokenAndTooDeepAreParseErrors()
    {
        const auto broken = parseJson("{\"a\": }", 1000);
        QVERIFY(!broken);
        QVERIFY(broken.error().kind == Error::Kind::Parse);
        QVERIFY(broken.error().message.contains(u'6') || broken.error().message.contains(u'7'));

        const auto deep = parseJson(QByteArray(5'000, '[') + QByteArray(5'000, ']'), 100'000);
        QVERIFY(!deep);
        QVERIFY(deep.error().kind == Error::Kind::Parse);
    }

    void anUnfinishedStringDoesNotRunOver()
    {
        QCOMPARE(withoutNan("\"NaN\\"), QByteArray("\"NaN\\"));
        QCOMPARE(withoutNan("-Infinit NaN"), QByteArray("-Infinit null"));
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
