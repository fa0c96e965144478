// SPDX-License-Identifier: GPL-3.0-or-later
// Tray, notifications and power, against stand-ins on a bus of the test's own, and without any.
#include "desktop/desktoppresence.h"
#include "models/settingsphrases.h"
#include "style/appearance.h"
#include "style/palettes.h"
#include "style/roles.h"
#include "support/fakeprojectview.h"
#include "support/fakesettingsview.h"
#include "support/privatebus.h"
#include "support/standinnotifications.h"

#include <QApplication>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QMainWindow>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace lorastudio;
using namespace lorastudio::test;
using Scene = FakeProjectView::Scene;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace

/// All three that can be asked to keep the computer awake.
class StandInPower : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PowerManagement.Inhibit")

public:
    QStringList reasons;
    QList<uint> released;

public Q_SLOTS:
    uint Inhibit(const QString &, const QString &reason)
    {
        reasons.append(reason);
        return uint(reasons.size());
    }
    void UnInhibit(uint cookie) { released.append(cookie); }
};

class StandInInhibitPortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Inhibit")

public:
    QList<uint> flags;

public Q_SLOTS:
    QDBusObjectPath Inhibit(const QString &, uint what, const QVariantMap &)
    {
        flags.append(what);
        return QDBusObjectPath(QStringLiteral("/org/freedesktop/portal/desktop/request/1"));
    }
};

class StandInRequest : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Request")

public:
    int closed = 0;

public Q_SLOTS:
    void Close() { ++closed; }
};

class StandInLogin : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    QStringList asked;
    int held = -1; ///< our end of the pipe: it ends when the other one is closed

public Q_SLOTS:
    QDBusUnixFileDescriptor Inhibit(const QString &what, const QString &, const QString &, const QString &mode)
    {
        asked.append(what + u' ' + mode);
        int ends[2] = {-1, -1};
        if (pipe(ends) != 0)
            return {};
        held = ends[0];
        const QDBusUnixFileDescriptor given(ends[1]);
        ::close(ends[1]);
        return given;
    }
};

class TestDesktop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void notificationsHaveButtons();
    void servicesWithoutButtonsOrMarkup();
    void withoutServiceItIsSaidOtherwise();
    void whatNoLongerHoldsIsTakenAway();
    void buttonsDoWhatTheySay();

    void theEndOfARunIsNews();
    void anEndThatIsNoneIsSaidSo();
    void nothingIsSaidThatIsSeenOrTurnedOff();
    void aRunThatCannotGoOnIsNews();
    void allServersAwayIsNewsAfterAWhile();

    void theComputerStaysAwakeDuringARun();
    void powerManagementGoesFirst();
    void thePortalComesNext();
    void theLoginManagerIsLast();
    void anAnswerThatComesTooLateIsGivenBack();

    void theTrayTellsHowTheRunStands();
    void theTrayMenuActs();
    void theTrayIconIsDrawn();
    void withoutBusAndTrayNothingBreaks();

private:
    QDBusConnection service(const char *name)
    {
        return m_bus.connect(QString::fromLatin1(name) + QString::number(++m_connections));
    }
    void offerNotifications();
    QDBusConnection client() { return service("client"); }

    PrivateBus m_bus;
    int m_connections = 0;
    std::optional<QDBusConnection> m_service;
    StandInNotifications m_notifications;
};

void TestDesktop::initTestCase()
{
    QApplication::setApplicationDisplayName(text("LoRA Studio"));
    QGuiApplication::setDesktopFileName(text("lora-studio"));
    QApplication::setPalette(lightPalette());
    if (!m_bus.start())
        QSKIP(qPrintable(m_bus.problem()));
}

void TestDesktop::init()
{
    m_service = service("service");
    QVERIFY(m_service->isConnected());
    m_notifications.shown.clear();
    m_notifications.closed.clear();
    m_notifications.capabilities = {text("body"), text("actions"), text("body-markup")};
}

void TestDesktop::cleanup()
{
    if (m_service)
        QDBusConnection::disconnectFromBus(m_service->name()); // its names go with it
    m_service.reset();
}

void TestDesktop::offerNotifications()
{
    QVERIFY(m_notifications.offerOn(*m_service));
}

