// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chaospipe.h"

#include <algorithm>
#include <cmath>

namespace lorastudio::test {

namespace {

constexpr qint64 mostHeld = 256 * 1024;
constexpr int slicesPerTurn = 64; // others have their turn between them
constexpr double portionMs = 20;  // of a bandwidth: what goes at once

} // namespace

ChaosPipe::ChaosPipe(QTcpSocket &from, QTcpSocket &to, QRandomGenerator &random)
    : m_from(from), m_to(to), m_random(random)
{
    m_clock.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_from.setReadBufferSize(mostHeld); // so that the kernel, and with it the writer, feels a stall
    connect(&m_timer, &QTimer::timeout, this, &ChaosPipe::deliver);
    connect(&m_from, &QTcpSocket::readyRead, this, &ChaosPipe::take);
    connect(&m_to, &QTcpSocket::connected, this, &ChaosPipe::take);
    connect(&m_to, &QTcpSocket::bytesWritten, this, &ChaosPipe::deliver);
}

void ChaosPipe::setRules(const ChaosRules &rules, std::optional<qint64> cutAfter)
{
    m_rules = rules;
    m_cutAfter = cutAfter;
    m_passed = 0;
    m_nextMs = 0;
    if (rules.latency.count() == 0) { // what waits has waited for the old rules
        for (Chunk &chunk : m_queue)
            chunk.dueMs = 0;
    }
    take();
}

void ChaosPipe::finish()
{
    m_finished = true;
    take();
}

void ChaosPipe::stop()
{
    m_stopped = true;
    m_timer.stop();
    m_queue.clear();
    m_queued = 0;
    m_from.disconnect(this);
    m_to.disconnect(this);
}

void ChaosPipe::take()
{
    if (m_stopped || m_rules.gate == ChaosRules::Gate::BlackHole || m_to.state() != QAbstractSocket::ConnectedState)
        return;
    while (!m_stopped && m_queued < mostHeld && m_from.bytesAvailable() > 0) {
        const QByteArray bytes = m_from.read(mostHeld - m_queued);
        if (bytes.isEmpty())
            break;
        double due = nowMs() + double(m_rules.latency.count());
        if (const auto jitter = int(m_rules.jitter.count()); jitter > 0)
            due += m_random.bounded(2 * jitter + 1) - jitter;
        if (!m_queue.empty())
            due = std::max(due, m_queue.back().dueMs);
        m_queue.push_back({due, bytes});
        m_queued += bytes.size();
        Q_EMIT arrived(bytes); // may change the rules
    }
    deliver();
}

qint64 ChaosPipe::portion(qint64 available) const
{
    if (m_rules.sliceBytes > 0)
        available = std::min(available, m_rules.sliceBytes);
    if (m_rules.bytesPerSecond > 0)
        available = std::min(available, std::max<qint64>(1, qint64(double(m_rules.bytesPerSecond) * portionMs / 1000)));
    if (m_cutAfter)
        available = std::min(available, *m_cutAfter - m_passed);
    return available;
}

void ChaosPipe::deliver()
{
    int slices = 0;
    while (!m_queue.empty()) {
        if (m_rules.gate == ChaosRules::Gate::BlackHole || m_to.bytesToWrite() > mostHeld)
            return;
        Chunk &chunk = m_queue.front();
        const double waitMs = std::max(chunk.dueMs, m_nextMs) - nowMs();
        if (waitMs > 0) {
            m_timer.start(int(std::ceil(waitMs)));
            return;
        }
        if (m_cutAfter && m_passed >= *m_cutAfter) {
            m_cutAfter.reset();
            Q_EMIT cutReached(); // stops this, unless enough connections were cut
            continue;
        }
        const qint64 now = portion(chunk.bytes.size());
        m_to.write(chunk.bytes.constData(), now);
        m_passed += now;
        m_queued -= now;
        if (m_rules.bytesPerSecond > 0)
            m_nextMs = std::max(m_nextMs, nowMs() - portionMs) + double(now) * 1000 / double(m_rules.bytesPerSecond);
        if (now == chunk.bytes.size())
            m_queue.pop_front();
        else
            chunk.bytes.remove(0, now);
        if (m_rules.sliceBytes > 0) {
            m_to.flush();
            if (++slices == slicesPerTurn) {
                m_timer.start(1); // else the kernel puts them together again
                return;
            }
        }
    }
    if (m_stopped)
        return;
    if (m_from.bytesAvailable() > 0 && m_to.state() == QAbstractSocket::ConnectedState) {
        QMetaObject::invokeMethod(this, &ChaosPipe::take, Qt::QueuedConnection);
        return;
    }
    if (m_finished && m_from.bytesAvailable() == 0)
        Q_EMIT drained();
}

} // namespace lorastudio::test
