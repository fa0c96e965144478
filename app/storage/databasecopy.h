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
/// then it is committed. Nothing is changed in the source; while it is read, nobody else writes to an SQLite file, so
/// that nothing is left behind. The target gets the present schema first, and keeps the empty tables if the copy fails
/// or is cancelled.
///
/// `progress` gets the rows that are copied and those there are, on the calling thread. Blocks: for the thread pool.
/// Error codes: those of Connection, and "not-empty" if something stands in the target.
Result<DatabaseCopied> copyDatabase(const DatabaseCopyOrder &order,
                                    const std::function<void(qint64 done, qint64 all)> &progress, std::stop_token stop);

} // namespace lorastudio
