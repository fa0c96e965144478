// SPDX-License-Identifier: GPL-3.0-or-later
#include "images/atomicfile.h"
#include "images/imagedecoder.h"
#include "images/imagestore.h"
#include "images/thumbnailcache.h"
#include "scoring/perceptualhash.h"
#include "scoring/technicalscore.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QImageReader>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <functional>

using namespace lorastudio;

/// What an image costs on arrival, as a multiple of merely decoding it: five rounds in which the steps alternate,
/// medians.
class BenchArrival : public QObject
{
    Q_OBJECT

    struct Step
    {
        const char *name;
        std::function<void()> run;
        QList<double> times = {}; ///< ms per image
    };

    /// A picture with large shapes, soft shading and a little grain, as generated portraits have; about 0.7 bytes per
    /// pixel as PNG.
    static QImage picture(int width, int height, quint32 seed)
    {
        QRandomGenerator random(seed);
        cv::Mat mat(height, width, CV_8UC4);
        cv::randu(mat, cv::Scalar::all(0), cv::Scalar::all(255));
        cv::GaussianBlur(mat, mat, cv::Size(0, 0), width / 24.0);
        cv::normalize(mat, mat, 20, 235, cv::NORM_MINMAX);
        for (int i = 0; i < 60; ++i) {
            cv::circle(mat, cv::Point(random.bounded(width), random.bounded(height)), random.bounded(3, width / 10),
                       cv::Scalar(random.bounded(255), random.bounded(255), random.bounded(255)), 2, cv::LINE_AA);
        }
        cv::Mat grain(mat.size(), CV_16SC4);
        cv::randn(grain, cv::Scalar::all(0), cv::Scalar::all(1.2));
        cv::Mat sum;
        cv::add(mat, grain, sum, cv::noArray(), CV_8U);
        return QImage(sum.data, width, height, qsizetype(sum.step), QImage::Format_RGB32).copy();
    }

private Q_SLOTS:
    void arrival_data();
    void arrival();
};

void BenchArrival::arrival_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("512x768") << QSize(512, 768);
    QTest::newRow("1024x1024") << QSize(1024, 1024);
}

void BenchArrival::arrival()
{
    QFETCH(QSize, size);
    constexpr int count = 8;
    QList<QByteArray> files;
    QList<QImage> images;
    for (int i = 0; i < count; ++i) {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        picture(size.width(), size.height(), quint32(i)).save(&buffer, "PNG", 60);
        files.append(bytes);
        images.append(decodeImage(bytes).value());
    }
    const QTemporaryDir dir;
    const ThumbnailCache cache(dir.filePath(QStringLiteral("cache")));
    const ImageStore store(dir.filePath(QStringLiteral("library")));
    const auto key = [](int i) {
        return ThumbnailKey{QString::number(i), QStringLiteral("x")};
    };
    int number = 0;

    std::array<Step, 7> steps{{
        {"bare decode (QImageReader)",
         [&] {
             for (QByteArray &bytes : files) {
                 QBuffer buffer(&bytes);
                 buffer.open(QIODevice::ReadOnly);
                 QVERIFY(!QImageReader(&buffer, "png").read().isNull());
             }
         }},
        {"decode + score + hash + thumbnail",
         [&] {
             for (int i = 0; i < count; ++i) {
                 const QImage image = decodeImage(files.at(i)).value();
                 QVERIFY(technicalScore(image).total.has_value());
                 perceptualHash(image);
                 QVERIFY(cache.put(key(i), image).has_value());
             }
         }},
        {"  of this: our decode",
         [&] {
             for (const QByteArray &bytes : files)
                 QVERIFY(decodeImage(bytes).has_value());
         }},
        {"  of this: score",
         [&] {
             for (const QImage &image : images)
                 technicalScore(image);
         }},
        {"  of this: hash",
         [&] {
             for (const QImage &image : images)
                 perceptualHash(image);
         }},
        {"  of this: thumbnail",
         [&] {
             for (int i = 0; i < count; ++i)
                 QVERIFY(cache.put(key(i), images.at(i)).has_value());
         }},
        {"atomic write with read-back (not in the sum)",
         [&] {
             for (const QByteArray &bytes : files) {
                 QVERIFY(
                     store.write(ImageStore::relativePathFor(QStringLiteral("p"), QStringLiteral("c"), ++number), bytes)
                         .has_value());
             }
         }},
    }};
    for (int round = 0; round < 5; ++round) {
        for (size_t i = 0; i < steps.size(); ++i) {
            Step &step = steps[round % 2 == 0 ? i : steps.size() - 1 - i];
            QElapsedTimer timer;
            timer.start();
            step.run();
            step.times.append(double(timer.nsecsElapsed()) / 1e6 / count);
        }
    }
    const auto median = [](QList<double> times) {
        std::sort(times.begin(), times.end());
        return times.at(times.size() / 2);
    };
    const double bare = median(steps[0].times);
    qInfo("%s, %.0f KiB per file", QTest::currentDataTag(), double(files.first().size()) / 1024);
    for (const Step &step : steps)
        qInfo("%-46s %7.2f ms  x%.2f", step.name, median(step.times), median(step.times) / bare);
    // Measured 1.6 and 1.7 on two cores.
    QVERIFY(median(steps[1].times) / bare < 3.0);
}

QTEST_GUILESS_MAIN(BenchArrival)
#include "bench_arrival.moc"