void TestDesktop::notificationsHaveButtons()
{
    offerNotifications();
    Notifier notifier(client());
    QSignalSpy acted(&notifier, &Notifier::actionTriggered);
    QSignalSpy failed(&notifier, &Notifier::failed);
    notifier.show({.key = text("end"),
                   .title = text("Run 7 is finished"),
                   .body = text("3 failed: <b>out</b> & over"),
                   .actions = {{text("retry"), text("Retry 3")}, {text("gallery"), text("Open Gallery")}}});
    QTRY_COMPARE(m_notifications.shown.size(), 1);
    const auto first = m_notifications.shown.first();
    QCOMPARE(first.title, text("Run 7 is finished"));
    QCOMPARE(first.body,
             text("3 failed: &lt;b&gt;out&lt;/b&gt; &amp; over")); // a service with markup gets none of ours
    QCOMPARE(first.actions, (QStringList{text("default"), text("Show LoRA Studio"), text("retry"), text("Retry 3"),
                                         text("gallery"), text("Open Gallery")}));
    QCOMPARE(first.hints.value(text("desktop-entry")).toString(), text("lora-studio"));
    // The same key replaces; the id has come back meanwhile.
    QTRY_VERIFY([&] {
        notifier.show({.key = text("end"), .title = text("Run 8 is finished"), .body = text("x")});
        return QTest::qWaitFor([&] { return m_notifications.shown.last().replaces == first.id; }, 200);
    }());
    notifier.show({.key = text("other"), .title = text("Run 9 is waiting")});
    QTRY_COMPARE(m_notifications.shown.last().title, text("Run 9 is waiting"));
    const uint other = m_notifications.shown.last().id;
    Q_EMIT m_notifications.ActivationToken(first.id, text("token-1"));
    Q_EMIT m_notifications.ActionInvoked(first.id + 77, text("gallery")); // another program's
    Q_EMIT m_notifications.ActionInvoked(first.id, text("gallery"));
    QTRY_COMPARE(acted.size(), 1);
    QCOMPARE(acted.first(), (QVariantList{text("end"), text("gallery"), text("token-1")}));
    Q_EMIT m_notifications.NotificationClosed(first.id, 2);
    Q_EMIT m_notifications.ActionInvoked(first.id, text("gallery")); // it is gone
    QTRY_VERIFY([&] {
        Q_EMIT m_notifications.ActionInvoked(other, text("later")); // once its id has come back
        return QTest::qWaitFor([&] { return acted.size() > 1; }, 200);
    }());
    QCOMPARE(acted.at(1), (QVariantList{text("other"), text("later"), QString()}));
    QCOMPARE(failed.size(), 0);
}

void TestDesktop::servicesWithoutButtonsOrMarkup()
{
    m_notifications.capabilities = {text("body")};
    offerNotifications();
    Notifier notifier(client());
    notifier.show({.key = text("end"),
                   .title = text("Run 7 is finished"),
                   .body = text("a < b"),
                   .actions = {{text("gallery"), text("Open Gallery")}}});
    QTRY_COMPARE(m_notifications.shown.size(), 1);
    QCOMPARE(m_notifications.shown.first().body, text("a < b"));
    QVERIFY(m_notifications.shown.first().actions.isEmpty());
}

void TestDesktop::withoutServiceItIsSaidOtherwise()
{
    Notifier notifier(client());
    QSignalSpy failed(&notifier, &Notifier::failed);
    const Notification news{.key = text("end"), .title = text("Run 7 is finished"), .body = text("All of them.")};
    notifier.show(news);
    QCOMPARE(failed.size(), 0); // never inside the call where there is a bus to ask
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Notification>(), news);
    offerNotifications(); // it may come later
    notifier.show(news);
    QTRY_COMPARE(m_notifications.shown.size(), 1);
    Notifier without(std::nullopt);
    QSignalSpy alsoFailed(&without, &Notifier::failed);
    without.show(news);
    QCOMPARE(alsoFailed.size(), 1);
    without.withdraw(news.key);
}

