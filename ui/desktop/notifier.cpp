// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/notifier.h"

#include <QCoreApplication>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>

namespace lorastudio {

namespace {

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");
const QString interface = QStringLiteral("org.freedesktop.Notifications");
const QString defaultAction = QStringLiteral("default");
constexpr int patienceMs = 5000;
constexpr int asTheDesktopDoes = -1; // how long it stands
constexpr uchar normal = 1;
constexpr uchar critical = 2;

QDBusMessage call(const QString &method)
{
    return QDBusMessage::createMethodCall(service, path, interface, method);
}

} // namespace

Notifier::Notifier(std::optional<QDBusConnection> bus, QObject *parent) : QObject(parent), m_bus(std::move(bus))
{
    if (!m_bus)
        return;
    // No service name: with one, Qt asks the bus for its owner and waits for the answer.
    m_bus->connect(QString(), path, interface, QStringLiteral("ActionInvoked"), this, SLOT(invoke(uint, QString)));
    m_bus->connect(QString(), path, interface, QStringLiteral("ActivationToken"), this, SLOT(takeToken(uint, QString)));
    m_bus->connect(QString(), path, interface, QStringLiteral("NotificationClosed"), this, SLOT(forget(uint, uint)));
}

void Notifier::show(const Notification &notification)
{
    if (!m_bus) {
        Q_EMIT failed(notification);
        return;
    }
    m_withdrawn.removeAll(notification.key);
    if (m_capabilities) {
        send(notification);
        return;
    }
    m_waiting.append(notification);
    if (!m_asking)
        askCapabilities();
}

void Notifier::askCapabilities()
{
    m_asking = true;
    auto *watcher =
        new QDBusPendingCallWatcher(m_bus->asyncCall(call(QStringLiteral("GetCapabilities")), patienceMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QStringList> reply = *watcher;
        watcher->deleteLater();
        m_asking = false;
        const QList<Notification> waiting = std::exchange(m_waiting, {});
        if (reply.isValid())
            m_capabilities = reply.value();
        for (const Notification &notification : waiting) {
            if (reply.isValid())
                send(notification);
            else // asked again the next time: the service may come later
                Q_EMIT failed(notification);
        }
    });
}

void Notifier::send(const Notification &notification)
{
    QStringList actions;
    if (m_capabilities->contains(QStringLiteral("actions"))) {
        actions = {defaultAction, tr("Show LoRA Studio")};
        for (const Notification::Action &action : notification.actions)
            actions << action.id << action.text;
    }
    const bool markup = m_capabilities->contains(QStringLiteral("body-markup"));
    const QVariantMap hints{{QStringLiteral("desktop-entry"), QGuiApplication::desktopFileName()},
                            {QStringLiteral("urgency"), QVariant::fromValue(notification.urgent ? critical : normal)}};
    QDBusMessage message = call(QStringLiteral("Notify"));
    message << QGuiApplication::applicationDisplayName() << m_ids.value(notification.key)
            << QGuiApplication::desktopFileName() << notification.title
            << (markup ? notification.body.toHtmlEscaped() : notification.body) << actions << hints << asTheDesktopDoes;
    auto *watcher = new QDBusPendingCallWatcher(m_bus->asyncCall(message, patienceMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, notification] {
        const QDBusPendingReply<uint> reply = *watcher;
        watcher->deleteLater();
        if (!reply.isValid()) {
            m_capabilities.reset(); // the next service may be another one
            Q_EMIT failed(notification);
            return;
        }
        m_ids.insert(notification.key, reply.value());
        if (m_withdrawn.removeAll(notification.key) > 0)
            withdraw(notification.key);
    });
}

void Notifier::withdraw(const QString &key)
{
    m_waiting.removeIf([&](const Notification &waiting) { return waiting.key == key; });
    if (!m_bus)
        return;
    if (!m_ids.contains(key)) {
        if (m_capabilities && !m_withdrawn.contains(key))
            m_withdrawn.append(key);
        return;
    }
    QDBusMessage message = call(QStringLiteral("CloseNotification"));
    message << m_ids.take(key);
    m_bus->asyncCall(message, patienceMs);
}

void Notifier::takeToken(uint id, const QString &token)
{
    if (m_ids.key(id).isEmpty())
        return;
    m_tokens.insert(id, token);
}

void Notifier::invoke(uint id, const QString &action)
{
    const QString key = m_ids.key(id);
    if (key.isEmpty()) // another program's
        return;
    Q_EMIT actionTriggered(key, action, m_tokens.take(id));
}

void Notifier::forget(uint id, uint)
{
    const QString key = m_ids.key(id);
    if (!key.isEmpty())
        m_ids.remove(key);
    m_tokens.remove(id);
}

} // namespace lorastudio
