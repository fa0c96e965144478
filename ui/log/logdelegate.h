// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/cellink.h"
#include "models/eventlog.h"

#include <QStyledItemDelegate>

namespace lorastudio {

/// The cells of the log: time, glyph of the level and where, the sentence, how often.
class LogDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
    static int rowHeight();

private:
    static void paintCell(CellInk &ink, const QModelIndex &index);
};

} // namespace lorastudio
