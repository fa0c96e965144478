// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/httptransfer.h"

#include "network/certificatepin.h"
#include "network/networkerror.h"

#include <QSslConfiguration>

namespace lorastudio {

namespace {

constexpr qint64 readAhead = 1024 * 1024; // bytes

/// Statuses of 400 and more arrive as errors of Qt too; below 200 it is the connection itself that broke.
bool isAnswer(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::NoError || error > QNetworkReply::UnknownProxyError;
}

} // namespace

HttpTransfer::HttpTransfer(QNetworkReply *reply, const HttpRequest &request)
    : m_reply(reply),
      m_url(request.url),
      m_pin(request.fingerprint),
      m_maxBytes(request.maxBytes),
      m_timeout(request.transferTimeout)
{
    // Without a bound a fast peer is read far ahead of drain(), and m_maxBytes comes too late.
    m_reply->setReadBufferSize(readAhead);
    m_promise.start();
    connect(m_reply, &QNetworkReply::encrypted, this, &HttpTransfer::checkCertificate);
    connect(m_reply, &QNetworkReply::sslErrors, this, &HttpTransfer::judgeSslErrors);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpTransfer::checkHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpTransfer::drain);
    connect(m_reply, &QNetworkReply::finished, this, &HttpTransfer::settle);
    connect(&m_pace, &QTimer::timeout, this, &HttpTransfer::checkPace);
}

HttpTransfer::~HttpTransfer()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    if (m_reply->isRunning())
        m_reply->abort();
    m_reply->deleteLater();
}

void HttpTransfer::cancel()
{
    abortWith(Error::canceled());
}

void HttpTransfer::checkCertificate()
{
    // Nothing of the request has been sent yet. A certificate that the system trusts must still be the pinned one.
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    if (decidePin(m_pin, certificate) == PinDecision::Changed)
        abortWith(changedCertificateError(m_url, m_pin, certificateFingerprint(certificate)));
}

void HttpTransfer::judgeSslErrors(const QList<QSslError> &errors)
{
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    const QString fingerprint = certificateFingerprint(certificate);
    switch (decidePin(m_pin, certificate)) {
    case PinDecision::Pinned:
        m_reply->ignoreSslErrors(errors);
        break;
    case PinDecision::Changed:
        abortWith(changedCertificateError(m_url, m_pin, fingerprint));
        break;
    case PinDecision::SystemTrust:
        abortWith(untrustedCertificateError(m_url, fingerprint, errors));
        break;
    }
}

void HttpTransfer::checkHeaders()
{
    if (m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > m_maxBytes) {
        abortWith(tooLargeError(m_url, m_maxBytes));
        return;
    }
    if (!m_pace.isActive())
        m_pace.start(m_timeout);
}

void HttpTransfer::drain()
{
    constexpr qint64 block = 64 * 1024; // unpacking happens in read(): never more than this beyond the limit
    while (m_reply->bytesAvailable() > 0) {
        const QByteArray chunk = m_reply->read(block);
        if (chunk.isEmpty())
            return;
        if (m_body.size() + chunk.size() > m_maxBytes) {
            abortWith(tooLargeError(m_url, m_maxBytes));
            return;
        }
        m_body += chunk;
    }
}

void HttpTransfer::checkPace()
{
    const qint64 received = m_body.size() - m_receivedAtLastTick;
    m_receivedAtLastTick = m_body.size();
    if (received < HttpClient::minimumBytes)
        abortWith(stalledError(m_url, m_timeout));
}

void HttpTransfer::abortWith(Error error)
{
    if (m_settled || m_error)
        return;
    m_error = std::move(error);
    m_body.clear();
    m_reply->abort(); // emits finished(), hence settle()
    settle();
}

void HttpTransfer::settle()
{
    if (std::exchange(m_settled, true))
        return;
    m_pace.stop();
    if (!m_error)
        drain();
    m_promise.finish();
}

Result<HttpResponse> HttpTransfer::takeResult()
{
    if (m_error)
        return fail(*m_error);
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (!isAnswer(m_reply->error()) || status == 0) {
        // Qt 6.4 reports its own transfer time-out as a cancellation; ours always has m_error.
        if (m_reply->error() == QNetworkReply::OperationCanceledError)
            return fail(timeoutError(m_url, m_timeout));
        return fail(networkError(m_reply->error(), m_reply->errorString(), m_url));
    }
    HttpResponse response;
    response.status = status;
    response.headers = m_reply->rawHeaderPairs();
    response.contentType = response.header("content-type").split(';').first().trimmed().toLower();
    response.body = std::move(m_body);
    response.url = m_url;
    bool hasLength = false;
    const qint64 length = response.header("content-length").toLongLong(&hasLength);
    if (hasLength && response.header("content-encoding").isEmpty() && response.body.size() < length)
        return fail(cutError(m_url));
    return response;
}

} // namespace lorastudio
