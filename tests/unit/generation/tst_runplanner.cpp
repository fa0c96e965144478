// SPDX-License-Identifier: GPL-3.0-or-later
// What a run plans, on both databases: never a number or a seed twice, never more than is lacking.
#include "generation/runplanner.h"

#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/projectrepository.h"
#include "storage/runrepository.h"
#include "support/storagefixture.h"

#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

class TestRunPlanner : public QObject
{
    Q_OBJECT

private:
    test::StorageFixture m_fixture;
    std::unique_ptr<Connection> m_connection;
    const QMap<QString, QStringList> m_servers{{u"http://s"_qs, {u"a.safetensors"_qs}}};

    void open()
    {
        m_connection = m_fixture.migrated();
        QVERIFY(m_connection);
        for (const char *name : {"Anna", "Bea"}) {
            Character character;
            character.project = u"default"_qs;
            character.name = QString::fromLatin1(name);
            character.images = 3;
            const Result<Character> stored = CharacterRepository(*m_connection).insert(character);
            QVERIFY(stored);
            QVERIFY(AssignmentRepository(*m_connection).set({stored->id, u"a.safetensors"_qs, false, {}}));
        }
    }

    Result<RunPlan> plan(RunRequest request)
    {
        request.project = u"default"_qs;
        Result<RunPlan> planned = fail(Error::canceled());
        const Result<void> done = m_connection->transaction([&]() -> Result<void> {
            planned = planRun(*m_connection, request, m_servers, QDateTime::currentDateTimeUtc());
            return planned ? Result<void>{} : Result<void>(fail(planned.error()));
        });
        return done ? planned : Result<RunPlan>(fail(done.error()));
    }

    void store(Job job)
    {
        JobRepository jobs(*m_connection);
        for (const JobState state : {JobState::Posting, JobState::Queued, JobState::Fetching}) {
            job.state = state;
            QVERIFY(jobs.update(job));
        }
        ImageRecord image;
        image.characterId = job.characterId;
        image.jobId = job.id;
        image.runId = job.runId;
        image.number = job.number;
        image.seed = job.seed;
        image.demo = job.demo;
        image.modelFile = u"a.safetensors"_qs;
        image.imagePath = job.id + u".png"_qs;
        job.state = JobState::Stored;
        QVERIFY(ImageRepository(*m_connection).store(image, job));
    }

private Q_SLOTS:
    void plansWhatIsLacking_data() { test::StorageFixture::addDrivers(); }
    void plansWhatIsLacking()
    {
        open();
        const Result<RunPlan> run = plan({.baseSeed = 100});
        QVERIFY(run);
        QCOMPARE(run->jobs.size(), 6);
        QSet<qint64> seeds;
        for (const Job &job : run->jobs) {
            QCOMPARE(job.seed, 99 + job.number);
            seeds.insert(job.seed);
        }
        QCOMPARE(seeds, (QSet<qint64>{100, 101, 102}));
    }

    void trialsDoNotCount_data() { test::StorageFixture::addDrivers(); }
    void trialsDoNotCount()
    {
        open();
        const Result<RunPlan> tried = plan({.characterIds = {u"anna"_qs}, .imagesMore = 1, .trial = true});
        QVERIFY(tried);
        QCOMPARE(tried->jobs.size(), 1);
        QVERIFY(tried->jobs.first().trial);
        // While it is open it is no part of what is lacking, and neither is its image.
        const Result<RunPlan> beside = plan({.characterIds = {u"anna"_qs}});
        QVERIFY(beside);
        QCOMPARE(beside->jobs.size(), 4);
        store(tried->jobs.first());
        const Result<CharacterSummary> summary = CharacterRepository(*m_connection).summary(u"anna"_qs);
        QVERIFY(summary);
        QCOMPARE(summary->stored, 1);
        QCOMPARE(summary->storedTrial, 1);
        QCOMPARE(summary->counted(false), 0);
        QCOMPARE(summary->planned, 3);
        const Result<RunPlan> again = plan({.characterIds = {u"anna"_qs}});
        QVERIFY(again);
        QCOMPARE(again->jobs.size(), 3);
        for (const Job &job : again->jobs)
            QVERIFY(!job.trial);
    }

    void openJobsAreContinuedAndNeverDoubled_data() { test::StorageFixture::addDrivers(); }
    void openJobsAreContinuedAndNeverDoubled()
    {
        open();
        const Result<RunPlan> first = plan({.baseSeed = 100});
        QVERIFY(first);
        store(first->jobs.first());
        const Result<RunPlan> second = plan({.baseSeed = 500});
        QVERIFY(second);
        QCOMPARE(second->jobs.size(), 5);
        QVERIFY(second->run.id != first->run.id);
        for (const Job &job : second->jobs)
            QVERIFY(job.seed < 110); // a seed that was planned stays
        QCOMPARE(RunRepository(*m_connection).open(u"default"_qs)->size(), 1);
    }

