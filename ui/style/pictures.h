// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPixmap>
#include <QSizeF>

namespace lorastudio {

enum class PictureFit {
    Cover, ///< fills the box, cut at the sides
    Inside ///< whole picture, box as large as it
};

/// The picture scaled for a box of `size` logical pixels with rounded corners, kept by picture, size and ratio:
/// clipping at every repaint costs twenty times as much.
QPixmap roundedPicture(const QImage &picture, QSize size, qreal radius, qreal ratio, PictureFit fit);

} // namespace lorastudio
