// SPDX-License-Identifier: GPL-3.0-or-later
// How rows and run strip stand, derived from the services each time; nothing of it is stored.
#include "session/projectsession.h"

#include <algorithm>

namespace lorastudio {

ProjectSession::Standing ProjectSession::standing() const
{
    Standing now;
    now.progress = m_services.generation().progress();
    now.anyServer = m_services.pool().anyReachable();
    now.demoCounts = m_services.pool().onlyDemo() || (m_lastRun && m_lastRun->demo);
    now.pausedBefore = isPausedByLastProgram();
    now.elsewhere = m_openRun && m_openRun->elsewhere;
    return now;
}

int ProjectSession::jobsInFrontOf(const QString &characterId, const Standing &standing) const
{
    if (!standing.inFront)
        standing.inFront = m_services.generation().waitingInFront();
    return standing.inFront->value(characterId);
}

void ProjectSession::refreshStatus(CharacterRow &row, const Standing &standing) const
{
    const GenerationService &generation = m_services.generation();
    const QString id = row.character.id;
    const Checkpoint *found = ModelCatalog::findIn(m_checkpoints, row.assignment.modelFile);
    row.checkpoint.reset();
    if (found)
        row.checkpoint = *found;
    else if (!row.assignment.modelFile.isEmpty())
        row.checkpoint = m_services.assignments().catalog().described(row.assignment.modelFile);
    row.onNoServer =
        standing.anyServer && !row.assignment.modelFile.isEmpty() && (!found || found->onServers.isEmpty());

    const RunProgress &progress = standing.progress;
    const std::optional<Job> sampled = generation.sampledJob(id);
    const int waiting = generation.waitingJobs(id);
    const bool held = generation.isCharacterPaused(id) && row.summary.planned > 0;
    const bool inRun =
        progress.going && (waiting > 0 || generation.isWorkingOn(id) || sampled || held || generation.isElsewhere(id));
    if (inRun)
        row.baseSeed = progress.run.baseSeed;
    if (!sampled)
        row.live.reset();
    RowStatus status;
    status.runActive = progress.going;
    const int open = row.summary.planned + row.summary.active;
    const int made = row.summary.counted(standing.demoCounts);
    if (row.onNoServer && row.assignment.modelFile.size() > 0) {
        status.state = RowState::ModelMissing;
    } else if (row.summary.failed > 0 && !inRun) {
        status.state = RowState::Failed;
        status.count = row.summary.failed;
        status.cause = row.summary.lastFailure;
    } else if (inRun && !standing.anyServer) {
        status.state = RowState::NoServer;
        status.count = open;
    } else if (inRun && !progress.holdReason.isEmpty()) {
        status.state = RowState::DiskFull;
        status.cause = progress.holdReason;
    } else if (inRun && (progress.run.state == RunState::Paused || generation.isCharacterPaused(id)) && !sampled) {
        status.state = RowState::Paused;
        status.at = m_summary.paused;
    } else if (sampled) {
        const std::shared_ptr<ServerConnection> server = m_services.pool().find(sampled->server);
        const bool loading = server && server->status().state == ServerState::Loading && !row.live;
        status.state = loading ? RowState::LoadingCheckpoint : RowState::Sampling;
        status.server = serverName(sampled->server);
    } else if (const std::optional<Job> theirs = generation.sampledElsewhere(id)) {
        status.state = RowState::Sampling;
        status.server = serverName(theirs->server);
    } else if (inRun) {
        status.state = RowState::Waiting;
        status.count = jobsInFrontOf(id, standing);
    } else if (standing.elsewhere && open > 0) {
        status.runActive = true;
        const bool paused = m_openRun->run.state == RunState::Paused;
        status.state = row.summary.active > 0 ? RowState::Sampling : paused ? RowState::Paused : RowState::Waiting;
    } else if (standing.pausedBefore && open > 0) {
        status.state = RowState::Paused;
    } else if (made >= row.character.images && open == 0) {
        status.state = RowState::Done;
        status.at = row.summary.newestAt;
    } else if (open > 0 || row.summary.cancelled > 0) {
        status.state = RowState::Stopped;
        status.count = row.summary.made();
    } else {
        status.state = RowState::NotStarted;
    }
    row.status = status;
    row.perMinute = 0;
    row.secondsLeft = -1;
    if (sampled) {
        if (const auto seconds = generation.secondsPerImage(sampled->server); seconds && *seconds > 0) {
            const double left = open - (row.live ? row.live->fraction() : 0.0);
            row.perMinute = 60 / *seconds;
            row.secondsLeft = int(std::max(0.0, left) * *seconds);
        }
    }
}

void ProjectSession::refreshRow(CharacterRow &changed)
{
    refreshRow(changed, standing());
}

void ProjectSession::refreshRow(CharacterRow &changed, const Standing &standing)
{
    // Whatever made the caller ask has changed already; the table takes what is equal in its stride.
    refreshStatus(changed, standing);
    Q_EMIT rowChanged(changed);
}

void ProjectSession::refreshAllRows()
{
    const Standing now = standing();
    for (CharacterRow &row : m_rows) {
        refreshStatus(row, now);
        Q_EMIT rowChanged(row);
    }
}

void ProjectSession::refreshServedRows()
{
    // What a server does shows in the rows it samples for; whether there is one at all, in every row.
    const Standing now = standing();
    const bool all = now.anyServer != std::exchange(m_anyServer, now.anyServer);
    for (CharacterRow &row : m_rows) {
        if (all || row.status.state == RowState::Sampling || row.status.state == RowState::LoadingCheckpoint)
            refreshRow(row, now);
    }
}

bool ProjectSession::isPausedByLastProgram() const
{
    return m_openRun && !m_openRun->elsewhere && m_openRun->run.state == RunState::Paused;
}

void ProjectSession::describeActiveRun(const RunProgress &progress)
{
    RunSummary &summary = m_summary;
    const RunPhase phase = progress.run.state == RunState::Paused ? RunPhase::Paused : RunPhase::Running;
    if (phase == RunPhase::Paused && summary.phase != RunPhase::Paused)
        summary.paused = m_services.clock().now();
    if (phase != RunPhase::Paused)
        summary.paused = {};
    summary.phase = summary.phase == RunPhase::Stopping ? RunPhase::Stopping : phase;
    summary.run = progress.run.id;
    summary.started = progress.run.started;
    summary.finished = {};
    summary.secondsLeft = progress.secondsLeft && phase == RunPhase::Running ? int(*progress.secondsLeft) : -1;
    summary.perMinute = progress.imagesPerMinute;
    summary.failed = progress.failed;
    summary.total = progress.requested - progress.skipped;
    summary.made = progress.stored;
    summary.undecided = progress.stored;
    summary.accepted = summary.rejected = 0;
    for (const auto &server : m_services.pool().servers())
        summary.onServers += server->inFlight();
}

void ProjectSession::describeOpenRun()
{
    RunSummary &summary = m_summary;
    summary.run = m_openRun->run.id;
    summary.started = m_openRun->run.started;
    summary.finished = summary.paused = {};
    summary.made = summary.undecided = m_openRun->stored;
    summary.total = m_openRun->stored + m_openRun->open;
    summary.failed = summary.accepted = summary.rejected = 0;
}

void ProjectSession::describeNoRun()
{
    RunSummary &summary = m_summary;
    summary.secondsLeft = -1;
    summary.perMinute = 0;
    if (isPausedByLastProgram() && summary.phase != RunPhase::Stopping) {
        summary.phase = RunPhase::Paused;
        describeOpenRun();
    } else if (m_openRun && m_openRun->elsewhere) {
        const bool paused = m_openRun->run.state == RunState::Paused;
        summary.phase = paused ? RunPhase::Paused : RunPhase::Running;
        describeOpenRun();
    } else if (m_starting || m_services.generation().isGoing()) {
        return; // it is being planned
    } else if (summary.active()) {
        summary.phase = summary.phase == RunPhase::Stopping ? RunPhase::Stopped : RunPhase::Finished;
        summary.finished = m_services.clock().now();
        summary.paused = {};
    }
}

/// Its queue is asked less often than another program fills it.
bool ProjectSession::isDrivenElsewhere(const QString &url) const
{
    const GenerationService &generation = m_services.generation();
    if (!generation.isGoing())
        return false;
    const QString holder = generation.share().holderOf(url);
    const QVector<Worker> &others = generation.share().others();
    return std::any_of(others.cbegin(), others.cend(), [&](const Worker &worker) { return worker.id == holder; });
}

void ProjectSession::refreshSummary()
{
    const RunSummary before = m_summary;
    const RunProgress progress = m_services.generation().progress();
    RunSummary &summary = m_summary;
    summary.database = m_services.databaseText();
    summary.servers = {};
    summary.demo = false;
    summary.onServers = 0;
    for (const ServerStatus &status : m_services.pool().statuses()) {
        ++summary.servers.total;
        summary.demo = summary.demo || status.demo;
        switch (status.state) {
        case ServerState::Busy:
        case ServerState::Loading:
            ++summary.servers.working;
            ++summary.servers.connected;
            break;
        case ServerState::Idle:
        case ServerState::Draining:
            if (isDrivenElsewhere(status.url))
                ++summary.servers.working;
            ++summary.servers.connected;
            break;
        case ServerState::Stuck:
            ++summary.servers.stuck;
            break;
        case ServerState::Connecting:
            ++summary.servers.connecting;
            break;
        case ServerState::Offline:
        case ServerState::Degraded:
            ++summary.servers.offline;
            break;
        }
    }
    if (progress.going)
        describeActiveRun(progress);
    else
        describeNoRun();
    applyRunVerdicts();
    summary.needAttention = int(std::count_if(m_rows.cbegin(), m_rows.cend(), [](const CharacterRow &row) {
        return row.status.state == RowState::ModelMissing || row.status.state == RowState::Failed ||
               row.status.state == RowState::StoppedEarly;
    }));
    if (summary != before)
        Q_EMIT runSummaryChanged();
}

QString ProjectSession::cannotStart(const QStringList &characterIds) const
{
    if (!m_ready)
        return tr("The project is being opened.");
    if (m_rows.isEmpty())
        return tr("There are no characters yet.");
    if (m_services.pool().servers().empty())
        return tr("No server is connected. Add a ComfyUI, or use the demo server.");
    const bool demo = standing().demoCounts;
    const bool going = m_services.generation().isGoing();
    const bool lacking = std::any_of(m_rows.cbegin(), m_rows.cend(), [&](const CharacterRow &row) {
        const bool wanted = characterIds.isEmpty() || characterIds.contains(row.character.id);
        const int open = row.summary.planned + row.summary.active;
        const bool lacksImages = row.summary.counted(demo) < row.character.images;
        // A run that goes on takes those that are not in it.
        return wanted && (going ? open == 0 && lacksImages : open > 0 || lacksImages);
    });
    if (lacking)
        return {};
    return going ? tr("Every character that lacks images is in this run.")
                 : tr("Every character has its images. Raise the number in Images to make more.");
}

} // namespace lorastudio
