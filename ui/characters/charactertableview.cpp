// SPDX-License-Identifier: GPL-3.0-or-later
#include "characters/charactertableview.h"

#include "delegates/characterdelegate.h"
#include "delegates/figuredelegates.h"
#include "delegates/modeldelegate.h"
#include "delegates/statusdelegate.h"
#include "models/imagesource.h"
#include "style/glyphs.h"
#include "widgets/tableheader.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <array>

namespace lorastudio {

namespace {

using Model = CharacterTableModel;
using Widths = std::array<int, Model::ColumnCount>;

constexpr Widths baseWidths{176, 256, 76, 60, 178, 98, 158};
constexpr Widths leastWidths{150, 180, 0, 58, 140, 88, 150};
constexpr int narrowTable = 960;
constexpr int dropHintHeight = 60;

} // namespace

CharacterTableView::CharacterTableView(ImageSource &images, QWidget *parent)
    : QTableView(parent),
      m_characterDelegate(new CharacterDelegate(images, this)),
      m_modelDelegate(new ModelDelegate(this)),
      m_statusDelegate(new StatusDelegate(this))
{
    setObjectName(QStringLiteral("charactersTable"));
    setAccessibleName(tr("Characters"));
    auto *header = new TableHeader(this);
    header->setObjectName(QStringLiteral("charactersTableHeader"));
    header->setAccessibleName(tr("Columns"));
    setHorizontalHeader(header);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(CellDelegate::rowHeight());
    setShowGrid(false);
    setFrameShape(NoFrame);
    setCornerButtonEnabled(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(EditKeyPressed | DoubleClicked);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setProperty("hoverRow", -1);
    setProperty("hoverColumn", -1);

    setItemDelegateForColumn(Model::CharacterColumn, m_characterDelegate);
    setItemDelegateForColumn(Model::ModelColumn, m_modelDelegate);
    setItemDelegateForColumn(Model::SharpnessColumn, new SharpnessDelegate(this));
    setItemDelegateForColumn(Model::ImagesColumn, new ImagesDelegate(this));
    setItemDelegateForColumn(Model::ProgressColumn, new ProgressDelegate(this));
    setItemDelegateForColumn(Model::QualityColumn, new QualityDelegate(this));
    setItemDelegateForColumn(Model::StatusColumn, m_statusDelegate);

    connect(m_modelDelegate, &ModelDelegate::listRequested, this, &CharacterTableView::modelListRequested);
    connect(m_statusDelegate, &StatusDelegate::linkActivated, this, &CharacterTableView::linkActivated);
    connect(header, &QHeaderView::sectionResized, this, [this] {
        if (!m_layingOut)
            m_ownWidths = true;
    });
    connect(header, &QHeaderView::sectionMoved, this, [this] { m_ownWidths = true; });
    connect(&images, &ImageSource::thumbnailReady, viewport(), qOverload<>(&QWidget::update));
}

void CharacterTableView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    if (model && !isSortingEnabled()) {
        horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        horizontalHeader()->setSortIndicatorClearable(true);
        setSortingEnabled(true);
    }
    layoutColumns();
}

CharacterRowPtr CharacterTableView::rowAt(const QModelIndex &index) const
{
    return index.data(Model::RowRole).value<CharacterRowPtr>();
}

QStringList CharacterTableView::selectedIds() const
{
    QStringList ids;
    if (selectionModel()) {
        for (const QModelIndex &index : selectionModel()->selectedRows())
            ids.append(index.data(Model::IdRole).toString());
    }
    return ids;
}

QString CharacterTableView::currentId() const
{
    return currentIndex().data(Model::IdRole).toString();
}

void CharacterTableView::selectCharacter(const QString &id)
{
    for (int row = 0; row < model()->rowCount(); ++row) {
        const QModelIndex index = model()->index(row, 0);
        if (index.data(Model::IdRole).toString() == id) {
            // Not selectRow(): it looks at the keys that are held, and with Ctrl it would only toggle.
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
            return;
        }
    }
}

QRect CharacterTableView::globalRect(const QModelIndex &index) const
{
    const QRect rect = visualRect(index);
    return QRect(viewport()->mapToGlobal(rect.topLeft()), rect.size());
}

void CharacterTableView::setCompact(bool on)
{
    m_compact = on;
    verticalHeader()->setDefaultSectionSize(CellDelegate::rowHeight(on));
    if (currentIndex().isValid())
        scrollTo(currentIndex());
}

QByteArray CharacterTableView::columnState() const
{
    return m_ownWidths ? horizontalHeader()->saveState() : QByteArray();
}

void CharacterTableView::restoreColumns(const QByteArray &state)
{
    if (state.isEmpty())
        return;
    m_layingOut = true;
    m_ownWidths = horizontalHeader()->restoreState(state);
    m_layingOut = false;
    layoutColumns();
}

void CharacterTableView::setNameCheck(std::function<QString(const QString &id, const QString &name)> check)
{
    m_characterDelegate->setNameCheck(std::move(check));
}

void CharacterTableView::layoutColumns()
{
    if (!model() || m_layingOut)
        return;
    m_layingOut = true;
    QHeaderView *header = horizontalHeader();
    const int room = viewport()->width();
    if (m_ownWidths) {
        int others = 0;
        for (int column = 0; column < Model::StatusColumn; ++column)
            others += header->isSectionHidden(column) ? 0 : header->sectionSize(column);
        header->resizeSection(Model::StatusColumn, qMax(baseWidths[Model::StatusColumn], room - others));
        m_layingOut = false;
        return;
    }
    Widths widths = baseWidths;
    const bool narrow = room < narrowTable;
    header->setSectionHidden(Model::SharpnessColumn, narrow);
    if (narrow) {
        widths[Model::SharpnessColumn] = 0;
        widths[Model::ModelColumn] = leastWidths[Model::ModelColumn];
    }
    int sum = 0;
    for (const int width : widths)
        sum += width;
    const int extra = room - sum;
    if (extra > 0) {
        // The progress bar gains most from width; what is left over by rounding goes to Status, which stretches.
        widths[Model::ProgressColumn] += extra * 44 / 100;
        widths[Model::CharacterColumn] += extra * 12 / 100;
        widths[Model::ModelColumn] += extra * 10 / 100;
        widths[Model::QualityColumn] += extra * 10 / 100;
        int used = 0;
        for (int column = 0; column < Model::StatusColumn; ++column)
            used += widths[std::size_t(column)];
        widths[Model::StatusColumn] = room - used;
    } else {
        int missing = -extra;
        // The bar can spare a little before the name of the model loses its sharpness.
        const int spared = qMin(missing, 12);
        widths[Model::ProgressColumn] -= spared;
        missing -= spared;
        for (const int column : {Model::ModelColumn, Model::ProgressColumn, Model::CharacterColumn,
                                 Model::QualityColumn, Model::StatusColumn, Model::ImagesColumn}) {
            int &width = widths[std::size_t(column)];
            const int less = qMin(missing, qMax(0, width - leastWidths[std::size_t(column)]));
            width -= less;
            missing -= less;
        }
    }
    for (int column = 0; column < Model::ColumnCount; ++column) {
        if (!header->isSectionHidden(column))
            header->resizeSection(column, widths[std::size_t(column)]);
    }
    m_layingOut = false;
}

void CharacterTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layoutColumns();
}

void CharacterTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        verticalHeader()->setDefaultSectionSize(CellDelegate::rowHeight(m_compact));
}

void CharacterTableView::setHover(const QModelIndex &index)
{
    const int row = index.isValid() ? index.row() : -1;
    const int column = index.isValid() ? index.column() : -1;
    const int formerRow = property("hoverRow").toInt();
    if (row == formerRow && column == property("hoverColumn").toInt())
        return;
    setProperty("hoverRow", row);
    setProperty("hoverColumn", column);
    for (const int changed : {formerRow, row}) {
        if (changed >= 0)
            viewport()->update(0, rowViewportPosition(changed), viewport()->width(), rowHeight(changed));
    }
}

void CharacterTableView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    setHover(index);
    bool link = false;
    if (index.isValid() && index.column() == Model::StatusColumn) {
        QStyleOptionViewItem option;
        initViewItemOption(&option);
        option.rect = visualRect(index);
        link = m_statusDelegate->linkRect(option, index).contains(event->position().toPoint());
    }
    if (link)
        viewport()->setCursor(Qt::PointingHandCursor);
    else
        viewport()->unsetCursor();
}

void CharacterTableView::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    setHover({});
}

void CharacterTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row() || current.isValid() != previous.isValid()) {
        // The bar of the current row is painted in its first column, wherever the current column is.
        for (const QModelIndex &index : {current, previous}) {
            if (index.isValid())
                update(index.siblingAtColumn(Model::CharacterColumn));
        }
        Q_EMIT currentCharacterChanged(currentId());
    }
}

