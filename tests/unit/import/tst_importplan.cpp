// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importer.h"
#include "import/importplan.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using Source = ImportEntry::Source;

namespace {

QString u(const char *text)
{
    return QString::fromUtf8(text);
}

Character stored(const char *name, const char *prompt = "")
{
    Character character;
    character.id = u(name).toLower();
    character.project = u("default");
    character.name = u(name);
    character.prompt = u(prompt);
    return character;
}

} // namespace

class TestImportPlan : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString at(const char *name) const { return m_folder->filePath(u(name)); }
    QString write(const char *name, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(at(name)).path());
        QFile file(at(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
            qFatal("cannot write %s", name);
        return at(name);
    }
    QString picture(const char *name) const
    {
        QDir().mkpath(QFileInfo(at(name)).path());
        QImage image(16, 24, QImage::Format_RGB32);
        image.fill(Qt::green);
        image.save(at(name), "PNG");
        return at(name);
    }
    static QStringList names(const ImportPlan &plan)
    {
        QStringList names;
        for (const ImportEntryPtr &entry : plan.entries())
            names.append(entry->broken ? QFileInfo(entry->imported.source).fileName() : entry->imported.character.name);
        return names;
    }
    static ImportPlan planOf(const QStringList &paths, const QVector<Character> &known = {})
    {
        ImportPlan plan;
        plan.setKnown(u("default"), known);
        plan.add(readPaths(paths));
        return plan;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everyRowHasItsEntry()
    {
        picture("hana_mori/a.png");
        picture("hana_mori/b.png");
        const QString table = write("characters.csv", "name,images\nYuki Tanaka,5\n,7\nJonas,many\n");
        const QString broken = write("broken.json", "[\n {\"name\": \"A\" \"type\": 1}]");
        const ImportPlan plan = planOf({at("hana_mori"), table, broken}, {stored("yuki  tanaka")});
        QCOMPARE(names(plan), (QStringList{u("Hana Mori"), u("Yuki Tanaka"), QString(), u("Jonas"), u("broken.json")}));
        const auto &entries = plan.entries();
        QCOMPARE(entries[0]->source, Source::Folder);
        QCOMPARE(entries[0]->readable(), 2);
        QVERIFY(!entries[0]->hasNote());
        QVERIFY(entries[1]->existing);
        QCOMPARE(entries[1]->replaced(), QStringList{field::images});
        QVERIFY(entries[2]->isNameless() && entries[2]->isLeftOut());
        QCOMPARE(entries[2]->imported.line, 3);
        QCOMPARE(entries[2]->imported.character.images, 7);
        QCOMPARE(entries[3]->notes.size(), 1);
        QCOMPARE(entries[3]->notes.first().field, field::images);
        QVERIFY(entries[4]->broken);
        QCOMPARE(entries[4]->notes.first().detail, u("Line 2, column 16: a comma is missing"));
        const ImportTotals totals = plan.totals();
        QCOMPARE(totals.characters, 3);
        QCOMPARE(totals.pictures, 2);
        QCOMPARE(totals.folders, 1);
        QCOMPARE(totals.files, 2);
        QCOMPARE(totals.leftOut, 2);
        QCOMPARE(totals.notes, 2);
    }

    void whatIsTakenIsWhatWouldHaveBeenRead()
    {
        picture("a/A/x.png");
        const QStringList paths{at("a"), write("t.csv", "name,type\nB,male\n"), write("l.json", "[{\"name\":\"C\"}]")};
        const ImportResult direct = importPaths(paths);
        QCOMPARE(planOf(paths).chosen().characters, direct.characters);
    }

    void aNameBringsARowIn()
    {
        ImportPlan plan = planOf({write("t.csv", "name,type\n,male\n")});
        Character texts = plan.entries().first()->result();
        QVERIFY(!plan.edit(1, texts)); // nothing was changed
        texts.name = u("  Anna\n Berg ");
        QVERIFY(plan.edit(1, texts));
        QVERIFY(plan.entries().first()->isTaken());
        QCOMPARE(plan.chosen().characters.first().character.name, u("Anna Berg"));
        QCOMPARE(plan.chosen().characters.first().character.type, u("male"));
        texts.name.clear();
        QVERIFY(!plan.edit(1, texts)); // a name does not go again
    }

    void aCorrectedFieldIsAGivenOne()
    {
        ImportPlan plan = planOf({write("t.csv", "name,images\nYuki,many\n")}, {stored("Yuki", "as it was")});
        QVERIFY(plan.entries().first()->replaced().isEmpty());
        Character texts = plan.entries().first()->result();
        QCOMPARE(texts.prompt, u("as it was"));
        texts.images = 12;
        texts.prompt.clear();
        QVERIFY(plan.edit(1, texts));
        QVERIFY(plan.entries().first()->notes.isEmpty()); // it was about the number
        QCOMPARE(plan.entries().first()->replaced(), (QStringList{field::prompt, field::images}));
        const ImportedCharacter chosen = plan.chosen().characters.first();
        QVERIFY(chosen.has(field::prompt) && chosen.has(field::images));
        QCOMPARE(chosen.character.images, 12);
    }

    void takenOutStaysOut()
    {
        ImportPlan plan = planOf({write("t.csv", "name\nA\nB\n\n"), write("x.bin", QByteArray("\0\1", 2))});
        plan.setWanted({1, 3}, false);
        QCOMPARE(plan.totals().characters, 1);
        QCOMPARE(plan.chosen().characters.first().character.name, u("B"));
        plan.setWanted({1, 3}, true);
        QCOMPARE(plan.totals().characters, 2);
        QVERIFY(!plan.find(3)->isTaken());
    }

    void oneNameIsOneEntry()
    {
        picture("yuki_tanaka/a.png");
        ImportPlan plan = planOf({write("t.csv", "name,type\nYuki Tanaka,male\nyuki TANAKA,nervous_male\n")});
        QCOMPARE(plan.entries().size(), 1);
        plan.add(readPaths({at("yuki_tanaka")}));
        QCOMPARE(plan.entries().size(), 1);
        const ImportEntry &entry = *plan.entries().first();
        QCOMPARE(entry.imported.character.type, u("nervous_male"));
        QCOMPARE(entry.readable(), 1);
        QVERIFY(entry.hasNote());
    }

    void twoEntriesThatGetOneNameAreTold()
    {
        ImportPlan plan = planOf({write("t.csv", "name,type\nA,male\nB,female\n")});
        Character texts = plan.find(2)->result();
        texts.name = u("a");
        QVERIFY(plan.edit(2, texts));
        QVERIFY(plan.find(2)->sharesName);
        QCOMPARE(plan.totals().characters, 1);
        QCOMPARE(plan.chosen().characters.size(), 1);
        QCOMPARE(plan.chosen().characters.first().character.type, u("female"));
        plan.setWanted({1}, false);
        QVERIFY(!plan.find(2)->sharesName);
    }

    void addAsNewFindsAFreeName()
    {
        ImportPlan plan = planOf({write("t.csv", "name\nYuki\nYuki 2\n")}, {stored("Yuki"), stored("Yuki 3")});
        QVERIFY(plan.addAsNew(1));
        QCOMPARE(plan.find(1)->imported.character.name, u("Yuki 4"));
        QVERIFY(!plan.find(1)->existing);
        QVERIFY(!plan.addAsNew(1));
    }

    void theReferenceIsInFront()
    {
        picture("A/1.png");
        picture("A/2.png");
        write("A/0.png", "no picture");
        ImportPlan plan = planOf({at("A")});
        const auto files = [&] {
            QStringList names;
            for (const PlannedPicture &one : plan.find(1)->pictures)
                names.append(QFileInfo(one.path).fileName());
            return names.join(u' ');
        };
        QCOMPARE(files(), u("1.png 0.png 2.png"));
        QVERIFY(!plan.setReference(1, QFileInfo(at("A/0.png")).canonicalFilePath()));
        QVERIFY(plan.setReference(1, QFileInfo(at("A/2.png")).canonicalFilePath()));
        QCOMPARE(files(), u("2.png 1.png 0.png"));
        QCOMPARE(QFileInfo(plan.chosen().characters.first().referencePath).fileName(), u("2.png"));
        // It turned out to be broken: the next one takes its place, and none is left at last.
        QVERIFY(plan.refuse(QFileInfo(at("A/2.png")).canonicalFilePath(), u("It is damaged.")));
        QCOMPARE(files(), u("1.png 2.png 0.png"));
        QCOMPARE(plan.find(1)->unreadable(), 2);
        QVERIFY(plan.refuse(QFileInfo(at("A/1.png")).canonicalFilePath(), u("It is damaged.")));
        const ImportedCharacter chosen = plan.chosen().characters.first();
        QVERIFY(chosen.referencePath.isEmpty() && !chosen.has(field::reference));
        QCOMPARE(chosen.references, 0);
    }

    void whatWasMendedAndIsReadAgainTakesItsPlace()
    {
        const QString json = write("list.json", "[{\"name\": ");
        const QString table = write("t.csv", "name,type\n,male\nB,\n");
        ImportPlan plan = planOf({json, table});
        QCOMPARE(plan.totals().leftOut, 2);
        Character texts = plan.find(1)->result();
        texts.name = u("Typed");
        QVERIFY(plan.edit(1, texts));
        write("list.json", "[{\"name\": \"Mended\"}]");
        write("t.csv", "name,type\n,male\nB,soft_male\n");
        plan.add(readPaths({json, table}));
        QCOMPARE(names(plan), (QStringList{u("Typed"), u("B"), u("Mended")}));
        QCOMPARE(plan.find(2)->imported.character.type, u("soft_male"));
        QCOMPARE(plan.totals().leftOut, 0);
    }

    void projectsOfATable()
    {
        Character elsewhere = stored("Yuki");
        elsewhere.project = u("other");
        ImportPlan plan;
        plan.setKnown(u("default"), {});
        plan.add(readPaths({write("t.csv", "name,project\nYuki,Other\nAnna,Default\n")}));
        QCOMPARE(plan.otherProjects(), QStringList{u("other")});
        plan.setKnown(u("default"), {elsewhere});
        QVERIFY(plan.find(1)->existing);
        QCOMPARE(plan.find(1)->otherProject, u("Other"));
        QVERIFY(plan.find(2)->otherProject.isEmpty());
        QVERIFY(plan.chosen().characters.at(1).project.isEmpty());
    }

    void projectsAreKnownByName()
    {
        Character there = stored("Yuki");
        there.project = u("character");
        ImportPlan plan;
        plan.setKnown(u("default"), {there}, {{u("character"), QStringLiteral("日本")}});
        plan.add(readPaths({write("t.csv", "name,project\nYuki,日本\nYuki,中国\nYuki,韓国\n")}));
        QCOMPARE(plan.entries().size(), 3);
        QVERIFY(plan.find(1)->existing);
        QVERIFY(!plan.find(2)->existing && !plan.find(3)->existing);
        QCOMPARE(plan.chosen().characters.size(), 3);
    }

    void captionsMakeThePromptOfNewOnes()
    {
        for (const char *name : {"K/a", "K/b", "K/c"})
            picture((QByteArray(name) + ".png").constData());
        write("K/a.txt", "kmori, 1girl, black hair, smile\nsecond line");
        write("K/b.txt", "kmori, 1girl, Black hair, night");
        write("K/c.txt", "kmori, 1girl, rain");
        ImportPlan plan = planOf({at("K")});
        QCOMPARE(plan.find(1)->result().prompt, u("kmori, 1girl, black hair"));
        QCOMPARE(plan.find(1)->imported.captions, 3);
        plan.setKnown(u("default"), {stored("K", "mine")});
        QCOMPARE(plan.find(1)->result().prompt, u("mine"));
        QCOMPARE(plan.find(1)->replaced(), QStringList{field::reference});
    }

    void pastedTables()
    {
        const QString secret = picture("secret.png");
        ImportPlan plan;
        plan.add(readPasted(u("name\treference\nA\t") + secret + u("\n\t\n")));
        QCOMPARE(plan.find(1)->source, Source::Pasted);
        QVERIFY(plan.find(1)->pictures.isEmpty()); // a text from anywhere does not reach for files
        QCOMPARE(plan.find(1)->notes.size(), 1);
        plan.add(readPasted(u("[{\"name\": \"B\"}]")));
        plan.add(readPasted(u("just some words")));
        QCOMPARE(names(plan), (QStringList{u("A"), u("B"), QString()}));
        QVERIFY(plan.totals().pasted);
        QCOMPARE(plan.totals().files, 0);
    }

    void hostileInputs()
    {
        const QByteArray deep = QByteArray(5'000, '[') + QByteArray(5'000, ']');
        QByteArray wide("[{\"name\":\"Wide\"");
        for (int i = 0; i < 2'000; ++i)
            wide += ",\"k" + QByteArray::number(i) + "\":1";
        wide += "}]";
        const QByteArray odd(
            "[{\"name\": \"N\\u0000ul \\ud800 \\u202Eevil\", \"images\": 1e300}, "
            "{\"name\": \"'); DROP TABLE characters;--\"}, {\"name\": \"<img src=file:///etc/passwd>\"},"
            "{\"name\": [1]}, {\"name\": \"%1 %2\"}, 7]");
        const QByteArray name(300, 'x');
        const QString table = write("long.csv", "name\n" + name + "\n../../x\nCON\n");
        const ImportPlan plan = planOf({write("deep.json", deep), write("wide.json", wide), write("odd.json", odd),
                                        write("huge.json", "[{\"name\":\"A\",\"images\":1e400}]"), table,
                                        at("missing.csv"), u("/dev/zero")});
        for (const ImportEntryPtr &entry : plan.entries()) {
            const QString of = entry->imported.character.name;
            QVERIFY(!of.contains(QChar(0)) && of.size() <= 200);
            for (const QChar c : of)
                QVERIFY(!c.isSurrogate());
        }
        QStringList taken;
        for (const ImportedCharacter &one : plan.chosen().characters)
            taken.append(one.character.name);
        QVERIFY(taken.contains(u("<img src=file:///etc/passwd>")));
        QVERIFY(taken.contains(u("'); DROP TABLE characters;--")));
        QVERIFY(taken.contains(u("%1 %2")));
        QVERIFY(taken.contains(u("../../x")));
        QCOMPARE(plan.totals().leftOut, 7); // deep, wide, huge, the entry without a name, the 7, missing, zero
    }

    void aThousandRowsStayQuick()
    {
        QByteArray rows("name,type\n");
        for (int i = 0; i < 10'000; ++i)
            rows += "Name " + QByteArray::number(i) + ",male\n";
        const ImportResult read = readPaths({write("t.csv", rows)});
        QElapsedTimer timer;
        timer.start();
        ImportPlan plan;
        plan.add(read);
        Character texts = plan.find(5'000)->result();
        texts.type = u("soft");
        QVERIFY(plan.edit(5'000, texts));
        QVERIFY2(timer.elapsed() < 3'000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(plan.totals().characters, 10'000);
    }
};

QTEST_GUILESS_MAIN(TestImportPlan)
#include "tst_importplan.moc"
