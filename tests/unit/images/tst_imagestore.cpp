// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text.h"
#include "images/atomicfile.h"
#include "images/imagestore.h"
#include "pictures.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::testing;

class TestImageStore : public QObject
{
    Q_OBJECT

    static void put(const QString &path, const QByteArray &bytes = "x")
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void paths();
    void twoIdsNeverShareAFolder();
    void case14_anyIdMakesASafePath_data();
    void case14_anyIdMakesASafePath();
    void case14_escapes_data();
    void case14_escapes();
    void case15_linksOut();
    void libraryBehindALink();
    void writeAndDescribe();
    void writeFails();
    void adoptsWhole();
    void removesWhatIsNotWhole_data();
    void removesWhatIsNotWhole();
    void doesNotRemoveAFullFolder();
    void orphans();
    void orphansOfAnotherProgramAreYoung();
    void references();
    void freeSpace();
};

void TestImageStore::paths()
{
    QCOMPARE(ImageStore::relativePathFor(QStringLiteral("default"), QStringLiteral("yuki_tanaka"), 7),
             QStringLiteral("default/yuki_tanaka/yuki_tanaka-0007.png"));
    QCOMPARE(ImageStore::relativePathFor(QStringLiteral("default"), QStringLiteral("yuki_tanaka"), 12345),
             QStringLiteral("default/yuki_tanaka/yuki_tanaka-12345.png"));
    QCOMPARE(ImageStore::relativeFolderFor(QStringLiteral("p"), QStringLiteral("c")), QStringLiteral("p/c"));
}

void TestImageStore::twoIdsNeverShareAFolder()
{
    const QStringList ids{QStringLiteral("yuki_tanaka"),
                          QStringLiteral("Yuki_Tanaka"),
                          QStringLiteral("yuki tanaka"),
                          QStringLiteral("yuki-tanaka"),
                          QStringLiteral("yuki/tanaka"),
                          QStringLiteral("ゆき"),
                          QStringLiteral("雪"),
                          QStringLiteral("character"),
                          QString(),
                          QStringLiteral("con"),
                          QStringLiteral("character_con"),
                          QString(300, u'a'),
                          QString(301, u'a'),
                          ImageStore::folderName(QStringLiteral("Yuki_Tanaka"))};
    QSet<QString> folders;
    for (const QString &id : ids) {
        const QString folder = ImageStore::folderName(id);
        QVERIFY2(!folders.contains(folder.toLower()), qPrintable(id));
        folders.insert(folder.toLower()); // also where the file system does not know case
    }
    QCOMPARE(ImageStore::folderName(QStringLiteral("yuki_tanaka")), QStringLiteral("yuki_tanaka"));
}

void TestImageStore::case14_anyIdMakesASafePath_data()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("dots") << QStringLiteral("../../x");
    QTest::newRow("absolute") << QStringLiteral("/etc/passwd");
    QTest::newRow("sql") << QStringLiteral("'); DROP TABLE x;--");
    QTest::newRow("markup") << QStringLiteral("<img src=x>");
    QTest::newRow("backslash") << QStringLiteral("..\\..\\x");
    QTest::newRow("nul") << QString(QChar(0));
    QTest::newRow("empty") << QString();
    QTest::newRow("emoji") << QStringLiteral("🎴");
    QTest::newRow("long") << QString(100'000, u'é');
    QTest::newRow("newline") << QStringLiteral("a\nb");
    QTest::newRow("lone surrogate") << QString(QChar(0xd800));
    QTest::newRow("references") << QStringLiteral("references");
}

void TestImageStore::case14_anyIdMakesASafePath()
{
    QFETCH(QString, id);
    const QTemporaryDir dir;
    const ImageStore store(dir.filePath(QStringLiteral("library")));
    const QString relative = ImageStore::relativePathFor(id, id, 1);
    QVERIFY(QRegularExpression(QStringLiteral("^[a-z0-9_-]+/[a-z0-9_-]+/[a-z0-9_-]+-0001\\.png$"))
                .match(relative)
                .hasMatch());
    QVERIFY(!relative.startsWith(u"references/"));
    QVERIFY(relative.section(u'/', 2).size() <= 100);
    QVERIFY(store.write(relative, "x").has_value());
    QVERIFY(QFile::exists(dir.filePath(QStringLiteral("library/") + relative)));
}

