// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/character.h"

#include <QTest>

using namespace lorastudio;

namespace {

Character character(const QString &name, const QString &type, const QString &trigger, const QString &prompt)
{
    Character result;
    result.id = QStringLiteral("the_id");
    result.name = name;
    result.type = type;
    result.trigger = trigger;
    result.prompt = prompt;
    return result;
}

} // namespace

class TestCharacter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokens_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("tokens");
        QTest::newRow("usual") << QStringLiteral("nervous_male") << QStringLiteral("nervous male");
        QTest::newRow("other order") << QStringLiteral("Female-Nervous") << QStringLiteral("female nervous");
        QTest::newRow("camel") << QStringLiteral("FemaleNervous") << QStringLiteral("female nervous");
        QTest::newRow("shouting") << QStringLiteral("FEMALE NERVOUS") << QStringLiteral("female nervous");
        QTest::newRow("digits") << QStringLiteral("male2nervous") << QStringLiteral("male nervous");
        QTest::newRow("umlaut") << QStringLiteral("schüchternMann") << QStringLiteral("schüchtern mann");
        QTest::newRow("nothing") << QStringLiteral(" _-1") << QString();
    }
    void tokens()
    {
        QFETCH(QString, type);
        QFETCH(QString, tokens);
        QCOMPARE(typeTokens(type).join(u' '), tokens);
    }

    void triggerIsMadeFromTheName()
    {
        QCOMPARE(effectiveTrigger(character(QStringLiteral("Yuki  Tanaka!"), {}, {}, {})),
                 QStringLiteral("yuki_tanaka"));
        QCOMPARE(effectiveTrigger(character(QStringLiteral("Yuki"), {}, QStringLiteral(" ykt "), {})),
                 QStringLiteral("ykt"));
        QCOMPARE(effectiveTrigger(character(QStringLiteral("!!!"), {}, {}, {})), QStringLiteral("the_id"));
    }

    void prompts_data()
    {
        QTest::addColumn<QString>("trigger");
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("expected");
        const QString ykt = QStringLiteral("ykt");
        QTest::newRow("in front") << ykt << QStringLiteral("a man") << QStringLiteral("ykt, a man");
        QTest::newRow("already there") << ykt << QStringLiteral("photo of ykt, a man")
                                       << QStringLiteral("photo of ykt, a man");
        QTest::newRow("there in another case")
            << ykt << QStringLiteral("photo of YKT") << QStringLiteral("photo of YKT");
        QTest::newRow("part of a word is not it")
            << ykt << QStringLiteral("ykt2 and aykt, ykt_x") << QStringLiteral("ykt, ykt2 and aykt, ykt_x");
        QTest::newRow("with weight") << ykt << QStringLiteral("(ykt:1.2)") << QStringLiteral("(ykt:1.2)");
        QTest::newRow("pattern characters")
            << QStringLiteral("a.c") << QStringLiteral("abc") << QStringLiteral("a.c, abc");
        QTest::newRow("made up") << ykt << QString() << QStringLiteral("photo of ykt, nervous male");
    }
    void prompts()
    {
        QFETCH(QString, trigger);
        QFETCH(QString, prompt);
        QFETCH(QString, expected);
        const Character one = character(QStringLiteral("Yuki"), QStringLiteral("nervous_male"), trigger, prompt);
        QCOMPARE(effectivePrompt(one), expected);
    }

    void aPromptWithoutTypeIsStillOne()
    {
        QCOMPARE(effectivePrompt(character(QStringLiteral("Yuki"), {}, {}, QStringLiteral("  "))),
                 QStringLiteral("photo of yuki"));
    }

    void sizes()
    {
        QCOMPARE(parseSize(QStringLiteral("512x768")), QSize(512, 768));
        QCOMPARE(parseSize(QStringLiteral(" 832 × 1216 ")), QSize(832, 1216));
        QCOMPARE(parseSize(QStringLiteral("64X4096")), QSize(64, 4096));
        for (const QString &bad : {QStringLiteral("512"), QStringLiteral("0x0"), QStringLiteral("513x768"),
                                   QStringLiteral("56x64"), QStringLiteral("4104x64"), QStringLiteral("-512x768"),
                                   QStringLiteral("512x768x3"), QStringLiteral("99999x99999"), QString()})
            QVERIFY2(!parseSize(bad).isValid(), qPrintable(bad));
        QCOMPARE(parseSize(sizeText(Character::defaultSdxlSize)), Character::defaultSdxlSize);
    }
};

QTEST_GUILESS_MAIN(TestCharacter)
#include "tst_character.moc"