void CharacterTableView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT selectionEdited();
}

void CharacterTableView::activateCell(const QModelIndex &index)
{
    switch (Model::Column(index.column())) {
    case Model::ModelColumn:
    case Model::SharpnessColumn:
        Q_EMIT modelListRequested(index.siblingAtColumn(Model::ModelColumn));
        break;
    case Model::ImagesColumn:
        edit(index);
        break;
    case Model::StatusColumn:
        Q_EMIT linkActivated(index);
        break;
    case Model::CharacterColumn:
        if (const CharacterRowPtr row = rowAt(index); row && row->summary.stored == 0) {
            edit(index); // there is nothing to look at yet
            break;
        }
        [[fallthrough]];
    default:
        Q_EMIT galleryRequested(index.data(Model::IdRole).toString());
        break;
    }
}

void CharacterTableView::setKeysUsed(bool used)
{
    if (property("keysUsed").toBool() == used)
        return;
    setProperty("keysUsed", used);
    if (currentIndex().isValid())
        update(currentIndex());
}

void CharacterTableView::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setKeysUsed(true);
    QTableView::focusInEvent(event);
}

void CharacterTableView::mousePressEvent(QMouseEvent *event)
{
    setKeysUsed(false);
    QTableView::mousePressEvent(event);
}

void CharacterTableView::keyPressEvent(QKeyEvent *event)
{
    setKeysUsed(true);
    const QModelIndex index = currentIndex();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (index.isValid() && state() != EditingState) {
        if (enter && event->modifiers() == Qt::NoModifier) {
            activateCell(index);
            return;
        }
        if (event->key() == Qt::Key_Down && event->modifiers() == Qt::AltModifier) {
            Q_EMIT modelListRequested(index.siblingAtColumn(Model::ModelColumn));
            return;
        }
        if (event->key() == Qt::Key_F2) {
            edit(index.column() == Model::ImagesColumn ? index : index.siblingAtColumn(Model::CharacterColumn));
            return;
        }
        const bool digit = event->text().size() == 1 && event->text().at(0).isDigit();
        if (digit && index.column() == Model::ImagesColumn && event->modifiers() == Qt::NoModifier) {
            edit(index, AllEditTriggers, event);
            return;
        }
    }
    if (enter)
        return event->ignore(); // Ctrl+Return belongs to the window
    QTableView::keyPressEvent(event);
}

void CharacterTableView::keyboardSearch(const QString &search)
{
    // Letters jump to a name, whichever column is current.
    const QModelIndex index = currentIndex();
    if (index.isValid() && index.column() != Model::CharacterColumn)
        selectionModel()->setCurrentIndex(index.siblingAtColumn(Model::CharacterColumn), QItemSelectionModel::NoUpdate);
    QTableView::keyboardSearch(search);
}

void CharacterTableView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        const QModelIndex index = indexAt(viewport()->mapFromGlobal(event->globalPos()));
        if (index.isValid())
            Q_EMIT menuRequested(index, event->globalPos());
    } else if (currentIndex().isValid()) {
        Q_EMIT menuRequested(currentIndex(), globalRect(currentIndex()).bottomLeft());
    }
}

void CharacterTableView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!model() || model()->rowCount() == 0)
        return;
    const int bottom = rowViewportPosition(model()->rowCount() - 1) + CellDelegate::rowHeight(m_compact);
    if (viewport()->height() - bottom < dropHintHeight)
        return;
    QPainter painter(viewport());
    CellInk ink(&painter, viewport()->rect(), layoutDirection(), devicePixelRatioF());
    const QString text = tr("Drop folders, pictures, CSV or JSON here to add characters");
    const qreal wide = std::ceil(ink.fonts.small.width(text)) + 1;
    const qreal left = std::round((viewport()->width() - wide - 22) / 2);
    const QRectF line(left, bottom, wide + 22, dropHintHeight);
    ink.glyph(QStringLiteral("drop"), QPointF(left, std::round(line.center().y()) - 8), 16, ink.roles.text2);
    ink.text(line.adjusted(22, 0, 0, 0), text, ink.fonts.small, ink.roles.text2);
}

} // namespace lorastudio
