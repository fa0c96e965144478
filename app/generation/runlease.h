// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

#include <optional>

namespace lorastudio {

class Connection;
struct RunOwner;

/// Which process makes a run, where only one can (SQLite): a lease in the run's row, 30 s by the database's clock and
/// renewed every 10 s. A holder on this host whose process is gone (by pid and start time) is replaced at once. On a
/// database whose runs are shared every process may take part; there this lease is always to be had and never written
/// (see ServerShare for what takes its place).
class RunLease
{
public:
    static constexpr int seconds = 30;

    /// Validation error, naming the holder, if a living process makes the open run of the project.
    Result<void> takeProject(Connection &connection, const QString &project) const;
    Result<void> take(Connection &connection, qint64 runId) const;
    /// False: another process has taken the run meanwhile.
    Result<bool> renew(Connection &connection, qint64 runId) const;
    /// Another process that is alive, as far as can be seen from here, makes the run.
    Result<bool> isHeldByAnother(Connection &connection, qint64 runId) const;
    Result<void> release(Connection &connection, qint64 runId) const;
    static bool isOwn(const std::optional<RunOwner> &holder);

private:
    /// Its owner if the process is known to be dead, else empty.
    static QString deadOwner(const std::optional<RunOwner> &holder);
};

} // namespace lorastudio
