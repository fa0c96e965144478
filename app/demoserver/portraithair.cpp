// SPDX-License-Identifier: GPL-3.0-or-later
// Hair: the part of PortraitPainter that paints it.
#include "demoserver/portraitpainter.h"

#include <cmath>

namespace lorastudio {

void PortraitPainter::fillHair(QPainter &painter, const QPainterPath &path, QPointF from, double length, double spread,
                               int strands)
{
    painter.save();
    const double side = m_shot.lightSide;
    QLinearGradient shade(-0.5 * side, 0.2, 0.5 * side, -0.5);
    shade.setColorAt(0, m_look.hair.darker(185));
    shade.setColorAt(0.55, m_look.hair);
    shade.setColorAt(1, lit(m_look.hair, 0.2));
    painter.setPen(Qt::NoPen);
    painter.setBrush(shade);
    painter.drawPath(path);
    painter.setClipPath(path);
    // A band of gloss across the crown.
    softSpot(painter, QPointF(0.16 * side, -0.52), 0.3, 0.13, withAlpha(lit(m_look.hair, 0.7), 0.34));
    painter.setBrush(Qt::NoBrush);
    for (int i = 0; i < strands; ++i) {
        const double a = m_random.between(-1, 1);
        const QPointF start = from + QPointF(a * spread * 0.35, m_random.between(-0.03, 0.06));
        const double reach = length * m_random.between(0.75, 1.1);
        const double wave = m_look.hairStyle == HairStyle::Wavy    ? 0.12
                            : m_look.hairStyle == HairStyle::Curly ? 0.16
                                                                   : 0.02;
        const QPointF end(from.x() + a * spread + m_random.between(-wave, wave), from.y() + reach);
        const double out = a * spread * 1.35;
        QPainterPath strand(start);
        strand.cubicTo(QPointF(from.x() + out, from.y() + reach * 0.12),
                       QPointF(from.x() + out + m_random.between(-wave, wave), from.y() + reach * 0.6), end);
        const bool bright = m_random.chance(0.42);
        const QColor colour = bright ? lit(m_look.hair, m_random.between(0.15, 0.5)) : m_look.hair.darker(170);
        painter.setPen(QPen(withAlpha(colour, m_random.between(0.12, 0.42)), m_random.between(0.004, 0.014),
                            Qt::SolidLine, Qt::RoundCap));
        painter.drawPath(strand);
    }
    painter.restore();
}

QPainterPath PortraitPainter::backHairPath() const
{
    QPainterPath path;
    const double w = 0.47 * m_look.faceWidth;
    switch (m_look.hairStyle) {
    case HairStyle::Straight:
    case HairStyle::Bangs: {
        const double end = m_look.hairStyle == HairStyle::Straight ? 1.55 : 0.98;
        path.moveTo(-w, -0.2);
        path.cubicTo(-w - 0.04, -0.95, w + 0.04, -0.95, w, -0.2);
        path.cubicTo(w + 0.1, 0.4, w + 0.12, 0.9, w + 0.04, end);
        path.cubicTo(0.3, end + 0.08, -0.3, end + 0.08, -w - 0.04, end);
        path.cubicTo(-w - 0.12, 0.9, -w - 0.1, 0.4, -w, -0.2);
        break;
    }
    case HairStyle::Wavy:
        path.moveTo(-w, -0.2);
        path.cubicTo(-w - 0.06, -0.98, w + 0.06, -0.98, w, -0.2);
        path.cubicTo(w + 0.2, 0.1, w + 0.02, 0.42, w + 0.16, 0.66);
        path.cubicTo(w + 0.3, 0.9, w + 0.06, 1.1, w + 0.12, 1.42);
        path.cubicTo(0.3, 1.5, -0.3, 1.5, -w - 0.1, 1.42);
        path.cubicTo(-w - 0.04, 1.1, -w - 0.3, 0.92, -w - 0.16, 0.66);
        path.cubicTo(-w - 0.02, 0.42, -w - 0.2, 0.1, -w, -0.2);
        break;
    case HairStyle::Bob:
        path.moveTo(-w, -0.2);
        path.cubicTo(-w - 0.04, -0.95, w + 0.04, -0.95, w, -0.2);
        path.cubicTo(w + 0.1, 0.15, w + 0.1, 0.4, w - 0.06, 0.62);
        path.lineTo(-w + 0.06, 0.62);
        path.cubicTo(-w - 0.1, 0.4, -w - 0.1, 0.15, -w, -0.2);
        break;
    case HairStyle::Ponytail:
        path.addEllipse(QPointF(0, -0.28), w, 0.48);
        {
            QPainterPath tail(QPointF(0.12, -0.68));
            tail.cubicTo(0.34, -1.08, 0.82, -0.92, 0.84, -0.36);
            tail.cubicTo(0.86, 0.1, 0.66, 0.3, 0.86, 0.64);
            tail.cubicTo(0.96, 0.84, 0.84, 1.02, 0.7, 1.16);
            tail.cubicTo(0.74, 0.9, 0.5, 0.72, 0.48, 0.36);
            tail.cubicTo(0.46, 0.0, 0.6, -0.3, 0.2, -0.36);
            tail.closeSubpath();
            path = joined(path, tail);
        }
        break;
    case HairStyle::Bun: {
        path.addEllipse(QPointF(0, -0.28), w, 0.48);
        QPainterPath bun;
        bun.addEllipse(QPointF(-std::sin(m_shot.yaw) * 0.2, -0.82), 0.21, 0.19);
        path = joined(path, bun);
        break;
    }
    case HairStyle::Curly: {
        path.addEllipse(QPointF(0, -0.22), w + 0.12, 0.6);
        for (int i = 0; i < 22; ++i) {
            const double angle = 2.5 + i * 0.245;
            QPainterPath curl;
            curl.addEllipse(QPointF(std::cos(angle) * (w + 0.12), -0.16 + std::sin(angle) * 0.58), 0.12, 0.12);
            path = joined(path, curl);
        }
        break;
    }
    default:
        path.addEllipse(QPointF(0, -0.26), w - 0.03, 0.42);
    }
    return path;
}

QPainterPath PortraitPainter::frontHairPath() const
{
    const double w = 0.43 * m_look.faceWidth;
    const double turn = std::sin(m_shot.yaw) * 0.16; // the parting goes with the face
    const double part = 0.1 + turn;
    QPainterPath path;
    switch (m_look.hairStyle) {
    case HairStyle::Buzz:
        path.moveTo(-w + 0.02, -0.06);
        path.cubicTo(-w - 0.02, -0.88, w + 0.02, -0.88, w - 0.02, -0.06);
        path.cubicTo(w - 0.04, -0.26, 0.3 + turn, -0.42, turn, -0.42);
        path.cubicTo(-0.3 + turn, -0.42, -w + 0.04, -0.26, -w + 0.02, -0.06);
        break;
    case HairStyle::Crop:
        path.moveTo(-w, 0.02);
        path.cubicTo(-w - 0.08, -0.95, w + 0.08, -0.95, w, 0.02);
        path.cubicTo(w - 0.03, -0.16, 0.36 + turn, -0.3, 0.24 + turn, -0.36);
        path.cubicTo(0.1 + turn, -0.3, -0.12 + turn, -0.32, -0.26 + turn, -0.38);
        path.cubicTo(-0.36 + turn, -0.28, -w + 0.03, -0.16, -w, 0.02);
        break;
    case HairStyle::SidePart:
        path.moveTo(-w, 0.04);
        path.cubicTo(-w - 0.1, -0.7, -0.3, -0.94, 0.06, -0.9);
        path.cubicTo(0.42, -0.88, w + 0.08, -0.6, w, 0.04);
        path.cubicTo(w - 0.02, -0.14, w - 0.06, -0.3, 0.24 + turn, -0.46);
        path.cubicTo(0.02 + turn, -0.4, -0.2 + turn, -0.34, -0.34 + turn, -0.2);
        path.cubicTo(-w + 0.03, -0.2, -w + 0.02, -0.1, -w, 0.04);
        break;
    case HairStyle::Messy:
        path.moveTo(-w, 0.04);
        path.cubicTo(-w - 0.1, -0.4, -w - 0.02, -0.62, -0.36, -0.78);
        // Locks that bend over, on the crown and over the forehead.
        for (const QPointF &tip :
             {QPointF(-0.2, -0.93), QPointF(0.0, -0.99), QPointF(0.2, -0.96), QPointF(0.36, -0.86)})
            path.cubicTo(tip + QPointF(-0.14, 0.02), tip + QPointF(-0.06, -0.03), tip + QPointF(0.01, 0.03));
        path.cubicTo(w + 0.06, -0.7, w + 0.1, -0.4, w, 0.04);
        path.quadTo(w - 0.02, -0.14, w - 0.07, -0.26);
        for (const QPointF &tip : {QPointF(0.22, -0.24), QPointF(0.1, -0.2), QPointF(-0.04, -0.17),
                                   QPointF(-0.18, -0.2), QPointF(-0.31, -0.22)}) {
            const QPointF at = tip + QPointF(turn, 0);
            path.quadTo(at + QPointF(0.06, -0.04), at);
            path.quadTo(at + QPointF(-0.01, -0.07), at + QPointF(-0.05, -0.1));
        }
        path.lineTo(-w + 0.05, -0.18);
        path.closeSubpath();
        break;
    case HairStyle::Bob:
    case HairStyle::Bangs: {
        // A fringe down to the brows and strands at both cheeks.
        const double end = m_look.hairStyle == HairStyle::Bob ? 0.46 : 0.74;
        path.moveTo(-w - 0.04, end);
        path.cubicTo(-w - 0.14, 0.1, -w - 0.12, -0.4, -w + 0.02, -0.6);
        path.cubicTo(-0.3, -0.98, 0.3, -0.98, w - 0.02, -0.6);
        path.cubicTo(w + 0.12, -0.4, w + 0.14, 0.1, w + 0.04, end);
        path.cubicTo(w - 0.06, 0.3, w - 0.08, 0.02, w - 0.1, -0.18);
        path.cubicTo(0.2 + turn, -0.1, -0.2 + turn, -0.1, -w + 0.1, -0.18);
        path.cubicTo(-w + 0.08, 0.02, -w + 0.06, 0.3, -w - 0.04, end);
        break;
    }
    case HairStyle::Straight:
    case HairStyle::Wavy: {
        const double end = m_look.hairStyle == HairStyle::Straight ? 1.2 : 0.95;
        const double bulge = m_look.hairStyle == HairStyle::Wavy ? 0.07 : 0;
        path.moveTo(-w - 0.02, end);
        path.cubicTo(-w - 0.14 - bulge, 0.5, -w - 0.08, -0.4, -w + 0.02, -0.58);
        path.cubicTo(-0.3, -0.97, 0.3, -0.97, w - 0.02, -0.58);
        path.cubicTo(w + 0.08, -0.4, w + 0.14 + bulge, 0.5, w + 0.02, end);
        path.cubicTo(w - 0.1 + bulge, 0.7, w - 0.01, 0.2, w - 0.07, -0.06);
        path.cubicTo(w - 0.12, -0.34, part + 0.12, -0.42, part, -0.6);
        path.cubicTo(part - 0.16, -0.4, -w + 0.12, -0.34, -w + 0.07, -0.06);
        path.cubicTo(-w + 0.01, 0.2, -w + 0.1 - bulge, 0.7, -w - 0.02, end);
        break;
    }
    case HairStyle::Ponytail:
    case HairStyle::Bun:
        path.moveTo(-w, 0.06);
        path.cubicTo(-w - 0.06, -0.5, -0.36, -0.86, 0, -0.86);
        path.cubicTo(0.36, -0.86, w + 0.06, -0.5, w, 0.06);
        path.cubicTo(w - 0.04, -0.18, 0.28 + turn, -0.38, part, -0.52);
        path.cubicTo(-0.2 + turn, -0.4, -w + 0.04, -0.18, -w, 0.06);
        break;
    case HairStyle::Curly: {
        QPainterPath cap(QPointF(-w - 0.06, 0.1));
        cap.cubicTo(-w - 0.2, -0.9, w + 0.2, -0.9, w + 0.06, 0.1);
        cap.cubicTo(w - 0.02, -0.2, 0.3 + turn, -0.4, turn, -0.38);
        cap.cubicTo(-0.3 + turn, -0.4, -w + 0.02, -0.2, -w - 0.06, 0.1);
        path = cap;
        for (int i = 0; i < 11; ++i) {
            const double x = -0.36 + i * 0.072;
            QPainterPath curl;
            curl.addEllipse(QPointF(x + turn, -0.4 + 0.14 * std::pow(x / 0.36, 2)), 0.075, 0.075);
            path = joined(path, curl);
        }
        break;
    }
    }
    return path;
}

void PortraitPainter::paintBackHair(QPainter &painter)
{
    const QColor kept = m_look.hair;
    m_look.hair = kept.darker(138); // it lies in the shade of the head
    const double length = hasShortHair() ? 0.5 : 2.2;
    fillHair(painter, backHairPath(), QPointF(0, -0.85), length, 0.5, hasShortHair() ? 20 : 120);
    m_look.hair = kept;
}

void PortraitPainter::paintFrontHair(QPainter &painter)
{
    const double turn = std::sin(m_shot.yaw) * 0.16;
    const bool straightBack = m_look.hairStyle == HairStyle::Ponytail || m_look.hairStyle == HairStyle::Bun;
    if (m_look.hairStyle == HairStyle::Buzz) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(m_look.hair, 0.72));
        painter.drawPath(frontHairPath());
        return;
    }
    fillHair(painter, frontHairPath(), QPointF(straightBack ? 0 : 0.08 + turn, -0.86), hasShortHair() ? 0.75 : 1.7,
             0.44, hasShortHair() ? 130 : 170);
}

} // namespace lorastudio
