// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/jobrepository.h"

#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/runrepository.h"
#include "support/storagefixture.h"

#include <QElapsedTimer>

using namespace lorastudio;
using namespace lorastudio::test;

class tst_JobRepository : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip_data() { StorageFixture::addDrivers(); }
    void roundTrip();
    void manyAtOnce_data() { StorageFixture::addDrivers(); }
    void manyAtOnce();
    void allOrNone_data() { StorageFixture::addDrivers(); }
    void allOrNone();
    void theStoredStateDecides_data() { StorageFixture::addDrivers(); }
    void theStoredStateDecides();
    void openJobsInOrder_data() { StorageFixture::addDrivers(); }
    void openJobsInOrder();
    void listsAndCounts_data() { StorageFixture::addDrivers(); }
    void listsAndCounts();
    void numbersAndSeeds_data() { StorageFixture::addDrivers(); }
    void numbersAndSeeds();
    void retry_data() { StorageFixture::addDrivers(); }
    void retry();

private:
    StorageFixture m_fixture;
};

void tst_JobRepository::roundTrip()
{
    const auto connection = m_fixture.migrated();
    JobRepository jobs(*connection);
    Job job = plannedJob(addRun(*connection), addCharacter(*connection, QStringLiteral("Yuki")).id, 1);
    job.seed = (qint64(1) << 53) - 1;
    job.created = QDateTime::fromMSecsSinceEpoch(1738318830123, Qt::UTC);
    job.updated = job.created;
    must(jobs.insert({job}));
    QVERIFY(*must(jobs.byId(job.id)) == job);
    QVERIFY(!must(jobs.byId(QStringLiteral("none"))));
    job.state = JobState::Posting;
    job.attempt = 3;
    job.failures = 2;
    job.server = QStringLiteral("http://h:8188");
    job.clientId = QStringLiteral("c");
    job.promptIds = {QStringLiteral("a\"b"), QStringLiteral("p")};
    job.promptId = QStringLiteral("p");
    job.reason = QString::fromUtf8("Value not in list: ckpt_name 'x' – <b>");
    job.demo = true;
    job.order = WorkOrder{QStringLiteral("sd15/m.safetensors"),
                          QStringLiteral("prompt, (a:1.2) \\ ?"),
                          QStringLiteral("negative"),
                          QSize(512, 768),
                          {5.5, QStringLiteral("dpmpp_sde"), QStringLiteral("karras"), 30},
                          job.seed,
                          QStringLiteral("ls_1_a1")};
    must(jobs.update(job));
    const Job read = *must(jobs.byId(job.id));
    QVERIFY(read.updated > job.updated);
    job.updated = read.updated;
    QVERIFY(read == job);
}

void tst_JobRepository::manyAtOnce()
{
    const auto connection = m_fixture.migrated();
    const qint64 run = addRun(*connection);
    const QString character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    QVector<Job> jobs;
    for (int i = 1; i <= 10'050; ++i)
        jobs += plannedJob(run, character, i);
    QElapsedTimer timer;
    timer.start();
    must(JobRepository(*connection).insert(jobs));
    qInfo("10050 jobs in %lld ms", timer.elapsed());
    const QVector<Job> open = must(JobRepository(*connection).openOfRun(run));
    QCOMPARE(open.size(), jobs.size());
    QCOMPARE(open.last().id, jobs.last().id);
}

void tst_JobRepository::allOrNone()
{
    const auto connection = m_fixture.migrated();
    JobRepository repository(*connection);
    const qint64 run = addRun(*connection);
    const QString character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    QVector<Job> jobs;
    for (int i = 1; i <= 250; ++i)
        jobs += plannedJob(run, character, i);
    jobs.last().number = 1;
    const Result<void> refused = repository.insert(jobs);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, QStringLiteral("duplicate"));
    QVERIFY(must(repository.openOfRun(run)).isEmpty());
    QVERIFY2(!repository.insert({plannedJob(run, QStringLiteral("nobody"), 1)}), "no such character");
    QVERIFY2(!repository.insert({plannedJob(run + 1, character, 1)}), "no such run");
    must(repository.insert({}));
}

