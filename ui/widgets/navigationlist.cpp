// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/navigationlist.h"

#include "delegates/cellink.h"
#include "style/glyphs.h"
#include "style/studiostyle.h"
#include "widgets/projectchooser.h"

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

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const QVariant own = index.data(Qt::SizeHintRole);
        return own.isValid() ? own.toSize() : QSize(NavigationList::railWidth, entryHeight + 2);
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (!(index.flags() & Qt::ItemIsEnabled))
            return; // the gap
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
            const QRectF line(cell.left() + 48, middle - 10, highlight.right() - 8 - cell.left() - 48, 20);
            const qreal badgeWidth = paintBadge(ink, index, line, current);
            ink.text(line.adjusted(0, 0, -badgeWidth - 4, 0), index.data().toString(),
                     current ? ink.fonts.bold : ink.fonts.body, current ? roles.text : roles.text2);
        } else if (index.data(NavigationList::BadgeRole).toInt() > 0 && kindOf(index) != NavigationList::PlainBadge) {
            ink.glyph(glyphOf(index), QPointF(cell.center().x() + 6, std::round(middle - 18)), 14, colourOf(index));
        }
        if (current && m_list->hasFocus())
            paintBox(painter, highlight, 5, Qt::transparent, roles.ring, 2);
    }

private:
    static NavigationList::BadgeKind kindOf(const QModelIndex &index)
    {
        return NavigationList::BadgeKind(index.data(NavigationList::BadgeKindRole).toInt());
    }
    static QString glyphOf(const QModelIndex &index)
    {
        return kindOf(index) == NavigationList::BadBadge ? QStringLiteral("state-failed")
                                                         : QStringLiteral("state-warning");
    }
    static QColor colourOf(const QModelIndex &index)
    {
        const Roles &roles = Roles::current();
        return kindOf(index) == NavigationList::BadBadge ? roles.bad : roles.warn;
    }
    /// At the end of `line`; its width. Where a large number leaves no room for the title, thousands do.
    static qreal paintBadge(CellInk &ink, const QModelIndex &index, const QRectF &line, bool current)
    {
        const Roles &roles = ink.roles;
        const int count = index.data(NavigationList::BadgeRole).toInt();
        if (count <= 0)
            return 0;
        QString badge = QLocale().toString(count);
        const qreal title = (current ? ink.fonts.bold : ink.fonts.body).width(index.data().toString());
        if (count >= 10'000 && title + ink.fonts.body.width(badge) + 6 > line.width())
            badge = NavigationList::tr("%1k").arg(QLocale().toString(count / 1000));
        if (kindOf(index) == NavigationList::PlainBadge) {
            const qreal width = std::ceil(ink.fonts.body.width(badge)) + 1;
            ink.text(QRectF(line.right() - width, line.top(), width, line.height()), badge, ink.fonts.body,
                     current ? roles.text : roles.text2, Qt::AlignRight);
            return width;
        }
        const qreal words = std::ceil(ink.fonts.smallBold.width(badge)) + 1;
        const QRectF pill(line.right() + 2 - words - 31, line.top(), words + 31, line.height());
        paintBox(ink.painter(), ink.mirrored(pill), 10,
                 kindOf(index) == NavigationList::BadBadge ? roles.badSoft : roles.warnSoft, Qt::transparent);
        ink.glyph(glyphOf(index), QPointF(pill.left() + 8, pill.top() + 4), 12, colourOf(index));
        ink.text(QRectF(pill.left() + 23, pill.top(), words, pill.height()), badge, ink.fonts.smallBold,
                 colourOf(index));
        return pill.width();
    }

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

void NavigationList::addPage(const QString &glyph, const QString &title, const QString &shortcut, bool atBottom)
{
    if (atBottom && m_gap < 0) {
        m_gap = m_model->rowCount();
        auto *gap = new QStandardItem;
        gap->setFlags(Qt::NoItemFlags);
        m_model->appendRow(gap);
    }
    auto *item = new QStandardItem(title);
    item->setData(glyph, GlyphRole);
    item->setData(title, Qt::AccessibleTextRole);
    item->setToolTip(tr("%1 (%2)").arg(title, shortcut));
    m_model->appendRow(item);
}

void NavigationList::setCurrentPage(int page)
{
    setCurrentIndex(m_model->index(rowOf(page), 0));
}

int NavigationList::currentPage() const
{
    const int row = currentIndex().row();
    return m_gap >= 0 && row > m_gap ? row - 1 : row;
}

int NavigationList::rowOf(int page) const
{
    return m_gap >= 0 && page >= m_gap ? page + 1 : page;
}

void NavigationList::fitGap()
{
    if (m_gap < 0)
        return;
    const int rest = viewport()->height() - (m_model->rowCount() - 1) * (entryHeight + 2) - 8;
    m_model->item(m_gap)->setSizeHint(QSize(railWidth, qMax(0, rest)));
}

void NavigationList::resizeEvent(QResizeEvent *event)
{
    fitGap();
    QListView::resizeEvent(event);
}

void NavigationList::setBadge(int page, int count, BadgeKind kind)
{
    QStandardItem *item = m_model->item(rowOf(page));
    if (!item || (item->data(BadgeRole) == count && item->data(BadgeKindRole) == int(kind)))
        return;
    item->setData(count, BadgeRole);
    item->setData(int(kind), BadgeKindRole);
    QString spoken = item->text();
    if (count > 0 && kind == PlainBadge)
        spoken = tr("%1, %2").arg(item->text(), QLocale().toString(count));
    else if (count > 0)
        spoken = tr("%1, %2 need attention").arg(item->text(), QLocale().toString(count));
    item->setData(spoken, Qt::AccessibleTextRole);
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
        Q_EMIT pageChosen(currentPage());
}

NavigationPane::NavigationPane(QWidget *parent)
    : QWidget(parent), m_project(new ProjectChooser(this)), m_list(new NavigationList(this))
{
    setObjectName(QStringLiteral("navigationPane"));
    setAccessibleName(tr("Navigation"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 1, 0);
    column->setSpacing(0);
    column->addWidget(m_project);
    column->addWidget(m_list, 1);
    setRail(false);
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
