// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chaosproxy.h"

#include "support/chaosrelay.h"
#include "support/testseed.h"

#include <QHostAddress>
#include <QTcpServer>

#include <algorithm>
#include <utility>
#include <vector>

namespace lorastudio::test {

class ChaosProxy::Listener : public QObject
{
public:
    Listener(quint16 serverPort, quint32 seed) : m_serverPort(serverPort), m_random(seed)
    {
        connect(&m_server, &QTcpServer::newConnection, this, &Listener::take);
    }

    quint16 listen()
    {
        if (!m_server.isListening() && !m_server.listen(QHostAddress::LocalHost, m_port))
            qWarning("the proxy cannot listen on port %d: %s", int(m_port), qPrintable(m_server.errorString()));
        m_port = m_server.serverPort();
        return m_port;
    }

    void setRules(const ChaosRules &rules)
    {
        m_rules = rules;
        m_cut = 0;
        if (rules.gate == ChaosRules::Gate::Refuse) {
            m_server.close();
            resetAll();
            return;
        }
        for (ChaosRelay *relay : everyRelay())
            relay->setRules(rules);
        listen();
    }

    void resetAll()
    {
        for (ChaosRelay *relay : everyRelay())
            relay->reset();
    }

    int accepted() const { return m_accepted; }
    int open() const { return int(m_relays.size()); }
    int cut() const { return m_cut; }

private:
    std::vector<ChaosRelay *> everyRelay() const
    {
        std::vector<ChaosRelay *> all;
        for (const auto &relay : m_relays)
            all.push_back(relay.get());
        return all;
    }

    void take()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            socket->setParent(nullptr);
            ++m_accepted;
            auto made = std::make_unique<ChaosRelay>(
                std::unique_ptr<QTcpSocket>(socket), m_serverPort, m_random, [this] { return mayCut(); }, this);
            ChaosRelay *relay = made.get();
            m_relays.push_back(std::move(made));
            connect(relay, &ChaosRelay::over, this, [this, relay] { remove(relay); });
            relay->setRules(m_rules);
        }
    }

    bool mayCut()
    {
        if (m_rules.cuts >= 0 && m_cut >= m_rules.cuts)
            return false;
        ++m_cut;
        return true;
    }

    void remove(ChaosRelay *relay)
    {
        const auto found =
            std::find_if(m_relays.begin(), m_relays.end(), [relay](const auto &one) { return one.get() == relay; });
        if (found == m_relays.end())
            return;
        found->release()->deleteLater(); // it is in the middle of its own signal
        m_relays.erase(found);
    }

    quint16 m_serverPort;
    quint16 m_port = 0;
    QRandomGenerator m_random;
    ChaosRules m_rules;
    int m_accepted = 0;
    int m_cut = 0;
    QTcpServer m_server{this}; // a child, so that it goes to the thread with this
    std::vector<std::unique_ptr<ChaosRelay>> m_relays;
};

namespace {

/// Runs `function` on the thread of `object` and gives what it gave.
template <class Function>
auto there(QObject *object, Function function)
{
    std::invoke_result_t<Function> result{};
    QMetaObject::invokeMethod(
        object, [&] { result = function(); }, Qt::BlockingQueuedConnection);
    return result;
}

} // namespace

ChaosProxy::ChaosProxy(quint16 serverPort) : m_listener(new Listener(serverPort, testSeed()))
{
    m_listener->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_listener, &QObject::deleteLater);
    m_thread.start();
    m_port = there(m_listener, [this] { return m_listener->listen(); });
}

ChaosProxy::~ChaosProxy()
{
    m_thread.quit();
    m_thread.wait();
}

QString ChaosProxy::url() const
{
    return QStringLiteral("http://127.0.0.1:%1").arg(m_port);
}

void ChaosProxy::setRules(const ChaosRules &rules)
{
    QMetaObject::invokeMethod(
        m_listener, [this, &rules] { m_listener->setRules(rules); }, Qt::BlockingQueuedConnection);
}

void ChaosProxy::resetAll()
{
    QMetaObject::invokeMethod(
        m_listener, [this] { m_listener->resetAll(); }, Qt::BlockingQueuedConnection);
}

int ChaosProxy::accepted() const
{
    return there(m_listener, [this] { return m_listener->accepted(); });
}

int ChaosProxy::open() const
{
    return there(m_listener, [this] { return m_listener->open(); });
}

int ChaosProxy::cut() const
{
    return there(m_listener, [this] { return m_listener->cut(); });
}

} // namespace lorastudio::test
