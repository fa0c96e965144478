// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/thumbnailloader.h"
#include "pictures.h"

#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

using namespace lorastudio;
using namespace lorastudio::testing;

class TestThumbnailLoader : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<QThreadPool> m_pool;

    ImageStore store() const { return ImageStore(m_dir->filePath(QStringLiteral("library"))); }
    ThumbnailCache cache() const { return ThumbnailCache(m_dir->filePath(QStringLiteral("cache"))); }

    /// Writes picture `number` into the library.
    ThumbnailKey make(int number, int side = 64) const
    {
        const QString path = ImageStore::relativePathFor(QStringLiteral("p"), QStringLiteral("c"), number);
        const auto stored = store().write(path, encoded(picture(side, side, number)));
        return {path, stored ? stored->sha256 : QString()};
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_pool = std::make_unique<QThreadPool>();
        m_pool->setMaxThreadCount(1);
    }
    void cleanup()
    {
        m_pool.reset();
        m_dir.reset();
    }
    void loadsAndRemembers();
    void makesAndKeepsMissingThumbnail();
    void newestFirst();
    void sameRequestTwice();
    void cancels();
    void queueIsBounded();
    void missingFile();
    void brokenFile();
    void fileComesBack();
    void hostilePath();
    void memoryIsBounded();
    void destroyedWhileRunning();
    void insertOnArrival();
};

void TestThumbnailLoader::loadsAndRemembers()
{
    const ThumbnailKey key = make(1, 600);
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    QSignalSpy spy(&loader, &ThumbnailLoader::loaded);
    QVERIFY(loader.thumbnail(key).isNull()); // never in the calling thread
    QTRY_COMPARE(spy.size(), 1);
    QCOMPARE(spy.at(0).at(0).value<ThumbnailKey>(), key);
    QCOMPARE(spy.at(0).at(1).value<QImage>().size(), QSize(256, 256));
    QCOMPARE(loader.thumbnail(key).size(), QSize(256, 256));
    QCOMPARE(loader.loadedThumbnail(key).size(), QSize(256, 256));
    QCOMPARE(loader.waiting() + loader.running(), 0);
    QCOMPARE(spy.size(), 1);
}

void TestThumbnailLoader::makesAndKeepsMissingThumbnail()
{
    const ThumbnailKey key = make(1, 600);
    QVERIFY(!cache().contains(key));
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    loader.thumbnail(key);
    QTRY_VERIFY(!loader.loadedThumbnail(key).isNull());
    QVERIFY(cache().contains(key));
}

void TestThumbnailLoader::newestFirst()
{
    QList<ThumbnailKey> keys;
    for (int i = 0; i < 6; ++i)
        keys.append(make(i));
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    QSignalSpy spy(&loader, &ThumbnailLoader::loaded);
    QSemaphore gate;
    m_pool->start([&gate] { gate.acquire(); }); // the pool is busy while the person scrolls
    for (const ThumbnailKey &key : keys)
        loader.thumbnail(key);
    loader.thumbnail(keys.at(1)); // seen again
    gate.release();
    QTRY_COMPARE(spy.size(), 6);
    QList<int> order;
    for (const QList<QVariant> &arguments : spy)
        order.append(int(keys.indexOf(arguments.at(0).value<ThumbnailKey>())));
    QCOMPARE(order, (QList<int>{0, 1, 5, 4, 3, 2})); // 0 was already handed over
}

void TestThumbnailLoader::sameRequestTwice()
{
    const ThumbnailKey key = make(1);
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    QSignalSpy spy(&loader, &ThumbnailLoader::loaded);
    for (int i = 0; i < 50; ++i)
        loader.thumbnail(key);
    QCOMPARE(loader.running() + loader.waiting(), 1);
    QTRY_COMPARE(spy.size(), 1);
    QTRY_COMPARE(loader.running(), 0);
    QCOMPARE(spy.size(), 1);
}

void TestThumbnailLoader::cancels()
{
    QList<ThumbnailKey> keys;
    for (int i = 0; i < 10; ++i)
        keys.append(make(i));
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    QSignalSpy spy(&loader, &ThumbnailLoader::loaded);
    for (const ThumbnailKey &key : keys)
        loader.thumbnail(key);
    loader.cancelExcept({keys.at(3), keys.at(4)});
    QCOMPARE(loader.waiting(), 2);
    QTRY_COMPARE(loader.running() + loader.waiting(), 0);
    QCOMPARE(spy.size(), 3);      // the one that ran already, and the two visible ones
    loader.thumbnail(keys.at(9)); // cancelled is not missing
    QTRY_COMPARE(spy.size(), 4);
}

