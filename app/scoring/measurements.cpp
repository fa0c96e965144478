// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/measurements.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace lorastudio {

namespace {

/// Running sums of second differences along one axis.
struct Moments
{
    qint64 sum = 0;
    qint64 squares = 0;
    qint64 count = 0;
    void add(int value)
    {
        sum += value;
        squares += qint64(value) * value;
        ++count;
    }
    void add(const Moments &other)
    {
        sum += other.sum;
        squares += other.squares;
        count += other.count;
    }
    double variance() const
    {
        if (count == 0)
            return 0.0;
        const double mean = double(sum) / double(count);
        return std::max(0.0, double(squares) / double(count) - mean * mean);
    }
};

/// Second differences of the picture and of its blurred copy, along x and y.
struct Curvature
{
    Moments sharp[2];
    Moments blurred[2];
    void add(const Curvature &other)
    {
        for (int axis = 0; axis < 2; ++axis) {
            sharp[axis].add(other.sharp[axis]);
            blurred[axis].add(other.blurred[axis]);
        }
    }
};

/// Below this variance an axis carries only rounding, no edge.
constexpr double leastVariance = 0.05;

/// Edge width of one axis; negative if it has no edges.
double axisWidth(const Moments &sharp, const Moments &blurred)
{
    const double before = sharp.variance();
    if (before < leastVariance)
        return -1.0;
    const double after = blurred.variance();
    if (after <= 0.0)
        return 0.0;
    const double root = std::pow(before / after, 2.0 / 3.0) - 1.0;
    if (root <= 1.0 / (EdgeWidth::softest * EdgeWidth::softest))
        return EdgeWidth::softest;
    return 1.0 / std::sqrt(root);
}

double worseAxis(double x, double y)
{
    const double worst = std::max(x, y);
    return worst < 0.0 ? EdgeWidth::softest : worst;
}

Curvature curvature(const cv::Mat &gray, const cv::Mat &blurred, const cv::Rect &area)
{
    Curvature out;
    const int left = std::max(area.x, 1);
    const int right = std::min(area.x + area.width, gray.cols - 1);
    for (int y = area.y; y < area.y + area.height; ++y) {
        const uchar *g = gray.ptr<uchar>(y);
        const uchar *b = blurred.ptr<uchar>(y);
        for (int x = left; x < right; ++x) {
            out.sharp[0].add(g[x - 1] - 2 * g[x] + g[x + 1]);
            out.blurred[0].add(b[x - 1] - 2 * b[x] + b[x + 1]);
        }
        if (y == 0 || y + 1 >= gray.rows)
            continue;
        const uchar *gUp = gray.ptr<uchar>(y - 1);
        const uchar *gDown = gray.ptr<uchar>(y + 1);
        const uchar *bUp = blurred.ptr<uchar>(y - 1);
        const uchar *bDown = blurred.ptr<uchar>(y + 1);
        for (int x = area.x; x < area.x + area.width; ++x) {
            out.sharp[1].add(gUp[x] - 2 * g[x] + gDown[x]);
            out.blurred[1].add(bUp[x] - 2 * b[x] + bDown[x]);
        }
    }
    return out;
}

double median(std::vector<double> values)
{
    if (values.empty())
        return -1.0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct Tile
{
    cv::Rect area;
    double texture = 0.0;
};

} // namespace

EdgeWidth edgeWidth(const cv::Mat &gray, int tileSide, double boxWidth, double boxHeight)
{
    // The blurred copy must be rounded to 8 bits like the picture: with floating point a very soft picture looks sharp
    // again, because its own rounding noise is then all that the second difference sees.
    cv::Mat blurred;
    cv::GaussianBlur(gray, blurred, cv::Size(7, 7), 1.0);

    EdgeWidth out;
    const Curvature all = curvature(gray, blurred, cv::Rect(0, 0, gray.cols, gray.rows));
    out.whole = worseAxis(axisWidth(all.sharp[0], all.blurred[0]), axisWidth(all.sharp[1], all.blurred[1]));

    const int width = std::max(1, int(std::lround(gray.cols * boxWidth)));
    const int height = std::max(1, int(std::lround(gray.rows * boxHeight)));
    const int left = (gray.cols - width) / 2;
    const int top = (gray.rows - height) / 2;
    const int columns = std::max(1, width / tileSide);
    const int rows = std::max(1, height / tileSide);
    std::vector<Tile> tiles;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            Tile tile;
            tile.area =
                cv::Rect(left + column * width / columns, top + row * height / rows, width / columns, height / rows);
            cv::Scalar mean, deviation;
            cv::meanStdDev(blurred(tile.area), mean, deviation);
            tile.texture = deviation[0];
            tiles.push_back(tile);
        }
    }
    std::stable_sort(tiles.begin(), tiles.end(), [](const Tile &a, const Tile &b) { return a.texture > b.texture; });
    tiles.resize((tiles.size() + 1) / 2);
    std::vector<double> widths;
    for (const Tile &tile : tiles) {
        const Curvature c = curvature(gray, blurred, tile.area);
        const double worst = std::max(axisWidth(c.sharp[0], c.blurred[0]), axisWidth(c.sharp[1], c.blurred[1]));
        if (worst >= 0.0)
            widths.push_back(worst);
    }
    // A centre without any edge is background: then only the whole picture can say something.
    out.subject = widths.empty() ? out.whole : median(std::move(widths));
    return out;
}

