// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/scheduler.h"

#include <QTest>

using namespace lorastudio;

namespace {

const QString a = QStringLiteral("a.safetensors");
const QString b = QStringLiteral("b.safetensors");
const QString c = QStringLiteral("c.safetensors");
const QString one = QStringLiteral("http://one");
const QString two = QStringLiteral("http://two");
const QString anna = QStringLiteral("anna");
const QString bea = QStringLiteral("bea");
const QString cleo = QStringLiteral("cleo");

Job job(const QString &character, int number)
{
    Job value;
    value.id = character + QString::number(number);
    value.characterId = character;
    value.number = number;
    return value;
}

void addWork(Scheduler &scheduler, const QString &character, const QString &checkpoint, int jobs)
{
    for (int i = 1; i <= jobs; ++i)
        scheduler.add(job(character, i), checkpoint);
}

Scheduler withWork(int ofA, int ofB)
{
    Scheduler scheduler;
    addWork(scheduler, anna, a, ofA);
    addWork(scheduler, bea, b, ofB);
    return scheduler;
}

void addServer(Scheduler &scheduler, const QString &url, const QSet<QString> &checkpoints, const QString &loaded = {})
{
    scheduler.setServer({.url = url, .checkpoints = checkpoints, .loaded = loaded});
}

/// Takes a job that is over at once; the character it belongs to, or nothing.
QString made(Scheduler &scheduler, const QString &url)
{
    const std::optional<Job> taken = scheduler.take(url);
    if (!taken)
        return {};
    scheduler.left(url, taken->characterId);
    return taken->characterId;
}

} // namespace

