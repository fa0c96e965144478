// SPDX-License-Identifier: GPL-3.0-or-later
#include "servers/servertableview.h"

#include "servers/serverdelegate.h"
#include "widgets/tableheader.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

#include <array>

namespace lorastudio {

namespace {

using Model = ServerTableModel;
using Widths = std::array<int, Model::ColumnCount>;

constexpr Widths baseWidths{206, 158, 172, 150, 100, 110, 88};
constexpr Widths leastWidths{140, 122, 116, 106, 80, 92, 64};
constexpr std::array<int, 4> growth{30, 22, 26, 22}; ///< per cent of what is left over, of the first columns

} // namespace

ServerTableView::ServerTableView(QWidget *parent) : QTreeView(parent), m_delegate(new ServerDelegate(this))
{
    setObjectName(QStringLiteral("serversTable"));
    setAccessibleName(tr("Servers"));
    auto *header = new TableHeader(this);
    header->setObjectName(QStringLiteral("serversTableHeader"));
    header->setAccessibleName(tr("Columns"));
    header->setSectionsMovable(false);
    header->setSectionsClickable(false);
    header->setStretchLastSection(false);
    setHeader(header);
    setItemDelegate(m_delegate);
    setRootIsDecorated(false);
    setIndentation(0);
    setItemsExpandable(false);
    setExpandsOnDoubleClick(false);
    setFrameShape(NoFrame);
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
}

void ServerTableView::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    if (!model)
        return;
    connect(model, &QAbstractItemModel::rowsInserted, this, &ServerTableView::openRows);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &QWidget::updateGeometry);
    openRows({}, 0, model->rowCount() - 1);
    layoutColumns();
}

const ServerTableModel *ServerTableView::servers() const
{
    return qobject_cast<const ServerTableModel *>(model());
}

void ServerTableView::openRows(const QModelIndex &parent, int first, int last)
{
    for (int row = first; row <= last; ++row) {
        if (parent.isValid())
            setFirstColumnSpanned(row, parent, true);
        else
            setExpanded(model()->index(row, 0), true);
    }
    if (parent.isValid())
        setExpanded(parent, true);
    updateGeometry();
}

QString ServerTableView::currentUrl() const
{
    return currentIndex().data(Model::UrlRole).toString();
}

void ServerTableView::selectServer(const QString &url)
{
    const QModelIndex index = servers() ? servers()->indexOf(url) : QModelIndex();
    if (index.isValid())
        setCurrentIndex(index);
}

QSize ServerTableView::sizeHint() const
{
    int height = header()->sizeHint().height();
    if (servers()) {
        const int count = servers()->rowCount();
        for (int row = 0; row < count; ++row)
            height += ServerDelegate::rowHeight() +
                      servers()->rowCount(servers()->index(row, 0)) * ServerDelegate::messageHeight();
    }
    return QSize(600, height);
}

QSize ServerTableView::minimumSizeHint() const
{
    return QSize(400, qMin(sizeHint().height(), header()->sizeHint().height() + 2 * ServerDelegate::rowHeight()));
}

void ServerTableView::layoutColumns()
{
    if (!model() || m_layingOut)
        return;
    m_layingOut = true;
    const int room = viewport()->width();
    Widths widths = baseWidths;
    int sum = 0;
    for (const int width : widths)
        sum += width;
    int extra = room - sum;
    if (extra > 0) {
        for (std::size_t i = 0; i < growth.size(); ++i)
            widths[i] += extra * growth[i] / 100;
    } else {
        int missing = -extra;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const int less = qMin(missing, widths[i] - leastWidths[i]);
            widths[i] -= less;
            missing -= less;
        }
    }
    int used = 0;
    for (int column = 0; column < Model::ColumnCount - 1; ++column)
        used += widths[std::size_t(column)];
    widths[Model::ImagesColumn] = qMax(leastWidths[Model::ImagesColumn], room - used);
    for (int column = 0; column < Model::ColumnCount; ++column)
        header()->resizeSection(column, widths[std::size_t(column)]);
    m_layingOut = false;
}

void ServerTableView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    layoutColumns();
}

void ServerTableView::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        doItemsLayout();
        updateGeometry();
    }
}

void ServerTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    setProperty("linkIndex", 0);
    viewport()->update(); // the tint is of a whole server, wherever in it the current item is
    const QString url = current.data(Model::UrlRole).toString();
    if (url == m_currentUrl)
        return;
    m_currentUrl = url;
    Q_EMIT currentServerChanged(url);
}

bool ServerTableView::activateLink()
{
    const ServerMessage *message = servers() ? servers()->message(currentIndex()) : nullptr;
    if (!message || message->links.isEmpty())
        return false;
    const int at = qBound(0, property("linkIndex").toInt(), int(message->links.size()) - 1);
    Q_EMIT linkActivated(currentUrl(), message->links.at(at));
    return true;
}

void ServerTableView::keyPressEvent(QKeyEvent *event)
{
    setKeysUsed(true);
    const ServerMessage *message = servers() ? servers()->message(currentIndex()) : nullptr;
    const bool sideways = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (message && sideways && event->modifiers() == Qt::NoModifier) {
        const bool forward = (event->key() == Qt::Key_Right) == (layoutDirection() == Qt::LeftToRight);
        const int last = int(message->links.size()) - 1;
        setProperty("linkIndex", qBound(0, property("linkIndex").toInt() + (forward ? 1 : -1), qMax(0, last)));
        viewport()->update();
        return;
    }
    if (sideways && currentIndex().isValid() && event->modifiers() == Qt::NoModifier) {
        const bool forward = (event->key() == Qt::Key_Right) == (layoutDirection() == Qt::LeftToRight);
        const int column = qBound(0, currentIndex().column() + (forward ? 1 : -1), int(Model::ColumnCount) - 1);
        setCurrentIndex(currentIndex().siblingAtColumn(column));
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return event->ignore(); // the page's, and with Ctrl the window's
    QTreeView::keyPressEvent(event);
}

void ServerTableView::setKeysUsed(bool used)
{
    if (property("keysUsed").toBool() == used)
        return;
    setProperty("keysUsed", used);
    viewport()->update();
}

void ServerTableView::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setKeysUsed(true);
    QTreeView::focusInEvent(event);
}

int ServerTableView::linkAt(const QModelIndex &index, const QPoint &position) const
{
    if (!index.parent().isValid())
        return -1;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(index.siblingAtColumn(0));
    const QList<QRect> rects = m_delegate->linkRects(option, index.siblingAtColumn(0));
    for (int i = 0; i < rects.size(); ++i) {
        if (rects.at(i).contains(position))
            return i;
    }
    return -1;
}

void ServerTableView::mousePressEvent(QMouseEvent *event)
{
    setKeysUsed(false);
    const QModelIndex index = indexAt(event->position().toPoint());
    m_pressed = index;
    m_pressedLink = event->button() == Qt::LeftButton ? linkAt(index, event->position().toPoint()) : -1;
    QTreeView::mousePressEvent(event);
}

void ServerTableView::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    const int link = linkAt(index, event->position().toPoint());
    const ServerMessage *message = servers() ? servers()->message(index) : nullptr;
    if (event->button() == Qt::LeftButton && message && link >= 0 && link == m_pressedLink && m_pressed == index)
        Q_EMIT linkActivated(index.data(Model::UrlRole).toString(), message->links.value(link));
    m_pressedLink = -1;
}

void ServerTableView::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTreeView::mouseDoubleClickEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid() && !index.parent().isValid())
        Q_EMIT editRequested(index.data(Model::UrlRole).toString());
}

void ServerTableView::mouseMoveEvent(QMouseEvent *event)
{
    QTreeView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    setHover(index.data(Model::UrlRole).toString());
    if (linkAt(index, event->position().toPoint()) >= 0)
        viewport()->setCursor(Qt::PointingHandCursor);
    else
        viewport()->unsetCursor();
}

void ServerTableView::leaveEvent(QEvent *event)
{
    QTreeView::leaveEvent(event);
    setHover({});
}

void ServerTableView::setHover(const QString &url)
{
    if (property("hoverUrl").toString() == url)
        return;
    setProperty("hoverUrl", url);
    viewport()->update();
}

void ServerTableView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        if (indexAt(viewport()->mapFromGlobal(event->globalPos())).isValid())
            Q_EMIT menuRequested(event->globalPos());
    } else if (currentIndex().isValid()) {
        Q_EMIT menuRequested(viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()));
    }
}

} // namespace lorastudio
