// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace lorastudio {

/// This process, as other processes and workstations know it. `id` is never used again; host, pid and start time let a
/// process on the same host see at once that this one is gone.
struct ProcessIdentity
{
    QString id;
    QString host;
    qint64 pid = 0;
    qint64 started = 0; ///< clock ticks since the host's start

    static const ProcessIdentity &own();
    /// False only if it is known for sure that the process is gone: it ran on this host, and is not there any more.
    static bool mayBeAlive(const QString &host, qint64 pid, qint64 started);
};

} // namespace lorastudio
