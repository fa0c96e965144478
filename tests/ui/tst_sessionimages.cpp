// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures for the window: asked for while painting, they come later, and a file that was replaced is noticed.
#include "session/previewdecoder.h"
#include "session/sessionimages.h"

#include <QBuffer>
#include <QDir>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

void awaitVoid(Task<void> task)
{
    if (!QTest::qWaitFor([&] { return task.isReady(); }, 60'000))
        qFatal("a task did not end in a minute");
}

QImage filled(QSize size, QColor color)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(color);
    return image;
}

QByteArray png(QSize size, QColor color)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    filled(size, color).save(&buffer, "PNG");
    return bytes;
}

struct Place
{
    QTemporaryDir folder;
    Services services{PathOptions{.configDir = folder.filePath(u"config"_qs),
                                  .database = u"sqlite:"_qs + folder.filePath(u"data.db"_qs),
                                  .library = folder.filePath(u"library"_qs)}};
    SessionImages images{services};
    Place() { QDir().mkpath(folder.filePath(u"library/references"_qs)); }
    ~Place()
    {
        awaitVoid(images.close());
        awaitVoid(services.shutdown());
    }
    QString file(const QString &path) const { return folder.filePath(u"library/"_qs + path); }
};

bool resembles(const QImage &image, QColor color)
{
    const QColor pixel = image.pixelColor(image.width() / 2, image.height() / 2);
    return qAbs(pixel.red() - color.red()) < 12 && qAbs(pixel.green() - color.green()) < 12 &&
           qAbs(pixel.blue() - color.blue()) < 12;
}

} // namespace

class TestSessionImages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void picturesOfTheProgramComeLater();
    void aReferenceThatIsReplacedIsShownAnew();
    void aFileThatIsNotThereIsMissingUntilItComes();
    void nothingOutsideTheLibraryIsRead();
    void imagesAskUnderTheKeyTheyWereStoredWith();
    void onlyTheNewestPreviewIsDecoded();
};

void TestSessionImages::picturesOfTheProgramComeLater()
{
    Place here;
    const QStringList keys = SessionImages::sampleKeys();
    QCOMPARE(keys.size(), 4);
    QSignalSpy ready(&here.images, &ImageSource::thumbnailReady);
    for (const QString &key : keys)
        QVERIFY(here.images.thumbnail(key, false).isNull()); // never decoded while somebody paints
    QTRY_COMPARE(ready.size(), 4);
    for (const QString &key : keys)
        QVERIFY(!here.images.thumbnail(key, false).isNull());
}

void TestSessionImages::aReferenceThatIsReplacedIsShownAnew()
{
    Place here;
    const QString path = u"references/anna.png"_qs;
    QVERIFY(filled(QSize(64, 64), Qt::red).save(here.file(path)));
    const QString key = SessionImages::keyOfReference(path, {});
    QSignalSpy ready(&here.images, &ImageSource::thumbnailReady);
    QVERIFY(here.images.thumbnail(key, false).isNull());
    QTRY_VERIFY(resembles(here.images.thumbnail(key, false), Qt::red));
    QVERIFY(ready.contains(QVariantList{key}));
    QVERIFY(filled(QSize(80, 80), Qt::blue).save(here.file(path)));
    QVERIFY(resembles(here.images.thumbnail(key, false), Qt::red)); // the old one until it is looked at again
    here.images.checkFiles();
    QTRY_VERIFY(resembles(here.images.thumbnail(key, false), Qt::blue));
}

void TestSessionImages::aFileThatIsNotThereIsMissingUntilItComes()
{
    Place here;
    const QString path = u"references/bea.png"_qs;
    const QString key = SessionImages::keyOfReference(path, {});
    (void)here.images.thumbnail(key, false);
    QVERIFY(!here.images.isMissing(key)); // not known yet
    QTRY_VERIFY(here.images.thumbnail(key, false).isNull() && here.images.isMissing(key));
    QVERIFY(filled(QSize(64, 64), Qt::green).save(here.file(path)));
    here.images.checkFiles();
    QTRY_VERIFY(!here.images.thumbnail(key, false).isNull());
    QVERIFY(!here.images.isMissing(key));
}

