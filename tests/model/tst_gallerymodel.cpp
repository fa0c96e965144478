// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gallerymodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;

namespace {

GalleryItem makeItem(qint64 id)
{
    GalleryItem item;
    item.record.id = id;
    item.record.number = int(id);
    item.characterName = QStringLiteral("Yuki Tanaka");
    item.record.score.total = 94.6;
    return item;
}

} // namespace

class TestGalleryModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newestFirstInBatches();
    void heldImagesWait();
    void noImageTwice();
    void removal();
    void sentence();
};

void TestGalleryModel::newestFirstInBatches()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setItems({makeItem(3), makeItem(2), makeItem(1)});
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    for (int i = 4; i < 24; ++i)
        model.add({makeItem(i)});
    QCOMPARE(inserts.size(), 0);
    QTRY_COMPARE(model.rowCount(), 23);
    QCOMPARE(inserts.size(), 1);
    QCOMPARE(model.item(0)->record.id, 23);
    QCOMPARE(model.item(22)->record.id, 1);
    QCOMPARE(model.rowOf(3), 20);
}

void TestGalleryModel::heldImagesWait()
{
    GalleryModel model;
    model.setItems({makeItem(1)});
    QSignalSpy held(&model, &GalleryModel::heldCountChanged);
    model.setHeld(true);
    model.add({makeItem(2), makeItem(3)});
    QCOMPARE(model.heldCount(), 2);
    QCOMPARE(held.last()[0].toInt(), 2);
    // As a control a model that is not held: when its batch comes, that of the held one would have come before.
    GalleryModel control;
    control.add({makeItem(2)});
    QTRY_COMPARE(control.rowCount(), 1);
    QCOMPARE(model.rowCount(), 1);
    model.setHeld(false);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.item(0)->record.id, 3);
    QCOMPARE(held.last()[0].toInt(), 0);
}

void TestGalleryModel::noImageTwice()
{
    GalleryModel model;
    model.setItems({makeItem(1)});
    GalleryItem changed = makeItem(1);
    changed.record.verdict = Verdict::Rejected;
    model.add({changed, makeItem(2), makeItem(2)});
    QTRY_COMPARE(model.rowCount(), 2);
    QVERIFY(model.item(1)->record.verdict == Verdict::Rejected);
}

void TestGalleryModel::removal()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setItems({makeItem(5), makeItem(4), makeItem(3), makeItem(2)});
    model.remove({4, 2, 77});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowOf(5), 0);
    QCOMPARE(model.rowOf(3), 1);
    QCOMPARE(model.rowOf(4), -1);
}

void TestGalleryModel::sentence()
{
    GalleryItem item = makeItem(23);
    item.duplicates = 3;
    GalleryModel model;
    model.setItems({item});
    QString text = model.index(0).data(Qt::AccessibleTextRole).toString();
    text.remove(QChar(0x2068)).remove(QChar(0x2069));
    QCOMPARE(text, QStringLiteral("Yuki Tanaka, image 23, score 95, undecided, one of 3 near-duplicates"));
}

QTEST_GUILESS_MAIN(TestGalleryModel)
#include "tst_gallerymodel.moc"
