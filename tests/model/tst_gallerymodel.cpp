// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gallerymodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <numeric>

using namespace lorastudio;

namespace {

GalleryItem makeItem(qint64 id, double score = 90, Verdict verdict = Verdict::Undecided)
{
    GalleryItem item;
    item.record.id = id;
    item.record.number = int(id);
    item.record.characterId = id % 2 ? QStringLiteral("yuki") : QStringLiteral("mei");
    item.record.modelFile = id % 3 ? QStringLiteral("a.safetensors") : QStringLiteral("b.safetensors");
    item.record.prompt = id % 2 ? QStringLiteral("photo of <b>yuki</b>") : QStringLiteral("photo of Mei, smile");
    item.record.verdict = verdict;
    if (score >= 0)
        item.record.score.total = score;
    item.characterName = id % 2 ? QStringLiteral("Yuki Tanaka") : QStringLiteral("Mei Kobayashi");
    item.thumbnailKey = QStringLiteral("image/%1").arg(id);
    return item;
}

ImageIndex indexOf(const QList<GalleryItem> &items)
{
    ImageIndex index;
    for (const GalleryItem &item : items)
        index.add(item.record);
    return index;
}

QList<qint64> idsOf(const GalleryModel &model)
{
    QList<qint64> ids;
    for (int row = 0; row < model.rowCount(); ++row) {
        ids.append(model.idAt(row));
        if (model.rowOf(ids.last()) != row)
            qFatal("row and id disagree");
    }
    return ids;
}

const CharacterLabels labels{{QStringLiteral("yuki"), {QStringLiteral("Yuki Tanaka"), 1, 100}},
                             {QStringLiteral("mei"), {QStringLiteral("Mei Kobayashi"), 0, 100}}};

/// Eight images with the scores 95 60 none 49.6 49.4 95 20 80.
QList<GalleryItem> eight()
{
    return {makeItem(1, 95, Verdict::Accepted),   makeItem(2, 60),   makeItem(3, -1),
            makeItem(4, 49.6, Verdict::Rejected), makeItem(5, 49.4), makeItem(6, 95),
            makeItem(7, 20, Verdict::Rejected),   makeItem(8, 80)};
}

} // namespace

class TestGalleryModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void orders_data();
    void orders();
    void filters();
    void countsSayWhatEachFilterWouldShow();
    void batches();
    void newImagesFindTheirPlace();
    void newImagesThatTheFilterHidesStayAway();
    void held();
    void nothingComesInWhileRowsGo();
    void undoBringsBackAtOnce();
    void noImageTwice();
    void verdictsLeaveTheFilter();
    void removal();
    void itemsAreLoadedWhenLookedAt();
    void whatIsGoneIsMissing();
    void aDecisionIsNotOverwrittenByALateAnswer();
    void theFirstPageThenTheRest();
    void sentence();
};

void TestGalleryModel::orders_data()
{
    QTest::addColumn<GallerySort>("sort");
    QTest::addColumn<QList<qint64>>("ids");
    QTest::newRow("newest") << GallerySort::NewestFirst << QList<qint64>{8, 7, 6, 5, 4, 3, 2, 1};
    QTest::newRow("oldest") << GallerySort::OldestFirst << QList<qint64>{1, 2, 3, 4, 5, 6, 7, 8};
    QTest::newRow("best") << GallerySort::BestFirst << QList<qint64>{6, 1, 8, 2, 4, 5, 7, 3};
    QTest::newRow("worst") << GallerySort::WorstFirst << QList<qint64>{7, 5, 4, 2, 8, 6, 1, 3};
    QTest::newRow("character") << GallerySort::ByCharacter << QList<qint64>{2, 4, 6, 8, 1, 3, 5, 7};
}

void TestGalleryModel::orders()
{
    QFETCH(GallerySort, sort);
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLabels(labels);
    model.setIndex(indexOf(eight()));
    model.setSort(sort);
    QTEST(idsOf(model), "ids");
}

void TestGalleryModel::filters()
{
    GalleryModel model;
    model.setLabels(labels);
    model.setIndex(indexOf(eight()));
    const auto shown = [&](const GalleryFilter &filter) {
        model.setFilter(filter);
        return idsOf(model);
    };
    QCOMPARE(shown({.characterId = QStringLiteral("mei")}), QList<qint64>({8, 6, 4, 2}));
    QCOMPARE(shown({.modelFile = QStringLiteral("b.safetensors")}), QList<qint64>({6, 3}));
    QCOMPARE(shown({.verdict = Verdict::Rejected}), QList<qint64>({7, 4}));
    // The number on the picture counts: 49.6 is 50. What is not scored is in no narrower range.
    QCOMPARE(shown({.lowest = 50}), QList<qint64>({8, 6, 4, 2, 1}));
    QCOMPARE(shown({.lowest = 20, .highest = 49}), QList<qint64>({7, 5}));
    QCOMPARE(shown({.search = QStringLiteral("SMILE")}), QList<qint64>({8, 6, 4, 2}));
    QCOMPARE(shown({.search = QStringLiteral("tanaka")}), QList<qint64>({7, 5, 3, 1}));
    QCOMPARE(shown({.search = QStringLiteral("<b>")}), QList<qint64>({7, 5, 3, 1}));
    QCOMPARE(shown({.modelFile = QStringLiteral("no such model")}), QList<qint64>());
    QCOMPARE(shown({}).size(), 8);
}

