// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/rowtableview.h"

namespace lorastudio {

/// The table of models: its columns share the width that there is, Enter edits, and the whole row is under the pointer.
class ModelTableView : public RowTableView
{
    Q_OBJECT

public:
    explicit ModelTableView(QWidget *parent = nullptr);
    QString currentFile() const;
    /// False if there is no such row.
    bool selectFile(const QString &file);
    /// How high it is with so many rows.
    int heightOf(int rows) const;

Q_SIGNALS:
    void currentFileChanged();
    void editRequested();

protected:
    void layoutColumns() override;
    int heightOfRows() const override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
};

} // namespace lorastudio
