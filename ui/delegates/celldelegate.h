// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/cellink.h"
#include "models/characterrow.h"

#include <QStyledItemDelegate>

namespace lorastudio {

/// What all cells of the character table have in common: ground, hover of the whole row, the bar of the current row,
/// the focus ring, and a tool tip with whatever was elided. The view says with its dynamic property `hoverRow` where
/// the pointer is, and with `keysUsed` that a person works with the keyboard: only then the focus of a cell is drawn.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
    /// Height of a row: the larger of 74 and three lines; a compact one has 40, or two lines.
    static int rowHeight(bool compact = false);
    /// Whether this cell has room for two lines only.
    static bool isCompact(const CellInk &ink);

protected:
    virtual void paintCell(CellInk &ink, const CharacterRow &row) const = 0;
    /// What the tool tip says besides elided texts.
    virtual QString extraToolTip(const CharacterRow &row) const;
};

} // namespace lorastudio
