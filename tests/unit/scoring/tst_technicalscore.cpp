// SPDX-License-Identifier: GPL-3.0-or-later
#include "distortions.h"
#include "scoring/grayimage.h"
#include "scoring/measurements.h"
#include "scoring/sentences.h"
#include "scoring/technicalscore.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>
#include <QThreadPool>
#include <QtConcurrentMap>

using namespace lorastudio;
using namespace lorastudio::testing;

class TestTechnicalScore : public QObject
{
    Q_OBJECT

    /// Many overlapping discs: edges in every direction, many levels, no texture.
    static QImage scene(int width, int height, quint32 seed = 1)
    {
        QRandomGenerator random(seed);
        cv::Mat out(height, width, CV_8UC4, cv::Scalar(90, 110, 130, 255));
        for (int i = 0; i < 120; ++i) {
            const cv::Scalar color(random.bounded(20, 235), random.bounded(20, 235), random.bounded(20, 235), 255);
            cv::circle(out, cv::Point(random.bounded(width), random.bounded(height)),
                       random.bounded(4, std::max(5, std::min(width, height) / 8)), color, -1, cv::LINE_AA);
        }
        return toImage(out);
    }

    static void checkSane(const Score &score)
    {
        QVERIFY(score.total.has_value());
        QVERIFY(*score.total >= 0.0 && *score.total <= 100.0); // false for NaN
        QCOMPARE(score.components.size(), 6);
        for (const ScoreComponent &component : score.components) {
            QVERIFY(std::isfinite(component.value));
            QVERIFY(component.scalar >= 0.0 && component.scalar <= 1.0);
            QVERIFY(!component.unit.isEmpty());
        }
    }

private Q_SLOTS:
    void version();
    void knownEdgeWidths_data();
    void knownEdgeWidths();
    void motionInEitherDirection();
    void knownNoise();
    void noiseCannotLookSharp();
    void blocks();
    void exposureSaysWhich();
    void plainFrames_data();
    void plainFrames();
    void degenerate_data();
    void degenerate();
    void nullImage();
    void formatsAgree();
    void sameOnManyThreads();
};

void TestTechnicalScore::version()
{
    QVERIFY(QRegularExpression(QStringLiteral("^1-[0-9a-f]{4}$")).match(technicalScoreVersion()).hasMatch());
    const Score score = technicalScore(scene(64, 64));
    QCOMPARE(score.scorer, QStringLiteral("technical"));
    QCOMPARE(score.version, technicalScoreVersion());
    QStringList keys = componentOrder();
    keys.sort();
    QCOMPARE(score.components.keys(), keys);
}

void TestTechnicalScore::knownEdgeWidths_data()
{
    QTest::addColumn<double>("sigma");
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");
    QTest::newRow("sharp") << 0.0 << 0.2 << 0.7;
    QTest::newRow("1 px") << 1.0 << 0.9 << 1.4;
    QTest::newRow("1.5 px") << 1.5 << 1.3 << 2.0;
    QTest::newRow("2 px") << 2.0 << 1.7 << 2.6;
    QTest::newRow("3 px") << 3.0 << 2.1 << 3.6;
}

void TestTechnicalScore::knownEdgeWidths()
{
    QFETCH(double, sigma);
    QFETCH(double, least);
    QFETCH(double, most);
    const QImage image = sigma > 0 ? blurred(scene(512, 768), sigma) : scene(512, 768);
    const EdgeWidth width = edgeWidth(grayPixels(image), 32, 0.5, 0.6);
    QVERIFY2(width.whole >= least && width.whole <= most, qPrintable(QString::number(width.whole)));
    QVERIFY2(width.subject >= least && width.subject <= most, qPrintable(QString::number(width.subject)));
}

void TestTechnicalScore::motionInEitherDirection()
{
    const QImage across = moved(scene(512, 512), 15);
    const double sharp = technicalScore(scene(512, 512)).components[QStringLiteral("sharpness")].value;
    for (const QImage &image : {across, across.transformed(QTransform().rotate(90))})
        QVERIFY(technicalScore(image).components[QStringLiteral("sharpness")].value > 2 * sharp);
}

void TestTechnicalScore::knownNoise()
{
    for (const double sigma : {2.0, 5.0, 10.0, 20.0}) {
        // Luma of independent noise in three channels: sqrt(.299² + .587² + .114²) of it.
        const double expected = sigma * 0.6685;
        const double measured = noiseLevel(grayPixels(noisy(scene(512, 512), sigma)));
        QVERIFY2(std::abs(measured - expected) < 0.1 * expected + 0.1, qPrintable(QString::number(measured)));
    }
    QVERIFY(noiseLevel(grayPixels(scene(512, 512))) < 0.5);
}

void TestTechnicalScore::noiseCannotLookSharp()
{
    const Score clean = technicalScore(scene(512, 512));
    const Score score = technicalScore(noisy(scene(512, 512), 20));
    const double cleanliness = score.components[QStringLiteral("cleanliness")].scalar;
    QVERIFY(score.components[QStringLiteral("sharpness")].scalar <= .25 + .75 * cleanliness + 1e-12);
    QVERIFY(score.flags.contains(u"noisy"));
    QVERIFY(*score.total < *clean.total - 30);
}

void TestTechnicalScore::blocks()
{
    const QImage image = blurred(scene(512, 512), 1);
    QCOMPARE(technicalScore(image).components[QStringLiteral("compression")].scalar, 1.0);
    const Score jpeg = technicalScore(asJpeg(image, 10));
    QVERIFY(jpeg.flags.contains(u"blocky"));
    QVERIFY(jpeg.components[QStringLiteral("compression")].value > 1.7);
}