    void resumePlansNothingNew_data() { test::StorageFixture::addDrivers(); }
    void resumePlansNothingNew()
    {
        open();
        QVERIFY(plan({.resumeOnly = true})->jobs.isEmpty());
        const Result<RunPlan> first = plan({.baseSeed = 7});
        const Result<RunPlan> resumed = plan({.resumeOnly = true});
        QVERIFY(resumed);
        QCOMPARE(resumed->run.id, first->run.id);
        QCOMPARE(resumed->run.baseSeed, 7);
        QCOMPARE(resumed->jobs.size(), 6);
    }

    void numbersOfCancelledJobsAreUsedAgain_data() { test::StorageFixture::addDrivers(); }
    void numbersOfCancelledJobsAreUsedAgain()
    {
        open();
        const Result<RunPlan> first = plan({.baseSeed = 100});
        store(first->jobs.first());
        QVERIFY(JobRepository(*m_connection).cancelOpen(first->run.id, u"stopped"_qs));
        const Result<RunPlan> second = plan({.baseSeed = 200});
        QCOMPARE(second->jobs.size(), 5);
        for (const Job &job : second->jobs) {
            QVERIFY(job.number <= 3);
            QCOMPARE(job.seed, 199 + job.number);
        }
        const QMap<JobState, int> counts = *JobRepository(*m_connection).counts(u"default"_qs);
        QCOMPARE(counts.value(JobState::Cancelled), 0);
        QCOMPARE(counts.value(JobState::Planned), 5);
    }

    void aSeedIsNeverGivenTwiceToACharacter_data() { test::StorageFixture::addDrivers(); }
    void aSeedIsNeverGivenTwiceToACharacter()
    {
        open();
        const Result<RunPlan> first = plan({.baseSeed = 100});
        for (const Job &job : first->jobs)
            store(job);
        const Result<RunPlan> more = plan({.imagesMore = 2, .baseSeed = 97});
        QVERIFY(more);
        QCOMPARE(more->jobs.size(), 4);
        for (const Job &job : more->jobs)
            QVERIFY(job.seed > 102); // 97 + 3 and 97 + 4 were had
    }

    void demoPicturesDoNotCountOnARealServer_data() { test::StorageFixture::addDrivers(); }
    void demoPicturesDoNotCountOnARealServer()
    {
        open();
        const Result<RunPlan> demo = plan({.baseSeed = 1, .demo = true});
        for (const Job &job : demo->jobs)
            store(job);
        QVERIFY(plan({.demo = true})->jobs.isEmpty());
        QCOMPARE(plan({})->jobs.size(), 6);
    }

    void aModelOnNoServerIsSkippedAndSaid_data() { test::StorageFixture::addDrivers(); }
    void aModelOnNoServerIsSkippedAndSaid()
    {
        open();
        QVERIFY(AssignmentRepository(*m_connection).set({u"bea"_qs, u"gone.safetensors"_qs, true, {}}));
        const Result<RunPlan> run = plan({});
        QVERIFY(run);
        QCOMPARE(run->jobs.size(), 3);
        QCOMPARE(run->skipped, 3);
        QCOMPARE(run->problems.size(), 1);
        QCOMPARE(run->problems.first().characterId, u"bea"_qs);
        QVERIFY(run->problems.first().reason.contains(u"gone.safetensors"_qs));
    }

    void onlyTheNamedCharacters_data() { test::StorageFixture::addDrivers(); }
    void onlyTheNamedCharacters()
    {
        open();
        const Result<RunPlan> run = plan({.characterIds = {u"bea"_qs}, .imagesMore = 4});
        QCOMPARE(run->jobs.size(), 4);
        for (const Job &job : run->jobs)
            QCOMPARE(job.characterId, u"bea"_qs);
    }

    void tenThousandJobsArePlannedWithoutAWait_data() { test::StorageFixture::addDrivers(); }
    void tenThousandJobsArePlannedWithoutAWait()
    {
        open();
        const Result<RunPlan> run = plan({.imagesMore = 5000});
        QVERIFY(run);
        QCOMPARE(run->jobs.size(), 10'000);
    }

    void aSeedBelowTheLimitOfADouble()
    {
        QSet<qint64> used;
        const qint64 top = (qint64(1) << 53) - 1;
        QCOMPARE(seedFor(top, 1, used), top);
        QCOMPARE(seedFor(top, 2, used), 0);
        QCOMPARE(seedFor(top, 1, used), 1);
    }
};

QTEST_GUILESS_MAIN(TestRunPlanner)
#include "tst_runplanner.moc"
