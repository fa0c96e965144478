// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/joblistmodel.h"

#include <QTableView>

namespace lorastudio {

/// Open or failed jobs with the reason in the server's own words; a failed one can be tried again by its link, Enter or
/// the menu.
class JobTable : public QTableView
{
    Q_OBJECT

public:
    explicit JobTable(QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;
    /// Whether the last column with the links is shown.
    void setRetryShown(bool shown);

Q_SIGNALS:
    void retryRequested(const QString &jobId);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void layoutColumns();
    void retryAt(const QModelIndex &index);
};

} // namespace lorastudio
