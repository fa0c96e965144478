// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/atomicfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>

using namespace lorastudio;

/// Writing whole or not at all, and what it says when the disk does not play along.
class TestAtomicFile : public QObject
{
    Q_OBJECT

    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
    }

private Q_SLOTS:
    void writesWithFolders();
    void replaces();
    void nothingLeftBehind();
    void cacheFile();
    void fileInPlaceOfAFolder();
    void folderInPlaceOfAFile();
    void limitOfFileSize();
    void case32_fullDisk();
    void errorTexts_data();
    void errorTexts();
    void readsWithinLimit();
};

void TestAtomicFile::writesWithFolders()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("a/b/c/file.png"));
    QVERIFY(writeFileAtomically(path, "content").has_value());
    QCOMPARE(contentOf(path), QByteArray("content"));
    QVERIFY(writeFileAtomically(path, {}).has_value());
    QCOMPARE(contentOf(path), QByteArray());
}

void TestAtomicFile::replaces()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("file.png"));
    QVERIFY(writeFileAtomically(path, "old").has_value());
    QVERIFY(writeFileAtomically(path, "new").has_value());
    QCOMPARE(contentOf(path), QByteArray("new"));
}

void TestAtomicFile::nothingLeftBehind()
{
    const QTemporaryDir dir;
    QVERIFY(writeFileAtomically(dir.filePath(QStringLiteral("file.png")), QByteArray(1 << 20, 'x')).has_value());
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("file.png")});
}

void TestAtomicFile::cacheFile()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("a/b/file.jpg"));
    QVERIFY(writeCacheFile(path, "old").has_value());
    QVERIFY(writeCacheFile(path, "new").has_value());
    QCOMPARE(contentOf(path), QByteArray("new"));
    QCOMPARE(QDir(dir.filePath(QStringLiteral("a/b"))).entryList(QDir::Files | QDir::Hidden),
             QStringList{QStringLiteral("file.jpg")});
    QVERIFY(!writeCacheFile(path + QStringLiteral("/inner"), "x").has_value());
    QVERIFY(!writeCacheFile(dir.filePath(QStringLiteral("a/b")), "x").has_value()); // a folder is there
    QCOMPARE(QDir(dir.filePath(QStringLiteral("a"))).entryList(QDir::Files | QDir::Hidden), QStringList());
}

void TestAtomicFile::fileInPlaceOfAFolder()
{
    const QTemporaryDir dir;
    QVERIFY(writeFileAtomically(dir.filePath(QStringLiteral("a")), "in the way").has_value());
    const auto written = writeFileAtomically(dir.filePath(QStringLiteral("a/b/file.png")), "content");
    QVERIFY(!written.has_value());
    QVERIFY(written.error().kind == Error::Kind::FileSystem);
    QVERIFY(!written.error().diskFull);
    QVERIFY2(written.error().message.contains(u"is not a folder"), qPrintable(written.error().message));
    QCOMPARE(contentOf(dir.filePath(QStringLiteral("a"))), QByteArray("in the way"));
}

void TestAtomicFile::folderInPlaceOfAFile()
{
    const QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkpath(QStringLiteral("file.png/inner")));
    const auto written = writeFileAtomically(dir.filePath(QStringLiteral("file.png")), "content");
    QVERIFY(!written.has_value());
    QVERIFY2(written.error().message.contains(u"A folder stands at"), qPrintable(written.error().message));
    QVERIFY(QFile::exists(dir.filePath(QStringLiteral("file.png/inner"))));
}

void TestAtomicFile::limitOfFileSize()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("file.png"));
    QVERIFY(writeFileAtomically(path, "old").has_value());
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 64 * 1024;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto written = writeFileAtomically(path, QByteArray(200 * 1024, 'x'));
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(!written.has_value());
    QVERIFY2(written.error().message.contains(u"larger than"), qPrintable(written.error().message));
    QCOMPARE(contentOf(path), QByteArray("old"));
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("file.png")});
}

void TestAtomicFile::case32_fullDisk()
{
    const QTemporaryDir dir;
    // A real full disk needs the right to mount one; without it the texts of errorTexts() stand for it.
    if (::mount("tmpfs", QFile::encodeName(dir.path()).constData(), "tmpfs", 0, "size=256k") != 0) {
        qInfo("no right to mount a small file system here: %s", std::strerror(errno));
        return;
    }
    const QString path = dir.filePath(QStringLiteral("file.png"));
    const bool first = writeFileAtomically(path, QByteArray(100 * 1024, 'a')).has_value();
    const auto second = writeFileAtomically(path, QByteArray(300 * 1024, 'b'));
    const QByteArray left = contentOf(path);
    const QStringList files = QDir(dir.path()).entryList(QDir::Files | QDir::Hidden);
    QCOMPARE(::umount(QFile::encodeName(dir.path()).constData()), 0);
    QVERIFY(first);
    QVERIFY(!second.has_value());
    QVERIFY2(second.error().diskFull, qPrintable(second.error().detail));
    QCOMPARE(left, QByteArray(100 * 1024, 'a'));
    QCOMPARE(files, QStringList{QStringLiteral("file.png")});
}

void TestAtomicFile::errorTexts_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<bool>("full");
    QTest::addColumn<QString>("says");
    QTest::newRow("ENOSPC") << ENOSPC << true << QStringLiteral("disk is full");
    QTest::newRow("EDQUOT") << EDQUOT << true << QStringLiteral("disk is full");
    QTest::newRow("EACCES") << EACCES << false << QStringLiteral("No permission");
    QTest::newRow("EROFS") << EROFS << false << QStringLiteral("read-only");
    QTest::newRow("ENOENT") << ENOENT << false << QStringLiteral("does not exist");
    QTest::newRow("EIO") << EIO << false << QString::fromLocal8Bit(std::strerror(EIO));
}

void TestAtomicFile::errorTexts()
{
    QFETCH(int, number);
    QFETCH(bool, full);
    QFETCH(QString, says);
    const Error error = fileError(number, QStringLiteral("/library/x.png"));
    QVERIFY(error.kind == Error::Kind::FileSystem);
    QCOMPARE(error.diskFull, full);
    QVERIFY2(error.message.contains(says), qPrintable(error.message));
    QVERIFY(error.message.contains(u"/library/x.png"));
}

void TestAtomicFile::readsWithinLimit()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("file"));
    QVERIFY(writeFileAtomically(path, QByteArray(1000, 'x')).has_value());
    QCOMPARE(readWholeFile(path, 1000)->size(), 1000);
    QVERIFY(readWholeFile(path, 999).error().message.contains(u"too large"));
    QVERIFY(!readWholeFile(QStringLiteral("/dev/zero"), 1000).has_value());
    QVERIFY(readWholeFile(dir.filePath(QStringLiteral("none")), 10).error().message.contains(u"does not exist"));
}

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomicfile.moc"
