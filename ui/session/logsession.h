// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "core/messagetap.h"
#include "domain/server.h"
#include "models/eventlog.h"
#include "models/projectview.h"

#include <QHash>
#include <QTimer>

namespace lorastudio {

class ProjectSession;
class Services;
struct Job;
struct RunReport;

/// Writes down what is worth knowing later: every warning and problem that the window shows, failed jobs, servers that
/// go and come back, the beginning and end of runs, the database, and the warnings of the program itself. The log
/// outlives the program in the folder of the settings. Main thread only; the session closes it last, after the
/// services.
class LogSession : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it. Begins at once; what was written before is read in the background.
    LogSession(Services &services, ProjectSession &project);
    ~LogSession() override;
    /// Writes what is not written yet.
    Task<void> close();

    EventLog &log() { return m_log; }

private:
    using Level = LogEntry::Level;
    void connectSignals();
    void noteNotice(const Notice &notice);
    void noteMessage(bool critical, const QString &category, const QString &text, const QDateTime &time);
    void noteJob(const Job &job);
    void noteRun();
    void noteEnd(const RunReport &report);
    void noteServer(const QString &url);
    void noteDatabase();
    QString characterName(const QString &id) const;
    QString serverName(const QString &url) const;
    void keep(const LogEntry &entry);
    Task<void> readEarlier();
    Task<void> writeLines();

    Services &m_services;
    ProjectSession &m_project;
    EventLog m_log;
    MessageTap m_tap;
    QString m_folder;
    QString m_session;  ///< tells this run of the program from others in the file
    QByteArray m_lines; ///< not written yet
    bool m_writing = false;
    bool m_toldThatItCannot = false;
    bool m_closed = false;
    qint64 m_run = 0; ///< number of the run whose beginning is written down
    bool m_databaseGone = false;
    QHash<QString, ServerState> m_servers; ///< as they were last, by URL
    QTimer m_timer;
    AsyncScope m_scope;
};

} // namespace lorastudio
