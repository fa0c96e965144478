// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/demorandom.h"
#include "demoserver/portraitlook.h"

#include <QPainter>
#include <QPainterPath>
#include <QSize>

namespace lorastudio {

/// Paints a head and shoulders portrait with gradients and paths. Its unit is about the height of the face; the origin
/// lies between the eyes; y points down.
class PortraitPainter
{
public:
    PortraitPainter(const PortraitLook &look, const PortraitShot &shot, QSize size);

    QImage paint();

private:
    // The back drop, in pixels.
    void paintBackdrop(QPainter &painter);
    void paintSpots(QPainter &painter, int count, double smallest, double largest, const QList<QColor> &colours);

    // The figure, in its own unit.
    void paintBody(QPainter &painter);
    void paintNeck(QPainter &painter);
    void paintGarment(QPainter &painter, const QPainterPath &body);
    void paintCollar(QPainter &painter, const QPainterPath &body);
    void paintFolds(QPainter &painter, const QPainterPath &body);
    void paintHead(QPainter &painter);
    void paintFaceLight(QPainter &painter, const QPainterPath &face);
    void paintEye(QPainter &painter, double side);
    void paintBrow(QPainter &painter, double side);
    void paintNose(QPainter &painter);
    void paintMouth(QPainter &painter);
    void paintBeard(QPainter &painter, const QPainterPath &face);
    void paintExtras(QPainter &painter, const QPainterPath &face);
    void paintGlasses(QPainter &painter);
    void paintBackHair(QPainter &painter);
    void paintFrontHair(QPainter &painter);
    void fillHair(QPainter &painter, const QPainterPath &path, QPointF from, double length, double spread, int strands);
    void paintAtmosphere(QPainter &painter);

    QPainterPath facePath() const;
    QPainterPath bodyPath() const;
    QPainterPath backHairPath() const;
    QPainterPath frontHairPath() const;
    /// Where a point of the face lands when the head is turned; `depth` is added to its distance from the axis.
    QPointF turned(double x, double y, double depth = 0) const;
    /// How much of a feature's width is left at `x` when the head is turned.
    double foreshortening(double x) const;
    QColor lit(const QColor &colour, double amount) const;
    bool hasShortHair() const;

    PortraitLook m_look;
    PortraitShot m_shot;
    QSize m_size;
    DemoRandom m_random;
};

/// A soft round spot of colour that fades to nothing.
void softSpot(QPainter &painter, QPointF centre, double radiusX, double radiusY, const QColor &colour);
/// Set operations on paths. Qt flattens curves that are small in numbers, so these work on enlarged copies.
QPainterPath joined(const QPainterPath &a, const QPainterPath &b);
QPainterPath without(const QPainterPath &a, const QPainterPath &b);
QPainterPath common(const QPainterPath &a, const QPainterPath &b);
QColor blended(const QColor &a, const QColor &b, double part);
QColor withAlpha(QColor colour, double alpha);

} // namespace lorastudio
