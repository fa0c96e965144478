// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/navigationlist.h"

#include "delegates/cellink.h"
#include "style/glyphs.h"
#include "style/studiostyle.h"
#include "widgets/textlabel.h"

#include <QLocale>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

constexpr int entryHeight = 40;

class EntryDelegate : public QStyledItemDelegate
{
public:
    explicit EntryDelegate(NavigationList *list) : QStyledItemDelegate(list), m_list(list) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return QSize(NavigationList::railWidth, entryHeight + 2);
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        CellInk ink(painter, option.rect, option.direction, painter->device()->devicePixelRatioF());
        const Roles &roles = ink.roles;
        const QRectF cell = option.rect;
        const bool current = m_list->currentIndex() == index;
        const QRectF highlight = cell.adjusted(8, 2, -8, -4);
        if (current)
            paintBox(painter, highlight, 5, mix(roles.accent, roles.sidebar, roles.dark ? .34 : .14), Qt::transparent);
        else if (option.state & QStyle::State_MouseOver)
            paintBox(painter, highlight, 5, mix(roles.text, roles.sidebar, .05), Qt::transparent);
        if (current)
            paintBox(painter, ink.mirrored(QRectF(highlight.left(), highlight.top() + 8, 3, highlight.height() - 16)),
                     1.5, roles.ring, Qt::transparent);
        const qreal middle = highlight.center().y();
        const qreal glyphLeft = m_list->isRail() ? cell.center().x() - 10 : cell.left() + 18;
        ink.glyph(index.data(NavigationList::GlyphRole).toString(), QPointF(glyphLeft, std::round(middle - 10)), 20,
                  current ? roles.text : roles.text2);
        if (!m_list->isRail()) {
            const int count = index.data(NavigationList::BadgeRole).toInt();
            const QString badge = count > 0 ? QLocale().toString(count) : QString();
            const qreal badgeWidth = badge.isEmpty() ? 0 : std::ceil(ink.fonts.body.width(badge)) + 1;
            const QRectF line(cell.left() + 48, middle - 10, highlight.right() - 8 - cell.left() - 48, 20);
            ink.text(line.adjusted(0, 0, -badgeWidth - 4, 0), index.data().toString(),
                     current ? ink.fonts.bold : ink.fonts.body, current ? roles.text : roles.text2);
            ink.text(QRectF(line.right() - badgeWidth, line.top(), badgeWidth, line.height()), badge, ink.fonts.body,
                     current ? roles.text : roles.text2, Qt::AlignRight);
        }
        if (current && m_list->hasFocus())
            paintBox(painter, highlight, 5, Qt::transparent, roles.ring, 2);
    }

private:
    NavigationList *m_list;
};

} // namespace

NavigationList::NavigationList(QWidget *parent) : QListView(parent), m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("navigationList"));
    setAccessibleName(tr("Pages"));
    setFrameShape(QFrame::NoFrame);
    setModel(m_model);
    setItemDelegate(new EntryDelegate(this));
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setAutoFillBackground(false);
}

void NavigationList::addPage(const QString &glyph, const QString &title, const QString &shortcut)
{
    auto *item = new QStandardItem(title);
    item->setData(glyph, GlyphRole);
    item->setData(title, Qt::AccessibleTextRole);
    item->setToolTip(tr("%1 (%2)").arg(title, shortcut));
    m_model->appendRow(item);
}

void NavigationList::setCurrentPage(int page)
{
    setCurrentIndex(m_model->index(page, 0));
}

void NavigationList::setBadge(int page, int count)
{
    if (QStandardItem *item = m_model->item(page)) {
        item->setData(count, BadgeRole);
        item->setData(count > 0 ? tr("%1, %2").arg(item->text(), QLocale().toString(count)) : item->text(),
                      Qt::AccessibleTextRole);
    }
}

void NavigationList::setRail(bool rail)
{
    m_rail = rail;
    updateGeometry();
    viewport()->update();
}

QSize NavigationList::sizeHint() const
{
    return QSize(m_rail ? railWidth : wideWidth, 200);
}

void NavigationList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT pageChosen(current.row());
}

NavigationPane::NavigationPane(QWidget *parent)
    : QWidget(parent),
      m_project(new TextLabel(TextLabel::Size::Bold, &Roles::text, this)),
      m_list(new NavigationList(this))
{
    setObjectName(QStringLiteral("navigationPane"));
    setAccessibleName(tr("Navigation"));
    m_project->setObjectName(QStringLiteral("navigationProjectLabel"));
    m_project->setContentsMargins(18, 0, 0, 0);
    m_project->setFixedHeight(48);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 1, 0);
    column->setSpacing(0);
    column->addWidget(m_project);
    column->addWidget(m_list, 1);
    setRail(false);
}

void NavigationPane::setProjectName(const QString &name)
{
    m_project->setText(name);
}

void NavigationPane::setRail(bool rail)
{
    m_list->setRail(rail);
    m_project->setVisible(!rail);
    layout()->setContentsMargins(0, rail ? 8 : 0, 1, 0);
    setFixedWidth(rail ? NavigationList::railWidth : NavigationList::wideWidth);
}

void NavigationPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    painter.fillRect(rect(), roles.sidebar);
    const QRect line = QStyle::visualRect(layoutDirection(), rect(), QRect(width() - 1, 0, 1, height()));
    painter.fillRect(line, roles.separator);
}

} // namespace lorastudio