void TestDesktop::whatNoLongerHoldsIsTakenAway()
{
    offerNotifications();
    Notifier notifier(client());
    notifier.show({.key = text("hold"), .title = text("Run 7 is waiting")});
    QTRY_COMPARE(m_notifications.shown.size(), 1);
    notifier.withdraw(text("hold")); // perhaps before the id has come back
    QTRY_COMPARE(m_notifications.closed, QList<uint>{m_notifications.shown.first().id});
    notifier.withdraw(text("never"));
}

void TestDesktop::buttonsDoWhatTheySay()
{
    offerNotifications();
    QMainWindow window;
    QAction gallery(&window);
    gallery.setObjectName(text("galleryPageAction"));
    window.addAction(&gallery);
    QSignalSpy opened(&gallery, &QAction::triggered);
    FakeProjectView project(Scene::Running);
    FakeSettingsView settings;
    DesktopPresence presence(window, project, settings, {client(), std::nullopt});
    RunSummary summary = project.runSummary();
    summary.phase = RunPhase::Finished;
    summary.failed = 3;
    project.changeSummary(summary);
    QTRY_COMPARE(m_notifications.shown.size(), 1);
    const uint id = m_notifications.shown.first().id;
    QVERIFY(m_notifications.shown.first().actions.contains(text("Retry 3")));
    QTRY_VERIFY([&] {
        Q_EMIT m_notifications.ActionInvoked(id, text("retry"));
        return QTest::qWaitFor([&] { return project.lastCall().startsWith(text("retryFailed")); }, 200);
    }());
    QVERIFY(!window.isVisible());
    Q_EMIT m_notifications.ActionInvoked(id, text("gallery"));
    QTRY_COMPARE(opened.size(), 1);
    QVERIFY(window.isVisible());
}

void TestDesktop::theEndOfARunIsNews()
{
    FakeProjectView project(Scene::Running);
    FakeSettingsView settings;
    RunNews news(project, settings, [] { return false; });
    QSignalSpy announced(&news, &RunNews::announced);
    QSignalSpy ended(&news, &RunNews::ended);
    project.makeImages(project.rows().first().character.id, 3);
    QCOMPARE(announced.size(), 0); // never for single images
    CharacterRow row = project.rows().first();
    row.summary.failed = 3;
    row.summary.lastFailure = text("Out of GPU memory");
    project.changeRow(row);
    RunSummary summary = project.runSummary();
    summary.phase = RunPhase::Finished;
    summary.run = 7;
    summary.made = 697;
    summary.total = 700;
    summary.failed = 3;
    summary.started = QDateTime(QDate(2025, 3, 1), QTime(21, 0), Qt::UTC);
    summary.finished = summary.started.addSecs(44 * 60);
    project.changeSummary(summary);
    QCOMPARE(announced.size(), 1);
    const auto said = announced.first().first().value<Notification>();
    QCOMPARE(said.title, text("Run 7 is finished"));
    QCOMPARE(said.body, text("697 of 700 images in 44 minutes. 3 failed: Out of GPU memory."));
    QCOMPARE(said.actions.size(), 2);
    QCOMPARE(said.actions.first().text, text("Retry 3"));
    summary.images += 1;
    project.changeSummary(summary);
    QCOMPARE(announced.size(), 1); // once
    summary.phase = RunPhase::Running;
    project.changeSummary(summary);
    QCOMPARE(ended.size(), 1); // it goes on: the old news goes
    summary.phase = RunPhase::Stopped;
    project.changeSummary(summary);
    QCOMPARE(announced.size(), 1); // whoever stopped it knows
}

void TestDesktop::anEndThatIsNoneIsSaidSo()
{
    FakeProjectView project(Scene::Running);
    FakeSettingsView settings;
    RunNews news(project, settings, [] { return false; });
    QSignalSpy announced(&news, &RunNews::announced);
    RunSummary summary = project.runSummary();
    summary.run = 7;
    for (const auto &[end, title] : {std::pair{RunReport::End::TimedOut, text("Run 7 ended without progress")},
                                     std::pair{RunReport::End::TakenOver, text("Another program goes on with run 7")},
                                     std::pair{RunReport::End::Finished, text("Run 7 is finished")}}) {
        summary.phase = RunPhase::Running;
        project.changeSummary(summary);
        summary.phase = RunPhase::Finished;
        summary.end = end;
        project.changeSummary(summary);
        QCOMPARE(announced.takeLast().first().value<Notification>().title, title);
    }
}

