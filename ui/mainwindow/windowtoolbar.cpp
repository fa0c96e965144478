// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/windowtoolbar.h"

#include "mainwindow/windowactions.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "style/tooltips.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

namespace lorastudio {

namespace {

constexpr int searchWidth = 232;
constexpr int barHeight = 47; ///< and the line below

QString nameFor(const QAction *action)
{
    QString name = action->objectName();
    name.replace(QLatin1String("Action"), QLatin1String("Button"));
    return name;
}

} // namespace

WindowToolBar::WindowToolBar(const WindowActions &actions, QWidget *parent) : QToolBar(tr("Actions"), parent)
{
    setObjectName(QStringLiteral("mainToolBar"));
    setAccessibleName(tr("Actions"));
    setMovable(false);
    setFloatable(false);
    // One widget with a layout of its own: the tool bar's layout takes margins from the style whenever that changes.
    layout()->setContentsMargins(0, 0, 0, 0);
    setFixedHeight(barHeight + 1);
    auto *content = new QWidget(this);
    content->setFixedHeight(barHeight);
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(3, 0, 20, 0);
    row->setSpacing(3);
    row->addWidget(addButton(actions.importFiles, content));
    row->addWidget(addButton(actions.autoAssign, content));
    row->addSpacing(12);
    auto *line = new QFrame(content);
    line->setFrameShape(QFrame::VLine);
    line->setFixedHeight(32);
    row->addWidget(line);
    row->addSpacing(8);
    m_start = addButton(actions.start, content);
    m_start->setProperty("primary", true);
    m_start->setAutoRaise(false);
    m_buttons.removeOne(m_start);
    row->addWidget(m_start);
    row->addWidget(addButton(actions.pause, content));
    row->addWidget(addButton(actions.stop, content));
    row->addStretch(1);
    makeSearch(content);
    row->addWidget(m_search);
    m_menuButton = new QToolButton(content);
    m_menuButton->setObjectName(QStringLiteral("menuButton"));
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setIcon(glyphIcon(QStringLiteral("more"), &Roles::text));
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setAutoRaise(true);
    m_menuButton->hide();
    row->addWidget(m_menuButton);
    addWidget(content);
}

QToolButton *WindowToolBar::addButton(QAction *action, QWidget *content)
{
    auto *button = new QToolButton(content);
    button->setDefaultAction(action);
    button->setObjectName(nameFor(action));
    const auto speak = [button, action] {
        button->setAccessibleName(action->iconText());
        button->setAccessibleDescription(textOfToolTip(action->toolTip()));
    };
    speak();
    button->setIconSize(QSize(16, 16));
    button->setFocusPolicy(Qt::TabFocus);
    button->setFixedHeight(32);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(action, &QAction::changed, button, speak);
    m_buttons.append(button);
    return button;
}

void WindowToolBar::makeSearch(QWidget *content)
{
    m_search = new QLineEdit(content);
    m_search->setObjectName(QStringLiteral("searchEdit"));
    m_search->setAccessibleName(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(actionIcon(QStringLiteral("edit-find"), QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->setFixedSize(searchWidth, 32);
    m_search->setMaxLength(200);
}

void WindowToolBar::setIconsOnly(bool on)
{
    for (QToolButton *button : std::as_const(m_buttons))
        button->setToolButtonStyle(on ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void WindowToolBar::setStartPrimary(bool on)
{
    m_start->setProperty("primary", on);
    m_start->update();
}

void WindowToolBar::setSearchPrompt(const QString &prompt)
{
    m_search->setVisible(!prompt.isEmpty());
    if (prompt.isEmpty())
        return;
    m_search->setAccessibleName(prompt);
    m_search->setPlaceholderText(prompt);
}

void WindowToolBar::paintEvent(QPaintEvent *event)
{
    QToolBar::paintEvent(event);
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), Roles::current().separator);
}

} // namespace lorastudio
