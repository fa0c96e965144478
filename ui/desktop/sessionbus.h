// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>

#include <optional>

namespace lorastudio {

/// The buses of the desktop, if there are any: looking for one that is not there could start programs and wait for
/// them. Where there is none, whatever wants one does nothing.
std::optional<QDBusConnection> sessionBus();
std::optional<QDBusConnection> systemBus();

} // namespace lorastudio
