// SPDX-License-Identifier: GPL-3.0-or-later
#include "distortions.h"
#include "honestypictures.h"
#include "scoring/technicalscore.h"

#include <QFileInfo>
#include <QTest>
#include <QTransform>
#include <QtConcurrentMap>

#include <functional>

using namespace lorastudio;
using namespace lorastudio::testing;

/// Does the score tell the truth? Real pictures are damaged in known ways, and the score has to say so. The bars are
/// what was measured, with a little room; each test prints its figures.
class TestScoreHonesty : public QObject
{
    Q_OBJECT

    struct Picture
    {
        QString name;
        QMap<QString, Score> scores; ///< by damage, "clean" for none
    };
    QList<Picture> m_pictures;

    static QString label(const QString &kind, double strength) { return kind + QString::number(strength); }

    static Picture measure(const QString &path)
    {
        Picture out;
        out.name = path.section(u'/', path.contains(u"/contents/") ? -4 : -1, path.contains(u"/contents/") ? -4 : -1);
        const QImage clean = centreSquare(path, 512);
        if (clean.isNull())
            return out;
        const auto add = [&](const QString &key, const QImage &image) {
            out.scores.insert(key, technicalScore(image));
        };
        const auto ladder = [&](const QString &kind, std::initializer_list<double> strengths,
                                QImage (*damage)(const QImage &, double)) {
            for (const double strength : strengths)
                add(label(kind, strength), damage(clean, strength));
        };
        add(QStringLiteral("clean"), clean);
        ladder(QStringLiteral("blur"), {.5, 1, 1.5, 2, 3, 4}, blurred);
        ladder(QStringLiteral("motion"), {5, 9, 15}, moved);
        ladder(QStringLiteral("enlarged"), {2, 4}, enlarged);
        ladder(QStringLiteral("noise"), {2, 5, 10, 20, 40}, noisy);
        ladder(QStringLiteral("jpeg"), {90, 70, 50, 30, 15}, asJpeg);
        ladder(QStringLiteral("gain"), {.15, .3, .5, .7, 1.4, 2, 3, 5}, brightened);
        ladder(QStringLiteral("contrast"), {.7, .5, .3, .1}, flattened);
        ladder(QStringLiteral("sharpened"), {1, 2, 4}, sharpened);
        add(QStringLiteral("saturated"), saturated(clean, .5));
        add(QStringLiteral("subject"), partlyBlurred(clean, 4, true));
        add(QStringLiteral("bokeh"), partlyBlurred(clean, 4, false));
        add(QStringLiteral("mirrored"), clean.mirrored(true, false));
        add(QStringLiteral("turned"), clean.transformed(QTransform().rotate(90)));
        add(QStringLiteral("shifted"), clean.copy(1, 1, 511, 511));
        if (const QImage large = centreSquare(path, 1024); !large.isNull())
            add(QStringLiteral("large"), large);
        return out;
    }

    QList<double> values(const QString &key, const QString &component) const
    {
        QList<double> out;
        for (const Picture &picture : m_pictures)
            out.append(picture.scores[key].components[component].value);
        return out;
    }

    /// Share of steps along `steps` in which `holds` is true for the two scores.
    double share(const QStringList &steps, const std::function<bool(const Score &, const Score &)> &holds,
                 const std::function<bool(const Score &)> &counts = nullptr) const
    {
        int good = 0, all = 0;
        for (const Picture &picture : m_pictures) {
            if (counts && !counts(picture.scores[QStringLiteral("clean")]))
                continue;
            for (qsizetype i = 1; i < steps.size(); ++i) {
                good += holds(picture.scores[steps.at(i - 1)], picture.scores[steps.at(i)]) ? 1 : 0;
                ++all;
            }
        }
        return double(good) / all;
    }

