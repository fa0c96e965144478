// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/image.h"

#include <QImage>

namespace lorastudio {

/// Every number of the score in one place. A change of any of them changes `technicalScoreVersion()`, so that old and
/// new scores are never compared with each other.
struct TechnicalScoreTable
{
    struct Ramp
    {
        double zero; ///< raw value where the scalar is 0
        double one;  ///< raw value where the scalar is 1
    };
    int revision = 1;         ///< goes up when the way of measuring changes
    Ramp sharpness{3.0, 0.7}; ///< px
    double wholeFactor = 0.9; ///< the whole picture's edge width counts a little less than the subject's
    int tileSide = 32;        ///< px
    double boxWidth = 0.5;    ///< centre box where the subject is, as shares of the picture
    double boxHeight = 0.6;
    double noisyCap = 0.25;      ///< sharpness is at most noisyCap + (1 - noisyCap) · cleanliness
    Ramp cleanliness{10.0, 1.2}; ///< levels, on a log2 scale
    Ramp bright{60, 150};        ///< level of the 99th percentile
    Ramp blownOut{0.40, 0.03};   ///< share of pixels at 253 or above
    Ramp black{0.6, 0.1};        ///< share of pixels at 2 or below
    Ramp washedOut{242, 190};    ///< level of the 5th percentile
    Ramp contrast{10, 55};       ///< levels between the 5th and the 95th percentile
    Ramp compression{2.2, 1.10}; ///< blockiness ratio
    Ramp information{3, 5};      ///< bits per pixel
    double sharpnessWeight = 0.35;
    double cleanlinessWeight = 0.15;
    double exposureWeight = 0.20;
    double contrastWeight = 0.10;
    double compressionWeight = 0.10;
    double informationWeight = 0.10;
    double floor = 0.05;    ///< no component counts as less: one dead component sinks the total, none hides the others
    double flagBelow = 0.4; ///< a component below raises its flag
};

/// "1-3f2a": revision of the method and a hash of the table.
QString technicalScoreVersion();

/// How well a picture is made, 0 … 100: sharp, clean, exposed, with contrast, without JPEG blocks, not empty. It knows
/// nothing of anatomy, likeness, prompt or style; most fine pictures tie near 100, so it rejects, it does not rank.
///
/// Pure, reentrant, the same bits for the same pixels on any number of threads; never NaN. A null image gets no total.
/// The units in `components`: sharpness "px", cleanliness "levels", contrast "levels", compression "ratio", information
/// "bits"; exposure names the worst of its four ramps: "% blown out", "% black", "brightest level", "darkest level".
Score technicalScore(const QImage &image);

} // namespace lorastudio
