// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/scoreridges.h"

#include "delegates/cellink.h"
#include "models/catalogphrases.h"
#include "models/modelcelldelegate.h"
#include "models/phrases.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QLocale>
#include <QMenu>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace lorastudio {

namespace {

constexpr int leastPitch = 64;
constexpr int largestPitch = 128;
constexpr int fewRidges = 4;
constexpr qreal nameWidth = 132;
constexpr qreal meanWidth = 52;
constexpr qreal medianWidth = 2;
constexpr int firstTick = int(ModelFigures::lowestScore);
constexpr int lastTick = 100;
constexpr int tickStep = 10;

qreal xOf(double score, const QRectF &plot)
{
    return plot.left() + plot.width() * (score - firstTick) / (lastTick - firstTick);
}

/// The outline of a histogram in `box`, its highest step as high as the box.
QPainterPath outline(const std::array<int, ModelFigures::steps> &histogram, const QRectF &box)
{
    const int most = std::max(1, *std::max_element(histogram.begin(), histogram.end()));
    QPainterPath path(QPointF(std::round(box.left()) + .5, box.bottom()));
    for (std::size_t i = 0; i < histogram.size(); ++i) {
        const qreal left = std::round(box.left() + box.width() * qreal(i) / ModelFigures::steps) + .5;
        const qreal right = std::round(box.left() + box.width() * qreal(i + 1) / ModelFigures::steps) + .5;
        const qreal y = std::round(box.bottom() - box.height() * histogram[i] / most - .5) + .5;
        path.lineTo(left, histogram[i] == 0 ? box.bottom() : y);
        path.lineTo(right, histogram[i] == 0 ? box.bottom() : y);
    }
    path.lineTo(std::round(box.right()) + .5, box.bottom());
    path.closeSubpath();
    return path;
}

} // namespace

ScoreRidges::ScoreRidges(QWidget *parent) : QAbstractScrollArea(parent), m_copy(new QAction(tr("&Copy Figures"), this))
{
    setObjectName(QStringLiteral("modelsScoreRidges"));
    setAccessibleName(tr("Technical score"));
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setAutoFillBackground(false);
    m_copy->setObjectName(QStringLiteral("modelsCopyFiguresAction"));
    addAction(m_copy);
    connect(m_copy, &QAction::triggered, this, &ScoreRidges::copyFigures);
}

void ScoreRidges::setSeries(const QList<Series> &series)
{
    QList<Series> shown;
    for (const Series &one : series) {
        if (catalogphrases::hasScore(one.row.figures))
            shown.append(one);
    }
    if (shown == m_series)
        return;
    m_series = shown;
    const QStringList sentences = catalogphrases::scoreSentences(rows());
    setAccessibleDescription(sentences.isEmpty() ? tr("No scores yet")
                                                 : sentences.join(QStringLiteral(". ")) + QLatin1Char('.'));
    m_copy->setEnabled(!m_series.isEmpty());
    updateGeometry();
    fitScrollBar();
    viewport()->update();
}

QList<CatalogRow> ScoreRidges::rows() const
{
    QList<CatalogRow> rows;
    for (const Series &one : m_series)
        rows.append(one.row);
    return rows;
}

void ScoreRidges::copyFigures() const
{
    QGuiApplication::clipboard()->setText(catalogphrases::scoreTable(rows()));
}

int ScoreRidges::axisHeight() const
{
    return int(CellFonts::current().small.line) + 8;
}

QSize ScoreRidges::minimumSizeHint() const
{
    return QSize(300, leastRowHeight() * qBound(2, int(m_series.size()), fewRidges) + axisHeight());
}

int ScoreRidges::leastRowHeight() const
{
    return qMax(leastPitch, int(CellFonts::current().body.line + CellFonts::current().small.line) + 20);
}

int ScoreRidges::pitch() const
{
    const int least = leastRowHeight();
    const int room = viewport()->height() - axisHeight();
    return m_series.isEmpty() ? least : qBound(least, room / int(m_series.size()), qMax(least, largestPitch));
}

