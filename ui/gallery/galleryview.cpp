// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/galleryview.h"

#include "delegates/tiledelegate.h"
#include "models/imagesource.h"
#include "style/roles.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace lorastudio {

namespace {

constexpr int frame = 12;     ///< a tile is this much larger than its picture
constexpr int edge = 10;      ///< around all tiles
constexpr int wheelLines = 3; ///< steps of the wheel for the height of a tile

} // namespace

GalleryView::GalleryView(ImageSource &images, QWidget *parent)
    : QListView(parent), m_delegate(new TileDelegate(images, this))
{
    setObjectName(QStringLiteral("galleryView"));
    setAccessibleName(tr("Images"));
    setItemDelegate(m_delegate);
    setFrameShape(NoFrame);
    setSelectionMode(ExtendedSelection);
    setDragEnabled(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there, so that the columns do not depend on how many tiles there are.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setViewportMargins(edge, edge, 0, 0);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &GalleryView::looked);
    connect(&images, &ImageSource::thumbnailReady, viewport(), qOverload<>(&QWidget::update));
    setAutoFillBackground(true);
    applyStage();
}

void GalleryView::applyStage()
{
    // The stage is the ground of this view alone, so its base is set here; guarded, because setting it is a change too.
    const QColor stage = Roles::current().stage;
    if (palette().color(QPalette::Base) == stage)
        return;
    QPalette own = palette();
    own.setColor(QPalette::Window, stage);
    own.setColor(QPalette::Base, stage);
    setPalette(own);
}

void GalleryView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        applyStage();
}

// --- places -----------------------------------------------------------------------------------------------------

void GalleryView::setTileWish(int width)
{
    const int wish = qBound(leastTile, width, largestTile);
    if (wish == m_wish)
        return;
    m_wish = wish;
    layoutTiles();
    Q_EMIT tileWishChanged(wish);
}

void GalleryView::setAspect(double aspect)
{
    const double bounded = qBound(0.4, aspect, 2.5);
    if (qFuzzyCompare(bounded, m_aspect))
        return;
    m_aspect = bounded;
    layoutTiles();
}

void GalleryView::layoutTiles()
{
    const int width = viewport()->width() - 1;
    const int columns = qMax(1, int(std::lround(double(width) / m_wish)));
    const int wide = qMax(frame + 8, width / columns);
    const QSize cell(wide, int(std::lround((wide - frame) * m_aspect)) + frame);
    if (cell == m_cell && columns == m_columns)
        return;
    // What a person looks at stays: the current tile if it is seen, else the first one.
    const QModelIndex top = indexAt(QPoint(m_cell.width() / 2, m_cell.height() / 4));
    const bool currentSeen = currentIndex().isValid() && viewport()->rect().intersects(visualRect(currentIndex()));
    const QModelIndex anchor = currentSeen ? currentIndex() : top;
    const bool atTop = isAtTop();
    m_cell = cell;
    m_columns = columns;
    m_delegate->setTileSize(cell);
    updateGeometries();
    if (anchor.isValid() && !atTop)
        scrollTo(anchor, currentSeen ? EnsureVisible : PositionAtTop);
    viewport()->update();
}

bool GalleryView::isAtTop() const
{
    return verticalScrollBar()->value() <= verticalScrollBar()->minimum();
}

int GalleryView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

void GalleryView::updateGeometries()
{
    const int lines = (count() + m_columns - 1) / m_columns;
    const int page = viewport()->height();
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(qMax(8, m_cell.height() / wheelLines));
    verticalScrollBar()->setRange(0, qMax(0, lines * m_cell.height() + edge - page));
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::updateGeometries();
}

QRect GalleryView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const QPoint at(index.row() % m_columns * m_cell.width(), index.row() / m_columns * m_cell.height());
    const QRect cell(at - QPoint(0, verticalOffset()), m_cell);
    return isRightToLeft() ? QRect(QPoint(viewport()->width() - cell.right() - 1, cell.top()), m_cell) : cell;
}

