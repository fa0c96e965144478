// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/sleepguard.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>

namespace lorastudio {

namespace {

constexpr int patienceMs = 5000;
constexpr uint suspend = 4; // portal: what must not happen
const QString powerService = QStringLiteral("org.freedesktop.PowerManagement");
const QString powerPath = QStringLiteral("/org/freedesktop/PowerManagement/Inhibit");
const QString powerInterface = QStringLiteral("org.freedesktop.PowerManagement.Inhibit");
const QString portalService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString portalInterface = QStringLiteral("org.freedesktop.portal.Inhibit");
const QString requestInterface = QStringLiteral("org.freedesktop.portal.Request");
const QString loginService = QStringLiteral("org.freedesktop.login1");
const QString loginPath = QStringLiteral("/org/freedesktop/login1");
const QString loginInterface = QStringLiteral("org.freedesktop.login1.Manager");

} // namespace

SleepGuard::SleepGuard(std::optional<QDBusConnection> session, std::optional<QDBusConnection> system, QObject *parent)
    : QObject(parent), m_session(std::move(session)), m_system(std::move(system))
{
}

SleepGuard::~SleepGuard()
{
    release();
}

bool SleepGuard::isHeld() const
{
    return m_cookie || !m_request.isEmpty() || m_descriptor;
}

void SleepGuard::setActive(bool active, const QString &reason)
{
    if (m_active == active)
        return;
    m_active = active;
    m_reason = reason;
    if (!active)
        release();
    else if (!m_asking && !isHeld())
        ask(Offer::Session);
}

void SleepGuard::ask(Offer offer)
{
    QDBusMessage message;
    const QString who = QGuiApplication::applicationDisplayName();
    switch (offer) {
    case Offer::Session:
        message = QDBusMessage::createMethodCall(powerService, powerPath, powerInterface, QStringLiteral("Inhibit"));
        message << who << m_reason;
        break;
    case Offer::Portal:
        message = QDBusMessage::createMethodCall(portalService, portalPath, portalInterface, QStringLiteral("Inhibit"));
        message << QString() << suspend << QVariantMap{{QStringLiteral("reason"), m_reason}};
        break;
    case Offer::Login:
        message = QDBusMessage::createMethodCall(loginService, loginPath, loginInterface, QStringLiteral("Inhibit"));
        // Idle, too: the login manager goes to sleep by itself only after the session has been idle.
        message << QStringLiteral("sleep:idle") << who << m_reason << QStringLiteral("block");
        break;
    case Offer::Nobody:
        return;
    }
    const std::optional<QDBusConnection> &bus = offer == Offer::Login ? m_system : m_session;
    if (!bus) {
        askNext(offer);
        return;
    }
    m_asking = true;
    auto *watcher = new QDBusPendingCallWatcher(bus->asyncCall(message, patienceMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, offer, watcher] { take(offer, watcher); });
}

void SleepGuard::askNext(Offer refused)
{
    ask(Offer(int(refused) + 1));
}

void SleepGuard::take(Offer offer, QDBusPendingCallWatcher *watcher)
{
    watcher->deleteLater();
    m_asking = false;
    if (watcher->isError()) {
        if (m_active)
            askNext(offer);
        return;
    }
    if (offer == Offer::Session) {
        if (const QDBusPendingReply<uint> reply = *watcher; reply.isValid())
            m_cookie = reply.value();
    } else if (offer == Offer::Portal) {
        if (const QDBusPendingReply<QDBusObjectPath> reply = *watcher; reply.isValid())
            m_request = reply.value().path();
    } else if (const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *watcher; reply.isValid()) {
        m_descriptor = reply.value();
    }
    if (!m_active)
        release(); // the work was over before the answer came
    else if (!isHeld())
        askNext(offer);
    else
        Q_EMIT heldChanged();
}

void SleepGuard::release()
{
    if (!isHeld())
        return;
    if (m_cookie) {
        QDBusMessage message =
            QDBusMessage::createMethodCall(powerService, powerPath, powerInterface, QStringLiteral("UnInhibit"));
        message << *m_cookie;
        m_session->asyncCall(message, patienceMs);
    }
    if (!m_request.isEmpty())
        m_session->asyncCall(
            QDBusMessage::createMethodCall(portalService, m_request, requestInterface, QStringLiteral("Close")),
            patienceMs);
    m_cookie.reset();
    m_request.clear();
    m_descriptor.reset(); // closing it is how the login manager is told
    Q_EMIT heldChanged();
}

} // namespace lorastudio
