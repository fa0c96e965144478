// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/chaosrules.h"

#include <QElapsedTimer>
#include <QObject>
#include <QRandomGenerator>
#include <QTcpSocket>
#include <QTimer>

#include <deque>

namespace lorastudio::test {

/// One direction of a connection: takes what comes from one socket and hands it to the other one, as late, as slow and
/// in as small pieces as the rules say. It holds a bounded amount: a reader that stalls makes the writer wait.
class ChaosPipe : public QObject
{
    Q_OBJECT

public:
    /// Both sockets outlive it.
    ChaosPipe(QTcpSocket &from, QTcpSocket &to, QRandomGenerator &random);

    /// Hold for what is still here, too. `cutAfter`: bytes from now on.
    void setRules(const ChaosRules &rules, std::optional<qint64> cutAfter);
    /// Nothing comes any more: `drained` follows when all has been handed on.
    void finish();
    /// Nothing more is taken or handed on; what is here is thrown away.
    void stop();

Q_SIGNALS:
    void arrived(const QByteArray &bytes);
    void cutReached();
    void drained();

private:
    struct Chunk
    {
        double dueMs;
        QByteArray bytes;
    };
    void take();
    void deliver();
    qint64 portion(qint64 available) const;
    double nowMs() const { return double(m_clock.nsecsElapsed()) / 1e6; }

    QTcpSocket &m_from;
    QTcpSocket &m_to;
    QRandomGenerator &m_random;
    ChaosRules m_rules;
    std::optional<qint64> m_cutAfter;
    std::deque<Chunk> m_queue;
    qint64 m_queued = 0;
    qint64 m_passed = 0;
    double m_nextMs = 0; ///< not before this, because of the bandwidth
    bool m_finished = false;
    bool m_stopped = false;
    QElapsedTimer m_clock;
    QTimer m_timer;
};

} // namespace lorastudio::test
