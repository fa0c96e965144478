// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/tray.h"

#include "models/projectview.h"
#include "models/settingsphrases.h"
#include "models/settingsview.h"
#include "style/glyphs.h"
#include "style/roles.h"

#include <QApplication>
#include <QEvent>

namespace lorastudio {

QAction *Tray::add(const char *name, const QString &text, const QIcon &icon)
{
    QAction *action = m_menu.addAction(icon, text);
    action->setObjectName(QString::fromLatin1(name));
    return action;
}

Tray::Tray(ProjectView &project, SettingsView &settings, QObject *parent)
    : QObject(parent), m_project(project), m_settings(settings)
{
    m_menu.setObjectName(QStringLiteral("trayMenu"));
    m_menu.setAccessibleName(tr("LoRA Studio"));
    m_run = add("trayRunAction", QString(), QIcon());
    m_run->setEnabled(false);
    QFont bold = m_menu.font();
    bold.setBold(true);
    m_run->setFont(bold);
    m_menu.addSeparator();
    m_pause = add("trayPauseAction", QString(), QIcon());
    m_stop = add("trayStopAction", tr("Stop…"),
                 actionIcon(QStringLiteral("media-playback-stop"), QStringLiteral("state-stopped")));
    m_menu.addSeparator();
    QAction *gallery =
        add("trayGalleryAction", tr("Open Gallery"), glyphIcon(QStringLiteral("page-gallery"), &Roles::text));
    QAction *servers = add("trayServersAction", tr("Servers"), glyphIcon(QStringLiteral("page-servers"), &Roles::text));
    m_menu.addSeparator();
    m_keep = add("trayKeepRunningAction", tr("Keep Running When Closed"), QIcon());
    m_keep->setCheckable(true);
    m_notify = add("trayNotifyAction", tr("Notify"), QIcon());
    m_notify->setCheckable(true);
    m_menu.addSeparator();
    QAction *show =
        add("trayShowAction", tr("Show LoRA Studio"), glyphIcon(QStringLiteral("lora-studio-symbolic"), &Roles::text));
    QAction *quit =
        add("trayQuitAction", tr("Quit"), actionIcon(QStringLiteral("application-exit"), QStringLiteral("close")));
    m_icon.setContextMenu(&m_menu);

    connect(m_pause, &QAction::triggered, this, [this] {
        if (m_project.runSummary().phase == RunPhase::Paused)
            m_project.resume();
        else
            m_project.pause();
    });
    connect(m_stop, &QAction::triggered, this, &Tray::stopRequested);
    connect(gallery, &QAction::triggered, this, [this] { Q_EMIT pageRequested(QStringLiteral("gallery")); });
    connect(servers, &QAction::triggered, this, [this] { Q_EMIT pageRequested(QStringLiteral("servers")); });
    connect(m_keep, &QAction::triggered, this, [this](bool on) {
        SettingsValues values = m_settings.values();
        values.onClose = on ? SettingsValues::OnClose::Tray : SettingsValues::OnClose::Ask;
        m_settings.change(values);
    });
    connect(m_notify, &QAction::triggered, this, [this](bool on) {
        SettingsValues values = m_settings.values();
        values.notify = on;
        m_settings.change(values);
    });
    connect(show, &QAction::triggered, this, &Tray::windowRequested);
    connect(quit, &QAction::triggered, this, &Tray::quitRequested);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            Q_EMIT windowToggled();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::messageClicked);
    connect(&m_project, &ProjectView::runSummaryChanged, this, &Tray::update);
    connect(&m_settings, &SettingsView::valuesChanged, this, &Tray::update);
    qApp->installEventFilter(this);
    draw();
    update();
}

void Tray::show()
{
    m_icon.setVisible(isAvailable());
}

bool Tray::say(const QString &title, const QString &body, bool urgent)
{
    if (!m_icon.isVisible() || !QSystemTrayIcon::supportsMessages())
        return false;
    m_icon.showMessage(title, body, urgent ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information);
    return true;
}

bool Tray::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange)
        draw();
    return QObject::eventFilter(watched, event);
}

void Tray::draw()
{
    m_icon.setIcon(trayIcon(m_look));
}

void Tray::update()
{
    const RunSummary summary = m_project.runSummary();
    const TrayLook look = trayLook(summary);
    if (look != m_look) {
        m_look = look;
        draw();
    }
    QStringList lines = phrases::trayLines(summary);
    lines.prepend(QGuiApplication::applicationDisplayName());
    if (const QString tip = lines.join(u'\n'); tip != m_icon.toolTip())
        m_icon.setToolTip(tip);
    const bool paused = summary.phase == RunPhase::Paused;
    m_run->setText(phrases::trayRun(summary));
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setIcon(paused ? actionIcon(QStringLiteral("media-playback-start"), QStringLiteral("state-running"))
                            : actionIcon(QStringLiteral("media-playback-pause"), QStringLiteral("state-paused")));
    const bool steerable = paused || summary.phase == RunPhase::Running;
    m_pause->setEnabled(steerable);
    m_stop->setEnabled(steerable);
    const SettingsValues values = m_settings.values();
    m_keep->setChecked(values.onClose == SettingsValues::OnClose::Tray);
    m_notify->setChecked(values.notify);
}

} // namespace lorastudio
