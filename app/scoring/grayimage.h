// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <opencv2/core.hpp>

namespace lorastudio {

/// The picture as 8-bit luma (ITU-R BT.601), whatever its format was: 16-bit, palette, gray, with alpha. Transparent
/// parts show mid gray, which is neither dark nor blown out. Owns its pixels. Empty for a null image.
cv::Mat grayPixels(const QImage &image);

} // namespace lorastudio
