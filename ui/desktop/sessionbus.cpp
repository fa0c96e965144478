// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/sessionbus.h"

#include <QFileInfo>

namespace lorastudio {

namespace {

std::optional<QDBusConnection> ifConnected(const QDBusConnection &bus)
{
    return bus.isConnected() ? std::optional<QDBusConnection>(bus) : std::nullopt;
}

} // namespace

std::optional<QDBusConnection> sessionBus()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") &&
        (runtime.isEmpty() || !QFileInfo::exists(runtime + QStringLiteral("/bus"))))
        return std::nullopt;
    return ifConnected(QDBusConnection::sessionBus());
}

std::optional<QDBusConnection> systemBus()
{
    if (qEnvironmentVariableIsEmpty("DBUS_SYSTEM_BUS_ADDRESS") &&
        !QFileInfo::exists(QStringLiteral("/run/dbus/system_bus_socket")))
        return std::nullopt;
    return ifConnected(QDBusConnection::systemBus());
}

} // namespace lorastudio