void TestDesktop::nothingIsSaidThatIsSeenOrTurnedOff()
{
    const auto count = [](bool watched, const SettingsValues &values) {
        FakeProjectView project(Scene::Running);
        FakeSettingsView settings;
        settings.change(values);
        RunNews news(project, settings, [watched] { return watched; });
        QSignalSpy announced(&news, &RunNews::announced);
        RunSummary summary = project.runSummary();
        summary.phase = RunPhase::Finished;
        project.changeSummary(summary);
        return announced.size();
    };
    SettingsValues values;
    QCOMPARE(count(false, values), 1);
    QCOMPARE(count(true, values), 0);
    values.notifyAtEnd = false;
    QCOMPARE(count(false, values), 0);
    values = {};
    values.notify = false;
    QCOMPARE(count(false, values), 0);
}

void TestDesktop::aRunThatCannotGoOnIsNews()
{
    FakeProjectView project(Scene::Running);
    FakeSettingsView settings;
    RunNews news(project, settings, [] { return false; });
    QSignalSpy announced(&news, &RunNews::announced);
    QSignalSpy ended(&news, &RunNews::ended);
    CharacterRow row = project.rows().first();
    const RowStatus before = row.status;
    row.status.state = RowState::DiskFull;
    row.status.cause = text("The disk is full: 0.2 GB left in the library folder. It goes on by itself when there is "
                            "room.");
    project.changeRow(row);
    project.setNotices({});
    Q_EMIT project.noticesChanged();
    QCOMPARE(announced.size(), 1);
    const auto said = announced.first().first().value<Notification>();
    QVERIFY(said.title.endsWith(text("is waiting")));
    QCOMPARE(said.body, row.status.cause);
    QCOMPARE(said.actions.first().id, text("folder"));
    Q_EMIT project.noticesChanged();
    QCOMPARE(announced.size(), 1);
    row.status = before;
    project.changeRow(row);
    Q_EMIT project.noticesChanged();
    QCOMPARE(ended.size(), 1);
}

void TestDesktop::allServersAwayIsNewsAfterAWhile()
{
    FakeProjectView project(Scene::Running);
    FakeSettingsView settings;
    RunNews news(
        project, settings, [] { return false; }, std::chrono::milliseconds(60));
    QSignalSpy announced(&news, &RunNews::announced);
    QSignalSpy ended(&news, &RunNews::ended);
    RunSummary summary = project.runSummary();
    const ServerCounts before = summary.servers;
    summary.servers = {.total = 2, .offline = 2};
    project.changeSummary(summary);
    summary.servers = before;
    project.changeSummary(summary); // back at once
    // Another project loses its servers later, and says so.
    FakeProjectView later(Scene::Running);
    RunNews control(
        later, settings, [] { return false; }, std::chrono::milliseconds(60));
    QSignalSpy said(&control, &RunNews::announced);
    summary.servers = {.total = 2, .offline = 2};
    later.changeSummary(summary);
    QTRY_COMPARE(said.size(), 1);
    QCOMPARE(announced.size(), 0);
    summary.servers = {.total = 2, .offline = 2};
    project.changeSummary(summary);
    QTRY_COMPARE(announced.size(), 1);
    const auto news2 = announced.first().first().value<Notification>();
    QCOMPARE(news2.title, text("No server is left"));
    QVERIFY(news2.body.startsWith(text("All 2 servers stopped answering.")));
    QVERIFY(news2.body.endsWith(text("nothing is lost.")));
    summary.servers = before;
    project.changeSummary(summary);
    QCOMPARE(ended.size(), 1);
}

