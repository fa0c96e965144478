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
    /// An empty `problem` means that what is dragged can be read. `note` says what of it cannot, or why; may be empty.
    void showOver(const QString &problem, const QString &note = {});

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString sentence() const;
    QString m_problem;
    QString m_note;
};

} // namespace lorastudio
