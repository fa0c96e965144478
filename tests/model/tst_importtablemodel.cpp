// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importer.h"
#include "import/importplan.h"
#include "models/importtablemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;
using Model = ImportTableModel;

namespace {

QList<ImportRow> rowsOf(const ImportPlan &plan)
{
    QList<ImportRow> rows;
    for (const ImportEntryPtr &entry : plan.entries())
        rows.append({entry, QStringLiteral("epiCRealism v5"), QStringLiteral("Automatic"), {}});
    return rows;
}

ImportPlan planOf(const char *table)
{
    ImportPlan plan;
    plan.add(readPasted(QString::fromUtf8(table)));
    return plan;
}

} // namespace

class TestImportTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreKept();
    void boxesAndNamesAreWishes();
    void filterNarrows();
};

void TestImportTableModel::rowsAreKept()
{
    Model model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ImportPlan plan = planOf("name\nA\nB\n\n,\n");
    model.setRows(rowsOf(plan));
    const QPersistentModelIndex second = model.index(1, Model::NameColumn);
    QSignalSpy changed(&model, &Model::dataChanged);
    QSignalSpy inserted(&model, &Model::rowsInserted);
    QSignalSpy removed(&model, &Model::rowsRemoved);
    plan.setWanted({2}, false);
    plan.add(readPasted(QStringLiteral("name\nC\n")));
    model.setRows(rowsOf(plan));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toModelIndex().row(), 1);
    QCOMPARE(inserted.size(), 1);
    QVERIFY(second.isValid());
    QCOMPARE(second.data().toString(), QStringLiteral("B"));
    QCOMPARE(model.index(1, Model::TakenColumn).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    model.setRows({});
    QCOMPARE(removed.size(), 1);
    QCOMPARE(model.rowCount(), 0);
}

void TestImportTableModel::boxesAndNamesAreWishes()
{
    Model model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(rowsOf(planOf("name,type\nA,soft\n,male\n")));
    QSignalSpy wanted(&model, &Model::wantedChanged);
    QSignalSpy named(&model, &Model::nameEdited);
    QVERIFY(model.setData(model.index(0, Model::TakenColumn), int(Qt::Unchecked), Qt::CheckStateRole));
    QCOMPARE(wanted.first(), (QVariantList{1, false}));
    QVERIFY(!model.setData(model.index(1, Model::TakenColumn), int(Qt::Checked), Qt::CheckStateRole));
    QVERIFY(model.setData(model.index(1, Model::NameColumn), QStringLiteral(" N ")));
    QCOMPARE(named.first(), (QVariantList{2, QStringLiteral("N")}));
    QVERIFY(!model.setData(model.index(0, Model::NameColumn), QStringLiteral("A")));
    QVERIFY(!model.setData(model.index(0, Model::NameColumn), QStringLiteral("  ")));
    QVERIFY(!model.setData(model.index(0, Model::FromColumn), QStringLiteral("x")));
    QCOMPARE(model.index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked)); // nothing changes by itself
}

void TestImportTableModel::filterNarrows()
{
    Model model;
    ImportFilterModel filter;
    filter.setSourceModel(&model);
    QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(rowsOf(planOf("name,images,type\nAnna,many,soft\nBert,5,male\n,,male\n")));
    filter.setAttentionOnly(true);
    QCOMPARE(filter.rowCount(), 2);
    filter.setSearchText(QStringLiteral("ANNA"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setAttentionOnly(false);
    filter.setSearchText(QStringLiteral("male"));
    QCOMPARE(filter.rowCount(), 2);
}

QTEST_GUILESS_MAIN(TestImportTableModel)
#include "tst_importtablemodel.moc"
