// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/imagedecoder.h"
#include "pictures.h"

#include <QFile>
#include <QImageWriter>
#include <QTest>
#include <QtConcurrentMap>

#include <functional>

using namespace lorastudio;
using namespace lorastudio::testing;

class TestImageDecoder : public QObject
{
    Q_OBJECT

    /// A PNG whose header promises `size`; the pixels are not there or are all zero.
    static QByteArray promising(quint32 width, quint32 height, char depth, char color, const QByteArray &pixels)
    {
        QByteArray header = bigEndian(width) + bigEndian(height);
        header.append(depth).append(color).append(QByteArray(3, '\0'));
        return QByteArray("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", header) + chunk("IDAT", deflated(pixels)) +
               chunk("IEND", {});
    }
    static qint64 resident()
    {
        QFile status(QStringLiteral("/proc/self/status"));
        if (!status.open(QIODevice::ReadOnly))
            return 0;
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmHWM:"))
                return line.mid(6).trimmed().split(' ').first().toLongLong();
        }
        return 0;
    }

private Q_SLOTS:
    void formats_data();
    void formats();
    void depths_data();
    void depths();
    void orientation();
    void refused_data();
    void refused();
    void case8_tooLarge_data();
    void case8_tooLarge();
    void case8_largestAllowed();
    void case9_cutOff_data();
    void case9_cutOff();
    void thumbnailInsideDoesNotHideTheCut();
    void manyThreads();
};

void TestImageDecoder::formats_data()
{
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QString>("suffix");
    QTest::newRow("png") << QByteArray("PNG") << QStringLiteral("png");
    QTest::newRow("jpeg") << QByteArray("JPG") << QStringLiteral("jpg");
    QTest::newRow("webp") << QByteArray("WEBP") << QStringLiteral("webp");
}

void TestImageDecoder::formats()
{
    QFETCH(QByteArray, format);
    QFETCH(QString, suffix);
    QVERIFY2(QImageWriter::supportedImageFormats().contains(format.toLower()), "install qt6-image-formats-plugins");
    const QByteArray bytes = encoded(picture(), format.constData(), 95);
    const auto image = decodeImage(bytes);
    QVERIFY2(image.has_value(), image ? "" : qPrintable(image.error().message));
    QCOMPARE(image->size(), QSize(48, 64));
    if (format == "PNG")
        QCOMPARE(image->convertToFormat(QImage::Format_RGB32), picture());
    QCOMPARE(fileSuffix(pictureFormat(bytes)), suffix);
}

void TestImageDecoder::depths_data()
{
    QTest::addColumn<int>("format");
    for (const QImage::Format format :
         {QImage::Format_Mono, QImage::Format_Indexed8, QImage::Format_Grayscale8, QImage::Format_Grayscale16,
          QImage::Format_RGB888, QImage::Format_ARGB32, QImage::Format_RGBA64})
        QTest::newRow(qPrintable(QString::number(format))) << int(format);
}

void TestImageDecoder::depths()
{
    QFETCH(int, format);
    const auto image = decodeImage(encoded(picture().convertToFormat(QImage::Format(format))));
    QVERIFY(image.has_value());
    QCOMPARE(image->size(), QSize(48, 64));
}

void TestImageDecoder::orientation()
{
    QByteArray jpeg = encoded(picture(60, 40), "JPG", 95);
    // A TIFF header with one entry, orientation (0x0112) = 6: turn right by 90°.
    const QByteArray exif = QByteArray("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", 32);
    QByteArray segment("\xff\xe1", 2);
    segment.append(char(0)).append(char(exif.size() + 2));
    jpeg.insert(2, segment + exif);
    const auto image = decodeImage(jpeg);
    QVERIFY(image.has_value());
    QCOMPARE(image->size(), QSize(40, 60));
}

void TestImageDecoder::refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QByteArray &bytes, const char *says) {
        QTest::newRow(name) << bytes << QString::fromLatin1(says);
    };
    row("D3-9 nothing", {}, "empty");
    row("D3-9 web page", "<!DOCTYPE html><html><body>502</body></html>", "a web page");
    row("D3-9 json", "{\"error\": \"no such file\"}", "a JSON text");
    row("D3-10 svg", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
        "an SVG drawing");
    row("D3-10 gif", QByteArray::fromBase64("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
        "a GIF picture");
    row("D3-10 bmp", encoded(picture(), "BMP"), "something else");
    row("random", QByteArray::fromHex("deadbeef00ff"), "something else");
    row("only a signature", QByteArray("\x89PNG\r\n\x1a\n", 8), "cut off");
    row("too many bytes", QByteArray((64 << 20) + 1, 'x'), "too large");
}

