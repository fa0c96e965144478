// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/galleryview.h"

#include "delegates/tiledelegate.h"
#include "models/imagesource.h"
#include "style/roles.h"

#include <QKeyEvent>
#include <QScrollBar>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int frame = 12; ///< a tile is this much larger than its picture
constexpr int wishStep = 24;

} // namespace

GalleryView::GalleryView(ImageSource &images, QWidget *parent)
    : QListView(parent), m_delegate(new TileDelegate(images, this))
{
    setObjectName(QStringLiteral("galleryView"));
    setAccessibleName(tr("Images"));
    setItemDelegate(m_delegate);
    setFrameShape(NoFrame);
    setViewMode(IconMode);
    setMovement(Static);
    setResizeMode(Adjust);
    setUniformItemSizes(true);
    setSelectionMode(ExtendedSelection);
    setSpacing(0);
    setDragEnabled(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // "As needed" reserves the bar's width in icon mode and wraps a column early.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setViewportMargins(10, 10, 0, 0);
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

void GalleryView::setModel(QAbstractItemModel *model)
{
    QListView::setModel(model);
    layoutTiles();
}

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

bool GalleryView::isAtTop() const
{
    return verticalScrollBar()->value() <= verticalScrollBar()->minimum();
}

void GalleryView::layoutTiles()
{
    const int width = viewport()->width() - 1;
    const int columns = qMax(1, int(std::lround(double(width) / m_wish)));
    const int cell = width / columns;
    const QSize size(cell, int(std::lround((cell - frame) * m_aspect)) + frame);
    if (gridSize() == size)
        return;
    const QModelIndex anchor = indexAt(QPoint(cell / 2, size.height() / 4));
    m_delegate->setTileSize(size);
    setGridSize(size);
    if (anchor.isValid() && !isAtTop())
        scrollTo(anchor, PositionAtTop);
}

void GalleryView::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    layoutTiles();
}

void GalleryView::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    if (currentIndex().isValid() && !control &&
        (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)) {
        Q_EMIT imageActivated(currentIndex());
        return;
    }
    if (control && (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal)) {
        setTileWish(m_wish + wishStep);
        return;
    }
    if (control && event->key() == Qt::Key_Minus) {
        setTileWish(m_wish - wishStep);
        return;
    }
    if (event->key() == Qt::Key_Escape && selectionModel() && selectionModel()->hasSelection()) {
        clearSelection();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

void GalleryView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid())
        Q_EMIT imageActivated(index);
}

void GalleryView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QListView::selectionChanged(selected, deselected);
    Q_EMIT looked();
}

} // namespace lorastudio
