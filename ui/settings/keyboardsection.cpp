// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/keyboardsection.h"

#include "mainwindow/keylist.h"
#include "mainwindow/page.h"
#include "style/fonts.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

constexpr int rowHeight = 30;

/// The page to which an action belongs; null = it holds everywhere.
const Page *pageOf(const QAction *action)
{
    for (const QObject *owner = action->parent(); owner; owner = owner->parent()) {
        if (const Page *page = qobject_cast<const Page *>(owner))
            return page;
    }
    return nullptr;
}

} // namespace

KeyboardSection::KeyboardSection(QWidget *parent)
    : SettingsSection(tr("Keyboard"), tr("All keys of the window. The line at the top right searches them."), parent),
      m_keys(new QTreeWidget(this))
{
    setObjectName(QStringLiteral("settingsKeyboardSection"));
    m_keys->setObjectName(QStringLiteral("settingsKeysTree"));
    m_keys->setAccessibleName(tr("All keys"));
    m_keys->setColumnCount(2);
    m_keys->setHeaderHidden(true);
    m_keys->setRootIsDecorated(false);
    m_keys->setItemsExpandable(false);
    m_keys->setIndentation(0);
    m_keys->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_keys->setUniformRowHeights(true);
    m_keys->setTabKeyNavigation(false);
    m_keys->header()->setStretchLastSection(false);
    m_keys->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_keys->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    column()->addWidget(m_keys, 1);
}

QTreeWidgetItem *KeyboardSection::group(const QString &title)
{
    for (int i = 0; i < m_keys->topLevelItemCount(); ++i) {
        if (m_keys->topLevelItem(i)->text(0) == title)
            return m_keys->topLevelItem(i);
    }
    auto *item = new QTreeWidgetItem(m_keys, {title});
    item->setFirstColumnSpanned(true);
    item->setFont(0, boldFont());
    item->setFlags(Qt::ItemIsEnabled);
    item->setSizeHint(0, QSize(0, rowHeight));
    return item;
}

void KeyboardSection::refresh()
{
    m_keys->clear();
    const QString everywhere = tr("Everywhere");
    group(everywhere); // first
    QSet<QString> known;
    const QList<QAction *> actions = window()->findChildren<QAction *>();
    for (const QAction *action : actions) {
        const QString keys = QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText);
        if (keys.isEmpty() || action->objectName().isEmpty()) // nameless ones belong to Qt's own editors
            continue;
        const Page *page = pageOf(action);
        const QString title = page ? page->accessibleName() : everywhere;
        const QString what = wordsOf(*action);
        if (known.contains(title + u'\n' + what + u'\n' + keys))
            continue;
        known.insert(title + u'\n' + what + u'\n' + keys);
        auto *item = new QTreeWidgetItem(group(title), {what, keys});
        item->setData(0, Qt::AccessibleTextRole, tr("%1: %2").arg(what, keys));
        item->setSizeHint(0, QSize(0, rowHeight));
    }
    m_keys->expandAll();
    filter();
}

bool KeyboardSection::matches(const QString &text) const
{
    return SettingsSection::matches(text) ||
           !m_keys->findItems(text, Qt::MatchContains | Qt::MatchRecursive, 0).isEmpty() ||
           !m_keys->findItems(text, Qt::MatchContains | Qt::MatchRecursive, 1).isEmpty();
}

void KeyboardSection::setSearchText(const QString &text)
{
    m_search = text.trimmed();
    filter();
}

void KeyboardSection::filter()
{
    const bool whole = m_search.isEmpty() || SettingsSection::matches(m_search);
    for (int i = 0; i < m_keys->topLevelItemCount(); ++i) {
        QTreeWidgetItem *group = m_keys->topLevelItem(i);
        bool any = false;
        for (int j = 0; j < group->childCount(); ++j) {
            QTreeWidgetItem *item = group->child(j);
            const bool shown = whole || item->text(0).contains(m_search, Qt::CaseInsensitive) ||
                               item->text(1).contains(m_search, Qt::CaseInsensitive) ||
                               group->text(0).contains(m_search, Qt::CaseInsensitive);
            item->setHidden(!shown);
            any = any || shown;
        }
        group->setHidden(!any);
    }
}

QWidget *KeyboardSection::firstControl()
{
    return m_keys;
}

void KeyboardSection::changeEvent(QEvent *event)
{
    SettingsSection::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange && isVisible())
        refresh();
}

} // namespace lorastudio
