// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/servertablemodel.h"

#include <QTreeView>

namespace lorastudio {

class ServerDelegate;

/// The servers with their messages below them, always open. Arrows go through servers and messages; on a message left
/// and right choose one of its links. As high as its content, up to the room there is.
class ServerTableView : public QTreeView
{
    Q_OBJECT

public:
    explicit ServerTableView(QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;
    /// Of the current row, or of the server of the current message; empty = none.
    QString currentUrl() const;
    void selectServer(const QString &url);
    /// What Enter does on the current row if it is a message with links; false if it is none.
    bool activateLink();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentServerChanged(const QString &url);
    void linkActivated(const QString &url, lorastudio::ServerLink link);
    void editRequested(const QString &url);
    void menuRequested(const QPoint &globalPos);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    const ServerTableModel *servers() const;
    int linkAt(const QModelIndex &index, const QPoint &position) const;
    void openRows(const QModelIndex &parent, int first, int last);
    void layoutColumns();
    void setHover(const QString &url);
    void setKeysUsed(bool used);

    ServerDelegate *m_delegate;
    QString m_currentUrl;
    QPersistentModelIndex m_pressed;
    int m_pressedLink = -1;
    bool m_layingOut = false;
};

} // namespace lorastudio
