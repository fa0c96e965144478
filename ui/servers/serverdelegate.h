// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/cellink.h"
#include "models/servertablemodel.h"

#include <QStyledItemDelegate>

namespace lorastudio {

/// Glyph and colour of a server's state.
struct ServerLook
{
    QString glyph;
    QColor Roles::*color;
    bool colorsWord = false;
};
ServerLook serverLook(ServerState state);

/// Paints the cells of servers and, over the whole width, their messages with links. The view says with its dynamic
/// properties `hoverUrl` and `keysUsed` where the pointer is and that a person works with the keyboard, and with
/// `linkIndex` which link of the current message Enter is for.
class ServerDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ServerDelegate(QObject *parent = nullptr) : QStyledItemDelegate(parent) {}
    static int rowHeight();
    static int messageHeight();
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
    /// Where the links of a message take clicks; `option.rect` as painted.
    QList<QRect> linkRects(const QStyleOptionViewItem &option, const QModelIndex &index) const;

private:
    void paintMessage(CellInk &ink, const ServerMessage &message, int focusedLink) const;
    void paintCell(CellInk &ink, const ServerRow &row, int column, const QDateTime &now) const;
};

} // namespace lorastudio