void tst_JobRepository::theStoredStateDecides()
{
    const auto connection = m_fixture.migrated();
    JobRepository jobs(*connection);
    const qint64 run = addRun(*connection);
    const QString character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    int number = 0;
    for (int from = 0; from <= static_cast<int>(JobState::Cancelled); ++from) {
        for (int to = 0; to <= static_cast<int>(JobState::Cancelled); ++to) {
            Job job = plannedJob(run, character, ++number);
            job.state = static_cast<JobState>(from);
            must(jobs.insert({job}));
            job.state = static_cast<JobState>(to);
            job.server = QStringLiteral("changed");
            const Result<void> updated = jobs.update(job);
            const bool allowed = canChange(static_cast<JobState>(from), static_cast<JobState>(to));
            QCOMPARE(updated.has_value(), allowed);
            if (!allowed)
                QCOMPARE(updated.error().code, QStringLiteral("job-state"));
            const Job stored = *must(jobs.byId(job.id));
            QCOMPARE(toString(stored.state), toString(static_cast<JobState>(allowed ? to : from)));
            QCOMPARE(stored.server.isEmpty(), !allowed);
        }
    }
    const Result<void> unknown = jobs.update(plannedJob(run, character, ++number));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, QStringLiteral("not-found"));
}

void tst_JobRepository::openJobsInOrder()
{
    const auto connection = m_fixture.migrated();
    JobRepository jobs(*connection);
    const QString yuki = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const QString mei = addCharacter(*connection, QStringLiteral("Mei")).id;
    const qint64 first = addRun(*connection);
    const qint64 second = addRun(*connection);
    QVector<Job> all{plannedJob(second, yuki, 3), plannedJob(first, mei, 1), plannedJob(first, yuki, 2),
                     plannedJob(first, yuki, 1),  plannedJob(first, mei, 2), plannedJob(first, mei, 3)};
    all[4].state = JobState::Running;
    all[5].state = JobState::Failed;
    must(jobs.insert(all));
    QStringList order;
    const QVector<Job> open = must(jobs.open(QStringLiteral("default")));
    for (const Job &job : open)
        order += QStringLiteral("%1-%2").arg(job.characterId).arg(job.number);
    QCOMPARE(order.join(u' '), QStringLiteral("yuki-1 mei-1 yuki-2 mei-2 yuki-3"));
    QCOMPARE(must(jobs.openOfRun(second)).size(), 1);
    QVERIFY(must(jobs.open(QStringLiteral("other"))).isEmpty());
}

void tst_JobRepository::listsAndCounts()
{
    const auto connection = m_fixture.migrated();
    JobRepository jobs(*connection);
    const QString yuki = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const QString mei = addCharacter(*connection, QStringLiteral("Mei")).id;
    const qint64 run = addRun(*connection);
    for (int i = 1; i <= 6; ++i) {
        Job job = plannedJob(run, i % 2 ? yuki : mei, i);
        job.state = i <= 2 ? JobState::Failed : i == 3 ? JobState::Rejected : JobState::Planned;
        job.updated = QDateTime::fromMSecsSinceEpoch(1'000'000 + i, Qt::UTC);
        must(jobs.insert({job}));
    }
    const auto numbers = [&](const JobFilter &filter) {
        QStringList result;
        const QVector<Job> found = must(jobs.list(filter));
        for (const Job &job : found)
            result += QString::number(job.number);
        return result.join(u' ');
    };
    QCOMPARE(numbers({}), QStringLiteral("6 5 4 3 2 1"));
    QCOMPARE(numbers({.limit = 2}), QStringLiteral("6 5"));
    QCOMPARE(numbers({.states = {JobState::Failed, JobState::Rejected}}), QStringLiteral("3 2 1"));
    QCOMPARE(numbers({.characterId = mei}), QStringLiteral("6 4 2"));
    QCOMPARE(
        numbers(
            {.project = QStringLiteral("default"), .characterId = yuki, .runId = run, .states = {JobState::Planned}}),
        QStringLiteral("5"));
    QCOMPARE(numbers({.project = QStringLiteral("other")}), QString());
    const QMap<JobState, int> counts = must(jobs.counts(QStringLiteral("default")));
    QCOMPARE(counts.size(), 10);
    QCOMPARE(counts.value(JobState::Planned), 3);
    QCOMPARE(counts.value(JobState::Failed), 2);
    QCOMPARE(counts.value(JobState::Rejected), 1);
    QCOMPARE(counts.value(JobState::Stored), 0);
}

