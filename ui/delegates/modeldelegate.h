// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/celldelegate.h"

namespace lorastudio {

/// The checkpoint of a row with its sharpness and the reason of the choice. It looks like a combo box where it can be
/// used as one; the list itself is opened by the view through `listRequested`.
class ModelDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

Q_SIGNALS:
    void listRequested(const QModelIndex &index);

protected:
    void paintCell(CellInk &ink, const CharacterRow &row) const override;
    QString extraToolTip(const CharacterRow &row) const override;
};

} // namespace lorastudio
