// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/characterfiltermodel.h"
#include "models/charactertablemodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;

namespace {

CharacterRow makeRow(int number)
{
    CharacterRow row;
    row.character.id = QStringLiteral("c%1").arg(number);
    row.character.name = QStringLiteral("Name %1").arg(number);
    row.character.type = number % 2 ? QStringLiteral("soft_male") : QStringLiteral("sharp_female");
    Checkpoint checkpoint;
    checkpoint.file = QStringLiteral("a.safetensors");
    checkpoint.name = QStringLiteral("epiCRealism v5");
    checkpoint.sharpness = 10;
    row.checkpoint = checkpoint;
    row.assignment = {row.character.id, checkpoint.file, false, QStringLiteral("Measured: 118 images")};
    return row;
}

QList<CharacterRow> makeRows(int count)
{
    QList<CharacterRow> rows;
    for (int i = 0; i < count; ++i)
        rows.append(makeRow(i));
    return rows;
}

} // namespace

class TestCharacterTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheRulesOfModels();
    void updatesAreGatheredPerTick();
    void onlyWhatChangedIsTold();
    void anImportKeepsIndexes();
    void removalAndNewOrder();
    void editingIsAWish();
    void sentences();
    void searchFindsEveryWord();
    void manyUpdatesAreCheap();
};

void TestCharacterTableModel::followsTheRulesOfModels()
{
    CharacterTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    CharacterFilterModel filter;
    filter.setSourceModel(&model);
    QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(makeRows(5));
    model.setRows(makeRows(9));
    filter.setSearchText(QStringLiteral("soft"));
    QCOMPARE(filter.rowCount(), 4);
    model.setRows(makeRows(3));
    QCOMPARE(filter.rowCount(), 1);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
}

void TestCharacterTableModel::updatesAreGatheredPerTick()
{
    CharacterTableModel model;
    model.setRows(makeRows(20));
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    for (int round = 1; round <= 50; ++round) {
        for (int i = 4; i < 8; ++i) {
            CharacterRow row = makeRow(i);
            row.live = JobProgress{QStringLiteral("5"), round, 50};
            model.updateRow(row);
        }
    }
    QCOMPARE(changes.size(), 0);
    QCOMPARE(model.row(5)->live->value, 50);
    QTRY_COMPARE(changes.size(), 1);
    const auto first = changes[0][0].toModelIndex();
    const auto last = changes[0][1].toModelIndex();
    QCOMPARE(first.row(), 4);
    QCOMPARE(last.row(), 7);
    QCOMPARE(first.column(), int(CharacterTableModel::ProgressColumn));
    QCOMPARE(last.column(), int(CharacterTableModel::ProgressColumn));
}

void TestCharacterTableModel::onlyWhatChangedIsTold()
{
    CharacterTableModel model;
    model.setRows(makeRows(3));
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.updateRow(makeRow(1));
    model.flush();
    QCOMPARE(changes.size(), 0);
    CharacterRow row = makeRow(1);
    row.assignment.locked = true;
    model.updateRow(row);
    model.flush();
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes[0][0].toModelIndex(), model.index(1, CharacterTableModel::ModelColumn));
    model.updateRow(makeRow(77)); // no such row
    model.flush();
    QCOMPARE(changes.size(), 1);
}

void TestCharacterTableModel::anImportKeepsIndexes()
{
    CharacterTableModel model;
    model.setRows(makeRows(3));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QPersistentModelIndex kept = model.index(2, 0);
    QList<CharacterRow> rows = makeRows(5);
    rows.prepend(makeRow(99));
    model.setRows(rows);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(kept.row(), 3);
    QCOMPARE(kept.data(CharacterTableModel::IdRole).toString(), QStringLiteral("c2"));
    QCOMPARE(model.rowOf(QStringLiteral("c4")), 5);
}

void TestCharacterTableModel::removalAndNewOrder()
{
    CharacterTableModel model;
    model.setRows(makeRows(6));
    const QPersistentModelIndex kept = model.index(4, 0);
    model.setRows({makeRow(0), makeRow(4), makeRow(5)});
    QCOMPARE(kept.row(), 1);
    QCOMPARE(model.rowCount(), 3);
    model.setRows({makeRow(5), makeRow(0)});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowOf(QStringLiteral("c5")), 0);
    QCOMPARE(model.rowOf(QStringLiteral("c4")), -1);
}

