// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/modelfigures.h"

namespace lorastudio {

namespace {

/// Mean of two groups; a group without a value has no weight.
std::optional<double> together(std::optional<double> a, int countA, std::optional<double> b, int countB)
{
    if (!a || countA <= 0)
        return b ? b : a;
    if (!b || countB <= 0)
        return a;
    return (*a * countA + *b * countB) / (countA + countB);
}

} // namespace

std::optional<double> medianOf(const std::array<int, ModelFigures::steps> &histogram)
{
    int total = 0;
    for (const int count : histogram)
        total += count;
    if (total == 0)
        return std::nullopt;
    double before = 0;
    for (std::size_t i = 0; i < histogram.size(); ++i) {
        if (histogram[i] > 0 && before + histogram[i] >= total / 2.0)
            return ModelFigures::lowestScore +
                   ModelFigures::stepWidth * (double(i) + (total / 2.0 - before) / histogram[i]);
        before += histogram[i];
    }
    return std::nullopt;
}

ModelFigures &ModelFigures::operator+=(const ModelFigures &other)
{
    meanScore = together(meanScore, scored, other.meanScore, other.scored);
    secondsPerImage = together(secondsPerImage, images, other.secondsPerImage, other.images);
    images += other.images;
    demoImages += other.demoImages;
    accepted += other.accepted;
    rejected += other.rejected;
    for (std::size_t i = 0; i < histogram.size(); ++i)
        histogram[i] += other.histogram[i];
    if (scored > 0 && other.scored > 0)
        medianScore = medianOf(histogram);
    else if (other.scored > 0)
        medianScore = other.medianScore;
    scored += other.scored;
    return *this;
}

} // namespace lorastudio
