// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/job.h"
#include "domain/server.h"

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QString>

namespace lorastudio {

/// What a person can do about a message of a server.
enum class ServerLink { AskAgain, ConnectNow, Drain, TakeUp, OpenLog, Edit };

/// A line below a server that says what a person should know of it.
struct ServerMessage
{
    enum class Kind { Information, Warning, Problem };
    Kind kind = Kind::Information;
    QString text; ///< plain; may quote a server
    QList<ServerLink> links = {};
    friend bool operator==(const ServerMessage &, const ServerMessage &) = default;
};

/// One server as the page shows it. Checkpoints are named for people.
struct ServerRow
{
    QString url; ///< the key everywhere
    QString name;
    ServerState state = ServerState::Connecting;
    QDateTime since;   ///< of the state, UTC
    QDateTime nextTry; ///< when it is asked again; invalid while it answers
    QString version;
    QString device;
    qint64 vramTotal = 0; ///< bytes; 0 = unknown
    qint64 vramFree = 0;
    QString workingOn;          ///< character whose image is made now; empty = none
    int workingNumber = 0;      ///< the image's number
    QString checkpoint;         ///< loaded or being loaded; empty = not known
    QString nextCheckpoint;     ///< of the job behind; empty = none waits
    QString formerCheckpoint;   ///< before the one that is being loaded
    double loadSeconds = 0;     ///< what a load usually takes; 0 = not known
    double secondsPerImage = 0; ///< 0 = not measured, or it does not work
    bool lacksModels = false;   ///< a run goes on, and it has no model of it
    int ours = 0;               ///< jobs of this database there, the running one included
    int others = 0;             ///< jobs of somebody else there
    int images = 0;             ///< made for this project
    QString error;              ///< why it does not answer; empty = it does
    int stuckJobs = 0;          ///< that it took and has not begun
    QString movedTo;            ///< the server that makes them now; empty = none
    bool shared = false;        ///< other programs make images too, and what follows is known
    bool drivenHere = false;
    QString driverHost; ///< of the other program that drives it; empty = none does
    qint64 driverPid = 0;
    int elsewhereRunning = 0; ///< of `ours`: what other programs have there
    int elsewhereWaiting = 0;
    bool draining = false;
    bool demo = false;
    bool keeps = true;    ///< it is there after a restart of the program
    bool builtIn = false; ///< the demo server inside this program: there is nothing to edit
    QList<ServerMessage> messages = {};
    friend bool operator==(const ServerRow &, const ServerRow &) = default;
};

/// A stretch of a server's last ten minutes.
struct TimelineBlock
{
    enum class Kind { Image, Load, Stuck, Offline };
    QString server; ///< URL
    Kind kind = Kind::Image;
    QDateTime from; ///< UTC
    QDateTime to;
    QString checkpoint = {}; ///< for people; of Image and Load
    int series = 0;          ///< which of the five colours, by catalog order
    int jobs = 0;            ///< with Stuck: how many it has not begun
    friend bool operator==(const TimelineBlock &, const TimelineBlock &) = default;
};

/// A job as the lists of open and failed jobs show it.
struct JobRow
{
    QString id;
    QString character; ///< name
    int number = 0;
    JobState state = JobState::Planned;
    QString server; ///< name; empty = none
    QString reason; ///< the server's own words where there are some
    int attempt = 1;
    QDateTime updated;
    friend bool operator==(const JobRow &, const JobRow &) = default;
};
enum class JobList { Open, Failed };

enum class SignIn { None, Password, Token, Header };

/// What a person enters of a server.
struct ServerForm
{
    QString former; ///< URL of the server that is edited; empty = a new one
    QString name = {};
    QString address = {}; ///< as typed
    SignIn signIn = SignIn::None;
    QString user = {};        ///< with Password
    QString header = {};      ///< with Header: its name
    QString secret = {};      ///< never shown again; empty with `hasSecret`: the stored one stays
    bool hasSecret = false;   ///< one is stored for this sign-in
    QString fingerprint = {}; ///< of the certificate that is trusted
    bool builtIn = false;     ///< the demo server inside this program: it cannot be saved
    int id = 0;               ///< chosen by who shows the form; comes back with `saved` and `saveFailed`
    friend bool operator==(const ServerForm &, const ServerForm &) = default;
};

/// One answer of a test.
struct ServerTestLine
{
    enum class Kind { Good, Warning, Problem };
    Kind kind = Kind::Good;
    QString head;
    QString body; ///< plain; may quote a server
    friend bool operator==(const ServerTestLine &, const ServerTestLine &) = default;
};
struct ServerTest
{
    enum class Phase { None, Going, Done };
    Phase phase = Phase::None;
    QDateTime at = {}; ///< of the result, UTC
    QList<ServerTestLine> lines = {};
    QString fingerprint = {}; ///< of a certificate that a person may trust; empty = no such question
    friend bool operator==(const ServerTest &, const ServerTest &) = default;
};

/// Everything the page of servers needs: values to show, wishes to fulfil, signals for what changed.
///
/// Getters answer at once from memory. Actions return at once; what comes of them arrives through the signals, what
/// fails through `saveFailed` or a message of the window. Adding, editing and removing are steps of the project's undo
/// stack. Servers are the same for all projects and for the command line. Main thread only.
class ServerListView : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// False until the servers are known.
    virtual bool isReady() const = 0;
    virtual QList<ServerRow> rows() const = 0;
    /// Blocks of the ten minutes before `now`, by server and time.
    virtual QList<TimelineBlock> timeline(const QDateTime &now) const = 0;
    virtual QDateTime now() const = 0;
    /// Whether the page is looked at: only then jobs and what other programs do are read, and what time changes in the
    /// rows is followed.
    virtual void setWatched(bool on) = 0;

