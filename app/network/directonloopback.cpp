// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/directonloopback.h"

#include <QHostAddress>

namespace lorastudio {

bool isLoopbackHost(const QString &host)
{
    const QString name = host.toLower();
    if (name == QStringLiteral("localhost") || name.endsWith(QStringLiteral(".localhost")))
        return true;
    QHostAddress address;
    return address.setAddress(name) && address.isLoopback();
}

QList<QNetworkProxy> DirectOnLoopback::queryProxy(const QNetworkProxyQuery &query)
{
    if (isLoopbackHost(query.peerHostName()))
        return {QNetworkProxy(QNetworkProxy::NoProxy)};
    return systemProxyForQuery(query);
}

} // namespace lorastudio
