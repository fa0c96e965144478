// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "generation/assignmentservice.h"
#include "generation/generationdefaults.h"
#include "generation/jobrunner.h"
#include "generation/progressestimator.h"
#include "generation/rundata.h"
#include "generation/runplanner.h"
#include "generation/scheduler.h"
#include "generation/serverpool.h"
#include "generation/servershare.h"

#include <QHash>
#include <QPromise>

namespace lorastudio {

/// Makes the images of a run and ends by itself: plans the jobs as rows, keeps every server's small queue filled, and
/// writes down what became of each job. Only one run goes on in a process. On PostgreSQL any number of processes make a
/// run together: each drives servers of its own (ServerShare), claims the jobs it posts, and sees within a second what
/// the others did; what a dead one held goes on elsewhere. On SQLite one process makes a run and the others wait for
/// it. Pause, continue and stop are wishes in the database, so that any process can express them. Main thread;
/// `close()` must be awaited before it is destroyed.
class GenerationService : public QObject
{
    Q_OBJECT

public:
    GenerationService(Database &database, ServerPool &pool, AssignmentService &assignments, JobRunner &runner,
                      const Clock &clock);
    ~GenerationService() override;

    /// Holds for what begins from now on; attempts and memory at once.
    void setDefaults(const GenerationDefaults &defaults);
    /// Runs to the end. Errors are reasons why nothing could be started: Network = no server answered in time,
    /// Validation = another process makes the run, or one goes on here; then nothing is planned.
    /// A run ends early, and its jobs stay open, on `stop` and on close().
    Task<Result<RunReport>> run(RunRequest request, std::stop_token stop);
    /// Plans the jobs as `run` would and makes none of them: workers and windows do. The report has what was asked for.
    /// Checkpoints that no server has here are planned too, because others may have them.
    Task<Result<RunReport>> plan(RunRequest request, std::stop_token stop);
    /// Adds characters to the run that goes on. Not while it is being stopped: what was added would be cancelled with
    /// the rest.
    Task<Result<void>> extend(RunRequest request);
    /// Why nothing is added to a run that is being stopped, for people.
    static Error stoppingError();
    /// The servers that this process drives for the run, and the other processes.
    const ServerShare &share() const { return m_share; }
    bool isGoing() const { return m_active != nullptr; }
    RunProgress progress() const;
    RunReport report() const;

    /// Wishes for the newest open run of a project, whoever makes it. Returns the state it has then; Validation error
    /// if no run is open.
    Task<Result<RunState>> wish(QString project, RunState state);
    /// Failed and rejected jobs become planned again; they are made at once if a run goes on here. Empty ids = all.
    Task<Result<int>> retryFailed(QString project, QString characterId, QString jobId = {});
    /// Sending jobs of one character is held or goes on; for this run only.
    void setCharacterPaused(const QString &characterId, bool paused);
    /// How much its jobs count where the next checkpoint is chosen, and who goes first within one: 1 …, 100 = ordinary.
    /// For this run only, as the limit: at most so many of its jobs are on servers at a time, 0 = no limit.
    void setCharacterWeight(const QString &characterId, int weight);
    void setCharacterLimit(const QString &characterId, int jobs);
    bool isCharacterPaused(const QString &characterId) const { return m_pausedCharacters.contains(characterId); }
    /// The job that is being sampled, by character; for previews and rows.
    std::optional<Job> sampledJob(const QString &characterId) const;
    std::optional<Job> jobOfPrompt(const QString &promptId) const;
    QString serverOfJob(const QString &jobId) const;
    /// Another process has jobs of the character in hand; and the one that is sampled there, as far as is known.
    bool isElsewhere(const QString &characterId) const;
    std::optional<Job> sampledElsewhere(const QString &characterId) const;
    int waitingJobs(const QString &characterId) const;
    /// For every character with waiting jobs: how many jobs come before its first one, as it looks now.
    QHash<QString, int> waitingInFront() const;
    /// A job of it is on a server, or on its way from there.
    bool isWorkingOn(const QString &characterId) const;
    std::optional<double> secondsPerImage(const QString &server) const { return m_estimator.secondsPerImage(server); }

    Task<void> close();

Q_SIGNALS:
    void runChanged();
    void runEnded(const lorastudio::RunReport &report);
    void jobChanged(const lorastudio::Job &job);
    void jobProgressed(const lorastudio::Job &job, const lorastudio::JobProgress &progress, const QString &server);
    void previewReceived(const lorastudio::Job &job, const QByteArray &image, const QString &server);
    void imageStored(const lorastudio::ImageRecord &image);
    /// Something a person should know, where it belongs: character id or server URL may be empty.
    void problemRaised(const QString &characterId, const QString &server, const QString &message);

private:
    struct Active;
    using Ending = std::shared_ptr<QPromise<Result<RunReport>>>;
    Task<void> runToEnd(RunRequest request, Ending ending, std::stop_token stop);
    Task<Result<RunReport>> wholeRun(RunRequest request, std::stop_token stop);
    Task<Result<RunPlan>> begin(RunRequest request, std::stop_token stop);
    Task<void> keepGoing(std::stop_token stop);
    Task<void> control(std::stop_token stop);
    Task<void> finish(RunReport::End end);
    void adopt(const RunPlan &plan);
    // With other processes; see sharedrun.cpp.
    Task<bool> partake(std::stop_token stop);
    Task<void> claimFor(std::shared_ptr<ServerConnection> server, QVector<Job> candidates);
    Task<void> catchUp(bool everything);
    void learn(const Job &job);
    Task<void> takeOrphans();
    Task<void> reviewElsewhere();
    Task<void> lookAfter(Job job);
    Task<bool> nothingOpenElsewhere();
    bool mayLeave();
    bool anyServerCanHelp() const;
    QSet<QString> busyServers() const;
    void registerServers();
    SchedulerServer describe(const ServerConnection &server) const;
    bool handsOut() const;
    bool giveOne(const std::shared_ptr<ServerConnection> &server);
    void pump();
    void topUp(const QString &url);
    bool isOver() const;
    Task<void> perform(Job job, std::shared_ptr<ServerConnection> server, bool takeUp);
    Task<void> markRunning(Job job);
    void settle(const JobOutcome &outcome, const QString &server);
    void giveUpSilentServers();
    void noteLateFinish(const QString &promptId, const QString &url);
    void takeLateFinishes();
    bool takeLateFinish(const QString &jobId, const LateFinish &late);
    Task<void> performLate(Job job, LateFinish late);
    void takeUpAgain(const Job &job);
    Task<void> cancelEverything();
    void takeBackWaiting();
    void freeServersIfPaused();
    Task<void> freeServer(std::shared_ptr<ServerConnection> server, std::stop_token stop);
    Task<void> joinJobs();
    void moveCharacter(const QString &characterId, const QString &file);
    void wake();
    void releaseHeld();

    Database &m_database;
    ServerPool &m_pool;
    AssignmentService &m_assignments;
    JobRunner &m_runner;
    const Clock &m_clock;
    GenerationDefaults m_defaults;
    ProgressEstimator m_estimator;
    ServerShare m_share;
    bool m_changedElsewhere = false;
    QSet<QString> m_pausedCharacters;
    std::unique_ptr<Active> m_active;
    std::stop_source m_wake;
    AsyncScope m_jobs;
    AsyncScope m_scope;
};

} // namespace lorastudio
