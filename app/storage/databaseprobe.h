// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/databasecontents.h"

namespace lorastudio {

/// What a look at a database found.
struct DatabaseProbe
{
    enum class State {
        NoFile,   ///< SQLite: there is none yet, it would be made
        Empty,    ///< none of our tables, or they are there without a row of a person's
        Holds,    ///< a database of this program
        Original, ///< the three tables of the original design, which are taken over when it is opened
        Newer     ///< changed by a newer version of this program; it would be refused
    };
    State state = State::Empty;
    QString server; ///< "PostgreSQL 15.8", "SQLite 3.40.1"
    qint64 milliseconds = 0;
    bool mayCreate = true;  ///< the user may make tables
    bool hasTables = false; ///< with Empty: ours are there already
    DatabaseContents contents{};
    friend bool operator==(const DatabaseProbe &, const DatabaseProbe &) = default;
};

/// Looks at a database without making or changing anything. Blocks, up to 5 s and more where a name has several
/// addresses: for the thread pool. Errors as of Connection::open.
Result<DatabaseProbe> probeDatabase(const DatabaseUrl &url, const QString &password);

/// The tables of the present schema, `schema_migrations` left out.
Result<QStringList> ownTables();
/// Whether nothing of a person's stands in it; a database with the present schema.
Result<bool> hasNoRows(Connection &connection);

} // namespace lorastudio
