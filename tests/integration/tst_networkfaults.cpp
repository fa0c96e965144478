// SPDX-License-Identifier: GPL-3.0-or-later
// The fault cases of the network with the real program, whose traffic goes through a proxy that breaks it.
#include "support/chaosproxy.h"
#include "support/faultrun.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <QUrl>

#include <algorithm>
#include <vector>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Gate = ChaosRules::Gate;
using Cut = ChaosRules::Cut;

/// What the server itself remembers of its prompts.
QJsonObject history(const QString &server)
{
    QNetworkAccessManager network;
    QNetworkReply *reply = network.get(QNetworkRequest(QUrl(server + u"/history"_qs)));
    if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, 20'000))
        return {};
    return QJsonDocument::fromJson(reply->readAll()).object();
}

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

class TestNetworkFaults : public QObject
{
    Q_OBJECT

private:
    struct Place
    {
        CommandLinePlace here{QStringLiteral(LORASTUDIO_CLI)};
        QString server;
        std::unique_ptr<QProcess> demo;
        std::unique_ptr<ChaosProxy> proxy;
        FaultRun run{here, here.database()};

        explicit Place(const QStringList &options = {u"--step-ms"_qs, u"2"_qs, u"--load-ms"_qs, u"20"_qs})
            : demo(here.startDemoServer(options, &server)),
              proxy(std::make_unique<ChaosProxy>(quint16(QUrl(server).port())))
        {
            run.setOptions({u"--server"_qs, proxy->url()});
        }
    };
    static void checkEnd(FaultRun &run, int timeoutMs = 100'000)
    {
        const int code = run.finish(timeoutMs);
        QVERIFY2(code == 0, run.said());
        const QString broken = run.broken();
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
    }

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
        Place place;
        QVERIFY(place.run.addCharacters(1, 4));
        place.proxy->setRules(
            {.cutAfter = bytes, .cut = byReset ? Cut::Reset : Cut::Close, .cuts = 2, .after = "POST /api/prompt"});
        checkEnd(place.run);
        QCOMPARE(place.proxy->cut(), 2);
        QCOMPARE(history(place.server).size(), 4); // no second copy of what it had accepted
    }

    void case25_thePictureIsNotThere()
    {
        const QStringList options{u"--step-ms"_qs, u"1"_qs,       u"--load-ms"_qs,
                                  u"10"_qs,        u"--fault"_qs, u"broken-download=404:always"_qs};
        Place place(options);
        QVERIFY(place.run.addCharacters(1, 2));
        QCOMPARE(place.run.finish(60'000), 3); // ends, and says so
        QVERIFY2(place.run.said().contains("vanished"), place.run.said());
        QCOMPARE(place.run.stored(), 0);
        QCOMPARE(place.run.states().value(u"failed"_qs), 2);
    }

    void case25_thePictureComesBrokenAtFirst()
    {
        Place place;
        QVERIFY(place.run.addCharacters(1, 3));
        place.proxy->setRules({.cutAfter = 700, .cut = Cut::Close, .cuts = 3, .after = "GET /api/view"});
        checkEnd(place.run);
        QVERIFY(place.proxy->cut() > 0);
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
        Place place;
        QVERIFY(place.run.addCharacters(1, 3));
        place.proxy->setRules({.cutAfter = bytes, .cuts = 2, .after = after});
        checkEnd(place.run);
        QVERIFY2(place.proxy->cut() > 0, "the fault did not happen");
    }

    void case27_aSilentServerLosesItsWork_data()
    {
        QTest::addColumn<bool>("blackHole");
        QTest::newRow("D3-27 black hole") << true;
        QTest::newRow("D3-27 port closed") << false;
    }

    void case27_aSilentServerLosesItsWork()
    {
        QFETCH(bool, blackHole);
        const QStringList slow{u"--step-ms"_qs, u"15"_qs, u"--load-ms"_qs, u"20"_qs};
        Place place(slow);
        QString other;
        const auto second = place.here.startDemoServer(slow, &other);
        place.run.setOptions({u"--server"_qs, place.proxy->url(), u"--server"_qs, other});
        QVERIFY(place.run.addCharacters(2, 4));
        place.run.start();
        QVERIFY(place.run.waitUntil([&place] { return history(place.server).size() > 0; }, 60'000));
        place.proxy->setRules({.gate = blackHole ? Gate::BlackHole : Gate::Refuse});
        QElapsedTimer clock;
        clock.start();
        checkEnd(place.run, 60'000); // by the other server alone
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
        Place place;
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
        Place place({u"--step-ms"_qs, u"30"_qs, u"--load-ms"_qs, u"20"_qs});
        QVERIFY(place.run.addCharacters(1, 6));
        place.proxy->setRules({.latency = std::chrono::milliseconds(latencyMs),
                               .jitter = std::chrono::milliseconds(latencyMs / 6),
                               .bytesPerSecond = bytesPerSecond,
                               .sliceBytes = slice});
        checkEnd(place.run);
        const double idle = idleShare(history(place.server));
        qInfo("the server was idle for %.1f %% of the time", idle * 100);
        if (latencyMs > 0)
            QVERIFY2(idle < 0.3, "two prompts in its queue did not hide the way there and back");
    }
};

QTEST_GUILESS_MAIN(TestNetworkFaults)
#include "tst_networkfaults.moc"
