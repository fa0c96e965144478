// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/progressestimator.h"

#include <QStringList>
#include <QTest>

#include <cmath>

using namespace lorastudio;

class TestProgressEstimator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsPromisedBeforeTheFirstImage()
    {
        const ProgressEstimator estimator;
        QVERIFY(!estimator.secondsLeft(10, {QStringLiteral("s")}));
        QCOMPARE(estimator.imagesPerMinute({QStringLiteral("s")}), 0.0);
    }

    void oneSlowImageDoesNotMoveTheMedian()
    {
        ProgressEstimator estimator;
        for (const double seconds : {4.0, 4.2, 3.9, 60.0, 4.1})
            estimator.imageMade(QStringLiteral("s"), seconds, false);
        QCOMPARE(*estimator.secondsPerImage(QStringLiteral("s")), 4.1);
        QCOMPARE(*estimator.secondsLeft(10, {QStringLiteral("s")}), 41.0);
    }

    void serversAddUp()
    {
        ProgressEstimator estimator;
        estimator.imageMade(QStringLiteral("fast"), 2, false);
        estimator.imageMade(QStringLiteral("slow"), 6, false);
        QCOMPARE(estimator.imagesPerMinute({QStringLiteral("fast"), QStringLiteral("slow")}), 40.0);
        QCOMPARE(*estimator.secondsLeft(20, {QStringLiteral("fast"), QStringLiteral("slow")}), 30.0);
    }

    void jobsOfOthersAreWaitedFor()
    {
        ProgressEstimator estimator;
        estimator.imageMade(QStringLiteral("a"), 4, false);
        estimator.imageMade(QStringLiteral("b"), 4, false);
        const QStringList both{QStringLiteral("a"), QStringLiteral("b")};
        const QHash<QString, int> none;
        const QHash<QString, int> three{{QStringLiteral("b"), 3}};
        const QHash<QString, int> everywhere{{QStringLiteral("a"), 3}, {QStringLiteral("b"), 3}};
        QCOMPARE(*estimator.secondsLeft(10, both, none), 20.0);
        // 3 on a while b is busy for 12 s, then 7 on both.
        QCOMPARE(*estimator.secondsLeft(10, both, three), 26.0);
        // As if they were ours, where each server has as many.
        QCOMPARE(*estimator.secondsLeft(10, both, everywhere), 32.0);
        // Little is made before the busy one is free.
        QCOMPARE(*estimator.secondsLeft(2, both, three), 8.0);
        // What stands on a server that does not work for us does not count.
        QCOMPARE(*estimator.secondsLeft(10, {QStringLiteral("a")}, three), 40.0);
    }

    void aLoadIsLearnedApart()
    {
        ProgressEstimator estimator;
        QCOMPARE(estimator.loadSeconds(QStringLiteral("s")), 10.0);
        for (int i = 0; i < 5; ++i)
            estimator.imageMade(QStringLiteral("s"), 4, false);
        estimator.imageMade(QStringLiteral("s"), 19, true);
        QCOMPARE(*estimator.secondsPerImage(QStringLiteral("s")), 4.0);
        QCOMPARE(estimator.loadSeconds(QStringLiteral("s")), 15.0);
    }

    void theLoadInTheVeryFirstImageIsForgotten()
    {
        ProgressEstimator estimator;
        estimator.imageMade(QStringLiteral("s"), 30, true);
        QCOMPARE(*estimator.secondsPerImage(QStringLiteral("s")), 30.0);
        estimator.imageMade(QStringLiteral("s"), 4, false);
        QCOMPARE(*estimator.secondsPerImage(QStringLiteral("s")), 4.0);
    }

    void nonsenseIsIgnored()
    {
        ProgressEstimator estimator;
        estimator.imageMade(QStringLiteral("s"), 0, false);
        estimator.imageMade(QStringLiteral("s"), -3, false);
        estimator.imageMade(QStringLiteral("s"), std::nan(""), false);
        QVERIFY(!estimator.secondsPerImage(QStringLiteral("s")));
    }
};

QTEST_GUILESS_MAIN(TestProgressEstimator)
#include "tst_progressestimator.moc"
