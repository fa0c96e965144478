// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/sectionlist.h"

#include "delegates/cellink.h"
#include "style/studiostyle.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace lorastudio {

namespace {

constexpr int entryHeight = 36;

class SectionDelegate : public QStyledItemDelegate
{
public:
    explicit SectionDelegate(SectionList *list) : QStyledItemDelegate(list), m_list(list) {}
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {100, entryHeight}; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        CellInk ink(painter, option.rect, option.direction, painter->device()->devicePixelRatioF());
        const Roles &roles = ink.roles;
        const bool current = m_list->currentIndex() == index;
        const QRectF box = QRectF(option.rect).adjusted(8, 1, -4, -1);
        if (current)
            paintBox(painter, box, 5, mix(roles.accent, roles.window, roles.dark ? .34 : .14), Qt::transparent);
        else if (option.state & QStyle::State_MouseOver)
            paintBox(painter, box, 5, mix(roles.text, roles.window, .05), Qt::transparent);
        if (current && m_list->hasFocus())
            paintBox(painter, box, 5, Qt::transparent, roles.ring, 2);
        ink.text(box.adjusted(10, 0, -8, 0), index.data().toString(), current ? ink.fonts.bold : ink.fonts.body,
                 roles.text);
    }

private:
    SectionList *m_list;
};

} // namespace

SectionList::SectionList(QWidget *parent) : QListView(parent), m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("settingsSectionList"));
    setAccessibleName(tr("Sections"));
    setFixedWidth(listWidth);
    setFrameShape(QFrame::NoFrame);
    setModel(m_model);
    setItemDelegate(new SectionDelegate(this));
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportMargins(0, 12, 0, 12);
    viewport()->setAutoFillBackground(false);
    setAutoFillBackground(false);
}

void SectionList::addSection(const QString &title)
{
    auto *item = new QStandardItem(title);
    item->setData(title, Qt::AccessibleTextRole);
    m_model->appendRow(item);
}

void SectionList::setCurrent(int section)
{
    setCurrentIndex(m_model->index(section, 0));
}

void SectionList::setFound(int section, bool found)
{
    setRowHidden(section, !found);
}

void SectionList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT sectionChosen(current.row());
}

} // namespace lorastudio
