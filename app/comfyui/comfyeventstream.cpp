// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/comfyeventstream.h"

#include "core/logging.h"
#include "network/certificatepin.h"
#include "network/directonloopback.h"
#include "network/networkerror.h"

#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSslConfiguration>
#include <QWebSocket>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr int maxUnansweredPings = 2;
constexpr int maxLoggedKinds = 50;

/// Must be the first text frame: with it previews carry their prompt id.
const QString featureFlagsFrame =
    QStringLiteral(R"({"type":"feature_flags","data":{"supports_preview_metadata":true}})");

/// Qt tells the HTTP status of a refused handshake only in its text.
Error handshakeError(const QUrl &url, QAbstractSocket::SocketError code, const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral(R"(status code: (\d{3}))"));
    const int status = pattern.match(text).captured(1).toInt();
    if (status == 0)
        return socketError(code, text, url);
    if (status == 401 || (status >= 200 && status < 400))
        return loginWallError(url, status);
    return httpStatusError(url, status);
}

} // namespace

ComfyEventStream::ComfyEventStream(QString clientId, QObject *parent)
    : ComfyEventStream(std::move(clientId), Timing{}, parent)
{
}

ComfyEventStream::ComfyEventStream(QString clientId, Timing timing, QObject *parent)
    : QObject(parent), m_clientId(std::move(clientId)), m_timing(timing)
{
    m_deadline.setSingleShot(true);
    m_retry.setSingleShot(true);
    m_ping.setInterval(timing.pingInterval);
    connect(&m_ping, &QTimer::timeout, this, &ComfyEventStream::onPingDue);
    connect(&m_retry, &QTimer::timeout, this, &ComfyEventStream::start);
    connect(&m_frames, &FrameQueue::parsed, this, &ComfyEventStream::take);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        if (m_state == State::Connecting)
            ended(timeoutError(m_access.webSocketUrl(m_clientId), m_timing.openTimeout));
        else
            ended(std::nullopt);
    });
}

ComfyEventStream::~ComfyEventStream()
{
    if (m_socket)
        m_socket->disconnect(this);
    delete m_socket;
}

void ComfyEventStream::open(const ServerAccess &access)
{
    m_access = access;
    m_wanted = true;
    m_attempts = 0;
    switch (m_state) {
    case State::Closed:
        start();
        break;
    case State::Waiting:
        m_retry.stop();
        start();
        break;
    case State::Connecting:
    case State::Connected:
        shutSocket();
        break;
    case State::Closing: // ended() opens it again
        break;
    }
}

void ComfyEventStream::reconnect()
{
    if (m_state == State::Connected || m_state == State::Connecting)
        shutSocket();
}

void ComfyEventStream::close()
{
    m_wanted = false;
    m_retry.stop();
    switch (m_state) {
    case State::Waiting:
    case State::Closed:
        m_state = State::Closed;
        QMetaObject::invokeMethod(this, &ComfyEventStream::closed, Qt::QueuedConnection);
        break;
    case State::Connecting:
    case State::Connected:
        shutSocket();
        break;
    case State::Closing:
        break;
    }
}

qint64 ComfyEventStream::silentForMs() const
{
    return isConnected() ? m_lastFrame.elapsed() : -1;
}

void ComfyEventStream::start()
{
    m_state = State::Connecting;
    if (m_access.problem()) {
        QMetaObject::invokeMethod(
            this, [this] { ended(*m_access.problem()); }, Qt::QueuedConnection);
        return;
    }
    const QUrl url = m_access.webSocketUrl(m_clientId);
    m_tlsError.reset();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingFrameSize(maxBinaryFrame);
    m_socket->setMaxAllowedIncomingMessageSize(maxBinaryFrame);
    if (isLoopbackHost(url.host()))
        m_socket->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    if (!m_access.fingerprint().isEmpty()) {
        // With a pin nobody else's word counts, so that even a certificate that the system trusts comes before us.
        QSslConfiguration configuration = m_socket->sslConfiguration();
        configuration.setCaCertificates({});
        m_socket->setSslConfiguration(configuration);
    }
    connect(m_socket, &QWebSocket::connected, this, &ComfyEventStream::onConnected);
    connect(m_socket, &QWebSocket::disconnected, this, &ComfyEventStream::onGone);
    connect(m_socket, &QWebSocket::sslErrors, this, &ComfyEventStream::onSslErrors);
    connect(m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &message) {
        onFrameArrived();
        m_frames.addText(message);
    });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &message) {
        onFrameArrived();
        m_frames.addBinary(message);
    });
    connect(m_socket, &QWebSocket::pong, this, [this] { m_unanswered = 0; });
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(m_socket, &QWebSocket::errorOccurred, this, &ComfyEventStream::onGone);
#else
    connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, &ComfyEventStream::onGone);
#endif
    QNetworkRequest request(url);
    for (const auto &[name, value] : m_access.headers())
        request.setRawHeader(name, value);
    m_deadline.start(m_timing.openTimeout);
    m_socket->open(request);
}