    /// Share of the pictures whose total changes by more than `limit` (negative: falls below it).
    double beyond(const QString &key, double limit) const
    {
        int count = 0;
        for (const Picture &picture : m_pictures) {
            const double change = *picture.scores[key].total - *picture.scores[QStringLiteral("clean")].total;
            count += (limit > 0 ? change > limit : change < limit) ? 1 : 0;
        }
        return double(count) / double(m_pictures.size());
    }

private Q_SLOTS:
    void initTestCase();
    void ladders_data();
    void ladders();
    void detection_data();
    void detection();
    void falseAlarms();
    void flagsNameTheDamage_data();
    void flagsNameTheDamage();
    void traps_data();
    void traps();
    void sizeHardlyMatters();
    void worseIsLower();
};

void TestScoreHonesty::initTestCase()
{
    const QString root = qEnvironmentVariable("LORASTUDIO_PICTURES_ROOT", QStringLiteral("/usr/share"));
    QStringList paths;
    for (const QString &name : honestyPictures())
        paths.append(root + u'/' + name);
    for (const QString &path : qAsConst(paths)) {
        if (!QFileInfo::exists(path))
            QFAIL(qPrintable(QStringLiteral("%1 is missing. Install the test pictures: apt-get install "
                                            "--no-install-recommends mate-backgrounds plasma-workspace-wallpapers")
                                 .arg(path)));
    }
    m_pictures = QtConcurrent::blockingMapped<QList<Picture>>(paths, &TestScoreHonesty::measure);
    for (const Picture &picture : qAsConst(m_pictures))
        QVERIFY2(!picture.scores.isEmpty(), qPrintable(picture.name + QStringLiteral(" cannot be read")));
    QCOMPARE(m_pictures.size(), 44);
}

void TestScoreHonesty::ladders_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QList<double>>("strengths");
    QTest::addColumn<QString>("component");
    QTest::addColumn<double>("own");   // share of steps in which the damage's own component does not rise (2 % slack)
    QTest::addColumn<double>("total"); // share of steps in which the total does not rise by more than 3 points
    const auto row = [](const char *name, const char *kind, QList<double> strengths, const char *component, double own,
                        double total) {
        QTest::newRow(name) << QString::fromLatin1(kind) << strengths << QString::fromLatin1(component) << own << total;
    };
    row("blur", "blur", {.5, 1, 1.5, 2, 3, 4}, "sharpness", .98, .96);
    row("motion", "motion", {5, 9, 15}, "sharpness", .98, .95);
    row("enlarged", "enlarged", {2, 4}, "sharpness", .97, .93);
    row("noise", "noise", {2, 5, 10, 20, 40}, "cleanliness", .98, .95);
    row("jpeg", "jpeg", {90, 70, 50, 30, 15}, "compression", .98, .92);
    row("darker", "gain", {.7, .5, .3, .15}, "exposure", .98, .97);
    row("brighter", "gain", {1.4, 2, 3, 5}, "exposure", .98, .93);
    row("contrast", "contrast", {.7, .5, .3, .1}, "contrast", .98, .94);
}

void TestScoreHonesty::ladders()
{
    QFETCH(QString, kind);
    QFETCH(QList<double>, strengths);
    QFETCH(QString, component);
    QFETCH(double, own);
    QFETCH(double, total);
    QStringList steps{QStringLiteral("clean")};
    for (const double strength : qAsConst(strengths))
        steps.append(label(kind, strength));
    // Edge width, noise and blockiness grow with the damage; the others are compared by their scalar.
    const bool raw = component != u"exposure" && component != u"contrast";
    // A picture that is too dark to begin with gets better when it is brightened, and rightly so.
    const std::function<bool(const Score &)> wellExposed = [](const Score &clean) {
        return clean.components[QStringLiteral("exposure")].scalar >= 1.0;
    };
    const double ownShare = share(
        steps,
        [&](const Score &before, const Score &after) {
            const ScoreComponent a = before.components[component];
            const ScoreComponent b = after.components[component];
            return raw ? b.value >= a.value * .98 : b.scalar <= a.scalar * 1.02 + 1e-9;
        },
        QByteArray(QTest::currentDataTag()) == "brighter" ? wellExposed : nullptr);
    const double totalShare =
        share(steps, [](const Score &before, const Score &after) { return *after.total <= *before.total + 3.0; });
    qInfo("%s: own component monotone in %.3f of the steps, total in %.3f", QTest::currentDataTag(), ownShare,
          totalShare);
    QVERIFY(ownShare >= own);
    QVERIFY(totalShare >= total);
}

