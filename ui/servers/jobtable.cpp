// SPDX-License-Identifier: GPL-3.0-or-later
#include "servers/jobtable.h"

#include "delegates/cellink.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"
#include "widgets/tableheader.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QStyledItemDelegate>
#include <QToolTip>

#include <array>
#include <cmath>

namespace lorastudio {

namespace {

using Model = JobListModel;

constexpr std::array<int, Model::ColumnCount> baseWidths{190, 132, 128, 0, 68, 84, 74};
constexpr int leastReason = 140;

struct JobLook
{
    QString glyph;
    QColor Roles::*color;
};

JobLook jobLook(JobState state)
{
    switch (state) {
    case JobState::Running:
        return {QStringLiteral("state-running"), &Roles::accentText};
    case JobState::Posting:
    case JobState::Queued:
    case JobState::Fetching:
        return {QStringLiteral("state-loading"), &Roles::accentText};
    case JobState::Failed:
    case JobState::Rejected:
        return {QStringLiteral("state-failed"), &Roles::bad};
    default:
        return {QStringLiteral("state-waiting"), &Roles::idle};
    }
}

int jobRowHeight()
{
    return qMax(36, int(std::ceil(CellFonts::current().small.line)) + 16);
}

class JobDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        CellInk ink(painter, option.rect, option.direction, painter->device()->devicePixelRatioF());
        const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
        const bool hovered = view && view->property("hoverRow").toInt() == index.row();
        const bool current = view && view->currentIndex().isValid() && view->currentIndex().row() == index.row();
        ink.ground = option.state & QStyle::State_Selected ? ink.roles.selection
                     : hovered                             ? ink.roles.hover
                                                           : ink.roles.raised;
        painter->fillRect(option.rect, ink.ground);
        ink.fill(QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), ink.roles.separator);
        paintCell(ink, index);
        if (current && view->hasFocus() && index.column() == Model::ImageColumn)
            ink.fill(QRectF(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1), ink.roles.ring);
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return QSize(40, jobRowHeight());
    }
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override
    {
        if (event->type() != QEvent::ToolTip)
            return QStyledItemDelegate::helpEvent(event, view, option, index);
        CellInk ink(nullptr, option.rect, option.direction, 1);
        paintCell(ink, index);
        QToolTip::showText(event->globalPos(), plainToolTip(ink.elided().join(QLatin1Char('\n'))), view);
        return true;
    }

private:
    static void paintCell(CellInk &ink, const QModelIndex &index)
    {
        QRectF r = ink.content();
        const auto alignment =
            Qt::Alignment(index.model()->headerData(index.column(), Qt::Horizontal, Qt::TextAlignmentRole).toInt()) &
            Qt::AlignHorizontal_Mask;
        const QString text = index.data().toString();
        QColor color = index.column() == Model::ServerColumn || index.column() >= Model::AttemptColumn ? ink.roles.text2
                                                                                                       : ink.roles.text;
        if (index.column() == Model::ImageColumn)
            r.setLeft(ink.cell().left() + 16);
        if (index.column() == Model::StateColumn) {
            const JobLook look = jobLook(JobState(index.data(Model::StateRole).toInt()));
            ink.glyph(look.glyph, QPointF(r.left(), std::floor(r.center().y()) - 7), 14, ink.roles.*look.color);
            r.setLeft(r.left() + 22);
            if (index.data(Model::RetryRole).toBool())
                color = ink.roles.bad;
        }
        if (index.column() == Model::ActionColumn) {
            color = ink.roles.accentText;
            r.setRight(ink.cell().right() - 16);
        }
        ink.text(r, text, ink.fonts.small, color, alignment);
    }
};

} // namespace

JobTable::JobTable(QWidget *parent) : QTableView(parent)
{
    auto *header = new TableHeader(this);
    header->setAccessibleName(tr("Columns"));
    header->setSectionsMovable(false);
    header->setSectionsClickable(false);
    setHorizontalHeader(header);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(jobRowHeight());
    setShowGrid(false);
    setFrameShape(NoFrame);
    setCornerButtonEnabled(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::NoRole);
    viewport()->setAutoFillBackground(false);
    setProperty("hoverRow", -1);
    setItemDelegate(new JobDelegate(this));
}

void JobTable::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    layoutColumns();
}

void JobTable::setRetryShown(bool shown)
{
    setColumnHidden(Model::ActionColumn, !shown);
    layoutColumns();
}

void JobTable::layoutColumns()
{
    if (!model())
        return;
    int used = 0;
    for (int column = 0; column < Model::ColumnCount; ++column) {
        if (column == Model::ReasonColumn || isColumnHidden(column))
            continue;
        setColumnWidth(column, baseWidths[std::size_t(column)]);
        used += baseWidths[std::size_t(column)];
    }
    setColumnWidth(Model::ReasonColumn, qMax(leastReason, viewport()->width() - used));
}

void JobTable::retryAt(const QModelIndex &index)
{
    if (index.data(Model::RetryRole).toBool())
        Q_EMIT retryRequested(index.data(Model::IdRole).toString());
}

void JobTable::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() == Qt::NoModifier)
        return retryAt(currentIndex());
    if (enter)
        return event->ignore(); // Ctrl+Return belongs to the window
    QTableView::keyPressEvent(event);
}

void JobTable::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.column() == Model::ActionColumn)
        retryAt(index);
}

void JobTable::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    const int row = index.isValid() ? index.row() : -1;
    if (property("hoverRow").toInt() != row) {
        setProperty("hoverRow", row);
        viewport()->update();
    }
    if (index.column() == Model::ActionColumn && index.data(Model::RetryRole).toBool())
        viewport()->setCursor(Qt::PointingHandCursor);
    else
        viewport()->unsetCursor();
}

void JobTable::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    setProperty("hoverRow", -1);
    viewport()->update();
}

void JobTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid() && model() && model()->rowCount() > 0)
        setCurrentIndex(model()->index(0, 0));
}

void JobTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layoutColumns();
}

void JobTable::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = event->reason() == QContextMenuEvent::Mouse
                                  ? indexAt(viewport()->mapFromGlobal(event->globalPos()))
                                  : currentIndex();
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("serversJobMenu"));
    QAction *retry = menu->addAction(tr("&Retry"));
    retry->setEnabled(index.data(Model::RetryRole).toBool());
    const QString id = index.data(Model::IdRole).toString();
    const QString reason = index.siblingAtColumn(Model::ReasonColumn).data().toString();
    QAction *copy = menu->addAction(tr("&Copy Reason"));
    copy->setEnabled(!reason.isEmpty());
    connect(retry, &QAction::triggered, this, [this, id] { Q_EMIT retryRequested(id); });
    connect(copy, &QAction::triggered, this, [reason] {
        QString plain = reason;
        plain.remove(QChar(0x2068)).remove(QChar(0x2069)); // what isolates it on the screen
        QGuiApplication::clipboard()->setText(plain);
    });
    const QPoint at = event->reason() == QContextMenuEvent::Mouse
                          ? event->globalPos()
                          : viewport()->mapToGlobal(visualRect(index).bottomLeft());
    menu->popup(at);
}

} // namespace lorastudio
