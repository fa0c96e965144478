// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/pictures.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>

namespace lorastudio {

QPixmap roundedPicture(const QImage &picture, QSize size, qreal radius, qreal ratio, PictureFit fit)
{
    if (picture.isNull() || size.isEmpty())
        return {};
    const QString key = QStringLiteral("lora-studio/picture/%1/%2x%3/%4/%5/%6")
                            .arg(picture.cacheKey())
                            .arg(size.width())
                            .arg(size.height())
                            .arg(radius)
                            .arg(ratio)
                            .arg(int(fit));
    QPixmap result;
    if (QPixmapCache::find(key, &result))
        return result;
    const QSize box = size * ratio;
    const QImage scaled = picture.scaled(
        box, fit == PictureFit::Cover ? Qt::KeepAspectRatioByExpanding : Qt::KeepAspectRatio, Qt::SmoothTransformation);
    const QSize drawn = fit == PictureFit::Cover ? box : scaled.size();
    result = QPixmap(drawn);
    result.fill(Qt::transparent);
    {
        QPainter painter(&result);
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath path;
        path.addRoundedRect(QRectF(QPointF(), QSizeF(drawn)), radius * ratio, radius * ratio);
        QBrush brush(scaled);
        brush.setTransform(QTransform::fromTranslate((drawn.width() - scaled.width()) / 2.0,
                                                     (drawn.height() - scaled.height()) / 2.0));
        painter.fillPath(path, brush);
    }
    result.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, result);
    return result;
}

} // namespace lorastudio
