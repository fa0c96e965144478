// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/notification.h"

#include <QDBusConnection>
#include <QHash>
#include <QObject>
#include <QStringList>

#include <optional>

namespace lorastudio {

/// Notifications of the desktop through `org.freedesktop.Notifications`, with buttons where its service has them.
/// Never waits: the service is asked what it can do when there is the first thing to say. Where there is no bus or no
/// service, `failed` gives the notification back, so that it can be said in another way.
class Notifier : public QObject
{
    Q_OBJECT

public:
    explicit Notifier(std::optional<QDBusConnection> bus, QObject *parent = nullptr);

    void show(const Notification &notification);
    /// Takes it away if it still stands there: it does not hold any more.
    void withdraw(const QString &key);

Q_SIGNALS:
    /// A button, or "default" for a click on the text. `token` lets the window come to the front on Wayland; may be
    /// empty.
    void actionTriggered(const QString &key, const QString &action, const QString &token);
    void failed(const lorastudio::Notification &notification);

private Q_SLOTS:
    void invoke(uint id, const QString &action);
    void takeToken(uint id, const QString &token);
    void forget(uint id, uint reason);

private:
    void askCapabilities();
    void send(const Notification &notification);

    std::optional<QDBusConnection> m_bus;
    std::optional<QStringList> m_capabilities;
    bool m_asking = false;
    QList<Notification> m_waiting; ///< for the capabilities
    QHash<QString, uint> m_ids;    ///< by key
    QHash<uint, QString> m_tokens;
    QStringList m_withdrawn; ///< while they were being sent
};

} // namespace lorastudio