void TestGalleryModel::countsSayWhatEachFilterWouldShow()
{
    GalleryModel model;
    model.setIndex(indexOf(eight()));
    model.setFilter({.verdict = Verdict::Rejected, .lowest = 30});
    const GalleryFigures &figures = model.figures();
    QCOMPARE(figures.total, 8);
    QCOMPARE(figures.shown, 1);
    QCOMPARE(figures.hiddenByScore, 1);                                                  // 7
    QCOMPARE(figures.verdicts[std::size_t(Verdict::Accepted)], 1);                       // 1, with the score
    QCOMPARE(figures.verdicts[std::size_t(Verdict::Undecided)], 4);                      // 2 5 6 8
    QCOMPARE(figures.verdicts[std::size_t(Verdict::Rejected)], 1);                       // 4
    QCOMPARE(std::accumulate(figures.histogram.begin(), figures.histogram.end(), 0), 2); // the rejected ones
    QCOMPARE(figures.histogram[5], 1);                                                   // 20
    QCOMPARE(figures.histogram[12], 1);                                                  // 49.6
    // Counting one by one gives the same as counting anew.
    model.setVerdicts({{2, Verdict::Rejected, false}, {4, Verdict::Accepted, false}});
    model.remove({6});
    const GalleryFigures byStep = model.figures();
    GalleryModel anew;
    anew.setIndex(model.index());
    anew.setFilter(model.filter());
    QVERIFY(byStep == anew.figures());
    QCOMPARE(idsOf(model), idsOf(anew));
}

void TestGalleryModel::batches()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setIndex(indexOf({makeItem(1)}));
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    for (qint64 id = 2; id <= 6; ++id)
        model.add({makeItem(id)});
    QCOMPARE(model.rowCount(), 1);
    QTRY_COMPARE(model.rowCount(), 6);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(model.idAt(0), 6);
    QCOMPARE(model.figures().shown, 6);
}

void TestGalleryModel::newImagesFindTheirPlace()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSort(GallerySort::BestFirst);
    model.setIndex(indexOf({makeItem(1, 90), makeItem(2, 70), makeItem(3, 50)}));
    const QPersistentModelIndex second(model.index(1));
    model.add({makeItem(4, 60), makeItem(5, 95), makeItem(6, 62), makeItem(7, -1)});
    QTRY_COMPARE(model.rowCount(), 7);
    QCOMPARE(idsOf(model), QList<qint64>({5, 1, 2, 6, 4, 3, 7}));
    QCOMPARE(model.idAt(second.row()), 2);
}

void TestGalleryModel::newImagesThatTheFilterHidesStayAway()
{
    GalleryModel model;
    model.setFilter({.lowest = 80});
    model.setIndex(indexOf({makeItem(1, 90)}));
    model.add({makeItem(2, 50), makeItem(3, 85)});
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(model.figures().total, 3);
    QCOMPARE(model.figures().hiddenByScore, 1);
}

void TestGalleryModel::held()
{
    GalleryModel model;
    model.setIndex(indexOf({makeItem(1)}));
    QSignalSpy held(&model, &GalleryModel::heldCountChanged);
    model.setHeld(true);
    model.add({makeItem(2), makeItem(3)});
    QCOMPARE(model.heldCount(), 2);
    QCOMPARE(held.last()[0].toInt(), 2);
    // As a control a model that is not held: when its batch comes, that of the held one would have come before.
    GalleryModel control;
    control.setIndex({});
    control.add({makeItem(2)});
    QTRY_COMPARE(control.rowCount(), 1);
    QCOMPARE(model.rowCount(), 1);
    model.setVerdicts({{3, Verdict::Accepted, false}});
    model.setHeld(false);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.idAt(0), 3);
    QVERIFY(model.item(0)->record.verdict == Verdict::Accepted);
    QCOMPARE(held.last()[0].toInt(), 0);
}

void TestGalleryModel::nothingComesInWhileRowsGo()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setIndex(indexOf(eight()));
    model.setHeld(true);
    model.add({makeItem(9)});
    // As the page does when the selected rows go.
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this, [&] { model.setHeld(false); });
    model.remove({7, 6, 2});
    QCOMPARE(idsOf(model), QList<qint64>({8, 5, 4, 3, 1}));
    QTRY_COMPARE(model.rowCount(), 6);
    QCOMPARE(model.idAt(0), 9);
}

void TestGalleryModel::undoBringsBackAtOnce()
{
    GalleryModel model;
    model.setIndex(indexOf({makeItem(1), makeItem(2), makeItem(3)}));
    model.setHeld(true);
    model.remove({2});
    QCOMPARE(idsOf(model), QList<qint64>({3, 1}));
    model.bringBack({makeItem(2)});
    QCOMPARE(idsOf(model), QList<qint64>({3, 2, 1}));
    QCOMPARE(model.heldCount(), 0);
}

