// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comfyui/comfyevent.h"
#include "comfyui/framequeue.h"
#include "core/error.h"
#include "network/serveraccess.h"

#include <QAbstractSocket>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QSslError>
#include <QTimer>

#include <chrono>
#include <optional>

class QWebSocket;

namespace lorastudio {

/// One server's news, kept connected for as long as it is open. It is a hint only: the server drops what it cannot
/// deliver and repeats nothing, so after every connected() the queue and the history must be asked.
/// - One socket at a time, and the old one is closed fully before the next opens: a ComfyUI forgets the client id when
///   an old socket ends after a new one came.
/// - A lost connection is opened again after a pause that grows from `backoffMin` to `backoffMax` with jitter.
/// - Pings every `pingInterval`; a peer that answers neither two of them nor anything else is dead.
/// - Events come in the order of their frames, also where one is so large that it is parsed in the thread pool.
/// - Frames of more than 16 MiB end the connection (1009); malformed ones are dropped, counted and logged once per
/// kind.
/// - The same headers, pin and proxy rule as HttpClient; no Origin, which ComfyUI would refuse.
/// Main thread only.
class ComfyEventStream : public QObject
{
    Q_OBJECT

public:
    struct Timing
    {
        std::chrono::milliseconds openTimeout{10000};
        std::chrono::milliseconds closeTimeout{2000}; ///< for the closing handshake, then the socket is cut
        std::chrono::milliseconds pingInterval{20000};
        std::chrono::milliseconds backoffMin{500};
        std::chrono::milliseconds backoffMax{30000};
        std::chrono::milliseconds stableAfter{10000}; ///< a connection that lasted this long resets the pause
    };

    /// `clientId`: newUuid(), one per process; never two streams with one id.
    explicit ComfyEventStream(QString clientId, QObject *parent = nullptr);
    ComfyEventStream(QString clientId, Timing timing, QObject *parent = nullptr);
    ~ComfyEventStream() override;

    QString clientId() const { return m_clientId; }

    /// Connects and stays connected until close(). With an open stream: reconnects, with the new `access`.
    void open(const ServerAccess &access);
    /// Gives up the present connection and makes a new one, for a stream that went silent. No effect when closed.
    void reconnect();
    /// Ends it; closed() follows from the event loop, also if it was not open.
    void close();

    bool isConnected() const { return m_state == State::Connected; }
    bool isClosed() const { return m_state == State::Closed; }
    /// Milliseconds since the last frame or since connecting; -1 when not connected.
    qint64 silentForMs() const;

    quint64 receivedFrames() const { return m_received; }
    quint64 droppedFrames() const { return m_dropped; } ///< malformed
    quint64 ignoredFrames() const { return m_ignored; } ///< of unknown kind

Q_SIGNALS:
    void connected();
    /// A connection was lost or could not be made; it is tried again. Not after reconnect() or close().
    void disconnected(const lorastudio::Error &error);
    void eventReceived(const lorastudio::ComfyEvent &event);
    void closed();

private:
    enum class State { Closed, Connecting, Connected, Closing, Waiting };

    void start();
    void onConnected();
    void onSslErrors(const QList<QSslError> &errors);
    /// Qt reports an end by disconnected(), by an error, or by both in either order: the first counts.
    void onGone();
    Error reason() const;
    void onPingDue();
    void onFrameArrived();
    void take(const ParsedFrame &frame);
    void shutSocket();
    /// The socket is gone; `error` = why, none if we closed it ourselves.
    void ended(std::optional<Error> error);
    std::chrono::milliseconds nextPause();

    const QString m_clientId;
    const Timing m_timing;
    ServerAccess m_access;
    QPointer<QWebSocket> m_socket;
    FrameQueue m_frames;
    State m_state = State::Closed;
    bool m_wanted = false; ///< open() was called, close() was not
    std::optional<Error> m_tlsError;
    QTimer m_deadline; ///< of opening or closing
    QTimer m_ping;
    QTimer m_retry;
    QElapsedTimer m_lastFrame;
    QElapsedTimer m_connectedSince;
    int m_unanswered = 0;
    int m_attempts = 0;
    quint64 m_received = 0;
    quint64 m_dropped = 0;
    quint64 m_ignored = 0;
    QSet<QString> m_loggedKinds;
};

} // namespace lorastudio
