// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/comfyeventparser.h"

#include <QFutureWatcher>
#include <QObject>
#include <QQueue>

namespace lorastudio {

/// Parses the frames of one socket and gives them out in the order in which they came. Small frames are parsed at
/// once; a text frame above `maxTextHere` is parsed in the thread pool, because so much JSON would hold up the window,
/// and what comes after it waits for it. What waits is bounded: a server that sends faster than its frames can be
/// parsed loses frames, which are told as malformed. Main thread only.
class FrameQueue : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype maxTextHere = 256 * 1024;      ///< bytes of JSON parsed on the calling thread
    static constexpr qsizetype maxWaiting = 16 * 1024 * 1024; ///< bytes of all frames that wait for a large one

    explicit FrameQueue(QObject *parent = nullptr);

    void addText(const QString &text);
    void addBinary(const QByteArray &frame);
    /// Forgets what waits and what is being parsed: their socket is gone.
    void clear();

Q_SIGNALS:
    /// Comes out of addText() or addBinary() if nothing large is before the frame, else from the event loop. A frame
    /// that is dropped for its size is told at once: it has no place in the order.
    void parsed(const lorastudio::ParsedFrame &frame);

private:
    struct Frame
    {
        QByteArray bytes;
        bool isText = false;
    };
    void add(const Frame &frame);
    void drain();
    void onParsed();

    QQueue<Frame> m_waiting;
    qsizetype m_waitingBytes = 0;
    QFutureWatcher<ParsedFrame> m_parsing;
    bool m_busy = false;     ///< a large frame is in the thread pool
    bool m_draining = false; ///< a receiver of parsed() may add or clear
};

} // namespace lorastudio
