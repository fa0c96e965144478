// SPDX-License-Identifier: GPL-3.0-or-later
#include "servers/timelineview.h"

#include "core/text.h"
#include "delegates/cellink.h"
#include "models/serverphrases.h"
#include "models/servertimeline.h"
#include "style/studiostyle.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int margin = 16;
constexpr int nameWidth = 104;
constexpr qreal blockHeight = 18;
constexpr qreal largestPitch = 40;
constexpr int minutes = 10;
constexpr qreal leastNamed = 36; ///< a name needs this much to be read

qreal leastPitch()
{
    return CellFonts::current().small.line + blockHeight;
}

qreal axisHeight()
{
    return CellFonts::current().small.line + 10;
}

} // namespace

TimelineView::TimelineView(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("serversTimeline"));
    setAccessibleName(tr("The last ten minutes"));
    setFocusPolicy(Qt::StrongFocus);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *copy = new QAction(tr("Copy &Figures"), this);
    copy->setObjectName(QStringLiteral("serversCopyFiguresAction"));
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(figures()); });
    addAction(copy);
}

void TimelineView::setData(const QList<ServerRow> &rows, const QList<TimelineBlock> &blocks, const QDateTime &now)
{
    if (rows.size() != m_rows.size())
        updateGeometry();
    m_rows = rows;
    m_blocks = blocks;
    m_now = now;
    const QString sentence = phrases::timelineSentence(rows, blocks);
    if (sentence != accessibleDescription())
        setAccessibleDescription(sentence);
    update();
}

QString TimelineView::figures() const
{
    return phrases::timelineFigures(m_rows, m_blocks);
}

QSize TimelineView::sizeHint() const
{
    return QSize(600, int(std::ceil(double(m_rows.size()) * largestPitch + axisHeight())));
}

QSize TimelineView::minimumSizeHint() const
{
    return QSize(300, int(std::ceil(double(m_rows.size()) * leastPitch() + axisHeight())));
}

qreal TimelineView::Scale::x(const QDateTime &time) const
{
    const double back = double(time.msecsTo(now)) / 1000 / ServerTimeline::shownSeconds;
    return right - (right - left) * qBound(0.0, back, 1.0);
}

QList<TimelineBlock> TimelineView::blocksOf(const QString &url) const
{
    QList<TimelineBlock> blocks;
    for (const TimelineBlock &block : m_blocks) {
        if (block.server == url)
            blocks.append(block);
    }
    return blocks;
}

void TimelineView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    const Scale scale{qreal(margin + nameWidth), qreal(width() - margin), m_now};
    const qreal room = height() - axisHeight();
    const qreal pitch =
        m_rows.isEmpty() ? largestPitch : qBound(leastPitch(), std::floor(room / double(m_rows.size())), largestPitch);
    const qreal bottom = pitch * double(m_rows.size());
    for (int minute = 0; minute <= minutes; minute += 2) {
        const qreal x = std::round(scale.x(m_now.addSecs(-60 * minute)));
        ink.fill(QRectF(minute == 0 ? x - 1 : x, 0, 1, bottom + 4), ink.roles.separator);
        const QString text = minute == 0 ? tr("now") : tr("−%1 min").arg(QLocale().toString(minute));
        const bool first = minute == minutes;
        const QRectF place = first         ? QRectF(x, bottom + 6, 80, ink.fonts.small.line)
                             : minute == 0 ? QRectF(x - 80, bottom + 6, 80, ink.fonts.small.line)
                                           : QRectF(x - 40, bottom + 6, 80, ink.fonts.small.line);
        ink.text(place, text, ink.fonts.small, ink.roles.text2,
                 first         ? Qt::AlignLeft
                 : minute == 0 ? Qt::AlignRight
                               : Qt::AlignHCenter);
    }
    qreal top = 0;
    for (const ServerRow &row : m_rows) {
        paintLane(ink, row, QRectF(0, top, width(), pitch), scale);
        top += pitch;
    }
    if (hasFocus())
        paintBox(&painter, QRectF(rect()).adjusted(4, 0, -4, 0), 4, Qt::transparent, ink.roles.ring, 2);
}

