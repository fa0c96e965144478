// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/comfyclient.h"
#include "comfyui/comfyeventstream.h"
#include "core/asyncscope.h"
#include "core/clock.h"
#include "domain/server.h"
#include "generation/promptwatch.h"

#include <QObject>
#include <QSet>

#include <memory>

namespace lorastudio {

/// Keeps one ComfyUI server under watch: whether it answers, what it has, what stands in its queue and what became of
/// our prompts. Events of the socket are only the quick way; the queue and the history are asked every few seconds
/// while something of ours is there, and what they say is the truth. A server that goes away is asked again with
/// growing pauses and comes back by itself. Main thread only; `close()` must be awaited before it is destroyed.
class ServerConnection : public QObject
{
    Q_OBJECT

public:
    ServerConnection(ServerConfig config, ServerSecrets secrets, HttpClient &http, QString clientId,
                     const Clock &clock);
    ~ServerConnection() override;

    void start();
    /// Ends every watch as stopped. A closed connection is not opened again.
    Task<void> close();
    bool isClosed() const { return m_closed; }

    const QString &url() const { return m_config.url; }
    const ServerConfig &config() const { return m_config; }
    const ServerStatus &status() const { return m_status; }
    ComfyClient &client() { return m_client; }
    const QString &clientId() const { return m_clientId; }
    bool isReachable() const { return m_reachable; }
    /// How often its event stream has broken off or it has stopped answering, 0 …; a restart of the server is seen
    /// here.
    int breaks() const { return m_breaks; }
    /// It answers, is not being drained and has not taken jobs that it does not begin.
    bool takesWork() const { return m_reachable && !m_draining && m_status.stuckJobs == 0; }
    /// It answers, but does not begin what it has taken: its worker has probably died (comfyui.md section 2).
    bool isStuck() const { return m_status.stuckJobs > 0; }
    bool isDraining() const { return m_draining; }
    /// A server that is drained finishes what it has and gets nothing new.
    void setDraining(bool on);
    /// When it is asked again; invalid while it answers.
    QDateTime nextTry() const { return m_nextTry; }
    /// Asks at once, and trusts a stuck server with work once more.
    void askAgain();
    /// The first answer, good or bad, has come.
    bool isSettled() const { return m_settled; }
    /// The server's own spelling of a checkpoint, or empty if it does not have it. `file` may be the last part alone.
    QString spelling(const QString &file) const;
    /// Milliseconds (monotonic) since the server answered last, or since start() if it never did; 0 while it answers.
    qint64 silentMs() const;

    /// Watches a prompt from now on. Call before it is posted: events can come before the answer. On a closed
    /// connection the watch has ended already.
    std::shared_ptr<PromptWatch> watch(const QString &promptId);
    void unwatch(const QString &promptId);
    /// The server gave a watched prompt another id than ours, as those before 0.3.45 do.
    void rename(const QString &promptId, const QString &serversId);
    int watched() const { return int(m_watches.size()); }
    /// Prompts that count against the window: watched and not ended.
    int inFlight() const;
    /// Looks at the queue at once instead of at the next turn, for example after a socket broke.
    void lookNow();
    /// Asks which checkpoints it has, at once instead of within the minute; `checkpointsChanged` if there are others.
    Task<Result<void>> readModels(std::stop_token stop);
    /// Ends every watch; what the server does with the prompts is looked up at the next start.
    void stopWatching();
    /// The prompt counts as lost: its server has not answered for too long and another one can do it. When the server
    /// answers again and has finished it, `promptFinishedLate` says so; else it is taken back.
    void giveUp(const QString &promptId);
    /// As giveUp, for one that has ended there and whose picture was not fetched.
    void giveUpPicture(const QString &promptId) { m_givenUp.insert(promptId); }
    /// Another server has finished an earlier prompt of the same job: whoever follows this one looks there. False if it
    /// is not watched, or has ended.
    bool overtake(const QString &promptId, const LateFinish &late);
    /// Gives up every watched prompt and takes back what it can: this server is not used any more.
    Task<void> abandon(std::stop_token stop);
    /// Takes back every watched prompt, because a person stopped the run: pending ones are deleted, the running one is
    /// interrupted, always by id. One that is being posted is taken back by whoever posts it, who sees
    /// `PromptWatch::cancelled`.
    Task<void> cancelWatched(std::stop_token stop);
    /// Takes back what waits in the server's queue and has not begun; what runs goes on.
    Task<void> takeBackWaiting(std::stop_token stop);
    /// Deletes these prompts if they wait and interrupts them if they run; their watches end. What cannot be done now,
    /// because the server does not answer, is done when it does.
    Task<void> withdraw(QStringList promptIds, std::stop_token stop);

Q_SIGNALS:
    void statusChanged();
    void becameReachable();
    void checkpointsChanged();
    void promptStarted(const QString &promptId);
    /// One that was given up has been finished nevertheless: its picture is here.
    void promptFinishedLate(const QString &promptId);
    void promptProgressed(const QString &promptId, const lorastudio::JobProgress &progress);
    void previewReceived(const QString &promptId, const QByteArray &image);

private:
    Task<void> monitor(std::stop_token stop);
    Task<Result<void>> greet(std::stop_token stop);
    Task<Result<void>> look(std::stop_token stop);
    Task<void> settleAbsent(QStringList promptIds, std::stop_token stop);
    Task<void> settleGivenUp(QStringList promptIds, std::stop_token stop);
    bool isOurs(const QueueItem &prompt) const;
    QStringList givenUpAndGone(const QueueSnapshot &queue) const;
    void judgeProgress(const QueueSnapshot &queue);
    void noteActivity();
    void handleEvent(const ComfyEvent &event);
    void markStarted(const QString &promptId);
    void setUnreachable(const Error &error);
    void updateState();
    void changeStatus(ServerStatus status);

    ServerConfig m_config;
    QString m_clientId;
    const Clock &m_clock;
    ComfyClient m_client;
    ComfyEventStream m_stream;
    ServerStatus m_status;
    QHash<QString, QString> m_spellings; ///< key with `/` → the server's own
    QHash<QString, std::shared_ptr<PromptWatch>> m_watches;
    QString m_previewPrompt; ///< running prompt, for frames that carry none
    QString m_loadingPrompt;
    QStringList m_abandoned; ///< prompts of ours that may still stand there and are wanted no more
    QSet<QString> m_givenUp; ///< that may still run there, or whose end there is not known yet
    std::stop_source m_wake;
    bool m_renewsSocket = false; ///< the socket that opens next is one we wanted anew
    bool m_lookWanted = false;   ///< lookNow() came while a look was under way
    qint64 m_lastAnswerMs = 0;
    qint64 m_lastActivityMs = 0; ///< last sign that our prompts are being worked on, or that none of them waits
    QStringList m_running;       ///< prompts that ran at the last look
    QDateTime m_nextTry;
    bool m_draining = false;
    bool m_triesAtOnce = false; ///< askAgain(): the pause starts anew
    qint64 m_lastStatsMs = 0;
    qint64 m_lastModelsMs = 0;
    bool m_reachable = false;
    int m_breaks = 0;
    bool m_settled = false;
    bool m_closed = false;
    AsyncScope m_scope;
};

} // namespace lorastudio
