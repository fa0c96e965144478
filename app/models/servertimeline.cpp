// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/servertimeline.h"

#include "core/text.h"
#include "models/phrases.h"
#include "models/serverphrases.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>

namespace lorastudio {

namespace {

std::optional<TimelineBlock::Kind> kindOf(ServerState state)
{
    switch (state) {
    case ServerState::Loading:
        return TimelineBlock::Kind::Load;
    case ServerState::Stuck:
        return TimelineBlock::Kind::Stuck;
    case ServerState::Offline:
    case ServerState::Degraded:
        return TimelineBlock::Kind::Offline;
    default:
        return std::nullopt;
    }
}

} // namespace

void ServerTimeline::prune(Lane &lane, const QDateTime &now)
{
    const QDateTime first = now.addSecs(-shownSeconds);
    lane.ended.removeIf([&](const TimelineBlock &block) { return block.to <= first; });
}

void ServerTimeline::setState(const QString &server, ServerState state, const QDateTime &at, int stuckJobs,
                              const QString &checkpoint, int series)
{
    Lane &lane = m_lanes[server];
    const std::optional<TimelineBlock::Kind> kind = kindOf(state);
    if (lane.state && kind && lane.state->kind == *kind && lane.state->checkpoint == checkpoint) {
        lane.state->jobs = stuckJobs;
        return;
    }
    if (lane.state) {
        TimelineBlock block = *std::exchange(lane.state, std::nullopt);
        block.to = qMax(block.from, at);
        lane.ended.append(block);
    }
    if (kind) {
        lane.state = TimelineBlock{server, *kind, at, at, checkpoint, series, stuckJobs};
        if (*kind != TimelineBlock::Kind::Load)
            lane.image.reset();
    }
    prune(lane, at);
}

void ServerTimeline::beginImage(const QString &server, const QDateTime &at, const QString &checkpoint, int series)
{
    m_lanes[server].image = TimelineBlock{server, TimelineBlock::Kind::Image, at, at, checkpoint, series};
}

void ServerTimeline::dropImage(const QString &server)
{
    m_lanes[server].image.reset();
}

void ServerTimeline::addImage(const QString &server, const QDateTime &at, double seconds, const QString &checkpoint,
                              int series)
{
    Lane &lane = m_lanes[server];
    QDateTime from = at.addMSecs(-std::lround(qMax(0.0, seconds) * 1000));
    for (const TimelineBlock &before : std::as_const(lane.ended)) {
        if (before.to > from && before.to < at)
            from = before.to;
    }
    lane.ended.append(TimelineBlock{server, TimelineBlock::Kind::Image, from, at, checkpoint, series});
    if (lane.image && lane.image->from < at) { // the next one may have begun while this one was fetched
        if (lane.image->from <= from.addMSecs(250))
            lane.image.reset();
        else
            lane.ended.last().to = qMax(from, lane.image->from);
    }
    prune(lane, at);
}

void ServerTimeline::forget(const QString &server)
{
    m_lanes.remove(server);
}

QList<TimelineBlock> ServerTimeline::blocks(const QDateTime &now) const
{
    const QDateTime first = now.addSecs(-shownSeconds);
    QList<TimelineBlock> all;
    for (const Lane &lane : m_lanes) {
        QList<TimelineBlock> blocks = lane.ended;
        const bool loads = lane.state && lane.state->kind == TimelineBlock::Kind::Load;
        if (lane.image && !loads) { // it is not sampled yet while its checkpoint is loaded
            TimelineBlock image = *lane.image;
            for (const TimelineBlock &before : lane.ended)
                image.from = qMax(image.from, before.to);
            image.to = now;
            blocks.append(image);
        }
        if (lane.state) {
            blocks.append(*lane.state);
            blocks.last().to = now;
        }
        for (TimelineBlock &block : blocks)
            block.from = qMax(block.from, first);
        blocks.removeIf([&](const TimelineBlock &block) { return block.to <= block.from; });
        std::stable_sort(blocks.begin(), blocks.end(),
                         [](const TimelineBlock &a, const TimelineBlock &b) { return a.from < b.from; });
        all += blocks;
    }
    return all;
}

namespace phrases {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("lorastudio::phrases", text);
}

struct Figure
{
    QString what;
    int count = 0;
    double seconds = 0;
};

/// Images by checkpoint in the order in which they came, then loads, stuck and offline.
QList<Figure> figuresOf(const QString &url, const QList<TimelineBlock> &blocks)
{
    QList<Figure> images;
    Figure loads{tr("Loading a checkpoint")}, stuck{tr("Stuck")}, offline{tr("Offline")};
    for (const TimelineBlock &block : blocks) {
        if (block.server != url)
            continue;
        Figure *figure = &loads;
        if (block.kind == TimelineBlock::Kind::Image) {
            const auto found = std::find_if(images.begin(), images.end(),
                                            [&](const Figure &known) { return known.what == block.checkpoint; });
            const bool known = found != images.end();
            if (!known)
                images.append(Figure{block.checkpoint});
            figure = known ? &*found : &images.last();
        } else if (block.kind != TimelineBlock::Kind::Load) {
            figure = block.kind == TimelineBlock::Kind::Stuck ? &stuck : &offline;
        }
        ++figure->count;
        figure->seconds += double(block.from.msecsTo(block.to)) / 1000;
    }
    for (const Figure &other : {loads, stuck, offline}) {
        if (other.count > 0)
            images.append(other);
    }
    return images;
}

} // namespace

