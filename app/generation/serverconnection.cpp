// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/serverconnection.h"

#include "catalog/modelcatalog.h"
#include "core/logging.h"

#include <algorithm>
#include <utility>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto busyLook = 2s; // with prompts of ours there: twice absent within this pause means lost (appendix B)
constexpr auto idleLook = 5s;
constexpr auto longestPause = 10s;
constexpr qint64 statsEveryMs = 10'000;
constexpr qint64 modelsEveryMs = 30'000;
constexpr qint64 absentTwiceMs = 2'000;
constexpr qint64 silentSocketMs = 15'000; // comfyui.md section 2: a socket that hears nothing while we are in the queue

void requestStop(std::stop_source *source)
{
    source->request_stop();
}

} // namespace

ServerConnection::ServerConnection(ServerConfig config, ServerSecrets secrets, HttpClient &http, QString clientId,
                                   const Clock &clock)
    : m_config(std::move(config)),
      m_clientId(std::move(clientId)),
      m_clock(clock),
      m_client(http, m_config, secrets),
      m_stream(m_clientId),
      m_scope(QStringLiteral("server %1").arg(m_config.url))
{
    m_status.url = m_config.url;
    m_status.name = m_config.name.isEmpty() ? QUrl(m_config.url).authority() : m_config.name;
    m_status.state = ServerState::Connecting;
    m_status.since = m_clock.now();
    m_status.demo = m_config.demo;
    connect(&m_stream, &ComfyEventStream::eventReceived, this, &ServerConnection::handleEvent);
    connect(&m_stream, &ComfyEventStream::connected, this, [this] {
        if (!std::exchange(m_renewsSocket, false)) // else it was us, because it said nothing
            noteActivity();                        // it may have been started anew
        lookNow();
    });
    connect(&m_stream, &ComfyEventStream::disconnected, this, [this] {
        ++m_breaks;
        lookNow();
    });
}

ServerConnection::~ServerConnection() = default;

void ServerConnection::start()
{
    m_lastAnswerMs = m_lastActivityMs = m_clock.monotonicMs();
    m_scope.spawn(monitor(m_scope.token()));
}

Task<void> ServerConnection::close()
{
    m_closed = true;
    m_scope.requestStop();
    m_wake.request_stop();
    m_stream.close();
    stopWatching();
    co_await m_scope.join();
}

QString ServerConnection::spelling(const QString &file) const
{
    const auto found = m_spellings.constFind(checkpointKey(file)); // no need to look through the list
    return found != m_spellings.cend() ? *found : m_spellings.value(ModelCatalog::resolved(m_status.checkpoints, file));
}

qint64 ServerConnection::silentMs() const
{
    return m_reachable ? 0 : m_clock.monotonicMs() - m_lastAnswerMs;
}

std::shared_ptr<PromptWatch> ServerConnection::watch(const QString &promptId)
{
    auto watch = std::make_shared<PromptWatch>();
    if (m_closed)
        watch->finish(PromptWatch::End::Stopped);
    m_watches.insert(promptId, watch);
    return watch;
}

void ServerConnection::unwatch(const QString &promptId)
{
    m_watches.remove(promptId);
    updateState();
}

void ServerConnection::rename(const QString &promptId, const QString &serversId)
{
    if (const std::shared_ptr<PromptWatch> watch = m_watches.take(promptId))
        m_watches.insert(serversId, watch);
}

int ServerConnection::inFlight() const
{
    return int(
        std::count_if(m_watches.cbegin(), m_watches.cend(), [](const auto &watch) { return !watch->isFinished(); }));
}

void ServerConnection::lookNow()
{
    m_lookWanted = true;
    m_wake.request_stop();
}

void ServerConnection::setDraining(bool on)
{
    m_draining = on;
    updateState();
}

void ServerConnection::askAgain()
{
    m_triesAtOnce = true;
    m_lastStatsMs = m_clock.monotonicMs() - statsEveryMs; // its memory, too
    noteActivity();
    lookNow();
}

void ServerConnection::stopWatching()
{
    for (const std::shared_ptr<PromptWatch> &watch : std::as_const(m_watches))
        watch->finish(PromptWatch::End::Stopped);
}

void ServerConnection::giveUp(const QString &promptId)
{
    const std::shared_ptr<PromptWatch> watch = m_watches.value(promptId);
    if (!watch || watch->isFinished())
        return;
    m_abandoned.append(promptId);
    m_givenUp.insert(promptId);
    watch->finish(PromptWatch::End::Lost);
}