class TestScheduler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysOnTheLoadedCheckpoint()
    {
        Scheduler scheduler = withWork(2, 50);
        addServer(scheduler, one, {a, b}, a);
        QCOMPARE(scheduler.take(one)->id, QStringLiteral("anna1"));
        QCOMPARE(scheduler.take(one)->id, QStringLiteral("anna2"));
        QCOMPARE(scheduler.take(one)->characterId, bea);
    }

    void takesTheBiggestThatNobodyHolds()
    {
        Scheduler scheduler = withWork(50, 20);
        addServer(scheduler, one, {a, b});
        QCOMPARE(made(scheduler, one), anna);
        addServer(scheduler, two, {a, b});
        QCOMPARE(made(scheduler, two), bea);
    }

    void helpsOnlyWhereALoadPays()
    {
        Scheduler little = withWork(1, 0);
        // One image of 6 s against a load of 10 s: the holder is quicker alone.
        addServer(little, one, {a}, a);
        addServer(little, two, {a});
        QVERIFY(!little.take(two));
        QCOMPARE(little.size(), 1);
        Scheduler much = withWork(100, 0);
        addServer(much, one, {a}, a);
        addServer(much, two, {a});
        QVERIFY(much.take(two));
    }

    void helpPaysLessBesideQuickHolders()
    {
        Scheduler scheduler = withWork(15, 0);
        scheduler.setServer({.url = one, .checkpoints = {a}, .loaded = a, .secondsPerImage = 0.5});
        addServer(scheduler, two, {a});
        QVERIFY(!scheduler.take(two)); // 7.5 s of work against a load of 10 s
        scheduler.setSpeed(one, 6, 10);
        QVERIFY(scheduler.take(two));
    }

    void givesAServerOnlyWhatItCanDo()
    {
        Scheduler scheduler = withWork(0, 5);
        addServer(scheduler, one, {a});
        QVERIFY(!scheduler.take(one));
        QVERIFY(!scheduler.take(two)); // nobody knows it
        QCOMPARE(scheduler.size(), 5);
        addServer(scheduler, one, {a, b}); // it was given the file
        QVERIFY(scheduler.take(one));
    }

    void whatFewServersCanDoDoesNotStayForTheEnd()
    {
        Scheduler scheduler = withWork(50, 40);
        addServer(scheduler, one, {a, b});
        addServer(scheduler, two, {a});
        QCOMPARE(made(scheduler, one), bea);
        QCOMPARE(made(scheduler, two), anna);
    }

    void whatAServerHeldIsFreeWhenItGoes()
    {
        Scheduler scheduler = withWork(50, 20);
        addServer(scheduler, one, {a, b}, a);
        scheduler.removeServer(one);
        QVERIFY(!scheduler.take(one));
        addServer(scheduler, two, {a, b});
        QCOMPARE(made(scheduler, two), anna);
    }

    void aJobThatComesBackGoesFirst()
    {
        Scheduler scheduler = withWork(3, 0);
        addServer(scheduler, one, {a}, a);
        const Job first = *scheduler.take(one);
        scheduler.left(one, anna);
        scheduler.addFirst(first, a);
        QCOMPARE(scheduler.take(one)->id, first.id);
    }

    void aCharacterMovesToAnotherCheckpoint()
    {
        Scheduler scheduler = withWork(3, 2);
        QCOMPARE(scheduler.waitingOf(anna), 3);
        scheduler.moveCharacter(anna, b);
        QCOMPARE(scheduler.waiting(b), 5);
        QCOMPARE(scheduler.checkpoints(), QStringList{b});
        scheduler.add(job(anna, 4), a); // the checkpoint named last is that of all
        QCOMPARE(scheduler.waiting(a), 4);
        QCOMPARE(scheduler.takeAll().size(), 6);
        QCOMPARE(scheduler.size(), 0);
        QCOMPARE(scheduler.checkpoints(), QStringList());
    }

    void aCharacterIsTakenOut()
    {
        Scheduler scheduler = withWork(3, 2);
        const QVector<Job> taken = scheduler.takeCharacter(anna);
        QCOMPARE(taken.size(), 3);
        QCOMPARE(taken.first().number, 1);
        QCOMPARE(scheduler.size(), 2);
        QCOMPARE(scheduler.waitingOf(anna), 0);
        QCOMPARE(scheduler.jobs().size(), 2);
    }

    void aPausedCharacterStaysAndIsNotTaken()
    {
        Scheduler scheduler = withWork(3, 2);
        addServer(scheduler, one, {a, b}, a);
        scheduler.setPaused(anna, true);
        QCOMPARE(scheduler.size(), 5);
        QCOMPARE(scheduler.paused(), 3);
        QCOMPARE(made(scheduler, one), bea);
        QCOMPARE(made(scheduler, one), bea);
        QCOMPARE(made(scheduler, one), QString());
        scheduler.setPaused(anna, false);
        QCOMPARE(scheduler.paused(), 0);
        QCOMPARE(scheduler.take(one)->id, QStringLiteral("anna1"));
    }

    void whatAPersonPrefersGoesFirst()
    {
        Scheduler scheduler = withWork(3, 5);
        addWork(scheduler, cleo, a, 2);
        scheduler.setWeight(cleo, 300); // 3 + 2 · 3 against 5
        addServer(scheduler, one, {a, b});
        const QStringList order{cleo, cleo, anna, anna, anna, bea};
        for (const QString &expected : order)
            QCOMPARE(made(scheduler, one), expected);
    }

    void preferenceDoesNotMakeALoadPay()
    {
        Scheduler scheduler = withWork(1, 0);
        scheduler.setWeight(anna, 10'000);
        addServer(scheduler, one, {a}, a);
        addServer(scheduler, two, {a});
        QVERIFY(!scheduler.take(two));
    }

    void noMoreJobsOfACharacterAtATimeThanAllowed()
    {
        Scheduler scheduler = withWork(50, 3);
        scheduler.setLimit(anna, 1);
        addServer(scheduler, one, {a, b}, a);
        addServer(scheduler, two, {a, b}, a);
        QCOMPARE(scheduler.take(one)->characterId, anna);
        // The one that works on it waits for its own job instead of loading; the other one has something else to do.
        QVERIFY(!scheduler.take(one));
        QCOMPARE(scheduler.take(two)->characterId, bea);
        scheduler.left(one, anna);
        QCOMPARE(scheduler.take(one)->characterId, anna);
        scheduler.setLimit(anna, 0);
        QCOMPARE(scheduler.take(one)->characterId, anna);
    }

    void jobsOfAnEarlierStartCountAgainstTheLimit()
    {
        Scheduler scheduler = withWork(5, 0);
        addServer(scheduler, one, {a}, a);
        scheduler.setLimit(anna, 1);
        scheduler.began(one, anna);
        QVERIFY(!scheduler.take(one));
        scheduler.left(one, anna);
        QVERIFY(scheduler.take(one));
    }

    void helpingALimitedCharacterDoesNotPay()
    {
        Scheduler scheduler = withWork(100, 0);
        scheduler.setLimit(anna, 2);
        addServer(scheduler, one, {a}, a);
        addServer(scheduler, two, {a});
        QVERIFY(scheduler.take(one));
        QVERIFY(!scheduler.take(two));
    }

    /// One server, and somebody adds to its checkpoint for ever.
    void nobodyWaitsForEverBesideACheckpointThatIsRefilled()
    {
        Scheduler scheduler = withWork(10, 3);
        addServer(scheduler, one, {a, b}, a);
        int before = 0;
        for (; made(scheduler, one) == anna; ++before) {
            QVERIFY2(before < 1000, "bea waits for ever");
            scheduler.add(job(anna, 100 + before), a);
        }
        // Its own ten, and stints of ten that came later.
        QVERIFY2(before <= 10 * (Scheduler::mostPassedOver + 1), qPrintable(QString::number(before)));
        QCOMPARE(made(scheduler, one), bea);
        QCOMPARE(made(scheduler, one), bea);
    }

    void nobodyWaitsForEverBesideWhatIsBigger()
    {
        Scheduler scheduler = withWork(5, 1);
        addServer(scheduler, one, {a, b, c}, a);
        bool atA = true;
        for (int loads = 0;; ++loads) { // always a fresh bigger one
            QVERIFY2(loads <= 3 * Scheduler::mostPassedOver, "bea waits for ever");
            addWork(scheduler, atA ? cleo : anna, atA ? c : a, 5);
            QString who;
            for (int i = 0; i < 5 && who != bea; ++i)
                who = made(scheduler, one);
            if (who == bea)
                break;
            atA = !atA;
        }
    }

    void nobodyWaitsForEverBesideWhatAPersonPrefers()
    {
        Scheduler scheduler = withWork(1, 0);
        scheduler.setWeight(cleo, 1000);
        addServer(scheduler, one, {a}, a);
        addWork(scheduler, cleo, a, 5);
        int before = 0;
        for (; made(scheduler, one) != anna; ++before) {
            QVERIFY2(before < 1000, "anna waits for ever");
            scheduler.add(job(cleo, 100 + before), a);
        }
        QVERIFY(before >= 5);
    }

    void positionsCountWhatIsTakenBefore()
    {
        Scheduler scheduler = withWork(3, 5);
        addWork(scheduler, cleo, b, 2);
        addServer(scheduler, one, {a, b}, b);
        const QHash<QString, int> expected{{bea, 0}, {cleo, 5}, {anna, 7}};
        QCOMPARE(scheduler.inFront(), expected);
        scheduler.setWeight(cleo, 200);
        QCOMPARE(scheduler.inFront().value(bea), 2);
    }

    void checkpointsThatNobodyHoldsWaitForEachOther()
    {
        const QString c = QStringLiteral("c");
        Scheduler scheduler = withWork(3, 5);
        addWork(scheduler, cleo, c, 2);
        addServer(scheduler, one, {a, b, c}, b);
        const QHash<QString, int> expected{{bea, 0}, {anna, 5}, {cleo, 8}};
        QCOMPARE(scheduler.inFront(), expected);
    }
};

QTEST_GUILESS_MAIN(TestScheduler)
#include "tst_scheduler.moc"