void tst_JobRepository::numbersAndSeeds()
{
    const auto connection = m_fixture.migrated();
    JobRepository jobs(*connection);
    const QString yuki = addCharacter(*connection, QStringLiteral("Yuki")).id;
    QCOMPARE(must(jobs.nextNumber(yuki)), 1);
    QVERIFY(must(jobs.usedSeeds(yuki)).isEmpty());
    must(jobs.insert({plannedJob(addRun(*connection), yuki, 4)}));
    QCOMPARE(must(jobs.nextNumber(yuki)), 5);
    ImageRecord image;
    image.characterId = yuki;
    image.jobId = QStringLiteral("of an older journal");
    image.imagePath = QStringLiteral("x");
    image.number = 9;
    image.seed = 77;
    must(ImageRepository(*connection).insert(image));
    QCOMPARE(must(jobs.nextNumber(yuki)), 10);
    QCOMPARE(must(jobs.usedSeeds(yuki)), (QSet<qint64>{1003, 77}));
}

void tst_JobRepository::retry()
{
    const auto connection = m_fixture.migrated();
    JobRepository jobs(*connection);
    const QString yuki = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const QString mei = addCharacter(*connection, QStringLiteral("Mei")).id;
    const qint64 run = addRun(*connection);
    QVector<Job> all;
    for (const JobState state :
         {JobState::Failed, JobState::Rejected, JobState::Cancelled, JobState::Stored, JobState::Running}) {
        Job job = plannedJob(run, yuki, static_cast<int>(all.size()) + 1);
        job.state = state;
        job.failures = 3;
        job.promptId = QStringLiteral("p");
        job.promptIds = {job.promptId};
        job.reason = QStringLiteral("because");
        job.order = WorkOrder();
        all += job;
    }
    Job other = plannedJob(run, mei, 1);
    other.state = JobState::Failed;
    must(jobs.insert(all + QVector<Job>{other}));
    QCOMPARE(must(jobs.retryFailed(QStringLiteral("other"))), 0);
    QCOMPARE(must(jobs.retryFailed(QStringLiteral("default"), yuki)), 2);
    const Job again = *must(jobs.byId(all.first().id));
    QCOMPARE(toString(again.state), QStringLiteral("planned"));
    QCOMPARE(again.attempt, 2);
    QCOMPARE(again.failures, 0);
    QCOMPARE(again.seed, all.first().seed);
    QVERIFY(again.promptId.isEmpty() && again.reason.isEmpty() && !again.order);
    QCOMPARE(again.promptIds, all.first().promptIds);
    QCOMPARE(toString(must(jobs.byId(all.at(2).id))->state), QStringLiteral("cancelled"));
    // One job, and only if it has failed.
    QCOMPARE(must(jobs.retryFailed(QStringLiteral("default"), {}, all.at(3).id)), 0);
    QCOMPARE(must(jobs.retryFailed(QStringLiteral("other"), {}, other.id)), 0);
    QCOMPARE(must(jobs.retryFailed(QStringLiteral("default"), {}, other.id)), 1);
    QCOMPARE(must(jobs.retryFailed(QStringLiteral("default"))), 0);
}

QTEST_GUILESS_MAIN(tst_JobRepository)
#include "tst_jobrepository.moc"