void TestScoreHonesty::detection_data()
{
    QTest::addColumn<QString>("damage");
    QTest::addColumn<QString>("component");
    QTest::addColumn<double>("bar");
    QTest::newRow("blur 1") << QStringLiteral("blur1") << QStringLiteral("sharpness") << .95;
    QTest::newRow("blur 2") << QStringLiteral("blur2") << QStringLiteral("sharpness") << .98;
    QTest::newRow("motion 9") << QStringLiteral("motion9") << QStringLiteral("sharpness") << .93;
    QTest::newRow("blurred subject") << QStringLiteral("subject") << QStringLiteral("sharpness") << .98;
    QTest::newRow("noise 5") << QStringLiteral("noise5") << QStringLiteral("cleanliness") << .95;
    QTest::newRow("noise 10") << QStringLiteral("noise10") << QStringLiteral("cleanliness") << .99;
    QTest::newRow("jpeg 90") << QStringLiteral("jpeg90") << QStringLiteral("compression") << .90;
    QTest::newRow("jpeg 70") << QStringLiteral("jpeg70") << QStringLiteral("compression") << .98;
}

void TestScoreHonesty::detection()
{
    QFETCH(QString, damage);
    QFETCH(QString, component);
    QFETCH(double, bar);
    const double reached = auc(values(QStringLiteral("clean"), component), values(damage, component));
    qInfo("%s: AUC %.3f", QTest::currentDataTag(), reached);
    QVERIFY(reached >= bar);
}

void TestScoreHonesty::falseAlarms()
{
    int flagged = 0;
    QList<double> totals;
    for (const Picture &picture : qAsConst(m_pictures)) {
        const Score &score = picture.scores[QStringLiteral("clean")];
        totals.append(*score.total);
        if (!score.flags.isEmpty()) {
            ++flagged;
            qInfo("%s is called %s", qPrintable(picture.name), qPrintable(score.flags.join(u", ")));
        }
    }
    std::sort(totals.begin(), totals.end());
    qInfo("%d of %d clean pictures flagged; totals: p5 %.1f, p25 %.1f, median %.1f", flagged, int(m_pictures.size()),
          totals.at(totals.size() / 20), totals.at(totals.size() / 4), totals.at(totals.size() / 2));
    QVERIFY(double(flagged) / double(m_pictures.size()) <= .05);
    QVERIFY(totals.at(totals.size() / 2) >= 95);
}

void TestScoreHonesty::flagsNameTheDamage_data()
{
    QTest::addColumn<QString>("damage");
    QTest::addColumn<QString>("flag");
    QTest::addColumn<double>("bar");
    QTest::newRow("blur 3") << QStringLiteral("blur3") << QStringLiteral("blurry") << .9;
    QTest::newRow("noise 20") << QStringLiteral("noise20") << QStringLiteral("noisy") << .95;
    QTest::newRow("gain .15") << QStringLiteral("gain0.15") << QStringLiteral("dark") << .9;
    QTest::newRow("gain 5") << QStringLiteral("gain5") << QStringLiteral("clipped") << .75;
    QTest::newRow("contrast .1") << QStringLiteral("contrast0.1") << QStringLiteral("flat") << .95;
    QTest::newRow("jpeg 15") << QStringLiteral("jpeg15") << QStringLiteral("blocky") << .9;
}

