// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/workerrepository.h"

#include <QSet>

namespace lorastudio {

/// Who could drive which server, and who does.
struct ShareState
{
    QString self;
    QVector<Worker> others; ///< living ones
    QVector<ServerLease> leases;
    QStringList places;     ///< servers that this process reaches, in the order of its preference
    QSet<QString> busy;     ///< of those it drives: some job of ours is there
    QSet<QString> yielding; ///< what the last decision said
};

struct ShareDecision
{
    QStringList take;
    QStringList yield;   ///< gets nothing new, so that another process can have it
    QStringList release; ///< is given back now
};

/// How the servers are divided among the processes that reach them: evenly, so that no two differ by more than one
/// where they could exchange a server. A free server goes to a process below its share; one that nobody else reaches,
/// or whose other takers have their share, is taken at once. A process that has two more than another gives one up,
/// which first finishes what it has. The decision depends on the state alone and each process decides for itself;
/// leases settle what two of them want at the same moment.
ShareDecision decideShare(const ShareState &state);

} // namespace lorastudio
