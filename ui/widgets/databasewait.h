// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace lorastudio {

class TextLabel;

/// Stands where the rows will be while the database is being opened, and says what is wrong if it cannot be: the whole
/// sentence, however long, with two ways on.
class DatabaseWait : public QWidget
{
    Q_OBJECT

public:
    explicit DatabaseWait(QWidget *parent = nullptr);
    /// Plain text; empty = it is being opened.
    void setProblem(const QString &problem);

Q_SIGNALS:
    void tryAgainRequested();
    void settingsRequested();

private:
    TextLabel *m_title;
    TextLabel *m_problem;
    QPushButton *m_again;
    QPushButton *m_settings;
};

} // namespace lorastudio
