// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/cellink.h"
#include "models/catalogtablemodel.h"

#include <QStyledItemDelegate>

namespace lorastudio {

/// The cells of the table of models: name with the colour of its series, declared sharpness above the mean technical
/// score, images, accepted share, times, and on how many servers. The view says with its dynamic properties `hoverRow`
/// and `keysUsed` where the pointer is and that a person works with the keyboard.
class ModelCellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
    /// Height of a row: the larger of 56 and two lines.
    static int rowHeight();
    /// The colour of the model at this place of the catalog.
    static QColor seriesColor(const Roles &roles, int place);

private:
    static void paintCell(CellInk &ink, const CatalogRow &row, int column, int series);
};

} // namespace lorastudio
