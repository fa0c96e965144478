// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/grayimage.h"

#include <QPainter>
#include <opencv2/imgproc.hpp>

#include <mutex>

namespace lorastudio {

cv::Mat grayPixels(const QImage &image)
{
    // The pool already uses every core with one picture each; threads inside OpenCV would only fight with it.
    static std::once_flag once;
    std::call_once(once, [] { cv::setNumThreads(1); });

    if (image.isNull())
        return {};
    QImage opaque;
    if (image.hasAlphaChannel()) {
        opaque = QImage(image.size(), QImage::Format_RGB32);
        opaque.fill(QColor(128, 128, 128));
        QImage source = image;
        source.setDevicePixelRatio(1.0);
        QPainter(&opaque).drawImage(0, 0, source);
    } else {
        opaque = image.convertToFormat(QImage::Format_RGB32);
    }
    if (opaque.isNull())
        return {};
    const cv::Mat bgra(opaque.height(), opaque.width(), CV_8UC4, const_cast<uchar *>(opaque.constBits()),
                       static_cast<size_t>(opaque.bytesPerLine()));
    cv::Mat gray;
    cv::cvtColor(bgra, gray, cv::COLOR_BGRA2GRAY);
    return gray;
}

} // namespace lorastudio
