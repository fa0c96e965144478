// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/scheduler.h"

#include <QTest>

using namespace lorastudio;

namespace {

Job job(const QString &character, int number)
{
    Job value;
    value.id = character + QString::number(number);
    value.characterId = character;
    value.number = number;
    return value;
}

SchedulerServer server(const QString &url, const QSet<QString> &checkpoints, const QString &loaded = {})
{
    SchedulerServer value;
    value.url = url;
    value.checkpoints = checkpoints;
    value.loaded = loaded;
    return value;
}

const QString a = QStringLiteral("a.safetensors");
const QString b = QStringLiteral("b.safetensors");

} // namespace

class TestScheduler : public QObject
{
    Q_OBJECT

    static Scheduler withWork(int ofA, int ofB)
    {
        Scheduler scheduler;
        for (int i = 1; i <= ofA; ++i)
            scheduler.add(job(QStringLiteral("anna"), i), a);
        for (int i = 1; i <= ofB; ++i)
            scheduler.add(job(QStringLiteral("bea"), i), b);
        return scheduler;
    }

private Q_SLOTS:
    void staysOnTheLoadedCheckpoint()
    {
        Scheduler scheduler = withWork(2, 50);
        const SchedulerServer one = server(QStringLiteral("s"), {a, b}, a);
        QCOMPARE(scheduler.take(one, {})->id, QStringLiteral("anna1"));
        QCOMPARE(scheduler.take(one, {})->id, QStringLiteral("anna2"));
        QCOMPARE(scheduler.take(one, {})->characterId, QStringLiteral("bea"));
    }

    void takesTheBiggestThatNobodyHolds()
    {
        Scheduler scheduler = withWork(50, 20);
        const SchedulerServer one = server(QStringLiteral("s"), {a, b});
        QCOMPARE(scheduler.take(one, {server(QStringLiteral("t"), {a, b}, a)})->characterId, QStringLiteral("bea"));
        QCOMPARE(withWork(20, 50).take(one, {})->characterId, QStringLiteral("bea"));
    }

    void helpsOnlyWhereALoadPays()
    {
        const SchedulerServer idle = server(QStringLiteral("s"), {a});
        const QVector<SchedulerServer> holder{server(QStringLiteral("t"), {a}, a)};
        Scheduler little = withWork(1, 0);
        // One image of 6 s against a load of 10 s: the holder is quicker alone.
        QVERIFY(!little.take(idle, holder));
        QCOMPARE(little.size(), 1);
        Scheduler much = withWork(100, 0);
        QVERIFY(much.take(idle, holder));
    }

    void givesAServerOnlyWhatItCanDo()
    {
        Scheduler scheduler = withWork(0, 5);
        QVERIFY(!scheduler.take(server(QStringLiteral("s"), {a}), {}));
        QCOMPARE(scheduler.size(), 5);
    }

    void aJobThatComesBackGoesFirst()
    {
        Scheduler scheduler = withWork(3, 0);
        const SchedulerServer one = server(QStringLiteral("s"), {a}, a);
        const Job first = *scheduler.take(one, {});
        scheduler.addFirst(first, a);
        QCOMPARE(scheduler.take(one, {})->id, first.id);
    }

    void aCharacterMovesToAnotherCheckpoint()
    {
        Scheduler scheduler = withWork(3, 2);
        QCOMPARE(scheduler.waitingOf(QStringLiteral("anna")), 3);
        const QVector<Job> taken = scheduler.takeCharacter(QStringLiteral("anna"));
        QCOMPARE(taken.size(), 3);
        QCOMPARE(taken.first().number, 1);
        QCOMPARE(scheduler.size(), 2);
        QCOMPARE(scheduler.waitingOf(QStringLiteral("anna")), 0);
        for (const Job &moved : taken)
            scheduler.add(moved, b);
        QCOMPARE(scheduler.waiting(b), 5);
        QCOMPARE(scheduler.checkpoints(), QStringList{b});
        QCOMPARE(scheduler.takeAll().size(), 5);
        QCOMPARE(scheduler.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestScheduler)
#include "tst_scheduler.moc"