QString laneNote(const ServerRow &row)
{
    if (row.lacksModels)
        return tr("Idle: has no model of this run");
    switch (row.state) {
    case ServerState::Idle:
        return tr("Idle");
    case ServerState::Draining:
        return tr("Draining: takes nothing new");
    case ServerState::Connecting:
        return tr("Connecting");
    default:
        return {};
    }
}

QString blockLabel(const TimelineBlock &block)
{
    switch (block.kind) {
    case TimelineBlock::Kind::Stuck:
        return block.jobs == 1 ? tr("1 job, not started")
                               : tr("%1 jobs, none started").arg(QLocale().toString(block.jobs));
    case TimelineBlock::Kind::Offline:
        return tr("Offline");
    default:
        return block.checkpoint.isEmpty() ? QString() : isolated(block.checkpoint);
    }
}

QString timelineFigures(const QList<ServerRow> &rows, const QList<TimelineBlock> &blocks)
{
    QStringList lines{QStringList{tr("Server"), tr("What"), tr("Number"), tr("Seconds")}.join(u'\t')};
    for (const ServerRow &row : rows) {
        for (const Figure &figure : figuresOf(row.url, blocks))
            lines.append(QStringList{row.name, figure.what, QString::number(figure.count),
                                     QString::number(figure.seconds, 'f', 1)}
                             .join(u'\t'));
    }
    return lines.join(u'\n');
}

QString timelineSentence(const QList<ServerRow> &rows, const QList<TimelineBlock> &blocks)
{
    QStringList sentences;
    for (const ServerRow &row : rows) {
        QStringList parts;
        for (const Figure &figure : figuresOf(row.url, blocks)) {
            const QString time = duration(std::lround(figure.seconds));
            const bool isState = figure.what == tr("Stuck") || figure.what == tr("Offline");
            if (isState || figure.what == tr("Loading a checkpoint"))
                parts.append(tr("%1 for %2").arg(figure.what, time));
            else
                parts.append(tr("%1 with %2").arg(images(figure.count), isolated(figure.what)));
        }
        if (parts.isEmpty())
            parts.append(laneNote(row).isEmpty() ? tr("nothing") : laneNote(row));
        sentences.append(tr("%1: %2.").arg(isolated(row.name), parts.join(QStringLiteral(", "))));
    }
    return sentences.join(u' ');
}

} // namespace phrases

} // namespace lorastudio
