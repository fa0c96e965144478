// SPDX-License-Identifier: GPL-3.0-or-later
// The run of the real program goes on and loses nothing while what it depends on goes away again and again: the server
// (case 23), the network (case 26) and the database (case 34). 10 points each, 50 in a soak.
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
constexpr int aLongTime = 60'000;

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
    /// Waits until another image has come, so that each point is one of its own; more are asked for if all are there.
    static bool somethingHappens(FaultRun &run)
    {
        const int before = run.stored();
        if (!run.isRunning() || (before > 0 && run.open() < 3)) {
            run.kill();
            if (!run.askForMore(5))
                return false;
            run.start();
        }
        const auto more = [&run, before] {
            return run.stored() > before && run.open() > 1;
        };
        const bool there = run.waitUntil(more, aLongTime);
        run.goOnForUpTo(120);
        return there || run.open() <= 1;
    }
    static void checkEnd(FaultRun &run)
    {
        const int code = run.finish(300'000);
        QVERIFY2(code == 0, run.said());
        const QString broken = run.broken();
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
    }

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
            QVERIFY2(somethingHappens(run), qPrintable(u"point %1"_qs.arg(point)));
            ::kill(pid_t(demo->processId()), SIGKILL);
            demo->waitForFinished(10'000);
            run.goOnForUpTo(200);
            QString again;
            demo = here.startDemoServer(quickServer + QStringList{u"--port"_qs, port}, &again);
            QCOMPARE(again, server);
        }
        checkEnd(run);
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
            QVERIFY2(somethingHappens(run), qPrintable(u"point %1"_qs.arg(point)));
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
        checkEnd(run);
    }

    void case34_databaseKilledAndStarted_data()
    {
        QTest::addColumn<bool>("network");
        QTest::newRow("D3-34 PostgreSQL killed") << false;
        QTest::newRow("D3-34 its connections cut") << true;
    }

    void case34_databaseKilledAndStarted()
    {
        QFETCH(bool, network);
        const QString name = *m_cluster.createDatabase();
        ChaosProxy proxy(m_cluster.port());
        const QString throughProxy =
            u"postgresql://%1@127.0.0.1:%2/%3"_qs.arg(PostgresCluster::user()).arg(proxy.port()).arg(name);
        CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI), throughProxy);
        here.addEnvironment(u"PGPASSWORD"_qs, PostgresCluster::password());
        QString server;
        const auto demo = here.startDemoServer(quickServer, &server);
        FaultRun run(here, m_cluster.socketUrl(name));
        run.setOptions({u"--server"_qs, server});
        const int points = faultPoints(10, 50);
        QVERIFY(run.addCharacters(2, points + 4));
        run.start();
        for (int point = 0; point < points; ++point) {
            QVERIFY2(somethingHappens(run), qPrintable(u"point %1"_qs.arg(point)));
            if (network) {
                if (run.chance(2) == 0)
                    proxy.setRules({.gate = ChaosRules::Gate::Refuse});
                else
                    proxy.setRules({.cutAfter = run.chance(300), .cuts = 1});
                run.goOnForUpTo(400);
                proxy.heal();
                continue;
            }
            if (run.chance(2) == 0)
                m_cluster.crash();
            else
                m_cluster.pause();
            run.goOnForUpTo(300);
            const Result<void> back = m_cluster.resume();
            QVERIFY2(back, back ? "" : qPrintable(back.error().message));
        }
        checkEnd(run);
    }
};

QTEST_GUILESS_MAIN(TestOutages)
#include "tst_outages.moc"
