// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

namespace lorastudio {

/// Brings a database to the schema of this program. Each migration is one transaction and recorded in
/// `schema_migrations`; one that fails leaves the data as it was. A database that a newer program has changed is
/// refused before anything is written (code "newer-schema"). Several programs may open a new database at once.
///
/// A database that holds only the three tables of the original design is taken over: each of its characters becomes one
/// of project `default`, nothing is lost. An original table with columns that are not known is kept as `original_…`.
class Migrator
{
public:
    struct Migration
    {
        int version = 0; ///< 1 …
        QString name;    ///< "0001_original"
        QString script;
        friend bool operator==(const Migration &, const Migration &) = default;
    };

    /// With the migrations that are compiled in for the connection's driver.
    explicit Migrator(Connection &connection);
    Migrator(Connection &connection, QVector<Migration> migrations);
    static QVector<Migration> builtIn(const Dialect &dialect);

    Result<void> run();

private:
    Result<QVector<int>> applied();
    Result<void> apply(const Migration &migration);
    Result<void> applyInTransaction(const Migration &migration);
    Result<void> dropOriginals();

    Connection &m_connection;
    QVector<Migration> m_migrations;
};

} // namespace lorastudio
