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
    setSectionsClickable(true);
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
    // The last column ends with the page's margin, as its first one begins.
    const bool last = visualIndex(logicalIndex) == count() - 1 && alignment == Qt::AlignRight;
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    const QRectF line = QRectF(rect).adjusted(left, 1,
                                              sorted && alignment != Qt::AlignRight ? -20
                                              : last                                ? -16
                                                                                    : -8,
                                              0);
    const QString title = model()->headerData(logicalIndex, Qt::Horizontal).toString();
    ink.text(line, title, sorted ? ink.fonts.smallBold : ink.fonts.small, sorted ? roles.text : roles.text2, alignment);
    if (!sorted)
        return;
    const qreal wide = qMin(line.width(), ink.fonts.smallBold.width(title));
    const qreal x = alignment == Qt::AlignRight ? line.right() - wide - 9 : line.left() + wide + 9;
    const qreal up = sortIndicatorOrder() == Qt::AscendingOrder ? -1 : 1;
    const QPointF middle = ink.mirrored(QRectF(x - 4, line.center().y() - 4, 8, 8)).center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(roles.text);
    painter->drawPolygon(
        QPolygonF{middle + QPointF(-4, -2 * up), middle + QPointF(4, -2 * up), middle + QPointF(0, 2.5 * up)});
    painter->restore();
}

} // namespace lorastudio