void TestImageDecoder::refused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    const auto image = decodeImage(bytes);
    QVERIFY(!image.has_value());
    QVERIFY(image.error().kind == Error::Kind::Parse);
    QVERIFY2(image.error().message.contains(says), qPrintable(image.error().message));
}

void TestImageDecoder::case8_tooLarge_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("30000 x 30000, 1 bit") << promising(30000, 30000, 1, 0, QByteArray(1 << 20, '\0'));
    QTest::newRow("5700 x 5700 RGB") << promising(5700, 5700, 8, 2, QByteArray(5700 * (5700 * 3 + 1), '\0'));
    QTest::newRow("1 x 65535") << promising(1, 65535, 8, 0, QByteArray(2 * 65535, '\0'));
    QTest::newRow("2^31 x 2^31") << promising(0x7fffffff, 0x7fffffff, 8, 2, "x");
}

void TestImageDecoder::case8_tooLarge()
{
    QFETCH(QByteArray, bytes);
    QFile clear(QStringLiteral("/proc/self/clear_refs"));
    if (clear.open(QIODevice::WriteOnly))
        clear.write("5");
    clear.close();
    const qint64 before = resident();
    const auto image = decodeImage(bytes);
    QVERIFY(!image.has_value());
    const qint64 grown = resident() - before;
    QVERIFY2(grown < 64 * 1024, qPrintable(QString::number(grown)));
    // libpng itself refuses sizes above a million before ours can be asked.
    QVERIFY2(image.error().message.contains(u"too large") || image.error().message.contains(u"damaged"),
             qPrintable(image.error().message));
}

void TestImageDecoder::case8_largestAllowed()
{
    const QByteArray bytes = promising(4096, 4096, 8, 2, QByteArray(4096 * (4096 * 3 + 1), '\0'));
    const auto image = decodeImage(bytes);
    QVERIFY(image.has_value());
    QCOMPARE(image->size(), QSize(4096, 4096));
}

void TestImageDecoder::case9_cutOff_data()
{
    formats_data();
}

void TestImageDecoder::case9_cutOff()
{
    QFETCH(QByteArray, format);
    const QByteArray whole = encoded(picture(200, 150), format.constData(), 90);
    for (const qsizetype length : {whole.size() - 1, whole.size() - 20, whole.size() * 3 / 4, whole.size() / 2,
                                   whole.size() / 10, qsizetype(30), qsizetype(12)}) {
        const auto image = decodeImage(whole.left(length));
        QVERIFY2(!image.has_value(), qPrintable(QStringLiteral("%1 of %2").arg(length).arg(whole.size())));
    }
    if (format != "PNG")
        return; // JPEG and WebP carry no checksum
    for (qsizetype at = 8; at < whole.size(); at += 37) {
        QByteArray flipped = whole;
        flipped[at] = char(flipped[at] ^ 4);
        QVERIFY(!decodeImage(flipped).has_value());
    }
}

void TestImageDecoder::thumbnailInsideDoesNotHideTheCut()
{
    QByteArray jpeg = encoded(picture(200, 150), "JPG", 90);
    const QByteArray inner = encoded(picture(16, 16), "JPG", 50); // with an end marker of its own
    QByteArray segment("\xff\xe2", 2);
    const qsizetype length = inner.size() + 2;
    segment.append(char(length >> 8)).append(char(length & 255));
    jpeg.insert(2, segment + inner);
    QVERIFY(decodeImage(jpeg).has_value());
    QVERIFY(!decodeImage(jpeg.left(jpeg.size() - 200)).has_value());
}

void TestImageDecoder::manyThreads()
{
    const QByteArray png = encoded(picture(300, 200));
    const QList<int> indexes(64, 0);
    const QList<QImage> images = QtConcurrent::blockingMapped<QList<QImage>>(
        indexes, std::function<QImage(const int &)>([&png](int) { return decodeImage(png).value_or(QImage()); }));
    for (const QImage &image : images)
        QCOMPARE(image.convertToFormat(QImage::Format_RGB32), picture(300, 200));
}

QTEST_GUILESS_MAIN(TestImageDecoder)
#include "tst_imagedecoder.moc"
