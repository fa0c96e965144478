// SPDX-License-Identifier: GPL-3.0-or-later
// Head and face: the part of PortraitPainter that paints them.
#include "demoserver/portraitpainter.h"

#include <algorithm>
#include <cmath>

namespace lorastudio {

QPainterPath PortraitPainter::facePath() const
{
    const double w = 0.395 * m_look.faceWidth;
    const double j = 0.27 * m_look.jaw; // half the width at the mouth
    const double chin = 0.555 + (m_look.feminine ? -0.01 : 0.02);
    const double shift = std::sin(m_shot.yaw) * 0.09; // the chin leads when the head turns
    QPainterPath path(QPointF(-w, -0.12));
    path.cubicTo(-w, -0.5, -0.24, -0.66, 0, -0.66);
    path.cubicTo(0.24, -0.66, w, -0.5, w, -0.12);
    path.cubicTo(w + 0.01, 0.12, j + 0.08 + shift * 0.6, 0.3, j * 0.78 + shift, 0.42);
    path.cubicTo(j * 0.5 + shift, chin - 0.02, 0.08 + shift, chin, shift, chin);
    path.cubicTo(-0.08 + shift, chin, -j * 0.5 + shift, chin - 0.02, -j * 0.78 + shift, 0.42);
    path.cubicTo(-j - 0.08 + shift * 0.6, 0.3, -w - 0.01, 0.12, -w, -0.12);
    return path;
}

void PortraitPainter::paintHead(QPainter &painter)
{
    const QPainterPath face = facePath();
    painter.setPen(Qt::NoPen);
    for (const double side : {-1.0, 1.0}) {
        // The ear on the far side hides behind the cheek.
        const double x = side * 0.4 * m_look.faceWidth - std::sin(m_shot.yaw) * 0.14;
        painter.setBrush(lit(m_look.skin, side * m_shot.lightSide > 0 ? -0.02 : -0.3));
        painter.drawEllipse(QPointF(x, 0.04), 0.06, 0.115);
        painter.setBrush(withAlpha(lit(m_look.skin, -0.5), 0.45));
        painter.drawEllipse(QPointF(x - side * 0.006, 0.045), 0.028, 0.07);
        if (m_look.earrings && !hasShortHair()) {
            painter.setBrush(QColor(226, 196, 128));
            painter.drawEllipse(QPointF(x, 0.18), 0.026, 0.026);
        }
    }
    painter.setBrush(m_look.skin);
    painter.drawPath(face);
    painter.save();
    painter.setClipPath(face);
    paintFaceLight(painter, face);
    paintBeard(painter, face);
    painter.restore();
    paintNose(painter);
    paintMouth(painter);
    for (const double side : {-1.0, 1.0}) {
        paintEye(painter, side);
        paintBrow(painter, side);
    }
    paintExtras(painter, face);
    paintFrontHair(painter);
    if (m_look.glasses)
        paintGlasses(painter);
}

void PortraitPainter::paintFaceLight(QPainter &painter, const QPainterPath &face)
{
    const double side = m_shot.lightSide;
    const double strength = m_shot.lightStrength;
    QLinearGradient across(-0.42 * side, 0.1, 0.42 * side, -0.1);
    across.setColorAt(0, withAlpha(lit(m_look.skin, -0.75), 0.75 * strength));
    across.setColorAt(0.42, withAlpha(lit(m_look.skin, -0.4), 0.18 * strength));
    across.setColorAt(0.62, withAlpha(m_look.skin, 0));
    across.setColorAt(1, withAlpha(lit(m_look.skin, 0.6), 0.4 * strength));
    painter.fillPath(face, across);
    // Forehead, cheekbones, chin catch the light; below brow, cheek and lip it falls away.
    const QColor glow = withAlpha(lit(m_look.skin, 0.65), 0.5);
    const QColor dusk = withAlpha(lit(m_look.skin, -0.45), 0.4);
    softSpot(painter, turned(0.06 * side, -0.34), 0.3, 0.2, glow);
    softSpot(painter, turned(0.22 * side, 0.12), 0.15, 0.11, glow);
    softSpot(painter, turned(-0.22 * side, 0.12), 0.12, 0.09, withAlpha(glow, 0.18));
    softSpot(painter, turned(0.02 * side, 0.47), 0.1, 0.07, withAlpha(glow, 0.35));
    softSpot(painter, turned(0, 0.385), 0.11, 0.035, dusk);
    softSpot(painter, QPointF(-0.34 * side, 0.3), 0.2, 0.26, withAlpha(dusk, 0.5));
    softSpot(painter, QPointF(0, 0.6), 0.34, 0.12, withAlpha(lit(m_look.skin, -0.5), 0.5));
    for (const double k : {-1.0, 1.0}) {
        softSpot(painter, turned(0.165 * k, -0.02), 0.14, 0.1, withAlpha(lit(m_look.skin, -0.42), 0.42));
        const double blush = m_look.feminine ? 0.3 : 0.17;
        softSpot(painter, turned(0.23 * k, 0.17), 0.15, 0.1,
                 withAlpha(blended(m_look.skin, QColor(214, 70, 70), 0.6), blush));
    }
    // The hair shades the forehead.
    if (m_look.hairStyle != HairStyle::Buzz)
        softSpot(painter, QPointF(0, -0.6), 0.5, 0.26, withAlpha(lit(m_look.skin, -0.6), 0.75));
}

void PortraitPainter::paintEye(QPainter &painter, double side)
{
    const QPointF centre = turned(0.172 * side, 0.0);
    const double narrow = foreshortening(0.172 * side);
    const double w = 0.098 * m_look.eyeSize;
    const double open =
        0.05 * m_look.eyeSize * m_shot.eyelids * (1 - 0.12 * std::max(0.0, m_look.smile + m_shot.smile));
    painter.save();
    painter.translate(centre);
    painter.scale(side * narrow, 1); // from here +x is outwards
    painter.rotate(-m_look.eyeTilt);
    QPainterPath almond(QPointF(-w, 0.012));
    almond.cubicTo(-w * 0.55, -open * 1.35, w * 0.45, -open * 1.5, w, -0.004);
    almond.cubicTo(w * 0.5, open * 1.05, -w * 0.5, open * 1.0, -w, 0.012);
    softSpot(painter, QPointF(0, -open * 0.6), w * 1.5, open * 2.2,
             withAlpha(lit(m_look.skin, -0.55), m_look.feminine ? 0.5 : 0.38));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(238, 234, 232));
    painter.drawPath(almond);
    painter.save();
    painter.setClipPath(almond);
    const QPointF gaze(m_shot.gazeX * 0.035 * side, m_shot.gazeY * 0.015 - 0.003);
    const double iris = 0.05 * m_look.eyeSize;
    QRadialGradient colour(gaze, iris);
    colour.setColorAt(0.25, m_look.eyes.darker(150));
    colour.setColorAt(0.62, m_look.eyes.lighter(128));
    colour.setColorAt(0.88, m_look.eyes);
    colour.setColorAt(1, m_look.eyes.darker(260));
    painter.setBrush(colour);
    painter.drawEllipse(gaze, iris, iris);
    painter.setPen(QPen(withAlpha(m_look.eyes.darker(180), 0.5), 0.003));
    for (int i = 0; i < 18; ++i) {
        const double angle = i * 0.349;
        painter.drawLine(gaze + QPointF(std::cos(angle), std::sin(angle)) * iris * 0.42,
                         gaze + QPointF(std::cos(angle + 0.06), std::sin(angle + 0.06)) * iris * 0.86);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(16, 12, 16));
    painter.drawEllipse(gaze, iris * 0.42, iris * 0.42);
    QLinearGradient lid(0, -open * 1.3, 0, open * 0.5);
    lid.setColorAt(0, QColor(30, 16, 26, 170));
    lid.setColorAt(1, QColor(30, 16, 26, 0));
    painter.setBrush(lid);
    painter.drawPath(almond);
    painter.setBrush(QColor(255, 255, 255, 235));
    const double glint = side * m_shot.lightSide > 0 ? 0.016 : -0.016;
    painter.drawEllipse(gaze + QPointF(glint, -0.017), 0.0125, 0.0125);
    painter.setBrush(QColor(255, 255, 255, 90));
    painter.drawEllipse(gaze + QPointF(-glint * 0.9, 0.02), 0.008, 0.008);
    painter.restore();