void TestImageStore::case14_escapes_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"", "/", "/etc/passwd", "../x.png", "a/../../x.png", "a/../x.png", "a/./x.png", "a//x.png",
                             "a/", "..", ".", "a\\..\\x.png", "C:\\x.png"})
        QTest::newRow(path) << QString::fromLatin1(path);
    QTest::newRow("nul") << QStringLiteral("a/x") + QChar(0) + QStringLiteral(".png");
    QTest::newRow("long") << QString(2000, u'a');
}

void TestImageStore::case14_escapes()
{
    QFETCH(QString, path);
    const QTemporaryDir dir;
    const ImageStore store(dir.filePath(QStringLiteral("library")));
    QVERIFY(store.write(QStringLiteral("a/ok.png"), "x").has_value());
    const auto place = store.absolutePath(path);
    QVERIFY(!place.has_value());
    QVERIFY(place.error().kind == Error::Kind::Validation);
    QVERIFY(!store.write(path, "x").has_value());
    QVERIFY(!store.adopt(path).has_value());
}

void TestImageStore::case15_linksOut()
{
    const QTemporaryDir dir;
    const QString library = dir.filePath(QStringLiteral("library"));
    put(dir.filePath(QStringLiteral("secret/file.png")), encoded(picture()));
    put(library + QStringLiteral("/p/inside.png"));
    QVERIFY(QFile::link(dir.filePath(QStringLiteral("secret")), library + QStringLiteral("/p/c")));
    QVERIFY(QFile::link(dir.filePath(QStringLiteral("secret/file.png")), library + QStringLiteral("/p/link.png")));
    QVERIFY(QFile::link(dir.filePath(QStringLiteral("nowhere")), library + QStringLiteral("/p/dangling")));
    QVERIFY(QFile::link(library + QStringLiteral("/p"), library + QStringLiteral("/q")));
    const ImageStore store(library);
    for (const char *path : {"p/c/file.png", "p/c/new.png", "p/link.png", "p/dangling", "p/dangling/x.png"}) {
        QVERIFY2(!store.absolutePath(QString::fromLatin1(path)).has_value(), path);
        QVERIFY2(!store.write(QString::fromLatin1(path), "overwritten").has_value(), path);
    }
    QVERIFY(!store.removeOrphans({}, {QStringLiteral("p/c")}, QDateTime::currentDateTime().addDays(1)).has_value());
    QVERIFY(store.absolutePath(QStringLiteral("q/inside.png")).has_value()); // a link that stays inside is fine
    QCOMPARE(readWholeFile(dir.filePath(QStringLiteral("secret/file.png")), 1 << 20).value(), encoded(picture()));
    // A link in the place of an image is taken away, what it leads to is not touched.
    QVERIFY(!store.adopt(QStringLiteral("p/link.png")).value().has_value());
    QVERIFY(!QFileInfo(library + QStringLiteral("/p/link.png")).isSymLink());
    QVERIFY(QFile::exists(dir.filePath(QStringLiteral("secret/file.png"))));
}

void TestImageStore::libraryBehindALink()
{
    const QTemporaryDir dir;
    QVERIFY(QDir().mkpath(dir.filePath(QStringLiteral("big-disk"))));
    QVERIFY(QFile::link(dir.filePath(QStringLiteral("big-disk")), dir.filePath(QStringLiteral("library"))));
    const ImageStore store(dir.filePath(QStringLiteral("library")));
    QVERIFY(store.write(QStringLiteral("p/c/c-0001.png"), "x").has_value());
    QVERIFY(QFile::exists(dir.filePath(QStringLiteral("big-disk/p/c/c-0001.png"))));
}

