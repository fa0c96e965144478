// SPDX-License-Identifier: GPL-3.0-or-later
// Several real processes make one run: they share its servers and jobs, take over from one that dies, and make each
// image once. On SQLite one works and the others wait for it.
#include "support/commandlineprocess.h"
#include "support/postgrescluster.h"
#include "support/runinvariants.h"
#include "support/testseed.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

bool soak()
{
    return qEnvironmentVariableIsSet("LORA_STUDIO_SOAK");
}

int storedNow(const CommandLinePlace &here)
{
    return here.call(words("status")).json().object().value(u"jobs"_qs).toObject().value(u"stored"_qs).toInt();
}

/// What a worker said when it ended: "stored" of its answer; -1 if it gave none.
int storedBy(QProcess &worker)
{
    const QJsonObject answer = QJsonDocument::fromJson(worker.readAllStandardOutput()).object();
    return answer.value(u"stored"_qs).toInt(-1);
}

} // namespace

class TestWorkers : public QObject
{
    Q_OBJECT

private:
    struct Server
    {
        std::unique_ptr<QProcess> process;
        QString url;
    };
    std::unique_ptr<test::PostgresCluster> m_cluster;
    std::unique_ptr<CommandLinePlace> m_here;
    std::vector<Server> m_servers;
    QMap<QString, int> m_asked;

    void begin(const QString &database, int characters, int images, int servers)
    {
        m_here = database == u"sqlite"_qs
                     ? std::make_unique<CommandLinePlace>(QStringLiteral(LORASTUDIO_CLI))
                     : std::make_unique<CommandLinePlace>(QStringLiteral(LORASTUDIO_CLI),
                                                          m_cluster->socketUrl(m_cluster->createDatabase().value()));
        m_servers.clear();
        m_asked.clear();
        for (int i = 0; i < servers; ++i) {
            Server server;
            server.process = m_here->startDemoServer(words("--step-ms 2 --load-ms 50"), &server.url);
            QCOMPARE(m_here->call({u"servers"_qs, u"add"_qs, server.url}).exitCode, 0);
            m_servers.push_back(std::move(server));
        }
        const QStringList types{u"type=male"_qs, u"type=gentle_female"_qs, u"type=confident_female"_qs};
        for (int i = 0; i < characters; ++i) {
            const CommandResult added =
                m_here->call({u"characters"_qs, u"add"_qs, u"Person %1"_qs.arg(i + 1), types.at(i % types.size()),
                              u"images=%1"_qs.arg(images), u"size=64x96"_qs});
            QVERIFY2(added.exitCode == 0, added.standardError);
            m_asked.insert(added.json().object().value(u"id"_qs).toString(), images);
        }
    }

    void plan(int expected)
    {
        const CommandResult planned = m_here->call(words("run --detach"));
        QVERIFY2(planned.exitCode == 0, planned.standardError);
        const QJsonObject answer = planned.json().object();
        QCOMPARE(answer.value(u"requested"_qs).toInt(), expected);
        QCOMPARE(answer.value(u"stored"_qs).toInt(-1), 0);
        QVERIFY(answer.value(u"run_id"_qs).toInt() > 0);
    }

