// SPDX-License-Identifier: GPL-3.0-or-later
#include "log/logdelegate.h"

#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QLocale>
#include <QToolTip>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int leastHeight = 40;

struct LevelLook
{
    QString glyph;
    QColor Roles::*color;
};

LevelLook lookOf(LogEntry::Level level)
{
    switch (level) {
    case LogEntry::Level::Error:
        return {QStringLiteral("state-failed"), &Roles::bad};
    case LogEntry::Level::Warning:
        return {QStringLiteral("state-warning"), &Roles::warn};
    case LogEntry::Level::Information:
        break;
    }
    return {QStringLiteral("state-information"), &Roles::idle};
}

} // namespace

int LogDelegate::rowHeight()
{
    return qMax(leastHeight, int(std::ceil(CellFonts::current().body.line)) + 16);
}

QSize LogDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return QSize(60, rowHeight());
}

void LogDelegate::paintCell(CellInk &ink, const QModelIndex &index)
{
    const auto entry = index.data(EventLog::EntryRole).value<LogEntry>();
    const QRectF r = ink.content();
    const QColor color = entry.earlier ? ink.roles.text2 : ink.roles.text;
    switch (EventLog::Column(index.column())) {
    case EventLog::TimeColumn: {
        const qreal left = ink.cell().left() + 16;
        ink.text(QRectF(left, r.top(), r.right() - left, r.height()), index.data().toString(), ink.fonts.small,
                 ink.roles.text2);
        break;
    }
    case EventLog::WhereColumn: {
        const LevelLook look = lookOf(entry.level);
        ink.glyph(look.glyph, QPointF(r.left(), std::round(r.center().y() - 8)), 16, ink.roles.*look.color);
        ink.text(r.adjusted(24, 0, 0, 0), entry.where, ink.fonts.body, color);
        break;
    }
    case EventLog::SentenceColumn:
        ink.text(r, entry.sentence, ink.fonts.body, color);
        break;
    case EventLog::CountColumn:
        if (entry.count > 1)
            ink.text(r, LogDelegate::tr("%1×").arg(QLocale().toString(entry.count)), ink.fonts.body, color,
                     Qt::AlignRight);
        break;
    case EventLog::ColumnCount:
        break;
    }
}

void LogDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    CellInk ink(painter, option.rect, option.direction, painter->device()->devicePixelRatioF());
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool current = view && view->currentIndex().isValid() && view->currentIndex().row() == index.row();
    const bool hovered = view && view->property("hoverRow").toInt() == index.row();
    ink.ground = option.state & QStyle::State_Selected ? ink.roles.selection
                 : hovered                             ? ink.roles.hover
                                                       : ink.roles.base;
    painter->fillRect(option.rect, ink.ground);
    ink.fill(QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), ink.roles.separator);
    paintCell(ink, index);
    if (current && index.column() == EventLog::TimeColumn)
        ink.fill(QRectF(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1), ink.roles.ring);
    if (view && view->hasFocus() && view->property("keysUsed").toBool() && view->currentIndex() == index)
        paintBox(painter, QRectF(option.rect).adjusted(2, 2, -2, -3), 4, Qt::transparent, ink.roles.ring, 2);
}

bool LogDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                            const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    CellInk ink(nullptr, option.rect, option.direction, 1);
    paintCell(ink, index);
    QToolTip::showText(event->globalPos(), plainToolTip(ink.elided().join(QLatin1Char('\n'))), view);
    return true;
}

} // namespace lorastudio
