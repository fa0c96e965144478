// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/modelcatalog.h"

#include <QTest>

using namespace lorastudio;

namespace {

const QString epic = QStringLiteral("epicrealism_v5.safetensors");
const QString cyber = QStringLiteral("cyberrealistic_v9.safetensors");
const QString vision = QStringLiteral("realistic_vision_v51.safetensors");
const QString chill = QStringLiteral("chilloutmix.safetensors");
const QString serverA = QStringLiteral("http://a:8188");
const QString serverB = QStringLiteral("http://b:8188");

QStringList filesOf(const QVector<Checkpoint> &rows)
{
    QStringList files;
    for (const Checkpoint &row : rows)
        files.append(row.file);
    return files;
}

Checkpoint rowOf(const QVector<Checkpoint> &rows, const QString &file)
{
    for (const Checkpoint &row : rows) {
        if (row.file == file)
            return row;
    }
    return {};
}

} // namespace

class TestModelCatalog : public QObject
{
    Q_OBJECT

    ModelCatalog m_catalog;

private Q_SLOTS:
    void init()
    {
        const auto catalog = ModelCatalog::builtIn();
        QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().message));
        m_catalog = *catalog;
    }

    void builtInFigures_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("sharpness");
        QTest::addColumn<int>("speed");
        QTest::addColumn<QString>("bestFor");
        QTest::addColumn<double>("cfg");
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<int>("steps");
        const QString sde = QStringLiteral("dpmpp_sde");
        const QString m2 = QStringLiteral("dpmpp_2m");
        QTest::newRow("1") << epic << QStringLiteral("epiCRealism v5") << 10 << 7
                           << QStringLiteral("male female sharp_detail") << 5.0 << sde << 30;
        QTest::newRow("2") << cyber << QStringLiteral("CyberRealistic v9") << 10 << 8
                           << QStringLiteral("male female crisp") << 5.0 << sde << 30;
        QTest::newRow("3") << vision << QStringLiteral("Realistic Vision 5.1") << 7 << 9
                           << QStringLiteral("versatile consistent") << 6.0 << m2 << 25;
        QTest::newRow("4") << chill << QStringLiteral("ChilloutMix") << 5 << 8 << QStringLiteral("soft") << 6.0 << m2
                           << 25;
    }
    void builtInFigures()
    {
        QFETCH(QString, file);
        const auto entry = m_catalog.find(file);
        QVERIFY(entry);
        QTEST(entry->name, "name");
        QTEST(entry->sharpness, "sharpness");
        QTEST(entry->speed, "speed");
        QTEST(entry->bestFor.join(u' '), "bestFor");
        QTEST(entry->settings.cfg, "cfg");
        QTEST(entry->settings.sampler, "sampler");
        QCOMPARE(entry->settings.scheduler, QStringLiteral("karras"));
        QTEST(entry->settings.steps, "steps");
        QCOMPARE(entry->type, QStringLiteral("photorealistic"));
        QCOMPARE(entry->negative, QStringLiteral("blurry, anime, cartoon, smooth skin"));
        QVERIFY(entry->known);
    }

    void withoutServersTheCatalogStands()
    {
        QCOMPARE(filesOf(m_catalog.merged({})), (QStringList{epic, cyber, vision, chill}));
    }

    void unknownFilesGetTheDefaultProfile()
    {
        const QString other = QStringLiteral("anime/other_v1.ckpt");
        const auto rows = m_catalog.merged({{serverA, {other, cyber}}});
        QCOMPARE(filesOf(rows), (QStringList{epic, cyber, vision, chill, other}));
        const Checkpoint row = rowOf(rows, other);
        QVERIFY(!row.known);
        QCOMPARE(row.name, QStringLiteral("other_v1"));
        QCOMPARE(row.sharpness, 5);
        QCOMPARE(row.speed, 5);
        QCOMPARE(row.settings, (SamplerSettings{6.0, QStringLiteral("dpmpp_2m"), QStringLiteral("karras"), 25}));
        QVERIFY(row.negative.isEmpty());
        QVERIFY(row.bestFor.isEmpty());
        QCOMPARE(row.onServers, QStringList{serverA});
        QVERIFY(rowOf(rows, epic).onServers.isEmpty());
        QVERIFY(!m_catalog.find(other));
        QCOMPARE(m_catalog.described(other).settings, row.settings);
    }

    void aFolderOfTheServerIsPartOfTheKey()
    {
        const QString path = QStringLiteral("sd15/") + epic;
        const auto rows = m_catalog.merged({{serverA, {QStringLiteral("sd15\\") + epic}}});
        QCOMPARE(filesOf(rows), (QStringList{path, cyber, vision, chill}));
        QCOMPARE(rows.first().name, QStringLiteral("epiCRealism v5"));
        QVERIFY(rows.first().known);
        QCOMPARE(rows.first().onServers, QStringList{serverA});
        const Checkpoint *row = ModelCatalog::findIn(rows, epic);
        QVERIFY(row);
        QCOMPARE(row->file, path);
        QCOMPARE(m_catalog.find(path)->settings.steps, 30);
    }

    void twoPathsWithOneNameAreBothListed()
    {
        const QString one = QStringLiteral("sd15/") + epic;
        const QString two = QStringLiteral("photo/") + epic;
        const auto rows = m_catalog.merged({{serverA, {one}}, {serverB, {two}}});
        QCOMPARE(filesOf(rows), (QStringList{epic, two, one, cyber, vision, chill}));
        QCOMPARE(rowOf(rows, epic).onServers, (QStringList{serverA, serverB})); // any of them serves it
        QCOMPARE(rowOf(rows, one).onServers, QStringList{serverA});
        QCOMPARE(rowOf(rows, two).onServers, QStringList{serverB});
        QCOMPARE(rowOf(rows, two).settings.steps, 30);
        QVERIFY(rowOf(rows, one).name != rowOf(rows, two).name);

        const auto bare = m_catalog.merged({{serverA, {epic}}, {serverB, {two}}});
        QCOMPARE(filesOf(bare), (QStringList{epic, two, cyber, vision, chill}));
    }

    void similarNamesAreOthers()
    {
        const QString longer = QStringLiteral("x_") + epic;
        const QString upper = QStringLiteral("EpicRealism_v5.safetensors");
        const auto rows = m_catalog.merged({{serverA, {longer, upper}}});
        QVERIFY(!rowOf(rows, longer).known);
        QVERIFY(!rowOf(rows, upper).known);
        QVERIFY(rowOf(rows, epic).onServers.isEmpty());
    }

    void serving()
    {
        const QString path = QStringLiteral("sd15/") + epic;
        QVERIFY(ModelCatalog::serves(epic, epic));
        QVERIFY(ModelCatalog::serves(path, epic));
        QVERIFY(ModelCatalog::serves(QStringLiteral("sd15\\") + epic, path));
        QVERIFY(!ModelCatalog::serves(epic, path)); // chosen by its path, it is that one
        QVERIFY(!ModelCatalog::serves(QStringLiteral("other/") + epic, path));
        QVERIFY(!ModelCatalog::serves(epic, QString()));
        QVERIFY(!ModelCatalog::serves(QString(), QString()));
        QVERIFY(!ModelCatalog::serves(cyber, epic));

        QCOMPARE(ModelCatalog::resolved({QStringLiteral("z/") + epic, path, cyber}, epic), path);
        QCOMPARE(ModelCatalog::resolved({path, epic}, epic), epic);
        QCOMPARE(ModelCatalog::resolved({cyber}, epic), QString());
    }

    void changesOfAPerson()
    {
        Checkpoint edited = *m_catalog.find(cyber);
        edited.sharpness = 3;
        edited.settings.steps = 40;
        Checkpoint added;
        added.file = QStringLiteral("mine.safetensors");
        added.sharpness = 8;
        m_catalog.setChanges({edited, added, Checkpoint{}});
        const auto rows = m_catalog.merged({{serverA, {QStringLiteral("mine.safetensors")}}});
        QCOMPARE(filesOf(rows), (QStringList{epic, cyber, vision, chill, added.file}));
        QCOMPARE(rows.at(1).sharpness, 3);
        QCOMPARE(rows.at(1).settings.steps, 40);
        QVERIFY(rows.at(4).known);
        QCOMPARE(rows.at(4).name, QStringLiteral("mine"));
        QCOMPARE(rows.at(4).onServers, QStringList{serverA});

        m_catalog.setChanges({});
        QCOMPARE(m_catalog.find(cyber)->sharpness, 10);
    }

    void aPathThatAPersonDescribedGoesBeforeTheName()
    {
        Checkpoint edited = *m_catalog.find(epic);
        edited.file = QStringLiteral("sd15/") + epic;
        edited.sharpness = 4;
        m_catalog.setChanges({edited});
        const auto away = m_catalog.merged({});
        QCOMPARE(filesOf(away), (QStringList{cyber, vision, chill, edited.file}));
        const auto there = m_catalog.merged({{serverA, {edited.file, QStringLiteral("b/") + epic}}});
        QCOMPARE(filesOf(there), (QStringList{QStringLiteral("b/") + epic, cyber, vision, chill, edited.file}));
        QCOMPARE(rowOf(there, edited.file).sharpness, 4);
        QCOMPARE(rowOf(there, QStringLiteral("b/") + epic).sharpness, 10);
    }

    void changesAreToldFromBuiltInEntries()
    {
        const QString path = QStringLiteral("sd15/") + epic;
        QCOMPARE(m_catalog.entryFile(path), epic);
        QCOMPARE(m_catalog.entryFile(QStringLiteral("nobody.safetensors")), QString());
        QCOMPARE(m_catalog.builtInEntry(epic)->sharpness, 10);
        QVERIFY(!m_catalog.builtInEntry(path));
        QVERIFY(!m_catalog.change(epic));
        Checkpoint edited = *m_catalog.find(epic);
        edited.sharpness = 4;
        Checkpoint own = edited;
        own.file = path;
        m_catalog.setChanges({edited, own});
        QCOMPARE(m_catalog.change(epic)->sharpness, 4);
        QCOMPARE(m_catalog.builtInEntry(epic)->sharpness, 10);
        QCOMPARE(m_catalog.entryFile(path), path);
        m_catalog.setChanges({});
    }

    void aModelIsFoundByWhatAPersonWrites()
    {
        m_catalog.setChanges({});
        const QString path = QStringLiteral("sd15/") + epic;
        const auto away = m_catalog.merged({});
        const QString name = m_catalog.find(epic)->name;
        QCOMPARE(name, QStringLiteral("epiCRealism v5"));
        for (const QString &given : {epic, name, name.toUpper(), epic.section(u'.', 0, 0), epic.toUpper()})
            QCOMPARE(ModelCatalog::fileNamed(away, given), epic);
        QCOMPARE(ModelCatalog::fileNamed(away, path), path); // the entry without a folder describes it
        QCOMPARE(ModelCatalog::fileNamed(away, QStringLiteral("epiCRealism")), QString());
        QCOMPARE(ModelCatalog::fileNamed(away, QString()), QString());
        const auto there = m_catalog.merged({{serverA,
                                              {path, QStringLiteral("x/own.ckpt"), QStringLiteral("y/two.ckpt"),
                                               QStringLiteral("y/two.safetensors")}}});
        QCOMPARE(ModelCatalog::fileNamed(there, name), path);
        QCOMPARE(ModelCatalog::fileNamed(there, QStringLiteral("sd15\\") + epic.section(u'.', 0, 0)), path);
        QCOMPARE(ModelCatalog::fileNamed(there, QStringLiteral("Own")), QStringLiteral("x/own.ckpt"));
        QCOMPARE(ModelCatalog::fileNamed(there, QStringLiteral("X/own")), QStringLiteral("x/own.ckpt"));
        QCOMPARE(ModelCatalog::fileNamed(there, QStringLiteral("two")), QString()); // nobody knows which
    }

    void aBrokenCatalogIsRefused()
    {
        const auto parse = [](const QByteArray &json) {
            return ModelCatalog::fromJson(QJsonDocument::fromJson(json));
        };
        QVERIFY(parse(R"({"checkpoints": [{"file": "a"}]})"));
        QVERIFY(!parse(R"({"checkpoints": [{"file": "a", "sharpness": 11}]})"));
        QVERIFY(!parse(R"({"checkpoints": [{"file": ""}]})"));
        QVERIFY(!parse(R"({"checkpoints": [{"file": "a"}, {"file": "a"}]})"));
    }
};

QTEST_GUILESS_MAIN(TestModelCatalog)
#include "tst_modelcatalog.moc"
