// SPDX-License-Identifier: GPL-3.0-or-later
#include "log/logtableview.h"

#include "log/logdelegate.h"
#include "widgets/tableheader.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

namespace lorastudio {

namespace {

constexpr int leastWhere = 140;
constexpr int largestWhere = 240;
constexpr int leastSentence = 200;

} // namespace

LogTableView::LogTableView(QWidget *parent) : QTableView(parent)
{
    setObjectName(QStringLiteral("logTable"));
    setAccessibleName(tr("Log"));
    auto *header = new TableHeader(this);
    header->setObjectName(QStringLiteral("logTableHeader"));
    header->setAccessibleName(tr("Columns"));
    header->setSectionsMovable(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalHeader(header);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(LogDelegate::rowHeight());
    setItemDelegate(new LogDelegate(this));
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

void LogTableView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    layoutColumns();
}

void LogTableView::layoutColumns()
{
    if (!model())
        return;
    const CellFonts &fonts = CellFonts::current();
    const int room = viewport()->width();
    // A time with a date fits; digits of most fonts are as wide as 0.
    const QDateTime widest(QDate(2000, 12, 28), QTime(20, 58, 58));
    const int time = int(std::ceil(fonts.small.width(EventLog::timeText(widest, widest.addDays(2))))) + 28;
    const int count = qMax(64, int(std::ceil(fonts.small.width(EventLog::tr("How often")))) + 18);
    const int where = qBound(leastWhere, room / 5, largestWhere);
    QHeaderView *header = horizontalHeader();
    header->resizeSection(EventLog::TimeColumn, time);
    header->resizeSection(EventLog::WhereColumn, where);
    header->resizeSection(EventLog::CountColumn, count);
    header->resizeSection(EventLog::SentenceColumn, qMax(leastSentence, room - time - count - where));
}

void LogTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layoutColumns();
}

void LogTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::ApplicationFontChange)
        return;
    verticalHeader()->setDefaultSectionSize(LogDelegate::rowHeight());
    layoutColumns();
}

void LogTableView::setHover(int row)
{
    if (property("hoverRow").toInt() == row)
        return;
    setProperty("hoverRow", row);
    viewport()->update();
}

void LogTableView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    setHover(index.isValid() ? index.row() : -1);
}

void LogTableView::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    setHover(-1);
}

void LogTableView::setKeysUsed(bool used)
{
    if (property("keysUsed").toBool() == used)
        return;
    setProperty("keysUsed", used);
    viewport()->update();
}

void LogTableView::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setKeysUsed(true);
    QTableView::focusInEvent(event);
}

void LogTableView::mousePressEvent(QMouseEvent *event)
{
    setKeysUsed(false);
    QTableView::mousePressEvent(event);
}

void LogTableView::keyPressEvent(QKeyEvent *event)
{
    setKeysUsed(true);
    if (event->matches(QKeySequence::Copy))
        return event->ignore(); // the page copies the whole entry, not the cell
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        Q_EMIT followRequested();
        return;
    }
    if (enter)
        return event->ignore(); // Ctrl+Return belongs to the window
    QTableView::keyPressEvent(event);
}

void LogTableView::contextMenuEvent(QContextMenuEvent *event)
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

void LogTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    for (const QModelIndex &index : {current, previous}) {
        if (index.isValid())
            update(index.siblingAtColumn(EventLog::TimeColumn));
    }
    Q_EMIT currentEntryChanged();
}

} // namespace lorastudio