    const QColor lash = blended(QColor(28, 18, 20), m_look.hair.darker(190), 0.35);
    QPainterPath upper(QPointF(-w * 1.02, 0.014));
    upper.cubicTo(-w * 0.55, -open * 1.42, w * 0.45, -open * 1.58, w * 1.04, -0.008);
    if (m_look.feminine)
        upper.lineTo(w * 1.2, -0.028);
    upper.cubicTo(w * 0.5, -open * 1.3, -w * 0.5, -open * 1.16, -w * 1.02, 0.014);
    painter.setBrush(lash);
    painter.drawPath(upper);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(withAlpha(lit(m_look.skin, -0.6), 0.55), 0.008, Qt::SolidLine, Qt::RoundCap));
    QPainterPath lower(QPointF(w, -0.002));
    lower.cubicTo(w * 0.5, open * 1.12, -w * 0.4, open * 1.08, -w * 0.8, 0.02);
    painter.drawPath(lower);
    QPainterPath crease(QPointF(-w * 0.85, -open * 0.75));
    crease.cubicTo(-w * 0.4, -open * 2.0, w * 0.5, -open * 2.1, w * 1.08, -open * 0.65);
    painter.setPen(QPen(withAlpha(lit(m_look.skin, -0.6), 0.45), 0.009, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(crease);
    if (m_look.age > 0.3) {
        painter.setPen(QPen(withAlpha(lit(m_look.skin, -0.5), 0.35 * m_look.age), 0.008, Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(QRectF(-w, 0.01, w * 2, 0.11), 200 * 16, 120 * 16);
        painter.drawLine(QPointF(w * 1.2, 0.0), QPointF(w * 1.5, 0.02));
        painter.drawLine(QPointF(w * 1.2, 0.02), QPointF(w * 1.45, 0.055));
    }
    painter.restore();
}

void PortraitPainter::paintBrow(QPainter &painter, double side)
{
    const QPointF centre = turned(0.175 * side, -0.135 + (m_look.frown < 0 ? -0.012 : 0.018 * m_look.frown));
    painter.save();
    painter.translate(centre);
    painter.scale(side * foreshortening(0.175 * side), 1);
    painter.rotate(-m_look.frown * 11 - m_look.eyeTilt * 0.4);
    const double t = 0.021 * m_look.browThickness;
    QPainterPath brow(QPointF(-0.115, 0.012));
    brow.cubicTo(-0.06, -0.03, 0.04, -0.046, 0.135, 0.012);
    brow.cubicTo(0.05, -0.046 + t * 1.3, -0.05, -0.03 + t * 2.1, -0.112, 0.012 + t * 1.5);
    brow.closeSubpath();
    const QColor colour = blended(m_look.hair.darker(135), lit(m_look.skin, -0.6), m_look.age > 0.8 ? 0.2 : 0.25);
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(colour, 0.78));
    painter.drawPath(brow);
    painter.setPen(QPen(withAlpha(colour.darker(130), 0.5), 0.005, Qt::SolidLine, Qt::RoundCap));
    for (int i = 0; i < 16; ++i) {
        const double x = -0.11 + i * 0.0145;
        const double y = -0.026 * (1 - std::pow((x - 0.01) / 0.12, 2)) + t * 0.6;
        painter.drawLine(QPointF(x, y + t * 0.5), QPointF(x + 0.018, y - t * 0.45));
    }
    painter.restore();
}

void PortraitPainter::paintNose(QPainter &painter)
{
    const double length = 0.215 * m_look.noseLength;
    const double lean = m_shot.yaw > 0 ? -1 : 1; // the shaded flank
    const double side = std::abs(m_shot.yaw) > 0.12 ? lean : -m_shot.lightSide / std::abs(m_shot.lightSide);
    const QPointF tip = turned(0, length, 0.07);
    const QPointF root = turned(0, -0.05, 0.0);
    const double width = m_look.feminine ? 0.058 : 0.07;
    const QColor shade = lit(m_look.skin, -0.5);
    QPainterPath flank(root + QPointF(side * 0.035, 0));
    flank.cubicTo(root + QPointF(side * 0.02, 0.1), tip + QPointF(side * 0.03, -0.1),
                  tip + QPointF(side * width, 0.005));
    flank.cubicTo(tip + QPointF(side * 0.03, 0.03), tip + QPointF(side * 0.01, -0.04), root + QPointF(0, 0.02));
    flank.closeSubpath();
    QLinearGradient fall(root, tip);
    fall.setColorAt(0, withAlpha(shade, 0.24));
    fall.setColorAt(1, withAlpha(shade, 0.42));
    painter.setPen(Qt::NoPen);
    painter.setBrush(fall);
    painter.drawPath(flank);
    softSpot(painter, tip + QPointF(0, 0.035), 0.1, 0.035, withAlpha(shade, 0.6));
    softSpot(painter, tip + QPointF(-side * 0.012, -0.012), 0.034, 0.03, withAlpha(lit(m_look.skin, 0.8), 0.7));
    softSpot(painter, (root + tip) / 2 + QPointF(-side * 0.01, 0), 0.02, 0.1, withAlpha(lit(m_look.skin, 0.7), 0.5));
    painter.setBrush(withAlpha(lit(m_look.skin, -0.72), 0.72));
    for (const double k : {-1.0, 1.0}) {
        const double narrow = foreshortening(0.05 * k);
        painter.drawEllipse(tip + QPointF(k * 0.031 * narrow, 0.026), 0.014 * narrow, 0.008);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(withAlpha(shade, 0.55), 0.009, Qt::SolidLine, Qt::RoundCap));
    for (const double k : {-1.0, 1.0}) {
        QPainterPath wing(tip + QPointF(k * width * 0.9, -0.018));
        wing.quadTo(tip + QPointF(k * width * 1.2, 0.018), tip + QPointF(k * width * 0.72, 0.03));
        painter.drawPath(wing);
    }
}

void PortraitPainter::paintMouth(QPainter &painter)
{
    const double smile = std::clamp(m_look.smile + m_shot.smile, -0.7, 1.0);
    const double y = 0.318;
    const double half = 0.118 + 0.022 * std::max(0.0, smile);
    const double lift = -0.024 * smile;
    const double upper = 0.031 * m_look.lips;
    const double lower = 0.043 * m_look.lips;
    const QPointF left = turned(-half, y + lift, 0.02);
    const QPointF right = turned(half, y + lift, 0.02);
    const QPointF middle = turned(0, y + 0.006, 0.05);
    const QPointF bow = turned(0, y - upper + 0.008, 0.055);
    const QPointF bowLeft = turned(-0.032, y - upper, 0.05);
    const QPointF bowRight = turned(0.032, y - upper, 0.05);
    const QPointF bottom = turned(0, y + lower, 0.05);
    const QColor red = m_look.feminine ? QColor(178, 54, 66) : QColor(150, 74, 66);
    const QColor lip = blended(m_look.skin, red, m_look.feminine ? 0.55 : 0.36);

    QPainterPath upperLip(left);
    upperLip.quadTo(bowLeft + QPointF(-0.03, 0.004), bowLeft);
    upperLip.lineTo(bow);
    upperLip.lineTo(bowRight);
    upperLip.quadTo(bowRight + QPointF(0.03, 0.004), right);
    upperLip.quadTo(middle + QPointF(0.02, 0.0), middle);
    upperLip.quadTo(middle + QPointF(-0.02, 0.0), left);
    QPainterPath lowerLip(left);
    lowerLip.quadTo((left + middle) / 2 + QPointF(0, 0.004 - lift * 0.5), middle);
    lowerLip.quadTo((right + middle) / 2 + QPointF(0, 0.004 - lift * 0.5), right);
    lowerLip.cubicTo(right + QPointF(-0.04, lower * 0.85), bottom + QPointF(0.05, 0.004), bottom);
    lowerLip.cubicTo(bottom + QPointF(-0.05, 0.004), left + QPointF(0.04, lower * 0.85), left);
    painter.setPen(Qt::NoPen);
    painter.setBrush(lit(lip, -0.2));
    painter.drawPath(upperLip);
    painter.setBrush(lip);
    painter.drawPath(lowerLip);
    if (smile > 0.6) {
        QPainterPath teeth(left + QPointF(0.02, 0.002));
        teeth.quadTo(middle + QPointF(0, -0.004), right + QPointF(-0.02, 0.002));
        teeth.quadTo(middle + QPointF(0, 0.04), left + QPointF(0.02, 0.002));
        painter.setBrush(QColor(244, 238, 232));
        painter.drawPath(teeth);
    }
    softSpot(painter, (middle + bottom) / 2 + QPointF(0.02 * m_shot.lightSide, 0.004), 0.05, 0.014,
             withAlpha(lit(lip, 0.8), m_look.feminine ? 0.55 : 0.3));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(withAlpha(lit(lip, -0.72), 0.85), 0.011, Qt::SolidLine, Qt::RoundCap));
    QPainterPath line(left);
    line.quadTo((left + middle) / 2 + QPointF(0, 0.004 - lift * 0.5), middle);
    line.quadTo((right + middle) / 2 + QPointF(0, 0.004 - lift * 0.5), right);
    painter.drawPath(line);
    for (const QPointF &corner : {left, right})
        softSpot(painter, corner, 0.028, 0.022, withAlpha(lit(m_look.skin, -0.55), 0.45));
    if (smile > 0.35 || m_look.age > 0.3) {
        const double depth = 0.16 * std::max(smile - 0.2, 0.0) + 0.35 * m_look.age;
        painter.setPen(QPen(withAlpha(lit(m_look.skin, -0.5), depth), 0.014, Qt::SolidLine, Qt::RoundCap));
        for (const double k : {-1.0, 1.0}) {
            QPainterPath fold(turned(k * 0.1, 0.19, 0.03));
            fold.quadTo(turned(k * 0.165, 0.24), turned(k * 0.17, 0.33));
            painter.drawPath(fold);
        }
    }
}

void PortraitPainter::paintBeard(QPainter &painter, const QPainterPath &face)
{
    if (m_look.beard <= 0)
        return;
    QPainterPath beard;
    beard.addRect(QRectF(-0.6, 0.08, 1.2, 0.6));
    QPainterPath free;
    free.addEllipse(turned(0, 0.06), 0.34, 0.175);
    QPainterPath area = without(common(face, beard), free);
    const QColor hair = blended(m_look.hair, QColor(60, 50, 52), 0.3);
    // A base that is a little smaller than the beard, and hairs that reach over its edge.
    painter.setPen(
        QPen(withAlpha(hair, m_look.beard > 0.8 ? 0.3 : 0.05), 0.035, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(withAlpha(hair, m_look.beard > 0.8 ? 0.7 : 0.2 * m_look.beard + 0.04));
    painter.drawPath(area);
    const int count = 300 + int(700 * m_look.beard);
    for (int i = 0; i < count; ++i) {
        const QPointF at(m_random.between(-0.42, 0.42), m_random.between(0.04, 0.58));
        if (!area.contains(at))
            continue;
        const QColor colour = m_random.chance(0.35) ? lit(hair, 0.25) : hair.darker(150);
        painter.setPen(QPen(withAlpha(colour, 0.2 + 0.4 * m_look.beard), 0.006, Qt::SolidLine, Qt::RoundCap));
        const double length = 0.01 + 0.035 * m_look.beard;
        painter.drawLine(at - QPointF(0, length * 0.7), at + QPointF(m_random.between(-0.012, 0.012), length));
    }
}

void PortraitPainter::paintExtras(QPainter &painter, const QPainterPath &face)
{
    painter.save();
    painter.setClipPath(face);
    painter.setPen(Qt::NoPen);
    if (m_look.freckles) {
        for (int i = 0; i < 70; ++i) {
            painter.setBrush(withAlpha(blended(m_look.skin, QColor(132, 70, 40), 0.6), m_random.between(0.15, 0.5)));
            const double size = m_random.between(0.003, 0.007);
            painter.drawEllipse(turned(m_random.normal() * 0.13, 0.12 + m_random.normal() * 0.045), size, size);
        }
    }
    // Pores and small unevenness: what a sharp lens would show.
    for (int i = 0; i < 420; ++i) {
        const bool bright = i % 2 == 0;
        painter.setBrush(withAlpha(lit(m_look.skin, bright ? 0.7 : -0.5), m_random.between(0.04, 0.14)));
        painter.drawEllipse(QPointF(m_random.between(-0.4, 0.4), m_random.between(-0.6, 0.55)), 0.0045, 0.004);
    }
    if (m_look.age > 0.6) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(withAlpha(lit(m_look.skin, -0.5), 0.25), 0.009, Qt::SolidLine, Qt::RoundCap));
        for (const double y : {-0.36, -0.3, -0.24}) {
            QPainterPath line(turned(-0.2, y + 0.01));
            line.quadTo(turned(0, y - 0.02), turned(0.2, y + 0.01));
            painter.drawPath(line);
        }
    }
    painter.restore();
}

void PortraitPainter::paintGlasses(QPainter &painter)
{
    painter.setBrush(QColor(220, 236, 255, 26));
    painter.setPen(QPen(QColor(34, 30, 36), 0.018));
    for (const double side : {-1.0, 1.0}) {
        const QPointF centre = turned(0.175 * side, 0.015, 0.03);
        const double narrow = foreshortening(0.175 * side);
        painter.drawRoundedRect(QRectF(centre - QPointF(0.135 * narrow, 0.1), QSizeF(0.27 * narrow, 0.2)), 0.07, 0.07);
        painter.drawLine(centre + QPointF(side * 0.135 * narrow, -0.03), QPointF(side * 0.4, -0.02));
    }
    painter.drawLine(turned(-0.045, -0.01, 0.05), turned(0.045, -0.01, 0.05));
}

} // namespace lorastudio
