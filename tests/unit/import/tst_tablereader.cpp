// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/tablereader.h"

#include <QDir>
#include <QImage>
#include <QStringEncoder>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;

namespace {

const QString path = QStringLiteral("/somewhere/list.csv");

ImportResult read(const QByteArray &csv)
{
    return readTableData(csv, path);
}

QByteArray utf16(const QString &text, QStringConverter::Encoding encoding)
{
    QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
    return encoder.encode(text);
}

} // namespace

class TestTableReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allColumns()
    {
        const auto result =
            read("name,type,prompt,negative,trigger,model,size,images\n"
                 "Yuki Tanaka,nervous_male,\"a man, grey eyes\",ugly,ykt,sd15\\x.safetensors,832x1216,60\n");
        QVERIFY(result.errors.isEmpty());
        QVERIFY(result.warnings.isEmpty());
        QCOMPARE(result.characters.size(), 1);
        const ImportedCharacter &one = result.characters.first();
        QCOMPARE(one.character.name, QStringLiteral("Yuki Tanaka"));
        QCOMPARE(one.character.type, QStringLiteral("nervous_male"));
        QCOMPARE(one.character.prompt, QStringLiteral("a man, grey eyes"));
        QCOMPARE(one.character.negative, QStringLiteral("ugly"));
        QCOMPARE(one.character.trigger, QStringLiteral("ykt"));
        QCOMPARE(one.model, QStringLiteral("sd15/x.safetensors"));
        QCOMPARE(one.character.size, QSize(832, 1216));
        QCOMPARE(one.character.images, 60);
        QCOMPARE(one.source, path);
        QCOMPARE(one.line, 2);
        for (const QString &key : {field::name, field::type, field::prompt, field::negative, field::trigger,
                                   field::model, field::size, field::images})
            QVERIFY(one.has(key));
        QVERIFY(!one.has(field::reference));
    }

    void separatorsAndHeaders_data()
    {
        QTest::addColumn<QByteArray>("csv");
        const QString text = QStringLiteral("Images;NAME;Type\n7;Älena;a,b\n");
        QTest::newRow("comma") << QByteArray("Images,NAME,Type\n7,\xc3\x84lena,\"a,b\"\n");
        QTest::newRow("semicolon") << text.toUtf8();
        QTest::newRow("tab") << QString(text).replace(u';', u'\t').toUtf8();
        QTest::newRow("old Mac") << QString(text).replace(u'\n', u'\r').toUtf8();
        QTest::newRow("Windows") << QString(text).replace(QStringLiteral("\n"), QStringLiteral("\r\n")).toUtf8();
        QTest::newRow("byte order mark") << "\xef\xbb\xbf" + text.toUtf8();
        QTest::newRow("utf 16 little") << utf16(text, QStringConverter::Utf16LE);
        QTest::newRow("utf 16 big") << utf16(text, QStringConverter::Utf16BE);
        QTest::newRow("declared by Excel") << "sep=;\r\n" + text.toUtf8();
        QTest::newRow("no final line break") << text.trimmed().toUtf8();
        QTest::newRow("empty lines") << "\n\n" + text.toUtf8() + ";;\n\n";
        QTest::newRow("spaces around") << QByteArray(" Images ; Name;type \n 7 ; \xc3\x84lena ;a,b\n");
    }
    void separatorsAndHeaders()
    {
        QFETCH(QByteArray, csv);
        const auto result = read(csv);
        QVERIFY2(result.errors.isEmpty(), result.errors.isEmpty() ? "" : qPrintable(result.errors.first().message));
        QVERIFY(result.warnings.isEmpty());
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().character.name, QStringLiteral("Älena"));
        QCOMPARE(result.characters.first().character.type, QStringLiteral("a,b"));
        QCOMPARE(result.characters.first().character.images, 7);
    }

    void latin1IsReadWithAWarning()
    {
        const auto result = read("name;prompt\nJos\xe9;\x93quoted\x94 \x80 5\n");
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().character.name, QStringLiteral("José"));
        QCOMPARE(result.characters.first().character.prompt, QStringLiteral("“quoted” € 5"));
        QCOMPARE(result.warnings.size(), 1);
        QVERIFY(result.warnings.first().message.contains(QStringLiteral("UTF-8")));
    }

    void quotedCells()
    {
        const auto result =
            read("name,prompt\n\"A \"\"B\"\"\",\"line 1\r\nline 2, more\"\nC,plain \"quote\" inside\nD,x\n");
        QCOMPARE(result.characters.size(), 3);
        QCOMPARE(result.characters.at(0).character.name, QStringLiteral("A \"B\""));
        QCOMPARE(result.characters.at(0).character.prompt, QStringLiteral("line 1\nline 2, more"));
        QCOMPARE(result.characters.at(1).character.prompt, QStringLiteral("plain \"quote\" inside"));
        QCOMPARE(result.characters.at(1).line, 4); // lines of the file, not rows
        QCOMPARE(result.characters.at(2).line, 5);
    }

    void anOpenQuoteLosesOnlyItsRow()
    {
        const auto result = read("name,prompt\nA,x\nB,\"never closed\nC,y\n");
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.errors.size(), 1);
        QCOMPARE(result.errors.first().line, 3);
    }

    void emptyCellsAreNotGiven()
    {
        const auto result = read("name,type,images,size\nA,, ,\n");
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().given, QStringList{field::name});
        QCOMPARE(result.characters.first().character.images, Character::defaultImages);
    }

    void otherNamesForColumns()
    {
        const auto result =
            read("Character Name;Class;Gender;Tags;Count;Project;Negative Prompt;trigger_word;Checkpoint;Width;Height\n"
                 "A;nervous;M;1boy, black_hair;12;Show;bad;tw;m.safetensors;832;1216\n"
                 "B;;woman;;;;;;;;\n");
        QVERIFY(result.warnings.isEmpty());
        QCOMPARE(result.characters.size(), 2);
        const ImportedCharacter &one = result.characters.first();
        QCOMPARE(one.character.type, QStringLiteral("nervous_male"));
        QCOMPARE(one.character.prompt, QStringLiteral("1boy, black hair"));
        QCOMPARE(one.character.images, 12);
        QCOMPARE(one.project, QStringLiteral("Show"));
        QCOMPARE(one.character.negative, QStringLiteral("bad"));
        QCOMPARE(one.character.trigger, QStringLiteral("tw"));
        QCOMPARE(one.model, QStringLiteral("m.safetensors"));
        QCOMPARE(one.character.size, QSize(832, 1216));
        QCOMPARE(result.characters.last().character.type, QStringLiteral("female"));
    }

    void unknownColumnsBecomeNotes()
    {
        const auto result = read("name,Hair Colour,name,,Mood\nA,black,B,x,\"sad\nand tired\"\n");
        QCOMPARE(result.characters.first().character.name, QStringLiteral("A"));
        QCOMPARE(result.characters.first().character.notes, QStringLiteral("Hair Colour: black\nMood: sad and tired"));
        QVERIFY(result.characters.first().has(field::notes));
        QCOMPARE(result.warnings.size(), 2);
        QVERIFY(result.warnings.last().message.contains(QStringLiteral("Hair Colour")));
        QVERIFY(result.warnings.last().message.contains(QStringLiteral("Mood")));
    }

    void wrongValuesLoseOnlyThemselves()
    {
        const auto result =
            read("name,images,size\nA,many,512x768\nB,0,\nC,10001,\nD,5,513x1\nE,1.5,\n,5,\nF,10000,64x64\n");
        QCOMPARE(result.characters.size(), 6);
        QCOMPARE(result.errors.size(), 6);
        QCOMPARE(result.errors.at(0).line, 2);
        QCOMPARE(result.errors.at(0).path, path);
        QVERIFY(result.errors.at(0).message.contains(QStringLiteral("images")));
        QVERIFY(result.errors.at(0).message.contains(QStringLiteral("many")));
        QVERIFY(result.errors.at(3).message.contains(QStringLiteral("size")));
        QCOMPARE(result.errors.at(5).line, 7);
        QVERIFY(result.errors.at(5).message.contains(QStringLiteral("no name")));
        QCOMPARE(result.characters.at(0).character.images, Character::defaultImages);
        QCOMPARE(result.characters.at(0).character.size, QSize(512, 768));
        QVERIFY(!result.characters.at(0).has(field::images));
        QCOMPARE(result.characters.at(5).character.images, 10'000);
    }

    void withoutNameColumnNothingIsRead_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::newRow("other columns") << QByteArray("a,b\n1,2\n");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("blank") << QByteArray("\n \n\n");
        QTest::newRow("binary") << QByteArray("\x7f"
                                              "ELF\0\0\0\xff\xfe",
                                              9);
        QTest::newRow("html") << QByteArray("<html><body>name</body></html>");
    }
    void withoutNameColumnNothingIsRead()
    {
        QFETCH(QByteArray, csv);
        const auto result = read(csv);
        QVERIFY(result.characters.isEmpty());
        QCOMPARE(result.errors.size(), 1);
    }

    void hostileTextIsJustText_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("markup") << QStringLiteral("<img src=x>");
        QTest::newRow("sql") << QStringLiteral("'); DROP TABLE x;--");
        QTest::newRow("path") << QStringLiteral("../../x");
        QTest::newRow("emoji") << QStringLiteral("\U0001F469\U0001F3FD\u200D\U0001F4BB");
        QTest::newRow("formula") << QStringLiteral("=cmd|' /C calc'!A0");
        QTest::newRow("placeholders") << QStringLiteral("%1 %2 %n %s :x ?");
        QTest::newRow("bidi") << QStringLiteral("a\u202Etxt.exe");
    }
    void hostileTextIsJustText()
    {
        QFETCH(QString, name);
        const QString quoted = u'"' + QString(name).replace(u'"', QStringLiteral("\"\"")) + u'"';
        const auto result =
            read(QStringLiteral("name,images,%1x\n%2,%2,%2\n").arg(QStringLiteral("note "), quoted).toUtf8());
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().character.name, name);
        QCOMPARE(result.errors.size(), 1);
        QVERIFY(!result.errors.first().message.contains(QChar(0x202e)));
    }

    void nulIsRemoved()
    {
        const auto result = read(QByteArray("name,type\nA\0B,x\0\n", 17));
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().character.name, QStringLiteral("AB"));
    }

    void limits()
    {
        QByteArray rows("name\n");
        for (int i = 0; i < TableLimits::maxRows + 5; ++i)
            rows += "n" + QByteArray::number(i) + "\n";
        auto result = read(rows);
        QCOMPARE(result.characters.size(), TableLimits::maxRows);
        QCOMPARE(result.errors.size(), 1);
        QCOMPARE(result.errors.first().line, TableLimits::maxRows + 2);

        result = read("name,prompt\nA," + QByteArray(int(TableLimits::maxCell) + 1, 'x') + "\nB,y\n");
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().character.name, QStringLiteral("B"));
        QCOMPARE(result.errors.size(), 1);

        result = read("name\n" + QByteArray(int(TableLimits::maxBytes), 'x'));
        QVERIFY(result.characters.isEmpty());
        QCOMPARE(result.errors.size(), 1);

        result = read("name\n" + QByteArray(5'000, 'N') + "\n");
        QCOMPARE(result.characters.first().character.name.size(), 200);
        QCOMPARE(result.warnings.size(), 1);

        // A million cells in one row, and as many wrong values as rows: bounded, and quick (what grows with the square
        // of the cells would not end within the test's time).
        result = read("name" + QByteArray(1'000'000, ',') + "\nA" + QByteArray(1'000'000, ',') + "\n");
        QCOMPARE(result.characters.size(), 1);
        QByteArray wrong("name,images\n");
        for (int i = 0; i < 9'000; ++i)
            wrong += "n,many\n";
        result = read(wrong);
        QCOMPARE(result.errors.size(), ImportResult::maxMessages);
    }

    void references()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkpath(QStringLiteral("table/pics"));
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(folder.filePath(QStringLiteral("table/pics/a.png"))));
        QVERIFY(image.save(folder.filePath(QStringLiteral("secret.png"))));
        QFile::link(folder.filePath(QStringLiteral("secret.png")), folder.filePath(QStringLiteral("table/link.png")));
        QFile text(folder.filePath(QStringLiteral("table/text.png")));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("<svg xmlns='http://www.w3.org/2000/svg'/>");
        text.close();
        QFile table(folder.filePath(QStringLiteral("table/list.csv")));
        QVERIFY(table.open(QIODevice::WriteOnly));
        table.write("name,reference\nA,pics/a.png\nB,../secret.png\nC," + folder.path().toUtf8() +
                    "/secret.png\nD,link.png\nE,none.png\nF,text.png\nG,pics\nH,/etc/passwd\n");
        table.close();

        const auto result = readTable(table.fileName());
        QCOMPARE(result.characters.size(), 8);
        QVERIFY(result.errors.isEmpty());
        QCOMPARE(result.warnings.size(), 7);
        const ImportedCharacter &one = result.characters.first();
        QCOMPARE(one.referencePath, QFileInfo(folder.filePath(QStringLiteral("table/pics/a.png"))).canonicalFilePath());
        QCOMPARE(one.references, 1);
        QVERIFY(one.has(field::reference));
        for (qsizetype i = 1; i < result.characters.size(); ++i) {
            QVERIFY(result.characters.at(i).referencePath.isEmpty());
            QVERIFY(!result.characters.at(i).has(field::reference));
        }
        QCOMPARE(result.warnings.at(3).line, 6);
    }

    void aMissingFileIsAnError()
    {
        const auto result = readTable(QStringLiteral("/nonexistent/x.csv"));
        QCOMPARE(result.errors.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestTableReader)
#include "tst_tablereader.moc"
