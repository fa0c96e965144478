// SPDX-License-Identifier: GPL-3.0-or-later
// A gallery of a hundred thousand images: nothing a person does to it takes longer than they would notice. The limits
// are wide, so that only another order of growth breaks them.
#include "models/gallerymodel.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;

namespace {

constexpr int many = 100'000;

ImageRecord makeRecord(qint64 id)
{
    ImageRecord record;
    record.id = id;
    record.number = int(id);
    record.characterId = QStringLiteral("c%1").arg(id % 400);
    record.prompt = QStringLiteral("photo of c%1").arg(id % 400);
    record.modelFile = QStringLiteral("m%1").arg(id % 5);
    record.score.total = double(id * 37 % 1000) / 10;
    record.verdict = Verdict(id % 3);
    return record;
}

GalleryItem makeItem(qint64 id)
{
    GalleryItem item;
    item.record = makeRecord(id);
    return item;
}

ImageIndex longIndex()
{
    QVector<ImageRecord> newestFirst;
    newestFirst.reserve(many);
    for (qint64 id = many; id > 0; --id)
        newestFirst.append(makeRecord(id));
    ImageIndex index;
    index.addOlder(newestFirst);
    return index;
}

} // namespace

class TestLongGallery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_index = longIndex(); }
    void case42_askingDoesNotBlock();
    void theNewestQuestionIsAnswered();
    void whatChangesMeanwhileCounts();
    void case42_aNightOfImagesIsTakenInAtOnce();
    void case42_everySecondOfManyGoesAtOnce();

private:
    ImageIndex m_index;
};

#define TRY_ANSWERED(model) QTRY_VERIFY_WITH_TIMEOUT(!(model).isAsking(), 30'000)

void TestLongGallery::case42_askingDoesNotBlock()
{
    GalleryModel model;
    model.setIndex(m_index);
    TRY_ANSWERED(model);
    QCOMPARE(model.rowCount(), many);
    QElapsedTimer timer;
    timer.start();
    model.setSort(GallerySort::BestFirst);
    model.setFilter({.lowest = 50, .search = QStringLiteral("photo")});
    QVERIFY2(timer.elapsed() < 100, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(model.isAsking());
    TRY_ANSWERED(model);
    QVERIFY(model.figures().shown < many * 6 / 10 && model.figures().shown > many * 4 / 10);
    for (int row = 1; row < model.rowCount(); row += 997)
        QVERIFY(model.index().find(model.idAt(row - 1))->score >= model.index().find(model.idAt(row))->score);
}

void TestLongGallery::theNewestQuestionIsAnswered()
{
    GalleryModel model;
    model.setIndex(m_index);
    TRY_ANSWERED(model);
    for (int lowest = 1; lowest <= 90; ++lowest)
        model.setFilter({.lowest = lowest});
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    TRY_ANSWERED(model);
    QCOMPARE(model.figures().shown, askGallery(m_index, {.lowest = 90}, GallerySort::NewestFirst, {}).figures.shown);
    QCOMPARE(resets.size(), 1);
}

void TestLongGallery::whatChangesMeanwhileCounts()
{
    GalleryModel model;
    model.setIndex(m_index);
    TRY_ANSWERED(model);
    model.setFilter({.verdict = Verdict::Accepted});
    model.add({makeItem(many + 1)});
    model.setVerdicts({{2, Verdict::Accepted, false}, {many + 1, Verdict::Accepted, false}});
    model.remove({1});
    TRY_ANSWERED(model);
    QTRY_COMPARE(model.idAt(0), many + 1);
    QVERIFY(model.rowOf(2) >= 0);
    QVERIFY(model.rowOf(1) < 0);
    QCOMPARE(model.figures().total, many);
}

void TestLongGallery::case42_aNightOfImagesIsTakenInAtOnce()
{
    GalleryModel model;
    model.setIndex(m_index);
    TRY_ANSWERED(model);
    model.setHeld(true);
    QElapsedTimer timer;
    timer.start();
    for (qint64 id = 1; id <= many / 4; ++id)
        model.add({makeItem(many + id)});
    QCOMPARE(model.heldCount(), many / 4);
    model.setHeld(false);
    TRY_ANSWERED(model);
    QCOMPARE(model.rowCount(), many + many / 4);
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

void TestLongGallery::case42_everySecondOfManyGoesAtOnce()
{
    GalleryModel model;
    model.setIndex(m_index);
    TRY_ANSWERED(model);
    QList<qint64> gone;
    for (qint64 id = 1; id <= many; id += 2)
        gone.append(id);
    QElapsedTimer timer;
    timer.start();
    model.remove(gone);
    TRY_ANSWERED(model);
    QCOMPARE(model.rowCount(), many / 2);
    QCOMPARE(model.rowOf(2), many / 2 - 1);
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestLongGallery)
#include "tst_longgallery.moc"
