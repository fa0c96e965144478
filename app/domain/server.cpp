// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/server.h"

namespace lorastudio {

QString normalizedServerUrl(const QString &text)
{
    QString input = text.trimmed();
    if (input.isEmpty() || input.size() > 2000)
        return {};
    if (!input.contains(QStringLiteral("://")))
        input.prepend(QStringLiteral("http://"));
    QUrl url(input, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return {};
    const QString scheme = url.scheme().toLower();
    if (scheme != QStringLiteral("http") && scheme != QStringLiteral("https"))
        return {};
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return {};
    url.setScheme(scheme);
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.endsWith(QStringLiteral("/api")))
        path.chop(4);
    url.setPath(path);
    if (url.port() == (scheme == QStringLiteral("https") ? 443 : 80))
        url.setPort(-1);
    return url.toString(QUrl::FullyEncoded);
}

QString toString(ServerState state)
{
    switch (state) {
    case ServerState::Offline:
        return QStringLiteral("offline");
    case ServerState::Connecting:
        return QStringLiteral("connecting");
    case ServerState::Idle:
        return QStringLiteral("idle");
    case ServerState::Busy:
        return QStringLiteral("busy");
    case ServerState::Loading:
        return QStringLiteral("loading");
    case ServerState::Degraded:
        return QStringLiteral("degraded");
    case ServerState::Draining:
        return QStringLiteral("draining");
    case ServerState::Stuck:
        return QStringLiteral("stuck");
    }
    return {};
}

} // namespace lorastudio
