// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pagehead.h"

#include "style/roles.h"

#include <QPainter>

namespace lorastudio {

PageHead::PageHead(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(headHeight);
}

void PageHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), Roles::current().separator);
}

} // namespace lorastudio
