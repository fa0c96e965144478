// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with servers on their page: the actions, the form in the side panel, links and the menu.
#include "servers/serverspage.h"

#include "models/serverphrases.h"
#include "servers/serverformpanel.h"
#include "servers/servertableview.h"
#include "style/glyphs.h"

#include <QAction>
#include <QMenu>

namespace lorastudio {

QAction *ServersPage::makeAction(const QString &text, const char *name, const QKeySequence &keys, const char *theme,
                                 const char *glyph)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (*glyph)
        action->setIcon(actionIcon(QString::fromLatin1(theme), QString::fromLatin1(glyph)));
    return action;
}

void ServersPage::makeActions()
{
    m_edit = makeAction(tr("&Edit Server"), "editServerAction", QKeySequence(Qt::Key_Return));
    m_add = makeAction(tr("&Add Server"), "addServerAction", QKeySequence(Qt::CTRL | Qt::Key_N));
    m_test = makeAction(tr("&Test Server"), "testServerAction", QKeySequence(Qt::CTRL | Qt::Key_T));
    m_drain = makeAction(tr("&Drain"), "drainServerAction", QKeySequence(Qt::CTRL | Qt::Key_D));
    m_free = makeAction(tr("&Free Memory"), "freeServerMemoryAction", {});
    m_ask = makeAction(tr("A&sk Again"), "askServersAction", QKeySequence(Qt::Key_F5), "view-refresh", "retry");
    m_remove = makeAction(tr("&Remove Server"), "removeServerAction", QKeySequence(Qt::Key_Delete));
    for (QAction *action : {m_edit, m_remove}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_table->addAction(action);
    }
    addActions({m_add, m_test, m_drain, m_ask});
    m_form->addActions({m_add, m_test, m_drain, m_ask}); // the side panel is not inside the page
    connect(m_edit, &QAction::triggered, this, [this] {
        if (!m_table->activateLink())
            editCurrent();
    });
    connect(m_add, &QAction::triggered, this, [this] { openForm({}); });
    connect(m_test, &QAction::triggered, this, &ServersPage::testCurrent);
    connect(m_drain, &QAction::triggered, this, &ServersPage::drainCurrent);
    connect(m_free, &QAction::triggered, this, [this] {
        if (const ServerRow *row = currentServer())
            m_servers.freeMemory(row->url);
    });
    connect(m_ask, &QAction::triggered, this, [this] { m_servers.askAgain({}); });
    connect(m_remove, &QAction::triggered, this, [this] {
        if (const ServerRow *row = currentServer()) {
            openForm(row->url);
            m_form->askRemoval();
        }
    });
}

QList<QAction *> ServersPage::pageActions() const
{
    return {m_add, m_edit, m_test, m_drain, m_free, m_ask, m_remove};
}

void ServersPage::openForm(const QString &url)
{
    if (!m_formOpen || m_form->url() != url)
        m_form->edit(url);
    m_formOpen = true;
    Q_EMIT frameChanged();
    Q_EMIT sidePanelRequested();
    m_form->takeFocus();
    updateHead();
}

bool ServersPage::closeSidePanel()
{
    closeForm();
    return true;
}

bool ServersPage::escape()
{
    if (!m_formOpen)
        return false;
    if (!m_form->escape())
        closeForm();
    return true;
}

void ServersPage::editServer(const QString &url)
{
    if (!m_servers.form(url).builtIn)
        openForm(url);
}

void ServersPage::editCurrent()
{
    if (const ServerRow *row = currentServer())
        editServer(row->url);
}

void ServersPage::testCurrent()
{
    if (!m_formOpen)
        editCurrent();
    if (m_formOpen)
        m_form->startTest();
}

void ServersPage::drainCurrent()
{
    if (const ServerRow *row = currentServer())
        m_servers.setDraining(row->url, !row->draining);
}

void ServersPage::runLink(const QString &url, ServerLink link)
{
    switch (link) {
    case ServerLink::AskAgain:
    case ServerLink::ConnectNow:
        m_servers.askAgain(url);
        break;
    case ServerLink::Drain:
        m_servers.setDraining(url, true);
        break;
    case ServerLink::TakeUp:
        m_servers.setDraining(url, false);
        break;
    case ServerLink::OpenLog:
        Q_EMIT logRequested();
        break;
    case ServerLink::Edit:
        editServer(url);
        break;
    }
}

void ServersPage::openMenu(const QPoint &globalPos)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("serversMenu"));
    if (const ServerMessage *message = m_model.message(m_table->currentIndex())) {
        for (const ServerLink link : message->links) {
            QAction *action = menu->addAction(phrases::serverLink(link));
            connect(action, &QAction::triggered, this,
                    [this, url = m_table->currentUrl(), link] { runLink(url, link); });
        }
        menu->addSeparator();
    }
    menu->addActions({m_edit, m_test, m_drain, m_free, m_ask});
    menu->addSeparator();
    menu->addActions({m_add, m_remove});
    menu->popup(globalPos);
}

} // namespace lorastudio
