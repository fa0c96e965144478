// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace lorastudio {

/// A table of rows of which one is current: hover of whole rows, a ring only for who works with the keyboard, a menu by
/// pointer and key, Enter follows the row. Its delegate finds where the pointer is in the dynamic property `hoverRow`,
/// and in `keysUsed` whether the focus is to be seen. What columns there are is the business of who derives from it.
class RowTableView : public QTableView
{
    Q_OBJECT

public:
    explicit RowTableView(QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;

Q_SIGNALS:
    void enterPressed();
    void menuRequested(const QPoint &globalPos);

protected:
    /// The columns share the width that there is.
    virtual void layoutColumns() = 0;
    virtual int heightOfRows() const = 0;

    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void setHover(int row);
    void setKeysUsed(bool used);
};

} // namespace lorastudio