    QString broken() const { return test::brokenInvariants(*m_here, m_here->database(), m_asked).join(u'\n'); }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::PostgresCluster>();
        const Result<void> started = m_cluster->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    }

    void cleanup()
    {
        m_servers.clear();
        m_here.reset();
    }

    /// Both work to the end, on a server each, and together they make every job once.
    void case37_twoWorkersShareARun()
    {
        const int images = soak() ? 100 : 10;
        begin(u"postgresql"_qs, 4, images, 2);
        plan(4 * images);
        const auto one = m_here->start(words("work --idle-exit 1"));
        const auto two = m_here->start(words("work --idle-exit 1"));
        QVERIFY(one->waitForFinished(300'000));
        QVERIFY(two->waitForFinished(60'000));
        QCOMPARE(one->exitCode(), 0);
        QCOMPARE(two->exitCode(), 0);
        const int first = storedBy(*one);
        const int second = storedBy(*two);
        QCOMPARE(first + second, 4 * images);
        QVERIFY2(first > 0 && second > 0, qPrintable(u"%1 and %2"_qs.arg(first).arg(second)));
        const QString wrong = broken();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    /// One of two is killed at random moments and started again; the other goes on with what it left.
    void case30_killedBesideAnother()
    {
        const quint32 seed = test::testSeed();
        QRandomGenerator random(seed);
        const int points = soak() ? 50 : 10;
        const int images = std::max(8, points * 2);
        begin(u"postgresql"_qs, 3, images, 2);
        plan(3 * images);
        std::unique_ptr<QProcess> workers[2] = {m_here->start(words("work --idle-exit 2")),
                                                m_here->start(words("work --idle-exit 2"))};
        for (int point = 0; point < points; ++point) {
            std::unique_ptr<QProcess> &victim = workers[random.bounded(2)];
            victim->waitForFinished(int(200 + random.bounded(1500)));
            if (victim->state() == QProcess::Running)
                ::kill(pid_t(victim->processId()), SIGKILL);
            victim->waitForFinished(10'000);
            victim = m_here->start(words("work --idle-exit 2"));
        }
        for (const auto &worker : workers) {
            QVERIFY(worker->waitForFinished(300'000));
            QVERIFY2(worker->exitCode() == 0, worker->readAllStandardError());
        }
        const QString wrong = broken();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    /// Told to stop, a worker gives back what it holds at once: the other does not wait for its lease to end.
    void aWorkerThatStopsGivesBackItsServer()
    {
        begin(u"postgresql"_qs, 3, 12, 2);
        plan(36);
        const auto one = m_here->start(words("work --idle-exit 1"));
        const auto two = m_here->start(words("work --idle-exit 1"));
        QTRY_VERIFY_WITH_TIMEOUT(storedNow(*m_here) >= 4, 60'000);
        ::kill(pid_t(one->processId()), SIGTERM);
        QVERIFY(one->waitForFinished(10'000));
        QVERIFY(one->exitCode() == 143 || one->exitCode() == 0);
        QVERIFY(two->waitForFinished(120'000));
        QCOMPARE(two->exitCode(), 0);
        const QString wrong = broken();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    /// `run` ends when all is made, whoever made it, and a pause of one process holds for all.
    void runAndWorkerTogether()
    {
        begin(u"postgresql"_qs, 3, 12, 2);
        const auto run = m_here->start(words("run"));
        const auto worker = m_here->start(words("work --idle-exit 2"));
        QTRY_VERIFY_WITH_TIMEOUT(storedNow(*m_here) >= 3, 60'000);
        QVERIFY(run->waitForFinished(120'000));
        QVERIFY2(run->exitCode() == 0, run->readAllStandardError());
        const QJsonObject report = QJsonDocument::fromJson(run->readAllStandardOutput()).object();
        QCOMPARE(report.value(u"requested"_qs).toInt(), 36);
        QCOMPARE(report.value(u"stored"_qs).toInt(), 36);
        QVERIFY(worker->waitForFinished(60'000));
        QVERIFY(storedBy(*worker) > 0);
        const QString wrong = broken();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    /// SQLite: one works, the other waits, and takes over when it dies.
    void onSqliteTheSecondTakesOver()
    {
        begin(u"sqlite"_qs, 3, 12, 1);
        plan(36);
        const auto one = m_here->start(words("work --idle-exit 1"));
        QTRY_VERIFY_WITH_TIMEOUT(storedNow(*m_here) >= 2, 60'000);
        const auto two = m_here->start(words("work --idle-exit 1"));
        QTRY_VERIFY_WITH_TIMEOUT(storedNow(*m_here) >= 6, 60'000);
        ::kill(pid_t(one->processId()), SIGKILL);
        QVERIFY(one->waitForFinished(10'000));
        QVERIFY(two->waitForFinished(120'000));
        QVERIFY2(two->exitCode() == 0, two->readAllStandardError());
        QVERIFY(storedBy(*two) > 0);
        const QString wrong = broken();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void wrongUse()
    {
        begin(u"sqlite"_qs, 0, 0, 0);
        QCOMPARE(m_here->call(words("work now")).exitCode, 2);
        QCOMPARE(m_here->call(words("work --idle-exit soon")).exitCode, 2);
        QCOMPARE(m_here->call(words("work --server nowhere:x")).exitCode, 2);
        QCOMPARE(m_here->call(words("work --idle-exit 0")).exitCode, 4);
        QCOMPARE(m_here->call(words("run --resume --detach")).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(TestWorkers)
#include "tst_workers.moc"
