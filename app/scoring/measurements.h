// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <opencv2/core.hpp>

#include <array>

namespace lorastudio {

/// The raw figures behind the technical score, each on an 8-bit gray picture of at least one pixel. All are
/// deterministic, reentrant and finite for every input.

/// Width of the edges in pixels by the re-blur ratio: 0 = as sharp as pixels allow. Not measurable (nothing but flat
/// areas) reads as `softest`.
struct EdgeWidth
{
    static constexpr double softest = 5.0;
    double whole = softest;   ///< of the whole picture, worse axis
    double subject = softest; ///< of the more textured half of the tiles in the centre, worse axis
};
EdgeWidth edgeWidth(const cv::Mat &gray, int tileSide, double boxWidth, double boxHeight);

/// Standard deviation of the noise in levels of 255, on the flattest quarter of the picture. Fine texture (fur, grass)
/// that fills the picture reads as noise.
double noiseLevel(const cv::Mat &gray);

/// Mean step across the lines of an 8×8 grid over the mean step elsewhere: about 1 without JPEG blocks.
double blockiness(const cv::Mat &gray);

/// Distribution of the 256 levels.
class Histogram
{
public:
    explicit Histogram(const cv::Mat &gray);
    /// The level below or at which `share` (0 … 1) of the pixels are.
    int percentile(double share) const;
    double shareAtLeast(int level) const;
    double shareAtMost(int level) const;
    double entropyBits() const;

private:
    std::array<qint64, 256> m_counts{};
    qint64 m_total = 0;
};

} // namespace lorastudio
