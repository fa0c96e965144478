// SPDX-License-Identifier: GPL-3.0-or-later
// Servers where several programs work on one database: wishes hold for all, and a window shows what the others do.
#include "generation/processidentity.h"
#include "serverplace.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"

#include <QStandardPaths>
#include <QSysInfo>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

Task<void> openOther(Services *services)
{
    const Result<void> opened = co_await services->open({});
    if (!opened)
        qFatal("the database did not open");
    co_await services->connectServers({});
}

Task<void> setDraining(Services *services, QString url, bool on)
{
    const Result<bool> done = co_await services->setDraining(url, on);
    if (!done || !*done)
        qFatal("the wish was not written");
}

Task<void> write(Services *services, std::function<Result<void>(Connection &)> work)
{
    const Result<void> done = co_await services->database().write(work);
    if (!done)
        qFatal("%s", qPrintable(done.error().message));
}

} // namespace

class TestServerFarm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"); // the keyring of whoever runs this is not ours
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
    void aDrainHoldsForEveryProcess();
    void whatOtherProgramsDoIsShown();
};

void TestServerFarm::aDrainHoldsForEveryProcess()
{
    Place here;
    here.add(here.url());
    const auto other = here.otherProcess();
    awaitVoid(openOther(other.get()));
    QVERIFY(!other->pool().isDraining(here.url()));
    here.servers->setDraining(here.url(), true);
    QTRY_VERIFY_WITH_TIMEOUT(other->pool().isDraining(here.url()), 5'000);
    // One that starts later knows it from the beginning.
    const auto later = here.otherProcess();
    awaitVoid(openOther(later.get()));
    QVERIFY(later->pool().isDraining(here.url()));
    awaitVoid(setDraining(later.get(), here.url(), false));
    QTRY_VERIFY_WITH_TIMEOUT(here.row(here.url())->state == ServerState::Idle, 5'000);
    QTRY_VERIFY_WITH_TIMEOUT(!other->pool().isDraining(here.url()), 5'000);
    QVERIFY(!here.row(here.url())->draining);
    awaitVoid(other->shutdown());
    awaitVoid(later->shutdown());
}

void TestServerFarm::whatOtherProgramsDoIsShown()
{
    Place here;
    here.add(here.url());
    here.import(sixOfAnna);
    QVERIFY(!here.row(here.url())->shared);
    const auto enter = [url = here.url(), anna = here.project->rows().first().character.id,
                        project = here.project->projectId()](Connection &connection) -> Result<void> {
        Worker worker; // a program that lives: as far as anybody can see it is this one
        worker.id = u"w2"_qs;
        worker.host = ProcessIdentity::own().host;
        worker.pid = ProcessIdentity::own().pid;
        worker.started = ProcessIdentity::own().started;
        WorkerRepository workers(connection);
        if (const Result<bool> beaten = workers.beat(worker); !beaten)
            return fail(beaten.error());
        if (const auto taken = workers.take({ServerShare::placeOf(url)}, worker.id); !taken)
            return fail(taken.error());
        Run run;
        run.project = project;
        run.state = RunState::Finished; // not one to be taken up here
        const Result<Run> made = RunRepository(connection).insert(run);
        if (!made)
            return fail(made.error());
        Job running;
        running.id = u"j1"_qs;
        running.runId = made->id;
        running.characterId = anna;
        running.number = 1;
        running.state = JobState::Running;
        running.server = url;
        running.worker = worker.id;
        Job waiting = running;
        waiting.id = u"j2"_qs;
        waiting.number = 2;
        waiting.state = JobState::Queued;
        return JobRepository(connection).insert({running, waiting});
    };
    awaitVoid(write(here.services.get(), enter));
    QTRY_VERIFY_WITH_TIMEOUT(here.row(here.url())->elsewhereRunning == 1, 5'000);
    const ServerRow row = *here.row(here.url());
    QVERIFY(row.shared && !row.drivenHere);
    QCOMPARE(row.driverHost, QSysInfo::machineHostName());
    QCOMPARE(row.driverPid, QCoreApplication::applicationPid());
    QCOMPARE(row.elsewhereWaiting, 1);
    QCOMPARE(row.ours, 2);
    QVERIFY(row.state == ServerState::Busy);
    QVERIFY(row.messages.isEmpty()); // they are nobody else's
    const auto leave = [](Connection &connection) -> Result<void> {
        const Result<int> gone = WorkerRepository(connection).remove({u"w2"_qs});
        return gone ? Result<void>() : Result<void>(fail(gone.error()));
    };
    awaitVoid(write(here.services.get(), leave));
    QTRY_VERIFY_WITH_TIMEOUT(!here.row(here.url())->shared, 5'000);
    QVERIFY(here.row(here.url())->driverHost.isEmpty());
    QCOMPARE(here.row(here.url())->ours, 0);
}

QTEST_MAIN(TestServerFarm)
#include "tst_serverfarm.moc"
