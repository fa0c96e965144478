// SPDX-License-Identifier: GPL-3.0-or-later
// Case 30 of the fault cases: the program is killed at random points, spread over all states of its jobs, and started
// again until everything is there. 10 points on each database, 200 in a soak.
#include "support/chaosproxy.h"
#include "support/faultrun.h"
#include "support/postgrescluster.h"
#include "support/testseed.h"

#include <QTest>
#include <QUrl>

#include <array>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Where the next point is looked for. Empty = anywhere from the start of the program on; `end` = when the last image
/// has come and the run is about to be closed.
constexpr std::array wished{"", "posting", "queued", "running", "fetching", "stored", "end"};

} // namespace

class TestKilledRun : public QObject
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

    void case30_killedAtRandomPoints_data()
    {
        QTest::addColumn<bool>("postgresql");
        QTest::newRow("D3-30 SQLite") << false;
        QTest::newRow("D3-30 PostgreSQL") << true;
    }

    void case30_killedAtRandomPoints()
    {
        QFETCH(bool, postgresql);
        const QString url = postgresql ? m_cluster.socketUrl(*m_cluster.createDatabase()) : QString();
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI), url);
        QString server;
        const auto demo = here.startDemoServer({u"--step-ms"_qs, u"2"_qs, u"--load-ms"_qs, u"30"_qs}, &server);
        ChaosProxy proxy(quint16(QUrl(server).port()));
        proxy.setRules({.latency = 8ms, .jitter = 6ms}); // so that the short states last long enough to be hit
        FaultRun run(here, here.database());
        run.setOptions({u"--server"_qs, proxy.url()});
        const int points = faultPoints(10, 200);
        QVERIFY(run.addCharacters(3, 5));

        QMap<QString, int> hit; // point wished for → how often it was there
        QMap<QString, int> left;
        for (int point = 0; point < points; ++point) {
            const QString wish = QString::fromLatin1(wished[size_t(point) % wished.size()]);
            if (point > 0 && run.open() < 4)
                QVERIFY(run.askForMore(2));
            run.start();
            bool there = true;
            if (wish == u"end"_qs)
                there = run.waitUntil([&run] { return run.stored() > 0 && run.open() == 0; }, 60'000);
            else if (!wish.isEmpty())
                there = run.waitUntil([&] { return run.states(true).value(wish) > 0; }, 10'000);
            if (wish != u"end"_qs)
                run.goOnForUpTo(wish.isEmpty() ? 1500 : 10);
            hit[wish] += there ? 1 : 0;
            const QMap<QString, int> states = run.kill();
            for (auto it = states.cbegin(); it != states.cend(); ++it)
                left[it.key()] += it.key() == u"stored"_qs ? 0 : 1;
        }
        const int code = run.finish(300'000);
        QVERIFY2(code == 0, run.said());
        const QString broken = run.broken();
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
        qInfo() << points << "points," << run.asked() << "images; wishes that were met:" << hit
                << "kills that left jobs in:" << left;
        for (const char *state : {"posting", "queued", "running", "fetching", "stored"}) {
            if (isSoak())
                QVERIFY2(hit.value(QString::fromLatin1(state)) > 0, state);
        }
    }
};

QTEST_GUILESS_MAIN(TestKilledRun)
#include "tst_killedrun.moc"
