// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/logsession.h"

#include "core/ids.h"
#include "core/text.h"
#include "models/eventlogfile.h"
#include "models/phrases.h"
#include "services.h"
#include "session/projectsession.h"

#include <QDir>
#include <QLocale>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto writePause = 1000ms;

bool answers(ServerState state)
{
    return state != ServerState::Offline && state != ServerState::Degraded && state != ServerState::Connecting;
}

LogTarget characterTarget(const QString &id)
{
    return {LogTarget::Kind::Character, id};
}

LogTarget serverTarget(const QString &url)
{
    return {LogTarget::Kind::Server, url};
}

} // namespace

LogSession::LogSession(Services &services, ProjectSession &project)
    : m_services(services),
      m_project(project),
      m_log(services.clock()),
      m_folder(QDir(services.paths().configDir()).filePath(QStringLiteral("log"))),
      m_session(newUuid()),
      m_scope(QStringLiteral("log"))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(writePause);
    connect(&m_timer, &QTimer::timeout, this, [this] { m_scope.spawn(writeLines()); });
    connectSignals();
    m_scope.spawn(readEarlier());
    project.closeLast([this] { return close(); });
}

LogSession::~LogSession() = default;

void LogSession::connectSignals()
{
    connect(&m_log, &EventLog::recorded, this, &LogSession::keep);
    connect(&m_tap, &MessageTap::heard, this, &LogSession::noteMessage);
    connect(&m_project, &ProjectView::noticeRaised, this, &LogSession::noteNotice);
    connect(&m_project, &ProjectView::runSummaryChanged, this, &LogSession::noteDatabase);
    const GenerationService &generation = m_services.generation();
    connect(&generation, &GenerationService::jobChanged, this, &LogSession::noteJob);
    connect(&generation, &GenerationService::runChanged, this, &LogSession::noteRun);
    connect(&generation, &GenerationService::runEnded, this, &LogSession::noteEnd);
    connect(&m_services.pool(), &ServerPool::serverChanged, this, &LogSession::noteServer);
}

Task<void> LogSession::close()
{
    if (std::exchange(m_closed, true))
        co_return;
    m_services.generation().disconnect(this);
    m_services.pool().disconnect(this);
    m_project.disconnect(this);
    m_timer.stop();
    m_scope.requestStop();
    co_await m_scope.join();
    co_await writeLines();
}

QString LogSession::characterName(const QString &id) const
{
    const QList<CharacterRow> rows = m_project.rows();
    for (const CharacterRow &row : rows) {
        if (row.character.id == id)
            return row.character.name;
    }
    return id;
}

QString LogSession::serverName(const QString &url) const
{
    const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
    return server ? server->status().name : url;
}

void LogSession::noteNotice(const Notice &notice)
{
    if (notice.kind != Notice::Kind::Warning && notice.kind != Notice::Kind::Problem)
        return;
    LogEntry entry;
    entry.level = notice.kind == Notice::Kind::Problem ? Level::Error : Level::Warning;
    entry.where = notice.id == QStringLiteral("database") ? tr("Database") : m_project.projectName();
    if (entry.where.isEmpty())
        entry.where = tr("LoRA Studio");
    entry.sentence = notice.body.isEmpty()   ? notice.head
                     : notice.head.isEmpty() ? notice.body
                                             : tr("%1: %2").arg(notice.head, isolated(notice.body));
    entry.details = notice.details;
    m_log.add(entry);
}

void LogSession::noteMessage(bool critical, const QString &category, const QString &text, const QDateTime &time)
{
    LogEntry entry;
    entry.time = time;
    entry.level = critical ? Level::Error : Level::Warning;
    entry.where = tr("Program, %1").arg(category);
    entry.sentence = text.section(QLatin1Char('\n'), 0, 0);
    entry.details = text.section(QLatin1Char('\n'), 1);
    m_log.add(entry);
}

void LogSession::noteJob(const Job &job)
{
    if (job.state != JobState::Failed && job.state != JobState::Rejected)
        return;
    LogEntry entry;
    entry.level = Level::Error;
    entry.where = characterName(job.characterId);
    // Without the number of the image, so that a hundred that fail for one reason are one entry.
    const QString reason = job.reason.section(QLatin1Char('\n'), 0, 0);
    entry.sentence = job.state == JobState::Rejected ? tr("ComfyUI refused the job: %1").arg(isolated(reason))
                                                     : tr("An image failed: %1").arg(reason);
    QStringList details{tr("Image %1, attempt %2, run %3").arg(job.number).arg(job.attempt).arg(job.runId),
                        tr("Server: %1 (%2)").arg(serverName(job.server), job.server),
                        tr("Prompt id: %1").arg(job.promptId)};
    if (job.order)
        details.append(tr("Model: %1, seed %2").arg(job.order->modelFile).arg(job.seed));
    if (reason != job.reason)
        details.append(job.reason);
    entry.details = details.join(QLatin1Char('\n'));
    entry.target = characterTarget(job.characterId);
    m_log.add(entry);
}

