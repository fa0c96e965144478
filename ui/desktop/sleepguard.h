// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QObject>

#include <optional>

class QDBusPendingCallWatcher;

namespace lorastudio {

/// Asks the desktop not to let the computer sleep while there is work. It asks the first that answers: the power
/// management of the session, the desktop portal, the login manager. Never waits; where nobody offers it, nothing
/// happens. Whoever was asked is told when the work is over, and finds out by itself if the program ends.
class SleepGuard : public QObject
{
    Q_OBJECT

public:
    SleepGuard(std::optional<QDBusConnection> session, std::optional<QDBusConnection> system,
               QObject *parent = nullptr);
    ~SleepGuard() override;

    /// `reason` is shown to the person by some desktops.
    void setActive(bool active, const QString &reason = {});
    /// Somebody holds the computer awake for us.
    bool isHeld() const;

Q_SIGNALS:
    void heldChanged();

private:
    enum class Offer { Session, Portal, Login, Nobody };
    void ask(Offer offer);
    void askNext(Offer refused);
    void take(Offer offer, QDBusPendingCallWatcher *watcher);
    void release();

    std::optional<QDBusConnection> m_session;
    std::optional<QDBusConnection> m_system;
    QString m_reason;
    bool m_active = false;
    bool m_asking = false;
    std::optional<uint> m_cookie;
    QString m_request; ///< object of the portal
    std::optional<QDBusUnixFileDescriptor> m_descriptor;
};

} // namespace lorastudio
