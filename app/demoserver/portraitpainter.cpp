// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/portraitpainter.h"

#include <algorithm>
#include <cmath>

namespace lorastudio {

namespace {
const QTransform enlarged = QTransform::fromScale(1000, 1000);
const QTransform reduced = QTransform::fromScale(0.001, 0.001);
} // namespace

QPainterPath joined(const QPainterPath &a, const QPainterPath &b)
{
    return reduced.map(enlarged.map(a).united(enlarged.map(b)));
}

QPainterPath without(const QPainterPath &a, const QPainterPath &b)
{
    return reduced.map(enlarged.map(a).subtracted(enlarged.map(b)));
}

QPainterPath common(const QPainterPath &a, const QPainterPath &b)
{
    return reduced.map(enlarged.map(a).intersected(enlarged.map(b)));
}

QColor blended(const QColor &a, const QColor &b, double part)
{
    const auto mix = [part](float x, float y) {
        return float(x + (y - x) * part);
    };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()),
                            mix(a.alphaF(), b.alphaF()));
}

QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlphaF(float(std::clamp(alpha, 0.0, 1.0)));
    return colour;
}

void softSpot(QPainter &painter, QPointF centre, double radiusX, double radiusY, const QColor &colour)
{
    painter.save();
    painter.translate(centre);
    painter.scale(radiusX, radiusY);
    QRadialGradient gradient(QPointF(0, 0), 1);
    gradient.setColorAt(0, colour);
    gradient.setColorAt(0.5, withAlpha(colour, colour.alphaF() * 0.55));
    gradient.setColorAt(1, withAlpha(colour, 0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawEllipse(QPointF(0, 0), 1, 1);
    painter.restore();
}

PortraitPainter::PortraitPainter(const PortraitLook &look, const PortraitShot &shot, QSize size)
    : m_look(look), m_shot(shot), m_size(size), m_random(shot.detail)
{
}

QImage PortraitPainter::paint()
{
    QImage image(m_size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::black);
    {
        // The back drop is out of focus: painted small, then enlarged smoothly.
        QImage backdrop(QSize(96, std::clamp(96 * m_size.height() / m_size.width(), 24, 400)),
                        QImage::Format_ARGB32_Premultiplied);
        backdrop.fill(Qt::black);
        QPainter painter(&backdrop);
        painter.setRenderHint(QPainter::Antialiasing);
        paintBackdrop(painter);
        painter.end();
        QPainter target(&image);
        target.setRenderHint(QPainter::SmoothPixmapTransform);
        const QImage middle =
            backdrop.scaled(m_size / 2 + QSize(1, 1), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        target.drawImage(QRect(QPoint(0, 0), m_size), middle);
    }

    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    const double unit = m_shot.scale * m_size.height();
    painter.translate(m_shot.centreX * m_size.width(), m_shot.centreY * m_size.height());
    painter.scale(m_shot.mirrored ? -unit : unit, unit);
    const auto tilted = [this, &painter](auto paintPart) {
        painter.save();
        painter.translate(0, 0.55);
        painter.rotate(m_shot.tilt);
        painter.translate(0, -0.55);
        paintPart();
        painter.restore();
    };
    tilted([&] { paintBackHair(painter); });
    paintBody(painter);
    tilted([&] { paintHead(painter); });
    painter.restore();
    paintAtmosphere(painter);
    painter.end();
    return image.convertToFormat(QImage::Format_RGB32);
}

QPointF PortraitPainter::turned(double x, double y, double depth) const
{
    constexpr double radius = 0.46;
    const double z = std::sqrt(std::max(0.02, radius * radius - x * x)) + depth;
    return QPointF(x * std::cos(m_shot.yaw) + z * std::sin(m_shot.yaw) * 0.62,
                   y - z * std::sin(m_shot.pitch) * 0.5 + std::abs(x) * 0.0);
}

double PortraitPainter::foreshortening(double x) const
{
    const double step = 0.01;
    return std::clamp((turned(x + step, 0).x() - turned(x - step, 0).x()) / (2 * step), 0.35, 1.15);
}

QColor PortraitPainter::lit(const QColor &colour, double amount) const
{
    // Light is a little warmer or colder than the thing, shadow turns towards blue and red, never to plain grey.
    const QColor light = blended(QColor(255, 226, 188), QColor(226, 238, 255), 1 - m_shot.lightWarmth);
    const QColor shadow(58, 22, 44);
    return amount >= 0 ? blended(colour, light, amount) : blended(colour, shadow, -amount);
}

bool PortraitPainter::hasShortHair() const
{
    switch (m_look.hairStyle) {
    case HairStyle::Buzz:
    case HairStyle::Crop:
    case HairStyle::SidePart:
    case HairStyle::Messy:
        return true;
    default:
        return false;
    }
}

void PortraitPainter::paintAtmosphere(QPainter &painter)
{
    const QRectF all(QPointF(0, 0), QSizeF(m_size));
    const double side = m_shot.mirrored ? -m_shot.lightSide : m_shot.lightSide;
    const QColor warm = blended(QColor(255, 236, 214), QColor(255, 196, 128), m_shot.lightWarmth);
    const QColor cool = blended(QColor(40, 52, 84), QColor(30, 58, 96), m_shot.lightWarmth);
    QLinearGradient light(side > 0 ? all.topRight() : all.topLeft(), side > 0 ? all.bottomLeft() : all.bottomRight());
    light.setColorAt(0, withAlpha(warm, 0.42 * m_shot.lightStrength));
    light.setColorAt(0.5, withAlpha(QColor(128, 128, 128), 0.0));
    light.setColorAt(1, withAlpha(cool, 0.5 * m_shot.lightStrength));
    painter.setCompositionMode(QPainter::CompositionMode_SoftLight);
    painter.fillRect(all, light);
    painter.fillRect(all, light);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    QRadialGradient vignette(all.center(), std::hypot(all.width(), all.height()) * 0.56);
    vignette.setColorAt(0.55, QColor(0, 0, 0, 0));
    vignette.setColorAt(1, QColor(8, 6, 14, 110));
    painter.fillRect(all, vignette);
}

} // namespace lorastudio
