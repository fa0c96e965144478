// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

class QLineEdit;
class QToolButton;

namespace lorastudio {

class WindowActions;

/// The tool bar of the window: what is done most, the search line, and the menus as one button while the menu bar is
/// hidden.
class WindowToolBar : public QToolBar
{
    Q_OBJECT

public:
    WindowToolBar(const WindowActions &actions, QWidget *parent);
    QLineEdit *search() const { return m_search; }
    QToolButton *menuButton() const { return m_menuButton; }
    /// Only Start keeps its words.
    void setIconsOnly(bool on);
    /// Whether Start carries the filled accent; otherwise a button of the page does.
    void setStartPrimary(bool on);
    /// What the search line searches; empty = it is not there.
    void setSearchPrompt(const QString &prompt);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *addButton(QAction *action, QWidget *content);
    void makeSearch(QWidget *content);

    QList<QToolButton *> m_buttons; ///< without Start
    QToolButton *m_start = nullptr;
    QLineEdit *m_search = nullptr;
    QToolButton *m_menuButton = nullptr;
};

} // namespace lorastudio