void LogSession::noteRun()
{
    const RunProgress progress = m_services.generation().progress();
    if (!progress.going || progress.run.id == m_run || progress.run.id == 0)
        return;
    m_run = progress.run.id;
    const int asked = progress.requested - progress.skipped;
    LogEntry entry;
    entry.where = tr("Run %1").arg(m_run);
    entry.sentence = tr("Started: %1 to make.").arg(phrases::images(asked));
    m_log.add(entry);
}

void LogSession::noteEnd(const RunReport &report)
{
    m_run = 0; // the same run may go on later
    const QLocale locale;
    LogEntry entry;
    entry.where = tr("Run %1").arg(report.runId);
    entry.level = report.failed > 0 ? Level::Warning : Level::Information;
    const QString made =
        tr("%1 of %2").arg(locale.toString(report.stored), phrases::images(report.requested - report.skipped));
    const QString failed = report.failed > 0 ? tr("%1; %2 failed").arg(made, locale.toString(report.failed)) : made;
    switch (report.end) {
    case RunReport::End::Finished:
        entry.sentence = tr("Finished: %1.").arg(failed);
        break;
    case RunReport::End::Stopped:
        entry.sentence = tr("Stopped: %1.").arg(failed);
        break;
    case RunReport::End::TimedOut:
        entry.level = Level::Warning;
        entry.sentence = tr("Ended without progress: %1.").arg(failed);
        break;
    case RunReport::End::TakenOver:
        entry.level = Level::Warning;
        entry.sentence = tr("Another program goes on with it: %1 made here.").arg(failed);
        break;
    case RunReport::End::Going:
    case RunReport::End::ShutDown:
        entry.sentence = tr("Interrupted: %1. It is taken up at the next start.").arg(failed);
        break;
    }
    QStringList details;
    for (const RunProblem &problem : report.problems) {
        details.append(
            tr("%1: %2 (%3)").arg(characterName(problem.characterId), problem.reason, locale.toString(problem.count)));
    }
    if (!report.holdReason.isEmpty())
        details.append(report.holdReason);
    entry.details = details.join(QLatin1Char('\n'));
    m_log.add(entry);
}

void LogSession::noteServer(const QString &url)
{
    const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
    if (!server) {
        m_servers.remove(url);
        return;
    }
    const ServerStatus &status = server->status();
    if (status.state == ServerState::Connecting ||
        (status.state == ServerState::Offline && !server->isSettled() && status.error.isEmpty()))
        return;
    const auto known = m_servers.constFind(url);
    const bool isNew = known == m_servers.cend();
    const ServerState before = isNew ? ServerState::Connecting : *known;
    m_servers.insert(url, status.state);
    if (before == status.state)
        return;
    LogEntry entry;
    entry.where = status.name;
    entry.target = serverTarget(url);
    entry.details = url;
    if (status.state == ServerState::Stuck) {
        entry.level = Level::Warning;
        entry.sentence = tr("Takes jobs and starts none.");
    } else if (!answers(status.state)) {
        if (!isNew && !answers(before))
            return;
        entry.level = Level::Warning;
        entry.sentence = isNew ? tr("Does not answer: %1").arg(isolated(status.error))
                               : tr("Went offline: %1").arg(isolated(status.error));
        if (status.error.isEmpty())
            entry.sentence = tr("Does not answer.");
    } else if (isNew || !answers(before)) {
        const QString what = tr("ComfyUI %1, %2").arg(status.version, status.device);
        entry.sentence = isNew ? tr("Connected: %1.").arg(what) : tr("Answers again: %1.").arg(what);
    } else {
        return; // it works, or rests
    }
    m_log.add(entry);
}

void LogSession::noteDatabase()
{
    // That it is gone comes as a notice, with the reason.
    const bool gone = !m_project.runSummary().databaseProblem.isEmpty();
    if (std::exchange(m_databaseGone, gone) == gone || gone)
        return;
    LogEntry entry;
    entry.where = tr("Database");
    entry.sentence = tr("Answers again.");
    m_log.add(entry);
}

void LogSession::keep(const LogEntry &entry)
{
    m_lines += eventlogfile::line(entry, m_session);
    if (!m_closed && !m_timer.isActive())
        m_timer.start();
}

Task<void> LogSession::readEarlier()
{
    const auto read = [folder = m_folder] {
        return eventlogfile::read(folder, EventLog::defaultLimit / 2).map(&EventLog::cleaned);
    };
    const Result<QList<LogEntry>> entries = co_await offload(read);
    if (entries)
        m_log.addEarlier(*entries);
}

Task<void> LogSession::writeLines()
{
    if (std::exchange(m_writing, true))
        co_return;
    while (!m_lines.isEmpty()) {
        const auto append = [folder = m_folder, lines = std::exchange(m_lines, {})] {
            return eventlogfile::append(folder, lines);
        };
        const Result<void> written = co_await offload(append);
        // Once: saying so is an entry too.
        if (!written && !std::exchange(m_toldThatItCannot, true)) {
            LogEntry entry;
            entry.level = Level::Warning;
            entry.where = tr("Log");
            entry.sentence = written.error().message;
            m_log.add(entry);
        }
    }
    m_writing = false;
}

} // namespace lorastudio
