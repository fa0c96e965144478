// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/jsonreader.h"

#include <QTest>

using namespace lorastudio;

namespace {

const QString path = QStringLiteral("/somewhere/list.json");

ImportResult read(const QByteArray &json)
{
    return readJsonData(json, path);
}

} // namespace

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeForms_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("array") << QByteArray(R"([{"name": "A", "images": 7}])");
        QTest::newRow("characters") << QByteArray(R"({"version": 1, "characters": [{"Name": "A", "COUNT": "7"}]})");
        QTest::newRow("one object") << QByteArray(R"({"name": "A", "images": 7.0})");
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf[{\"name\": \"A\", \"images\": 7}]");
        QTest::newRow("NaN of Python") << QByteArray(R"([{"name": "A", "images": 7, "score": NaN}])");
    }
    void threeForms()
    {
        QFETCH(QByteArray, json);
        const auto result = read(json);
        QVERIFY(result.errors.isEmpty());
        QVERIFY(result.warnings.isEmpty());
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().character.name, QStringLiteral("A"));
        QCOMPARE(result.characters.first().character.images, 7);
        QCOMPARE(result.characters.first().given, (QStringList{field::name, field::images}));
    }

    void allFields()
    {
        const auto result = read(R"([{"name": "A", "type": "soft_male", "prompt": "p", "negative": "n", "trigger": "t",
                                      "model": "a\\b.safetensors", "size": [832, 1216], "tags": ["x_y", "z"],
                                      "project": "P", "eyes": "grey", "age": 20}])");
        QCOMPARE(result.characters.size(), 1);
        const ImportedCharacter &one = result.characters.first();
        QCOMPARE(one.character.prompt, QStringLiteral("p"));
        QCOMPARE(one.model, QStringLiteral("a/b.safetensors"));
        QCOMPARE(one.character.size, QSize(832, 1216));
        QCOMPARE(one.project, QStringLiteral("P"));
        QCOMPARE(one.character.notes, QStringLiteral("age: 20\neyes: grey"));
        QCOMPARE(result.warnings.size(), 1);
        QVERIFY(result.warnings.first().message.contains(QStringLiteral("eyes")));
    }

    void case4_wrongTypesLoseOnlyThemselves()
    {
        const auto result = read(R"([{"name": "A", "prompt": {"x": 1}, "images": true, "type": ["a"], "size": [1, {}]},
                                     {"name": 5, "images": "many"}, {"type": "no name"}, 17, null,
                                     {"name": ["x"]}, {"name": "B", "trigger": null}])");
        QCOMPARE(result.characters.size(), 3);
        QCOMPARE(result.characters.at(0).given, QStringList{field::name});
        QCOMPARE(result.characters.at(1).character.name, QStringLiteral("5"));
        QCOMPARE(result.characters.at(2).character.name, QStringLiteral("B"));
        QCOMPARE(result.warnings.size(), 5); // four fields of A, the name that is a list
        QCOMPARE(result.errors.size(), 5);   // images of 5, three without name, and 17, null
        QVERIFY(result.errors.first().message.startsWith(QStringLiteral("Entry 2: ")));
    }

    void brokenJsonSaysWhere()
    {
        const auto result = read("[\n  {\"name\": \"A\"},\n  {\"name\" \"B\"}\n]");
        QVERIFY(result.characters.isEmpty());
        QCOMPARE(result.errors.size(), 1);
        QCOMPARE(result.errors.first().line, 3);
        QVERIFY2(result.errors.first().message.contains(QStringLiteral("line 3, column")),
                 qPrintable(result.errors.first().message));
    }

    void nothingInItIsSaid_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty file") << QByteArray();
        QTest::newRow("empty array") << QByteArray("[]");
        QTest::newRow("empty object") << QByteArray("{}");
        QTest::newRow("not a list") << QByteArray(R"({"characters": "none"})");
        QTest::newRow("a number") << QByteArray("5");
        QTest::newRow("very deep") << QByteArray(5'000, '[') + QByteArray(5'000, ']');
        QTest::newRow("number too large") << QByteArray(R"([{"name": "A", "images": 1e400}])");
    }
    void nothingInItIsSaid()
    {
        QFETCH(QByteArray, json);
        const auto result = read(json);
        QCOMPARE(result.errors.size(), 1);
    }

    void case3_limits()
    {
        QByteArray keys("[{\"name\": \"A\"");
        for (int i = 0; i < 1'000'000; ++i)
            keys += ",\"k" + QByteArray::number(i) + "\":1";
        // About 1 s in a release build; what grows with the square of the keys would not end within the test's time.
        auto result = read(keys + "}]");
        QVERIFY(result.characters.isEmpty());
        QCOMPARE(result.errors.size(), 1);

        QByteArray entries("[{\"name\": \"x\"}");
        for (int i = 0; i < JsonListLimits::maxEntries; ++i)
            entries += ",{\"name\": \"n" + QByteArray::number(i) + "\"}";
        result = read(entries + "]");
        QCOMPARE(result.characters.size(), JsonListLimits::maxEntries);
        QCOMPARE(result.errors.size(), 1);

        result = read(QByteArray(int(JsonListLimits::maxBytes) + 1, ' '));
        QCOMPARE(result.errors.size(), 1);
    }

    void hostileNames()
    {
        const auto result =
            read("[{\"name\": \"<img src=x>\"}, {\"name\": \"'); DROP TABLE x;--\"}, {\"name\": \"../../x\"},"
                 " {\"name\": \"a\\u0000b\"}, {\"name\": \"\\ud83d\\ude00\"}, {\"name\": \"\\ud800x\"},"
                 " {\"name\": \"\\u202eevil\"}, {\"name\": \"\\u0000\\u0007 \"}]");
        QStringList names;
        for (const ImportedCharacter &one : result.characters)
            names.append(one.character.name);
        QCOMPARE(names, (QStringList{QStringLiteral("<img src=x>"), QStringLiteral("'); DROP TABLE x;--"),
                                     QStringLiteral("../../x"), QStringLiteral("ab"), QStringLiteral("\U0001F600"),
                                     QStringLiteral("x"), QStringLiteral("\u202eevil")}));
        QCOMPARE(result.errors.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_jsonreader.moc"
