// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/imagerepository.h"

#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/jobrepository.h"
#include "storage/migrator.h"
#include "support/storagefixture.h"

#include <QThread>

#include <atomic>
#include <limits>

using namespace lorastudio;
using namespace lorastudio::test;

class tst_ImageRepository : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip_data() { StorageFixture::addDrivers(); }
    void roundTrip();
    void case35_storeIsIdempotent_data() { StorageFixture::addDrivers(); }
    void case35_storeIsIdempotent();
    void storeRefuses_data() { StorageFixture::addDrivers(); }
    void storeRefuses();
    void meansFollow_data() { StorageFixture::addDrivers(); }
    void meansFollow();
    void meansOfTwoProcesses_data() { StorageFixture::addDrivers(); }
    void meansOfTwoProcesses();
    void case35_meansWaitForEachOther();
    void pages_data() { StorageFixture::addDrivers(); }
    void pages();
    void verdicts_data() { StorageFixture::addDrivers(); }
    void verdicts();
    void verdictsOfMany_data() { StorageFixture::addDrivers(); }
    void verdictsOfMany();
    void removalIsTakenBack_data() { StorageFixture::addDrivers(); }
    void removalIsTakenBack();
    void lightRows_data() { StorageFixture::addDrivers(); }
    void lightRows();

private:
    struct Performance
    {
        qint64 count = 0;
        std::optional<double> score;
        std::optional<double> seconds;
        QDateTime lastUsed;
    };
    Performance performance(Connection &connection, const QString &model);
    StorageFixture m_fixture;
};

namespace {

const QString model = QStringLiteral("sd15/m.safetensors");

Job fetchingJob(Connection &connection, qint64 run, const QString &character, int number)
{
    Job job = plannedJob(run, character, number);
    job.state = JobState::Fetching;
    must(JobRepository(connection).insert({job}));
    return job;
}

ImageRecord imageOf(const Job &job)
{
    ImageRecord image;
    image.characterId = job.characterId;
    image.jobId = job.id;
    image.runId = job.runId;
    image.number = job.number;
    image.modelFile = model;
    image.imagePath =
        QStringLiteral("default/%1/%1-%2.png").arg(job.characterId).arg(job.number, 4, 10, QLatin1Char('0'));
    image.seed = job.seed;
    image.size = QSize(512, 768);
    image.generatedAt = QDateTime::fromMSecsSinceEpoch(1738318830000 + job.number, Qt::UTC);
    return image;
}

void score(ImageRecord &image, double total, double seconds)
{
    image.score.total = total;
    image.score.scorer = QStringLiteral("technical");
    image.seconds = seconds;
}

} // namespace

tst_ImageRepository::Performance tst_ImageRepository::performance(Connection &connection, const QString &file)
{
    return must(connection.first(
                    QStringLiteral("SELECT generation_count, avg_quality_score, avg_generation_time, "
                                   "CAST(last_used AS TEXT) FROM model_performance WHERE model_file = ?"),
                    {file},
                    [](const SqlRows &row) {
                        return Performance{row.integer(0), row.optionalReal(1), row.optionalReal(2), row.timestamp(3)};
                    }))
        .value_or(Performance());
}

void tst_ImageRepository::roundTrip()
{
    const auto connection = m_fixture.migrated();
    ImageRepository images(*connection);
    const QString character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const Job job = fetchingJob(*connection, addRun(*connection), character, 1);
    ImageRecord image = imageOf(job);
    image.seed = (qint64(1) << 53) - 1;
    image.prompt = QString::fromUtf8("yuki, <lora:x:1>, 'quoted' \\ ? 🦊");
    image.negative = QStringLiteral("blurry");
    image.settings = {5.5, QStringLiteral("dpmpp_sde"), QStringLiteral("karras"), 30};
    image.server = QStringLiteral("http://h:8188");
    image.promptId = QStringLiteral("p");
    image.seconds = 6.283185307179586;
    image.bytes = qint64(5) << 32;
    image.sha256 = QString(64, u'a');
    image.score.total = 71.123456789012345;
    image.score.scorer = QStringLiteral("technical");
    image.score.version = QStringLiteral("1-abcdef");
    image.score.components.insert(QStringLiteral("sharpness"), {1.75, QStringLiteral("px"), 0.3333333333333333});
    image.score.components.insert(QStringLiteral("exposure"), {128, QStringLiteral("levels"), 1});
    image.score.flags = {QStringLiteral("blurry"), QStringLiteral("dark")};
    image.score.pHash = std::numeric_limits<quint64>::max() - 5;
    image.verdict = Verdict::Accepted;
    image.verdictByRule = true;
    const ImageRecord stored = must(images.store(image, job));
    QVERIFY(stored.id > 0);
    image.id = stored.id;
    QVERIFY(stored == image);
    QVERIFY(*must(images.byId(stored.id)) == image);
    QVERIFY(*must(images.byJob(job.id)) == image);
    QVERIFY(!must(images.byId(stored.id + 1)));
    QVERIFY(!must(images.byJob(QStringLiteral("none"))));
}