int GalleryView::nearestRow(QPoint contents) const
{
    const int x = isRightToLeft() ? viewport()->width() - 1 - contents.x() : contents.x();
    const int column = qBound(0, x / m_cell.width(), m_columns - 1);
    const int line = qMax(0, contents.y() / m_cell.height());
    return qBound(0, line * m_columns + column, count() - 1);
}

QModelIndex GalleryView::indexAt(const QPoint &point) const
{
    const QPoint contents = point + QPoint(0, verticalOffset());
    const int x = isRightToLeft() ? viewport()->width() - 1 - contents.x() : contents.x();
    if (x < 0 || contents.y() < 0 || x >= m_columns * m_cell.width())
        return {};
    const int row = contents.y() / m_cell.height() * m_columns + x / m_cell.width();
    return row < count() ? model()->index(row, 0, rootIndex()) : QModelIndex();
}

void GalleryView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const int top = index.row() / m_columns * m_cell.height();
    const int page = viewport()->height();
    int value = verticalOffset();
    const bool visible = hint == EnsureVisible;
    if (hint == PositionAtCenter)
        value = top - (page - m_cell.height()) / 2;
    else if (hint == PositionAtBottom)
        value = top + m_cell.height() - page;
    else if (!visible || top < value)
        value = top;
    else if (top + m_cell.height() + edge > value + page)
        value = qMin(top, top + m_cell.height() + edge - page);
    verticalScrollBar()->setValue(value);
}

void GalleryView::doItemsLayout()
{
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::doItemsLayout();
}

void GalleryView::reset()
{
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::reset();
    updateGeometries();
}

void GalleryView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::rowsInserted(parent, start, end);
    updateGeometries();
    viewport()->update();
}

void GalleryView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
    scheduleDelayedItemsLayout();
}

void GalleryView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
}

void GalleryView::scrollContentsBy(int dx, int dy)
{
    // The base class has no layout to scroll, but it forgets that it wanted to go back to the tile that was clicked.
    QListView::scrollContentsBy(dx, dy);
    viewport()->scroll(0, dy);
}

void GalleryView::resizeEvent(QResizeEvent *event)
{
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::resizeEvent(event);
    layoutTiles();
    updateGeometries();
}

// --- painting ---------------------------------------------------------------------------------------------------

void GalleryView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    if (count() == 0)
        return;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QRect seen = event->rect();
    const int first = qMax(0, (seen.top() + verticalOffset()) / m_cell.height()) * m_columns;
    const int last = qMin(count() - 1, ((seen.bottom() + verticalOffset()) / m_cell.height() + 1) * m_columns - 1);
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = model()->index(row, 0, rootIndex());
        option.rect = visualRect(index);
        option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
        m_delegate->paint(&painter, option, index);
    }
}

QRegion GalleryView::visualRegionForSelection(const QItemSelection &) const
{
    return viewport()->rect();
}

// --- keys, mouse, selection -------------------------------------------------------------------------------------

QModelIndex GalleryView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    if (count() == 0)
        return {};
    const int current = currentIndex().isValid() ? currentIndex().row() : -1;
    if (current < 0)
        return model()->index(qMin(count() - 1, nearestRow(QPoint(0, verticalOffset()))), 0, rootIndex());
    const int page = qMax(1, viewport()->height() / m_cell.height()) * m_columns;
    const int along = isRightToLeft() ? -1 : 1;
    int row = current;
    switch (action) {
    case MoveLeft:
        row -= along;
        break;
    case MoveRight:
        row += along;
        break;
    case MovePrevious:
        --row;
        break;
    case MoveNext:
        ++row;
        break;
    case MoveUp:
        row = current < m_columns ? current : current - m_columns;
        break;
    case MoveDown:
        // From above a last line that is not full, down means its last tile.
        row = current / m_columns == (count() - 1) / m_columns ? current : current + m_columns;
        break;
    case MovePageUp:
        row = current - page < 0 ? current % m_columns : current - page;
        break;
    case MovePageDown:
        row = current + page;
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = count() - 1;
        break;
    }
    return model()->index(qBound(0, row, count() - 1), 0, rootIndex());
}

void GalleryView::selectRows(int first, int last, QItemSelection &selection) const
{
    selection.append(QItemSelectionRange(model()->index(first, 0, rootIndex()), model()->index(last, 0, rootIndex())));
}

