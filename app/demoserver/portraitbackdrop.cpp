// SPDX-License-Identifier: GPL-3.0-or-later
// What is behind the person: the part of PortraitPainter that paints it, small, to be enlarged.
#include "demoserver/portraitpainter.h"

#include <cmath>

namespace lorastudio {

namespace {

QColor hue(double at, double saturation, double value)
{
    return QColor::fromHsvF(float(at - std::floor(at)), float(saturation), float(value));
}

void fillDown(QPainter &painter, QSizeF size, const QColor &top, const QColor &middle, const QColor &bottom)
{
    QLinearGradient gradient(0, 0, 0, size.height());
    gradient.setColorAt(0, top);
    gradient.setColorAt(0.55, middle);
    gradient.setColorAt(1, bottom);
    painter.fillRect(QRectF(QPointF(0, 0), size), gradient);
}

} // namespace

void PortraitPainter::paintSpots(QPainter &painter, int count, double smallest, double largest,
                                 const QList<QColor> &colours)
{
    const QSizeF size = painter.device() ? QSizeF(painter.device()->width(), painter.device()->height()) : QSizeF();
    painter.setPen(Qt::NoPen);
    for (int i = 0; i < count; ++i) {
        const QPointF at(m_random.between(0, size.width()), m_random.between(0, size.height()));
        const double radius = m_random.between(smallest, largest);
        softSpot(painter, at, radius, radius, colours.at(m_random.below(int(colours.size()))));
    }
}

void PortraitPainter::paintBackdrop(QPainter &painter)
{
    const double w = painter.device()->width();
    const double h = painter.device()->height();
    const QSizeF size(w, h);
    const double tone = m_shot.hue;
    painter.setPen(Qt::NoPen);
    switch (m_shot.backdrop) {
    case Backdrop::Studio: {
        const QColor base = hue(tone, 0.28, 0.5);
        fillDown(painter, size, base.darker(150), base, base.darker(185));
        softSpot(painter, QPointF(w * (0.5 + 0.2 * m_shot.lightSide), h * 0.4), w * 0.8, h * 0.5,
                 withAlpha(base.lighter(165), 0.85));
        break;
    }
    case Backdrop::Bokeh: {
        fillDown(painter, size, hue(tone, 0.5, 0.16), hue(tone + 0.08, 0.5, 0.24), hue(tone + 0.1, 0.6, 0.1));
        for (int i = 0; i < 26; ++i) {
            const QColor light = hue(tone + m_random.between(-0.12, 0.35), m_random.between(0.25, 0.75), 1);
            const double radius = m_random.between(2.5, 9);
            const QPointF at(m_random.between(0, w), m_random.between(0, h * 0.85));
            painter.setBrush(withAlpha(light, m_random.between(0.14, 0.5)));
            painter.drawEllipse(at, radius, radius);
            painter.setBrush(withAlpha(light.lighter(130), 0.08));
            painter.drawEllipse(at, radius * 0.8, radius * 0.8);
        }
        break;
    }
    case Backdrop::Garden:
        fillDown(painter, size, QColor(214, 226, 190), QColor(126, 160, 98), QColor(52, 84, 52));
        paintSpots(
            painter, 34, 5, 18,
            {QColor(70, 112, 62, 150), QColor(112, 150, 78, 150), QColor(44, 82, 54, 150), QColor(168, 190, 106, 140)});
        paintSpots(painter, 12, 3, 8, {QColor(250, 244, 202, 170), withAlpha(hue(tone, 0.35, 1), 0.5)});
        break;
    case Backdrop::Sunset: {
        fillDown(painter, size, QColor(74, 76, 132), QColor(226, 138, 104), QColor(92, 52, 74));
        const QPointF sun(w * (0.5 + 0.34 * m_shot.lightSide), h * 0.5);
        softSpot(painter, sun, w * 0.75, w * 0.75, QColor(255, 206, 140, 210));
        softSpot(painter, sun, w * 0.2, w * 0.2, QColor(255, 246, 218, 255));
        paintSpots(painter, 6, 10, 26, {QColor(255, 176, 132, 90), QColor(122, 82, 128, 90)});
        break;
    }
    case Backdrop::Window: {
        const QColor wall = hue(tone, 0.16, 0.42);
        fillDown(painter, size, wall.lighter(118), wall, wall.darker(170));
        const double left = m_shot.lightSide > 0 ? w * 0.56 : -w * 0.08;
        for (int row = 0; row < 3; ++row) {
            for (int column = 0; column < 2; ++column) {
                QLinearGradient pane(0, h * 0.05, 0, h * 0.62);
                pane.setColorAt(0, QColor(244, 248, 255));
                pane.setColorAt(1, QColor(206, 222, 226));
                painter.fillRect(QRectF(left + column * w * 0.26, h * (0.04 + row * 0.2), w * 0.23, h * 0.18), pane);
            }
        }
        softSpot(painter, QPointF(left + w * 0.25, h * 0.3), w * 0.7, h * 0.5, QColor(255, 250, 236, 110));
        break;
    }
    case Backdrop::Wall: {
        const QColor base = hue(tone, 0.34, 0.74);
        fillDown(painter, size, base.lighter(108), base, base.darker(135));
        QPolygonF shade;
        const double edge = w * (0.5 - 0.25 * m_shot.lightSide);
        shade << QPointF(m_shot.lightSide > 0 ? 0 : w, 0) << QPointF(edge + w * 0.2, 0) << QPointF(edge - w * 0.2, h)
              << QPointF(m_shot.lightSide > 0 ? 0 : w, h);
        painter.setBrush(withAlpha(base.darker(190), 0.5));
        painter.drawPolygon(shade);
        break;
    }
    case Backdrop::City: {
        fillDown(painter, size, QColor(36, 44, 82), QColor(108, 96, 134), QColor(34, 30, 52));
        for (double x = -4; x < w;) {
            const double width = m_random.between(8, 18);
            const double top = h * m_random.between(0.12, 0.5);
            painter.fillRect(QRectF(x, top, width, h), withAlpha(QColor(26, 28, 52), 0.75));
            for (int floor = 0; top + 3 + 4.5 * floor < h * 0.9; ++floor) {
                const double y = top + 3 + 4.5 * floor;
                for (int window = 0; 1.5 + 3.6 * window < width - 2; ++window) {
                    const double k = x + 1.5 + 3.6 * window;
                    if (m_random.chance(0.34))
                        painter.fillRect(QRectF(k, y, 2, 2.4), withAlpha(hue(0.08 + m_random.between(0, 0.08), 0.45, 1),
                                                                         m_random.between(0.4, 0.95)));
                }
            }
            x += width + m_random.between(0, 4);
        }
        paintSpots(painter, 7, 4, 9, {withAlpha(hue(tone, 0.6, 1), 0.6), QColor(255, 176, 96, 150)});
        break;
    }
    case Backdrop::Sea:
        fillDown(painter, size, QColor(150, 196, 226), QColor(214, 230, 232), QColor(196, 178, 146));
        painter.fillRect(QRectF(0, h * 0.46, w, h * 0.26), QColor(66, 128, 154));
        paintSpots(painter, 20, 2, 6, {QColor(226, 244, 244, 110), QColor(48, 104, 140, 120)});
        softSpot(painter, QPointF(w * (0.5 + 0.4 * m_shot.lightSide), h * 0.1), w * 0.7, w * 0.7,
                 QColor(255, 250, 226, 190));
        break;
    }
}

} // namespace lorastudio
