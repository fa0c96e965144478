// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/importtablemodel.h"

#include <QTableView>

namespace lorastudio {

class HappeningDelegate;
class ImageSource;

/// The table of the import page with its cells, keys, hover of whole rows and column widths.
class ImportTableView : public QTableView
{
    Q_OBJECT

public:
    explicit ImportTableView(ImageSource &images, QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;
    ImportRowPtr rowAt(const QModelIndex &index) const;
    /// In the order of the table.
    QList<int> selectedEntries() const;
    /// 0 if there is none.
    int currentEntry() const;
    void selectEntry(int id);
    void editName(const QModelIndex &index);

Q_SIGNALS:
    void linkActivated(const QModelIndex &index);
    /// Of the selected rows.
    void wantedToggled();
    void currentEntryChanged(int id);
    void menuRequested(const QModelIndex &index, const QPoint &globalPos);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyboardSearch(const QString &search) override;

private:
    void layoutColumns();
    void setKeysUsed(bool used);
    void setHoverRow(int row);

    HappeningDelegate *m_happening;
};

} // namespace lorastudio
