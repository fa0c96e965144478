// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/picturerequest.h"
#include "demoserver/pngfile.h"
#include "scoring/technicalscore.h"

#include <QTest>
#include <QtEndian>

#include <cmath>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

PictureRequest makeRequest(quint64 seed, const QString &checkpoint = u"epicrealism_v5.safetensors"_s)
{
    PictureRequest request;
    request.positive = u"yuki_tanaka, photo of a young man, short black hair, navy jacket"_s;
    request.checkpoint = checkpoint;
    request.seed = seed;
    request.width = 256;
    request.height = 384;
    return request;
}

/// Width of the edges in pixels, as the technical score measures it.
double edges(const QImage &image)
{
    return technicalScore(image).components.value(u"sharpness"_s).value;
}

} // namespace

class TestDemoPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameRequestGivesTheSamePixels();
    void everythingThatDecidesChangesThePicture();
    void aSharperCheckpointShows();
    void aFewPicturesArePoor();
    void theMarkIsInTheCornerAndCanBeLeftOut();
    void previewsTurnIntoThePicture();
    void anySizeCanBePainted_data();
    void anySizeCanBePainted();
    void textChunksAreWrittenAsTheyAre();
};

void TestDemoPicture::theSameRequestGivesTheSamePixels()
{
    const QImage picture = paintPicture(makeRequest(7));
    QCOMPARE(picture.size(), QSize(256, 384));
    QCOMPARE(paintPicture(makeRequest(7)), picture);
}

void TestDemoPicture::everythingThatDecidesChangesThePicture()
{
    const QImage picture = paintPicture(makeRequest(7));
    PictureRequest other = makeRequest(8);
    QVERIFY(paintPicture(other) != picture);
    other = makeRequest(7);
    other.positive += u", red scarf"_s;
    QVERIFY(paintPicture(other) != picture);
    other = makeRequest(7, u"chilloutmix.safetensors"_s);
    QVERIFY(paintPicture(other) != picture);
    other = makeRequest(7);
    other.batchIndex = 1;
    QVERIFY(paintPicture(other) != picture);
    other = makeRequest(7);
    other.cfg = 20;
    QVERIFY(paintPicture(other) != picture);
    other = makeRequest(7);
    other.steps = 3;
    QVERIFY(paintPicture(other) != picture);
}

void TestDemoPicture::aSharperCheckpointShows()
{
    QCOMPARE(checkpointSharpness(u"sd15\\epicrealism_v5.safetensors"_s), 10);
    QCOMPARE(checkpointSharpness(u"x/realistic_vision_v51.safetensors"_s), 7);
    QCOMPARE(checkpointSharpness(u"unknown.safetensors"_s), 5);
    const auto median = [](const QString &checkpoint) {
        QList<double> values;
        for (quint64 seed = 0; seed < 7; ++seed) {
            PictureRequest request = makeRequest(seed, checkpoint);
            request.width = 512;
            request.height = 768;
            values += edges(paintPicture(request));
        }
        std::sort(values.begin(), values.end());
        return values.at(3);
    };
    const double ten = median(u"cyberrealistic_v9.safetensors"_s);
    const double seven = median(u"realistic_vision_v51.safetensors"_s);
    const double five = median(u"chilloutmix.safetensors"_s);
    QVERIFY2(ten < 0.7 * seven && seven < 0.85 * five, qPrintable(u"%1 %2 %3"_s.arg(ten).arg(seven).arg(five)));
}

void TestDemoPicture::aFewPicturesArePoor()
{
    int poor = 0;
    for (quint64 seed = 0; seed < 60; ++seed) {
        PictureRequest request = makeRequest(seed);
        request.width = 64;
        request.height = 96;
        const QImage small = paintPicture(request).scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        const int grey = qGray(small.pixel(0, 0));
        poor += grey < 48 || grey > 190 ? 1 : 0; // too dark and blown out are half of the kinds
    }
    QVERIFY2(poor >= 1 && poor <= 12, qPrintable(QString::number(poor)));
}

void TestDemoPicture::theMarkIsInTheCornerAndCanBeLeftOut()
{
    PictureRequest request = makeRequest(7);
    const QImage marked = paintPicture(request);
    request.marked = false;
    const QImage plain = paintPicture(request);
    int changed = 0;
    int white = 0;
    for (int y = 0; y < 384; ++y) {
        for (int x = 0; x < 256; ++x) {
            if (marked.pixel(x, y) == plain.pixel(x, y))
                continue;
            ++changed;
            QVERIFY2(x < 66 && y > 350, qPrintable(u"%1, %2"_s.arg(x).arg(y)));
            white += qGray(marked.pixel(x, y)) > 190 ? 1 : 0;
        }
    }
    QVERIFY(changed > 300);
    QVERIFY(white > 25);
}

void TestDemoPicture::previewsTurnIntoThePicture()
{
    const QImage sketch = paintSketch(makeRequest(7), 256);
    const auto distance = [&sketch](double fraction) {
        const QImage preview = QImage::fromData(previewJpeg(sketch, 7, fraction), "jpeg");
        double sum = 0;
        const QImage small = preview.scaled(sketch.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        for (int y = 0; y < sketch.height(); y += 3) {
            for (int x = 0; x < sketch.width(); x += 3)
                sum += std::abs(qGray(small.pixel(x, y)) - qGray(sketch.pixel(x, y)));
        }
        return preview.isNull() ? -1.0 : sum;
    };
    QCOMPARE(QImage::fromData(previewJpeg(sketch, 7, 0.5), "jpeg").height(), 512);
    QVERIFY(distance(0.1) > distance(0.5));
    QVERIFY(distance(0.5) > distance(1.0));
    QVERIFY(distance(1.0) >= 0);
}

void TestDemoPicture::anySizeCanBePainted_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("smallest") << QSize(16, 16);
    QTest::newRow("wide") << QSize(512, 64);
    QTest::newRow("tall") << QSize(16, 512);
    QTest::newRow("SDXL") << QSize(832, 1216);
}

void TestDemoPicture::anySizeCanBePainted()
{
    QFETCH(QSize, size);
    PictureRequest request = makeRequest(3);
    request.width = size.width();
    request.height = size.height();
    QCOMPARE(paintPicture(request).size(), size);
    QVERIFY(!previewJpeg(paintSketch(request, 256), 3, 0.5).isEmpty());
}

void TestDemoPicture::textChunksAreWrittenAsTheyAre()
{
    PngFile file;
    file.image = QImage(8, 8, QImage::Format_RGB32);
    file.image.fill(Qt::red);
    const QByteArray text = "{\"a\":  \"two  blanks\",\n \"b\": 1.0}" + QByteArray(5000, 'x');
    file.texts = {{"prompt", text}, {QByteArray(80, 'k'), "a keyword that is too long is left out"}};
    const QByteArray png = file.encode();
    QCOMPARE(QImage::fromData(png).pixelColor(3, 3), QColor(Qt::red));
    const qsizetype at = png.indexOf("tEXtprompt");
    QCOMPARE(at, 37);
    QCOMPARE(qFromBigEndian<quint32>(png.constData() + at - 4), quint32(7 + text.size()));
    QCOMPARE(png.mid(at + 11, text.size()), text);
    QVERIFY(!png.contains("too long"));
}

QTEST_GUILESS_MAIN(TestDemoPicture)
#include "tst_demopicture.moc"
