// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace lorastudio {

/// What the images that were made with one checkpoint say of it, over all projects. Demo pictures are in none of the
/// figures but `demoImages`.
struct ModelFigures
{
    static constexpr int steps = 25;          ///< of the histogram
    static constexpr double lowestScore = 40; ///< where its first step begins; lower scores stand in that too
    static constexpr double stepWidth = (100 - lowestScore) / steps;

    QString modelFile; ///< as it was sent, a path with `/`
    int images = 0;    ///< stored, those that were taken over included
    int demoImages = 0;
    int accepted = 0; ///< by verdict
    int rejected = 0;
    int scored = 0;                        ///< images with a score of our own
    std::optional<double> meanScore;       ///< technical, 0 … 100
    std::optional<double> medianScore;     ///< of the same images
    std::optional<double> secondsPerImage; ///< mean time on the servers
    std::array<int, steps> histogram{};    ///< of the same images

    /// Share of the accepted among the decided ones, 0 … 1; nothing while none is decided.
    std::optional<double> acceptedShare() const
    {
        const int decided = accepted + rejected;
        return decided > 0 ? std::optional(double(accepted) / decided) : std::nullopt;
    }
    /// The figures of two files that are one checkpoint. The median of the whole is read off the histogram.
    ModelFigures &operator+=(const ModelFigures &other);
    friend bool operator==(const ModelFigures &, const ModelFigures &) = default;
};

/// The score below which half of a histogram lies, within the step where that happens; nothing for an empty one.
std::optional<double> medianOf(const std::array<int, ModelFigures::steps> &histogram);

} // namespace lorastudio
