// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace lorastudio {

/// The table of models: its columns share the width that there is, Enter edits, and the whole row is under the pointer.
class ModelTableView : public QTableView
{
    Q_OBJECT

public:
    explicit ModelTableView(QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;
    QString currentFile() const;
    /// False if there is no such row.
    bool selectFile(const QString &file);
    /// How high it is with so many rows.
    int heightOf(int rows) const;

Q_SIGNALS:
    void currentFileChanged();
    void editRequested();
    void menuRequested(const QPoint &globalPos);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void layoutColumns();
    void setHover(int row);
    void setKeysUsed(bool used);
};

} // namespace lorastudio