void ComfyEventStream::onConnected()
{
    if (m_state != State::Connecting)
        return;
    m_state = State::Connected;
    m_deadline.stop();
    m_unanswered = 0;
    m_lastFrame.start();
    m_connectedSince.start();
    m_ping.start();
    m_socket->sendTextMessage(featureFlagsFrame);
    Q_EMIT connected();
}

void ComfyEventStream::onSslErrors(const QList<QSslError> &errors)
{
    const QUrl url = m_access.webSocketUrl(m_clientId);
    const QSslCertificate certificate = m_socket->sslConfiguration().peerCertificate();
    const QString fingerprint = certificateFingerprint(certificate);
    switch (decidePin(m_access.fingerprint(), certificate)) {
    case PinDecision::Pinned:
        m_socket->ignoreSslErrors();
        break;
    case PinDecision::Changed:
        m_tlsError = changedCertificateError(url, m_access.fingerprint(), fingerprint);
        break;
    case PinDecision::SystemTrust:
        m_tlsError = untrustedCertificateError(url, fingerprint, errors);
        break;
    }
}

Error ComfyEventStream::reason() const
{
    const QUrl url = m_access.webSocketUrl(m_clientId);
    if (m_tlsError)
        return *m_tlsError;
    if (m_socket->closeCode() == QWebSocketProtocol::CloseCodeTooMuchData)
        return tooLargeError(url, maxBinaryFrame);
    if (m_state == State::Connecting)
        return handshakeError(url, m_socket->error(), m_socket->errorString());
    return lostError(url);
}

void ComfyEventStream::onGone()
{
    if (m_state == State::Closing) {
        ended(std::nullopt);
        return;
    }
    const Error error = reason();
    if (error.httpStatus == 404)
        m_access.setApiSocket(!m_access.usesApiSocket());
    ended(error);
}

void ComfyEventStream::onPingDue()
{
    if (m_unanswered >= maxUnansweredPings) {
        ended(timeoutError(m_access.webSocketUrl(m_clientId), m_timing.pingInterval * maxUnansweredPings));
        return;
    }
    ++m_unanswered;
    m_socket->ping();
}

void ComfyEventStream::onFrameArrived()
{
    if (m_state != State::Connected)
        return;
    ++m_received;
    m_unanswered = 0;
    m_lastFrame.start();
}

void ComfyEventStream::take(const ParsedFrame &frame)
{
    if (m_state != State::Connected)
        return;
    if (frame.outcome == ParsedFrame::Outcome::Event) {
        Q_EMIT eventReceived(*frame.event);
        return;
    }
    const bool malformed = frame.outcome == ParsedFrame::Outcome::Malformed;
    ++(malformed ? m_dropped : m_ignored);
    if (m_loggedKinds.size() < maxLoggedKinds && !m_loggedKinds.contains(frame.kind)) {
        m_loggedKinds.insert(frame.kind);
        qCInfo(logComfyUi) << m_access.hostPort() << (malformed ? "dropped a malformed frame:" : "ignored a frame:")
                           << frame.kind;
    }
}

void ComfyEventStream::shutSocket()
{
    const bool wasConnected = m_state == State::Connected;
    m_state = State::Closing;
    m_ping.stop();
    m_deadline.start(m_timing.closeTimeout);
    if (m_socket && wasConnected)
        m_socket->close(QWebSocketProtocol::CloseCodeGoingAway);
    else
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_state == State::Closing)
                    ended(std::nullopt);
            },
            Qt::QueuedConnection);
}

void ComfyEventStream::ended(std::optional<Error> error)
{
    if (m_state == State::Closed || m_state == State::Waiting)
        return;
    m_deadline.stop();
    m_ping.stop();
    m_frames.clear();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket->deleteLater(); // we may be inside one of its signals
        m_socket = nullptr;
    }
    if (m_connectedSince.isValid() && m_connectedSince.hasExpired(m_timing.stableAfter.count()))
        m_attempts = 0;
    m_connectedSince.invalidate();
    if (!m_wanted) {
        m_state = State::Closed;
        Q_EMIT closed();
        return;
    }
    m_state = State::Waiting;
    m_retry.start(nextPause());
    if (error) {
        qCDebug(logComfyUi) << error->detail;
        Q_EMIT disconnected(*error);
    }
}

std::chrono::milliseconds ComfyEventStream::nextPause()
{
    using std::chrono::milliseconds;
    const int doublings = std::min(m_attempts++, 10);
    const milliseconds base = std::min(m_timing.backoffMin * (1 << doublings), m_timing.backoffMax);
    const double jitter = 1.0 + 0.5 * QRandomGenerator::global()->generateDouble();
    return std::min(milliseconds(static_cast<qint64>(double(base.count()) * jitter)), m_timing.backoffMax);
}

} // namespace lorastudio
