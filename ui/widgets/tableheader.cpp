// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tableheader.h"

#include "delegates/cellink.h"
#include "style/tooltips.h"

#include <QHelpEvent>
#include <QStyle>
#include <QToolTip>

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

bool TableHeader::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QHeaderView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int section = logicalIndexAt(help->pos());
    if (section < 0)
        return QHeaderView::viewportEvent(event);
    const QString title = model()->headerData(section, Qt::Horizontal).toString();
    const QRect rect(sectionViewportPosition(section), 0, sectionSize(section), height());
    const CellFonts &fonts = CellFonts::current();
    const qreal wide = (isSorted(section) ? fonts.smallBold : fonts.small).width(title);
    if (wide <= titleLine(rect, section).width())
        return QHeaderView::viewportEvent(event);
    QToolTip::showText(help->globalPos(), plainToolTip(title), viewport(), rect);
    return true;
}

bool TableHeader::isSorted(int logicalIndex) const
{
    return isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
}

Qt::Alignment TableHeader::titleAlignment(int logicalIndex) const
{
    return Qt::Alignment(model()->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole).toInt()) &
           Qt::AlignHorizontal_Mask;
}

QRectF TableHeader::titleLine(const QRect &rect, int logicalIndex) const
{
    const int left = visualIndex(logicalIndex) == 0 ? 16 : 8;
    const bool atRight = titleAlignment(logicalIndex) == Qt::AlignRight;
    // The last column ends with the page's margin, as its first one begins.
    const bool last = visualIndex(logicalIndex) == count() - 1 && atRight;
    const int right = isSorted(logicalIndex) && !atRight ? 20 : last ? 16 : 8;
    return QRectF(rect).adjusted(left, 1, -right, 0);
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    const Roles &roles = Roles::current();
    painter->fillRect(rect, roles.window);
    CellInk ink(painter, rect, layoutDirection(), devicePixelRatioF());
    const Qt::Alignment alignment = titleAlignment(logicalIndex);
    const bool sorted = isSorted(logicalIndex);
    const QRectF line = titleLine(rect, logicalIndex);
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
