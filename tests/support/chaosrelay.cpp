// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chaosrelay.h"

#include <QHostAddress>

#include <sys/socket.h>

namespace lorastudio::test {

namespace {

/// Closes with RST instead of FIN: what is unsent is thrown away, and the peer gets an error instead of an end.
void resetSocket(QTcpSocket &socket)
{
    if (socket.socketDescriptor() >= 0) {
        const linger now{1, 0};
        setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    socket.abort();
}

} // namespace

ChaosRelay::ChaosRelay(std::unique_ptr<QTcpSocket> client, quint16 serverPort, QRandomGenerator &random,
                       std::function<bool()> mayCut, QObject *owner)
    : QObject(owner),
      m_client(std::move(client)),
      m_server(std::make_unique<QTcpSocket>()),
      m_mayCut(std::move(mayCut)),
      m_up(*m_client, *m_server, random),
      m_down(*m_server, *m_client, random)
{
    m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_server->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(&m_up, &ChaosPipe::arrived, this, &ChaosRelay::hear);
    connect(&m_up, &ChaosPipe::cutReached, this, &ChaosRelay::cut);
    connect(&m_down, &ChaosPipe::cutReached, this, &ChaosRelay::cut);
    connect(&m_up, &ChaosPipe::drained, this, &ChaosRelay::end);
    connect(&m_down, &ChaosPipe::drained, this, &ChaosRelay::end);
    connect(m_client.get(), &QTcpSocket::disconnected, &m_up, &ChaosPipe::finish);
    connect(m_server.get(), &QTcpSocket::disconnected, &m_down, &ChaosPipe::finish);
    connect(m_server.get(), &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error != QAbstractSocket::RemoteHostClosedError)
            reset();
    });
    connect(m_client.get(), &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error != QAbstractSocket::RemoteHostClosedError)
            reset();
    });
    m_server->connectToHost(QHostAddress::LocalHost, serverPort);
}

void ChaosRelay::setRules(const ChaosRules &rules)
{
    m_rules = rules;
    m_waits = !rules.after.isEmpty();
    m_heard.clear();
    if (m_waits) {
        m_up.setRules({}, std::nullopt);
        m_down.setRules({}, std::nullopt);
    } else {
        m_up.setRules(rules, rules.cutAfterSent);
        m_down.setRules(rules, rules.cutAfter);
    }
}

void ChaosRelay::hear(const QByteArray &sent)
{
    if (!m_waits)
        return;
    m_heard += sent;
    if (m_heard.contains(m_rules.after)) {
        m_waits = false;
        m_heard.clear();
        m_down.setRules(m_rules, m_rules.cutAfter);
    } else {
        m_heard = m_heard.right(m_rules.after.size());
    }
}

void ChaosRelay::cut()
{
    if (m_over || !m_mayCut())
        return;
    if (m_rules.cut == ChaosRules::Cut::Reset)
        reset();
    else
        end();
}

void ChaosRelay::reset()
{
    if (std::exchange(m_over, true))
        return;
    m_up.stop();
    m_down.stop();
    resetSocket(*m_client);
    resetSocket(*m_server);
    Q_EMIT over();
}

void ChaosRelay::end()
{
    if (std::exchange(m_over, true))
        return;
    m_up.stop();
    m_down.stop();
    for (std::unique_ptr<QTcpSocket> *end : {&m_client, &m_server}) {
        QTcpSocket *socket = end->release(); // what was handed on is still sent
        socket->disconnect(this);
        socket->setParent(parent());
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        socket->disconnectFromHost();
        if (socket->state() == QAbstractSocket::UnconnectedState)
            socket->deleteLater();
    }
    Q_EMIT over();
}

} // namespace lorastudio::test