bool ServerConnection::overtake(const QString &promptId, const LateFinish &late)
{
    const std::shared_ptr<PromptWatch> watch = m_watches.value(promptId);
    if (!watch || watch->isFinished() || watch->cancelled)
        return false;
    watch->late = late;
    watch->finish(PromptWatch::End::Overtaken);
    return true;
}

Task<void> ServerConnection::abandon(std::stop_token stop)
{
    const QStringList promptIds = m_watches.keys();
    for (const QString &promptId : promptIds)
        giveUp(promptId);
    const QStringList wanted = std::exchange(m_abandoned, {});
    if (m_reachable && !wanted.isEmpty())
        co_await withdraw(wanted, stop);
}

Task<void> ServerConnection::cancelWatched(std::stop_token stop)
{
    QStringList promptIds;
    for (auto it = m_watches.cbegin(); it != m_watches.cend(); ++it) {
        if (it.value()->isFinished())
            continue;
        it.value()->cancelled = true;
        if (it.value()->accepted)
            promptIds.append(it.key());
    }
    if (!promptIds.isEmpty())
        co_await withdraw(promptIds, stop);
}

Task<void> ServerConnection::takeBackWaiting(std::stop_token stop)
{
    const auto waits = [](const std::shared_ptr<PromptWatch> &watch) {
        return watch && watch->accepted && !watch->started && !watch->isFinished();
    };
    QStringList promptIds;
    for (auto it = m_watches.cbegin(); it != m_watches.cend(); ++it) {
        if (waits(it.value()))
            promptIds.append(it.key());
    }
    if (promptIds.isEmpty() || !m_reachable)
        co_return;
    const Result<void> deleted = co_await m_client.cancelPending(promptIds, stop);
    if (!deleted)
        co_return;
    const Result<QueueSnapshot> queue = co_await m_client.queue(stop);
    if (!queue)
        co_return; // the next look finds out
    for (const QString &promptId : std::as_const(promptIds)) {
        if (queue->isRunning(promptId) || queue->isPending(promptId) || !waits(m_watches.value(promptId)))
            continue;
        // It may have begun and ended meanwhile, and nobody said so.
        const Result<std::optional<HistoryEntry>> history = co_await m_client.history(promptId, stop);
        const std::shared_ptr<PromptWatch> watch = m_watches.value(promptId);
        if (history && waits(watch))
            watch->finish(history->has_value() ? PromptWatch::End::Done : PromptWatch::End::TakenBack);
    }
}

Task<void> ServerConnection::withdraw(QStringList promptIds, std::stop_token stop)
{
    bool answers = m_reachable;
    if (answers) {
        const Result<void> deleted = co_await m_client.cancelPending(promptIds, stop);
        answers = deleted.has_value();
    }
    for (const QString &promptId : std::as_const(promptIds)) {
        if (answers) {
            const Result<void> interrupted = co_await m_client.interrupt(promptId, stop);
            answers = interrupted.has_value();
        }
        if (!answers)
            m_abandoned.append(promptId);
        const std::shared_ptr<PromptWatch> watch = m_watches.value(promptId);
        if (!watch)
            continue;
        // A running one ends with the step in progress and is found in the history; of a pending one nothing is left.
        if (!answers)
            watch->finish(PromptWatch::End::Stopped);
        else if (!watch->started)
            watch->finish(PromptWatch::End::Done);
    }
    lookNow();
}

Task<void> ServerConnection::monitor(std::stop_token stop)
{
    std::chrono::milliseconds pause = 500ms;
    while (!stop.stop_requested()) {
        Result<void> answer;
        if (m_reachable) // never `? co_await : co_await`: g++ 12 destroys what the other branch did not make
            answer = co_await look(stop);
        else
            answer = co_await greet(stop);
        if (stop.stop_requested())
            break;
        m_settled = true;
        if (answer) {
            m_lastAnswerMs = m_clock.monotonicMs();
            pause = 500ms;
            if (!m_reachable) {
                m_reachable = true;
                m_stream.open(m_client.access());
                updateState();
                Q_EMIT becameReachable();
            }
            updateState();
            const QStringList unwanted = std::exchange(m_abandoned, {});
            if (!unwanted.isEmpty())
                co_await withdraw(unwanted, stop);
        } else {
            setUnreachable(answer.error());
        }
        if (std::exchange(m_triesAtOnce, false))
            pause = 500ms;
        std::chrono::milliseconds wait = m_reachable ? (m_watches.isEmpty() ? idleLook : busyLook) : pause;
        m_nextTry = m_reachable ? QDateTime() : m_clock.now().addMSecs(wait.count());
        if (!m_reachable)
            pause = std::min<std::chrono::milliseconds>(pause * 2, longestPause);
        // Woken early by lookNow() or by the end; both are looked at in the loop.
        if (std::exchange(m_lookWanted, false) && m_reachable)
            wait = 0ms;
        m_wake = std::stop_source();
        const std::stop_token wake = m_wake.get_token();
        const std::stop_callback chained(stop, [source = m_wake]() mutable { requestStop(&source); });
        co_await sleepFor(wait, wake);
        m_lookWanted = false;
    }
}

