// SPDX-License-Identifier: GPL-3.0-or-later
#include "log/logtableview.h"

#include "log/logdelegate.h"

#include <QHeaderView>
#include <QKeyEvent>

namespace lorastudio {

namespace {

constexpr int leastWhere = 140;
constexpr int largestWhere = 240;
constexpr int leastSentence = 200;

} // namespace

LogTableView::LogTableView(QWidget *parent) : RowTableView(parent)
{
    setObjectName(QStringLiteral("logTable"));
    setAccessibleName(tr("Log"));
    horizontalHeader()->setObjectName(QStringLiteral("logTableHeader"));
    setItemDelegate(new LogDelegate(this));
    connect(this, &RowTableView::enterPressed, this, &LogTableView::followRequested);
}

int LogTableView::heightOfRows() const
{
    return LogDelegate::rowHeight();
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
    const int count = qMax(64, int(std::ceil(fonts.small.width(EventLog::tr("How often")))) + 8 + 16 + 2);
    const int where = qBound(leastWhere, room / 5, largestWhere);
    QHeaderView *header = horizontalHeader();
    header->resizeSection(EventLog::TimeColumn, time);
    header->resizeSection(EventLog::WhereColumn, where);
    header->resizeSection(EventLog::CountColumn, count);
    header->resizeSection(EventLog::SentenceColumn, qMax(leastSentence, room - time - count - where));
}

void LogTableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return event->ignore(); // the page copies the whole entry, not the cell
    RowTableView::keyPressEvent(event);
}

void LogTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    RowTableView::currentChanged(current, previous);
    Q_EMIT currentEntryChanged();
}

} // namespace lorastudio
