// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/pagetable.h"

#include <QWidget>

class QStackedWidget;

namespace lorastudio {

class MessageList;
class NameBar;
class NavigationPane;

/// The middle of the window: the navigation, the messages, and the page that is shown, made from the table of pages.
class PageArea : public QWidget
{
    Q_OBJECT

public:
    PageArea(const QList<PageEntry> &table, const WindowViews &views, QWidget *parent);
    ~PageArea() override;

    Page *current() const;
    QString currentId() const;
    bool hasPage(const QString &id) const;
    /// Unknown ids are ignored. The page gets the keyboard, unless a person walks the navigation with it.
    void showPage(const QString &id);
    /// The page of this class; it has to be in the table.
    template <class T>
    T *page() const
    {
        for (Page *page : m_made) {
            if (T *found = qobject_cast<T *>(page))
                return found;
        }
        return nullptr;
    }
    QList<Page *> all() const { return m_made; }
    void updateBadges();
    NavigationPane *navigation() const { return m_navigation; }
    MessageList *messages() const { return m_messages; }
    NameBar *nameBar() const { return m_nameBar; }
    QStackedWidget *stack() const { return m_stack; }

Q_SIGNALS:
    /// Another page is shown, or the same once more.
    void shown();
    /// The page of this id was shown, and another one is now.
    void left(const QString &id);

private:
    void showAt(int index);
    QList<PageEntry> m_table;
    QList<Page *> m_made; ///< as in the table
    NavigationPane *m_navigation;
    MessageList *m_messages;
    NameBar *m_nameBar;
    QStackedWidget *m_stack;
};

} // namespace lorastudio
