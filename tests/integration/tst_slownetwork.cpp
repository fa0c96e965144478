// SPDX-License-Identifier: GPL-3.0-or-later
// Cases 27 and 28 with the real program: servers that fall silent, and lines that are slow.
#include "support/proxiedrun.h"
#include "support/testseed.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

/// Share of the time from the second prompt on in which the server had nothing to run, by its own clock.
double idleShare(const QJsonObject &history)
{
    std::vector<std::pair<qint64, qint64>> spans;
    for (const QJsonValue &prompt : history) {
        qint64 start = 0;
        qint64 end = 0;
        const QJsonArray messages = prompt.toObject().value(u"status"_qs).toObject().value(u"messages"_qs).toArray();
        for (const QJsonValue &message : messages) {
            const qint64 time = message.toArray().at(1).toObject().value(u"timestamp"_qs).toInteger();
            const QString kind = message.toArray().at(0).toString();
            (kind == u"execution_start"_qs ? start : end) = time;
        }
        spans.emplace_back(start, end);
    }
    std::sort(spans.begin(), spans.end());
    if (spans.size() < 3)
        return 1;
    qint64 idle = 0;
    for (size_t i = 2; i < spans.size(); ++i)
        idle += std::max<qint64>(0, spans[i].first - spans[i - 1].second);
    return double(idle) / double(spans.back().second - spans[1].first);
}

} // namespace

class TestSlowNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case27_aSilentServerLosesItsWork_data()
    {
        QTest::addColumn<bool>("blackHole");
        QTest::newRow("D3-27 port closed") << false;
        QTest::newRow("D3-27 black hole") << true;
    }

    void case27_aSilentServerLosesItsWork()
    {
        QFETCH(bool, blackHole);
        const QStringList slow{u"--step-ms"_qs, u"15"_qs, u"--load-ms"_qs, u"20"_qs};
        ProxiedRun place(QStringLiteral(LORASTUDIO_CLI), slow);
        QString other;
        const auto second = place.here.startDemoServer(slow, &other);
        place.run.setOptions({u"--server"_qs, place.proxy.url(), u"--server"_qs, other});
        QVERIFY(place.run.addCharacters(2, 4));
        place.run.start();
        QVERIFY(place.run.waitUntil([&place] { return historyOf(place.server).size() > 0; }, 60'000));
        place.proxy.setRules({.gate = blackHole ? ChaosRules::Gate::BlackHole : ChaosRules::Gate::Refuse});
        QElapsedTimer clock;
        clock.start();
        const QByteArray wrong = place.run.outcome(100'000); // by the other server alone
        QVERIFY2(wrong.isEmpty(), wrong);
        QVERIFY2(clock.elapsed() < 60'000, "a picture that was made there was waited for");
        qInfo() << "went on without it; done after" << clock.elapsed() << "ms";
    }

    void case27_noServerThere_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("D3-27 name that is not known") << u"http://no-such-host.invalid:8188"_qs;
    }

    void case27_noServerThere()
    {
        QFETCH(QString, url);
        ProxiedRun place(QStringLiteral(LORASTUDIO_CLI));
        place.run.setOptions({u"--server"_qs, url});
        QVERIFY(place.run.addCharacters(1, 1));
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(place.run.finish(60'000), 4);
        QVERIFY(clock.elapsed() < 30'000);
        QCOMPARE(place.run.states(), (QMap<QString, int>())); // nothing was planned
    }

    void case28_slowLines_data()
    {
        QTest::addColumn<int>("latencyMs");
        QTest::addColumn<int>("bytesPerSecond");
        QTest::addColumn<int>("slice");
        QTest::newRow("D3-28 latency") << 300 << 0 << 0;
        QTest::newRow("D3-28 20 kB/s") << 0 << 20'000 << 0;
        QTest::newRow("D3-28 slices of one byte") << 0 << 0 << 1;
    }

    void case28_slowLines()
    {
        QFETCH(int, latencyMs);
        QFETCH(int, bytesPerSecond);
        QFETCH(int, slice);
        ProxiedRun place(QStringLiteral(LORASTUDIO_CLI), {u"--step-ms"_qs, u"30"_qs, u"--load-ms"_qs, u"20"_qs});
        QVERIFY(place.run.addCharacters(1, 6));
        place.proxy.setRules({.latency = std::chrono::milliseconds(latencyMs),
                              .jitter = std::chrono::milliseconds(latencyMs / 6),
                              .bytesPerSecond = bytesPerSecond,
                              .sliceBytes = slice});
        const QByteArray wrong = place.run.outcome(100'000);
        QVERIFY2(wrong.isEmpty(), wrong);
        const double idle = idleShare(historyOf(place.server));
        qInfo("the server was idle for %.1f %% of the time", idle * 100);
        if (latencyMs > 0)
            QVERIFY2(idle < 0.3, "two prompts in its queue did not hide the way there and back");
    }
};

QTEST_GUILESS_MAIN(TestSlowNetwork)
#include "tst_slownetwork.moc"
