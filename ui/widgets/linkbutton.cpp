// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/linkbutton.h"

#include "delegates/cellink.h"
#include "style/studiostyle.h"

namespace lorastudio {

LinkButton::LinkButton(QWidget *parent) : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize LinkButton::sizeHint() const
{
    const CellFonts::Face &face = CellFonts::current().small;
    return QSize(int(std::ceil(face.width(text()))) + 2, qMax(24, int(face.line)));
}

void LinkButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    QFont font = CellFonts::current().small.font;
    font.setUnderline(underMouse() && isEnabled());
    painter.setFont(font);
    painter.setPen(isEnabled() ? roles.accentText : roles.text3);
    painter.drawText(rect(), int(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight)) | Qt::AlignVCenter,
                     text());
    if (hasFocus())
        paintBox(&painter, QRectF(rect()).adjusted(0, 2, 0, -2), 4, Qt::transparent, roles.ring, 1.5);
}

} // namespace lorastudio
