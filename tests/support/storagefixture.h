// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/character.h"
#include "domain/job.h"
#include "storage/connection.h"
#include "support/postgrescluster.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace lorastudio::test {

/// Databases for tests that run on both drivers. A test function takes its rows from `addDrivers()` and its database
/// from `create()` or `migrated()`; each one is new. LORASTUDIO_WITHOUT_POSTGRESQL leaves PostgreSQL out.
class StorageFixture
{
public:
    /// The column "driver", one row per driver.
    static void addDrivers();
    /// Whether PostgreSQL is taken part in.
    static bool usesPostgreSql();

    /// URL of an empty database of the driver of this row; ends the program if the server cannot be started.
    DatabaseUrl create();
    DatabaseUrl create(DatabaseUrl::Driver driver);
    PostgresCluster &cluster();
    QString folder() const { return m_folder.path(); }

    /// Open, not migrated.
    std::unique_ptr<Connection> connection(const DatabaseUrl &url);
    /// A new database with the present schema.
    std::unique_ptr<Connection> migrated();

private:
    QTemporaryDir m_folder;
    PostgresCluster m_cluster;
    bool m_started = false;
    int m_files = 0;
};

/// For tests: the value, or a message and the end of the program (a test that cannot go on has failed).
template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s | %s", qPrintable(result.error().message), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// A character of project `default`, stored.
Character addCharacter(Connection &connection, const QString &name);
/// A run of project `default`; its id.
qint64 addRun(Connection &connection, bool demo = false);
/// A planned job, not stored.
Job plannedJob(qint64 run, const QString &character, int number);

} // namespace lorastudio::test