void TestGalleryModel::noImageTwice()
{
    GalleryModel model;
    model.add({makeItem(2)}); // before the index that holds it is there
    model.setIndex(indexOf({makeItem(1), makeItem(2)}));
    model.add({makeItem(1), makeItem(3), makeItem(3)});
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(idsOf(model), QList<qint64>({3, 2, 1}));
}

void TestGalleryModel::verdictsLeaveTheFilter()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setIndex(indexOf(eight()));
    model.setFilter({.verdict = Verdict::Undecided});
    QCOMPARE(idsOf(model), QList<qint64>({8, 6, 5, 3, 2}));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setVerdicts({{6, Verdict::Accepted, false}, {5, Verdict::Accepted, false}, {99, Verdict::Accepted, false}});
    QCOMPARE(idsOf(model), QList<qint64>({8, 3, 2}));
    QCOMPARE(model.figures().verdicts[std::size_t(Verdict::Accepted)], 3);
    model.setVerdicts({{5, Verdict::Undecided, false}});
    QCOMPARE(idsOf(model), QList<qint64>({8, 5, 3, 2}));
    QCOMPARE(resets.size(), 0);
}

void TestGalleryModel::removal()
{
    GalleryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setIndex(indexOf({makeItem(5), makeItem(4), makeItem(3), makeItem(2)}));
    model.setHeld(true);
    model.add({makeItem(6)});
    model.remove({4, 2, 6, 77});
    QCOMPARE(idsOf(model), QList<qint64>({5, 3}));
    QCOMPARE(model.heldCount(), 0);
    QCOMPARE(model.figures().total, 2);
}

void TestGalleryModel::itemsAreLoadedWhenLookedAt()
{
    GalleryModel model;
    model.setLabels(labels);
    model.setIndex(indexOf(eight()));
    QSignalSpy wanted(&model, &GalleryModel::itemsWanted);
    QVERIFY(model.item(0)->thumbnailKey.isEmpty());
    QCOMPARE(model.item(0)->characterName, QStringLiteral("Mei Kobayashi")); // known before
    QVERIFY(model.item(3));
    QTRY_COMPARE(wanted.size(), 1);
    const auto ids = wanted.takeFirst()[0].value<QList<qint64>>();
    QCOMPARE(ids, QList<qint64>({5, 8})); // the newest wish first
    QVERIFY(model.item(1));               // waits for the answer
    QCoreApplication::processEvents();
    QCOMPARE(wanted.size(), 0);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setItems(ids, {makeItem(5), makeItem(8)});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(model.item(0)->thumbnailKey, QStringLiteral("image/8"));
    QTRY_COMPARE(wanted.size(), 1);
    QCOMPARE(wanted.takeFirst()[0].value<QList<qint64>>(), QList<qint64>({7}));
}

void TestGalleryModel::whatIsGoneIsMissing()
{
    GalleryModel model;
    model.setIndex(indexOf({makeItem(1)}));
    QSignalSpy wanted(&model, &GalleryModel::itemsWanted);
    QVERIFY(!model.item(0)->fileMissing);
    QTRY_COMPARE(wanted.size(), 1);
    model.setItems({1}, {}, true); // the database did not answer: that says nothing of the image
    QVERIFY(!model.item(0)->fileMissing);
    QTRY_COMPARE(wanted.size(), 2);
    model.setItems({1}, {});
    QVERIFY(model.item(0)->fileMissing);
}

void TestGalleryModel::aDecisionIsNotOverwrittenByALateAnswer()
{
    GalleryModel model;
    model.setIndex(indexOf({makeItem(1)}));
    QVERIFY(model.item(0));
    model.setVerdicts({{1, Verdict::Rejected, false}});
    model.setItems({1}, {makeItem(1)});
    QVERIFY(model.item(0)->record.verdict == Verdict::Rejected);
}

void TestGalleryModel::theFirstPageThenTheRest()
{
    GalleryModel model;
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setIndex(indexOf({makeItem(8), makeItem(7)}));
    const QPersistentModelIndex first(model.index(0));
    const auto before = resets.size();
    model.setIndex(indexOf(eight()));
    QCOMPARE(model.rowCount(), 8);
    QCOMPARE(resets.size(), before); // what is there stays where it is
    QCOMPARE(model.idAt(first.row()), 8);
}

void TestGalleryModel::sentence()
{
    GalleryModel model;
    model.setLabels(labels);
    model.setIndex(indexOf({makeItem(23, 95)}));
    QString text = model.index(0).data(Qt::AccessibleTextRole).toString();
    text.remove(QChar(0x2068)).remove(QChar(0x2069));
    QCOMPARE(text, QStringLiteral("Yuki Tanaka, image 23, score 95, undecided"));
}

QTEST_GUILESS_MAIN(TestGalleryModel)
#include "tst_gallerymodel.moc"