void TestSessionImages::nothingOutsideTheLibraryIsRead()
{
    Place here;
    QVERIFY(filled(QSize(64, 64), Qt::red).save(here.folder.filePath(u"secret.png"_qs)));
    for (const QString &path : {u"../secret.png"_qs, here.folder.filePath(u"secret.png"_qs)}) {
        ImageRecord image;
        image.imagePath = path;
        const QString key = SessionImages::keyOfImage(image);
        QTRY_VERIFY(here.images.thumbnail(key, true).isNull() && here.images.isMissing(key));
        QSignalSpy pictures(&here.images, &ImageSource::pictureReady);
        here.images.requestPicture(key);
        QTRY_COMPARE(pictures.size(), 1);
        QVERIFY(pictures.first().at(1).value<QImage>().isNull());
        QVERIFY(!pictures.first().at(2).toString().isEmpty());
    }
}

void TestSessionImages::imagesAskUnderTheKeyTheyWereStoredWith()
{
    Place here;
    const QString path = u"default/anna/anna-0001.png"_qs;
    const QByteArray bytes = png(QSize(64, 64), Qt::red);
    QVERIFY(here.services.imageStore().write(path, bytes));
    // As on arrival: made from the picture in memory. Its colour tells it from one that is decoded from the file.
    QVERIFY(here.services.thumbnails().put({path, u"abc"_qs}, filled(QSize(64, 64), Qt::blue)));
    ImageRecord image;
    image.imagePath = path;
    image.sha256 = u"abc"_qs;
    CharacterSummary summary;
    summary.newestImage = path;
    summary.newestSha256 = u"abc"_qs;
    const QString key = SessionImages::keyOfReference({}, summary);
    QCOMPARE(key, SessionImages::keyOfImage(image));
    (void)here.images.thumbnail(key, false);
    QTRY_VERIFY(!here.images.thumbnail(key, false).isNull());
    QVERIFY(resembles(here.images.thumbnail(key, false), Qt::blue));
}

void TestSessionImages::onlyTheNewestPreviewIsDecoded()
{
    PreviewDecoder decoder;
    QSignalSpy decoded(&decoder, &PreviewDecoder::decoded);
    decoder.add(u"anna"_qs, "no picture");
    for (const QColor color : {Qt::red, Qt::green, Qt::blue})
        decoder.add(u"anna"_qs, png(QSize(2000, 3000), color));
    decoder.add(u"bea"_qs, png(QSize(100, 50), Qt::red));
    decoder.add(u"cleo"_qs, "no picture");
    QTRY_COMPARE(decoded.size(), 2);
    for (const QVariantList &arguments : std::as_const(decoded)) {
        const QImage image = arguments.at(1).value<QImage>();
        const bool anna = arguments.first().toString() == u"anna"_qs;
        QVERIFY(resembles(image, anna ? Qt::blue : Qt::red));
        QCOMPARE(image.size(), anna ? QSize(360, 540) : QSize(100, 50)); // as large as it is shown, never larger
    }
    decoder.add(u"anna"_qs, png(QSize(2000, 3000), Qt::red));
    awaitVoid(decoder.close());
    decoder.add(u"anna"_qs, png(QSize(20, 30), Qt::red));
    // Nothing comes after the end: not even by the time that another one has decoded a larger frame.
    PreviewDecoder other;
    QSignalSpy later(&other, &PreviewDecoder::decoded);
    other.add(u"anna"_qs, png(QSize(2000, 3000), Qt::red));
    QTRY_COMPARE(later.size(), 1);
    QCOMPARE(decoded.size(), 2);
    awaitVoid(other.close());
}

QTEST_MAIN(TestSessionImages)
#include "tst_sessionimages.moc"
