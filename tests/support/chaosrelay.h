// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/chaospipe.h"

#include <QObject>
#include <QTcpSocket>

#include <functional>
#include <memory>

namespace lorastudio::test {

/// One client of a ChaosProxy with its own connection to the server behind it, and the two pipes between them. Emits
/// `over` once, when nothing is left of it.
class ChaosRelay : public QObject
{
    Q_OBJECT

public:
    /// `mayCut` says whether one more connection may be cut, and counts it. `owner` keeps sockets that still send.
    ChaosRelay(std::unique_ptr<QTcpSocket> client, quint16 serverPort, QRandomGenerator &random,
               std::function<bool()> mayCut, QObject *owner);

    void setRules(const ChaosRules &rules);
    /// RST to both sides.
    void reset();

Q_SIGNALS:
    void over();

private:
    void hear(const QByteArray &sent);
    void cut();
    void end();

    std::unique_ptr<QTcpSocket> m_client;
    std::unique_ptr<QTcpSocket> m_server;
    std::function<bool()> m_mayCut;
    ChaosRules m_rules;
    QByteArray m_heard; ///< the end of what the client sent, while `after` is waited for
    bool m_waits = false;
    bool m_over = false;
    ChaosPipe m_up;
    ChaosPipe m_down;
};

} // namespace lorastudio::test
