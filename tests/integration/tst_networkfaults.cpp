// SPDX-License-Identifier: GPL-3.0-or-later
// Cases 22, 25 and 26 with the real program, whose traffic goes through a proxy that cuts it.
#include "support/proxiedrun.h"

#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

using Cut = ChaosRules::Cut;

class TestNetworkFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case22_theAnswerToThePostIsCutOff_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<bool>("byReset");
        QTest::newRow("D3-22 before the first byte") << 0 << true;
        QTest::newRow("D3-22 in the headers") << 30 << false;
    }

    void case22_theAnswerToThePostIsCutOff()
    {
        QFETCH(int, bytes);
        QFETCH(bool, byReset);
        ProxiedRun place(QStringLiteral(LORASTUDIO_CLI));
        QVERIFY(place.run.addCharacters(1, 4));
        place.proxy.setRules(
            {.cutAfter = bytes, .cut = byReset ? Cut::Reset : Cut::Close, .cuts = 2, .after = "POST /api/prompt"});
        const QByteArray wrong = place.run.outcome(100'000);
        QVERIFY2(wrong.isEmpty(), wrong);
        QCOMPARE(place.proxy.cut(), 2);
        QCOMPARE(historyOf(place.server).size(), 4); // no second copy of what it had accepted
    }

    void case25_thePictureIsNotThere()
    {
        const QStringList options{u"--step-ms"_qs, u"1"_qs,       u"--load-ms"_qs,
                                  u"10"_qs,        u"--fault"_qs, u"broken-download=404:always"_qs};
        ProxiedRun place(QStringLiteral(LORASTUDIO_CLI), options);
        QVERIFY(place.run.addCharacters(1, 2));
        QCOMPARE(place.run.finish(60'000), 3); // ends, and says so
        QVERIFY2(place.run.said().contains("vanished"), place.run.said());
        QCOMPARE(place.run.stored(), 0);
        QCOMPARE(place.run.states().value(u"failed"_qs), 2);
    }

    void case25_thePictureComesBrokenAtFirst()
    {
        ProxiedRun place(QStringLiteral(LORASTUDIO_CLI));
        QVERIFY(place.run.addCharacters(1, 3));
        place.proxy.setRules({.cutAfter = 700, .cut = Cut::Close, .cuts = 3, .after = "GET /api/view"});
        const QByteArray wrong = place.run.outcome(100'000);
        QVERIFY2(wrong.isEmpty(), wrong);
        QVERIFY(place.proxy.cut() > 0);
    }

    void case26_resetInEachPhase_data()
    {
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<int>("bytes");
        QTest::newRow("D3-26 first answer") << QByteArray("GET /api/system_stats") << 0;
        QTest::newRow("D3-26 headers") << QByteArray("GET /api/queue") << 15;
        QTest::newRow("D3-26 handshake of the socket") << QByteArray("GET /ws") << 40;
        QTest::newRow("D3-26 open socket") << QByteArray("GET /ws") << 1500;
        QTest::newRow("D3-26 history") << QByteArray("GET /api/history/") << 200;
        QTest::newRow("D3-26 half a picture") << QByteArray("GET /api/view") << 2500;
    }

    void case26_resetInEachPhase()
    {
        QFETCH(QByteArray, after);
        QFETCH(int, bytes);
        ProxiedRun place(QStringLiteral(LORASTUDIO_CLI));
        QVERIFY(place.run.addCharacters(1, 3));
        place.proxy.setRules({.cutAfter = bytes, .cuts = 2, .after = after});
        const QByteArray wrong = place.run.outcome(100'000);
        QVERIFY2(wrong.isEmpty(), wrong);
        QVERIFY2(place.proxy.cut() > 0, "the fault did not happen");
    }
};

QTEST_GUILESS_MAIN(TestNetworkFaults)
#include "tst_networkfaults.moc"
