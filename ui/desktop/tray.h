// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/traypicture.h"

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace lorastudio {

class ProjectView;
class SettingsView;

/// The icon in the desktop's tray: how the run stands, at a glance, and a menu for what can be done about it while the
/// window is away. Where the desktop has no tray, only the menu exists, and nobody sees it.
class Tray : public QObject
{
    Q_OBJECT

public:
    Tray(ProjectView &project, SettingsView &settings, QObject *parent = nullptr);
    static bool isAvailable() { return QSystemTrayIcon::isSystemTrayAvailable(); }
    /// Shows the icon; nothing happens without a tray.
    void show();
    QMenu &menu() { return m_menu; }
    QString toolTip() const { return m_icon.toolTip(); }
    const TrayLook &look() const { return m_look; }
    /// The desktop's own message of a tray icon. False if there is no icon.
    bool say(const QString &title, const QString &body, bool urgent);

Q_SIGNALS:
    /// A click on the icon.
    void windowToggled();
    void windowRequested();
    void pageRequested(const QString &id);
    void stopRequested();
    void quitRequested();
    /// A click on the message of say().
    void messageClicked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update();
    void draw();
    QAction *add(const char *name, const QString &text, const QIcon &icon);

    ProjectView &m_project;
    SettingsView &m_settings;
    QSystemTrayIcon m_icon;
    QMenu m_menu;
    TrayLook m_look;
    QAction *m_run;
    QAction *m_pause;
    QAction *m_stop;
    QAction *m_keep;
    QAction *m_notify;
};

} // namespace lorastudio
