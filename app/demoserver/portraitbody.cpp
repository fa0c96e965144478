// SPDX-License-Identifier: GPL-3.0-or-later
// Neck, shoulders and clothes: the part of PortraitPainter that paints them.
#include "demoserver/portraitpainter.h"

#include <cmath>

namespace lorastudio {

QPainterPath PortraitPainter::bodyPath() const
{
    const double s = m_look.feminine ? 0.86 : 1.02; // half the width of the shoulders
    const double slope = m_look.feminine ? 0.06 : 0.0;
    QPainterPath path(QPointF(-0.2, 0.72));
    path.cubicTo(-0.26, 0.86, -0.5, 0.9 + slope, -0.68 * s / 0.86, 0.98 + slope);
    path.cubicTo(-0.9 * s / 0.86, 1.06 + slope, -1.0 * s, 1.3, -1.05 * s, 1.7);
    path.lineTo(-1.16 * s, 4);
    path.lineTo(1.16 * s, 4);
    path.lineTo(1.05 * s, 1.7);
    path.cubicTo(1.0 * s, 1.3, 0.9 * s / 0.86, 1.06 + slope, 0.68 * s / 0.86, 0.98 + slope);
    path.cubicTo(0.5, 0.9 + slope, 0.26, 0.86, 0.2, 0.72);
    path.closeSubpath();
    return path;
}

void PortraitPainter::paintNeck(QPainter &painter)
{
    const double n = m_look.feminine ? 0.185 : 0.235;
    QPainterPath neck(QPointF(-n, 0.2));
    neck.cubicTo(-n, 0.6, -n - 0.01, 0.72, -n - 0.2, 0.9);
    neck.lineTo(0, 1.5);
    neck.lineTo(n + 0.2, 0.9);
    neck.cubicTo(n + 0.01, 0.72, n, 0.6, n, 0.2);
    QLinearGradient shade(-n, 0, n, 0);
    const double side = m_shot.lightSide;
    shade.setColorAt(0, lit(m_look.skin, side < 0 ? 0.04 : -0.34));
    shade.setColorAt(0.5, lit(m_look.skin, -0.1));
    shade.setColorAt(1, lit(m_look.skin, side > 0 ? 0.04 : -0.34));
    painter.setPen(Qt::NoPen);
    painter.setBrush(shade);
    painter.drawPath(neck);
    painter.save();
    painter.setClipPath(neck);
    softSpot(painter, QPointF(-0.04 * side, 0.52), 0.42, 0.3, withAlpha(lit(m_look.skin, -0.62), 0.85));
    painter.setPen(QPen(withAlpha(lit(m_look.skin, -0.4), 0.28), 0.022, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(-n * 0.75, 0.66), QPointF(-0.05, 0.95));
    painter.drawLine(QPointF(n * 0.75, 0.66), QPointF(0.05, 0.95));
    painter.setPen(QPen(withAlpha(lit(m_look.skin, -0.4), 0.3), 0.02, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(-0.07, 0.97), QPointF(-0.34, 0.93));
    painter.drawLine(QPointF(0.07, 0.97), QPointF(0.34, 0.93));
    painter.restore();
}

void PortraitPainter::paintBody(QPainter &painter)
{
    const QPainterPath body = bodyPath();
    painter.setPen(Qt::NoPen);
    if (m_look.garment == Garment::Dress) {
        painter.setBrush(lit(m_look.skin, -0.05));
        painter.drawPath(body);
        painter.save();
        painter.setClipPath(body);
        softSpot(painter, QPointF(0.6 * m_shot.lightSide, 1.0), 0.6, 0.5, withAlpha(lit(m_look.skin, 0.35), 0.6));
        softSpot(painter, QPointF(-0.8 * m_shot.lightSide, 1.2), 0.6, 0.8, withAlpha(lit(m_look.skin, -0.5), 0.6));
        painter.restore();
    }
    paintNeck(painter);
    paintGarment(painter, body);
}

void PortraitPainter::paintGarment(QPainter &painter, const QPainterPath &body)
{
    // The opening at the neck is cut out of the body's outline.
    QPainterPath opening;
    switch (m_look.garment) {
    case Garment::Tee:
        opening.addEllipse(QPointF(0, 0.8), 0.3, 0.2);
        break;
    case Garment::Hoodie:
        opening.addEllipse(QPointF(0, 0.76), 0.25, 0.19);
        break;
    case Garment::Turtleneck:
    case Garment::Dress: // has a shape of its own
        break;
    default: {
        opening.moveTo(-0.3, 0.6);
        opening.lineTo(0, m_look.garment == Garment::Shirt ? 1.12 : 1.02);
        opening.lineTo(0.3, 0.6);
        opening.closeSubpath();
    }
    }
    const bool layered = m_look.garment == Garment::Jacket || m_look.garment == Garment::Suit;
    QPainterPath cloth = without(body, opening);
    if (m_look.garment == Garment::Dress) {
        QPainterPath bodice(QPointF(-0.54, 0.8));
        bodice.lineTo(-0.43, 0.8);
        bodice.cubicTo(-0.42, 1.2, -0.24, 1.36, 0, 1.32);
        bodice.cubicTo(0.24, 1.36, 0.42, 1.2, 0.43, 0.8);
        bodice.lineTo(0.54, 0.8);
        bodice.cubicTo(0.56, 1.2, 0.68, 1.42, 0.86, 1.5);
        bodice.lineTo(1.3, 4);
        bodice.lineTo(-1.3, 4);
        bodice.lineTo(-0.86, 1.5);
        bodice.cubicTo(-0.68, 1.42, -0.56, 1.2, -0.54, 0.8);
        cloth = common(body, bodice);
    }
    const QColor colour = layered ? m_look.underCloth : m_look.cloth;
    const double side = m_shot.lightSide;
    const auto fill = [&](const QPainterPath &path, const QColor &base) {
        QLinearGradient shade(-1.1 * side, 1.6, 1.1 * side, 0.9);
        shade.setColorAt(0, lit(base, -0.5));
        shade.setColorAt(0.55, base);
        shade.setColorAt(1, lit(base, 0.2));
        painter.setPen(Qt::NoPen);
        painter.setBrush(shade);
        painter.drawPath(path);
    };
    fill(cloth, colour);
    paintFolds(painter, cloth);
    if (layered) {
        QPainterPath gap(QPointF(-0.24, 0.5));
        gap.lineTo(-0.34, 0.84);
        gap.lineTo(-0.05, 2.3);
        gap.lineTo(-0.05, 4);
        gap.lineTo(0.12, 4);
        gap.lineTo(0.05, 2.3);
        gap.lineTo(0.34, 0.84);
        gap.lineTo(0.24, 0.5);
        gap.closeSubpath();
        const QPainterPath jacket = without(body, gap);
        fill(jacket, m_look.cloth);
        paintFolds(painter, jacket);
    }
    paintCollar(painter, body);
}

void PortraitPainter::paintCollar(QPainter &painter, const QPainterPath &body)
{
    const QColor cloth = m_look.cloth;
    const QPen seam(withAlpha(lit(cloth, -0.5), 0.55), 0.012, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    const auto bothSides = [&painter](auto paintSide) {
        for (const double side : {-1.0, 1.0}) {
            painter.save();
            painter.scale(side, 1);
            paintSide(side);
            painter.restore();
        }
    };
    painter.setPen(Qt::NoPen);
    switch (m_look.garment) {
    case Garment::Tee:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(withAlpha(lit(cloth, -0.32), 0.9), 0.05));
        painter.save();
        painter.setClipPath(body);
        painter.drawArc(QRectF(-0.31, 0.6, 0.62, 0.41), 180 * 16, 180 * 16);
        painter.restore();
        break;
    case Garment::Hoodie:
        bothSides([&](double side) {
            QPainterPath hood(QPointF(0, 1.02));
            hood.cubicTo(0.2, 1.0, 0.3, 0.84, 0.26, 0.6);
            hood.cubicTo(0.5, 0.62, 0.6, 0.86, 0.46, 1.02);
            hood.cubicTo(0.34, 1.14, 0.12, 1.14, 0, 1.08);
            painter.setBrush(lit(cloth, side * m_shot.lightSide > 0 ? 0.12 : -0.2));
            painter.drawPath(hood);
            painter.setPen(seam);
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(hood);
            painter.setPen(QPen(lit(QColor(236, 232, 226), -0.08), 0.028, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(QPointF(0.1, 1.1), QPointF(0.12, 1.5));
            painter.setPen(Qt::NoPen);
        });
        break;
    case Garment::Turtleneck: {
        QPainterPath roll(QPointF(-0.26, 0.6));
        roll.cubicTo(-0.1, 0.68, 0.1, 0.68, 0.26, 0.6);
        roll.lineTo(0.31, 0.9);
        roll.cubicTo(0.1, 1.0, -0.1, 1.0, -0.31, 0.9);
        roll.closeSubpath();
        QLinearGradient shade(-0.3, 0, 0.3, 0);
        shade.setColorAt(m_shot.lightSide > 0 ? 0 : 1, lit(cloth, -0.42));
        shade.setColorAt(m_shot.lightSide > 0 ? 1 : 0, lit(cloth, 0.18));
        painter.setBrush(shade);
        painter.drawPath(roll);
        painter.setPen(QPen(withAlpha(lit(cloth, -0.45), 0.35), 0.01));
        for (int rib = -6; rib <= 6; ++rib) {
            const double x = 0.04 * rib;
            painter.drawLine(QPointF(x, 0.66), QPointF(x * 1.12, 0.95));
        }
        break;
    }
    case Garment::Dress:
        break;
    case Garment::Shirt:
    case Garment::Suit:
    case Garment::Jacket: {
        const QColor shirt = m_look.garment == Garment::Shirt ? cloth : m_look.underCloth;
        if (m_look.garment != Garment::Jacket) {
            bothSides([&](double side) {
                QPainterPath collar(QPointF(0.2, 0.66));
                collar.lineTo(0.3, 0.82);
                collar.lineTo(0.21, 1.12);
                collar.lineTo(0.0, m_look.garment == Garment::Shirt ? 1.08 : 0.98);
                collar.closeSubpath();
                painter.setBrush(lit(shirt, side * m_shot.lightSide > 0 ? 0.16 : -0.14));
                painter.setPen(QPen(withAlpha(lit(shirt, -0.5), 0.4), 0.01));
                painter.drawPath(collar);
            });
        }
        if (m_look.garment == Garment::Shirt) {
            painter.setPen(seam);
            painter.drawLine(QPointF(0.02, 1.1), QPointF(0.03, 4));
            painter.setBrush(lit(cloth, 0.4));
            for (int button = 0; button < 6; ++button)
                painter.drawEllipse(QPointF(0.05, 1.28 + 0.3 * button), 0.02, 0.02);
            break;
        }
        if (m_look.garment == Garment::Suit) {
            const QColor tie =
                QColor::fromHsvF(cloth.hsvHueF() < 0 ? 0.6F : std::fmod(cloth.hsvHueF() + 0.5F, 1.0F), 0.6F, 0.45F);
            QPainterPath knot(QPointF(-0.06, 0.98));
            knot.lineTo(0.06, 0.98);
            knot.lineTo(0.045, 1.1);
            knot.lineTo(0.09, 2.1);
            knot.lineTo(-0.05, 2.2);
            knot.lineTo(-0.04, 1.1);
            knot.closeSubpath();
            painter.setBrush(lit(tie, -0.05));
            painter.setPen(QPen(withAlpha(lit(tie, -0.5), 0.6), 0.01));
            painter.drawPath(knot);
        }
        bothSides([&](double side) {
            QPainterPath lapel(QPointF(0.25, 0.68));
            lapel.lineTo(0.44, 0.9);
            lapel.lineTo(0.5, 1.16);
            lapel.lineTo(0.38, 1.22);
            lapel.lineTo(0.44, 1.34);
            lapel.lineTo(0.04, 2.3);
            lapel.lineTo(0.34, 0.86);
            lapel.closeSubpath();
            painter.setBrush(lit(cloth, side * m_shot.lightSide > 0 ? 0.14 : -0.16));
            painter.setPen(seam);
            painter.drawPath(common(lapel, body));
        });
        break;
    }
    }
}

void PortraitPainter::paintFolds(QPainter &painter, const QPainterPath &body)
{
    painter.save();
    painter.setClipPath(body);
    const double side = m_shot.lightSide;
    softSpot(painter, QPointF(0.62 * side, 1.06), 0.5, 0.3, withAlpha(lit(m_look.cloth, 0.5), 0.35));
    softSpot(painter, QPointF(-0.2 * side, 0.98), 0.5, 0.34, QColor(10, 6, 16, 120));
    for (int i = 0; i < 12; ++i) {
        // Folds hang from shoulders and armpits: long, soft, slanting.
        const double x = m_random.between(-0.9, 0.9);
        painter.save();
        painter.translate(x, m_random.between(1.25, 2.2));
        painter.rotate(x * 28 + m_random.between(-10, 10));
        const bool bright = m_random.chance(0.45);
        softSpot(painter, QPointF(0, 0), m_random.between(0.03, 0.07), m_random.between(0.25, 0.5),
                 bright ? QColor(255, 250, 240, 36) : QColor(8, 4, 16, 80));
        painter.restore();
    }
    // The seams of the sleeves.
    painter.setPen(QPen(QColor(8, 4, 16, 70), 0.016, Qt::SolidLine, Qt::RoundCap));
    const double s = m_look.feminine ? 0.66 : 0.78;
    for (const double k : {-1.0, 1.0}) {
        QPainterPath seam(QPointF(k * s, 1.0));
        seam.cubicTo(k * (s + 0.06), 1.3, k * (s + 0.02), 1.6, k * (s + 0.0), 2.2);
        painter.drawPath(seam);
    }
    painter.restore();
}

} // namespace lorastudio
