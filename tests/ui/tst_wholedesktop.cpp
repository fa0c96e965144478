// SPDX-License-Identifier: GPL-3.0-or-later
// The real window over real services beside a desktop: a service of notifications on a bus of the test's own, and none
// at all; no tray.
#include "demoserver/demoserver.h"
#include "desktop/desktoppresence.h"
#include "mainwindow/pagearea.h"
#include "support/privatebus.h"
#include "support/standinnotifications.h"
#include "support/storagefixture.h"
#include "support/wholewindow.h"

#include <QAbstractItemView>
#include <QAction>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;
using test::Program;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

/// Another program's window comes to the front.
struct OtherWindow
{
    OtherWindow()
    {
        widget.show();
        widget.activateWindow();
        if (!QTest::qWaitForWindowActive(&widget))
            qFatal("The other window does not become active");
    }
    QWidget widget;
};

} // namespace

class TestWholeDesktop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareWholeWindow(m_settings); }
    void init() { QSettings().clear(); }
    void theEndOfARunLeadsOn_data() { test::StorageFixture::addDrivers(); }
    void theEndOfARunLeadsOn();
    void withoutTrayAndBus_data() { test::StorageFixture::addDrivers(); }
    void withoutTrayAndBus();

private:
    static void importAnna(Program &program, const QTemporaryDir &folder, int images);
    QTemporaryDir m_settings;
    test::StorageFixture m_storage;
};

void TestWholeDesktop::importAnna(Program &program, const QTemporaryDir &folder, int images)
{
    program.project().importFiles({test::written(folder.filePath(text("people.csv")),
                                                 "name,size,images\nAnna,64x96," + QByteArray::number(images) + '\n')});
    QTRY_COMPARE_WITH_TIMEOUT(program.project().rows().size(), 1, 30'000);
}

void TestWholeDesktop::theEndOfARunLeadsOn()
{
    test::PrivateBus bus;
    if (!bus.start())
        QSKIP(qPrintable(bus.problem()));
    test::StandInNotifications desktop;
    QVERIFY(desktop.offerOn(bus.connect(text("desktop"))));
    const std::unique_ptr<DemoServer> server = test::startServer(2);
    const QTemporaryDir folder;
    Program program(folder, m_storage.create().display());
    const DesktopPresence presence(program.window, program.project(), program.sessions.settings(),
                                   {bus.connect(text("program")), std::nullopt});
    importAnna(program, folder, 4);
    program.connectTo(*server);
    QTRY_VERIFY_WITH_TIMEOUT(program.find<QAction>("startAction")->isEnabled(), 30'000);
    program.click("startButton");
    {
        const OtherWindow other;
        QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Finished, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(desktop.shown.size(), 1, 10'000);
        const test::StandInNotifications::Shown end = desktop.shown.first();
        QCOMPARE(end.title, text("Run 1 is finished"));
        QVERIFY2(end.body.contains(text("2 of 4")), qPrintable(end.body));
        QVERIFY2(end.body.contains(text("2 failed")), qPrintable(end.body));
        QVERIFY(end.actions.contains(text("Retry 2")));
        QVERIFY(end.actions.contains(text("Open Gallery")));

        // Retry, without the window: the same images again, this time all of them.
        Q_EMIT desktop.ActionInvoked(end.id, text("retry"));
        QTRY_COMPARE_WITH_TIMEOUT(program.row(text("Anna")).summary.stored, 4, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Finished, 60'000);
        QVERIFY(!program.window.isActiveWindow());
        QTRY_COMPARE_WITH_TIMEOUT(desktop.shown.size(), 2, 10'000);
        const test::StandInNotifications::Shown whole = desktop.shown.last();
        QVERIFY(!whole.actions.join(u' ').contains(text("Retry")));

        QTRY_VERIFY_WITH_TIMEOUT(
            [&] { // its id is on its way
                Q_EMIT desktop.ActionInvoked(whole.id, text("gallery"));
                return QTest::qWaitFor([&] { return program.window.isActiveWindow(); }, 300);
            }(),
            10'000);
        QCOMPARE(program.find<PageArea>("pageArea")->currentId(), text("gallery"));
        QTRY_COMPARE(program.find<QAbstractItemView>("galleryView")->model()->rowCount(), 4);
    }
    // While the window is in front, nothing is said.
    program.project().setImages(program.row(text("Anna")).character.id, 5);
    QTRY_VERIFY(program.find<QAction>("startAction")->isEnabled());
    QTRY_VERIFY(program.window.isActiveWindow());
    program.trigger("startAction");
    QTRY_COMPARE_WITH_TIMEOUT(program.row(text("Anna")).summary.stored, 5, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Finished, 60'000);
    QCOMPARE(desktop.shown.size(), 2);
    program.end();
}

void TestWholeDesktop::withoutTrayAndBus()
{
    QVERIFY2(!Tray::isAvailable(), "This test is one of a desktop without a tray");
    const QTemporaryDir folder;
    const QString database = m_storage.create().display();
    int made = 0;
    {
        Program program(folder, database);
        const DesktopPresence presence(program.window, program.project(), program.sessions.settings(), {});
        QVERIFY(!program.sessions.settings().hasTray());
        program.trigger("settingsPageAction");
        program.trigger("charactersPageAction");
        importAnna(program, folder, 200);
        program.project().useDemoServer();
        QTRY_VERIFY_WITH_TIMEOUT(program.find<QAction>("startAction")->isEnabled(), 30'000);
        program.click("startButton");
        QTRY_VERIFY_WITH_TIMEOUT(program.run().made >= 1, 60'000);

        // Closing asks, and there is no tray to offer.
        program.window.close();
        QVERIFY(program.window.isVisible());
        QVERIFY(!program.window.findChild<QWidget *>(text("closeKeepButton")));
        program.click("closeCancelButton");
        QTRY_VERIFY(!program.window.findChild<QMessageBox *>(text("closeQuestion")));
        QCOMPARE(program.run().phase, RunPhase::Running);
        program.window.close();
        program.click("closeQuitButton");
        QTRY_VERIFY(!program.window.isVisible());
        program.end();
        made = program.row(text("Anna")).summary.stored;
        QVERIFY(made < 200);
    }
    Program program(folder, database);
    const DesktopPresence presence(program.window, program.project(), program.sessions.settings(), {});
    program.project().useDemoServer();
    QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Running, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(program.row(text("Anna")).summary.stored > made, 60'000);
    {
        const OtherWindow other; // the end of a run has nowhere to go, and nothing happens
        program.project().stop();
        QTRY_COMPARE_WITH_TIMEOUT(program.run().phase, RunPhase::Stopped, 60'000);
    }
    program.end();
}

QTEST_MAIN(TestWholeDesktop)
#include "tst_wholedesktop.moc"
