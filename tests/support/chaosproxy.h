// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/chaosrules.h"

#include <QString>
#include <QThread>

#include <memory>

namespace lorastudio::test {

/// A proxy on loopback before any server that speaks TCP (HTTP, WebSocket, PostgreSQL), to make the network as bad as
/// a test wants it: latency with jitter, bandwidth, slices, resets, black hole, refusal, cut after n bytes, and all of
/// it changed while connections are open. It has a thread of its own, so that a test may wait for a process meanwhile.
/// Chance is decided by `testSeed()`. All functions may be called from the test's thread only, and hold when they
/// return.
class ChaosProxy
{
public:
    /// `serverPort` on 127.0.0.1; the server need not be there yet.
    explicit ChaosProxy(quint16 serverPort);
    ChaosProxy(const ChaosProxy &) = delete;
    ChaosProxy &operator=(const ChaosProxy &) = delete;
    ~ChaosProxy();

    /// 0 = it could not listen.
    quint16 port() const { return m_port; }
    /// http://127.0.0.1:PORT
    QString url() const;

    /// For connections that are open, too; what was counted starts anew.
    void setRules(const ChaosRules &rules);
    /// Everything passes again.
    void heal() { setRules({}); }
    /// Every open connection gets RST, once.
    void resetAll();

    int accepted() const; ///< connections since the start
    int open() const;     ///< connections now
    int cut() const;      ///< by `cutAfter` and `cutAfterSent` since the rules were set

private:
    class Listener;
    QThread m_thread;
    Listener *m_listener; ///< lives on m_thread and ends with it
    quint16 m_port = 0;
};

} // namespace lorastudio::test
