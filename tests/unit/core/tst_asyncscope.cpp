// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/asyncscope.h"

#include <QCoroTask>
#include <QRegularExpression>
#include <QTest>

#include <chrono>
#include <stdexcept>

using namespace lorastudio;
using namespace std::chrono_literals;

namespace {

Task<void> sleeper(std::chrono::milliseconds duration, QStringList *log, std::stop_token stop)
{
    const Result<void> slept = co_await sleepFor(duration, stop);
    log->append(slept ? QStringLiteral("slept") : QStringLiteral("canceled"));
}

Task<void> thrower(std::stop_token stop)
{
    co_await sleepFor(1ms, stop);
    throw std::runtime_error("out of luck");
}

Task<void> joiner(AsyncScope *scope, QStringList *log)
{
    co_await scope->join();
    log->append(QStringLiteral("joined"));
}

} // namespace

class TestAsyncScope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinWaitsForAllTasks()
    {
        AsyncScope scope(QStringLiteral("test"));
        QStringList log;
        scope.spawn(sleeper(5ms, &log, scope.token()));
        scope.spawn(sleeper(40ms, &log, scope.token()));
        QCOMPARE(scope.running(), 2);
        QCoro::waitFor(joiner(&scope, &log));
        QCOMPARE(log, (QStringList{QStringLiteral("slept"), QStringLiteral("slept"), QStringLiteral("joined")}));
        QCOMPARE(scope.running(), 0);
    }

    void joinOfNothingReturns()
    {
        AsyncScope scope(QStringLiteral("test"));
        QCoro::waitFor(scope.join());
    }

    void severalCanJoin()
    {
        AsyncScope scope(QStringLiteral("test"));
        AsyncScope joiners(QStringLiteral("joiners"));
        QStringList log;
        scope.spawn(sleeper(5ms, &log, scope.token()));
        joiners.spawn(joiner(&scope, &log));
        joiners.spawn(joiner(&scope, &log));
        QCoro::waitFor(joiners.join());
        QCOMPARE(log.count(QStringLiteral("joined")), 2);
    }

    void stopEndsSleepAtOnce()
    {
        AsyncScope scope(QStringLiteral("test"));
        QStringList log;
        scope.spawn(sleeper(1h, &log, scope.token()));
        QCOMPARE(log.size(), 0);
        scope.requestStop();
        QCoro::waitFor(scope.join());
        QCOMPARE(log, QStringList{QStringLiteral("canceled")});
    }

    void sleepAfterStopDoesNotSleep()
    {
        AsyncScope scope(QStringLiteral("test"));
        scope.requestStop();
        QStringList log;
        scope.spawn(sleeper(60s, &log, scope.token()));
        QCOMPARE(log, QStringList{QStringLiteral("canceled")});
        QCOMPARE(scope.running(), 0);
    }

    void exceptionsAreLoggedAndCounted()
    {
        AsyncScope scope(QStringLiteral("test"));
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("out of luck")));
        scope.spawn(thrower(scope.token()));
        QCoro::waitFor(scope.join());
        QCOMPARE(scope.running(), 0);
    }

    void anOwnerThatForgetsToJoinIsTold()
    {
        QStringList log;
        std::stop_source stop;
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("forgetful.*destroyed while 1")));
        {
            AsyncScope scope(QStringLiteral("forgetful"));
            scope.spawn(sleeper(60s, &log, stop.get_token()));
        }
        stop.request_stop();
        QTRY_COMPARE(log.size(), 1); // the task goes on without harm
    }
};

QTEST_GUILESS_MAIN(TestAsyncScope)
#include "tst_asyncscope.moc"
