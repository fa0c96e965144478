// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importtableview.h"

#include "import/importdelegates.h"
#include "models/imagesource.h"
#include "widgets/tableheader.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <array>

namespace lorastudio {

namespace {

using Model = ImportTableModel;
using Widths = std::array<int, Model::ColumnCount>;

constexpr Widths baseWidths{80, 157, 180, 80, 168, 300};
constexpr Widths leastWidths{80, 120, 110, 76, 120, 220};
constexpr Widths shares{0, 20, 15, 0, 10, 55}; ///< of what a wide window has more

} // namespace

ImportTableView::ImportTableView(ImageSource &images, QWidget *parent)
    : QTableView(parent), m_happening(new HappeningDelegate(this))
{
    setObjectName(QStringLiteral("importTable"));
    setAccessibleName(tr("What will be imported"));
    auto *header = new TableHeader(this);
    header->setObjectName(QStringLiteral("importTableHeader"));
    header->setAccessibleName(tr("Columns"));
    header->setSectionsMovable(false);
    header->setSectionsClickable(false);
    setHorizontalHeader(header);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(ImportCellDelegate::rowHeight());
    setShowGrid(false);
    setFrameShape(NoFrame);
    setCornerButtonEnabled(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(DoubleClicked);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setProperty("hoverRow", -1);

    setItemDelegateForColumn(Model::TakenColumn, new TakenDelegate(images, this));
    for (const Model::Column column : {Model::NameColumn, Model::FromColumn, Model::PicturesColumn, Model::ModelColumn})
        setItemDelegateForColumn(column, new ImportTextDelegate(column, this));
    setItemDelegateForColumn(Model::HappeningColumn, m_happening);
    connect(m_happening, &HappeningDelegate::linkActivated, this, &ImportTableView::linkActivated);
    connect(&images, &ImageSource::thumbnailReady, viewport(), qOverload<>(&QWidget::update));
}

void ImportTableView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    layoutColumns();
}

ImportRowPtr ImportTableView::rowAt(const QModelIndex &index) const
{
    return index.data(Model::RowRole).value<ImportRowPtr>();
}

QList<int> ImportTableView::selectedEntries() const
{
    QList<int> ids;
    if (!selectionModel())
        return ids;
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    for (const QModelIndex &index : std::as_const(rows))
        ids.append(index.data(Model::IdRole).toInt());
    return ids;
}

int ImportTableView::currentEntry() const
{
    return currentIndex().data(Model::IdRole).toInt();
}

void ImportTableView::selectEntry(int id)
{
    for (int row = 0; row < model()->rowCount(); ++row) {
        const QModelIndex index = model()->index(row, Model::NameColumn);
        if (index.data(Model::IdRole).toInt() == id) {
            setCurrentIndex(index);
            return;
        }
    }
}

void ImportTableView::editName(const QModelIndex &index)
{
    const QModelIndex cell = index.siblingAtColumn(Model::NameColumn);
    if (!cell.isValid() || !(cell.flags() & Qt::ItemIsEditable))
        return;
    setFocus();
    setCurrentIndex(cell);
    edit(cell);
}

void ImportTableView::layoutColumns()
{
    if (!model())
        return;
    const int room = viewport()->width();
    Widths widths = baseWidths;
    int extra = room;
    for (const int width : widths)
        extra -= width;
    if (extra > 0) {
        int used = 0;
        for (int column = 0; column < Model::HappeningColumn; ++column) {
            widths[std::size_t(column)] += extra * shares[std::size_t(column)] / 100;
            used += widths[std::size_t(column)];
        }
        widths[Model::HappeningColumn] = room - used;
    } else {
        int missing = -extra;
        for (const int column : {Model::FromColumn, Model::ModelColumn, Model::NameColumn, Model::HappeningColumn,
                                 Model::PicturesColumn}) {
            int &width = widths[std::size_t(column)];
            const int less = qMin(missing, width - leastWidths[std::size_t(column)]);
            width -= less;
            missing -= less;
        }
    }
    for (int column = 0; column < Model::ColumnCount; ++column)
        horizontalHeader()->resizeSection(column, widths[std::size_t(column)]);
}

void ImportTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layoutColumns();
}

void ImportTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        verticalHeader()->setDefaultSectionSize(ImportCellDelegate::rowHeight());
}

void ImportTableView::setHoverRow(int row)
{
    const int former = property("hoverRow").toInt();
    if (row == former)
        return;
    setProperty("hoverRow", row);
    for (const int changed : {former, row}) {
        if (changed >= 0)
            viewport()->update(0, rowViewportPosition(changed), viewport()->width(), rowHeight(changed));
    }
}

void ImportTableView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    setHoverRow(index.row());
    bool link = false;
    if (index.isValid() && index.column() == Model::HappeningColumn) {
        QStyleOptionViewItem option;
        initViewItemOption(&option);
        option.rect = visualRect(index);
        link = m_happening->linkRect(option, index).contains(event->position().toPoint());
    }
    if (link)
        viewport()->setCursor(Qt::PointingHandCursor);
    else
        viewport()->unsetCursor();
}

void ImportTableView::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    setHoverRow(-1);
}

void ImportTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    // The bar of the current row is painted in its first column, wherever the current column is.
    for (const QModelIndex &index : {current, previous}) {
        if (index.isValid())
            update(index.siblingAtColumn(Model::TakenColumn));
    }
    Q_EMIT currentEntryChanged(currentEntry());
}

void ImportTableView::setKeysUsed(bool used)
{
    if (property("keysUsed").toBool() == used)
        return;
    setProperty("keysUsed", used);
    if (currentIndex().isValid())
        update(currentIndex());
}

void ImportTableView::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setKeysUsed(true);
    QTableView::focusInEvent(event);
}

void ImportTableView::mousePressEvent(QMouseEvent *event)
{
    setKeysUsed(false);
    QTableView::mousePressEvent(event);
}

void ImportTableView::keyPressEvent(QKeyEvent *event)
{
    setKeysUsed(true);
    const QModelIndex index = currentIndex();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (index.isValid() && plain && state() != EditingState) {
        if (enter) {
            Q_EMIT linkActivated(index);
            return;
        }
        if (event->key() == Qt::Key_Space) {
            Q_EMIT wantedToggled();
            return;
        }
        if (event->key() == Qt::Key_F2) {
            editName(index);
            return;
        }
    }
    if (enter)
        return event->ignore(); // Ctrl+Return belongs to the window
    QTableView::keyPressEvent(event);
}

void ImportTableView::keyboardSearch(const QString &search)
{
    // Letters jump to a name, whichever column is current.
    const QModelIndex index = currentIndex();
    if (index.isValid() && index.column() != Model::NameColumn)
        selectionModel()->setCurrentIndex(index.siblingAtColumn(Model::NameColumn), QItemSelectionModel::NoUpdate);
    QTableView::keyboardSearch(search);
}

void ImportTableView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        const QModelIndex index = indexAt(viewport()->mapFromGlobal(event->globalPos()));
        if (index.isValid())
            Q_EMIT menuRequested(index, event->globalPos());
    } else if (currentIndex().isValid()) {
        const QRect cell = visualRect(currentIndex());
        Q_EMIT menuRequested(currentIndex(), viewport()->mapToGlobal(cell.bottomLeft()));
    }
}

} // namespace lorastudio
