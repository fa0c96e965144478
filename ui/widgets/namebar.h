// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QLineEdit;
class QPushButton;

namespace lorastudio {

class TextLabel;

/// Asks for a name in place: one line over the page, with what is wrong with it while it is typed. Enter or the button
/// takes it, Escape closes it.
class NameBar : public QWidget
{
    Q_OBJECT

public:
    struct Question
    {
        QString label;                                   ///< "Name of the new character"
        QString button;                                  ///< title case
        QString initial;                                 ///< selected, so that typing replaces it
        std::function<QString(const QString &)> problem; ///< for people; empty = it can be taken
        std::function<void(const QString &)> take;
    };

    explicit NameBar(QWidget *parent = nullptr);
    void ask(Question question);
    /// False if nothing was asked.
    bool cancel();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void check();
    void accept();

    Question m_question;
    TextLabel *m_label;
    QLineEdit *m_edit;
    TextLabel *m_problem;
    QPushButton *m_accept;
    QPushButton *m_cancel;
};

} // namespace lorastudio
