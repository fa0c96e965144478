// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/runrepository.h"

#include "support/storagefixture.h"

using namespace lorastudio;
using namespace lorastudio::test;

class tst_RunRepository : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip_data() { StorageFixture::addDrivers(); }
    void roundTrip();
    void states_data() { StorageFixture::addDrivers(); }
    void states();
    void oneOwner_data() { StorageFixture::addDrivers(); }
    void oneOwner();
    void case29_leasesEnd_data() { StorageFixture::addDrivers(); }
    void case29_leasesEnd();

private:
    StorageFixture m_fixture;
};

void tst_RunRepository::roundTrip()
{
    const auto connection = m_fixture.migrated();
    RunRepository runs(*connection);
    Run run;
    run.project = QStringLiteral("default");
    run.baseSeed = (qint64(1) << 52) - 1;
    run.demo = true;
    run.servers = {QStringLiteral("http://a:1"), QStringLiteral("http://b:2")};
    run.started = QDateTime::fromMSecsSinceEpoch(1738318830123, Qt::UTC);
    const Run stored = must(runs.insert(run));
    QVERIFY(stored.id >= 1);
    run.id = stored.id;
    QVERIFY(stored == run);
    QVERIFY(*must(runs.byId(run.id)) == run);
    QVERIFY(!must(runs.byId(run.id + 1)));
    run.project = QStringLiteral("nowhere");
    QVERIFY(!runs.insert(run));
}

void tst_RunRepository::states()
{
    const auto connection = m_fixture.migrated();
    RunRepository runs(*connection);
    const QString project = QStringLiteral("default");
    QVERIFY(!must(runs.newest(project)));
    const qint64 first = addRun(*connection);
    const qint64 second = addRun(*connection);
    QVERIFY(second > first);
    QCOMPARE(must(runs.open(project)).size(), 2);
    must(runs.setState(first, RunState::Finished));
    QVERIFY(must(runs.byId(first))->finished.isValid());
    QCOMPARE(must(runs.open(project)).size(), 1);
    for (const RunState state : {RunState::Paused, RunState::Stopping, RunState::Running}) {
        must(runs.setState(second, state));
        QCOMPARE(toString(must(runs.open(project)).first().state), toString(state));
    }
    must(runs.setState(second, RunState::Stopped));
    QVERIFY(must(runs.open(project)).isEmpty());
    QCOMPARE(must(runs.newest(project))->id, second);
    must(runs.setState(second, RunState::Running));
    QVERIFY2(!must(runs.byId(second))->finished.isValid(), "a run that goes on has no end");
    QVERIFY(!runs.setState(second + 1, RunState::Paused));
}

void tst_RunRepository::oneOwner()
{
    const auto connection = m_fixture.migrated();
    RunRepository runs(*connection);
    const qint64 run = addRun(*connection);
    const RunOwner a{QStringLiteral("a"), 100, 12345, QStringLiteral("host")};
    const RunOwner b{QStringLiteral("b"), 200, 23456, QStringLiteral("host")};
    QVERIFY(!must(runs.owner(run)));
    QVERIFY(must(runs.tryOwn(run, a)));
    QVERIFY2(must(runs.tryOwn(run, a)), "the owner may ask again");
    QVERIFY(!must(runs.tryOwn(run, b)));
    QVERIFY(must(runs.renew(run, a.owner)));
    QVERIFY(!must(runs.renew(run, b.owner)));
    RunOwner owner = *must(runs.owner(run));
    QVERIFY(owner.ageMs >= 0 && owner.ageMs < 10'000);
    owner.ageMs = 0;
    QVERIFY(owner == a);
    must(runs.release(run, b.owner));
    QVERIFY(must(runs.owner(run)));
    must(runs.release(run, a.owner));
    QVERIFY(must(runs.tryOwn(run, b)));
    QVERIFY2(!must(runs.tryOwn(run, a, 30, QStringLiteral("somebody else"))), "not the one that is known to be dead");
    QVERIFY(must(runs.tryOwn(run, a, 30, b.owner)));
    QVERIFY(!must(runs.renew(run, b.owner)));
    QVERIFY(!must(runs.tryOwn(run + 1, a)));
}

void tst_RunRepository::case29_leasesEnd()
{
    const auto connection = m_fixture.migrated();
    RunRepository runs(*connection);
    const qint64 run = addRun(*connection);
    const RunOwner a{QStringLiteral("a"), 1, 1, QStringLiteral("h")};
    const RunOwner b{QStringLiteral("b"), 2, 2, QStringLiteral("h")};
    const auto shift = [&](qint64 seconds) {
        must(connection->change(QStringLiteral("UPDATE runs SET heartbeat_at = heartbeat_at + ?"), {seconds * 1000}));
    };
    QVERIFY(must(runs.tryOwn(run, a)));
    shift(-20);
    QVERIFY(!must(runs.tryOwn(run, b)));
    shift(-15);
    QVERIFY(must(runs.tryOwn(run, b)));
    QVERIFY(!must(runs.renew(run, a.owner)));
    shift(86'400); // the clock was set back by a day
    QVERIFY(must(runs.tryOwn(run, a)));
}

QTEST_GUILESS_MAIN(tst_RunRepository)
#include "tst_runrepository.moc"
