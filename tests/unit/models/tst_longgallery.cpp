// SPDX-License-Identifier: GPL-3.0-or-later
// A gallery of a hundred thousand images: it comes in pages, and nothing a person does to it takes longer than they
// would notice. The limits are wide, so that only another order of growth breaks them.
#include "models/gallerymodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;

namespace {

constexpr int many = 100'000;

GalleryItem makeItem(qint64 id)
{
    GalleryItem item;
    item.record.id = id;
    item.record.imagePath = QStringLiteral("p/c/c-%1.png").arg(id);
    return item;
}

/// Newest first, `from` down to `to`.
QList<GalleryItem> makeItems(qint64 from, qint64 to)
{
    QList<GalleryItem> items;
    for (qint64 id = from; id >= to; --id)
        items.append(makeItem(id));
    return items;
}

QList<qint64> idsOf(const GalleryModel &model)
{
    QList<qint64> ids;
    for (int row = 0; row < model.rowCount(); ++row) {
        ids.append(model.item(row)->record.id);
        if (model.rowOf(ids.last()) != row)
            qFatal("row and id disagree");
    }
    return ids;
}

} // namespace

class TestLongGallery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void olderPagesStandBelow();
    void newImagesComeAboveWhilePagesLoad();
    void removalInFewPlaces();
    void removalInManyPlaces();
    void everySecondOfManyGoesAtOnce();
    void heldImagesOfANightAreTakenInAtOnce();
};

void TestLongGallery::olderPagesStandBelow()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setItems(makeItems(9, 7));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    model.extend(makeItems(7, 4)); // 7 stands in both pages
    model.extend(makeItems(3, 1));
    QCOMPARE(idsOf(model), QList<qint64>({9, 8, 7, 6, 5, 4, 3, 2, 1}));
    QCOMPARE(resets.size(), 0);
    QCOMPARE(inserts.size(), 2);
    QCOMPARE(inserts.first().at(1).toInt(), 3);
}

void TestLongGallery::newImagesComeAboveWhilePagesLoad()
{
    GalleryModel model;
    model.setItems(makeItems(9, 7));
    model.add({makeItem(10)});
    model.extend(makeItems(6, 5));
    QTRY_COMPARE(model.rowCount(), 6);
    model.extend(makeItems(4, 4));
    QCOMPARE(idsOf(model), QList<qint64>({10, 9, 8, 7, 6, 5, 4}));
}

void TestLongGallery::removalInFewPlaces()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setItems(makeItems(20, 1));
    const QPersistentModelIndex kept(model.index(model.rowOf(5)));
    QSignalSpy removals(&model, &QAbstractItemModel::rowsRemoved);
    model.remove({20, 19, 10, 11, 12, 1, 500});
    QCOMPARE(removals.size(), 3); // neighbours go together
    QCOMPARE(idsOf(model), QList<qint64>({18, 17, 16, 15, 14, 13, 9, 8, 7, 6, 5, 4, 3, 2}));
    QCOMPARE(model.item(kept.row())->record.id, 5);
    model.extend({makeItem(0)});
    model.add({makeItem(21)});
    QTRY_COMPARE(idsOf(model).first(), 21);
    QCOMPARE(idsOf(model).last(), 0);
}

void TestLongGallery::removalInManyPlaces()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setItems(makeItems(1000, 1));
    const QPersistentModelIndex above(model.index(0));
    const QPersistentModelIndex below(model.index(999));
    QList<qint64> gone;
    QList<qint64> left;
    for (qint64 id = 1000; id >= 1; --id)
        (id % 2 == 0 && id > 200 && id < 900 ? gone : left).append(id);
    model.remove(gone);
    QCOMPARE(idsOf(model), left);
    QCOMPARE(model.item(above.row())->record.id, 1000);
    QCOMPARE(model.item(below.row())->record.id, 1);
}

void TestLongGallery::everySecondOfManyGoesAtOnce()
{
    GalleryModel model;
    model.setItems(makeItems(many, 1));
    QList<qint64> gone;
    for (qint64 id = 1; id <= many; id += 2)
        gone.append(id);
    QElapsedTimer timer;
    timer.start();
    model.remove(gone);
    QCOMPARE(model.rowOf(2), many / 2 - 1);
    QCOMPARE(model.rowCount(), many / 2);
    const qint64 took = timer.elapsed();
    QVERIFY2(took < 3000, qPrintable(QString::number(took)));
}

void TestLongGallery::heldImagesOfANightAreTakenInAtOnce()
{
    GalleryModel model;
    model.setItems({makeItem(0)});
    model.setHeld(true);
    QElapsedTimer timer;
    timer.start();
    for (qint64 id = 1; id <= many / 4; ++id)
        model.add({makeItem(id)});
    QCOMPARE(model.heldCount(), many / 4);
    model.setHeld(false);
    QCOMPARE(model.rowCount(), many / 4 + 1);
    const qint64 took = timer.elapsed();
    QVERIFY2(took < 3000, qPrintable(QString::number(took)));
}

QTEST_GUILESS_MAIN(TestLongGallery)
#include "tst_longgallery.moc"
