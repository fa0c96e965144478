// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/desktoppresence.h"

#include "models/projectview.h"
#include "models/settingsview.h"

#include <QAction>
#include <QGuiApplication>
#include <QMainWindow>

namespace lorastudio {

DesktopPresence::DesktopPresence(QMainWindow &window, ProjectView &project, SettingsView &settings, const Buses &buses,
                                 QObject *parent)
    : QObject(parent),
      m_window(window),
      m_project(project),
      m_settings(settings),
      m_tray(project, settings),
      m_notifier(buses.session),
      m_awake(buses.session, buses.system),
      m_news(project, settings, [&window] { return window.isVisible() && window.isActiveWindow(); })
{
    connect(&m_tray, &Tray::windowToggled, this, &DesktopPresence::toggleWindow);
    connect(&m_tray, &Tray::windowRequested, this, [this] { showWindow(); });
    connect(&m_tray, &Tray::pageRequested, this, &DesktopPresence::showPage);
    connect(&m_tray, &Tray::messageClicked, this, [this] { showPage(QStringLiteral("gallery")); });
    connect(&m_tray, &Tray::stopRequested, this, [this] {
        showWindow(); // it asks there
        trigger(QStringLiteral("stopAction"));
    });
    connect(&m_tray, &Tray::quitRequested, this, [this] {
        if (m_project.runSummary().active() && m_settings.values().onClose == SettingsValues::OnClose::Ask)
            showWindow(); // it asks there
        trigger(QStringLiteral("quitAction"));
    });
    connect(&m_news, &RunNews::announced, &m_notifier, &Notifier::show);
    connect(&m_news, &RunNews::ended, &m_notifier, &Notifier::withdraw);
    connect(&m_notifier, &Notifier::actionTriggered, this, &DesktopPresence::act);
    connect(&m_notifier, &Notifier::failed, this,
            [this](const Notification &news) { m_tray.say(news.title, news.body, news.urgent); });
    connect(&m_project, &ProjectView::runSummaryChanged, this, &DesktopPresence::followRun);
    connect(&m_settings, &SettingsView::valuesChanged, this, &DesktopPresence::followRun);
    // A panel may come later than the program, or go.
    connect(qApp, &QGuiApplication::applicationStateChanged, this, &DesktopPresence::lookForTray);
    lookForTray();
    followRun();
}

void DesktopPresence::lookForTray()
{
    m_settings.setHasTray(Tray::isAvailable());
    m_tray.show();
}

void DesktopPresence::followRun()
{
    const RunPhase phase = m_project.runSummary().phase;
    const bool works = phase == RunPhase::Running || phase == RunPhase::Stopping;
    m_awake.setActive(works && m_settings.values().preventSleep, tr("A run is going on"));
}

void DesktopPresence::showWindow(const QString &token)
{
    if (!token.isEmpty()) // Wayland lets a window come to the front only with one
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
}

void DesktopPresence::toggleWindow()
{
    // A click takes the focus from the window in some panels, so "in front" is "seen and not minimised" there.
    const bool away = !m_window.isVisible() || m_window.isMinimized();
    if (away || !m_window.isActiveWindow())
        showWindow();
    else
        m_window.hide();
}

void DesktopPresence::showPage(const QString &id)
{
    showWindow();
    trigger(id + QStringLiteral("PageAction"));
}

void DesktopPresence::trigger(const QString &name)
{
    const QList<QAction *> actions = m_window.actions();
    for (QAction *action : actions) {
        if (action->objectName() == name)
            action->trigger();
    }
}

void DesktopPresence::act(const QString &, const QString &action, const QString &token)
{
    if (action == QStringLiteral("retry")) {
        m_project.retryFailed(QString());
    } else if (action == QStringLiteral("pause")) {
        m_project.pause();
    } else if (action == QStringLiteral("folder")) {
        m_project.openFolder(QString());
    } else {
        showWindow(token);
        if (action == QStringLiteral("gallery") || action == QStringLiteral("servers"))
            trigger(action + QStringLiteral("PageAction"));
    }
}

} // namespace lorastudio
