// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/eventhub.h"

#include "core/logging.h"

#include <QUrlQuery>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {
constexpr quint64 maxIncoming = 4 * 1024 * 1024; ///< bytes, as the real server; more ends the connection (1009)
}

PyJson serverFeatures()
{
    return PyJson::object({{"supports_preview_metadata"_L1, true}, {"max_upload_size"_L1, 100 * 1024 * 1024}});
}

EventHub::EventHub(FaultPlan &faults, QObject *parent)
    : QObject(parent), m_faults(faults), m_server(u"lora-studio-demo"_s, QWebSocketServer::NonSecureMode)
{
    connect(&m_server, &QWebSocketServer::newConnection, this, &EventHub::onNewConnection);
}

EventHub::~EventHub()
{
    dropAll();
}

void EventHub::adopt(QTcpSocket *socket)
{
    socket->setParent(&m_server);
    m_server.handleConnection(socket);
}

void EventHub::onNewConnection()
{
    while (QWebSocket *socket = m_server.nextPendingConnection()) {
        socket->setParent(this);
        // The message's size is looked at when a frame is whole, so without the frame's limit one frame fills the
        // memory.
        socket->setMaxAllowedIncomingFrameSize(maxIncoming);
        socket->setMaxAllowedIncomingMessageSize(maxIncoming);
        QString clientId = QUrlQuery(socket->requestUrl()).queryItemValue(u"clientId"_s, QUrl::FullyDecoded);
        if (clientId.isEmpty())
            clientId = QUuid::createUuid().toString(QUuid::Id128);
        m_all.insert(socket);
        m_sockets.insert(clientId, socket);
        m_flags.insert(clientId, PyJson::object());
        connect(socket, &QWebSocket::textMessageReceived, this,
                [this, socket, clientId](const QString &text) { onText(socket, clientId, text); });
        connect(socket, &QWebSocket::disconnected, this, [this, socket, clientId] {
            m_all.remove(socket);
            m_silent.remove(socket);
            m_heard.remove(socket);
            // Whichever socket holds the id now: this is the flaw of the real server.
            m_sockets.remove(clientId);
            m_flags.remove(clientId);
            socket->deleteLater();
            Q_EMIT socketDisconnected(clientId);
        });
        send("status"_L1, PyJson::object({{"status"_L1, statusForNewSocket()}, {"sid"_L1, clientId}}), clientId);
        if (const auto node = runningNodeOf(clientId))
            send("executing"_L1, PyJson::object({{"node"_L1, *node}}), clientId);
        Q_EMIT socketConnected(clientId);
    }
}

void EventHub::onText(QWebSocket *socket, const QString &clientId, const QString &text)
{
    const auto message = PyJson::parse(text.toUtf8());
    if (!message || !message->isObject())
        return;
    const bool first = !m_heard.contains(socket);
    m_heard.insert(socket);
    if (!first || (*message)["type"_L1].string() != "feature_flags"_L1 || !m_flags.contains(clientId))
        return;
    m_flags.insert(clientId, (*message)["data"_L1]);
    send("feature_flags"_L1, serverFeatures(), clientId);
}

bool EventHub::wantsPreviewMetadata(const QString &clientId) const
{
    const auto flags = m_flags.constFind(clientId);
    return !clientId.isNull() && flags != m_flags.cend() && (*flags)["supports_preview_metadata"_L1].truthy();
}

template <class Message>
void EventHub::deliver(const Message &message, const QString &clientId)
{
    QList<QWebSocket *> receivers;
    if (clientId.isNull())
        receivers = m_sockets.values();
    else if (QWebSocket *socket = m_sockets.value(clientId))
        receivers = {socket};
    bool drop = false;
    bool silence = false;
    for (QWebSocket *socket : std::as_const(receivers)) {
        if (m_silent.contains(socket))
            continue;
        if constexpr (std::is_same_v<Message, QString>)
            socket->sendTextMessage(message);
        else
            socket->sendBinaryMessage(message);
        drop = m_faults.countEvent(DemoFault::Kind::DropSockets) || drop;
        silence = m_faults.countEvent(DemoFault::Kind::SilentSocket) || silence;
    }
    if (drop)
        dropAll();
    if (silence)
        silenceAll();
}

void EventHub::send(QLatin1StringView type, const PyJson &data, const QString &clientId)
{
    const PyJson message = PyJson::object({{"type"_L1, type}, {"data"_L1, data}});
    deliver(QString::fromLatin1(message.dump()), clientId);
}

void EventHub::sendBinary(const QByteArray &frame, const QString &clientId)
{
    deliver(frame, clientId);
}

void EventHub::dropAll()
{
    const QSet<QWebSocket *> sockets = m_all;
    for (QWebSocket *socket : sockets)
        socket->abort();
}

void EventHub::silenceAll()
{
    m_silent += m_all;
}

} // namespace lorastudio
