// SPDX-License-Identifier: GPL-3.0-or-later
// Who holds which job and which server, on both databases; two connections stand for two processes.
#include "storage/workerrepository.h"

#include "storage/jobrepository.h"
#include "storage/migrator.h"
#include "storage/runrepository.h"
#include "support/storagefixture.h"

using namespace lorastudio;
using namespace lorastudio::test;

class tst_WorkerRepository : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void signsOfLife_data() { StorageFixture::addDrivers(); }
    void signsOfLife();
    void aServerHasOneHolder_data() { StorageFixture::addDrivers(); }
    void aServerHasOneHolder();
    void whatOthersHaveOnServersIsCounted_data() { StorageFixture::addDrivers(); }
    void whatOthersHaveOnServersIsCounted();
    void aJobIsClaimedOnce_data() { StorageFixture::addDrivers(); }
    void aJobIsClaimedOnce();
    void lockedJobsArePassedOver();
    void onlyTheHolderWrites_data() { StorageFixture::addDrivers(); }
    void onlyTheHolderWrites();
    void theDeadGiveBackEverything_data() { StorageFixture::addDrivers(); }
    void theDeadGiveBackEverything();
    void orphansAreTakenUpOnce_data() { StorageFixture::addDrivers(); }
    void orphansAreTakenUpOnce();
    void newsAreComplete_data() { StorageFixture::addDrivers(); }
    void newsAreComplete();
    void cancellingLeavesOthersAlone_data() { StorageFixture::addDrivers(); }
    void cancellingLeavesOthersAlone();

private:
    static Worker worker(const QString &id, const QStringList &places = {});
    /// Jobs 1 … count of a new character in a new run.
    QStringList addJobs(Connection &connection, int count);
    StorageFixture m_fixture;
    qint64 m_run = 0;
};

Worker tst_WorkerRepository::worker(const QString &id, const QStringList &places)
{
    Worker worker;
    worker.id = id;
    worker.host = QStringLiteral("host");
    worker.pid = 7;
    worker.started = 70;
    worker.places = places;
    return worker;
}

QStringList tst_WorkerRepository::addJobs(Connection &connection, int count)
{
    const Character anna = addCharacter(connection, QStringLiteral("Anna"));
    m_run = addRun(connection);
    QVector<Job> jobs;
    QStringList ids;
    for (int number = 1; number <= count; ++number) {
        jobs.append(plannedJob(m_run, anna.id, number));
        ids.append(jobs.last().id);
    }
    must(JobRepository(connection).insert(jobs));
    return ids;
}

void tst_WorkerRepository::signsOfLife()
{
    const auto connection = m_fixture.migrated();
    WorkerRepository workers(*connection);
    QVERIFY2(!must(workers.beat(worker(QStringLiteral("a"), {QStringLiteral("s1")}))), "it is new");
    QVERIFY(must(workers.beat(worker(QStringLiteral("a"), {QStringLiteral("s1"), QStringLiteral("s2")}))));
    const QVector<Worker> all = must(workers.list());
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.first().places, QStringList({QStringLiteral("s1"), QStringLiteral("s2")}));
    QCOMPARE(all.first().pid, 7);
    QVERIFY(all.first().ageMs >= 0 && all.first().ageMs < 10'000);
    must(workers.remove({QStringLiteral("a")}));
    QVERIFY2(!must(workers.beat(worker(QStringLiteral("a")))), "the others took it for dead, and it has to know");
}

void tst_WorkerRepository::aServerHasOneHolder()
{
    const auto connection = m_fixture.migrated();
    WorkerRepository workers(*connection);
    const QString a = QStringLiteral("a");
    const QString b = QStringLiteral("b");
    const QString s1 = QStringLiteral("s1");
    const QString s2 = QStringLiteral("s2");
    QCOMPARE(must(workers.take({s1}, a)), QStringList{s1});
    QCOMPARE(must(workers.take({s1, s2}, b)), QStringList{s2});
    QCOMPARE(must(workers.take({s1}, a)), QStringList{s1});
    must(workers.release({s1}, b));
    QVERIFY2(must(workers.take({s1}, b)).isEmpty(), "only its holder gives it back");
    must(workers.release({s1}, a));
    QCOMPARE(must(workers.take({s1}, b)), QStringList{s1});
}

