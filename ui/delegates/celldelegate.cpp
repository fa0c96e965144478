// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/celldelegate.h"

#include "models/charactertablemodel.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QToolTip>

#include <cmath>

namespace lorastudio {

int CellDelegate::rowHeight(bool compact)
{
    const CellFonts &fonts = CellFonts::current();
    if (compact)
        return qMax(40, int(std::ceil(fonts.body.line + fonts.small.line)) + 6);
    return qMax(74, int(std::ceil(fonts.body.line + 2 * fonts.small.line)) + 16);
}

bool CellDelegate::isCompact(const CellInk &ink)
{
    return ink.cell().height() < rowHeight();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return QSize(60, rowHeight());
}

QString CellDelegate::extraToolTip(const CharacterRow &) const
{
    return {};
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto row = index.data(CharacterTableModel::RowRole).value<CharacterRowPtr>();
    if (!row)
        return;
    CellInk ink(painter, option.rect, option.direction, painter->device()->devicePixelRatioF());
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = view && view->property("hoverRow").toInt() == index.row();
    const bool current = view && view->currentIndex().row() == index.row() && view->currentIndex().isValid();
    const bool focused =
        view && view->hasFocus() && view->property("keysUsed").toBool() && view->currentIndex() == index;
    ink.ground = selected ? ink.roles.selection : hovered ? ink.roles.hover : ink.roles.base;
    ink.outlined = focused || (view && view->property("hoverRow").toInt() == index.row() &&
                               view->property("hoverColumn").toInt() == index.column());
    painter->fillRect(option.rect, ink.ground);
    ink.fill(QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), ink.roles.separator);
    paintCell(ink, *row);
    if (current && index.column() == CharacterTableModel::CharacterColumn)
        ink.fill(QRectF(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1), ink.roles.ring);
    if (focused)
        paintBox(painter, QRectF(option.rect).adjusted(2, 2, -2, -3), 4, Qt::transparent, ink.roles.ring, 2);
}

bool CellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const auto row = index.data(CharacterTableModel::RowRole).value<CharacterRowPtr>();
    if (!row)
        return false;
    CellInk ink(nullptr, option.rect, option.direction, 1);
    paintCell(ink, *row);
    QStringList lines = ink.elided();
    const QString extra = extraToolTip(*row);
    if (!extra.isEmpty())
        lines.append(extra);
    QToolTip::showText(event->globalPos(), plainToolTip(lines.join(QLatin1Char('\n'))), view);
    return true;
}

} // namespace lorastudio
