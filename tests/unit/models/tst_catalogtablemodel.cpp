// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalogtablemodel.h"

#include "models/catalogphrases.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;
using Model = CatalogTableModel;

namespace {

CatalogRow row(const char *file, CatalogRow::Origin origin = CatalogRow::Origin::BuiltIn)
{
    CatalogRow made;
    made.checkpoint.file = QString::fromUtf8(file);
    made.checkpoint.name = made.checkpoint.file.toUpper();
    made.origin = origin;
    made.servers = 2;
    return made;
}

QStringList files(const Model &model)
{
    QStringList list;
    for (int i = 0; i < model.rowCount(); ++i)
        list.append(model.index(i, 0).data(Model::FileRole).toString());
    return list;
}

} // namespace

class TestCatalogTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void rowsThatStayKeepTheirIndexes()
    {
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({row("a"), row("b"), row("c"), row("d")});
        const QPersistentModelIndex c = model.index(2, 0);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setRows({row("new"), row("d"), row("c"), row("a")});
        QCOMPARE(files(model),
                 (QStringList{QStringLiteral("new"), QStringLiteral("d"), QStringLiteral("c"), QStringLiteral("a")}));
        QCOMPARE(c.row(), 2);
        model.setRows({row("c")});
        QCOMPARE(c.row(), 0);
        model.setRows({});
        QVERIFY(!c.isValid());
        QCOMPARE(reset.size(), 0);
    }

    void onlyChangedRowsAreTold()
    {
        Model model;
        QList<CatalogRow> rows{row("a"), row("b")};
        model.setRows(rows);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows(rows);
        QCOMPARE(changed.size(), 0);
        rows[1].figures.images = 7;
        model.setRows(rows);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 1);
        QCOMPARE(model.index(1, Model::ImagesColumn).data().toString(), QStringLiteral("7"));
    }

    void cellsSpeak()
    {
        Model model;
        CatalogRow known = row("x/<b>a</b>.safetensors");
        known.checkpoint.sharpness = 10;
        known.checkpoint.onServers = {QStringLiteral("http://a")};
        known.serverNames = {QStringLiteral("atelier")};
        known.figures.images = 612;
        known.figures.demoImages = 1;
        known.figures.scored = 600;
        known.figures.meanScore = 89.25;
        known.figures.secondsPerImage = 3.94;
        known.figures.accepted = 3;
        known.figures.rejected = 1;
        CatalogRow assumed = row("b", CatalogRow::Origin::Assumed);
        assumed.figures.scored = 3;
        assumed.figures.meanScore = 88;
        model.setRows({known, assumed});
        const auto shown = [&](int r, Model::Column column) {
            return model.index(r, column).data().toString();
        };
        const auto spoken = [&](int r, Model::Column column) {
            return model.index(r, column).data(Qt::AccessibleTextRole).toString();
        };
        QVERIFY(spoken(0, Model::ModelColumn).contains(known.checkpoint.file));
        QVERIFY(spoken(0, Model::SharpnessColumn).contains(QStringLiteral("10 of 10")));
        QVERIFY(spoken(0, Model::SharpnessColumn).contains(QStringLiteral("89.3 of 100")));
        QVERIFY(spoken(0, Model::ImagesColumn).contains(QStringLiteral("1 demo image does not count")));
        QCOMPARE(shown(0, Model::AcceptedColumn), QStringLiteral("75 %"));
        QCOMPARE(shown(0, Model::TimeColumn), QStringLiteral("3.9 s"));
        QCOMPARE(shown(0, Model::LoadColumn), QStringLiteral("–"));
        QCOMPARE(shown(0, Model::ServersColumn), QStringLiteral("1 of 2"));
        QVERIFY(spoken(0, Model::ServersColumn).contains(QStringLiteral("atelier")));
        QVERIFY(spoken(1, Model::SharpnessColumn).contains(QStringLiteral("assumed")));
        QCOMPARE(catalogphrases::score(assumed.figures), QStringLiteral("Too few images (3)"));
        QCOMPARE(shown(1, Model::AcceptedColumn), QStringLiteral("–"));
        QCOMPARE(shown(1, Model::ServersColumn), QStringLiteral("None"));
        assumed.servers = 0; // nobody is there who could know
        QCOMPARE(catalogphrases::onServers(assumed), QStringLiteral("–"));
        QCOMPARE(catalogphrases::seconds(125.0), QStringLiteral("2 min 5 s"));
        QCOMPARE(catalogphrases::count({known, assumed}, 2), QStringLiteral("1 in the catalog, 1 on servers"));
        QCOMPARE(catalogphrases::count({known, assumed}, 0), QStringLiteral("1 in the catalog"));
    }
};

QTEST_GUILESS_MAIN(TestCatalogTableModel)
#include "tst_catalogtablemodel.moc"