void GalleryView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    QItemSelection selection;
    if (count() > 0) {
        const QPoint scrolled(0, verticalOffset());
        if (state() == DragSelectingState) {
            // A frame drawn with the mouse takes the tiles that it touches, line by line.
            const QRect area = rect.normalized().translated(scrolled);
            const int firstLine = qMax(0, area.top()) / m_cell.height();
            const int lastLine = qMin(qMax(0, area.bottom()) / m_cell.height(), (count() - 1) / m_columns);
            for (int line = firstLine; line <= lastLine; ++line) {
                const int y = line * m_cell.height();
                const int a = nearestRow(QPoint(area.left(), y));
                const int b = nearestRow(QPoint(area.right(), y));
                selectRows(qMin(a, b), qMax(a, b), selection);
            }
        } else {
            // Keys and clicks take everything from the one to the other, as one reads.
            // The base class remembers only where the mouse or a key began, not what the page selected since.
            const int b = nearestRow(rect.bottomRight() + scrolled);
            const bool extends = command & QItemSelectionModel::Current;
            const int a = extends && m_anchor.isValid() ? m_anchor.row() : b;
            if (!extends || !m_anchor.isValid())
                m_anchor = model()->index(b, 0, rootIndex());
            const bool onTiles = rect.width() > 1 || rect.height() > 1 || indexAt(rect.topLeft()).isValid();
            if (onTiles)
                selectRows(qMin(a, b), qMax(a, b), selection);
        }
    }
    selectionModel()->select(selection, command);
}

QModelIndexList GalleryView::selectedIndexes() const
{
    return selectionModel() ? selectionModel()->selectedIndexes() : QModelIndexList();
}

QList<int> GalleryView::selectedRows() const
{
    QList<int> rows;
    if (!selectionModel())
        return rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        rows.reserve(rows.size() + range.height());
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(row);
    }
    if (selection.size() <= 1)
        return rows;
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

int GalleryView::selectedCount() const
{
    const QItemSelection selection = selectionModel() ? selectionModel()->selection() : QItemSelection();
    return selection.size() == 1 ? selection.first().height() : int(selectedRows().size());
}

void GalleryView::selectOnly(const QModelIndex &index)
{
    m_anchor = index;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    scrollTo(index);
}

void GalleryView::announce(int row)
{
    QAccessibleEvent event(this, QAccessible::NameChanged);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
    Q_EMIT announced(row);
}

void GalleryView::focusInEvent(QFocusEvent *event)
{
    // The base class makes a tile current that nobody has pointed at, and it would wander with every new image.
    const bool any = currentIndex().isValid();
    QListView::focusInEvent(event);
    if (!any && selectionModel())
        selectionModel()->clearCurrentIndex();
}

void GalleryView::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (currentIndex().isValid() && !control && (enter || event->key() == Qt::Key_Space)) {
        Q_EMIT imageActivated(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Escape && selectionModel() && selectionModel()->hasSelection()) {
        clearSelection();
        return;
    }
    if (enter) {
        event->ignore();
        return;
    }
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::keyPressEvent(event);
}

void GalleryView::mousePressEvent(QMouseEvent *event)
{
    // The second button opens the menu of the selection, if it is on it.
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::RightButton && index.isValid() && selectionModel()->isSelected(index)) {
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        return;
    }
    QListView::mousePressEvent(event);
}

void GalleryView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid())
        Q_EMIT imageActivated(index);
}

void GalleryView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::selectionChanged(selected, deselected);
    if (QAccessible::isActive() && !selected.isEmpty()) {
        QAccessibleEvent event(this, QAccessible::Selection);
        event.setChild(selected.first().top());
        QAccessible::updateAccessibility(&event);
    }
    Q_EMIT looked();
}

void GalleryView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    // NOLINTNEXTLINE(bugprone-parent-virtual-call): past QListView, which would lay out every tile
    QAbstractItemView::currentChanged(current, previous);
    if (QAccessible::isActive() && current.isValid() && hasFocus()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(current.row());
        QAccessible::updateAccessibility(&event);
    }
    Q_EMIT looked();
}

} // namespace lorastudio
