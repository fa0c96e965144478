// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sets holds for every run, whoever starts it.
#include "runplace.h"

#include "import/samplereader.h"
#include "storage/jobrepository.h"

#include <QSignalSpy>

using namespace lorastudio;
using namespace lorastudio::test;

class TestGenerationDefaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsBeginWithTheSeedThatWasSet();
    void anImageIsTriedAsOftenAsWasSet();
    void newCharactersGetWhatWasSet();
    void aPauseFreesTheMemoryOfServers();
    void aPauseLeavesNothingOnServersButWhatRuns();
};

void TestGenerationDefaults::runsBeginWithTheSeedThatWasSet()
{
    Place place;
    place.add(QStringLiteral("Yuki"), 2);
    place.services->settings().baseSeed.setValue(4711);
    place.run();
    QVector<qint64> seeds;
    for (const ImageRecord &image : place.images())
        seeds.append(image.seed);
    std::sort(seeds.begin(), seeds.end());
    QCOMPARE(seeds, (QVector<qint64>{4711, 4712}));
    // What is asked for goes before.
    place.add(QStringLiteral("Mei"), 1);
    RunRequest request;
    request.baseSeed = 5;
    place.run(request);
    const QVector<ImageRecord> images = place.images();
    QCOMPARE(images.size(), 3);
    QVERIFY(std::any_of(images.cbegin(), images.cend(), [](const ImageRecord &image) { return image.seed == 5; }));
}

void TestGenerationDefaults::anImageIsTriedAsOftenAsWasSet()
{
    for (const int attempts : {1, 4}) {
        DemoOptions options{.stepMs = 1, .loadMs = 10};
        options.faults.append(DemoFault::make(DemoFault::Kind::OutOfMemory, QString(), -1));
        Place place(options);
        place.add(QStringLiteral("Yuki"), 1);
        place.services->settings().attempts.setValue(attempts);
        const RunReport report = place.run();
        QCOMPARE(report.failed, 1);
        const QVector<Job> jobs = await(place.services->database().read([](Connection &connection) {
                                      return JobRepository(connection).list({});
                                  })).value();
        QCOMPARE(jobs.size(), 1);
        QCOMPARE(jobs.first().failures, attempts);
    }
}

void TestGenerationDefaults::newCharactersGetWhatWasSet()
{
    Place place;
    place.services->settings().newImages.setValue(7);
    place.services->settings().newSize.setValue(QStringLiteral("832x1216"));
    const Result<ImportOutcome> imported =
        await(place.services->importer().importCharacters(readSample(), QStringLiteral("default"), false));
    QVERIFY(imported);
    QCOMPARE(imported->rows.size(), 4);
    for (const ImportedRow &row : imported->rows) {
        QCOMPARE(row.character.images, 7);
        QCOMPARE(row.character.size, QSize(832, 1216));
    }
    // What a table says goes before, and characters that exist keep theirs.
    ImportResult table;
    ImportedCharacter given;
    given.character.name = QStringLiteral("New");
    given.character.images = 30;
    given.given = {field::name, field::images};
    ImportedCharacter known;
    known.character.name = QStringLiteral("Yuki Tanaka");
    known.given = {field::name};
    table.characters = {given, known};
    place.services->settings().newImages.setValue(50);
    const Result<ImportOutcome> second =
        await(place.services->importer().importCharacters(table, QStringLiteral("default"), false));
    QVERIFY(second);
    QCOMPARE(second->rows.at(0).character.images, 30);
    QCOMPARE(second->rows.at(1).character.images, 7);
}

void TestGenerationDefaults::aPauseFreesTheMemoryOfServers()
{
    for (const bool free : {true, false}) {
        Place place(DemoOptions{.stepMs = 2, .loadMs = 10});
        place.add(QStringLiteral("Yuki"), 8);
        place.services->settings().freeMemoryWhenPaused.setValue(free);
        GenerationService &generation = place.services->generation();
        std::optional<Result<RunReport>> report;
        RunRequest request;
        request.project = QStringLiteral("default");
        int freed = 0;
        QObject::connect(place.demo.get(), &DemoServer::requestReceived, place.demo.get(),
                         [&freed](const QByteArray &method, const QByteArray &target) {
                             freed += method == "POST" && target.endsWith("/free");
                         });
        const Task<void> running = keepResult(generation.run(request, {}), &report);
        QTRY_VERIFY(generation.progress().stored > 0);
        QVERIFY(await(generation.wish(QStringLiteral("default"), RunState::Paused)));
        QTRY_VERIFY(generation.progress().run.state == RunState::Paused);
        const auto idle = [&place] {
            return place.services->pool().servers().front()->inFlight() == 0;
        };
        QTRY_VERIFY(idle());
        if (free)
            QTRY_COMPARE(freed, 1);
        QVERIFY(await(generation.wish(QStringLiteral("default"), RunState::Running)));
        QTRY_VERIFY_WITH_TIMEOUT(report.has_value(), 60'000);
        QCOMPARE((*report)->stored, 8);
        QCOMPARE(freed, free ? 1 : 0);
    }
}

void TestGenerationDefaults::aPauseLeavesNothingOnServersButWhatRuns()
{
    Place place(DemoOptions{.stepMs = 60, .loadMs = 10});
    place.add(QStringLiteral("Yuki"), 4);
    GenerationService &generation = place.services->generation();
    std::optional<Result<RunReport>> report;
    RunRequest request;
    request.project = QStringLiteral("default");
    int accepted = 0;
    QObject::connect(place.demo.get(), &DemoServer::promptAccepted, place.demo.get(), [&accepted] { ++accepted; });
    const Task<void> running = keepResult(generation.run(request, {}), &report);
    QTRY_COMPARE(accepted, 2); // one runs, one waits
    QTRY_VERIFY(!place.demo->runningId().isEmpty());
    const QString runs = place.demo->runningId();
    QCOMPARE(place.demo->pendingCount(), 1);
    QVERIFY(await(generation.wish(QStringLiteral("default"), RunState::Paused)));
    QTRY_COMPARE(place.demo->pendingCount(), 0);
    QCOMPARE(place.demo->runningId(), runs); // what runs goes on, and counts
    QTRY_COMPARE_WITH_TIMEOUT(generation.report().stored, 1, 30'000);
    const auto planned = [&place] {
        const QVector<Job> jobs = await(place.services->database().read([](Connection &connection) {
                                      return JobRepository(connection).list({.states = {JobState::Planned}});
                                  })).value();
        return jobs.size();
    };
    QTRY_COMPARE(planned(), 3);
    QCOMPARE(accepted, 2);
    QVERIFY(await(generation.wish(QStringLiteral("default"), RunState::Running)));
    QTRY_VERIFY_WITH_TIMEOUT(report.has_value(), 60'000);
    QCOMPARE((*report)->stored, 4);
    QCOMPARE(accepted, 5); // the one that was taken back, once more
    QCOMPARE(place.images().size(), 4);
}

QTEST_GUILESS_MAIN(TestGenerationDefaults)
#include "tst_generationdefaults.moc"
