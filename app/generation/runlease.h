// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

#include <optional>

namespace lorastudio {

class Connection;
struct RunOwner;

/// Which process makes a run: a lease in the run's row, 30 s by the database's clock and renewed every 10 s. A holder
/// on this host whose process is gone (by pid and start time) is replaced at once.
class RunLease
{
public:
    static constexpr int seconds = 30;
    static RunLease ofThisProcess();

    /// Validation error, naming the holder, if a living process makes the open run of the project.
    Result<void> takeProject(Connection &connection, const QString &project) const;
    Result<void> take(Connection &connection, qint64 runId) const;
    /// False: another process has taken the run meanwhile.
    Result<bool> renew(Connection &connection, qint64 runId) const;
    /// Another process that is alive, as far as can be seen from here, makes the run.
    Result<bool> isHeldByAnother(Connection &connection, qint64 runId) const;
    Result<void> release(Connection &connection, qint64 runId) const;
    bool isOwn(const std::optional<RunOwner> &holder) const;

private:
    /// Its owner if the process is known to be dead, else empty.
    QString deadOwner(const std::optional<RunOwner> &holder) const;
    QString m_owner; ///< of this process; another one with the same pid has another
    QString m_host;
    qint64 m_pid = 0;
    qint64 m_started = 0;
};

} // namespace lorastudio
