// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/notifier.h"
#include "desktop/runnews.h"
#include "desktop/sleepguard.h"
#include "desktop/tray.h"

#include <QObject>

class QMainWindow;

namespace lorastudio {

class ProjectView;
class SettingsView;

/// What there is of the program outside of its window: tray icon, notifications, and that the computer stays awake
/// during a run. Whatever of these the desktop lacks is left out without a word.
class DesktopPresence : public QObject
{
    Q_OBJECT

public:
    struct Buses
    {
        std::optional<QDBusConnection> session{};
        std::optional<QDBusConnection> system{};
    };
    /// All of them outlive it. What it asks of the window goes through the window's actions, by their names.
    DesktopPresence(QMainWindow &window, ProjectView &project, SettingsView &settings, const Buses &buses,
                    QObject *parent = nullptr);
    Tray &tray() { return m_tray; }

private:
    void lookForTray();
    void followRun();
    void showWindow(const QString &token = {});
    void toggleWindow();
    void showPage(const QString &id);
    void trigger(const QString &action);
    void act(const QString &key, const QString &action, const QString &token);

    QMainWindow &m_window;
    ProjectView &m_project;
    SettingsView &m_settings;
    Tray m_tray;
    Notifier m_notifier;
    SleepGuard m_awake;
    RunNews m_news;
};

} // namespace lorastudio
