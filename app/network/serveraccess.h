// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "domain/server.h"
#include "network/httpclient.h"

#include <QUrl>
#include <QUrlQuery>

namespace lorastudio {

/// How one server is addressed: its base path, the headers with its secrets, and its pin, the same for HTTP and for the
/// WebSocket. A plain value; it holds secrets, so it is never logged.
///
/// ComfyUI has every route twice, bare and under /api. Its own page uses /api for requests and the bare /ws for the
/// socket, and people write their proxies' rules after that page: so do we, with a fall-back for both.
class ServerAccess
{
public:
    ServerAccess() = default;
    ServerAccess(const ServerConfig &config, const ServerSecrets &secrets);

    /// Set if the address or a header cannot be used (line breaks, reserved names). Nothing may be sent then.
    const std::optional<Error> &problem() const { return m_problem; }

    /// `route` begins with "/", for example "/system_stats"; its parts are already percent-encoded.
    QUrl url(const QString &route, const QUrlQuery &query = {}) const;
    /// ws:// or wss:// with `clientId`.
    QUrl webSocketUrl(const QString &clientId) const;
    /// "host:8188", for texts.
    QString hostPort() const;

    const HttpHeaders &headers() const { return m_headers; }
    const QString &fingerprint() const { return m_fingerprint; }

    bool usesApiRoutes() const { return m_apiRoutes; }
    void setApiRoutes(bool on) { m_apiRoutes = on; }
    bool usesApiSocket() const { return m_apiSocket; }
    void setApiSocket(bool on) { m_apiSocket = on; }

    /// A request with address, headers, pin and limits filled in.
    HttpRequest request(const QString &route, const QUrlQuery &query = {}) const;

private:
    void addHeader(const QByteArray &name, const QByteArray &value);

    QUrl m_base;
    HttpHeaders m_headers;
    QString m_fingerprint;
    std::optional<Error> m_problem;
    bool m_apiRoutes = true;
    bool m_apiSocket = false;
};

/// A query with every reserved character of `items` percent-encoded, so that a plus or an ampersand in a file name
/// arrives as it is.
QUrlQuery encodedQuery(const QList<std::pair<QString, QString>> &items);

} // namespace lorastudio
