// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/httprequest.h"
#include "demoserver/httpresponse.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <functional>

namespace lorastudio {

/// One client connection of the demo server: reads requests one after the other, answers each in order, keeps the
/// connection open as HTTP/1.1 asks, and hands the socket on untouched when a client wants a WebSocket.
///
/// Owns its socket until `webSocketRequested`; deletes itself when the socket is closed or handed on.
class ServedConnection : public QObject
{
    Q_OBJECT
public:
    using Handler = std::function<ServedResponse(const ServedRequest &)>;
    /// For an upgrade request, before the socket is handed on: an answer to send instead, or nothing to let it pass.
    using UpgradeCheck = std::function<std::optional<ServedResponse>(const ServedRequest &)>;
    /// Milliseconds to wait before an answer goes out.
    using Latency = std::function<int()>;

    /// Takes ownership of `socket`.
    ServedConnection(QTcpSocket *socket, Handler handler, UpgradeCheck check, Latency latency, QObject *parent);

Q_SIGNALS:
    /// The socket has no parent and all its bytes are still unread; the receiver owns it.
    void webSocketRequested(QTcpSocket *socket);

private:
    void onReadyRead();
    bool handOverWebSocket();
    void serveNext();
    void answer(const ServedRequest &request);
    void send(ServedResponse response, bool keepAlive, bool headOnly);
    void sendSlowly();
    void finish();
    void close();

    QTcpSocket *m_socket;
    Handler m_handler;
    UpgradeCheck m_upgradeCheck;
    Latency m_latency;
    HttpRequestParser m_parser;
    QTimer m_idle;
    QTimer m_pace;
    QByteArray m_slowBody;
    int m_bytesPerSecond = 0;
    bool m_busy = false;
    bool m_keepAlive = true;
    bool m_checkedUpgrade = false;
    bool m_discarding = false;
};

} // namespace lorastudio