void TestCharacterTableModel::editingIsAWish()
{
    CharacterTableModel model;
    model.setRows(makeRows(2));
    QSignalSpy models(&model, &CharacterTableModel::modelChosen);
    QSignalSpy images(&model, &CharacterTableModel::imagesEdited);
    QSignalSpy names(&model, &CharacterTableModel::nameEdited);
    QVERIFY(model.setData(model.index(0, CharacterTableModel::ModelColumn), QStringLiteral("b.safetensors")));
    QCOMPARE(models.size(), 1);
    QCOMPARE(models[0][1].toString(), QStringLiteral("b.safetensors"));
    QCOMPARE(model.row(0)->assignment.modelFile, QStringLiteral("a.safetensors"));
    QVERIFY2(!model.setData(model.index(0, CharacterTableModel::ModelColumn), QString()), "it is automatic already");
    QVERIFY(model.setData(model.index(1, CharacterTableModel::ImagesColumn), 250));
    QVERIFY(!model.setData(model.index(1, CharacterTableModel::ImagesColumn), 0));
    QVERIFY(!model.setData(model.index(1, CharacterTableModel::ImagesColumn), 10'001));
    QVERIFY(!model.setData(model.index(1, CharacterTableModel::ImagesColumn), QStringLiteral("many")));
    QCOMPARE(images.size(), 1);
    QCOMPARE(images[0][1].toInt(), 250);
    QVERIFY(!model.setData(model.index(1, CharacterTableModel::CharacterColumn), QStringLiteral("  ")));
    QVERIFY(model.setData(model.index(1, CharacterTableModel::CharacterColumn), QStringLiteral(" Ann  Lee ")));
    QCOMPARE(names[0][1].toString(), QStringLiteral("Ann Lee"));
    QVERIFY(!model.setData(model.index(1, CharacterTableModel::StatusColumn), 1));
}

void TestCharacterTableModel::sentences()
{
    CharacterRow row = makeRow(0);
    row.character.name = QStringLiteral("Elena Petrova");
    row.character.type = QStringLiteral("detailed_female");
    row.summary.stored = 97;
    row.summary.accepted = 66;
    row.summary.undecided = 13;
    row.summary.rejected = 18;
    row.summary.failed = 3;
    row.status = {RowState::Failed, {}, QStringLiteral("Out of GPU memory"), 3, {}, false};
    CharacterTableModel model;
    model.setRows({row});
    const auto sentence = [&](int column) {
        QString text = model.index(0, column).data(Qt::AccessibleTextRole).toString();
        text.remove(QChar(0x2068)).remove(QChar(0x2069)); // isolation of foreign text
        return text;
    };
    QCOMPARE(sentence(0), QStringLiteral("Elena Petrova, detailed_female"));
    QCOMPARE(sentence(1), QStringLiteral("Model epiCRealism v5, sharpness 10 of 10, Measured: 118 images"));
    QCOMPARE(sentence(2), QStringLiteral("Sharpness 10 of 10"));
    QCOMPARE(sentence(3), QStringLiteral("100 images asked for"));
    QCOMPARE(sentence(4), QStringLiteral("97 of 100 images, 66 accepted, 13 undecided, 18 rejected, 3 failed"));
    QCOMPARE(sentence(5), QStringLiteral("Not scored"));
    QCOMPARE(sentence(6), QStringLiteral("3 failed: Out of GPU memory. Enter retries."));
    for (int column = 0; column < CharacterTableModel::ColumnCount; ++column)
        QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
}

void TestCharacterTableModel::searchFindsEveryWord()
{
    CharacterTableModel model;
    QList<CharacterRow> rows = makeRows(6);
    rows[3].status.state = RowState::Failed;
    model.setRows(rows);
    CharacterFilterModel filter;
    filter.setSourceModel(&model);
    filter.setSearchText(QStringLiteral("NAME 3"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setSearchText(QStringLiteral("soft epic"));
    QCOMPARE(filter.rowCount(), 3);
    filter.setSearchText(QStringLiteral("[("));
    QCOMPARE(filter.rowCount(), 0);
    filter.setSearchText({});
    filter.setAttentionOnly(true);
    QCOMPARE(filter.rowCount(), 1);
    rows[5].status.state = RowState::ModelMissing;
    model.updateRow(rows[5]);
    model.flush();
    QCOMPARE(filter.rowCount(), 2);
}

/// Nanoseconds for 4000 updates, spread over a table of `count` rows.
static qint64 updatesTake(int count)
{
    constexpr int updated = 400;
    CharacterTableModel model;
    QList<CharacterRow> rows = makeRows(count);
    model.setRows(rows);
    CharacterFilterModel filter;
    filter.setSourceModel(&model);
    QElapsedTimer timer;
    timer.start();
    for (int tick = 1; tick <= 10; ++tick) {
        for (int i = 0; i < updated; ++i) {
            CharacterRow &row = rows[i * (count / updated)];
            row.live = JobProgress{{}, tick, 30};
            model.updateRow(row);
        }
        model.flush();
    }
    return timer.nsecsElapsed();
}

void TestCharacterTableModel::manyUpdatesAreCheap()
{
    // An update must not cost more in a larger table: with a search through all rows it would cost 25 times as much.
    // The best of several, in turn, because the machine may be busy.
    qint64 small = std::numeric_limits<qint64>::max();
    qint64 large = small;
    for (int i = 0; i < 5; ++i) {
        small = std::min(small, updatesTake(400));
        large = std::min(large, updatesTake(10'000));
    }
    QVERIFY2(large < small * 8, qPrintable(QStringLiteral("%1 against %2 ns").arg(large).arg(small)));
}

QTEST_GUILESS_MAIN(TestCharacterTableModel)
#include "tst_charactertablemodel.moc"
