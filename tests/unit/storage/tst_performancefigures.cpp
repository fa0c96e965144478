// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/performancefigures.h"

#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "support/storagefixture.h"

#include <numeric>

using namespace lorastudio;
using namespace lorastudio::test;

/// What the images say of each checkpoint, on both databases.
class tst_PerformanceFigures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void figures_data() { StorageFixture::addDrivers(); }
    void figures();
    void stepsAndMedian_data() { StorageFixture::addDrivers(); }
    void stepsAndMedian();
    void twoFilesBecomeOne();

private:
    void store(Connection &connection, const QString &model, std::optional<double> score, double seconds = 0,
               Verdict verdict = Verdict::Undecided, bool demo = false);
    static ModelFigures of(const QVector<ModelFigures> &all, const QString &model);
    StorageFixture m_fixture;
    QString m_character;
    int m_number = 0;
};

void tst_PerformanceFigures::store(Connection &connection, const QString &model, std::optional<double> score,
                                   double seconds, Verdict verdict, bool demo)
{
    Job job = plannedJob(addRun(connection, demo), m_character, ++m_number);
    job.state = JobState::Fetching;
    job.demo = demo;
    must(JobRepository(connection).insert({job}));
    ImageRecord image;
    image.characterId = m_character;
    image.jobId = job.id;
    image.runId = job.runId;
    image.number = job.number;
    image.modelFile = model;
    image.imagePath = QStringLiteral("default/x/%1.png").arg(job.number);
    image.size = QSize(8, 8);
    image.seconds = seconds;
    image.demo = demo;
    image.score.total = score;
    image.score.scorer = score ? QStringLiteral("technical") : QString();
    const ImageRecord stored = must(ImageRepository(connection).store(image, job));
    if (verdict != Verdict::Undecided)
        QVERIFY(must(ImageRepository(connection).setVerdict(stored.id, verdict, false)));
}

ModelFigures tst_PerformanceFigures::of(const QVector<ModelFigures> &all, const QString &model)
{
    for (const ModelFigures &figures : all) {
        if (figures.modelFile == model)
            return figures;
    }
    return {};
}

void tst_PerformanceFigures::figures()
{
    const auto connection = m_fixture.migrated();
    m_number = 0;
    m_character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    QVERIFY(must(performance::list(*connection)).isEmpty());
    const QString model = QString::fromUtf8("sd15/日本 'x'.safetensors");
    const QString demo = QStringLiteral("demo.safetensors");
    store(*connection, model, 90, 2.0, Verdict::Accepted);
    store(*connection, model, 70, 4.0, Verdict::Rejected);
    store(*connection, model, 80, 0, Verdict::Accepted); // time not known
    store(*connection, model, std::nullopt);
    store(*connection, model, 10, 9, Verdict::Accepted, true); // a demo picture of the same checkpoint
    store(*connection, demo, 99, 1, Verdict::Accepted, true);
    // Taken over, on no stated scale.
    ImageRecord old;
    old.characterId = m_character;
    old.modelFile = model;
    old.imagePath = QStringLiteral("old.png");
    old.score.total = 5;
    old.score.scorer = QStringLiteral("unknown");
    must(ImageRepository(*connection).insert(old));

    const QVector<ModelFigures> all = must(performance::list(*connection));
    QCOMPARE(all.size(), 2);
    const ModelFigures real = of(all, model);
    QCOMPARE(real.images, 4);
    QCOMPARE(real.demoImages, 1);
    QCOMPARE(real.scored, 3);
    QCOMPARE(*real.meanScore, 80.0);
    QCOMPARE(*real.medianScore, 80.0);
    QCOMPARE(*real.secondsPerImage, 3.0);
    QCOMPARE(real.accepted, 2);
    QCOMPARE(real.rejected, 1);
    QCOMPARE(*real.acceptedShare(), 2.0 / 3);
    QCOMPARE(std::accumulate(real.histogram.begin(), real.histogram.end(), 0), 3);
    const ModelFigures onlyDemo = of(all, demo);
    QCOMPARE(onlyDemo.images, 0);
    QCOMPARE(onlyDemo.demoImages, 1);
    QCOMPARE(onlyDemo.scored, 0);
    QVERIFY(!onlyDemo.meanScore && !onlyDemo.medianScore && !onlyDemo.secondsPerImage && !onlyDemo.acceptedShare());
    QCOMPARE(std::accumulate(onlyDemo.histogram.begin(), onlyDemo.histogram.end(), 0), 0);
}

void tst_PerformanceFigures::stepsAndMedian()
{
    const auto connection = m_fixture.migrated();
    m_number = 0;
    m_character = addCharacter(*connection, QStringLiteral("Yuki")).id;
    const QString model = QStringLiteral("m.safetensors");
    // Bounds belong to the step that they begin; below 40 is the first step, 100 the last one.
    for (const double score : {0.0, 39.9, 40.0, 42.39, 42.4, 97.59, 97.6, 100.0})
        store(*connection, model, score);
    const ModelFigures figures = of(must(performance::list(*connection)), model);
    std::array<int, ModelFigures::steps> expected{};
    expected[0] = 4;
    expected[1] = 1;
    expected[23] = 1;
    expected[24] = 2;
    QCOMPARE(figures.histogram, expected);
    QCOMPARE(*figures.medianScore, (42.39 + 42.4) / 2); // of an even number, between the two in the middle
}

void tst_PerformanceFigures::twoFilesBecomeOne()
{
    ModelFigures a;
    a.images = a.scored = 3;
    a.meanScore = 90;
    a.medianScore = 90;
    a.secondsPerImage = 2;
    a.histogram[20] = 3;
    ModelFigures b;
    b.images = 1;
    b.demoImages = 5;
    ModelFigures sum = a;
    sum += b;
    QCOMPARE(sum.images, 4);
    QCOMPARE(sum.demoImages, 5);
    QCOMPARE(*sum.medianScore, 90.0); // nothing was added to it
    QCOMPARE(*sum.secondsPerImage, 2.0);
    ModelFigures low;
    low.images = low.scored = 1;
    low.meanScore = 50;
    low.medianScore = 50;
    low.histogram[4] = 1;
    sum += low;
    QCOMPARE(*sum.meanScore, 80.0);
    QCOMPARE(sum.scored, 4);
    QVERIFY(*sum.medianScore > 88 && *sum.medianScore < 90.4);
    QVERIFY(!medianOf({}));
}

QTEST_GUILESS_MAIN(tst_PerformanceFigures)
#include "tst_performancefigures.moc"