void TestTechnicalScore::exposureSaysWhich()
{
    const QString key = QStringLiteral("exposure");
    const Score dark = technicalScore(brightened(scene(256, 256), .15));
    QVERIFY(dark.flags.contains(u"dark"));
    QVERIFY(!dark.flags.contains(u"clipped"));
    const Score clipped = technicalScore(brightened(scene(256, 256), 6));
    QVERIFY(clipped.flags.contains(u"clipped"));
    QCOMPARE(clipped.components[key].unit, QStringLiteral("% blown out"));
    QVERIFY(clipped.components[key].value > 25);
    QImage halfBlack = scene(256, 256);
    for (int y = 0; y < 150; ++y)
        std::fill_n(reinterpret_cast<QRgb *>(halfBlack.scanLine(y)), 256, qRgb(0, 0, 0));
    const Score black = technicalScore(halfBlack);
    QCOMPARE(black.components[key].unit, QStringLiteral("% black"));
    QVERIFY(std::abs(black.components[key].value - 58.6) < 1);
    QVERIFY(black.flags.contains(u"dark"));
}

void TestTechnicalScore::plainFrames_data()
{
    QTest::addColumn<QColor>("color");
    QTest::addColumn<double>("most");
    QTest::newRow("gray") << QColor(128, 128, 128) << 15.0;
    QTest::newRow("black") << QColor(0, 0, 0) << 7.0;
    QTest::newRow("white") << QColor(255, 255, 255) << 7.0;
}

void TestTechnicalScore::plainFrames()
{
    QFETCH(QColor, color);
    QFETCH(double, most);
    QImage image(512, 768, QImage::Format_RGB32);
    image.fill(color);
    const Score score = technicalScore(image);
    checkSane(score);
    QVERIFY2(*score.total <= most, qPrintable(QString::number(*score.total)));
    QVERIFY(score.flags.contains(u"flat"));
}

void TestTechnicalScore::degenerate_data()
{
    QTest::addColumn<QImage>("image");
    const auto add = [](const char *name, QSize size, QImage::Format format, uint pixel) {
        QImage image(size, format);
        if (image.colorCount() == 0 && image.depth() <= 8 && format != QImage::Format_Grayscale8)
            image.setColorTable({qRgb(10, 20, 30), qRgb(200, 210, 220)});
        image.fill(pixel);
        QTest::newRow(name) << image;
    };
    add("1x1", {1, 1}, QImage::Format_RGB32, 0xff808080);
    add("1x1 transparent", {1, 1}, QImage::Format_ARGB32, 0);
    add("2x1", {2, 1}, QImage::Format_RGB32, 0xffffffff);
    add("1x300", {1, 300}, QImage::Format_RGB32, 0xff123456);
    add("300x1", {300, 1}, QImage::Format_RGB32, 0xff123456);
    add("3x3", {3, 3}, QImage::Format_RGB32, 0xff000000);
    add("16x16", {16, 16}, QImage::Format_RGB32, 0xff000000);
    add("transparent", {64, 64}, QImage::Format_ARGB32_Premultiplied, 0);
    add("mono", {33, 17}, QImage::Format_Mono, 1);
    add("palette", {33, 17}, QImage::Format_Indexed8, 1);
    add("gray", {33, 17}, QImage::Format_Grayscale8, 77);
    add("gray 16", {33, 17}, QImage::Format_Grayscale16, 0x7777);
    add("rgba 64", {33, 17}, QImage::Format_RGBA64, 0xff778899);
    QTest::newRow("noise 1x1000") << noisy(scene(64, 1000), 40).copy(0, 0, 1, 1000);
    QTest::newRow("small scene") << scene(20, 20);
    QTest::newRow("odd scene") << scene(257, 131);
}

void TestTechnicalScore::degenerate()
{
    QFETCH(QImage, image);
    checkSane(technicalScore(image));
}

void TestTechnicalScore::nullImage()
{
    const Score score = technicalScore(QImage());
    QVERIFY(!score.total.has_value());
    QVERIFY(score.components.isEmpty());
}

void TestTechnicalScore::formatsAgree()
{
    const QImage image = scene(256, 256);
    const double expected = *technicalScore(image).total;
    for (const QImage::Format format :
         {QImage::Format_RGB888, QImage::Format_ARGB32, QImage::Format_RGBA8888, QImage::Format_ARGB32_Premultiplied,
          QImage::Format_RGBA64, QImage::Format_RGBX64}) {
        QImage other = image.convertToFormat(format);
        other.setDevicePixelRatio(2.0);
        QVERIFY2(std::abs(*technicalScore(other).total - expected) < 0.01, qPrintable(QString::number(format)));
    }
    const QImage gray = image.convertToFormat(QImage::Format_Grayscale8);
    QVERIFY(std::abs(*technicalScore(gray).total - expected) < 3);
}

void TestTechnicalScore::sameOnManyThreads()
{
    QList<QImage> images;
    for (quint32 i = 0; i < 4; ++i)
        images.append(noisy(scene(200 + int(i) * 30, 260, i), i));
    QList<Score> alone;
    for (const QImage &image : qAsConst(images))
        alone.append(technicalScore(image));
    QList<int> order;
    for (int i = 0; i < 64; ++i)
        order.append(i % 4);
    QThreadPool pool;
    pool.setMaxThreadCount(8);
    const QList<Score> together = QtConcurrent::blockingMapped<QList<Score>>(
        &pool, order, std::function<Score(const int &)>([&images](int i) { return technicalScore(images.at(i)); }));
    for (int i = 0; i < 64; ++i)
        QVERIFY(together.at(i) == alone.at(i % 4)); // every bit
}

QTEST_GUILESS_MAIN(TestTechnicalScore)
#include "tst_technicalscore.moc"
