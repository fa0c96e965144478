// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/perceptualhash.h"

#include "scoring/grayimage.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <bit>

namespace lorastudio {

namespace {

quint64 hashOf(const QImage &image, bool mirrored)
{
    const cv::Mat gray = grayPixels(image);
    if (gray.empty())
        return 0;
    cv::Mat small, values, frequencies;
    cv::resize(gray, small, cv::Size(32, 32), 0, 0, cv::INTER_AREA);
    if (mirrored)
        cv::flip(small, small, 1);
    small.convertTo(values, CV_32F);
    cv::dct(values, frequencies);

    std::array<float, 64> low{};
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 8; ++x)
            low[size_t(y) * 8 + size_t(x)] = frequencies.at<float>(y, x);
    }
    std::array<float, 64> sorted = low;
    std::sort(sorted.begin(), sorted.end());
    const float median = (sorted[31] + sorted[32]) / 2.0f;
    quint64 hash = 0;
    for (size_t i = 0; i < low.size(); ++i) {
        if (low[i] > median)
            hash |= quint64(1) << i;
    }
    return hash;
}

} // namespace

quint64 perceptualHash(const QImage &image)
{
    return hashOf(image, false);
}

quint64 mirroredPerceptualHash(const QImage &image)
{
    return hashOf(image, true);
}

int hashDistance(quint64 a, quint64 b)
{
    return std::popcount(a ^ b);
}

} // namespace lorastudio
