// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QProcess>
#include <QTemporaryDir>

namespace lorastudio::test {

/// A message bus of its own for one test program, with no services but those that the test puts there. Ends with the
/// object.
class PrivateBus
{
public:
    PrivateBus() = default;
    PrivateBus(const PrivateBus &) = delete;
    PrivateBus &operator=(const PrivateBus &) = delete;
    ~PrivateBus();

    /// False, with a reason, if dbus-daemon is not there or does not start.
    bool start();
    QString problem() const { return m_problem; }
    QString address() const { return m_address; }
    /// A new connection to it; ends with the bus at the latest.
    QDBusConnection connect(const QString &name);

private:
    QTemporaryDir m_folder;
    QProcess m_daemon;
    QString m_address;
    QString m_problem;
    QStringList m_connections;
};

} // namespace lorastudio::test
