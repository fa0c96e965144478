// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace lorastudio {

/// The dashed frame with a sentence that lies over a page while files are dragged over the window.
class DropFrame : public QWidget
{
    Q_OBJECT

public:
    explicit DropFrame(QWidget *covered);
    /// An empty `problem` means that what is dragged can be read.
    void showOver(const QString &problem);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_problem;
};

} // namespace lorastudio
