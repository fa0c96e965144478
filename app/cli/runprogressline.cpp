// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/runprogressline.h"

#include <cmath>

namespace lorastudio {

namespace {

QString timeLeft(double seconds)
{
    const int minutes = int(std::ceil(seconds / 60));
    if (minutes <= 1)
        return RunProgressLine::tr("under 1 min left");
    if (minutes < 60)
        return RunProgressLine::tr("%1 min left").arg(minutes);
    return RunProgressLine::tr("%1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

QString bar(double share)
{
    constexpr int width = 20;
    const int full = qBound(0, int(share * width), width);
    return u'[' + QString(full, u'=') + QString(width - full, u' ') + u']';
}

} // namespace

RunProgressLine::RunProgressLine(Console &console, GenerationService &generation, ServerPool &pool)
    : m_console(console), m_generation(generation), m_pool(pool)
{
    m_sincePlain.start();
    connect(&m_timer, &QTimer::timeout, this, &RunProgressLine::show);
    connect(&m_generation, &GenerationService::problemRaised, this,
            [this](const QString &character, const QString &server, const QString &message) {
                const QString where = character.isEmpty() ? server : character;
                m_console.message(where.isEmpty() ? message : QStringLiteral("%1: %2").arg(where, message));
            });
    m_timer.start(100);
}

RunProgressLine::~RunProgressLine()
{
    show();
    m_console.endProgress();
}

void RunProgressLine::show()
{
    const RunProgress progress = m_generation.progress();
    if (!progress.going || progress.requested == 0)
        return;
    const int tenth = 10 * (progress.stored + progress.failed) / progress.requested;
    const bool plain = tenth != m_lastTenth || m_sincePlain.elapsed() > 30'000 || progress.holdReason != m_lastHold;
    if (plain) {
        m_lastTenth = tenth;
        m_lastHold = progress.holdReason;
        m_sincePlain.restart();
    }
    m_console.progress(text(), plain);
}

QString RunProgressLine::text() const
{
    const RunProgress progress = m_generation.progress();
    const double share = (progress.stored + progress.failed + progress.fractions) / progress.requested;
    QStringList parts{QStringLiteral("%1 %2/%3").arg(bar(share)).arg(progress.stored).arg(progress.requested)};
    if (progress.failed > 0)
        parts.append(tr("%1 failed").arg(progress.failed));
    if (!progress.holdReason.isEmpty()) {
        parts.append(progress.holdReason);
        return parts.join(QStringLiteral("  "));
    }
    if (progress.run.state == RunState::Paused)
        parts.append(tr("paused"));
    if (progress.imagesPerMinute > 0)
        parts.append(tr("%1/min").arg(progress.imagesPerMinute, 0, 'f', progress.imagesPerMinute < 100 ? 1 : 0));
    if (progress.secondsLeft)
        parts.append(timeLeft(*progress.secondsLeft));
    QStringList where;
    for (const ServerStatus &status : m_pool.statuses()) {
        if (status.state == ServerState::Busy || status.state == ServerState::Loading)
            where.append(status.name + (status.state == ServerState::Loading ? tr(" (loading)") : QString()));
    }
    if (!where.isEmpty())
        parts.append(tr("on %1").arg(where.join(QStringLiteral(", "))));
    return parts.join(QStringLiteral("  "));
}

} // namespace lorastudio
