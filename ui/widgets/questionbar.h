// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace lorastudio {

class TextLabel;

/// A question in place of the run strip: a sentence and two buttons. Escape is the second one.
class QuestionBar : public QWidget
{
    Q_OBJECT

public:
    /// `name` begins the object names.
    QuestionBar(const QString &yes, const QString &no, QWidget *parent = nullptr,
                const QString &name = QStringLiteral("charactersStop"));
    /// Shows the question and moves the focus to the answer that changes nothing.
    void ask(const QString &head, const QString &body);

Q_SIGNALS:
    void answered(bool yes);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_head;
    TextLabel *m_body;
    QPushButton *m_yes;
    QPushButton *m_no;
};

} // namespace lorastudio
