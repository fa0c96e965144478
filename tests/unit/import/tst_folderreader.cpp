// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/folderreader.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace lorastudio;

class TestFolderReader : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString at(const QString &name) const { return m_folder->filePath(name); }
    void write(const QString &name, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(at(name)).path());
        QFile file(at(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    void picture(const QString &name, const char *format = "PNG") const
    {
        QDir().mkpath(QFileInfo(at(name)).path());
        QImage image(16, 24, QImage::Format_RGB32);
        image.fill(Qt::green);
        QVERIFY(image.save(at(name), format));
    }
    /// A PNG that says it has this size and holds nothing.
    static QByteArray pngHeader(quint32 width, quint32 height)
    {
        QByteArray ihdr("IHDR");
        for (const quint32 side : {width, height}) {
            for (int shift = 24; shift >= 0; shift -= 8)
                ihdr += char((side >> shift) & 0xff);
        }
        ihdr += QByteArray("\x08\x02\x00\x00\x00", 5);
        quint32 crc = 0xffffffffu;
        for (const char byte : ihdr) {
            crc ^= static_cast<unsigned char>(byte);
            for (int bit = 0; bit < 8; ++bit)
                crc = (crc & 1u) ? (crc >> 1) ^ 0xedb88320u : crc >> 1;
        }
        crc = ~crc;
        QByteArray png("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", 12);
        png += ihdr;
        for (int shift = 24; shift >= 0; shift -= 8)
            png += char((crc >> shift) & 0xff);
        return png + QByteArray("\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e\x00\x00\x00\x00IEND\xae\x42\x60\x82", 24);
    }
    static QStringList names(const ImportResult &result)
    {
        QStringList out;
        for (const ImportedCharacter &one : result.characters)
            out.append(one.character.name);
        return out;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aFolderIsACharacter()
    {
        picture(QStringLiteral("hana_mori/img10.png"));
        picture(QStringLiteral("hana_mori/img2.jpg"), "JPG");
        write(QStringLiteral("hana_mori/img2.txt"), "a caption");
        write(QStringLiteral("hana_mori/.hidden.png"), "x");
        write(QStringLiteral("hana_mori/Thumbs.db"), "x");
        const auto result = readFolder(at(QStringLiteral("hana_mori")));
        QVERIFY(result.errors.isEmpty());
        QVERIFY(result.warnings.isEmpty());
        QCOMPARE(result.characters.size(), 1);
        const ImportedCharacter &one = result.characters.first();
        QCOMPARE(one.character.name, QStringLiteral("Hana Mori"));
        QCOMPARE(one.references, 2);
        QCOMPARE(QFileInfo(one.referencePath).fileName(), QStringLiteral("img2.jpg")); // 2 comes before 10
        QCOMPARE(one.given, (QStringList{field::name, field::reference}));
    }

    void namesThatAreNoTextAreSaid()
    {
        picture(QStringLiteral("cast/Yuki/a.png"));
        const QByteArray strange = QFile::encodeName(at(QStringLiteral("cast"))) + "/H\xe9l\xe8ne";
        QCOMPARE(mkdir(strange.constData(), 0700), 0);
        const auto result = readFolder(at(QStringLiteral("cast")));
        QCOMPARE(names(result), QStringList{QStringLiteral("Yuki")});
        QCOMPARE(result.warnings.size(), 1);
        QVERIFY(result.warnings.first().message.contains(QStringLiteral("UTF-8")));
    }

    void longNamesAreCutWithAWord()
    {
        const QString name = QString(210, u'x');
        picture(name + QStringLiteral("/a.png"));
        const auto result = readFolder(at(name));
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().character.name.size(), 200);
        QCOMPARE(result.warnings.size(), 1);
    }

    void foldersBelowAreCharactersOfTheirOwn()
    {
        picture(QStringLiteral("cast/Yuki Tanaka/a.png"));
        picture(QStringLiteral("cast/10_meik woman/a.webp"), "PNG"); // what it is, its content says
        picture(QStringLiteral("cast/deep/er/Rina/a.png"));
        QDir(at(QStringLiteral("cast"))).mkpath(QStringLiteral("empty"));
        const auto result = readFolder(at(QStringLiteral("cast")));
        QVERIFY(result.errors.isEmpty());
        QCOMPARE(names(result),
                 (QStringList{QStringLiteral("Meik"), QStringLiteral("Rina"), QStringLiteral("Yuki Tanaka")}));
        const ImportedCharacter &kohya = result.characters.first();
        QCOMPARE(kohya.character.trigger, QStringLiteral("meik"));
        QCOMPARE(kohya.character.type, QStringLiteral("female"));
        QVERIFY(kohya.has(field::trigger));
        QVERIFY(kohya.has(field::type));
    }

    void ownPicturesAndFoldersBelow()
    {
        picture(QStringLiteral("A/a.png"));
        picture(QStringLiteral("A/B/b.png"));
        QCOMPARE(names(readFolder(at(QStringLiteral("A")))), (QStringList{QStringLiteral("A"), QStringLiteral("B")}));
    }

    void whatIsNoPictureIsNamed()
    {
        picture(QStringLiteral("A/good.png"));
        write(QStringLiteral("A/notes.doc"), "x");
        write(QStringLiteral("A/empty.png"), "");
        write(QStringLiteral("A/page.png"), "<html></html>");
        write(QStringLiteral("A/drawing.png"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        write(QStringLiteral("A/moving.jpg"), "GIF89a\1\0\1\0\0\0\0;");
        write(QStringLiteral("A/cut.png"), QByteArray("\x89PNG\r\n\x1a\n\0\0", 10));
        write(QStringLiteral("A/huge.png"), pngHeader(30'000, 30'000));
        write(QStringLiteral("A/large.png"), pngHeader(5'700, 5'700));
        write(QStringLiteral("A/thin.png"), pngHeader(1, 65'535));
        const auto result = readFolder(at(QStringLiteral("A")));
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().references, 1);
        QCOMPARE(result.warnings.size(), 2);
        QVERIFY(result.warnings.first().message.contains(QStringLiteral("notes.doc")));
        QVERIFY(result.warnings.last().message.contains(QStringLiteral("and 3 more"))); // five are named, three not
    }

    void tablesAndListsComeInToo()
    {
        picture(QStringLiteral("cast/Yuki/1.png"));
        picture(QStringLiteral("cast/mei.png"));
        write(QStringLiteral("cast/list.csv"), "name,reference,eyes\nMei,mei.png,3\nAnna,,\n");
        write(QStringLiteral("cast/Yuki/more.json"), "[{\"name\": \"Bert\"}]");
        write(QStringLiteral("cast/Yuki/1.json"), "[{\"name\": \"the words of a picture\"}]");
        write(QStringLiteral("cast/broken.csv"), "name,images\nZoe,many\n,3\n");
        write(QStringLiteral("cast/other.csv"), "a,b\n1,2\n");
        const ImportResult result = readFolder(at(QStringLiteral("cast")));
        QCOMPARE(names(result), (QStringList{QStringLiteral("Cast"), QStringLiteral("Yuki"), QStringLiteral("Zoe"),
                                             QStringLiteral("Mei"), QStringLiteral("Anna"), QStringLiteral("Bert")}));
        // A number that is none and a row without a name, as if the table had been given itself.
        QCOMPARE(result.errors.size(), 2);
        QCOMPARE(result.errors.at(0).path, at(QStringLiteral("cast/broken.csv")));
        QCOMPARE(result.errors.at(0).line, 2);
        QCOMPARE(result.errors.at(1).line, 3);
        QVERIFY(!result.errors.at(1).ofFolder);
        QCOMPARE(result.nameless.size(), 1);
        QCOMPARE(result.characters.at(3).source, at(QStringLiteral("cast/list.csv")));
        QCOMPARE(result.characters.at(3).references, 1);
        QVERIFY(!result.characters.at(3).ofFolder);
        QCOMPARE(result.warnings.size(), 3); // two folders with other files, and a column that became a note
        QVERIFY(result.warnings.at(0).message.contains(u"other.csv"));
        QVERIFY(!result.warnings.at(0).message.contains(u"broken.csv"));
        QVERIFY(!result.warnings.at(0).message.contains(u"list.csv"));
        QVERIFY(!result.warnings.at(2).ofFolder);
    }
    void whatIsCutOffIsLeftOut()
    {
        QImage image(200, 300, QImage::Format_RGB32);
        image.fill(Qt::blue);
        for (int x = 0; x < 200; ++x)
            image.setPixelColor(x, (x * 37) % 300, QColor(x, 255 - x, x / 2));
        for (const char *format : {"PNG", "JPG", "WEBP"}) {
            const QString name = QStringLiteral("A/whole.") + QString::fromLatin1(format).toLower();
            QDir().mkpath(at(QStringLiteral("A")));
            QVERIFY(image.save(at(name), format));
            QFile whole(at(name));
            QVERIFY(whole.open(QIODevice::ReadOnly));
            const QByteArray bytes = whole.readAll();
            write(QString(name).replace(QStringLiteral("whole"), QStringLiteral("cut")), bytes.first(bytes.size() / 2));
        }
        const auto result = readFolder(at(QStringLiteral("A")));
        QCOMPARE(result.characters.size(), 1);
        QCOMPARE(result.characters.first().references, 3);
        QCOMPARE(result.characters.first().refused.size(), 3);
        for (const RefusedPicture &refused : result.characters.first().refused) {
            QVERIFY(refused.path.contains(QStringLiteral("cut")));
            QCOMPARE(refused.reason, QStringLiteral("The picture is cut off."));
        }
    }

    void readingStopsAndIsHeard()
    {
        picture(QStringLiteral("cast/A/a.png"));
        picture(QStringLiteral("cast/B/b.png"));
        QStringList heard;
        std::stop_source stop;
        const ReadingWatch watch{[&](const QString &name) {
                                     heard.append(name);
                                     if (name == QStringLiteral("A"))
                                         stop.request_stop();
                                 },
                                 stop.get_token()};
        const auto result = readFolder(at(QStringLiteral("cast")), watch);
        QCOMPARE(heard, (QStringList{QStringLiteral("cast"), QStringLiteral("A")}));
        QVERIFY(result.characters.isEmpty());
    }

    void aPictureJustWithinTheLimitsIsTaken()
    {
        write(QStringLiteral("A/wide.png"), pngHeader(8'000, 4'000));
        QCOMPARE(readFolder(at(QStringLiteral("A"))).characters.size(), 1);
    }

    void linksOutOfTheFolderAreNotFollowed()
    {
        picture(QStringLiteral("outside/secret.png"));
        picture(QStringLiteral("A/in.png"));
        picture(QStringLiteral("A/below/in.png"));
        QFile::link(at(QStringLiteral("outside")), at(QStringLiteral("A/door")));
        QFile::link(at(QStringLiteral("outside/secret.png")), at(QStringLiteral("A/peek.png")));
        QFile::link(at(QStringLiteral("nowhere")), at(QStringLiteral("A/dead.png")));
        QFile::link(at(QStringLiteral("A")), at(QStringLiteral("A/below/loop")));
        QFile::link(at(QStringLiteral("A/in.png")), at(QStringLiteral("A/below/again.png")));
        const auto result = readFolder(at(QStringLiteral("A")));
        QCOMPARE(names(result), (QStringList{QStringLiteral("A"), QStringLiteral("Below")}));
        QCOMPARE(result.characters.at(0).references, 1);
        QCOMPARE(result.characters.at(1).references, 2);
        const QString said = result.warnings.first().message;
        QVERIFY(said.contains(QStringLiteral("door")) && said.contains(QStringLiteral("peek.png")) &&
                said.contains(QStringLiteral("dead.png")));
        for (const ImportedCharacter &one : result.characters)
            QVERIFY(!one.pictures.join(u' ').contains(QStringLiteral("secret")));
    }

    void hostileFolderNamesAreJustText()
    {
        for (const QString &name : {QStringLiteral("<img src=x>"), QStringLiteral("'); DROP TABLE x;--"),
                                    QStringLiteral("\U0001F600"), QStringLiteral("a\u202Eb"), QStringLiteral("%1%n")}) {
            picture(name + QStringLiteral("/a.png"));
            QCOMPARE(names(readFolder(at(name))), QStringList{name});
        }
    }

    void nothingToReadIsAnError()
    {
        write(QStringLiteral("A/notes.txt"), "x");
        QCOMPARE(readFolder(at(QStringLiteral("A"))).errors.size(), 1);
        QCOMPARE(readFolder(at(QStringLiteral("none"))).errors.size(), 1);
    }

    void tooDeepIsSaid()
    {
        picture(QStringLiteral("A/1/2/3/4/5/6/7/a.png"));
        const auto result = readFolder(at(QStringLiteral("A")));
        QVERIFY(result.characters.isEmpty());
        QCOMPARE(result.warnings.size(), 1);
    }

    void aSinglePicture()
    {
        picture(QStringLiteral("sofia_lind.v2.png"));
        picture(QStringLiteral("sofia-lind.png"));
        QCOMPARE(names(readPicture(at(QStringLiteral("sofia-lind.png")))), QStringList{QStringLiteral("Sofia-Lind")});
        const auto result = readPicture(at(QStringLiteral("sofia_lind.v2.png")));
        QCOMPARE(names(result), QStringList{QStringLiteral("sofia_lind.v2")});
        QCOMPARE(result.characters.first().references, 1);
        write(QStringLiteral("bad.png"), "no");
        QCOMPARE(readPicture(at(QStringLiteral("bad.png"))).errors.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestFolderReader)
#include "tst_folderreader.moc"
