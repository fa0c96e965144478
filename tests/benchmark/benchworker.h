// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace lorastudio::test {

/// What a process of bench_workers writes for each image.
struct WorkerLife
{
    static constexpr auto whole = "whole"; ///< every state that the program writes, and the picture's place is read
    static constexpr auto brief = "brief"; ///< claim, intent, stored: what a server that answers at once needs
};

/// The other side of bench_workers: one process with the writes of a real worker, and no server. Arguments: URL of the
/// database, id of the run, number of this process, life. Says "ready" when it knows the jobs, waits for a line, and
/// ends with a line of `jobs misses retries processor-seconds`.
int benchWorker(const QStringList &arguments);

} // namespace lorastudio::test
