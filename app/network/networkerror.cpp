// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/networkerror.h"

#include <QCoreApplication>
#include <QSslCertificate>

namespace lorastudio {

namespace {

/// Context of the texts.
class Network
{
    Q_DECLARE_TR_FUNCTIONS(Network)
};

QString seconds(std::chrono::milliseconds duration)
{
    return QString::number(qMax<qint64>(1, (duration.count() + 500) / 1000));
}

Error make(QString message, const QUrl &url, const QString &what)
{
    return Error::make(Error::Kind::Network, std::move(message), hostPort(url) + QStringLiteral(": ") + what);
}

Error refused(const QUrl &url)
{
    return make(
        Network::tr("Connection refused: nothing answers at this address. (%1) Start ComfyUI there, or correct the "
                    "address.")
            .arg(hostPort(url)),
        url, QStringLiteral("connection refused"));
}

Error notFound(const QUrl &url)
{
    return make(
        Network::tr("The host name %1 was not found. Check its spelling and this computer's network.").arg(url.host()),
        url, QStringLiteral("host not found"));
}

Error tls(const QUrl &url, const QString &text)
{
    return make(Network::tr("No secure connection to %1: %2. Check that the server speaks https on this port.")
                    .arg(hostPort(url), text),
                url, QStringLiteral("TLS: ") + text);
}

Error proxy(const QUrl &url, const QString &text)
{
    return make(Network::tr("The proxy set for this computer does not lead to %1: %2. Check the proxy settings.")
                    .arg(hostPort(url), text),
                url, QStringLiteral("proxy: ") + text);
}

Error other(const QUrl &url, const QString &text)
{
    return make(Network::tr("No connection to %1: %2. Check that the server runs and that this computer reaches it.")
                    .arg(hostPort(url), text),
                url, text);
}

} // namespace

QString hostPort(const QUrl &url)
{
    const QString scheme = url.scheme();
    const bool secure = scheme == QStringLiteral("https") || scheme == QStringLiteral("wss");
    QString host = url.host();
    if (host.contains(u':'))
        host = u'[' + host + u']';
    return host + u':' + QString::number(url.port(secure ? 443 : 80));
}

Error networkError(QNetworkReply::NetworkError code, const QString &text, const QUrl &url)
{
    switch (code) {
    case QNetworkReply::ConnectionRefusedError:
        return refused(url);
    case QNetworkReply::HostNotFoundError:
        return notFound(url);
    case QNetworkReply::RemoteHostClosedError:
        return cutError(url);
    case QNetworkReply::TimeoutError:
        return make(Network::tr("%1 does not answer. Check that the server runs and that no firewall is in between.")
                        .arg(hostPort(url)),
                    url, QStringLiteral("connect timed out"));
    case QNetworkReply::SslHandshakeFailedError:
        return tls(url, text);
    default:
        if (code >= QNetworkReply::ProxyConnectionRefusedError && code <= QNetworkReply::UnknownProxyError)
            return proxy(url, text);
        return other(url, text);
    }
}

Error socketError(QAbstractSocket::SocketError code, const QString &text, const QUrl &url)
{
    switch (code) {
    case QAbstractSocket::ConnectionRefusedError:
        return refused(url);
    case QAbstractSocket::HostNotFoundError:
        return notFound(url);
    case QAbstractSocket::RemoteHostClosedError:
        return cutError(url);
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return tls(url, text);
    case QAbstractSocket::ProxyAuthenticationRequiredError:
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
        return proxy(url, text);
    default:
        return other(url, text);
    }
}

Error timeoutError(const QUrl &url, std::chrono::milliseconds waited)
{
    return make(Network::tr("No answer from %1 within %2 s. The server may be busy, stopped or behind a firewall.")
                    .arg(hostPort(url), seconds(waited)),
                url, QStringLiteral("timed out after %1 ms").arg(waited.count()));
}

Error stalledError(const QUrl &url, std::chrono::milliseconds waited)
{
    return make(
        Network::tr("The answer of %1 stalled: next to nothing came for %2 s. Check the connection to the server.")
            .arg(hostPort(url), seconds(waited)),
        url, QStringLiteral("stalled for %1 ms").arg(waited.count()));
}

Error tooLargeError(const QUrl &url, qint64 maxBytes)
{
    return Error::make(
        Error::Kind::Protocol,
        Network::tr("%1 sent more than the %2 MB that are taken for this kind of answer, so it was broken off. "
                    "Check that the address is that of a ComfyUI.")
            .arg(hostPort(url), QString::number(double(maxBytes) / 1'000'000, 'g', 3)),
        hostPort(url) + QStringLiteral(": over the limit of %1 bytes").arg(maxBytes));
}

Error cutError(const QUrl &url)
{
    return make(
        Network::tr("%1 closed the connection before the answer was complete. The server may have stopped or been "
                    "restarted.")
            .arg(hostPort(url)),
        url, QStringLiteral("closed by the peer"));
}

Error lostError(const QUrl &url)
{
    return make(
        Network::tr("The connection to %1 was lost. The server may have stopped or been restarted.").arg(hostPort(url)),
        url, QStringLiteral("connection lost"));
}

Error untrustedCertificateError(const QUrl &url, const QString &fingerprint, const QList<QSslError> &errors)
{
    bool selfSigned = false;
    QStringList texts;
    for (const QSslError &error : errors) {
        selfSigned = selfSigned || error.error() == QSslError::SelfSignedCertificate ||
                     error.error() == QSslError::SelfSignedCertificateInChain;
        texts << error.errorString();
    }
    texts.removeDuplicates();
    const QString why = selfSigned ? Network::tr("it signed its certificate itself") : texts.value(0);
    Error error =
        make(Network::tr("The certificate of %1 is not trusted: %2. If this is your server, compare the fingerprint "
                         "%3 with the server's and trust it for this server.")
                 .arg(hostPort(url), why, fingerprint),
             url, QStringLiteral("TLS: ") + texts.join(QStringLiteral("; ")));
    error.fingerprint = fingerprint;
    error.code = selfSigned ? QStringLiteral("self-signed-certificate") : QStringLiteral("untrusted-certificate");
    return error;
}

Error changedCertificateError(const QUrl &url, const QString &pin, const QString &fingerprint)
{
    Error error =
        make(Network::tr(
                 "The certificate of %1 has changed, so nothing was sent. It was %2 and is now %3. If you changed it, "
                 "trust the new one; if not, somebody may be listening in between.")
                 .arg(hostPort(url), pin, fingerprint),
             url, QStringLiteral("TLS: certificate differs from the pinned one"));
    error.fingerprint = fingerprint;
    error.code = QStringLiteral("changed-certificate");
    return error;
}

Error httpStatusError(const QUrl &url, int status)
{
    QString message;
    switch (status) {
    case 403:
        message = Network::tr(
            "%1 refused the request (403). ComfyUI does so for foreign origins; a proxy does so for missing "
            "rights. Check the proxy's rules and the headers set for this server.");
        break;
    case 404:
        message = Network::tr("%1 does not know this address (404). Check the path of the address, and that ComfyUI is "
                              "0.3.45 or newer.");
        break;
    case 413:
        message =
            Network::tr("%1 says that the request is too large (413). Raise the limit of the proxy, or start ComfyUI "
                        "with a larger --max-upload-size.");
        break;
    case 500:
        message = Network::tr("ComfyUI at %1 failed to handle the request (500). Its own log says why.");
        break;
    case 502:
    case 503:
    case 504:
        message = Network::tr("The proxy at %1 does not reach ComfyUI (%2). Check that ComfyUI runs.");
        break;
    default:
        message = Network::tr("%1 answered with HTTP status %2.");
        break;
    }
    message = message.contains(QStringLiteral("%2")) ? message.arg(hostPort(url), QString::number(status))
                                                     : message.arg(hostPort(url));
    Error error =
        Error::make(Error::Kind::Http, message, hostPort(url) + QStringLiteral(": HTTP status %1").arg(status));
    error.httpStatus = status;
    return error;
}

Error loginWallError(const QUrl &url, int status)
{
    QString message = status == 401
                          ? Network::tr("%1 asks for a login (401). Enter user name and password, or a token, for "
                                        "this server.")
                          : Network::tr("%1 answers with a page for people instead of data: probably a login page in "
                                        "front of ComfyUI. Enter user name and password, a token or a header for this "
                                        "server, or correct the address.");
    Error error = Error::make(Error::Kind::Http, message.arg(hostPort(url)),
                              hostPort(url) + QStringLiteral(": login wall, HTTP status %1").arg(status));
    error.httpStatus = status;
    return error;
}

Error redirectError(const QUrl &url, const QUrl &target)
{
    const bool downgrade = url.host() == target.host() && url.scheme() == QStringLiteral("https") &&
                           target.scheme() == QStringLiteral("http");
    const QString message =
        downgrade
            ? Network::tr(
                  "%1 redirects from https to http, which is not followed. Enter the http address if you accept an "
                  "open connection.")
                  .arg(hostPort(url))
            : Network::tr(
                  "%1 redirects to %2, which is not followed, so that no password goes there. If that is the right "
                  "server, enter its address; it may also be a login page.")
                  .arg(hostPort(url), target.host().isEmpty() ? target.scheme() : hostPort(target));
    return Error::make(Error::Kind::Http, message, hostPort(url) + QStringLiteral(": redirect refused"));
}

} // namespace lorastudio
