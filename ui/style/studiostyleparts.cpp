// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/studiostyleparts.h"

#include "style/roles.h"
#include "style/studiostyle.h"

#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>
#include <QTextEdit>

namespace lorastudio {

namespace styleparts {

bool isPrimary(const QWidget *widget)
{
    return widget && widget->property("primary").toBool();
}

bool isCompact(const QWidget *widget)
{
    return widget && widget->property("compact").toBool();
}

bool isField(const QWidget *widget)
{
    return qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTextEdit *>(widget);
}

void paintField(QPainter *painter, const QRect &rect, const QStyle::State state)
{
    const Roles &roles = Roles::current();
    const bool enabled = state & QStyle::State_Enabled;
    const bool focused = enabled && (state & QStyle::State_HasFocus);
    paintBox(painter, rect, radius, enabled ? roles.base : roles.window,
             focused ? roles.ring : (enabled ? roles.control : roles.border), focused ? 2 : 1);
}

void paintButton(QPainter *painter, const QStyleOption &option, bool primary, bool flat)
{
    const Roles &roles = Roles::current();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool down = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool over = enabled && (option.state & QStyle::State_MouseOver);
    const bool focused = enabled && (option.state & QStyle::State_HasFocus);
    if (primary && enabled) {
        // Towards black in both directions of use, because the text on it is the light one.
        const QColor fill = down   ? mix(Qt::black, roles.accent, .18)
                            : over ? mix(Qt::black, roles.accent, .09)
                                   : roles.accent;
        paintBox(painter, option.rect, radius, fill, fill);
        if (focused)
            paintBox(painter, QRectF(option.rect).adjusted(2, 2, -2, -2), radius - 2, Qt::transparent, roles.onAccent,
                     2);
        return;
    }
    const QColor ground = option.palette.color(QPalette::Button);
    const QColor plain = flat && !down && !over ? QColor(Qt::transparent) : flat ? roles.window : ground;
    const QColor fill = down   ? mix(roles.text, flat ? roles.window : ground, .12)
                        : over ? mix(roles.text, flat ? roles.window : ground, .06)
                               : plain;
    if (!flat || down || over)
        paintBox(painter, option.rect, radius, fill, flat ? fill : roles.border);
    if (focused)
        paintBox(painter, option.rect, radius, Qt::transparent, roles.ring, 2);
}

QIcon onAccentIcon(const QIcon &icon, QSize size, qreal ratio)
{
    QIcon result;
    result.addPixmap(icon.pixmap(size, ratio, QIcon::Selected));
    return result;
}

} // namespace styleparts

void paintBox(QPainter *painter, const QRectF &rect, qreal corner, const QColor &fill, const QColor &line,
              qreal lineWidth)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(line.alpha() == 0 ? QPen(Qt::NoPen) : QPen(line, lineWidth));
    const qreal inset = line.alpha() == 0 ? 0 : lineWidth / 2;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), corner - inset, corner - inset);
    painter->restore();
}

void paintChevron(QPainter *painter, QPointF centre, const QColor &color)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPolyline(QPolygonF{centre + QPointF(-4, -2), centre + QPointF(0, 2), centre + QPointF(4, -2)});
    painter->restore();
}

} // namespace lorastudio
