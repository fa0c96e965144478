// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/pyjson.h"

#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

class TestPyJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatPythonWrites_data();
    void writesWhatPythonWrites();
    void refusesWhatPythonRefuses_data();
    void refusesWhatPythonRefuses();
    void floatsAreWrittenAsPythonDoes_data();
    void floatsAreWrittenAsPythonDoes();
    void theLastOfTwoEqualKeysCountsAtThePlaceOfTheFirst();
    void comparesBigNumbersExactly();
    void reprIsThatOfPython();
};

void TestPyJson::writesWhatPythonWrites_data()
{
    QTest::addColumn<QByteArray>("in");
    QTest::addColumn<QByteArray>("out");
    QTest::newRow("order and spaces") << QByteArray("{\"b\":1,\"a\":[1,2]}") << QByteArray("{\"b\": 1, \"a\": [1, 2]}");
    QTest::newRow("float stays float") << QByteArray("[5.0, 5, 1e2, -0.0]") << QByteArray("[5.0, 5, 100.0, -0.0]");
    QTest::newRow("big seed") << QByteArray("18446744073709551615") << QByteArray("18446744073709551615");
    QTest::newRow("NaN") << QByteArray("[NaN,Infinity,-Infinity]") << QByteArray("[NaN, Infinity, -Infinity]");
    QTest::newRow("not ASCII") << QByteArray("\"\xc3\xa4\xf0\x9f\x98\x80\"") << QByteArray("\"\\u00e4\\ud83d\\ude00\"");
    QTest::newRow("escapes") << QByteArray(R"("\/\n\"\\\u0001")") << QByteArray(R"("/\n\"\\\u0001")");
    QTest::newRow("lone surrogate") << QByteArray(R"("\ud800")") << QByteArray(R"("\ud800")");
    QTest::newRow("empty") << QByteArray(" {\n\"a\" : { } ,\"b\":[ ]}\t") << QByteArray(R"({"a": {}, "b": []})");
}

void TestPyJson::writesWhatPythonWrites()
{
    QFETCH(QByteArray, in);
    QFETCH(QByteArray, out);
    const auto json = PyJson::parse(in);
    QVERIFY(json.has_value());
    QCOMPARE(json->dump(), out);
}

void TestPyJson::refusesWhatPythonRefuses_data()
{
    QTest::addColumn<QByteArray>("in");
    for (const char *text :
         {"",      "{",        "{not json", "[1,]",        "{\"a\":1,}", "01",  "1.",    ".5", "+1", "'a'", "nul",
          "[1 2]", "\"a\nb\"", "\"\\x\"",   "\"\\u12g4\"", "\"\xff\"",   "1 2", "{1:2}", "-",  "1e", "-NaN"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("deep") << QByteArray(100000, '[');
}

void TestPyJson::refusesWhatPythonRefuses()
{
    QFETCH(QByteArray, in);
    QVERIFY(!PyJson::parse(in).has_value());
}

void TestPyJson::floatsAreWrittenAsPythonDoes_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("1") << 1.0 << QByteArray("1.0");
    QTest::newRow("0.1") << 0.1 << QByteArray("0.1");
    QTest::newRow("0.0001") << 0.0001 << QByteArray("0.0001");
    QTest::newRow("0.00001") << 0.00001 << QByteArray("1e-05");
    QTest::newRow("1e15") << 1e15 << QByteArray("1000000000000000.0");
    QTest::newRow("1e16") << 1e16 << QByteArray("1e+16");
    QTest::newRow("-123.456") << -123.456 << QByteArray("-123.456");
    QTest::newRow("1.5e300") << 1.5e300 << QByteArray("1.5e+300");
    QTest::newRow("third") << 1.0 / 3 << QByteArray("0.3333333333333333");
}

void TestPyJson::floatsAreWrittenAsPythonDoes()
{
    QFETCH(double, value);
    QFETCH(QByteArray, text);
    QCOMPARE(pyFloat(value), text);
}

void TestPyJson::theLastOfTwoEqualKeysCountsAtThePlaceOfTheFirst()
{
    const auto json = PyJson::parse("{\"a\":1,\"b\":2,\"a\":3}");
    QCOMPARE(json->dump(), QByteArray("{\"a\": 3, \"b\": 2}"));
}

void TestPyJson::comparesBigNumbersExactly()
{
    const PyJson most = PyJson::integer(u"18446744073709551615"_s);
    QCOMPARE(PyJson::compareNumbers(PyJson::integer(u"18446744073709551616"_s), most), 1);
    QCOMPARE(PyJson::compareNumbers(most, most), 0);
    QCOMPARE(PyJson::compareNumbers(PyJson::integer(u"-5"_s), PyJson::integer(u"-40"_s)), 1);
    QCOMPARE(PyJson::compareNumbers(PyJson(0.5), PyJson(1)), -1);
}

void TestPyJson::reprIsThatOfPython()
{
    const auto json = PyJson::parse("[\"a'b\", \"c\", true, null, 1.0, {\"k\": 2}]");
    const QString expected = u"[\"a'b\", 'c', True, None, 1.0, {'k': 2}]"_s;
    QCOMPARE(json->pyRepr(), expected);
}

QTEST_APPLESS_MAIN(TestPyJson)
#include "tst_pyjson.moc"
