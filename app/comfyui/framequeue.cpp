// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/framequeue.h"

#include <QScopedValueRollback>
#include <QtConcurrentRun>

namespace lorastudio {

FrameQueue::FrameQueue(QObject *parent) : QObject(parent)
{
    connect(&m_parsing, &QFutureWatcherBase::finished, this, &FrameQueue::onParsed);
}

void FrameQueue::addText(const QString &text)
{
    // UTF-8 has at least as many bytes as UTF-16 has units: what is too long is not even converted.
    if (text.size() > maxTextFrame)
        Q_EMIT parsed(ParsedFrame::malformed(QStringLiteral("oversize")));
    else
        add({text.toUtf8(), true});
}

void FrameQueue::addBinary(const QByteArray &frame)
{
    add({frame, false});
}

void FrameQueue::clear()
{
    m_waiting.clear();
    m_waitingBytes = 0;
    m_busy = false;
}

void FrameQueue::add(const Frame &frame)
{
    if (m_busy && m_waitingBytes + frame.bytes.size() > maxWaiting) {
        Q_EMIT parsed(ParsedFrame::malformed(QStringLiteral("too many at once")));
        return;
    }
    m_waitingBytes += frame.bytes.size();
    m_waiting.enqueue(frame);
    drain();
}

void FrameQueue::drain()
{
    if (m_draining)
        return;
    const QScopedValueRollback<bool> draining(m_draining, true);
    while (!m_busy && !m_waiting.isEmpty()) {
        const Frame frame = m_waiting.dequeue();
        m_waitingBytes -= frame.bytes.size();
        if (frame.isText && frame.bytes.size() > maxTextHere) {
            m_busy = true;
            // Replaces the one of a socket that is gone, so that onParsed() is never told of that any more.
            m_parsing.setFuture(QtConcurrent::run([bytes = frame.bytes] { return parseTextFrame(bytes); }));
        } else {
            Q_EMIT parsed(frame.isText ? parseTextFrame(frame.bytes) : parseBinaryFrame(frame.bytes));
        }
    }
}

void FrameQueue::onParsed()
{
    if (!m_busy) // cleared meanwhile
        return;
    m_busy = false;
    Q_EMIT parsed(m_parsing.result());
    drain();
}

} // namespace lorastudio
