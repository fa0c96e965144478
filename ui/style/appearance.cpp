// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/appearance.h"

#include "style/palettes.h"
#include "style/studiostyle.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QIcon>
#include <QSettings>
#include <QStandardPaths>
#include <QStyle>
#include <QStyleFactory>

namespace lorastudio {

namespace {

const QString settingsKey = QStringLiteral("appearance/palette");
const QString portalService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString portalInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString portalGroup = QStringLiteral("org.freedesktop.appearance");
const QString portalKey = QStringLiteral("color-scheme");
constexpr uint preferDark = 1;

/// Portals of the first version wrap the value once more.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

/// A platform theme that knows the desktop's colours gives the application another palette than the style's own.
bool desktopBringsPalette()
{
    const QPalette now = QApplication::palette();
    const QPalette own = QApplication::style()->standardPalette();
    for (const auto role : {QPalette::Window, QPalette::Base, QPalette::Text, QPalette::Highlight, QPalette::Button}) {
        if (now.color(role) != own.color(role))
            return true;
    }
    return false;
}

} // namespace

Appearance::Appearance(QObject *parent) : QObject(parent), m_desktopPalette(desktopBringsPalette())
{
    const QString stored = QSettings().value(settingsKey).toString();
    if (stored == QLatin1String("light"))
        m_choice = Choice::Light;
    else if (stored == QLatin1String("dark"))
        m_choice = Choice::Dark;
    apply();
}

void Appearance::prepareApplication(bool styleAsked)
{
    if (QIcon::themeName().isEmpty() || QIcon::themeName() == QLatin1String("hicolor"))
        QIcon::setThemeName(QStringLiteral("breeze"));
    // Without a platform theme Qt looks for icon themes in the program's resources only.
    QStringList paths = QIcon::themeSearchPaths();
    for (const QString &data : QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation)) {
        const QString icons = data + QLatin1String("/icons");
        if (!paths.contains(icons))
            paths.append(icons);
    }
    QIcon::setThemeSearchPaths(paths);
    const bool asked = styleAsked || !qEnvironmentVariableIsEmpty("QT_STYLE_OVERRIDE");
    if (!asked && QApplication::style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) == 0)
        QApplication::setStyle(new StudioStyle);
}

void Appearance::choose(Choice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    QSettings().setValue(settingsKey, choice == Choice::Light  ? QStringLiteral("light")
                                      : choice == Choice::Dark ? QStringLiteral("dark")
                                                               : QStringLiteral("desktop"));
    apply();
    Q_EMIT choiceChanged();
}

void Appearance::apply()
{
    if (m_choice == Choice::AsDesktop && m_desktopPalette) {
        QApplication::setPalette(QPalette());
        return;
    }
    if (m_choice == Choice::AsDesktop)
        askPortal();
    const bool dark = m_choice == Choice::Dark || (m_choice == Choice::AsDesktop && m_desktopDark);
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
}

void Appearance::askPortal()
{
    if (m_asked || qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return;
    m_asked = true;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    qRegisterMetaType<QDBusVariant>(); // by this name the bus looks for the slot, and finds none before
    // No service name: with one, Qt asks the bus for its owner and waits for the answer.
    bus.connect(QString(), portalPath, portalInterface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage message =
        QDBusMessage::createMethodCall(portalService, portalPath, portalInterface, QStringLiteral("Read"));
    message << portalGroup << portalKey;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        if (reply.isValid())
            setDesktopDark(unwrapped(reply.value().variant()).toUInt() == preferDark);
    });
}

void Appearance::settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == portalGroup && key == portalKey)
        setDesktopDark(unwrapped(value.variant()).toUInt() == preferDark);
}

void Appearance::setDesktopDark(bool dark)
{
    if (m_desktopDark == dark)
        return;
    m_desktopDark = dark;
    if (m_choice == Choice::AsDesktop)
        apply();
}

} // namespace lorastudio