void tst_WorkerRepository::whatOthersHaveOnServersIsCounted()
{
    const auto connection = m_fixture.migrated();
    const QStringList ids = addJobs(*connection, 4);
    JobRepository jobs(*connection);
    const QString server = QStringLiteral("http://s:1");
    const QVector<JobState> states{JobState::Running, JobState::Queued, JobState::Planned, JobState::Queued};
    for (qsizetype i = 0; i < ids.size(); ++i) {
        const QString worker = i == 3 ? QStringLiteral("a") : QStringLiteral("b");
        must(jobs.claim({ids.at(i)}, 1, worker));
        Job job = *must(jobs.byId(ids.at(i)));
        if (states.at(i) == JobState::Planned)
            continue;
        job.server = server;
        job.state = JobState::Posting;
        must(jobs.update(job));
        job.state = states.at(i);
        must(jobs.update(job));
    }
    QVERIFY((must(WorkerRepository(*connection).loadsOfOthers(QStringLiteral("a"))) ==
             QVector<WorkerLoad>{{QStringLiteral("b"), server, 1, 1}}));
}

void tst_WorkerRepository::aJobIsClaimedOnce()
{
    const auto connection = m_fixture.migrated();
    const QStringList ids = addJobs(*connection, 4);
    JobRepository jobs(*connection);
    const QString a = QStringLiteral("a");
    QCOMPARE(must(jobs.claim(ids, 2, a)), ids.mid(0, 2));
    QCOMPARE(must(jobs.claim(ids, 3, QStringLiteral("b"))), ids.mid(2));
    QVERIFY(must(jobs.claim(ids, 1, QStringLiteral("c"))).isEmpty());
    must(jobs.unclaim({ids.at(1), ids.at(2)}, a));
    QVERIFY2(must(jobs.byId(ids.at(2)))->worker == QStringLiteral("b"), "only what is its own");
    QCOMPARE(must(jobs.claim(ids, 4, QStringLiteral("c"))), QStringList{ids.at(1)});
}

/// SKIP LOCKED: a claim never waits for another one.
void tst_WorkerRepository::lockedJobsArePassedOver()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    const DatabaseUrl url = m_fixture.create(DatabaseUrl::Driver::PostgreSql);
    const auto one = m_fixture.connection(url);
    must(Migrator(*one).run());
    const auto two = m_fixture.connection(url);
    const QStringList ids = addJobs(*one, 3);
    QStringList second;
    must(one->transaction([&]() -> Result<void> {
        if (must(JobRepository(*one).claim(ids, 1, QStringLiteral("a"))) != QStringList{ids.first()})
            return fail(Error::Kind::Internal, QStringLiteral("not the first"));
        second = must(JobRepository(*two).claim(ids, 1, QStringLiteral("b"))); // while the first is not decided
        return {};
    }));
    QCOMPARE(second, QStringList{ids.at(1)});
}

void tst_WorkerRepository::onlyTheHolderWrites()
{
    const auto connection = m_fixture.migrated();
    const QStringList ids = addJobs(*connection, 1);
    JobRepository jobs(*connection);
    must(jobs.claim(ids, 1, QStringLiteral("a")));
    Job job = *must(jobs.byId(ids.first()));
    QCOMPARE(job.worker, QStringLiteral("a"));
    job.state = JobState::Posting;
    job.worker = QStringLiteral("b");
    const Result<void> foreign = jobs.update(job);
    QVERIFY(!foreign);
    QCOMPARE(foreign.error().code, QStringLiteral("job-state"));
    job.worker = QStringLiteral("a");
    must(jobs.update(job));
    must(WorkerRepository(*connection).beat(worker(QStringLiteral("a"))));
    must(WorkerRepository(*connection).remove({QStringLiteral("a")}));
    job.state = JobState::Queued;
    QVERIFY2(!jobs.update(job), "it was taken for dead, and somebody else may have the job now");
    // What is final is nobody's.
    QCOMPARE(must(jobs.takeOrphans(m_run, {job.server}, 0, QStringLiteral("c"))).size(), 1);
    job.worker = QStringLiteral("c");
    job.state = JobState::Failed;
    must(jobs.update(job));
    QVERIFY(must(jobs.byId(job.id))->worker.isEmpty());
}

