// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/rowtableview.h"

namespace lorastudio {

/// The table of the log. The sentence takes the width that the other columns leave; Enter follows an entry.
class LogTableView : public RowTableView
{
    Q_OBJECT

public:
    explicit LogTableView(QWidget *parent = nullptr);

Q_SIGNALS:
    void currentEntryChanged();
    void followRequested();

protected:
    void layoutColumns() override;
    int heightOfRows() const override;
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
};

} // namespace lorastudio
