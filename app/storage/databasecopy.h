// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/databasecontents.h"

#include <functional>
#include <stop_token>

namespace lorastudio {

/// From where to where everything is copied.
struct DatabaseCopyOrder
{
    DatabaseUrl from{};
    QString fromPassword{};
    DatabaseUrl to{};
    QString toPassword{};
    QString ownWorker{}; ///< id of this process among the workers: it is no obstacle
};

/// What came of a copy.
struct DatabaseCopied
{
    DatabaseContents contents{};
    qint64 rows = 0;
    QString fromId{}; ///< of the database that was copied; empty if it had none yet
    QString toId{};   ///< of the copy, a new one: two databases never are the same to the library folder
};

/// Copies all tables of one database of this program into an empty one, of the same kind or of the other: in one
/// transaction of the target, in batches, with all ids; afterwards the counts of every table are compared, and only
/// then it is committed. Nothing is changed in the source, and until this returns nobody can write in it, whichever
/// process or computer that is: nothing is left behind. The target gets the present schema first, and keeps the empty
/// tables if the copy fails or is cancelled. It knows whose copy it is: see ProjectRepository::copiedFrom.
///
/// `takeUp` is called once the copy is complete and committed, while the source is still locked: what makes the program
/// use the copy belongs there. If it fails, the target is emptied again. `stop` is not looked at any more by then.
///
/// `progress` gets the rows that are copied and those there are. Both are called on this thread. Blocks, and its two
/// connections belong to this thread: for a thread of its own. Error codes: those of Connection, "not-empty" if
/// something stands in the target, "at-work" if a run is being made in the source or a worker stands by for one.
Result<DatabaseCopied> copyDatabase(const DatabaseCopyOrder &order,
                                    const std::function<void(qint64 done, qint64 all)> &progress, std::stop_token stop,
                                    const std::function<Result<void>()> &takeUp = {});

} // namespace lorastudio
