// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/sentences.h"

#include <QLocale>
#include <QTest>

using namespace lorastudio;

class TestSentences : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void sentences_data();
    void sentences();
    void namesAndOrder();
    void foreignComponent();
    void localeDecides();
};

void TestSentences::sentences_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("unit");
    QTest::addColumn<double>("scalar");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *key, double value, const char *unit, double scalar, const char *sentence) {
        QTest::newRow(sentence) << QString::fromLatin1(key) << value << QString::fromLatin1(unit) << scalar
                                << QString::fromLatin1(sentence);
    };
    row("sharpness", 1.21, "px", .8, "Edges are about 1.2 px soft");
    row("sharpness", 0.3, "px", .25, "Too noisy to tell how sharp it is");
    row("sharpness", 0.3, "px", .95, "Edges are about 0.3 px soft");
    row("sharpness", 5.0, "px", 0, "No edges to measure");
    row("cleanliness", 1.68, "levels", .8, "Noise of 1.7 of 255 levels");
    row("exposure", 11.2, "% blown out", .8, "11 % of the pixels are blown out");
    row("exposure", 0.3, "% blown out", 1, "0.3 % of the pixels are blown out");
    row("exposure", 0.0, "% blown out", 1, "No pixels are blown out");
    row("exposure", 40.0, "% black", .4, "40 % of the pixels are black");
    row("exposure", 88, "brightest level", .3, "The brightest parts reach 88 of 255 levels");
    row("exposure", 230, "darkest level", .3, "The darkest parts are at 230 of 255 levels");
    row("contrast", 171, "levels", 1, "Tones span 171 of 255 levels");
    row("compression", 1.02, "ratio", 1, "No block pattern");
    row("compression", 1.53, "ratio", .6, "Block pattern, steps are 1.53 times as high on its lines");
    row("information", 6.72, "bits", 1, "6.7 bits per pixel");
}

void TestSentences::sentences()
{
    QFETCH(QString, key);
    QFETCH(double, value);
    QFETCH(QString, unit);
    QFETCH(double, scalar);
    QFETCH(QString, sentence);
    QCOMPARE(componentSentence(key, ScoreComponent{value, unit, scalar}), sentence);
}

void TestSentences::namesAndOrder()
{
    QStringList names;
    for (const QString &key : componentOrder())
        names.append(componentName(key));
    QCOMPARE(names.join(u' '), QStringLiteral("Sharpness Cleanliness Exposure Contrast Compression Information"));
}

void TestSentences::foreignComponent()
{
    QCOMPARE(componentName(QStringLiteral("beauty")), QStringLiteral("beauty"));
    QCOMPARE(componentSentence(QStringLiteral("beauty"), {7.25, QStringLiteral("points"), .7}),
             QStringLiteral("7.25 points"));
}

void TestSentences::localeDecides()
{
    QLocale::setDefault(QLocale(QLocale::German));
    QCOMPARE(componentSentence(QStringLiteral("information"), {6.72, QStringLiteral("bits"), 1}),
             QStringLiteral("6,7 bits per pixel"));
    QLocale::setDefault(QLocale::c());
}

QTEST_APPLESS_MAIN(TestSentences)
#include "tst_sentences.moc"
