// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

namespace lorastudio {

/// Two pictures are the same picture again up to this Hamming distance (re-encoded, scaled, slightly blurred) …
inline constexpr int duplicateDistance = 6;
/// … and nearly the same up to this one (small crop, brightness). Different pictures are 18 or more apart.
inline constexpr int nearDuplicateDistance = 10;

/// Hash of what a picture shows coarsely: signs of its 64 lowest frequencies against their median. Pure and reentrant;
/// 0 for a null image.
quint64 perceptualHash(const QImage &image);
/// The hash that the picture has when mirrored left to right; trainers flip pictures, so a mirrored one is a duplicate.
quint64 mirroredPerceptualHash(const QImage &image);

/// Bits that differ, 0 … 64.
int hashDistance(quint64 a, quint64 b);

} // namespace lorastudio
