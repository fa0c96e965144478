// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/httpconnection.h"

using namespace std::chrono_literals;

namespace lorastudio {

namespace {
constexpr auto idleLimit = 75s; ///< how long an unused connection stays open
constexpr auto discardTime = 1s;
constexpr int paceMs = 20;
constexpr qint64 readAhead = 1024 * 1024; ///< bytes a client may send before they are looked at
} // namespace

ServedConnection::ServedConnection(QTcpSocket *socket, Handler handler, UpgradeCheck check, Latency latency,
                                   QObject *parent)
    : QObject(parent),
      m_socket(socket),
      m_handler(std::move(handler)),
      m_upgradeCheck(std::move(check)),
      m_latency(std::move(latency))
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(readAhead);
    // Small frames must not wait for acknowledgements: events would come 40 ms late.
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_idle.setSingleShot(true);
    m_idle.setInterval(idleLimit);
    m_pace.setInterval(paceMs);
    connect(m_socket, &QTcpSocket::readyRead, this, &ServedConnection::onReadyRead);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    connect(&m_idle, &QTimer::timeout, this, &ServedConnection::close);
    connect(&m_pace, &QTimer::timeout, this, &ServedConnection::sendSlowly);
    m_idle.start();
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &ServedConnection::onReadyRead, Qt::QueuedConnection);
}

void ServedConnection::onReadyRead()
{
    if (!m_socket)
        return;
    if (m_discarding)
        m_socket->readAll();
    if (m_busy)
        return; // what a client sends before it has its answer waits in the socket
    m_idle.start();
    if (m_parser.isIdle() && !m_checkedUpgrade) {
        const QByteArray ahead = m_socket->peek(HttpRequestParser::maxHead);
        // Bytes that were read are lost to the WebSocket handshake, so nothing is read before the head is complete.
        if (ahead.contains("\r\n\r\n"))
            m_checkedUpgrade = true;
        else if (ahead.size() < HttpRequestParser::maxHead && !ahead.contains("\n\n"))
            return;
        if (m_checkedUpgrade && handOverWebSocket())
            return;
    }
    m_parser.feed(m_socket->readAll());
    serveNext();
}

bool ServedConnection::handOverWebSocket()
{
    const QByteArray ahead = m_socket->peek(HttpRequestParser::maxHead);
    HttpRequestParser parser;
    parser.feed(QByteArrayView(ahead).first(ahead.indexOf("\r\n\r\n") + 4));
    if (parser.next() != HttpRequestParser::State::Complete)
        return false;
    const ServedRequest request = parser.takeRequest();
    if (!request.wantsWebSocket())
        return false;
    if (const auto refusal = m_upgradeCheck(request)) {
        m_socket->readAll();
        send(*refusal, false, false);
        return true;
    }
    m_idle.stop();
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->setParent(nullptr);
    socket->setReadBufferSize(0);
    Q_EMIT webSocketRequested(socket);
    deleteLater();
    return true;
}

void ServedConnection::serveNext()
{
    const auto state = m_parser.next();
    if (m_parser.takeExpectsContinue() && state == HttpRequestParser::State::NeedMore)
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    switch (state) {
    case HttpRequestParser::State::NeedMore:
        if (m_socket->bytesAvailable() > 0)
            QMetaObject::invokeMethod(this, &ServedConnection::onReadyRead, Qt::QueuedConnection);
        return;
    case HttpRequestParser::State::Failed:
        // Closing with unread bytes would reset the connection, and the client would never see the answer.
        m_discarding = true;
        send(ServedResponse::text(QByteArray::number(m_parser.errorStatus()) + ": " + m_parser.errorText(),
                                  m_parser.errorStatus()),
             false, false);
        return;
    case HttpRequestParser::State::Complete:
        answer(m_parser.takeRequest());
        return;
    }
}

void ServedConnection::answer(const ServedRequest &request)
{
    m_busy = true;
    m_checkedUpgrade = false;
    m_idle.stop();
    const bool headOnly = request.method == "HEAD";
    const bool keepAlive = request.keepAlive();
    ServedResponse response = m_handler(request);
    if (response.hang)
        return;
    const int wait = m_latency();
    if (wait > 0) {
        QTimer::singleShot(wait, this, [this, response = std::move(response), keepAlive, headOnly] {
            send(response, keepAlive, headOnly);
        });
        return;
    }
    send(std::move(response), keepAlive, headOnly);
}

void ServedConnection::send(ServedResponse response, bool keepAlive, bool headOnly)
{
    m_busy = true;
    m_keepAlive = keepAlive;
    if (response.cutBeforeAnswer) {
        m_socket->abort();
        return;
    }
    m_socket->write(response.head(keepAlive));
    if (!headOnly) {
        if (response.cutAfter >= 0 && response.cutAfter < response.body.size()) {
            response.body.truncate(response.cutAfter);
            m_keepAlive = false;
        }
        if (response.bytesPerSecond > 0) {
            m_slowBody = std::move(response.body);
            m_bytesPerSecond = response.bytesPerSecond;
            m_pace.start();
            return;
        }
        m_socket->write(response.body);
    }
    finish();
}

void ServedConnection::sendSlowly()
{
    const qsizetype piece = std::min<qsizetype>(std::max(1, m_bytesPerSecond * paceMs / 1000), m_slowBody.size());
    m_socket->write(m_slowBody.constData(), piece);
    m_slowBody.remove(0, piece);
    if (m_slowBody.isEmpty()) {
        m_pace.stop();
        finish();
    }
}

void ServedConnection::finish()
{
    m_socket->flush();
    if (m_discarding) {
        m_socket->readAll();
        QTimer::singleShot(discardTime, this, &ServedConnection::close);
        return;
    }
    if (!m_keepAlive) {
        close();
        return;
    }
    m_busy = false;
    m_idle.start();
    // Through the event loop, so that a long pipeline cannot build up a deep stack.
    if (!m_parser.isIdle())
        QMetaObject::invokeMethod(this, &ServedConnection::serveNext, Qt::QueuedConnection);
    else if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &ServedConnection::onReadyRead, Qt::QueuedConnection);
}

void ServedConnection::close()
{
    if (m_socket)
        m_socket->disconnectFromHost();
}

} // namespace lorastudio
