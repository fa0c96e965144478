// SPDX-License-Identifier: GPL-3.0-or-later
// How servers are divided among processes, played out turn by turn without a database.
#include "generation/sharedecision.h"

#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

class tst_ShareDecision : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneTakesAll();
    void twoShareEvenly();
    void aLateOneGetsItsShare();
    void nobodyElseReachesIt();
    void whatIsBusyIsFinishedFirst();
    void moreWorkersThanServers();
    void anUnreachableServerIsGivenBack();
};

namespace {

/// A few processes and what each reaches; a turn lets each of them decide once, in order.
struct Play
{
    QMap<QString, QStringList> reach;
    QMap<QString, QString> holder; ///< place → worker
    QSet<QString> busy;            ///< places where a job stands
    QMap<QString, QSet<QString>> yielding;

    ShareDecision decide(const QString &who)
    {
        ShareState state;
        state.self = who;
        state.places = reach.value(who);
        state.busy = busy;
        state.yielding = yielding.value(who);
        for (auto it = reach.cbegin(); it != reach.cend(); ++it) {
            if (it.key() == who)
                continue;
            Worker other;
            other.id = it.key();
            other.places = it.value();
            state.others.append(other);
        }
        for (auto it = holder.cbegin(); it != holder.cend(); ++it)
            state.leases.append({it.key(), it.value()});
        return decideShare(state);
    }

    void turn()
    {
        for (const QString &who : reach.keys()) {
            const ShareDecision decision = decide(who);
            for (const QString &place : decision.release)
                holder.remove(place);
            for (const QString &place : decision.take) {
                if (!holder.contains(place))
                    holder.insert(place, who);
            }
            yielding[who] = QSet<QString>(decision.yield.cbegin(), decision.yield.cend());
        }
    }

    int held(const QString &who) const { return int(holder.keys(who).size()); }
};

} // namespace

void tst_ShareDecision::oneTakesAll()
{
    Play play{{{u"a"_qs, {u"1"_qs, u"2"_qs, u"3"_qs}}}, {}, {}, {}};
    play.turn();
    QCOMPARE(play.held(u"a"_qs), 3);
}

void tst_ShareDecision::twoShareEvenly()
{
    const QStringList servers{u"1"_qs, u"2"_qs, u"3"_qs};
    Play play{{{u"a"_qs, servers}, {u"b"_qs, servers}}, {}, {}, {}};
    for (int i = 0; i < 5; ++i)
        play.turn();
    QCOMPARE(play.held(u"a"_qs), 2);
    QCOMPARE(play.held(u"b"_qs), 1);
}

void tst_ShareDecision::aLateOneGetsItsShare()
{
    const QStringList servers{u"1"_qs, u"2"_qs, u"3"_qs, u"4"_qs};
    Play play{{{u"a"_qs, servers}}, {}, {}, {}};
    play.turn();
    play.reach.insert(u"b"_qs, servers);
    for (int i = 0; i < 4; ++i)
        play.turn();
    QCOMPARE(play.held(u"a"_qs), 2);
    QCOMPARE(play.held(u"b"_qs), 2);
    const QMap<QString, QString> settled = play.holder;
    for (int i = 0; i < 10; ++i)
        play.turn();
    QVERIFY2(play.holder == settled, "servers do not wander: each change costs a load");
}

void tst_ShareDecision::nobodyElseReachesIt()
{
    Play play{{{u"a"_qs, {u"1"_qs, u"2"_qs, u"3"_qs}}, {u"b"_qs, {u"3"_qs}}}, {}, {}, {}};
    for (int i = 0; i < 5; ++i)
        play.turn();
    QCOMPARE(play.holder.size(), 3);
    QCOMPARE(play.held(u"b"_qs), 1);
}

void tst_ShareDecision::whatIsBusyIsFinishedFirst()
{
    const QStringList servers{u"1"_qs, u"2"_qs};
    Play play{{{u"a"_qs, servers}}, {}, {}, {}};
    play.turn();
    play.busy = {u"1"_qs, u"2"_qs};
    play.reach.insert(u"b"_qs, servers);
    play.turn();
    QCOMPARE(play.held(u"a"_qs), 2);
    QCOMPARE(play.yielding.value(u"a"_qs).size(), 1);
    const QString given = *play.yielding.value(u"a"_qs).cbegin();
    play.turn();
    QCOMPARE(*play.yielding.value(u"a"_qs).cbegin(), given);
    play.busy.remove(given);
    play.turn();
    play.turn();
    QCOMPARE(play.holder.value(given), u"b"_qs);
}

void tst_ShareDecision::moreWorkersThanServers()
{
    const QStringList servers{u"1"_qs};
    Play play{{{u"a"_qs, servers}, {u"b"_qs, servers}, {u"c"_qs, servers}}, {}, {}, {}};
    for (int i = 0; i < 4; ++i)
        play.turn();
    QCOMPARE(play.holder.size(), 1);
    const QString first = play.holder.first();
    play.reach.remove(first); // it dies, and its lease with it
    play.holder.clear();
    play.turn();
    QCOMPARE(play.holder.size(), 1);
    QVERIFY(play.holder.first() != first);
}

void tst_ShareDecision::anUnreachableServerIsGivenBack()
{
    Play play{{{u"a"_qs, {u"1"_qs}}}, {}, {}, {}};
    play.turn();
    play.busy = {u"1"_qs};
    play.reach[u"a"_qs] = {};
    play.turn();
    QCOMPARE(play.held(u"a"_qs), 1);
    play.busy.clear();
    play.turn();
    QCOMPARE(play.held(u"a"_qs), 0);
}

QTEST_GUILESS_MAIN(tst_ShareDecision)
#include "tst_sharedecision.moc"
