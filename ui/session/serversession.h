// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "generation/servertest.h"
#include "models/serverlistview.h"
#include "models/servertimeline.h"
#include "services.h"
#include "session/serverfarm.h"

#include <QHash>
#include <QTimer>

namespace lorastudio {

class ProjectSession;

/// What the page of servers sees of the services: rows put together from the connections and the jobs that are on them,
/// the timeline that is written down while the program runs, the jobs of the present project read from the database,
/// and the form with its test. Changes are steps of the project's undo stack. It closes before the project does.
/// Main thread only.
class ServerSession : public ServerListView
{
    Q_OBJECT

public:
    /// Both outlive it, and `project` must not be closing yet.
    ServerSession(Services &services, ProjectSession &project);
    ~ServerSession() override;
    /// Ends its work; called by the end of the project session.
    Task<void> close();

    bool isReady() const override;
    QList<ServerRow> rows() const override { return m_rows; }
    QList<TimelineBlock> timeline(const QDateTime &now) const override { return m_timeline.blocks(now); }
    QDateTime now() const override { return m_services.clock().now(); }
    void setWatched(bool on) override;
    QList<JobRow> jobs(JobList list) const override { return m_jobs[int(list)].rows; }
    int jobCount(JobList list) const override { return m_jobs[int(list)].count; }
    void watchJobs(JobList list) override;
    void unwatchJobs() override { m_watched.reset(); }
    void loadMoreJobs(JobList list) override;
    bool keepsSecrets() const override { return m_keepsSecrets; }
    void askKeyring() override;
    ServerForm form(const QString &url) const override;
    QString whyNotSaved(const ServerForm &form) const override;
    void save(const ServerForm &form) override;
    void remove(const QString &url) override;
    void startTest(const ServerForm &form) override;
    void cancelTest() override;
    ServerTest test() const override { return m_test; }
    void setDraining(const QString &url, bool on) override;
    void freeMemory(const QString &url) override;
    void askAgain(const QString &url) override;
    void useDemoServer() override;
    void retry(const QString &jobId) override;

private:
    struct Stored
    {
        ServerConfig config;
        ServerSecrets secrets;
        bool keeps = true; ///< false = this run of the program alone knows it
    };
    struct Jobs
    {
        QList<JobRow> rows;
        int count = 0;
        int limit = 0;
    };
    /// What is remembered of a server between two looks at it.
    struct Memory
    {
        QList<Job> jobs; ///< of ours that are there, in the order they came
        QString loaded;  ///< checkpoint file of its last job
        QString former;  ///< the one before
        QDateTime loading;
        double loadSeconds = 0;
        QSet<QString> stuckIds; ///< jobs that it had when it got stuck
        QString movedTo;
    };

    void connectSignals();
    void refreshSoon();
    void jobsAreOld();
    void refresh();
    ServerRow rowOf(const ServerConnection &server, const QStringList &wantedModels) const;
    QStringList modelsOfRun() const;
    void noteServer(const QString &url);
    void noteJob(const Job &job);
    QString checkpointName(const QString &file) const;
    int seriesOf(const QString &file) const;
    QString nameOf(const QString &url) const;

    void addFarm(ServerRow &row) const;
    Task<void> readFarm();
    Task<void> readImages();
    Task<void> readJobs();
    Task<void> probeKeyring();

    Stored compose(const ServerForm &form, const Stored &former) const;
    Task<Stored> present(QString url);
    Task<void> saveTask(ServerForm form);
    Task<Result<void>> put(QString formerUrl, Stored server);
    Task<Result<void>> take(QString url);
    Task<void> removeTask(QString url);
    Task<void> drainTask(QString url, bool on);
    Task<Result<void>> startDemo();
    Task<void> chooseModelsWhenAnswered(QString url);
    Task<void> testTask(ServerForm form, std::stop_token stop);
    Task<void> freeTask(QString url);

    Services &m_services;
    ProjectSession &m_project;
    QList<ServerRow> m_rows;
    QStringList m_order; ///< URLs as they stand in the table
    QHash<QString, Memory> m_memory;
    QHash<QString, int> m_images;
    ServerFarm m_farm;
    ServerTimeline m_timeline;
    Jobs m_jobs[2];
    std::optional<JobList> m_watched;
    ServerTest m_test;
    std::stop_source m_testStop;
    bool m_keepsSecrets = true;
    bool m_probed = false;
    bool m_readingJobs = false;
    bool m_readAgain = false;
    bool m_historyRead = false;
    bool m_isWatched = false;
    bool m_jobsOld = true; ///< jobs have changed since they were read
    bool m_readingFarm = false;
    bool m_closed = false;
    QTimer m_refreshTimer;
    QTimer m_secondTimer;
    QTimer m_jobsTimer;
    QTimer m_imagesTimer;
    QTimer m_farmTimer; ///< runs while the page is looked at
    AsyncScope m_scope;
};

} // namespace lorastudio
