// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rowtableview.h"

#include "widgets/tableheader.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

namespace lorastudio {

RowTableView::RowTableView(QWidget *parent) : QTableView(parent)
{
    auto *header = new TableHeader(this);
    header->setAccessibleName(tr("Columns"));
    header->setSectionsMovable(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalHeader(header);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setShowGrid(false);
    setFrameShape(NoFrame);
    setCornerButtonEnabled(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setProperty("hoverRow", -1);
}

void RowTableView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    verticalHeader()->setDefaultSectionSize(heightOfRows());
    layoutColumns();
}

void RowTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layoutColumns();
}

void RowTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::ApplicationFontChange)
        return;
    verticalHeader()->setDefaultSectionSize(heightOfRows());
    layoutColumns();
}

void RowTableView::setHover(int row)
{
    if (property("hoverRow").toInt() == row)
        return;
    setProperty("hoverRow", row);
    viewport()->update();
}

void RowTableView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    setHover(index.isValid() ? index.row() : -1);
}

void RowTableView::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    setHover(-1);
}

void RowTableView::setKeysUsed(bool used)
{
    if (property("keysUsed").toBool() == used)
        return;
    setProperty("keysUsed", used);
    if (currentIndex().isValid())
        update(currentIndex());
}

void RowTableView::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setKeysUsed(true);
    QTableView::focusInEvent(event);
}

void RowTableView::mousePressEvent(QMouseEvent *event)
{
    setKeysUsed(false);
    QTableView::mousePressEvent(event);
}

void RowTableView::keyPressEvent(QKeyEvent *event)
{
    setKeysUsed(true);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        Q_EMIT enterPressed();
        return;
    }
    if (enter)
        return event->ignore(); // Ctrl+Return belongs to the window
    QTableView::keyPressEvent(event);
}

void RowTableView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        const QModelIndex index = indexAt(viewport()->mapFromGlobal(event->globalPos()));
        if (!index.isValid())
            return;
        setCurrentIndex(index);
        Q_EMIT menuRequested(event->globalPos());
    } else if (currentIndex().isValid()) {
        Q_EMIT menuRequested(viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()));
    }
}

void RowTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    // The bar of the current row is painted in its first column, wherever the current column is.
    for (const QModelIndex &index : {current, previous}) {
        if (index.isValid())
            update(index.siblingAtColumn(0));
    }
}

} // namespace lorastudio
