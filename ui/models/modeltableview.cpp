// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/modeltableview.h"

#include "models/modelcelldelegate.h"
#include "widgets/tableheader.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <array>

namespace lorastudio {

namespace {

using Model = CatalogTableModel;
using Widths = std::array<int, Model::ColumnCount>;

constexpr Widths baseWidths{208, 304, 66, 146, 84, 74, 102};
constexpr Widths leastWidths{150, 236, 58, 66, 72, 62, 88};

} // namespace

ModelTableView::ModelTableView(QWidget *parent) : QTableView(parent)
{
    setObjectName(QStringLiteral("modelsTable"));
    setAccessibleName(tr("Models"));
    auto *header = new TableHeader(this);
    header->setObjectName(QStringLiteral("modelsTableHeader"));
    header->setAccessibleName(tr("Columns"));
    header->setSectionsMovable(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalHeader(header);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(ModelCellDelegate::rowHeight());
    setItemDelegate(new ModelCellDelegate(this));
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

void ModelTableView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    layoutColumns();
}

QString ModelTableView::currentFile() const
{
    return currentIndex().data(Model::FileRole).toString();
}

bool ModelTableView::selectFile(const QString &file)
{
    for (int row = 0; row < model()->rowCount(); ++row) {
        const QModelIndex index = model()->index(row, 0);
        if (index.data(Model::FileRole).toString() != file)
            continue;
        setCurrentIndex(index);
        return true;
    }
    return false;
}

int ModelTableView::heightOf(int rows) const
{
    return horizontalHeader()->sizeHint().height() + rows * ModelCellDelegate::rowHeight();
}

void ModelTableView::layoutColumns()
{
    if (!model())
        return;
    const int room = viewport()->width();
    Widths widths = baseWidths;
    int sum = 0;
    for (const int width : widths)
        sum += width;
    if (room > sum) {
        const int extra = room - sum;
        widths[Model::ModelColumn] += extra * 40 / 100;
        widths[Model::SharpnessColumn] += extra * 20 / 100;
        widths[Model::AcceptedColumn] += extra * 10 / 100;
        widths[Model::ServersColumn] += extra - extra * 40 / 100 - extra * 20 / 100 - extra * 10 / 100;
    } else {
        int missing = sum - room;
        for (const int column : {Model::AcceptedColumn, Model::SharpnessColumn, Model::ModelColumn,
                                 Model::ServersColumn, Model::TimeColumn, Model::LoadColumn, Model::ImagesColumn}) {
            int &width = widths[std::size_t(column)];
            const int less = qMin(missing, width - leastWidths[std::size_t(column)]);
            width -= less;
            missing -= less;
        }
    }
    for (int column = 0; column < Model::ColumnCount; ++column)
        horizontalHeader()->resizeSection(column, widths[std::size_t(column)]);
}

void ModelTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layoutColumns();
}

void ModelTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        verticalHeader()->setDefaultSectionSize(ModelCellDelegate::rowHeight());
}

void ModelTableView::setHover(int row)
{
    if (property("hoverRow").toInt() == row)
        return;
    setProperty("hoverRow", row);
    viewport()->update();
}

void ModelTableView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    setHover(index.isValid() ? index.row() : -1);
}

void ModelTableView::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    setHover(-1);
}

void ModelTableView::setKeysUsed(bool used)
{
    if (property("keysUsed").toBool() == used)
        return;
    setProperty("keysUsed", used);
    if (currentIndex().isValid())
        update(currentIndex());
}

void ModelTableView::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setKeysUsed(true);
    QTableView::focusInEvent(event);
}

void ModelTableView::mousePressEvent(QMouseEvent *event)
{
    setKeysUsed(false);
    QTableView::mousePressEvent(event);
}

void ModelTableView::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTableView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton && indexAt(event->position().toPoint()).isValid())
        Q_EMIT editRequested();
}

void ModelTableView::keyPressEvent(QKeyEvent *event)
{
    setKeysUsed(true);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        Q_EMIT editRequested();
        return;
    }
    if (enter)
        return event->ignore(); // Ctrl+Return belongs to the window
    QTableView::keyPressEvent(event);
}

void ModelTableView::contextMenuEvent(QContextMenuEvent *event)
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

void ModelTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() == previous.row() && current.isValid() == previous.isValid())
        return;
    for (const QModelIndex &index : {current, previous}) {
        if (index.isValid())
            update(index.siblingAtColumn(Model::ModelColumn));
    }
    Q_EMIT currentFileChanged();
}

} // namespace lorastudio
