// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/modelcelldelegate.h"

#include "models/catalogphrases.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QLocale>
#include <QToolTip>

#include <cmath>

namespace lorastudio {

namespace {

using Model = CatalogTableModel;

constexpr int leastHeight = 56;
constexpr qreal barHeight = 6;
constexpr qreal labelWidth = 76;
constexpr qreal barWidth = 120;
constexpr qreal leastBar = 40;

void paintName(CellInk &ink, const CatalogRow &row, int series)
{
    const QRectF r = ink.cell().adjusted(16, 0, -8, -1);
    const qreal line = ink.fonts.bold.line;
    const qreal small = ink.fonts.small.line;
    const qreal top = std::floor(r.top() + (r.height() - line - small) / 2);
    if (ink.isPainting()) {
        const QRectF bar = ink.mirrored(QRectF(r.left(), std::round(r.center().y() - 16), 4, 32));
        paintBox(ink.painter(), bar, 2, ModelCellDelegate::seriesColor(ink.roles, series), Qt::transparent);
    }
    const qreal left = r.left() + 14;
    ink.text(QRectF(left, top, r.right() - left, line), row.checkpoint.name, ink.fonts.bold, ink.roles.text);
    ink.text(QRectF(left, top + line, r.right() - left, small), row.checkpoint.file, ink.fonts.small, ink.roles.text2);
}

/// A line of the cell with sharpness and score: label, bar, value, note.
struct Measure
{
    QString label;
    double share = -1; ///< 0 … 1; negative = there is no value, only the note
    QColor fill;
    QString value;
    QString note;
};

void paintMeasure(CellInk &ink, const QRectF &line, const Measure &measure)
{
    const qreal slot = qMax(24.0, std::ceil(ink.fonts.body.width(QLocale().toString(88.8, 'f', 1))) + 1);
    const qreal noteRoom = std::ceil(ink.fonts.small.width(ModelCellDelegate::tr("assumed"))) + 1;
    ink.text(QRectF(line.left(), line.top(), labelWidth, line.height()), measure.label, ink.fonts.small,
             ink.roles.text2);
    const qreal left = line.left() + labelWidth;
    if (measure.share < 0) {
        ink.text(QRectF(left, line.top(), line.right() - left, line.height()), measure.note, ink.fonts.small,
                 ink.roles.text2);
        return;
    }
    const qreal wide = qBound(leastBar, line.right() - left - slot - noteRoom - 14, barWidth);
    if (ink.isPainting()) {
        const QRectF bar(left, std::round(line.center().y() - barHeight / 2), wide, barHeight);
        paintBar(ink.painter(), ink.mirrored(bar), measure.share, measure.fill, ink.roles.track);
    }
    ink.text(QRectF(left + wide + 8, line.top(), slot, line.height()), measure.value, ink.fonts.body, ink.roles.text,
             Qt::AlignRight);
    const qreal note = left + wide + slot + 14;
    ink.text(QRectF(note, line.top(), line.right() - note, line.height()), measure.note, ink.fonts.small,
             ink.roles.text2);
}

void paintSharpness(CellInk &ink, const CatalogRow &row)
{
    const QRectF r = ink.content();
    const qreal pitch = qMax(18.0, ink.fonts.body.line);
    const qreal top = std::floor(r.top() + (r.height() - 2 * pitch) / 2);
    Measure declared{ModelCellDelegate::tr("Declared"),
                     row.checkpoint.sharpness / 10.0,
                     ink.roles.idleFill,
                     QLocale().toString(row.checkpoint.sharpness),
                     {}};
    if (row.origin == CatalogRow::Origin::Assumed)
        declared.note = ModelCellDelegate::tr("assumed");
    paintMeasure(ink, QRectF(r.left(), top, r.width(), pitch), declared);
    Measure score{ModelCellDelegate::tr("Score"), -1, ink.roles.ring, catalogphrases::score(row.figures), {}};
    if (catalogphrases::hasScore(row.figures))
        score.share = *row.figures.meanScore / 100;
    else
        score.note = score.value;
    paintMeasure(ink, QRectF(r.left(), top + pitch, r.width(), pitch), score);
}

void paintAccepted(CellInk &ink, const CatalogRow &row)
{
    const QRectF r = ink.content();
    const std::optional<double> share = row.figures.acceptedShare();
    const qreal slot = std::ceil(ink.fonts.body.width(catalogphrases::share(1.0))) + 1;
    ink.text(QRectF(r.left(), r.top(), share ? slot : r.width(), r.height()), catalogphrases::share(share),
             ink.fonts.body, share ? ink.roles.text : ink.roles.text2, share ? Qt::AlignRight : Qt::AlignLeft);
    const qreal left = r.left() + slot + 8;
    const qreal wide = qMin(72.0, r.right() - left);
    if (!share || !ink.isPainting() || wide < leastBar - 8)
        return;
    const QRectF bar(left, std::round(r.center().y() - barHeight / 2), wide, barHeight);
    paintBar(ink.painter(), ink.mirrored(bar), *share, ink.roles.okFill, ink.roles.track);
}

void paintServers(CellInk &ink, const CatalogRow &row)
{
    const QRectF r = ink.content();
    const QString text = catalogphrases::onServers(row);
    if (!row.isOnNoServer()) {
        ink.text(r, text, ink.fonts.body, row.servers == 0 ? ink.roles.text2 : ink.roles.text);
        return;
    }
    ink.glyph(QStringLiteral("state-warning"), QPointF(r.left(), std::round(r.center().y() - 8)), 16, ink.roles.warn);
    ink.text(r.adjusted(22, 0, 0, 0), text, ink.fonts.body, ink.roles.warn);
}

void paintNumber(CellInk &ink, const QString &text, bool known)
{
    ink.text(ink.content(), text, ink.fonts.body, known ? ink.roles.text : ink.roles.text2, Qt::AlignRight);
}

} // namespace

QColor ModelCellDelegate::seriesColor(const Roles &roles, int place)
{
    return roles.series[std::size_t(qBound(0, place, int(roles.series.size()) - 1))];
}

int ModelCellDelegate::rowHeight()
{
    const CellFonts &fonts = CellFonts::current();
    return qMax(leastHeight, int(std::ceil(qMax(fonts.bold.line + fonts.small.line, 2 * fonts.body.line))) + 16);
}

QSize ModelCellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return QSize(60, rowHeight());
}