void tst_WorkerRepository::theDeadGiveBackEverything()
{
    const auto connection = m_fixture.migrated();
    const QStringList ids = addJobs(*connection, 2);
    JobRepository jobs(*connection);
    WorkerRepository workers(*connection);
    const QString a = QStringLiteral("a");
    must(workers.beat(worker(a)));
    must(workers.take({QStringLiteral("s1")}, a));
    must(jobs.claim(ids, 2, a));
    Job posted = *must(jobs.byId(ids.first()));
    posted.state = JobState::Posting;
    posted.promptId = QStringLiteral("p");
    must(jobs.update(posted));
    QCOMPARE(must(workers.remove({a, QStringLiteral("nobody")})), 1);
    QVERIFY(must(workers.leases()).isEmpty());
    const Job left = *must(jobs.byId(ids.first()));
    QVERIFY2(left.worker.isEmpty() && left.state == JobState::Posting && left.promptId == posted.promptId,
             "its server may have it: whoever drives that looks");
    QCOMPARE(must(jobs.claim(ids, 2, QStringLiteral("b"))), QStringList{ids.last()});
}

void tst_WorkerRepository::orphansAreTakenUpOnce()
{
    const auto connection = m_fixture.migrated();
    const QStringList ids = addJobs(*connection, 2);
    JobRepository jobs(*connection);
    for (const QString &id : ids) {
        must(jobs.claim({id}, 1, QStringLiteral("a")));
        Job job = *must(jobs.byId(id));
        job.state = JobState::Posting;
        job.server = id == ids.first() ? QStringLiteral("http://s1:1") : QStringLiteral("http://s2:1");
        must(jobs.update(job));
    }
    QVERIFY2(must(jobs.takeOrphans(m_run, {QStringLiteral("http://s1:1")}, 0, QStringLiteral("b"))).isEmpty(),
             "their holder lives");
    must(jobs.giveBack(m_run, QStringLiteral("a")));
    const QVector<Job> taken =
        must(jobs.takeOrphans(m_run, {QStringLiteral("http://s1:1")}, 60'000, QStringLiteral("b")));
    QCOMPARE(taken.size(), 1);
    QCOMPARE(taken.first().id, ids.first());
    QCOMPARE(taken.first().worker, QStringLiteral("b"));
    QVERIFY(must(jobs.takeOrphans(m_run, {QStringLiteral("http://s1:1")}, 60'000, QStringLiteral("c"))).isEmpty());
    QCOMPARE(must(jobs.takeOrphans(m_run, {}, -1000, QStringLiteral("c"))).size(), 1);
}

void tst_WorkerRepository::newsAreComplete()
{
    const auto connection = m_fixture.migrated();
    const QStringList ids = addJobs(*connection, 3);
    JobRepository jobs(*connection);
    const JobNews before = must(jobs.changedSince(m_run, -60'000));
    QCOMPARE(before.jobs.size(), 3);
    QVERIFY(before.untilMs > 0);
    QTRY_VERIFY(must(jobs.changedSince(m_run, -1)).untilMs > before.untilMs);
    must(jobs.claim({ids.at(1)}, 1, QStringLiteral("a")));
    const JobNews after = must(jobs.changedSince(m_run, before.untilMs + 1));
    QCOMPARE(after.jobs.size(), 1);
    QCOMPARE(after.jobs.first().id, ids.at(1));
    QVERIFY(must(jobs.changedSince(m_run + 1, 0)).jobs.isEmpty());
    QCOMPARE(must(jobs.openCount(QStringLiteral("default"))), 3);
    QCOMPARE(must(jobs.openCount({})), 3);
    QCOMPARE(must(jobs.openCount(QStringLiteral("other"))), 0);
    RunRepository runs(*connection);
    QCOMPARE(must(runs.withFreeJobs({})).size(), 1);
    must(jobs.claim(ids, 3, QStringLiteral("a")));
    QVERIFY(must(runs.withFreeJobs({})).isEmpty());
}

void tst_WorkerRepository::cancellingLeavesOthersAlone()
{
    const auto connection = m_fixture.migrated();
    const QStringList ids = addJobs(*connection, 3);
    JobRepository jobs(*connection);
    must(jobs.claim({ids.at(0)}, 1, QStringLiteral("a")));
    must(jobs.claim({ids.at(1)}, 1, QStringLiteral("b")));
    QCOMPARE(must(jobs.cancelOpen(m_run, QStringLiteral("stopped"), QStringLiteral("a"))), 2);
    QVERIFY(must(jobs.byId(ids.at(1)))->state == JobState::Planned);
    QVERIFY(must(jobs.byId(ids.at(0)))->worker.isEmpty());
}

QTEST_GUILESS_MAIN(tst_WorkerRepository)
#include "tst_workerrepository.moc"
