// SPDX-License-Identifier: GPL-3.0-or-later
#include "log/levelbutton.h"

#include "delegates/cellink.h"
#include "style/studiostyle.h"

#include <QStyle>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int segmentHeight = 30;
constexpr qreal radius = 5;

} // namespace

LevelButton::LevelButton(const QString &text, Place place, QWidget *parent) : QAbstractButton(parent), m_place(place)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize LevelButton::sizeHint() const
{
    const CellFonts::Face &face = CellFonts::current().body;
    return QSize(int(std::ceil(face.width(text()))) + 24, qMax(segmentHeight, int(face.line) + 10));
}

void LevelButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    const Roles &roles = ink.roles;
    // Each paints the outline of the whole row as far as it reaches into it.
    const QRectF box = rect();
    const QRectF whole = ink.mirrored(
        box.adjusted(m_place == Place::First ? 0 : -radius - 1, 0, m_place == Place::Last ? 0 : radius + 1, 0));
    paintBox(&painter, whole, radius, underMouse() && !isChecked() ? roles.hover : roles.base, roles.control);
    if (isChecked())
        paintBox(&painter, box, radius, roles.selection, roles.ring);
    ink.text(box, text(), ink.fonts.body, isEnabled() ? roles.text : roles.text3, Qt::AlignHCenter);
    if (hasFocus())
        paintBox(&painter, box.adjusted(2, 2, -2, -2), 4, Qt::transparent, roles.ring, 2);
}

} // namespace lorastudio
