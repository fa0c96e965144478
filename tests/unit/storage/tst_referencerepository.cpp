// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/referencerepository.h"

#include "storage/characterrepository.h"
#include "storage/databasecopy.h"
#include "storage/migrator.h"
#include "support/storagefixture.h"

#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;

class tst_ReferenceRepository : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void orderAndDoubles_data() { StorageFixture::addDrivers(); }
    void orderAndDoubles();
    void shownRemovedAndCounted_data() { StorageFixture::addDrivers(); }
    void shownRemovedAndCounted();
    void theShownOneFollowsTheCharacter_data() { StorageFixture::addDrivers(); }
    void theShownOneFollowsTheCharacter();
    void theMigrationKeepsWhatWasThere_data() { StorageFixture::addDrivers(); }
    void theMigrationKeepsWhatWasThere();
    void theyAreCopiedToPostgreSql();

private:
    StorageFixture m_fixture;
};

namespace {

const QStringList pictures{QStringLiteral("references/c.png"), QStringLiteral("references/a.png"),
                           QStringLiteral("references/b.png")};

} // namespace

void tst_ReferenceRepository::orderAndDoubles()
{
    const std::unique_ptr<Connection> db = m_fixture.migrated();
    ReferenceRepository references(*db);
    const QString id = addCharacter(*db, QStringLiteral("Mei")).id;
    const QString other = addCharacter(*db, QStringLiteral("Luca")).id;
    QCOMPARE(must(references.list(id)), QStringList());
    must(references.set(id, {pictures[0], QString(), pictures[1], pictures[0]}));
    must(references.add(id, {pictures[1], pictures[2]}));
    QCOMPARE(must(references.list(id)), pictures);
    QCOMPARE(must(CharacterRepository(*db).byId(id))->reference, pictures[0]);
    QCOMPARE(must(references.list(other)), QStringList());

    must(references.set(id, {}));
    QCOMPARE(must(references.list(id)), QStringList());
    QCOMPARE(must(CharacterRepository(*db).byId(id))->reference, QString());
    const Result<void> gone = references.set(QStringLiteral("nobody"), pictures);
    QVERIFY(!gone);
    QCOMPARE(gone.error().code, QStringLiteral("not-found"));
}

void tst_ReferenceRepository::shownRemovedAndCounted()
{
    const std::unique_ptr<Connection> db = m_fixture.migrated();
    ReferenceRepository references(*db);
    CharacterRepository characters(*db);
    const QString id = addCharacter(*db, QStringLiteral("Mei")).id;
    Character other = addCharacter(*db, QStringLiteral("Luca"));
    addCharacter(*db, QStringLiteral("Nobody"));
    must(references.set(id, pictures.mid(0, 2)));
    must(references.show(id, pictures[1]));
    QCOMPARE(must(references.list(id)), QStringList({pictures[1], pictures[0]}));
    must(references.show(id, pictures[2]));
    QCOMPARE(must(characters.byId(id))->reference, pictures[2]);
    other.reference = pictures[0]; // written by an older program
    must(characters.update(other));
    const QHash<QString, int> counts{{id, 3}, {other.id, 1}};
    QCOMPARE(must(references.counts(QStringLiteral("default"))), counts);
    QVERIFY(must(references.counts(QStringLiteral("elsewhere"))).isEmpty());

    must(references.remove(id, {pictures[2], pictures[0], QStringLiteral("unknown")}));
    QCOMPARE(must(references.list(id)), QStringList{pictures[1]});
    QCOMPARE(must(characters.byId(id))->reference, pictures[1]);
    must(references.remove(id, {pictures[1]}));
    QCOMPARE(must(characters.byId(id))->reference, QString());
}

void tst_ReferenceRepository::theShownOneFollowsTheCharacter()
{
    const std::unique_ptr<Connection> db = m_fixture.migrated();
    ReferenceRepository references(*db);
    CharacterRepository characters(*db);
    const Character before = addCharacter(*db, QStringLiteral("Mei"));
    must(references.set(before.id, pictures));
    Character changed = *must(characters.byId(before.id));
    const Character original = changed;
    changed.reference = pictures[2];
    must(characters.update(changed));
    QCOMPARE(must(references.list(before.id)), QStringList({pictures[2], pictures[0], pictures[1]}));
    must(characters.update(original));
    QCOMPARE(must(references.list(before.id)), pictures);
}

void tst_ReferenceRepository::theMigrationKeepsWhatWasThere()
{
    const std::unique_ptr<Connection> db = m_fixture.connection(m_fixture.create());
    QVector<Migrator::Migration> older = Migrator::builtIn(db->dialect());
    older.removeIf([](const Migrator::Migration &migration) { return migration.version == 4; });
    must(Migrator(*db, older).run());
    Character character;
    character.project = QStringLiteral("default");
    character.name = QStringLiteral("Mei");
    character.reference = pictures[0];
    const QString id = must(CharacterRepository(*db).insert(character)).id;
    must(Migrator(*db).run());
    const auto text = [](const SqlRows &row) {
        return row.text(0);
    };
    const QVector<QString> rows =
        must(db->list(QStringLiteral("SELECT path FROM character_references WHERE character_id = ?"), {id}, text));
    QCOMPARE(rows, QVector<QString>{pictures[0]});
    must(ReferenceRepository(*db).add(id, {pictures[1]}));
    QCOMPARE(must(ReferenceRepository(*db).list(id)), pictures.mid(0, 2));
}

void tst_ReferenceRepository::theyAreCopiedToPostgreSql()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    DatabaseCopyOrder order;
    order.from = m_fixture.create(DatabaseUrl::Driver::Sqlite);
    order.to = m_fixture.create(DatabaseUrl::Driver::PostgreSql);
    const std::unique_ptr<Connection> from = m_fixture.connection(order.from);
    must(Migrator(*from).run());
    const QString id = addCharacter(*from, QStringLiteral("Mei")).id;
    must(ReferenceRepository(*from).set(id, pictures));
    must(copyDatabase(order, [](qint64, qint64) {}, {}));
    const std::unique_ptr<Connection> to = m_fixture.connection(order.to);
    QCOMPARE(must(ReferenceRepository(*to).list(id)), pictures);
}

QTEST_GUILESS_MAIN(tst_ReferenceRepository)
#include "tst_referencerepository.moc"
