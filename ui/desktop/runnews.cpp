// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/runnews.h"

#include "models/projectview.h"
#include "models/settingsphrases.h"

#include <QHash>
#include <QLocale>

#include <algorithm>

namespace lorastudio {

namespace {

const QString endKey = QStringLiteral("end");
const QString serversKey = QStringLiteral("servers");
const QString holdKey = QStringLiteral("hold");

} // namespace

RunNews::RunNews(ProjectView &project, SettingsView &settings, std::function<bool()> isWatched,
                 std::chrono::milliseconds grace, QObject *parent)
    : QObject(parent), m_project(project), m_settings(settings), m_isWatched(std::move(isWatched))
{
    m_noServer.setSingleShot(true);
    m_noServer.setInterval(grace);
    connect(&m_noServer, &QTimer::timeout, this, &RunNews::sayNoServer);
    connect(&m_project, &ProjectView::runSummaryChanged, this, &RunNews::follow);
    connect(&m_project, &ProjectView::noticesChanged, this, &RunNews::follow);
    m_active = m_project.runSummary().active();
}

bool RunNews::mayNotify(bool stuck) const
{
    const SettingsValues values = m_settings.values();
    return values.notify && (stuck ? values.notifyWhenStuck : values.notifyAtEnd) && !m_isWatched();
}

void RunNews::follow()
{
    const RunSummary summary = m_project.runSummary();
    const bool wasActive = std::exchange(m_active, summary.active());
    if (!wasActive && m_active)
        Q_EMIT ended(endKey); // a new run: the end of the last one is old
    if (wasActive && summary.phase == RunPhase::Finished)
        sayEnd(summary);
    followServers(summary);
    followHold(summary);
}

void RunNews::followServers(const RunSummary &summary)
{
    const ServerCounts &servers = summary.servers;
    const bool alone = summary.phase == RunPhase::Running && servers.total > 0 && servers.connected == 0;
    if (alone) {
        if (!m_saidNoServer && !m_noServer.isActive())
            m_noServer.start();
        return;
    }
    m_noServer.stop();
    if (std::exchange(m_saidNoServer, false))
        Q_EMIT ended(serversKey);
}

void RunNews::sayNoServer()
{
    m_saidNoServer = true;
    if (!mayNotify(true))
        return;
    const RunSummary summary = m_project.runSummary();
    const int waiting = std::max(0, summary.total - summary.made - summary.failed);
    const QString who = summary.servers.total == 1 ? tr("The server stopped answering.")
                                                   : tr("All %1 servers stopped answering.").arg(summary.servers.total);
    const QString left = waiting == 1 ? tr("1 image waits; nothing is lost.")
                                      : tr("%1 images wait; nothing is lost.").arg(QLocale().toString(waiting));
    Notification news;
    news.key = serversKey;
    news.title = tr("No server is left");
    news.body = QStringLiteral("%1 %2").arg(who, left);
    news.actions = {{QStringLiteral("servers"), tr("Show Servers")}};
    news.urgent = true;
    Q_EMIT announced(news);
}

void RunNews::followHold(const RunSummary &summary)
{
    const QString cause = summary.phase == RunPhase::Running ? holdCause() : QString();
    if (cause == m_saidHold)
        return;
    const bool before = !m_saidHold.isEmpty();
    m_saidHold = cause;
    if (cause.isEmpty()) {
        if (before)
            Q_EMIT ended(holdKey);
        return;
    }
    if (!mayNotify(true))
        return;
    Notification news;
    news.key = holdKey;
    news.title = tr("Run %1 is waiting").arg(QLocale().toString(summary.run));
    news.body = cause;
    news.actions = {{QStringLiteral("folder"), tr("Open Folder")}, {QStringLiteral("pause"), tr("Pause")}};
    news.urgent = true;
    Q_EMIT announced(news);
}

void RunNews::sayEnd(const RunSummary &summary)
{
    if (!mayNotify(false))
        return;
    Notification news;
    news.key = endKey;
    const QString run = QLocale().toString(summary.run);
    news.title = summary.end == RunReport::End::TimedOut    ? tr("Run %1 ended without progress").arg(run)
                 : summary.end == RunReport::End::TakenOver ? tr("Another program goes on with run %1").arg(run)
                                                            : tr("Run %1 is finished").arg(run);
    news.body = phrases::runEnd(summary, failureCause());
    if (summary.failed > 0)
        news.actions.append({QStringLiteral("retry"), tr("Retry %1").arg(QLocale().toString(summary.failed))});
    news.actions.append({QStringLiteral("gallery"), tr("Open Gallery")});
    Q_EMIT announced(news);
}

QString RunNews::holdCause() const
{
    const QList<CharacterRow> rows = m_project.rows();
    for (const CharacterRow &row : rows) {
        if (row.status.state == RowState::DiskFull && !row.status.cause.isEmpty())
            return row.status.cause;
    }
    const QString problem = m_project.runSummary().databaseProblem;
    return problem.isEmpty()
               ? QString()
               : tr("The database does not answer. Finished images are kept and written when it is back.");
}

/// The reason that most of the failed images have; one sentence.
QString RunNews::failureCause() const
{
    QHash<QString, int> counts;
    QString most;
    const QList<CharacterRow> rows = m_project.rows();
    for (const CharacterRow &row : rows) {
        if (row.summary.failed == 0 || row.summary.lastFailure.isEmpty())
            continue;
        int &count = counts[row.summary.lastFailure];
        count += row.summary.failed;
        if (most.isEmpty() || count > counts.value(most))
            most = row.summary.lastFailure;
    }
    constexpr int longest = 160;
    const QString line = most.section(u'\n', 0, 0).simplified();
    return line.size() > longest ? line.left(longest) + QChar(0x2026) : line;
}

} // namespace lorastudio