void ScoreRidges::fitScrollBar()
{
    const int room = viewport()->height() - axisHeight();
    verticalScrollBar()->setRange(0, qMax(0, pitch() * int(m_series.size()) - room));
    verticalScrollBar()->setPageStep(qMax(1, room));
    verticalScrollBar()->setSingleStep(pitch() / 2);
}

void ScoreRidges::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitScrollBar();
}

void ScoreRidges::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        fitScrollBar();
}

void ScoreRidges::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ScoreRidges::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void ScoreRidges::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const QRectF whole = viewport()->rect();
    CellInk ink(&painter, whole, layoutDirection(), devicePixelRatioF());
    const Roles &roles = ink.roles;
    painter.fillRect(whole, roles.raised);
    const QRectF plot(nameWidth, 0, qMax(80.0, whole.width() - nameWidth - meanWidth), whole.height() - axisHeight());
    const int rowHeight = pitch();
    const qreal lastBase =
        qMin(plot.height(), qreal(rowHeight) * qreal(m_series.size()) - verticalScrollBar()->value());
    const QRectF drawn = ink.mirrored(plot); // the plot changes its side, its axis goes up to the right everywhere
    for (int tick = firstTick; tick <= lastTick; tick += tickStep)
        painter.fillRect(QRectF(std::round(xOf(tick, drawn)), 0, 1, qMax(0.0, lastBase)), roles.separator);

    painter.save();
    painter.setClipRect(QRectF(0, 0, whole.width(), plot.height()));
    for (int i = 0; i < m_series.size(); ++i) {
        const Series &one = m_series.at(i);
        const ModelFigures &figures = one.row.figures;
        const qreal top = qreal(i) * rowHeight - verticalScrollBar()->value();
        if (top > plot.height() || top + rowHeight < 0)
            continue;
        const qreal line = ink.fonts.body.line;
        const qreal small = ink.fonts.small.line;
        const qreal textTop = std::round(top + (rowHeight - line - small) / 2);
        ink.text(QRectF(0, textTop, nameWidth - 12, line), one.row.checkpoint.name, ink.fonts.body, roles.text);
        ink.text(QRectF(0, textTop + line, nameWidth - 12, small), phrases::images(figures.scored), ink.fonts.small,
                 roles.text2);
        ink.text(QRectF(plot.right(), textTop, meanWidth, line + small), phrases::mean(*figures.meanScore),
                 ink.fonts.bold, roles.text, Qt::AlignRight);

        const QRectF box(drawn.left(), std::round(top + 10) + .5, drawn.width(), rowHeight - 12);
        const QColor color = ModelCellDelegate::seriesColor(roles, one.place);
        painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
        painter.setBrush(mix(color, roles.raised, .28));
        painter.drawPath(outline(figures.histogram, box));
        if (figures.medianScore) {
            const qreal x = xOf(qBound(double(firstTick), *figures.medianScore, double(lastTick)), box);
            painter.fillRect(QRectF(std::round(x - medianWidth / 2), box.top(), medianWidth, box.height()), roles.text);
        }
    }
    painter.restore();

    if (!m_series.isEmpty()) {
        for (int tick = firstTick; tick <= lastTick; tick += tickStep)
            ink.text(ink.mirrored(QRectF(xOf(tick, drawn) - 20, qMax(0.0, lastBase) + 4, 40, axisHeight() - 4)),
                     QLocale().toString(tick), ink.fonts.small, roles.text2, Qt::AlignHCenter);
    }
    if (hasFocus())
        paintBox(&painter, whole.adjusted(1, 1, -1, -1), 4, Qt::transparent, roles.ring, 2);
}

void ScoreRidges::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_copy);
    menu->popup(event->reason() == QContextMenuEvent::Mouse ? event->globalPos()
                                                            : mapToGlobal(QPoint(int(nameWidth), 24)));
}

bool ScoreRidges::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int at = help->y() < viewport()->height() - axisHeight()
                       ? (help->y() + verticalScrollBar()->value()) / qMax(1, pitch())
                       : -1;
    if (at >= 0 && at < m_series.size())
        QToolTip::showText(help->globalPos(),
                           plainToolTip(catalogphrases::scoreSentences({m_series.at(at).row}).value(0)), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace lorastudio
