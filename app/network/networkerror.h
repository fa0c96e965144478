// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QAbstractSocket>
#include <QNetworkReply>
#include <QSslError>
#include <QUrl>

#include <chrono>

namespace lorastudio {

/// The texts for what goes wrong between this program and a server. Each names host and port, says why and what to do,
/// and never quotes a whole address, because a query may carry a secret.

/// "host:8188"; IPv6 in brackets, the scheme's default port if none is given.
QString hostPort(const QUrl &url);

/// For a transfer that ended without an HTTP status. `text` is Qt's own text, used only where there is no better one.
Error networkError(QNetworkReply::NetworkError code, const QString &text, const QUrl &url);
/// The same for a WebSocket.
Error socketError(QAbstractSocket::SocketError code, const QString &text, const QUrl &url);
Error timeoutError(const QUrl &url, std::chrono::milliseconds waited);
/// A transfer that drips: `received` bytes in `waited`.
Error stalledError(const QUrl &url, std::chrono::milliseconds waited);
Error tooLargeError(const QUrl &url, qint64 maxBytes);
Error cutError(const QUrl &url);
/// An open connection, such as a WebSocket, that ended unasked.
Error lostError(const QUrl &url);
/// A certificate that the system does not trust and that is not pinned; carries its fingerprint.
Error untrustedCertificateError(const QUrl &url, const QString &fingerprint, const QList<QSslError> &errors);
/// A pinned server shows another certificate.
Error changedCertificateError(const QUrl &url, const QString &pin, const QString &fingerprint);

/// An HTTP status that is not a success, for a server as a whole ("ComfyUI is not running behind this proxy").
Error httpStatusError(const QUrl &url, int status);
/// A page for people where an answer for programs was expected.
Error loginWallError(const QUrl &url, int status);
/// A redirect that is not followed.
Error redirectError(const QUrl &url, const QUrl &target);

} // namespace lorastudio