void TestThumbnailLoader::queueIsBounded()
{
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    for (int i = 0; i < 5000; ++i)
        loader.thumbnail({QStringLiteral("p/c/c-%1.png").arg(i, 5, 10, QLatin1Char('0')), QString()});
    QCOMPARE(loader.waiting(), qsizetype(ThumbnailLoader::longestQueue));
    loader.cancelAll();
    QCOMPARE(loader.waiting(), 0);
}

void TestThumbnailLoader::missingFile()
{
    const ThumbnailKey key{QStringLiteral("p/c/c-0042.png"), QStringLiteral("x")};
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    QSignalSpy spy(&loader, &ThumbnailLoader::failed);
    loader.thumbnail(key);
    QTRY_COMPARE(spy.size(), 1);
    QVERIFY(spy.at(0).at(1).toString().contains(u"does not exist"));
    QVERIFY(loader.isMissing(key));
    QCOMPARE(loader.missingReason(key), spy.at(0).at(1).toString());
    loader.thumbnail(key);
    QCOMPARE(loader.running() + loader.waiting(), 0); // not tried at every repaint
    // The thumbnail is still on disk, but the picture is gone: that must be seen.
    const ThumbnailKey gone = make(1);
    QVERIFY(cache().put(gone, picture()).has_value());
    QVERIFY(QFile::remove(store().absolutePath(gone.relativePath).value()));
    loader.thumbnail(gone);
    QTRY_VERIFY(loader.isMissing(gone));
}

void TestThumbnailLoader::brokenFile()
{
    const QString path = QStringLiteral("p/c/c-0001.png");
    QVERIFY(store().write(path, "<html>").has_value());
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    QSignalSpy spy(&loader, &ThumbnailLoader::failed);
    loader.thumbnail({path, QString()});
    QTRY_COMPARE(spy.size(), 1);
    QVERIFY(spy.at(0).at(1).toString().contains(u"web page"));
}

void TestThumbnailLoader::fileComesBack()
{
    const ThumbnailKey key = make(1);
    const QString path = store().absolutePath(key.relativePath).value();
    QVERIFY(QFile::rename(path, path + QStringLiteral(".away")));
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    loader.thumbnail(key);
    QTRY_VERIFY(loader.isMissing(key));
    QVERIFY(QFile::rename(path + QStringLiteral(".away"), path));
    loader.forget(key);
    QVERIFY(!loader.isMissing(key));
    loader.thumbnail(key);
    QTRY_VERIFY(!loader.loadedThumbnail(key).isNull());
}

void TestThumbnailLoader::hostilePath()
{
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    const ThumbnailKey key{QStringLiteral("../../../etc/passwd"), QString()};
    loader.thumbnail(key);
    QTRY_VERIFY(loader.isMissing(key));
    QVERIFY(loader.missingReason(key).contains(u"library"));
}

void TestThumbnailLoader::memoryIsBounded()
{
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    QImage image(256, 256, QImage::Format_RGB32); // 256 KiB each
    image.fill(Qt::red);
    QList<ThumbnailKey> keys;
    for (int i = 0; i < 400; ++i) {
        keys.append({QString::number(i), QString()});
        loader.insert(keys.last(), image.copy());
    }
    int held = 0;
    for (const ThumbnailKey &key : keys)
        held += loader.loadedThumbnail(key).isNull() ? 0 : 1;
    QCOMPARE(held, ThumbnailLoader::memoryKiB / 256);
    QVERIFY(!loader.loadedThumbnail(keys.last()).isNull());
    QVERIFY(loader.loadedThumbnail(keys.first()).isNull());
}

void TestThumbnailLoader::destroyedWhileRunning()
{
    QList<ThumbnailKey> keys;
    for (int i = 0; i < 8; ++i)
        keys.append(make(i, 400));
    for (int round = 0; round < 5; ++round) {
        auto loader = std::make_unique<ThumbnailLoader>(store(), cache(), 256, m_pool.get());
        for (const ThumbnailKey &key : keys)
            loader->thumbnail(key);
        loader.reset();
    }
    QTRY_COMPARE(m_pool->activeThreadCount(), 0);
}

void TestThumbnailLoader::insertOnArrival()
{
    ThumbnailLoader loader(store(), cache(), 256, m_pool.get());
    const ThumbnailKey key{QStringLiteral("p/c/c-0001.png"), QStringLiteral("x")};
    loader.insert(key, picture(100, 100));
    QCOMPARE(loader.thumbnail(key).size(), QSize(100, 100));
    QCOMPARE(loader.running() + loader.waiting(), 0);
    loader.insert(key, QImage());
    QVERIFY(!loader.thumbnail(key).isNull());
}

QTEST_GUILESS_MAIN(TestThumbnailLoader)
#include "tst_thumbnailloader.moc"
