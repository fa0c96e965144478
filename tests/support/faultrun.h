// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"
#include "support/commandlineprocess.h"

#include <QMap>
#include <QRandomGenerator>

#include <functional>
#include <memory>
#include <optional>

namespace lorastudio::test {

/// A run of the real program that is disturbed on purpose and must end well. It starts `lora-studio-cli run` as a
/// process, looks at its jobs in the database while it works, kills it at wished or random moments, starts it again,
/// and checks at the end that nothing is lost, doubled or left over. Chance comes from `testSeed()`.
class FaultRun
{
public:
    /// `direct`: URL of the database by which this looks at it, past any proxy; no password is used.
    FaultRun(const CommandLinePlace &place, QString direct);
    ~FaultRun();

    /// Names of its own, small pictures. False if the program refuses one.
    bool addCharacters(int count, int images);
    /// So many images more for each character; for a run that is done before all faults happened.
    bool askForMore(int images);
    int asked() const;

    /// Behind `run`.
    void setOptions(const QStringList &options) { m_options = options; }
    /// Called with each process before it is started; see FaultyDisk. Empty = nothing is prepared.
    void setPreparation(std::function<void(QProcess &)> prepare) { m_prepare = std::move(prepare); }

    void start();
    bool isRunning();
    qint64 pid() const { return m_process ? m_process->processId() : 0; }
    /// SIGKILL; returns in which states the open jobs were left.
    QMap<QString, int> kill();

    /// Number of jobs by state, all of them or those that changed since `start`; empty if the database does not answer.
    QMap<QString, int> states(bool sinceStart = false);
    int stored() { return states().value(QStringLiteral("stored")); }
    int open();
    /// Looks until `reached` holds, the process ends, or the time is over. Returns whether it held.
    bool waitUntil(const std::function<bool()> &reached, int timeoutMs);
    /// Lets the process go on for 0 … `most` milliseconds more, or until it ends.
    int goOnForUpTo(int mostMs);
    int chance(int below) { return int(m_random.bounded(below)); }

    /// Starts it, if it does not go on, and waits for its end; its exit code, -1 if it had to be ended. If it ended by
    /// itself before, and not well, that code: starting again would hide what went wrong.
    int finish(int timeoutMs);
    /// finish() and broken() in one: why it did not end well; empty = all is well.
    QByteArray outcome(int timeoutMs);
    /// The next moment for a fault: another image has come since the last call, and a little chance later. Starts the
    /// program where it does not go on, and asks for more images where too few are left. False if nothing comes.
    bool reachNextPoint();
    /// What the last process said.
    QByteArray said() const { return m_said; }
    /// See brokenInvariants; one text, empty = all is well.
    QString broken() const;

private:
    void age();
    void noteEnd();

    const CommandLinePlace &m_place;
    QString m_direct;
    QStringList m_options;
    std::function<void(QProcess &)> m_prepare;
    QMap<QString, int> m_asked;
    QRandomGenerator m_random;
    std::unique_ptr<Connection> m_database;
    std::unique_ptr<QProcess> m_process;
    qint64 m_startedMs = 0;
    QByteArray m_said;
    int m_badEnd = 0; ///< exit code of a process that ended by itself before all was done
};

} // namespace lorastudio::test
