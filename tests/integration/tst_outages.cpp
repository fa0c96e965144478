// SPDX-License-Identifier: GPL-3.0-or-later
// The run of the real program goes on and loses nothing while what it depends on goes away again and again: the server
// (case 23) and the network (case 26); the database is in tst_databaseoutages. 10 points each, 50 in a soak.
//
// Two workers on one database of which one is killed belong here as well, as the next test function, as soon as there
// is a command that works beside a run.
#include "support/chaosproxy.h"
#include "support/faultrun.h"
#include "support/postgrescluster.h"
#include "support/testseed.h"

#include <QTest>
#include <QUrl>

#include <csignal>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QStringList quickServer{u"--step-ms"_qs, u"2"_qs, u"--load-ms"_qs, u"20"_qs};

} // namespace

class TestOutages : public QObject
{
    Q_OBJECT

private:
    PostgresCluster m_cluster;

    QString databaseOf(bool postgresql)
    {
        return postgresql ? m_cluster.socketUrl(*m_cluster.createDatabase()) : QString();
    }
    static void drivers() { QTest::addColumn<bool>("postgresql"); }

private Q_SLOTS:
    void initTestCase()
    {
        const Result<void> started = m_cluster.start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    }

    void case23_serverKilledAndStartedEmpty_data()
    {
        drivers();
        QTest::newRow("D3-23 SQLite") << false;
        if (isSoak())
            QTest::newRow("D3-23 PostgreSQL") << true;
    }

    void case23_serverKilledAndStartedEmpty()
    {
        QFETCH(bool, postgresql);
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI), databaseOf(postgresql));
        QString server;
        auto demo = here.startDemoServer(quickServer, &server);
        const QString port = QString::number(QUrl(server).port());
        FaultRun run(here, here.database());
        run.setOptions({u"--server"_qs, server});
        const int points = faultPoints(10, 50);
        QVERIFY(run.addCharacters(2, points + 4));
        run.start();
        for (int point = 0; point < points; ++point) {
            QVERIFY2(run.reachNextPoint(), qPrintable(u"point %1"_qs.arg(point)));
            ::kill(pid_t(demo->processId()), SIGKILL);
            demo->waitForFinished(10'000);
            run.goOnForUpTo(200);
            QString again;
            demo = here.startDemoServer(quickServer + QStringList{u"--port"_qs, port}, &again);
            QCOMPARE(again, server);
        }
        const QByteArray wrong = run.outcome(300'000);
        QVERIFY2(wrong.isEmpty(), wrong);
    }

    void case26_networkCut_data()
    {
        drivers();
        QTest::newRow("D3-26 SQLite") << false;
        if (isSoak())
            QTest::newRow("D3-26 PostgreSQL") << true;
    }

    void case26_networkCut()
    {
        QFETCH(bool, postgresql);
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI), databaseOf(postgresql));
        QString server;
        const auto demo = here.startDemoServer(quickServer, &server);
        ChaosProxy proxy(quint16(QUrl(server).port()));
        FaultRun run(here, here.database());
        run.setOptions({u"--server"_qs, proxy.url()});
        const int points = faultPoints(10, 50);
        QVERIFY(run.addCharacters(2, points + 4));
        run.start();
        QMap<QString, int> kinds;
        for (int point = 0; point < points; ++point) {
            QVERIFY2(run.reachNextPoint(), qPrintable(u"point %1"_qs.arg(point)));
            switch (run.chance(4)) {
            case 0:
                ++kinds[u"reset"_qs];
                proxy.resetAll();
                break;
            case 1:
                ++kinds[u"refused"_qs];
                proxy.setRules({.gate = ChaosRules::Gate::Refuse});
                run.goOnForUpTo(800);
                break;
            case 2:
                ++kinds[u"black hole"_qs];
                proxy.setRules({.gate = ChaosRules::Gate::BlackHole});
                run.goOnForUpTo(1500);
                break;
            default:
                ++kinds[u"cut in the middle"_qs];
                proxy.setRules({.cutAfter = run.chance(4000), .cuts = 1 + run.chance(3)});
                run.goOnForUpTo(500);
            }
            proxy.heal();
        }
        qInfo() << kinds;
        const QByteArray wrong = run.outcome(300'000);
        QVERIFY2(wrong.isEmpty(), wrong);
    }
};

QTEST_GUILESS_MAIN(TestOutages)
#include "tst_outages.moc"