void ModelCellDelegate::paintCell(CellInk &ink, const CatalogRow &row, int column, int series)
{
    switch (Model::Column(column)) {
    case Model::ModelColumn:
        paintName(ink, row, series);
        break;
    case Model::SharpnessColumn:
        paintSharpness(ink, row);
        break;
    case Model::ImagesColumn:
        paintNumber(ink, QLocale().toString(row.figures.images), true);
        break;
    case Model::AcceptedColumn:
        paintAccepted(ink, row);
        break;
    case Model::TimeColumn:
        paintNumber(ink, catalogphrases::seconds(row.figures.secondsPerImage), row.figures.secondsPerImage.has_value());
        break;
    case Model::LoadColumn:
        paintNumber(ink, catalogphrases::seconds(row.loadSeconds), row.loadSeconds.has_value());
        break;
    case Model::ServersColumn:
        paintServers(ink, row);
        break;
    case Model::ColumnCount:
        break;
    }
}

void ModelCellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto row = index.data(Model::RowRole).value<CatalogRowPtr>();
    if (!row)
        return;
    CellInk ink(painter, option.rect, option.direction, painter->device()->devicePixelRatioF());
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = view && view->property("hoverRow").toInt() == index.row();
    const bool current = view && view->currentIndex().isValid() && view->currentIndex().row() == index.row();
    const bool focused =
        view && view->hasFocus() && view->property("keysUsed").toBool() && view->currentIndex() == index;
    ink.ground = selected ? ink.roles.selection : hovered ? ink.roles.hover : ink.roles.base;
    painter->fillRect(option.rect, ink.ground);
    ink.fill(QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), ink.roles.separator);
    paintCell(ink, *row, index.column(), index.data(Model::SeriesRole).toInt());
    if (current && index.column() == Model::ModelColumn)
        ink.fill(QRectF(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1), ink.roles.ring);
    if (focused)
        paintBox(painter, QRectF(option.rect).adjusted(2, 2, -2, -3), 4, Qt::transparent, ink.roles.ring, 2);
}

bool ModelCellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                                  const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), plainToolTip(index.data(Qt::AccessibleTextRole).toString()), view);
    return true;
}

} // namespace lorastudio
