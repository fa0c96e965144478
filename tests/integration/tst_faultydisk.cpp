// SPDX-License-Identifier: GPL-3.0-or-later
// Cases 32 and 33 with the real program: the disk is full and freed again, and fails now and then, while a run goes on.
// 10 points. The program is the one without sanitizers where there is one, because libfiu and AddressSanitizer exclude
// each other.
#include "support/faultrun.h"
#include "support/faultydisk.h"
#include "support/testseed.h"

#include <QFile>
#include <QTest>

#include <cerrno>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace Qt::StringLiterals;

namespace {

/// Set by CMake where the program under test has a sanitizer in it.
QString program()
{
#ifdef LORASTUDIO_SANITIZED
    return QStringLiteral(LORASTUDIO_SOURCE_DIR "/build/release/lora-studio-cli");
#else
    return QStringLiteral(LORASTUDIO_CLI);
#endif
}

} // namespace

class TestFaultyDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!FaultyDisk::isAvailable())
            QSKIP("libfiu is not installed (package fiu-utils)");
        if (!QFile::exists(program()))
            QSKIP("there is no program without sanitizers (cmake --preset release)");
    }

    void fullAndFreed_data()
    {
        QTest::addColumn<int>("call");
        QTest::addColumn<int>("error");
        QTest::newRow("D3-32 write says ENOSPC") << int(FaultyDisk::Call::Write) << ENOSPC;
        QTest::newRow("D3-33 fsync says EIO") << int(FaultyDisk::Call::Sync) << EIO;
        QTest::newRow("D3-33 open says EACCES") << int(FaultyDisk::Call::Open) << EACCES;
    }

    void fullAndFreed()
    {
        QFETCH(int, call);
        QFETCH(int, error);
        const auto kind = FaultyDisk::Call(call);
        const CommandLinePlace here(program());
        QString server;
        const auto demo = here.startDemoServer({u"--step-ms"_qs, u"2"_qs, u"--load-ms"_qs, u"20"_qs}, &server);
        FaultRun run(here, here.database());
        run.setOptions({u"--server"_qs, server});
        run.setPreparation(&FaultyDisk::prepare);
        const int points = error == ENOSPC ? faultPoints(10, 10) : faultPoints(3, 10);
        QVERIFY(run.addCharacters(2, points * 2 + 4));
        run.start();
        for (int point = 0; point < points; ++point) {
            const int before = run.stored();
            if (!run.isRunning() || (before > 0 && run.open() < 3)) {
                run.kill();
                QVERIFY(run.askForMore(5));
                run.start();
            }
            const auto more = [&run, before] {
                return run.stored() > before;
            };
            QVERIFY2(run.waitUntil(more, 60'000), qPrintable(u"point %1"_qs.arg(point)));
            run.goOnForUpTo(100);
            if (!FaultyDisk::fail(run.pid(), kind, error)) {
                QVERIFY2(!run.isRunning(), "libfiu does not answer");
                continue;
            }
            run.goOnForUpTo(700);
            QVERIFY(FaultyDisk::heal(run.pid(), kind) || !run.isRunning());
        }
        const int code = run.finish(200'000);
        if (error == ENOSPC) {
            QVERIFY2(code == 0, run.said()); // waited for, and no failure of a job
        } else if (code != 0) {              // listed, and mended by a person's retry
            QCOMPARE(code, 3);
            QCOMPARE(here.call({u"retry"_qs}).exitCode, 0);
            run.setPreparation({});
            const int again = run.finish(200'000);
            QVERIFY2(again == 0, run.said());
        }
        const QString broken = run.broken();
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
    }
};

QTEST_GUILESS_MAIN(TestFaultyDisk)
#include "tst_faultydisk.moc"
