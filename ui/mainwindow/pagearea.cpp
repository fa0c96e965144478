// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/pagearea.h"

#include "mainwindow/page.h"
#include "widgets/messagebar.h"
#include "widgets/namebar.h"
#include "widgets/navigationlist.h"

#include <QHBoxLayout>
#include <QStackedWidget>

#include <algorithm>

namespace lorastudio {

PageArea::PageArea(const QList<PageEntry> &table, const WindowViews &views, QWidget *parent)
    : QWidget(parent),
      m_table(table),
      m_navigation(new NavigationPane(this)),
      m_messages(new MessageList(this)),
      m_nameBar(new NameBar(this)),
      m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("pageArea"));
    m_stack->setObjectName(QStringLiteral("pages"));
    for (const PageEntry &entry : table) {
        m_navigation->pages()->addPage(entry.glyph, QString(entry.title).remove(u'&'),
                                       entry.keys.toString(QKeySequence::NativeText), entry.atBottom);
        m_made.append(entry.make(views, this));
        m_stack->addWidget(m_made.last());
        connect(m_made.last(), &Page::badgeChanged, this, &PageArea::updateBadges);
    }
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_messages);
    right->addWidget(m_nameBar);
    right->addWidget(m_stack, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_navigation);
    row->addLayout(right, 1);
    connect(m_navigation->pages(), &NavigationList::pageChosen, this, &PageArea::showAt);
}

PageArea::~PageArea()
{
    m_navigation->pages()->disconnect(this); // the list that goes changes its current entry once more
}

Page *PageArea::current() const
{
    return m_made.at(m_stack->currentIndex());
}

QString PageArea::currentId() const
{
    return m_table.at(m_stack->currentIndex()).id;
}

bool PageArea::hasPage(const QString &id) const
{
    return std::any_of(m_table.cbegin(), m_table.cend(), [&](const PageEntry &entry) { return entry.id == id; });
}

void PageArea::showPage(const QString &id)
{
    for (int i = 0; i < m_table.size(); ++i) {
        if (m_table.at(i).id == id)
            showAt(i);
    }
}

void PageArea::showAt(int index)
{
    const QString before = currentId();
    const bool changed = m_stack->currentIndex() != index;
    if (changed)
        m_nameBar->cancel();
    m_stack->setCurrentIndex(index);
    m_navigation->pages()->setCurrentPage(index);
    if (changed && !m_navigation->pages()->hasFocus())
        current()->takeFocus();
    if (changed)
        Q_EMIT left(before);
    Q_EMIT shown();
}

void PageArea::updateBadges()
{
    for (int i = 0; i < m_made.size(); ++i) {
        const PageBadge badge = m_made.at(i)->badge();
        m_navigation->pages()->setBadge(i, badge.count, NavigationList::BadgeKind(badge.kind));
    }
}

} // namespace lorastudio
