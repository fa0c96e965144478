// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QImageReader>
#include <QString>
#include <QStringList>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

/// Known damage for known-good pictures: what the honesty tests compare scores over. Everything is seeded and
/// repeatable.
namespace lorastudio::testing {

inline cv::Mat toMat(const QImage &image)
{
    const QImage rgb = image.convertToFormat(QImage::Format_RGB32);
    return cv::Mat(rgb.height(), rgb.width(), CV_8UC4, const_cast<uchar *>(rgb.constBits()),
                   static_cast<size_t>(rgb.bytesPerLine()))
        .clone();
}

inline QImage toImage(const cv::Mat &mat)
{
    return QImage(mat.data, mat.cols, mat.rows, static_cast<qsizetype>(mat.step), QImage::Format_RGB32).copy();
}

/// Centre square of a picture file, scaled down to `side` by area; a null image if it cannot be read or is smaller.
inline QImage centreSquare(const QString &path, int side)
{
    QImageReader::setAllocationLimit(512);
    const QImage image = QImageReader(path).read();
    const int edge = std::min(image.width(), image.height());
    if (image.isNull() || edge < side)
        return {};
    cv::Mat out;
    cv::resize(toMat(image.copy((image.width() - edge) / 2, (image.height() - edge) / 2, edge, edge)), out,
               cv::Size(side, side), 0, 0, cv::INTER_AREA);
    return toImage(out);
}

inline QImage blurred(const QImage &image, double sigma)
{
    cv::Mat out;
    cv::GaussianBlur(toMat(image), out, cv::Size(0, 0), sigma);
    return toImage(out);
}

inline QImage moved(const QImage &image, double pixels)
{
    const int n = int(pixels);
    cv::Mat out;
    cv::filter2D(toMat(image), out, -1, cv::Mat(1, n, CV_32F, cv::Scalar(1.0 / n)));
    return toImage(out);
}

inline QImage enlarged(const QImage &image, double factor)
{
    cv::Mat small, out;
    cv::resize(toMat(image), small, cv::Size(), 1.0 / factor, 1.0 / factor, cv::INTER_AREA);
    cv::resize(small, out, cv::Size(image.width(), image.height()), 0, 0, cv::INTER_CUBIC);
    return toImage(out);
}

inline QImage noisy(const QImage &image, double sigma)
{
    cv::Mat wide;
    toMat(image).convertTo(wide, CV_32F);
    cv::Mat noise(wide.size(), CV_32FC4);
    cv::RNG random(20240601);
    random.fill(noise, cv::RNG::NORMAL, 0.0, sigma);
    wide += noise;
    cv::Mat out;
    wide.convertTo(out, CV_8U);
    return toImage(out);
}

inline QImage asJpeg(const QImage &image, double quality)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "JPG", int(quality));
    return QImage::fromData(bytes, "JPG").convertToFormat(QImage::Format_RGB32);
}

inline QImage brightened(const QImage &image, double gain)
{
    cv::Mat out;
    toMat(image).convertTo(out, CV_8U, gain);
    return toImage(out);
}

inline QImage flattened(const QImage &image, double contrast)
{
    const cv::Mat in = toMat(image);
    const cv::Scalar mean = cv::mean(in);
    const double level = (mean[0] + mean[1] + mean[2]) / 3.0;
    cv::Mat out;
    in.convertTo(out, CV_8U, contrast, level * (1.0 - contrast));
    return toImage(out);
}

inline QImage sharpened(const QImage &image, double amount)
{
    const cv::Mat in = toMat(image);
    cv::Mat soft, out;
    cv::GaussianBlur(in, soft, cv::Size(0, 0), 1.0);
    cv::addWeighted(in, 1.0 + amount, soft, -amount, 0, out);
    return toImage(out);
}

inline QImage saturated(const QImage &image, double amount)
{
    const cv::Mat in = toMat(image);
    cv::Mat gray, out;
    cv::cvtColor(in, gray, cv::COLOR_BGRA2GRAY);
    cv::cvtColor(gray, gray, cv::COLOR_GRAY2BGRA);
    cv::addWeighted(in, 1.0 + amount, gray, -amount, 0, out);
    return toImage(out);
}

/// Blurs a disc of radius .3 width in the centre (the subject), or everything else (bokeh), with a soft border.
inline QImage partlyBlurred(const QImage &image, double sigma, bool subject)
{
    const cv::Mat in = toMat(image);
    cv::Mat soft, mask(in.size(), CV_32FC4, cv::Scalar::all(subject ? 0.0 : 1.0));
    cv::GaussianBlur(in, soft, cv::Size(0, 0), sigma);
    cv::circle(mask, cv::Point(in.cols / 2, in.rows / 2), int(.3 * in.cols), cv::Scalar::all(subject ? 1.0 : 0.0), -1);
    cv::GaussianBlur(mask, mask, cv::Size(0, 0), 4.0);
    cv::Mat a, b;
    in.convertTo(a, CV_32F);
    soft.convertTo(b, CV_32F);
    cv::Mat mixed = a + (b - a).mul(mask);
    mixed.convertTo(mixed, CV_8U);
    return toImage(mixed);
}

/// Chance that a value of `worse` is above one of `better`; ties count half.
inline double auc(const QList<double> &better, const QList<double> &worse)
{
    double wins = 0.0;
    for (const double b : better) {
        for (const double w : worse)
            wins += w > b ? 1.0 : w == b ? 0.5 : 0.0;
    }
    return wins / (double(better.size()) * double(worse.size()));
}

} // namespace lorastudio::testing