void TestDesktop::theComputerStaysAwakeDuringARun()
{
    StandInPower power;
    m_service->registerObject(text("/org/freedesktop/PowerManagement/Inhibit"), &power,
                              QDBusConnection::ExportAllSlots);
    m_service->registerService(text("org.freedesktop.PowerManagement"));
    QMainWindow window;
    FakeProjectView project(Scene::BeforeRun);
    FakeSettingsView settings;
    DesktopPresence presence(window, project, settings, {client(), std::nullopt});
    RunSummary summary = project.runSummary();
    QCOMPARE(power.reasons.size(), 0);
    summary.phase = RunPhase::Running;
    project.changeSummary(summary);
    QTRY_COMPARE(power.reasons.size(), 1);
    summary.phase = RunPhase::Paused;
    project.changeSummary(summary);
    QTRY_COMPARE(power.released, QList<uint>{1}); // whether the cookie had come back or not
    summary.phase = RunPhase::Running;
    project.changeSummary(summary);
    QTRY_COMPARE(power.reasons.size(), 2);
    SettingsValues values;
    values.preventSleep = false;
    settings.change(values);
    QTRY_COMPARE(power.released, (QList<uint>{1, 2}));
}

void TestDesktop::powerManagementGoesFirst()
{
    StandInPower power;
    m_service->registerObject(text("/org/freedesktop/PowerManagement/Inhibit"), &power,
                              QDBusConnection::ExportAllSlots);
    m_service->registerService(text("org.freedesktop.PowerManagement"));
    {
        SleepGuard guard(client(), std::nullopt);
        QSignalSpy held(&guard, &SleepGuard::heldChanged);
        guard.setActive(true, text("A run is going on"));
        QVERIFY(!guard.isHeld()); // nothing waits
        QTRY_VERIFY(guard.isHeld());
        guard.setActive(true);
        QCOMPARE(power.reasons, QStringList{text("A run is going on")});
        QCOMPARE(held.size(), 1);
    }
    QTRY_COMPARE(power.released, QList<uint>{1}); // with the guard, too
}

void TestDesktop::thePortalComesNext()
{
    StandInInhibitPortal portal;
    StandInRequest request;
    m_service->registerObject(text("/org/freedesktop/portal/desktop"), &portal, QDBusConnection::ExportAllSlots);
    m_service->registerObject(text("/org/freedesktop/portal/desktop/request/1"), &request,
                              QDBusConnection::ExportAllSlots);
    m_service->registerService(text("org.freedesktop.portal.Desktop"));
    SleepGuard guard(client(), std::nullopt);
    guard.setActive(true, text("A run is going on"));
    QTRY_VERIFY(guard.isHeld());
    QCOMPARE(portal.flags, QList<uint>{4});
    guard.setActive(false);
    QTRY_COMPARE(request.closed, 1);
    QVERIFY(!guard.isHeld());
}

void TestDesktop::theLoginManagerIsLast()
{
    StandInLogin login;
    m_service->registerObject(text("/org/freedesktop/login1"), &login, QDBusConnection::ExportAllSlots);
    m_service->registerService(text("org.freedesktop.login1"));
    SleepGuard guard(client(), client());
    guard.setActive(true, text("A run is going on"));
    QTRY_VERIFY(guard.isHeld());
    QCOMPARE(login.asked, QStringList{text("sleep:idle block")});
    guard.setActive(false);
    const auto isClosed = [&login] {
        char byte = 0;
        return ::read(login.held, &byte, 1) == 0; // the last writer has gone
    };
    QVERIFY(isClosed());
    ::close(login.held);
    // And where nobody offers it, nothing happens.
    SleepGuard alone(std::nullopt, std::nullopt);
    alone.setActive(true);
    QVERIFY(!alone.isHeld());
}

void TestDesktop::anAnswerThatComesTooLateIsGivenBack()
{
    StandInPower power;
    m_service->registerObject(text("/org/freedesktop/PowerManagement/Inhibit"), &power,
                              QDBusConnection::ExportAllSlots);
    m_service->registerService(text("org.freedesktop.PowerManagement"));
    SleepGuard guard(client(), std::nullopt);
    guard.setActive(true);
    guard.setActive(false);
    QTRY_COMPARE(power.released, QList<uint>{1}); // whether the cookie had come back or not
    QVERIFY(!guard.isHeld());
}