Task<Result<void>> ServerConnection::greet(std::stop_token stop)
{
    Result<SystemStats> stats = co_await m_client.systemStats(stop);
    if (!stats)
        co_return fail(stats.error());
    Result<QStringList> names = co_await m_client.checkpoints(stop);
    if (!names)
        co_return fail(names.error());
    ServerStatus status = m_status;
    status.version = stats->version;
    status.device = stats->device;
    status.vramTotal = stats->vramTotal;
    status.vramFree = stats->vramFree;
    status.demo = m_config.demo || stats->demo;
    status.error.clear();
    m_spellings.clear();
    for (const QString &name : std::as_const(*names))
        m_spellings.insert(checkpointKey(name), name);
    status.checkpoints = m_spellings.keys();
    std::sort(status.checkpoints.begin(), status.checkpoints.end());
    const bool changed = status.checkpoints != m_status.checkpoints;
    changeStatus(status);
    m_lastStatsMs = m_lastModelsMs = m_clock.monotonicMs();
    if (changed)
        Q_EMIT checkpointsChanged();
    co_return co_await look(stop);
}

Task<Result<void>> ServerConnection::look(std::stop_token stop)
{
    const qint64 askedMs = m_clock.monotonicMs();
    // Prompts that are posted while the question is under way may be missing in the answer: they are not asked about.
    QStringList asked;
    for (auto it = m_watches.cbegin(); it != m_watches.cend(); ++it) {
        if (it.value()->accepted && !it.value()->isFinished())
            asked.append(it.key());
    }
    Result<QueueSnapshot> queue = co_await m_client.queue(stop);
    if (!queue)
        co_return fail(queue.error());
    int foreign = 0;
    for (const QueueItem &prompt : queue->running + queue->pending)
        foreign += isOurs(prompt) ? 0 : 1;
    ServerStatus status = m_status;
    status.queueRunning = int(queue->running.size());
    status.queuePending = int(queue->pending.size());
    status.foreignJobs = foreign;
    changeStatus(status);
    judgeProgress(*queue);
    QStringList absent;
    for (const QString &promptId : std::as_const(asked)) {
        const std::shared_ptr<PromptWatch> watch = m_watches.value(promptId);
        if (!watch || watch->isFinished())
            continue;
        if (queue->isRunning(promptId))
            markStarted(promptId);
        else if (!queue->isPending(promptId))
            absent.append(promptId);
        else
            watch->absentSinceMs = 0;
    }
    if (!absent.isEmpty())
        co_await settleAbsent(absent, stop);
    const QStringList gone = givenUpAndGone(*queue);
    if (!gone.isEmpty())
        co_await settleGivenUp(gone, stop);
    // The socket is open but says nothing while a prompt of ours runs: another one with our id took it over, or the
    // server forgot it (comfyui.md section 2). A new socket cures that.
    const bool ours = std::any_of(queue->running.cbegin(), queue->running.cend(), [&](const QueueItem &prompt) {
        return m_watches.contains(prompt.promptId) && prompt.clientId == m_clientId;
    });
    if (ours && m_stream.silentForMs() > silentSocketMs) {
        m_renewsSocket = true;
        m_stream.reconnect();
    }
    if (askedMs - m_lastStatsMs >= statsEveryMs) {
        m_lastStatsMs = askedMs;
        Result<SystemStats> stats = co_await m_client.systemStats(stop);
        if (stats) {
            ServerStatus now = m_status;
            now.vramTotal = stats->vramTotal;
            now.vramFree = stats->vramFree;
            now.version = stats->version;
            changeStatus(now);
        }
    }
    if (askedMs - m_lastModelsMs > modelsEveryMs && m_watches.isEmpty()) {
        co_await readModels(stop); // an old list is no reason to call the server gone
    }
    co_return Result<void>{};
}