void TestScoreHonesty::flagsNameTheDamage()
{
    QFETCH(QString, damage);
    QFETCH(QString, flag);
    QFETCH(double, bar);
    int named = 0;
    for (const Picture &picture : qAsConst(m_pictures))
        named += picture.scores[damage].flags.contains(flag) ? 1 : 0;
    const double reached = double(named) / double(m_pictures.size());
    qInfo("%s: %.2f are called %s", QTest::currentDataTag(), reached, qPrintable(flag));
    QVERIFY(reached >= bar);
}

void TestScoreHonesty::traps_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<double>("limit");   // points; positive: must not rise by more, negative: must not fall by more
    QTest::addColumn<double>("allowed"); // share of the pictures that do all the same
    // What gains from noise, sharpening and JPEG are soft, grainy or very plain originals: the known weakness of every
    // measure of sharpness without a reference. Sharp, clean pictures gain nothing.
    const auto row = [](const char *name, const char *change, double limit, double allowed) {
        QTest::newRow(name) << QString::fromLatin1(change) << limit << allowed;
    };
    row("noise 2", "noise2", 2, .16);
    row("noise 5", "noise5", 2, .05);
    row("noise 10", "noise10", 2, 0);
    row("sharpen 4", "sharpened4", 2, .25);
    row("jpeg 90", "jpeg90", 2, .14);
    row("jpeg 50", "jpeg50", 2, .12);
    row("saturation", "saturated", 2, .10);
    row("bokeh", "bokeh", -3, .14);
    row("mirror", "mirrored", -3, 0);
    row("quarter turn", "turned", -3, .08);
    row("shift by 1 px", "shifted", -3, .05);
}

void TestScoreHonesty::traps()
{
    QFETCH(QString, change);
    QFETCH(double, limit);
    QFETCH(double, allowed);
    const double reached = beyond(change, limit);
    qInfo("%s: %.3f of the pictures change by more than %.0f points", QTest::currentDataTag(), reached, limit);
    for (const Picture &picture : qAsConst(m_pictures)) {
        const double by = *picture.scores[change].total - *picture.scores[QStringLiteral("clean")].total;
        if (limit > 0 ? by > limit : by < limit)
            qDebug("%s: %+.1f", qPrintable(picture.name), by);
    }
    QVERIFY(reached <= allowed);
}

void TestScoreHonesty::sizeHardlyMatters()
{
    int within = 0, all = 0;
    for (const Picture &picture : qAsConst(m_pictures)) {
        const Score &large = picture.scores[QStringLiteral("large")];
        if (!large.total)
            continue; // the original has no 1024 px
        ++all;
        within += std::abs(*large.total - *picture.scores[QStringLiteral("clean")].total) <= 8 ? 1 : 0;
    }
    qInfo("%d of %d pictures score the same within 8 points at 512 and 1024 px", within, all);
    QVERIFY(all > 30);
    QVERIFY(double(within) / all >= .80);
}

void TestScoreHonesty::worseIsLower()
{
    const QStringList damages{QStringLiteral("blur2"),   QStringLiteral("noise20"),     QStringLiteral("gain0.3"),
                              QStringLiteral("subject"), QStringLiteral("contrast0.1"), QStringLiteral("enlarged4"),
                              QStringLiteral("motion15")};
    int ordered = 0, all = 0;
    for (const Picture &picture : qAsConst(m_pictures)) {
        for (const QString &damage : damages) {
            const double worse = *picture.scores[damage].total;
            const double clean = *picture.scores[QStringLiteral("clean")].total;
            ordered += worse < clean ? 1 : 0;
            ++all;
            if (worse >= clean)
                qInfo("%s with %s: %.1f, clean %.1f", qPrintable(picture.name), qPrintable(damage), worse, clean);
        }
    }
    qInfo("%d of %d pairs in the right order (%.3f)", ordered, all, double(ordered) / all);
    QVERIFY(double(ordered) / all >= .95);
}

QTEST_GUILESS_MAIN(TestScoreHonesty)
#include "tst_scorehonesty.moc"
