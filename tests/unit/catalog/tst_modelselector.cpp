// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/modelcatalog.h"
#include "catalog/modelselector.h"

#include <QTest>

using namespace lorastudio;

namespace {

const QString epic = QStringLiteral("epicrealism_v5.safetensors");
const QString cyber = QStringLiteral("cyberrealistic_v9.safetensors");
const QString vision = QStringLiteral("realistic_vision_v51.safetensors");
const QString chill = QStringLiteral("chilloutmix.safetensors");
const QString server = QStringLiteral("http://a:8188");

Character character(const QString &id, const QString &type)
{
    Character result;
    result.id = id;
    result.type = type;
    return result;
}

} // namespace

class TestModelSelector : public QObject
{
    Q_OBJECT

    ModelCatalog m_catalog = *ModelCatalog::builtIn();
    ModelSelector m_selector = *ModelSelector::builtIn();

    Choice choose(const QString &type, const QStringList &onServer) const
    {
        return m_selector.choose(type, m_catalog.merged({{server, onServer}}), true);
    }

private Q_SLOTS:
    void rulesByType_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *type, const QString &file, const char *reason) {
            QTest::newRow(type) << QString::fromUtf8(type) << file << QString::fromUtf8(reason);
        };
        row("nervous_male", epic, "Rule: male");
        row("gentle_female", vision, "Rule: gentle");
        row("confident_female", cyber, "Rule: otherwise");
        row("intimidating_male", epic, "Rule: male");
        row("Female-Nervous", cyber, "Rule: otherwise"); // "female" has "male" in it, but is another word
        row("FemaleNervous", cyber, "Rule: otherwise");
        row("nervousFemale", cyber, "Rule: otherwise");
        row("maleNervous", epic, "Rule: male");
        row("gentle_male", vision, "Rule: gentle");
        row("male_gentle", vision, "Rule: gentle");
        row("soft_male", vision, "Rule: soft");
        row("sharp_gentle_male", epic, "Rule: sharp");
        row("detailed_female", epic, "Rule: detailed");
        row("CRISP", epic, "Rule: crisp");
        row("softly", cyber, "Rule: otherwise");
        row("robot", cyber, "Rule: otherwise");
        row("", cyber, "Rule: otherwise");
        row("<img src=x>", cyber, "Rule: otherwise");
    }
    void rulesByType()
    {
        QFETCH(QString, type);
        QFETCH(QString, file);
        QFETCH(QString, reason);
        // The same without a server and with everything on one.
        const Choice without = m_selector.choose(type, m_catalog.merged({}), false);
        QCOMPARE(without.file, file);
        QCOMPARE(without.reason, reason);
        const Choice with = choose(type, {chill, vision, cyber, epic});
        QCOMPARE(with.file, file);
        QCOMPARE(with.reason, reason);
    }

    void fallbacks_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QStringList>("onServer");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("missed");
        const QString other = QStringLiteral("other.safetensors");
        const QString another = QStringLiteral("another.safetensors");
        const QString male = QStringLiteral("nervous_male");
        const QString gentle = QStringLiteral("gentle_female");
        const QString sharp = QStringLiteral("sharp_female");
        const QString robot = QStringLiteral("robot");
        const QString missEpic = QStringLiteral("epicrealism_v5");
        const QString missCyber = QStringLiteral("cyberrealistic_v9");
        const QString missVision = QStringLiteral("realistic_vision_v51");
        QTest::newRow("sharp: highest there is") << sharp << QStringList{chill, vision, cyber} << cyber << missEpic;
        QTest::newRow("sharp: assumed come last") << sharp << QStringList{other, chill} << chill << missEpic;
        QTest::newRow("gentle: best for soft") << gentle << QStringList{cyber, epic, chill} << chill << missVision;
        QTest::newRow("gentle: then the lowest, then catalog order")
            << gentle << QStringList{cyber, epic} << epic << missVision;
        QTest::newRow("gentle: assumed come last, though less sharp")
            << gentle << QStringList{other, epic} << epic << missVision;
        QTest::newRow("male: best for male") << male << QStringList{chill, vision, cyber} << cyber << missEpic;
        QTest::newRow("male: then the highest") << male << QStringList{chill, vision} << vision << missEpic;
        QTest::newRow("otherwise: highest") << robot << QStringList{chill, vision, epic} << epic << missCyber;
        QTest::newRow("only assumed: by name") << male << QStringList{other, another} << another << missEpic;
        QTest::newRow("nothing anywhere: the rule's own") << male << QStringList{} << epic << missEpic;
    }
    void fallbacks()
    {
        QFETCH(QString, type);
        QFETCH(QStringList, onServer);
        QFETCH(QString, file);
        QFETCH(QString, missed);
        const Choice choice = choose(type, onServer);
        QCOMPARE(choice.file, file);
        QVERIFY2(choice.reason.endsWith(QStringLiteral("; %1 is on no server").arg(missed)), qPrintable(choice.reason));
        QVERIFY(choice.reason.startsWith(QStringLiteral("Rule: ")));
    }

    void aBestForGoesBeforeSharpness()
    {
        Checkpoint blunt;
        blunt.file = QStringLiteral("blunt.safetensors");
        blunt.sharpness = 2;
        blunt.bestFor = QStringList{QStringLiteral("Robot")};
        ModelCatalog catalog = m_catalog;
        catalog.setChanges({blunt});
        const auto merged = catalog.merged({{server, {blunt.file, epic}}});
        QCOMPARE(m_selector.choose(QStringLiteral("robot"), merged, true).file, blunt.file);
    }

    void aFileInAFolderIsTheRulesFile()
    {
        const QString path = QStringLiteral("sd15/") + epic;
        const Choice choice = choose(QStringLiteral("nervous_male"), {path, cyber});
        QCOMPARE(choice.file, path);
        QCOMPARE(choice.reason, QStringLiteral("Rule: male"));
    }

    void sampleCharacters()
    {
        const QVector<Character> four{character(QStringLiteral("yuki"), QStringLiteral("nervous_male")),
                                      character(QStringLiteral("mei"), QStringLiteral("gentle_female")),
                                      character(QStringLiteral("rina"), QStringLiteral("confident_female")),
                                      character(QStringLiteral("takeshi"), QStringLiteral("intimidating_male"))};
        const auto changes = m_selector.autoAssign(four, {}, m_catalog.merged({}), false, false);
        QStringList files;
        for (const AssignmentChange &change : changes) {
            files.append(change.after.modelFile);
            QVERIFY(!change.after.locked);
            QVERIFY(change.before.modelFile.isEmpty());
            QCOMPARE(change.before.characterId, change.after.characterId);
        }
        QCOMPARE(files, (QStringList{epic, vision, cyber, epic}));
    }

    void lockedRowsAreLeftAlone()
    {
        const QVector<Character> two{character(QStringLiteral("a"), QStringLiteral("nervous_male")),
                                     character(QStringLiteral("b"), QStringLiteral("nervous_male"))};
        const Assignment locked{QStringLiteral("a"), QStringLiteral("mine.safetensors"), true,
                                QStringLiteral("Chosen by you")};
        const QMap<QString, Assignment> current{{QStringLiteral("a"), locked}};
        const auto merged = m_catalog.merged({});
        const auto careful = m_selector.autoAssign(two, current, merged, false, false);
        QCOMPARE(careful.size(), 1);
        QCOMPARE(careful.first().after.characterId, QStringLiteral("b"));

        const auto all = m_selector.autoAssign(two, current, merged, false, true);
        QCOMPARE(all.size(), 2);
        QCOMPARE(all.first().before, locked); // enough to take it back
        QCOMPARE(all.first().after.modelFile, epic);
        QVERIFY(!all.first().after.locked);
        QVERIFY(all.first().changesModel());
    }

    void aSecondTimeChangesNothing()
    {
        const QVector<Character> one{character(QStringLiteral("a"), QStringLiteral("nervous_male"))};
        const auto merged = m_catalog.merged({});
        const Assignment first = m_selector.autoAssign(one, {}, merged, false, false).first().after;
        QVERIFY(m_selector.autoAssign(one, {{first.characterId, first}}, merged, false, false).isEmpty());
    }

    void choiceFollowsTheServers()
    {
        const QVector<Character> one{character(QStringLiteral("a"), QStringLiteral("nervous_male"))};
        const QString path = QStringLiteral("sd15/") + epic;
        Assignment now{QStringLiteral("a"), epic, false, QStringLiteral("Rule: male")};
        const auto assign = [&](const QStringList &files, bool anyServer) {
            return m_selector.autoAssign(one, {{now.characterId, now}}, m_catalog.merged({{server, files}}), anyServer,
                                         false);
        };
        // Another one while the server lacks it, and says why.
        auto changes = assign({cyber}, true);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes.first().after.modelFile, cyber);
        // The server's path for the same file, and it stays when the server goes.
        changes = assign({path}, true);
        QCOMPARE(changes.size(), 1);
        now = changes.first().after;
        QCOMPARE(now.modelFile, path);
        QVERIFY(assign({}, false).isEmpty());
        // Only the reason is another one.
        changes = assign({}, true);
        QCOMPARE(changes.size(), 1);
        QVERIFY(!changes.first().changesModel());
        QVERIFY(changes.first().after.reason.contains(QStringLiteral("on no server")));
    }

    void rulesAreData()
    {
        const auto rules = selectionRulesFromJson(QJsonDocument::fromJson(
            R"({"rules": [{"id": "robots", "tokens": ["Robot"], "file": "metal.safetensors", "sharpness": "highest"},
                          {"id": "rest", "tokens": [], "best_for": ["soft"], "sharpness": "lowest"}]})"));
        QVERIFY(rules);
        const ModelSelector selector(*rules);
        QCOMPARE(selector.choose(QStringLiteral("robot"), m_catalog.merged({}), false).file,
                 QStringLiteral("metal.safetensors"));
        QCOMPARE(selector.choose(QStringLiteral("male"), m_catalog.merged({}), false).file, chill);

        for (const auto &list : {*builtInRules(), *rules}) {
            const auto again = selectionRulesFromJson(selectionRulesToJson(list));
            QVERIFY(again);
            QCOMPARE(*again, list);
        }
        QVERIFY(!selectionRulesFromJson(QJsonDocument::fromJson(R"({"rules": []})")));
        QVERIFY(!selectionRulesFromJson(QJsonDocument::fromJson(R"({"rules": [{"id": "a", "tokens": ["x"]}]})")));
    }

    void anEmptyListGivesTheRulesFile()
    {
        QCOMPARE(m_selector.choose(QStringLiteral("male"), {}, true).file, epic);
        QCOMPARE(m_selector.choose(QStringLiteral("sharp"), {}, true).file, QString());
    }
};

QTEST_GUILESS_MAIN(TestModelSelector)
#include "tst_modelselector.moc"
