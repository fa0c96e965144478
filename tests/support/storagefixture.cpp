// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/storagefixture.h"

#include "core/ids.h"
#include "storage/characterrepository.h"
#include "storage/migrator.h"
#include "storage/runrepository.h"

namespace lorastudio::test {

bool StorageFixture::usesPostgreSql()
{
    return qEnvironmentVariableIsEmpty("LORASTUDIO_WITHOUT_POSTGRESQL");
}

void StorageFixture::addDrivers()
{
    QTest::addColumn<int>("driver");
    QTest::newRow("sqlite") << static_cast<int>(DatabaseUrl::Driver::Sqlite);
    if (usesPostgreSql())
        QTest::newRow("postgresql") << static_cast<int>(DatabaseUrl::Driver::PostgreSql);
}

PostgresCluster &StorageFixture::cluster()
{
    if (!m_started) {
        must(m_cluster.start());
        m_started = true;
    }
    return m_cluster;
}

DatabaseUrl StorageFixture::create()
{
    QFETCH(int, driver);
    return create(static_cast<DatabaseUrl::Driver>(driver));
}

DatabaseUrl StorageFixture::create(DatabaseUrl::Driver driver)
{
    if (driver == DatabaseUrl::Driver::PostgreSql) {
        const QString name = must(cluster().createDatabase());
        return must(DatabaseUrl::parse(cluster().socketUrl(name)));
    }
    return DatabaseUrl::sqlite(m_folder.filePath(QStringLiteral("test%1.db").arg(++m_files)));
}

std::unique_ptr<Connection> StorageFixture::connection(const DatabaseUrl &url)
{
    return must(Connection::open(url, {}));
}

std::unique_ptr<Connection> StorageFixture::migrated()
{
    std::unique_ptr<Connection> result = connection(create());
    must(Migrator(*result).run());
    return result;
}

Character addCharacter(Connection &connection, const QString &name)
{
    Character character;
    character.project = QStringLiteral("default");
    character.name = name;
    return must(CharacterRepository(connection).insert(character));
}

qint64 addRun(Connection &connection, bool demo)
{
    Run run;
    run.project = QStringLiteral("default");
    run.baseSeed = 1000;
    run.demo = demo;
    return must(RunRepository(connection).insert(run)).id;
}

Job plannedJob(qint64 run, const QString &character, int number)
{
    Job job;
    job.id = newUuid();
    job.runId = run;
    job.characterId = character;
    job.number = number;
    job.seed = 1000 + number - 1;
    return job;
}

} // namespace lorastudio::test