Task<Result<void>> ServerConnection::readModels(std::stop_token stop)
{
    m_lastModelsMs = m_clock.monotonicMs();
    const Result<QStringList> names = co_await m_client.checkpoints(stop);
    if (!names)
        co_return fail(names.error());
    QHash<QString, QString> spellings;
    for (const QString &name : *names)
        spellings.insert(checkpointKey(name), name);
    if (m_closed || spellings == m_spellings)
        co_return Result<void>{};
    m_spellings = spellings;
    ServerStatus now = m_status;
    now.checkpoints = spellings.keys();
    std::sort(now.checkpoints.begin(), now.checkpoints.end());
    changeStatus(now);
    Q_EMIT checkpointsChanged();
    co_return Result<void>{};
}

Task<void> ServerConnection::settleAbsent(QStringList promptIds, std::stop_token stop)
{
    for (const QString &promptId : promptIds) {
        Result<std::optional<HistoryEntry>> history = co_await m_client.history(promptId, stop);
        const std::shared_ptr<PromptWatch> watch = m_watches.value(promptId);
        if (!watch || watch->isFinished() || !history)
            continue;
        if (history->has_value()) {
            watch->finish(PromptWatch::End::Done);
            continue;
        }
        const qint64 now = m_clock.monotonicMs();
        if (watch->absentSinceMs == 0)
            watch->absentSinceMs = now;
        else if (now - watch->absentSinceMs >= absentTwiceMs - 100)
            watch->finish(PromptWatch::End::Lost);
    }
}

/// Before what was given up is taken back: what is finished may be the first picture of its job.
Task<void> ServerConnection::settleGivenUp(QStringList promptIds, std::stop_token stop)
{
    for (const QString &promptId : promptIds) {
        const Result<std::optional<HistoryEntry>> history = co_await m_client.history(promptId, stop);
        if (!history)
            continue; // asked again at the next look
        m_givenUp.remove(promptId);
        if (!history->has_value() || (*history)->outcome != HistoryEntry::Outcome::Success)
            continue;
        m_abandoned.removeOne(promptId);
        Q_EMIT promptFinishedLate(promptId);
    }
}

void ServerConnection::handleEvent(const ComfyEvent &event)
{
    if (const auto *preview = event.as<comfy::Preview>()) {
        const QString promptId = event.promptId.isEmpty() ? m_previewPrompt : event.promptId;
        if (m_watches.contains(promptId))
            Q_EMIT previewReceived(promptId, preview->image);
        return;
    }
    const std::shared_ptr<PromptWatch> watch = m_watches.value(event.promptId);
    if (!watch || watch->isFinished())
        return;
    if (event.as<comfy::ExecutionStart>()) {
        m_previewPrompt = event.promptId;
        markStarted(event.promptId);
    } else if (const auto *progress = event.as<comfy::Progress>()) {
        m_previewPrompt = event.promptId;
        markStarted(event.promptId);
        noteActivity();
        watch->progress = JobProgress{progress->node, progress->value, progress->maximum};
        Q_EMIT promptProgressed(event.promptId, watch->progress);
    } else if (const auto *executing = event.as<comfy::Executing>()) {
        // Success and error come earlier, but only with the empty node the history is written.
        if (executing->node.isEmpty())
            watch->finish(PromptWatch::End::Done);
        const bool loading = !executing->node.isEmpty() && executing->node == watch->loaderNode;
        m_loadingPrompt = loading ? event.promptId : QString();
        updateState();
    }
}

void ServerConnection::markStarted(const QString &promptId)
{
    const std::shared_ptr<PromptWatch> watch = m_watches.value(promptId);
    if (!watch || watch->isFinished() || watch->started)
        return;
    noteActivity();
    watch->started = true;
    watch->accepted = true;
    watch->startedMs = m_clock.monotonicMs();
    updateState();
    Q_EMIT promptStarted(promptId);
}

void ServerConnection::setUnreachable(const Error &error)
{
    const bool was = m_reachable;
    m_breaks += int(was);
    m_reachable = false;
    if (was) {
        m_stream.close();
        qCInfo(logGeneration) << "lost" << m_config.url << error.message << error.detail;
    }
    ServerStatus status = m_status;
    status.state =
        error.kind == Error::Kind::Network || error.isCanceled() ? ServerState::Offline : ServerState::Degraded;
    status.error = error.message;
    status.queueRunning = status.queuePending = status.foreignJobs = status.stuckJobs = 0;
    m_running.clear();
    changeStatus(status);
}

} // namespace lorastudio
