// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/thumbnailcache.h"
#include "pictures.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::testing;

class TestThumbnailCache : public QObject
{
    Q_OBJECT

    static ThumbnailKey key(const char *path = "p/c/c-0001.png", const char *stamp = "abc")
    {
        return {QString::fromLatin1(path), QString::fromLatin1(stamp)};
    }
    static QStringList files(const QString &folder)
    {
        QStringList out;
        QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            out.append(it.next());
        return out;
    }

private Q_SLOTS:
    void roundTrip();
    void sizes_data();
    void sizes();
    void contentDecides();
    void damagedFile();
    void hostileKeyStaysInside();
    void removes();
    void transparent();
    void unwritable();
    void keyOfAFile();
};

void TestThumbnailCache::roundTrip()
{
    const QTemporaryDir dir;
    const ThumbnailCache cache(dir.path());
    QVERIFY(cache.get(key()).isNull());
    QVERIFY(!cache.contains(key()));
    QVERIFY(cache.put(key(), picture(512, 768)).has_value());
    QVERIFY(cache.contains(key()));
    const QImage thumbnail = cache.get(key());
    QCOMPARE(thumbnail.size(), QSize(170, 256));
    QVERIFY(cache.get(key(), ThumbnailCache::largeSize).isNull());
    QVERIFY(cache.put(key(), picture(512, 768), ThumbnailCache::largeSize).has_value());
    QCOMPARE(cache.get(key(), ThumbnailCache::largeSize).size(), QSize(341, 512));
    // It shows the picture: the mean colour of the quarters is about that of the original.
    const QImage small = ThumbnailCache::scaled(picture(512, 768), 256);
    const QColor expected = small.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixelColor(0, 0);
    const QColor seen = thumbnail.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixelColor(0, 0);
    QVERIFY(std::abs(expected.red() - seen.red()) < 6 && std::abs(expected.green() - seen.green()) < 6);
}

void TestThumbnailCache::sizes_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QSize>("expected");
    QTest::newRow("small stays") << QSize(100, 50) << QSize(100, 50);
    QTest::newRow("exact") << QSize(256, 256) << QSize(256, 256);
    QTest::newRow("large") << QSize(4096, 2048) << QSize(256, 128);
    QTest::newRow("thin") << QSize(5000, 2) << QSize(256, 1);
    QTest::newRow("dot") << QSize(1, 1) << QSize(1, 1);
}

void TestThumbnailCache::sizes()
{
    QFETCH(QSize, size);
    QFETCH(QSize, expected);
    const QTemporaryDir dir;
    const ThumbnailCache cache(dir.path());
    QVERIFY(cache.put(key(), picture(size.width(), size.height())).has_value());
    QCOMPARE(cache.get(key()).size(), expected);
}

void TestThumbnailCache::contentDecides()
{
    const QTemporaryDir dir;
    const ThumbnailCache cache(dir.path());
    QVERIFY(cache.put(key("p/c/c-0001.png", "old"), picture()).has_value());
    QVERIFY(cache.get(key("p/c/c-0001.png", "new")).isNull());
    QVERIFY(cache.get(key("p/c/c-0002.png", "old")).isNull());
}

void TestThumbnailCache::damagedFile()
{
    const QTemporaryDir dir;
    const ThumbnailCache cache(dir.path());
    QVERIFY(cache.put(key(), picture()).has_value());
    QFile file(files(dir.path()).first());
    QVERIFY(file.resize(file.size() / 2));
    QVERIFY(cache.get(key()).isNull());
}

void TestThumbnailCache::hostileKeyStaysInside()
{
    const QTemporaryDir dir;
    const ThumbnailCache cache(dir.filePath(QStringLiteral("cache")));
    QVERIFY(cache.put(key("../../../../tmp/x", "../../y"), picture()).has_value());
    const QStringList all = files(dir.path());
    QCOMPARE(all.size(), 1);
    QVERIFY(all.first().startsWith(dir.filePath(QStringLiteral("cache/256/"))));
    QVERIFY(all.first().endsWith(u".jpg"));
}

void TestThumbnailCache::removes()
{
    const QTemporaryDir dir;
    const ThumbnailCache cache(dir.path());
    QVERIFY(cache.put(key(), picture()).has_value());
    QVERIFY(cache.put(key(), picture(), ThumbnailCache::largeSize).has_value());
    cache.remove(key());
    QVERIFY(files(dir.path()).isEmpty());
}

void TestThumbnailCache::transparent()
{
    QImage image(300, 300, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    const QImage thumbnail = ThumbnailCache::scaled(image, 256);
    QVERIFY(!thumbnail.hasAlphaChannel());
    QCOMPARE(thumbnail.pixelColor(10, 10), QColor(128, 128, 128));
    QVERIFY(ThumbnailCache::scaled(QImage(), 256).isNull());
}

void TestThumbnailCache::unwritable()
{
    const QTemporaryDir dir;
    QFile blocker(dir.filePath(QStringLiteral("cache")));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    const ThumbnailCache cache(blocker.fileName());
    const auto put = cache.put(key(), picture());
    QVERIFY(!put.has_value());
    QVERIFY(put.error().kind == Error::Kind::FileSystem);
    QVERIFY(!cache.put(key(), QImage()).has_value());
}

void TestThumbnailCache::keyOfAFile()
{
    const QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("a.png")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("one");
    file.close();
    const ThumbnailKey before = ThumbnailKey::forFile(QStringLiteral("a.png"), QFileInfo(file.fileName()));
    QCOMPARE(ThumbnailKey::forFile(QStringLiteral("a.png"), QFileInfo(file.fileName())), before);
    QVERIFY(file.open(QIODevice::Append));
    file.write("more");
    file.close();
    QVERIFY(ThumbnailKey::forFile(QStringLiteral("a.png"), QFileInfo(file.fileName())) != before);
}

QTEST_GUILESS_MAIN(TestThumbnailCache)
#include "tst_thumbnailcache.moc"
