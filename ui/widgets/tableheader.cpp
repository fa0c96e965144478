// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tableheader.h"

#include "delegates/cellink.h"

#include <QStyle>

namespace lorastudio {

namespace {

constexpr int headerHeight = 32;

} // namespace

TableHeader::TableHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(40);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

QSize TableHeader::sizeHint() const
{
    return QSize(QHeaderView::sizeHint().width(), qMax(headerHeight, int(CellFonts::current().small.line) + 12));
}

void TableHeader::paintEvent(QPaintEvent *event)
{
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    painter.fillRect(QRect(0, height() - 1, width(), 1), Roles::current().separator);
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    const Roles &roles = Roles::current();
    painter->fillRect(rect, roles.window);
    CellInk ink(painter, rect, layoutDirection(), devicePixelRatioF());
    const int left = visualIndex(logicalIndex) == 0 ? 16 : 8;
    const auto alignment =
        Qt::Alignment(model()->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole).toInt()) &
        Qt::AlignHorizontal_Mask;
    ink.text(QRectF(rect).adjusted(left, 1, -8, 0), model()->headerData(logicalIndex, Qt::Horizontal).toString(),
             ink.fonts.small, roles.text2, alignment);
}

} // namespace lorastudio
