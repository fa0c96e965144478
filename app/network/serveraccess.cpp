// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/serveraccess.h"

#include "network/networkerror.h"

#include <QCoreApplication>

#include <algorithm>

namespace lorastudio {

namespace {

/// Context of the texts.
class Access
{
    Q_DECLARE_TR_FUNCTIONS(ServerAccess)
};

bool isToken(const QByteArray &name)
{
    static const QByteArray special("!#$%&'*+-.^_`|~");
    return !name.isEmpty() && std::all_of(name.cbegin(), name.cend(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || special.contains(c);
    });
}

/// Headers that belong to the connection itself; setting them by hand breaks it.
bool isReserved(const QByteArray &name)
{
    static const QByteArrayList reserved{"host",   "connection", "content-length",    "content-type",
                                         "origin", "upgrade",    "transfer-encoding", "te",
                                         "expect"};
    return reserved.contains(name.toLower()) || name.toLower().startsWith("sec-");
}

bool isClean(const QByteArray &value)
{
    return std::none_of(value.cbegin(), value.cend(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
}

} // namespace

ServerAccess::ServerAccess(const ServerConfig &config, const ServerSecrets &secrets)
    : m_base(QUrl(config.url, QUrl::StrictMode)), m_fingerprint(config.fingerprint)
{
    if (normalizedServerUrl(config.url).isEmpty()) {
        m_problem = Error::make(Error::Kind::Validation,
                                Access::tr("This is not the address of a server. Write it like http://host:8188."));
        return;
    }
    m_base = QUrl(normalizedServerUrl(config.url), QUrl::StrictMode);
    if (!config.user.isEmpty()) {
        const QByteArray pair = (config.user + u':' + secrets.password).toUtf8();
        addHeader("Authorization", "Basic " + pair.toBase64());
    } else if (config.token && !secrets.token.isEmpty()) {
        addHeader("Authorization", "Bearer " + secrets.token.toUtf8());
    }
    for (auto it = secrets.headers.cbegin(); it != secrets.headers.cend(); ++it)
        addHeader(it.key().toUtf8(), it.value().toUtf8());
}

void ServerAccess::addHeader(const QByteArray &name, const QByteArray &value)
{
    if (isToken(name) && !isReserved(name) && isClean(value)) {
        m_headers.append({name, value});
        return;
    }
    m_problem = Error::make(Error::Kind::Validation,
                            Access::tr("The header \"%1\" set for this server cannot be sent: its name is reserved or "
                                       "not valid, or its value holds a line break. Correct it in the server's "
                                       "settings.")
                                .arg(QString::fromUtf8(name)));
}

QUrl ServerAccess::url(const QString &route, const QUrlQuery &query) const
{
    QUrl url = m_base;
    const QString prefix = m_apiRoutes ? QStringLiteral("/api") : QString();
    url.setPath(m_base.path(QUrl::FullyEncoded) + prefix + route, QUrl::StrictMode);
    if (!query.isEmpty())
        url.setQuery(query);
    return url;
}

QUrl ServerAccess::webSocketUrl(const QString &clientId) const
{
    QUrl url = m_base;
    url.setScheme(m_base.scheme() == QStringLiteral("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    const QString route = m_apiSocket ? QStringLiteral("/api/ws") : QStringLiteral("/ws");
    url.setPath(m_base.path(QUrl::FullyEncoded) + route, QUrl::StrictMode);
    url.setQuery(encodedQuery({{QStringLiteral("clientId"), clientId}}));
    return url;
}

QString ServerAccess::hostPort() const
{
    return lorastudio::hostPort(m_base);
}

HttpRequest ServerAccess::request(const QString &route, const QUrlQuery &query) const
{
    HttpRequest request;
    request.url = url(route, query);
    request.headers = m_headers;
    request.fingerprint = m_fingerprint;
    return request;
}

QUrlQuery encodedQuery(const QList<std::pair<QString, QString>> &items)
{
    QUrlQuery query;
    for (const auto &[name, value] : items) {
        query.addQueryItem(QString::fromLatin1(QUrl::toPercentEncoding(name)),
                           QString::fromLatin1(QUrl::toPercentEncoding(value)));
    }
    return query;
}

} // namespace lorastudio
