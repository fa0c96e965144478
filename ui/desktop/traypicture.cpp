// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/traypicture.h"

#include "style/roles.h"

#include <QPainter>
#include <QPainterPath>

namespace lorastudio {

namespace {

constexpr qreal box = 22; // the grid of the symbolic icon
constexpr QPointF middle(11, 11);
constexpr qreal ringRadius = 9.2;
constexpr qreal ringWidth = 1.8;

QPainterPath person()
{
    QPainterPath path;
    path.addEllipse(QPointF(11, 8.4), 2.7, 2.9);
    path.moveTo(6, 16.6);
    path.cubicTo(6, 11.2, 16, 11.2, 16, 16.6);
    path.closeSubpath();
    return path;
}

/// The corner where the mark stands, free of ring and person.
QPainterPath corner(TrayLook::State state)
{
    QPainterPath path;
    if (state == TrayLook::State::Paused)
        path.addRect(QRectF(10.6, 10.6, 11.4, 11.4));
    else if (state == TrayLook::State::Attention)
        path.addPolygon(QPolygonF{QPointF(15.6, 8.2), QPointF(24, 24), QPointF(7.2, 24)});
    return path;
}

void paintPause(QPainter &painter, const QColor &color)
{
    painter.fillRect(QRectF(12.6, 12.6, 3, 8.4), color);
    painter.fillRect(QRectF(17.8, 12.6, 3, 8.4), color);
}

void paintTriangle(QPainter &painter, const QColor &color, const QColor &mark)
{
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{QPointF(15.8, 12), QPointF(21, 21), QPointF(10.6, 21)});
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark);
    painter.drawRect(QRectF(15.1, 14.4, 1.4, 3.4));
    painter.drawRect(QRectF(15.1, 18.7, 1.4, 1.4));
}

} // namespace

TrayLook trayLook(const RunSummary &summary)
{
    TrayLook look;
    const bool alone =
        summary.phase == RunPhase::Running && summary.servers.total > 0 && summary.servers.connected == 0;
    if (summary.needAttention > 0 || alone || !summary.databaseProblem.isEmpty())
        look.state = TrayLook::State::Attention;
    else if (summary.phase == RunPhase::Paused)
        look.state = TrayLook::State::Paused;
    else if (summary.active())
        look.state = TrayLook::State::Running;
    if (look.state == TrayLook::State::Running && summary.total > 0)
        look.percent = qBound(0, int(100LL * summary.made / summary.total), 100);
    return look;
}

QPixmap trayPixmap(const TrayLook &look, int size)
{
    const Roles &roles = Roles::current();
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size / box, size / box);
    const bool idle = look.state == TrayLook::State::Idle;
    painter.save();
    if (const QPainterPath taken = corner(look.state); !taken.isEmpty()) {
        QPainterPath rest;
        rest.addRect(QRectF(0, 0, box, box));
        painter.setClipPath(rest.subtracted(taken));
    }
    const QColor pale = mix(roles.text, roles.window, .38);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(idle ? roles.text : pale, ringWidth));
    painter.drawEllipse(middle, ringRadius, ringRadius);
    if (look.state == TrayLook::State::Running && look.percent > 0) {
        painter.setPen(QPen(roles.accentText, ringWidth, Qt::SolidLine, Qt::FlatCap));
        const QRectF ring(middle - QPointF(ringRadius, ringRadius), QSizeF(2 * ringRadius, 2 * ringRadius));
        painter.drawArc(ring, 90 * 16, -look.percent * 360 * 16 / 100);
    }
    painter.fillPath(person(), roles.text);
    painter.restore();
    if (look.state == TrayLook::State::Paused)
        paintPause(painter, roles.text);
    else if (look.state == TrayLook::State::Attention)
        paintTriangle(painter, roles.warn, roles.window);
    return pixmap;
}

QIcon trayIcon(const TrayLook &look)
{
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 44, 48, 64})
        icon.addPixmap(trayPixmap(look, size));
    return icon;
}

} // namespace lorastudio