void TestDesktop::theTrayTellsHowTheRunStands()
{
    FakeProjectView project(Scene::Running);
    FakeSettingsView settings;
    const Tray tray(project, settings);
    RunSummary summary = project.runSummary();
    summary.run = 7;
    summary.made = 385;
    summary.total = 700;
    summary.secondsLeft = 540;
    summary.failed = 3;
    summary.needAttention = 0;
    summary.servers = {.total = 5, .working = 3, .connected = 3, .stuck = 1, .offline = 1};
    project.changeSummary(summary);
    QCOMPARE(tray.toolTip(), text("LoRA Studio\n385 of 700 images, about 9 min left\n1 server stuck, 1 offline, 3 "
                                  "images failed"));
    QCOMPARE(phrases::trayRun(summary), text("Run 7: 385 of 700, 9 min left"));
    QVERIFY(tray.look() == (TrayLook{TrayLook::State::Running, 55}));
    summary.phase = RunPhase::Paused;
    project.changeSummary(summary);
    QVERIFY(tray.look().state == TrayLook::State::Paused);
    summary.needAttention = 2;
    project.changeSummary(summary);
    QVERIFY(tray.look().state == TrayLook::State::Attention);
    project.changeSummary({});
    QVERIFY(tray.look().state == TrayLook::State::Idle);
}

void TestDesktop::theTrayMenuActs()
{
    FakeProjectView project(Scene::Running);
    FakeSettingsView settings;
    Tray tray(project, settings);
    QSignalSpy pages(&tray, &Tray::pageRequested);
    QSignalSpy stopped(&tray, &Tray::stopRequested);
    const auto action = [&tray](const char *name) {
        auto *found = tray.menu().findChild<QAction *>(text(name));
        if (!found)
            qFatal("There is no %s", name);
        return found;
    };
    QVERIFY(!action("trayRunAction")->isEnabled());
    QVERIFY(action("trayRunAction")->font().bold());
    action("trayPauseAction")->trigger();
    QCOMPARE(project.lastCall(), text("pause"));
    QTRY_COMPARE(action("trayPauseAction")->text(), text("Resume"));
    action("trayPauseAction")->trigger();
    QCOMPARE(project.lastCall(), text("resume"));
    action("trayStopAction")->trigger();
    QCOMPARE(stopped.size(), 1);
    QVERIFY(!project.lastCall().startsWith(text("stop"))); // it is asked first
    action("trayGalleryAction")->trigger();
    action("trayServersAction")->trigger();
    QCOMPARE(pages.size(), 2);
    QVERIFY(!action("trayKeepRunningAction")->isChecked());
    action("trayKeepRunningAction")->trigger();
    QVERIFY(settings.values().onClose == SettingsValues::OnClose::Tray);
    action("trayNotifyAction")->trigger();
    QVERIFY(!settings.values().notify);
    SettingsValues values;
    settings.change(values);
    QVERIFY(action("trayNotifyAction")->isChecked());
    QVERIFY(!action("trayKeepRunningAction")->isChecked());
    project.changeSummary({});
    QVERIFY(!action("trayPauseAction")->isEnabled());
    QVERIFY(!action("trayStopAction")->isEnabled());
}

void TestDesktop::theTrayIconIsDrawn()
{
    const auto ink = [](const TrayLook &look, const QColor &color) {
        const QImage image = trayPixmap(look, 44).toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == color;
        }
        return count;
    };
    const Roles &roles = Roles::current();
    using State = TrayLook::State;
    QCOMPARE(ink({State::Idle, 0}, roles.accentText), 0);
    const int quarter = ink({State::Running, 25}, roles.accentText);
    const int most = ink({State::Running, 90}, roles.accentText);
    QVERIFY(quarter > 20);
    QVERIFY(most > 3 * quarter);
    QVERIFY(ink({State::Attention, 0}, roles.warn) > 30);
    QVERIFY(ink({State::Paused, 0}, roles.text) > ink({State::Attention, 0}, roles.text));
}

void TestDesktop::withoutBusAndTrayNothingBreaks()
{
    QVERIFY(!Tray::isAvailable()); // of this platform
    QMainWindow window;
    FakeProjectView project(Scene::Running);
    FakeSettingsView settings;
    DesktopPresence presence(window, project, settings, {});
    QVERIFY(!settings.hasTray());
    RunSummary summary = project.runSummary();
    summary.phase = RunPhase::Finished;
    project.changeSummary(summary);
    QVERIFY(!presence.tray().say(text("a"), text("b"), false));
}

QTEST_MAIN(TestDesktop)
#include "tst_desktop.moc"