void tst_ImageRepository::case35_storeIsIdempotent()
{
    const auto connection = m_fixture.migrated();
    ImageRepository images(*connection);
    const QString character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    Job job = fetchingJob(*connection, addRun(*connection), character, 1);
    job.promptId = QStringLiteral("p");
    job.reason = QStringLiteral("an earlier try");
    ImageRecord image = imageOf(job);
    score(image, 60, 4);
    const ImageRecord first = must(images.store(image, job));
    const Job after = *must(JobRepository(*connection).byId(job.id));
    QCOMPARE(toString(after.state), QStringLiteral("stored"));
    QCOMPARE(after.promptId, QStringLiteral("p"));
    QVERIFY(after.reason.isEmpty());
    image.imagePath = QStringLiteral("another");
    score(image, 90, 9);
    const ImageRecord second = must(images.store(image, job));
    QVERIFY(second == first);
    QCOMPARE(must(images.count({})), 1);
    QCOMPARE(performance(*connection, model).count, 1);
    QCOMPARE(performance(*connection, model).score, std::optional<double>(60));
}

void tst_ImageRepository::storeRefuses()
{
    const auto connection = m_fixture.migrated();
    ImageRepository images(*connection);
    const QString character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const qint64 run = addRun(*connection);
    const Job unknown = plannedJob(run, character, 1);
    QCOMPARE(images.store(imageOf(unknown), unknown).error().code, QStringLiteral("not-found"));
    for (const JobState state : {JobState::Planned, JobState::Failed, JobState::Rejected, JobState::Cancelled}) {
        Job job = plannedJob(run, character, 10 + static_cast<int>(state));
        job.state = state;
        must(JobRepository(*connection).insert({job}));
        job.state = JobState::Fetching; // what the caller believes does not count
        QCOMPARE(images.store(imageOf(job), job).error().code, QStringLiteral("job-state"));
    }
    for (const JobState state : {JobState::Posting, JobState::Queued, JobState::Running, JobState::Lost}) {
        Job job = plannedJob(run, character, 10 + static_cast<int>(state));
        job.state = state;
        must(JobRepository(*connection).insert({job}));
        must(images.store(imageOf(job), job));
    }
    const Job one = fetchingJob(*connection, run, character, 101);
    const Job two = fetchingJob(*connection, run, character, 102);
    must(images.store(imageOf(one), one));
    ImageRecord samePath = imageOf(two);
    samePath.imagePath = imageOf(one).imagePath;
    QCOMPARE(images.store(samePath, two).error().code, QStringLiteral("duplicate"));
    QCOMPARE(toString(must(JobRepository(*connection).byId(two.id))->state), QStringLiteral("fetching"));
    QVERIFY(!must(images.byJob(two.id)));
}

