// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/celldelegate.h"

namespace lorastudio {

/// Glyph and word of a row's state, the reason below, and a painted link that takes clicks. The link is no object of
/// its own, so that it is also on Enter, in the context menu and in the sentence for screen readers.
class StatusDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
    /// Where the link takes clicks; empty if the row has none.
    QRect linkRect(const QStyleOptionViewItem &option, const QModelIndex &index) const;

Q_SIGNALS:
    void linkActivated(const QModelIndex &index);

protected:
    void paintCell(CellInk &ink, const CharacterRow &row) const override;
};

/// Glyph of a state, and its colour as a member of Roles.
struct StateLook
{
    QString glyph;
    QColor Roles::*color = nullptr;
    bool colorsWord = false; ///< the word is in the colour too: somebody has to look
};
StateLook stateLook(RowState state);

} // namespace lorastudio
