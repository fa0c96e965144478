// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/demofault.h"
#include "demoserver/pyjson.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>
#include <optional>

namespace lorastudio {

/// The WebSocket side: who is connected under which client id, and what goes to whom.
///
/// It keeps one socket per client id, as the real server does, with its flaw: a second socket takes the place of the
/// first, and when the first is closed later, the id is forgotten and the second hears nothing more.
class EventHub : public QObject
{
    Q_OBJECT
public:
    explicit EventHub(FaultPlan &faults, QObject *parent = nullptr);
    ~EventHub() override;

    /// What a new socket is told first; the second may be nothing.
    std::function<PyJson()> statusForNewSocket;
    std::function<std::optional<QString>(const QString &clientId)> runningNodeOf;

    /// Takes over a socket whose upgrade request is still unread.
    void adopt(QTcpSocket *socket);

    /// To one client, or to all if `clientId` is null. A client that is not connected misses it.
    void send(QLatin1StringView type, const PyJson &data, const QString &clientId = {});
    void sendBinary(const QByteArray &frame, const QString &clientId);
    /// The client said that it understands previews with metadata.
    bool wantsPreviewMetadata(const QString &clientId) const;

    void dropAll();    ///< cuts every socket without a goodbye
    void silenceAll(); ///< the sockets of this moment hear nothing more
    int socketCount() const { return int(m_all.size()); }

Q_SIGNALS:
    void socketConnected(const QString &clientId);
    void socketDisconnected(const QString &clientId);

private:
    void onNewConnection();
    void onText(QWebSocket *socket, const QString &clientId, const QString &text);
    template <class Message>
    void deliver(const Message &message, const QString &clientId);

    FaultPlan &m_faults;
    QWebSocketServer m_server;
    QSet<QWebSocket *> m_all;
    QSet<QWebSocket *> m_silent;
    QSet<QWebSocket *> m_heard;
    QHash<QString, QWebSocket *> m_sockets;
    QHash<QString, PyJson> m_flags;
};

/// What this server says of itself, in `/features` and in the handshake.
PyJson serverFeatures();

} // namespace lorastudio