void tst_ImageRepository::meansFollow()
{
    const auto connection = m_fixture.migrated();
    ImageRepository images(*connection);
    AssignmentRepository assignments(*connection);
    const QString character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const qint64 run = addRun(*connection);
    const auto mean = [&] {
        return must(assignments.row(character))->qualityScore;
    };
    must(assignments.set({character, model, false, QStringLiteral("Rule: male")}));
    QVERIFY2(!mean(), "NULL before the first image");
    int number = 0;
    const auto store = [&](std::optional<double> total, double seconds, const QString &file = model, bool demo = false,
                           const QString &scorer = QStringLiteral("technical")) {
        const Job job = fetchingJob(*connection, run, character, ++number);
        ImageRecord image = imageOf(job);
        image.modelFile = file;
        image.score.total = total;
        image.score.scorer = scorer;
        image.seconds = seconds;
        image.demo = demo;
        return must(images.store(image, job));
    };
    const ImageRecord first = store(60, 4);
    QCOMPARE(mean(), std::optional<double>(60));
    store(std::nullopt, 0); // neither scored nor timed
    store(80, 8);
    store(1, 2, model, false, QStringLiteral("unknown"));
    const QString other = QStringLiteral("other.safetensors");
    store(20, 6, other);
    QCOMPARE(mean(), std::optional<double>(70));
    Performance figures = performance(*connection, model);
    QCOMPARE(figures.count, 4);
    QCOMPARE(figures.score, std::optional<double>(70));
    QCOMPARE(*figures.seconds, (4.0 + 8 + 2) / 3);
    QCOMPARE(figures.lastUsed, QDateTime::fromMSecsSinceEpoch(1738318830004, Qt::UTC));
    // Demo pictures are this character's images, but say nothing about the checkpoint.
    store(100, 1, model, true);
    QCOMPARE(mean(), std::optional<double>(80));
    QCOMPARE(performance(*connection, model).count, 4);
    QCOMPARE(performance(*connection, model).score, std::optional<double>(70));
    // The mean belongs to the present checkpoint.
    must(assignments.set({character, other, true, {}}));
    QCOMPARE(mean(), std::optional<double>(20));
    must(assignments.set({character, QStringLiteral("third.safetensors"), true, {}}));
    QVERIFY(!mean());
    must(assignments.set({character, model, true, {}}));
    QCOMPARE(mean(), std::optional<double>(80));
    // Scored again.
    Score score = first.score;
    score.total = 90;
    QVERIFY(must(images.setScore(first.id, score)));
    QCOMPARE(mean(), std::optional<double>(90));
    figures = performance(*connection, model);
    QCOMPARE(figures.score, std::optional<double>(85));
    QCOMPARE(figures.count, 4);
    QCOMPARE(*figures.seconds, (4.0 + 8 + 2) / 3);
    QVERIFY(!must(images.setScore(first.id + 1000, score)));
}

