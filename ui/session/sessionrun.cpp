// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as the window starts and steers them, and the end of the program. See sessionresume.cpp for runs of last time.
#include "session/projectsession.h"

#include "core/endguard.h"
#include "storage/jobrepository.h"

#include <QCoreApplication>

namespace lorastudio {

namespace {

constexpr std::chrono::milliseconds planningPause(25);

} // namespace

void ProjectSession::start(const QStringList &characterIds)
{
    RunRequest request;
    request.project = m_project;
    request.characterIds = characterIds;
    request.demo = m_services.usesDemoServer();
    if (m_starting || m_services.generation().isGoing())
        m_scope.spawn(perform(extendTask(request), tr("The run cannot be extended")));
    else
        m_scope.spawn(runToTheEnd(request));
}

Task<Result<void>> ProjectSession::extendTask(RunRequest request)
{
    const GenerationService &generation = m_services.generation();
    while (m_starting || (generation.isGoing() && !generation.progress().going)) { // it is being planned
        const Result<void> slept = co_await sleepFor(planningPause, m_scope.token());
        if (!slept)
            co_return slept;
    }
    if (!generation.isGoing())
        co_return Result<void>{}; // it did not start, and has said why
    if (m_summary.phase == RunPhase::Stopping)
        co_return fail(GenerationService::stoppingError());
    const Result<void> extended = co_await m_services.generation().extend(request);
    for (const CharacterRow &row : std::as_const(m_rows))
        markDirty(row.character.id);
    refreshAllRows();
    co_return extended;
}

Task<void> ProjectSession::runToTheEnd(RunRequest request)
{
    if (m_starting || m_services.generation().isGoing())
        co_return; // pressed twice, or a server came back at the same moment
    m_starting = true;
    dismissNotice(QStringLiteral("run"));
    forgetWaitingRun();
    const Result<void> writable = co_await m_services.checkLibrary();
    m_starting = false;
    if (!writable) {
        sayThatRunDidNotStart(request, writable.error());
        co_return;
    }
    m_openRun.reset(); // it is this one now
    const Result<RunReport> report = co_await m_services.generation().run(request, m_scope.token());
    dismissNotice(QStringLiteral("hold"));
    if (!report) {
        if (report.error().isCanceled())
            co_return;
        co_await load();
        sayThatRunDidNotStart(request, report.error());
        co_return;
    }
    if (m_scope.token().stop_requested())
        co_return;
    m_previews.clear();
    co_await load();
    if (report->skipped > 0 && !report->problems.isEmpty())
        notify({QStringLiteral("run"),
                Notice::Kind::Warning,
                report->skipped == 1 ? tr("1 image was not asked for")
                                     : tr("%1 images were not asked for").arg(report->skipped),
                report->problems.first().reason,
                {},
                true});
}

void ProjectSession::sayThatRunDidNotStart(const RunRequest &request, const Error &error)
{
    if (request.resumeOnly && m_openRun && !m_openRun->elsewhere)
        sayThatRunWaits(error.message); // with a way to try again
    else
        notify(QStringLiteral("run"), tr("The run did not start"), error);
}

void ProjectSession::pause()
{
    m_scope.spawn(perform(wishTask(RunState::Paused), tr("The run cannot be paused")));
}

void ProjectSession::resume()
{
    if (isPausedByLastProgram() && !m_services.generation().isGoing())
        m_scope.spawn(continueOpenRun(true));
    else
        m_scope.spawn(perform(wishTask(RunState::Running), tr("The run cannot go on")));
}

void ProjectSession::stop()
{
    if (m_openRun)
        describeOpenRun();
    m_summary.phase = RunPhase::Stopping;
    Q_EMIT runSummaryChanged();
    m_scope.spawn(stopTask());
}

Task<void> ProjectSession::stopTask()
{
    const Result<void> asked = co_await wishTask(RunState::Stopping);
    if (!asked) {
        // The run goes on as it did, and can be stopped once more.
        if (m_summary.phase == RunPhase::Stopping)
            m_summary.phase = RunPhase::Running;
        refreshSummary();
        Q_EMIT runSummaryChanged();
        notify(QStringLiteral("action"), tr("The run cannot be stopped"), asked.error());
        co_return;
    }
    forgetWaitingRun();
    if (!m_services.generation().isGoing())
        co_await load(); // nobody made it: it is stopped by now
}

Task<Result<void>> ProjectSession::wishTask(RunState state)
{
    // The run that goes on here may be of another project than the one that is looked at.
    QString project = m_services.generation().progress().run.project;
    if (project.isEmpty())
        project = m_project;
    const Result<RunState> now = co_await m_services.generation().wish(project, state);
    if (!now)
        co_return fail(now.error());
    co_return Result<void>{};
}

void ProjectSession::pauseCharacter(const QString &characterId)
{
    m_services.generation().setCharacterPaused(characterId, true);
    refreshAllRows();
}

void ProjectSession::resumeCharacter(const QString &characterId)
{
    m_services.generation().setCharacterPaused(characterId, false);
    refreshAllRows();
}

void ProjectSession::retryFailed(const QString &characterId)
{
    m_scope.spawn(perform(retryTask(characterId, {}), tr("The images cannot be tried again")));
}

void ProjectSession::retryJob(const QString &jobId)
{
    m_scope.spawn(perform(retryTask({}, jobId), tr("The image cannot be tried again")));
}

Task<Result<void>> ProjectSession::retryTask(QString characterId, QString jobId)
{
    // Only they go on, whatever else of the project is open.
    const auto concerned = [project = m_project, characterId, jobId](Connection &connection) -> Result<QStringList> {
        JobFilter filter;
        filter.project = project;
        filter.characterId = characterId;
        filter.states = {JobState::Failed, JobState::Rejected};
        const Result<QVector<Job>> jobs = JobRepository(connection).list(filter);
        if (!jobs)
            return fail(jobs.error());
        QStringList ids;
        for (const Job &job : *jobs) {
            if ((jobId.isEmpty() || job.id == jobId) && !ids.contains(job.characterId))
                ids.append(job.characterId);
        }
        return ids;
    };
    const Result<QStringList> characters = co_await m_services.database().read(concerned);
    if (!characters)
        co_return fail(characters.error());
    const Result<int> planned = co_await m_services.generation().retryFailed(m_project, characterId, jobId);
    if (!planned)
        co_return fail(planned.error());
    for (const CharacterRow &row : std::as_const(m_rows))
        markDirty(row.character.id);
    // They are part of a run that is paused or waits for its server, and go on with it.
    const bool waits = m_openRun && !m_openRun->elsewhere;
    if (*planned > 0 && !waits && !m_services.generation().isGoing()) {
        RunRequest request;
        request.project = m_project;
        request.demo = m_services.usesDemoServer();
        request.resumeOnly = true;
        request.characterIds = *characters;
        m_scope.spawn(runToTheEnd(request));
    }
    co_return Result<void>{};
}

void ProjectSession::shutDown()
{
    if (!m_down)
        m_ending.spawn(closeAndQuit());
}

Task<void> ProjectSession::closeAndQuit()
{
    co_await close();
    QCoreApplication::exit(0);
}

Task<void> ProjectSession::close()
{
    if (std::exchange(m_down, true)) {
        const QFuture<void> end = m_ended.future();
        co_await end;
        co_return;
    }
    m_ended.start();
    EndGuard guard; // whatever of all this hangs
    m_services.generation().disconnect(this);
    m_services.pool().disconnect(this);
    m_services.assignments().disconnect(this);
    for (QTimer *timer : {&m_dirtyTimer, &m_summaryTimer, &m_addedTimer})
        timer->stop();
    m_scope.requestStop();
    for (const Closing &closing : m_closings) {
        Task<void> closed = closing();
        co_await closed;
    }
    co_await m_services.generation().close();
    co_await m_scope.join();
    co_await m_previewDecoder.close();
    co_await m_images.close();
    co_await m_services.shutdown();
    for (const Closing &closing : m_lastClosings) {
        Task<void> closed = closing();
        co_await closed;
    }
    co_await guard.release();
    m_ended.finish();
}

} // namespace lorastudio
