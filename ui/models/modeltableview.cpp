// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/modeltableview.h"

#include "models/modelcelldelegate.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QScrollBar>

#include <array>

namespace lorastudio {

namespace {

using Model = CatalogTableModel;
using Widths = std::array<int, Model::ColumnCount>;

constexpr Widths baseWidths{224, 304, 66, 136, 84, 74, 96};
constexpr Widths leastWidths{150, 236, 58, 66, 72, 62, 88};

} // namespace

ModelTableView::ModelTableView(QWidget *parent) : RowTableView(parent)
{
    setObjectName(QStringLiteral("modelsTable"));
    setAccessibleName(tr("Models"));
    horizontalHeader()->setObjectName(QStringLiteral("modelsTableHeader"));
    setItemDelegate(new ModelCellDelegate(this));
    connect(this, &RowTableView::enterPressed, this, &ModelTableView::editRequested);
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

int ModelTableView::heightOfRows() const
{
    return ModelCellDelegate::rowHeight();
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

void ModelTableView::mouseDoubleClickEvent(QMouseEvent *event)
{
    RowTableView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton && indexAt(event->position().toPoint()).isValid())
        Q_EMIT editRequested();
}

void ModelTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    RowTableView::currentChanged(current, previous);
    if (current.row() != previous.row() || current.isValid() != previous.isValid())
        Q_EMIT currentFileChanged();
}

} // namespace lorastudio