void tst_ImageRepository::meansOfTwoProcesses()
{
    const DatabaseUrl url = m_fixture.create();
    const auto connection = m_fixture.connection(url);
    must(Migrator(*connection).run());
    const QString character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    must(AssignmentRepository(*connection).set({character, model, false, {}}));
    const qint64 run = addRun(*connection);
    constexpr int each = 40;
    QVector<Job> jobs;
    for (int i = 1; i <= 2 * each; ++i)
        jobs += fetchingJob(*connection, run, character, i);
    std::vector<std::unique_ptr<QThread>> threads;
    std::atomic<int> stored = 0;
    for (int part = 0; part < 2; ++part) {
        threads.emplace_back(QThread::create([&, part] {
            const Result<std::unique_ptr<Connection>> own = Connection::open(url, {});
            for (int i = part * each; own && i < (part + 1) * each; ++i) {
                ImageRecord image = imageOf(jobs.at(i));
                score(image, i, 1 + i);
                if (ImageRepository(**own).store(image, jobs.at(i)))
                    ++stored;
            }
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        QVERIFY(thread->wait(60'000));
    QCOMPARE(stored.load(), 2 * each);
    const double expected = (2 * each - 1) / 2.0;
    QCOMPARE(must(AssignmentRepository(*connection).row(character))->qualityScore, std::optional<double>(expected));
    const Performance figures = performance(*connection, model);
    QCOMPARE(figures.count, 2 * each);
    QCOMPARE(*figures.score, expected);
    QCOMPARE(*figures.seconds, expected + 1);
}

void tst_ImageRepository::case35_meansWaitForEachOther()
{
    if (!StorageFixture::usesPostgreSql())
        QSKIP("without PostgreSQL");
    const DatabaseUrl url = m_fixture.create(DatabaseUrl::Driver::PostgreSql);
    const auto connection = m_fixture.connection(url);
    must(Migrator(*connection).run());
    const QString character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    must(AssignmentRepository(*connection).set({character, model, false, {}}));
    const qint64 run = addRun(*connection);
    const Job one = fetchingJob(*connection, run, character, 1);
    const Job two = fetchingJob(*connection, run, character, 2);
    const auto watcher = m_fixture.connection(url);
    std::unique_ptr<QThread> thread(QThread::create([&] {
        const auto own = must(Connection::open(url, {}));
        ImageRecord image = imageOf(two);
        score(image, 80, 4);
        must(ImageRepository(*own).store(image, two));
    }));
    must(connection->transaction([&]() -> Result<void> {
        ImageRecord image = imageOf(one);
        score(image, 60, 2);
        must(ImageRepository(*connection).store(image, one));
        // Only commit when the other one waits for what is not committed yet.
        thread->start();
        const bool waits = QTest::qWaitFor(
            [&] {
                return must(watcher->first(QStringLiteral("SELECT COUNT(*) FROM pg_locks WHERE NOT granted"), {},
                                           [](const SqlRows &row) { return row.number(0); })) > 0;
            },
            20'000);
        return waits ? Result<void>() : Result<void>(fail(Error::Kind::Internal, QStringLiteral("nobody waits")));
    }));
    QVERIFY(thread->wait(20'000));
    QCOMPARE(must(AssignmentRepository(*connection).row(character))->qualityScore, std::optional<double>(70));
    QCOMPARE(performance(*connection, model).score, std::optional<double>(70));
    QCOMPARE(performance(*connection, model).count, 2);
}

void tst_ImageRepository::pages()
{
    const auto connection = m_fixture.migrated();
    ImageRepository images(*connection);
    const QString yuki = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const QString mei = addCharacter(*connection, QStringLiteral("Mei")).id;
    const qint64 run = addRun(*connection);
    const qint64 otherRun = addRun(*connection);
    QVector<qint64> newestFirst;
    for (int i = 1; i <= 10; ++i) {
        const Job job = fetchingJob(*connection, i == 10 ? otherRun : run, i % 2 ? yuki : mei, i);
        ImageRecord image = imageOf(job);
        if (i == 7)
            image.modelFile = QStringLiteral("other");
        newestFirst.prepend(must(images.store(image, job)).id);
    }
    const auto idsOf = [&](const ImageFilter &filter) {
        QVector<qint64> ids;
        const QVector<ImageRecord> found = must(images.list(filter));
        for (const ImageRecord &image : found)
            ids += image.id;
        return ids;
    };
    QCOMPARE(idsOf({}), newestFirst);
    ImageFilter page{.project = QStringLiteral("default"), .limit = 4};
    QVector<qint64> paged;
    while (true) {
        const QVector<qint64> ids = idsOf(page);
        paged += ids;
        if (ids.isEmpty())
            break;
        page.beforeId = ids.last();
    }
    QCOMPARE(paged, newestFirst);
    QCOMPARE(must(images.count(page)), 10);
    QCOMPARE(must(images.count({.characterId = mei})), 5);
    QCOMPARE(must(images.count({.runId = otherRun})), 1);
    QCOMPARE(idsOf({.modelFile = QStringLiteral("other")}), QVector<qint64>{newestFirst.at(3)});
    QCOMPARE(idsOf({.characterId = yuki, .limit = 1}), QVector<qint64>{newestFirst.at(1)});
    QCOMPARE(must(images.count({.project = QStringLiteral("other")})), 0);
}

void tst_ImageRepository::verdicts()
{
    const auto connection = m_fixture.migrated();
    ImageRepository images(*connection);
    const Job job =
        fetchingJob(*connection, addRun(*connection), addCharacter(*connection, QStringLiteral("Yuki")).id, 1);
    const qint64 id = must(images.store(imageOf(job), job)).id;
    QVERIFY(must(images.setVerdict(id, Verdict::Rejected, true)));
    QVERIFY(must(images.byId(id))->verdict == Verdict::Rejected);
    QVERIFY(must(images.byId(id))->verdictByRule);
    QCOMPARE(must(images.count({.verdict = Verdict::Rejected})), 1);
    QCOMPARE(must(images.count({.verdict = Verdict::Undecided})), 0);
    QVERIFY(!must(images.setVerdict(id + 1, Verdict::Accepted, false)));
}

void tst_ImageRepository::verdictsOfMany()
{
    const auto connection = m_fixture.migrated();
    ImageRepository images(*connection);
    const QString yuki = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const QString mei = addCharacter(*connection, QStringLiteral("Mei")).id;
    const qint64 run = addRun(*connection);
    QVector<qint64> ids;
    for (int i = 1; i <= 4; ++i) {
        const Job job = fetchingJob(*connection, run, i % 2 ? yuki : mei, i);
        ids.append(must(images.store(imageOf(job), job)).id);
    }
    must(images.setVerdict(ids[1], Verdict::Rejected, true));
    const VerdictChange change = must(images.setVerdicts({ids[2], ids[1], 4711, ids[0]}, Verdict::Accepted));
    const QVector<ImageVerdict> before{
        {ids[0], Verdict::Undecided, false}, {ids[1], Verdict::Rejected, true}, {ids[2], Verdict::Undecided, false}};
    QCOMPARE(change.before, before);
    QCOMPARE(change.characters, QSet<QString>({yuki, mei}));
    QVERIFY(must(images.byId(ids[1]))->verdict == Verdict::Accepted);
    QVERIFY(!must(images.byId(ids[1]))->verdictByRule); // a person's
    const QMap<Verdict, int> counts = must(images.verdictCounts(run)).images;
    QCOMPARE(counts.value(Verdict::Accepted), 3);
    QCOMPARE(counts.value(Verdict::Undecided), 1);
    must(images.restoreVerdicts(change.before));
    QVERIFY(must(images.byId(ids[1]))->verdict == Verdict::Rejected);
    QVERIFY(must(images.byId(ids[1]))->verdictByRule);
    QCOMPARE(must(images.verdictCounts(run)).images.value(Verdict::Undecided), 3);
}

void tst_ImageRepository::removalIsTakenBack()
{
    const auto connection = m_fixture.migrated();
    ImageRepository images(*connection);
    const QString yuki = addCharacter(*connection, QStringLiteral("Yuki")).id;
    must(AssignmentRepository(*connection).set({yuki, model, false, {}}));
    const qint64 run = addRun(*connection);
    QVector<qint64> ids;
    for (int i = 1; i <= 150; ++i) { // more than one statement takes
        const Job job = fetchingJob(*connection, run, yuki, i);
        ImageRecord image = imageOf(job);
        score(image, i <= 75 ? 40 : 80, 2);
        ids.append(must(images.store(image, job)).id);
    }
    const QVector<ImageRecord> all = must(images.list({}));
    const Performance whole = performance(*connection, model);
    const QVector<ImageRecord> removed = must(images.remove(ids.mid(0, 75) + QVector<qint64>{4711}));
    QCOMPARE(removed.size(), 75);
    QCOMPARE(must(images.count({})), 75);
    QCOMPARE(performance(*connection, model).count, 75);
    QCOMPARE(performance(*connection, model).score, 80);
    // The job stays, so that its number and seed are not given again.
    QCOMPARE(must(JobRepository(*connection).nextNumber(yuki)), 151);
    QVERIFY(must(JobRepository(*connection).usedSeeds(yuki)).contains(all.last().seed));
    must(images.restore(removed));
    QCOMPARE(must(images.list({})), all);
    QCOMPARE(performance(*connection, model).count, whole.count);
    QCOMPARE(performance(*connection, model).score, whole.score);
    // Not twice, and then nothing of it.
    QVERIFY(!images.restore(removed));
    QCOMPARE(must(images.count({})), 150);
}

void tst_ImageRepository::lightRows()
{
    const auto connection = m_fixture.migrated();
    ImageRepository images(*connection);
    const QString yuki = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const qint64 run = addRun(*connection);
    for (int i = 1; i <= 3; ++i) {
        const Job job = fetchingJob(*connection, run, yuki, i);
        ImageRecord image = imageOf(job);
        image.prompt = QStringLiteral("photo of 'yuki' \\ ?");
        image.server = QStringLiteral("http://h:8188");
        image.score.flags = {QStringLiteral("noisy")};
        image.demo = i == 2;
        if (i == 3)
            score(image, 71.5, 2);
        must(images.store(image, job));
    }
    const QVector<ImageRecord> whole = must(images.list({}));
    const QVector<ImageRecord> light = must(images.listLight({}));
    QCOMPARE(light.size(), 3);
    for (int i = 0; i < 3; ++i) {
        const ImageRecord &a = light.at(i);
        const ImageRecord &b = whole.at(i);
        QCOMPARE(a.id, b.id);
        QCOMPARE(a.characterId, b.characterId);
        QCOMPARE(a.runId, b.runId);
        QCOMPARE(a.number, b.number);
        QCOMPARE(a.modelFile, b.modelFile);
        QCOMPARE(a.server, b.server);
        QCOMPARE(a.prompt, b.prompt);
        QCOMPARE(a.size, b.size);
        QCOMPARE(a.score.total, b.score.total);
        QCOMPARE(a.score.flags, b.score.flags);
        QCOMPARE(a.demo, b.demo);
    }
    QCOMPARE(must(images.listLight({.demo = true})).size(), 1);
    QCOMPARE(must(images.listLight({.afterId = whole.last().id})).size(), 2);
    QCOMPARE(must(images.byIds({whole.at(1).id, 4711})), QVector<ImageRecord>{whole.at(1)});
    QCOMPARE(must(images.count({.demo = false})), 2);
}

QTEST_GUILESS_MAIN(tst_ImageRepository)
#include "tst_imagerepository.moc"
