// SPDX-License-Identifier: GPL-3.0-or-later
// The bars of a schedule, by simulation with fixed seeds; bench_schedule prints more of them.
#include "schedulesimulation.h"

#include <QTest>

using namespace lorastudio::test;

class TestScheduleBars : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBigRunIsNearTheLowerBound_data() { seeds(); }
    void aBigRunIsNearTheLowerBound()
    {
        QFETCH(const unsigned, seed);
        const SimulatedCase value{.seed = seed};
        const SimulatedRun run = simulate(value, Rule::Scheduler);
        QCOMPARE(run.made, value.characters * value.images);
        QVERIFY2(run.ratio() <= 1.02, qPrintable(QString::number(run.ratio())));
        QVERIFY2(run.loads <= value.checkpoints + value.servers - 1, qPrintable(QString::number(run.loads)));
        QVERIFY(simulate(value, Rule::FifoByCharacter).ratio() > run.ratio());
    }

    void twoServersFailAndComeBack_data() { seeds(); }
    void twoServersFailAndComeBack()
    {
        QFETCH(const unsigned, seed);
        SimulatedCase value{.seed = seed};
        value.outages = {{.server = 1, .from = 1000 + 100.0 * seed, .to = 3000 + 50.0 * seed},
                         {.server = 3, .from = 2500, .to = 4000 + 100.0 * seed}};
        const SimulatedRun run = simulate(value, Rule::Scheduler);
        QCOMPARE(run.made, value.characters * value.images);
        QVERIFY2(run.ratio() <= 1.05, qPrintable(QString::number(run.ratio())));
    }

    void aQuickServerIsNotIdleBetweenJobs()
    {
        const SimulatedRun run = simulate(
            {.seed = 7, .characters = 10, .checkpoints = 1, .servers = 1, .imageSeconds = 0.5, .roundTrip = 0.020},
            Rule::Scheduler);
        QVERIFY2(run.idleShare < 0.005, qPrintable(QString::number(run.idleShare)));
    }

    void theSameSeedGivesTheSameRun()
    {
        QCOMPARE(simulate({.seed = 3}, Rule::Scheduler).makespan, simulate({.seed = 3}, Rule::Scheduler).makespan);
    }

private:
    static void seeds()
    {
        QTest::addColumn<unsigned>("seed");
        for (const unsigned seed : {1U, 2U, 3U, 4U, 5U})
            QTest::addRow("seed %u", seed) << seed;
    }
};

QTEST_GUILESS_MAIN(TestScheduleBars)
#include "tst_schedulebars.moc"
