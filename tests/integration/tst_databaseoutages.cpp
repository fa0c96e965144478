// SPDX-License-Identifier: GPL-3.0-or-later
// Case 34 with the real program: PostgreSQL is killed and started, and its connections are cut, while a run goes on. 10
// points each, 50 in a soak.
#include "support/chaosproxy.h"
#include "support/faultrun.h"
#include "support/postgrescluster.h"
#include "support/testseed.h"

#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

class TestDatabaseOutages : public QObject
{
    Q_OBJECT

private:
    PostgresCluster m_cluster;

private Q_SLOTS:
    void initTestCase()
    {
        const Result<void> started = m_cluster.start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
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
        const auto demo = here.startDemoServer({u"--step-ms"_qs, u"2"_qs, u"--load-ms"_qs, u"20"_qs}, &server);
        FaultRun run(here, m_cluster.socketUrl(name));
        run.setOptions({u"--server"_qs, server});
        const int points = faultPoints(10, 50);
        QVERIFY(run.addCharacters(2, points + 4));
        run.start();
        for (int point = 0; point < points; ++point) {
            QVERIFY2(run.reachNextPoint(), qPrintable(u"point %1"_qs.arg(point)));
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
        const QByteArray wrong = run.outcome(300'000);
        QVERIFY2(wrong.isEmpty(), wrong);
    }
};

QTEST_GUILESS_MAIN(TestDatabaseOutages)
#include "tst_databaseoutages.moc"
