// SPDX-License-Identifier: GPL-3.0-or-later
// One job at its seams: the program ends while the picture is being scored.
#include "generation/jobrunner.h"
#include "runplace.h"
#include "scoring/builtinreviewer.h"
#include "storage/assignmentrepository.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"

#include <QStandardPaths>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

/// Never comes to an end by itself.
class SlowReviewer : public ImageReviewer
{
public:
    QString name() const override { return u"slow"_qs; }
    QString version() const override { return u"1"_qs; }
    Task<Result<Score>> review(QImage, std::stop_token stop) override
    {
        ++asked;
        while (!stop.stop_requested())
            co_await sleepFor(std::chrono::milliseconds(5), stop);
        co_return fail(Error::canceled());
    }
    int asked = 0;
};

/// A planned job of Anna in a run of its own.
Job planned(Place &here)
{
    Job job;
    job.id = u"11111111-1111-4111-8111-111111111111"_qs;
    job.characterId = u"anna"_qs;
    job.number = 1;
    job.seed = 5;
    const auto insert = [&job](Connection &connection) -> Result<void> {
        Run run;
        run.project = u"default"_qs;
        const Result<Run> stored = RunRepository(connection).insert(run);
        if (!stored)
            return fail(stored.error());
        job.runId = stored->id;
        return JobRepository(connection).insert({job});
    };
    if (const Result<void> done = await(here.services->database().write(insert)); !done)
        qFatal("%s", qPrintable(done.error().message));
    return job;
}

} // namespace

class TestJobRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void whatWasBeingScoredIsScoredAtTheNextStart()
    {
        Place here;
        here.add(u"Anna"_qs, 1);
        QVERIFY(await(here.services->assignments().choose(u"anna"_qs, u"epicrealism_v5.safetensors"_qs)));
        const Job job = planned(here);
        const Result<WorkflowTemplate> graph = WorkflowTemplate::builtIn();
        QVERIFY(graph);
        const SystemClock clock;
        std::stop_source program;
        SlowReviewer slow;
        JobRunner first(here.services->database(), here.services->imageStore(), here.services->thumbnails(), slow,
                        *graph, clock);
        const auto server = here.services->pool().find(here.url());
        QVERIFY(server);
        std::optional<JobOutcome> outcome;
        const Task<void> running = keepResult(first.run(job, server, {}, program.get_token()), &outcome);
        QTRY_COMPARE_WITH_TIMEOUT(slow.asked, 1, 30'000);
        program.request_stop();
        QTRY_VERIFY_WITH_TIMEOUT(outcome.has_value(), 30'000);
        QVERIFY(outcome->kind == JobOutcome::Kind::Suspended);
        QVERIFY(here.images().isEmpty());

        const auto left = await(here.services->database().read(
            [id = job.id](Connection &connection) { return JobRepository(connection).byId(id); }));
        QVERIFY(left && *left);
        QVERIFY((*left)->state == JobState::Fetching);
        BuiltinReviewer reviewer;
        JobRunner second(here.services->database(), here.services->imageStore(), here.services->thumbnails(), reviewer,
                         *graph, clock);
        const JobOutcome stored = await(second.takeUp(**left, nullptr, {}, {})); // the server is not needed any more
        QVERIFY(stored.kind == JobOutcome::Kind::Stored);
        const QVector<ImageRecord> images = here.images();
        QCOMPARE(images.size(), 1);
        QVERIFY(images.first().score.total);
    }
};

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_jobrunner.moc"