    /// The newest that have been read; see loadMoreJobs.
    virtual QList<JobRow> jobs(JobList list) const = 0;
    virtual int jobCount(JobList list) const = 0;
    /// The list is looked at: read now, and again whenever jobs change while the page is watched. Of the other list
    /// only the count is kept.
    virtual void watchJobs(JobList list) = 0;
    virtual void unwatchJobs() = 0;
    virtual void loadMoreJobs(JobList list) = 0;

    /// Whether a keyring keeps secrets beyond the end of the program; taken for granted until it was asked.
    virtual bool keepsSecrets() const = 0;
    /// Finds out; `keepsSecretsChanged` if it is otherwise.
    virtual void askKeyring() = 0;
    /// Filled from a server; unknown URL = an empty form.
    virtual ServerForm form(const QString &url) const = 0;
    /// Why it cannot be saved or tested, for people; empty = it can.
    virtual QString whyNotSaved(const ServerForm &form) const = 0;
    virtual void save(const ServerForm &form) = 0;
    virtual void remove(const QString &url) = 0;
    virtual void startTest(const ServerForm &form) = 0;
    virtual void cancelTest() = 0;
    virtual ServerTest test() const = 0;

    virtual void setDraining(const QString &url, bool on) = 0;
    virtual void freeMemory(const QString &url) = 0;
    /// Asks at once how it is; empty = all.
    virtual void askAgain(const QString &url) = 0;
    virtual void useDemoServer() = 0;
    /// A failed job is tried again; empty = all of the project.
    virtual void retry(const QString &jobId) = 0;

Q_SIGNALS:
    /// At most ten times a second, and only if a row is another one.
    void rowsChanged();
    void jobsChanged(lorastudio::JobList list);
    void jobCountsChanged();
    void testChanged();
    /// `form` is the id of the form that was saved.
    void saved(int form, const QString &url);
    void saveFailed(int form, const QString &message);
    void keepsSecretsChanged();
};

} // namespace lorastudio