void TimelineView::paintLane(CellInk &ink, const ServerRow &row, const QRectF &lane, const Scale &scale) const
{
    const QRectF bar(scale.left, lane.bottom() - blockHeight - 1, scale.right - scale.left, blockHeight);
    ink.text(QRectF(margin, bar.top(), nameWidth - 12, bar.height()), isolated(cleanName(row.name)), ink.fonts.small,
             ink.roles.text);
    ink.fill(bar, ink.roles.alt);
    const QList<TimelineBlock> blocks = blocksOf(row.url);
    if (blocks.isEmpty())
        ink.text(bar.adjusted(8, 0, -8, 0), phrases::laneNote(row), ink.fonts.small, ink.roles.text2);
    for (const TimelineBlock &block : blocks) {
        const qreal from = scale.x(block.from);
        const qreal to = qMax(scale.x(block.to), from + 1);
        const QRectF rect(from, bar.top(), to - from, bar.height());
        if (block.kind == TimelineBlock::Kind::Image) {
            const qreal gap = rect.width() > 3 ? 1 : 0;
            ink.fill(rect.adjusted(0, 0, -gap, 0),
                     mix(ink.roles.series[std::size_t(qBound(0, block.series, 4))], ink.roles.base, .78));
        } else if (block.kind == TimelineBlock::Kind::Load) {
            ink.painter()->setBrushOrigin(bar.topLeft());
            ink.painter()->fillRect(ink.mirrored(rect), hatch(ink.roles.base, ink.roles.text2, ink.ratio()));
        } else {
            paintState(ink, block, rect);
        }
    }
    paintNames(ink, blocks, QRectF(bar.left(), lane.top(), bar.width(), bar.top() - lane.top()), scale);
}

/// Over the first block of each series of blocks of one checkpoint.
void TimelineView::paintNames(CellInk &ink, const QList<TimelineBlock> &blocks, const QRectF &lane,
                              const Scale &scale) const
{
    struct Name
    {
        qreal x;
        QString text;
    };
    QList<Name> names;
    QString last;
    for (const TimelineBlock &block : blocks) {
        if (block.kind != TimelineBlock::Kind::Image || block.checkpoint == last)
            continue;
        last = block.checkpoint;
        names.append({scale.x(block.from), block.checkpoint});
    }
    qreal free = scale.left; // of other names
    for (qsizetype i = 0; i < names.size(); ++i) {
        const QString text = isolated(cleanName(names.at(i).text));
        const qreal end = i + 1 < names.size() ? names.at(i + 1).x - 6 : scale.right;
        qreal from = names.at(i).x;
        if (i + 1 == names.size()) // the newest begins at the edge: its name may reach back
            from = qBound(free, scale.right - std::ceil(ink.fonts.small.width(text)) - 1, from);
        if (end - from < leastNamed)
            continue;
        ink.text(QRectF(from, lane.top(), end - from, lane.height()), text, ink.fonts.small, ink.roles.text2);
        free = qMin(end, from + ink.fonts.small.width(text)) + 6;
    }
}

void TimelineView::paintState(CellInk &ink, const TimelineBlock &block, const QRectF &rect) const
{
    const bool stuck = block.kind == TimelineBlock::Kind::Stuck;
    const QColor color = stuck ? ink.roles.warn : ink.roles.bad;
    ink.fill(rect, stuck ? ink.roles.warnSoft : ink.roles.badSoft);
    if (stuck)
        paintBox(ink.painter(), ink.mirrored(rect), 0, Qt::transparent, color, 1);
    if (rect.width() < 20)
        return;
    ink.glyph(stuck ? QStringLiteral("state-stuck") : QStringLiteral("state-offline"),
              QPointF(rect.left() + 5, rect.top() + 3), 12, color);
    ink.text(rect.adjusted(23, 0, -4, 0), phrases::blockLabel(block), ink.fonts.small, ink.roles.text);
}

TimelineLegend::TimelineLegend(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize TimelineLegend::sizeHint() const
{
    const CellFonts::Face &face = CellFonts::current().small;
    return QSize(int(std::ceil(face.width(tr("One block per image")) + face.width(tr("Loading a checkpoint")))) + 42,
                 int(face.line) + 4);
}

void TimelineLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    CellInk ink(&painter, rect(), layoutDirection(), devicePixelRatioF());
    const qreal first = std::ceil(ink.fonts.small.width(tr("One block per image")));
    ink.text(QRectF(0, 0, first + 1, height()), tr("One block per image"), ink.fonts.small, ink.roles.text2);
    const QRectF mark(first + 16, std::floor((height() - 12) / 2.0), 14, 12);
    painter.fillRect(ink.mirrored(mark), hatch(ink.roles.raised, ink.roles.text2, ink.ratio()));
    ink.text(QRectF(mark.right() + 6, 0, width() - mark.right() - 6, height()), tr("Loading a checkpoint"),
             ink.fonts.small, ink.roles.text2);
}

} // namespace lorastudio