void TestImageStore::writeAndDescribe()
{
    const QTemporaryDir dir;
    const ImageStore store(dir.filePath(QStringLiteral("deep/library")));
    const auto stored = store.write(QStringLiteral("p/c/c-0001.png"), "abc");
    QVERIFY(stored.has_value());
    QCOMPARE(*stored, (StoredFile{QStringLiteral("p/c/c-0001.png"), 3,
                                  QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")}));
}

void TestImageStore::writeFails()
{
    const QTemporaryDir dir;
    put(dir.filePath(QStringLiteral("library/p"))); // a file where a folder must be
    const ImageStore store(dir.filePath(QStringLiteral("library")));
    const auto stored = store.write(QStringLiteral("p/c/c-0001.png"), "abc");
    QVERIFY(!stored.has_value());
    QVERIFY(stored.error().kind == Error::Kind::FileSystem);
    QVERIFY2(stored.error().message.contains(u"is not a folder"), qPrintable(stored.error().message));
    // The library itself cannot be made
    const ImageStore impossible(QStringLiteral("/proc/library"));
    const auto other = impossible.write(QStringLiteral("p/c/c-0001.png"), "abc");
    QVERIFY(!other.has_value());
    QVERIFY(other.error().message.contains(u"/proc/library"));
}

void TestImageStore::adoptsWhole()
{
    const QTemporaryDir dir;
    const ImageStore store(dir.path());
    const QString path = QStringLiteral("p/c/c-0001.png");
    QVERIFY(!store.adopt(path).value().has_value()); // nothing there
    const QByteArray png = encoded(picture());
    const StoredFile stored = store.write(path, png).value();
    const auto adopted = store.adopt(path).value();
    QVERIFY(adopted.has_value());
    QCOMPARE(adopted->file, stored);
    QCOMPARE(adopted->content, png);
    QCOMPARE(adopted->image.size(), QSize(48, 64));
    QVERIFY(QFile::exists(dir.filePath(path)));
}

void TestImageStore::removesWhatIsNotWhole_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray png = encoded(picture());
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("half") << png.left(png.size() / 2);
    QTest::newRow("all but the last byte") << png.left(png.size() - 1);
    QTest::newRow("web page") << QByteArray("<html>502</html>");
}

void TestImageStore::removesWhatIsNotWhole()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir dir;
    const ImageStore store(dir.path());
    const QString path = QStringLiteral("p/c/c-0001.png");
    put(dir.filePath(path), content);
    put(dir.filePath(QStringLiteral("p/c/c-0002.png")), content);
    QVERIFY(!store.adopt(path).value().has_value());
    QVERIFY(!QFile::exists(dir.filePath(path)));
    QVERIFY(QFile::exists(dir.filePath(QStringLiteral("p/c/c-0002.png")))); // not asked for
}

void TestImageStore::doesNotRemoveAFullFolder()
{
    const QTemporaryDir dir;
    const ImageStore store(dir.path());
    put(dir.filePath(QStringLiteral("p/c/c-0001.png/precious.txt")));
    const auto adopted = store.adopt(QStringLiteral("p/c/c-0001.png"));
    QVERIFY(!adopted.has_value());
    QVERIFY2(adopted.error().message.contains(u"A folder stands at"), qPrintable(adopted.error().message));
    QVERIFY(QFile::exists(dir.filePath(QStringLiteral("p/c/c-0001.png/precious.txt"))));
    QVERIFY(QDir().mkpath(dir.filePath(QStringLiteral("p/c/c-0002.png"))));
    QVERIFY(!store.adopt(QStringLiteral("p/c/c-0002.png")).value().has_value());
    QVERIFY(!QFile::exists(dir.filePath(QStringLiteral("p/c/c-0002.png"))));
}

void TestImageStore::orphans()
{
    const QTemporaryDir dir;
    const ImageStore store(dir.path());
    const QStringList kept{
        QStringLiteral("p/c/c-0001.png"), // has a row
        QStringLiteral("p/c/c-001.png"),  // not our naming
        QStringLiteral("p/c/c-0002.jpg"),        QStringLiteral("p/c/d-0002.png"),
        QStringLiteral("p/c/notes.txt"),         QStringLiteral("p/c/c-0002.png.backup"),
        QStringLiteral("p/c/c-0002.png.abc"),    QStringLiteral("p/c/c-0002 copy.png"),
        QStringLiteral("p/c/sub/c-0002.png"),    QStringLiteral("p/other/other-0002.png"), // a folder not named
        QStringLiteral("references/c-0002.png"),
    };
    const QStringList orphans{QStringLiteral("p/c/c-0002.png"), QStringLiteral("p/c/c-0002.png.XbCaaz"),
                              QStringLiteral("p/c/c-0003.png.aaaaaB"), QStringLiteral("p/c/c-12345.png")};
    for (const QString &path : kept + orphans)
        put(dir.filePath(path));
    QVERIFY(
        QFile::link(dir.filePath(QStringLiteral("p/c/c-0001.png")), dir.filePath(QStringLiteral("p/c/c-0009.png"))));
    QStringList removed =
        store
            .removeOrphans({QStringLiteral("p/c/c-0001.png")}, {QStringLiteral("p/c"), QStringLiteral("p/gone")},
                           QDateTime::currentDateTimeUtc().addSecs(60))
            .value();
    removed.sort();
    QCOMPARE(removed, orphans);
    for (const QString &path : kept)
        QVERIFY2(QFile::exists(dir.filePath(path)), qPrintable(path));
    for (const QString &path : orphans)
        QVERIFY2(!QFile::exists(dir.filePath(path)), qPrintable(path));
    QVERIFY(QFileInfo(dir.filePath(QStringLiteral("p/c/c-0009.png"))).isSymLink());
}

void TestImageStore::orphansOfAnotherProgramAreYoung()
{
    const QTemporaryDir dir;
    const ImageStore store(dir.path());
    put(dir.filePath(QStringLiteral("p/c/c-0002.png")));
    const QDateTime start = QFileInfo(dir.filePath(QStringLiteral("p/c/c-0002.png"))).lastModified();
    QVERIFY(store.removeOrphans({}, {QStringLiteral("p/c")}, start)->isEmpty());
    QCOMPARE(store.removeOrphans({}, {QStringLiteral("p/c")}, start.addMSecs(1))->size(), 1);
}

void TestImageStore::references()
{
    const QTemporaryDir dir;
    const ImageStore store(dir.filePath(QStringLiteral("library")));
    const QByteArray jpeg = encoded(picture(), "JPG", 90);
    put(dir.filePath(QStringLiteral("../../evil name.PNG").section(u'/', -1)), jpeg); // a JPEG named .PNG
    const auto reference =
        store.storeReference(QStringLiteral("Yuki Tanaka"), dir.filePath(QStringLiteral("evil name.PNG")));
    QVERIFY(reference.has_value());
    QVERIFY(QRegularExpression(QStringLiteral("^references/yuki_tanaka-[0-9a-f]{12}-[0-9a-f]{12}\\.jpg$"))
                .match(reference->relativePath)
                .hasMatch());
    QCOMPARE(readWholeFile(store.absolutePath(reference->relativePath).value(), 1 << 20).value(), jpeg);
    QVERIFY(reference->isNew);
    const StoredReference again = store.storeReference(QStringLiteral("Yuki Tanaka"), jpeg).value();
    QCOMPARE(again, (StoredReference{reference->relativePath, false}));
    put(store.absolutePath(reference->relativePath).value(), jpeg.left(40)); // somebody broke it
    QCOMPARE(store.storeReference(QStringLiteral("Yuki Tanaka"), jpeg).value(), again);
    QCOMPARE(readWholeFile(store.absolutePath(reference->relativePath).value(), 1 << 20).value(), jpeg);
    QVERIFY(store.storeReference(QStringLiteral("c"), QByteArray("<svg/>")).error().message.contains(u"SVG"));
    QVERIFY(!store.storeReference(QStringLiteral("c"), QStringLiteral("/dev/zero")).has_value());
    QVERIFY(!store.storeReference(QStringLiteral("c"), dir.filePath(QStringLiteral("none.png"))).has_value());
}

void TestImageStore::freeSpace()
{
    const QTemporaryDir dir;
    const Result<qint64> free = ImageStore(dir.filePath(QStringLiteral("not/made/yet"))).freeSpace();
    QVERIFY(free && *free > 0);
}

QTEST_GUILESS_MAIN(TestImageStore)
#include "tst_imagestore.moc"