double noiseLevel(const cv::Mat &gray)
{
    if (gray.cols < 3 || gray.rows < 3)
        return 0.0;
    // Gradient of a smoothed copy, averaged once more: noise itself must not decide which areas are flat.
    cv::Mat smooth, dx, dy, gradient, wide;
    cv::GaussianBlur(gray, smooth, cv::Size(0, 0), 2.0);
    cv::Sobel(smooth, dx, CV_16S, 1, 0, 3);
    cv::Sobel(smooth, dy, CV_16S, 0, 1, 3);
    gradient = cv::abs(dx) + cv::abs(dy);
    cv::boxFilter(gradient, wide, CV_16S, cv::Size(5, 5));

    constexpr int levels = 2048; // 2 · 4 · 255 = 2040 is the most that Sobel's two axes give
    std::array<qint64, levels> counts{};
    const auto usable = [](uchar level) {
        return level > 2 && level < 253;
    };
    qint64 total = 0;
    for (int y = 1; y + 1 < gray.rows; ++y) {
        const uchar *g = gray.ptr<uchar>(y);
        const short *w = wide.ptr<short>(y);
        for (int x = 1; x + 1 < gray.cols; ++x) {
            if (!usable(g[x]))
                continue;
            ++counts[size_t(std::clamp<int>(w[x], 0, levels - 1))];
            ++total;
        }
    }
    if (total == 0)
        return 0.0;
    int limit = 0;
    for (qint64 seen = 0; limit < levels; ++limit) {
        seen += counts[size_t(limit)];
        if (seen * 4 >= total)
            break;
    }
    qint64 sum = 0;
    qint64 used = 0;
    for (int y = 1; y + 1 < gray.rows; ++y) {
        const uchar *up = gray.ptr<uchar>(y - 1);
        const uchar *g = gray.ptr<uchar>(y);
        const uchar *down = gray.ptr<uchar>(y + 1);
        const short *w = wide.ptr<short>(y);
        for (int x = 1; x + 1 < gray.cols; ++x) {
            if (w[x] > limit || !usable(g[x]))
                continue;
            const int value = up[x - 1] - 2 * up[x] + up[x + 1] - 2 * g[x - 1] + 4 * g[x] - 2 * g[x + 1] + down[x - 1] -
                              2 * down[x] + down[x + 1];
            sum += std::abs(value);
            ++used;
        }
    }
    return used == 0 ? 0.0 : std::sqrt(std::numbers::pi / 2.0) * double(sum) / double(used) / 6.0;
}

double blockiness(const cv::Mat &gray)
{
    if (gray.cols < 16 || gray.rows < 16)
        return 1.0;
    qint64 onGrid = 0, onGridCount = 0, elsewhere = 0, elsewhereCount = 0;
    const auto add = [&](bool grid, int step) {
        (grid ? onGrid : elsewhere) += std::abs(step);
        ++(grid ? onGridCount : elsewhereCount);
    };
    for (int y = 0; y < gray.rows; ++y) {
        const uchar *g = gray.ptr<uchar>(y);
        for (int x = 0; x + 1 < gray.cols; ++x)
            add(x % 8 == 7, g[x + 1] - g[x]);
        if (y + 1 == gray.rows)
            break;
        const uchar *below = gray.ptr<uchar>(y + 1);
        for (int x = 0; x < gray.cols; ++x)
            add(y % 8 == 7, below[x] - g[x]);
    }
    // The constant keeps a nearly flat picture, where a handful of steps decide, at "no blocks".
    constexpr double flat = 0.05;
    return (double(onGrid) / double(onGridCount) + flat) / (double(elsewhere) / double(elsewhereCount) + flat);
}

Histogram::Histogram(const cv::Mat &gray)
{
    for (int y = 0; y < gray.rows; ++y) {
        const uchar *g = gray.ptr<uchar>(y);
        for (int x = 0; x < gray.cols; ++x)
            ++m_counts[g[x]];
    }
    m_total = qint64(gray.rows) * gray.cols;
}

int Histogram::percentile(double share) const
{
    qint64 seen = 0;
    for (int level = 0; level < 256; ++level) {
        seen += m_counts[size_t(level)];
        if (double(seen) >= share * double(m_total))
            return level;
    }
    return 255;
}

double Histogram::shareAtLeast(int level) const
{
    qint64 seen = 0;
    for (int i = level; i < 256; ++i)
        seen += m_counts[size_t(i)];
    return m_total ? double(seen) / double(m_total) : 0.0;
}

double Histogram::shareAtMost(int level) const
{
    qint64 seen = 0;
    for (int i = 0; i <= level; ++i)
        seen += m_counts[size_t(i)];
    return m_total ? double(seen) / double(m_total) : 0.0;
}

double Histogram::entropyBits() const
{
    double bits = 0.0;
    for (const qint64 count : m_counts) {
        if (count == 0)
            continue;
        const double p = double(count) / double(m_total);
        bits -= p * std::log2(p);
    }
    return bits;
}

} // namespace lorastudio
