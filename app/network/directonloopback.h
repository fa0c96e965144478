// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkProxyFactory>

namespace lorastudio {

/// "localhost", 127.0.0.0/8 and ::1.
bool isLoopbackHost(const QString &host);

/// The system's proxies, but none for this machine: a proxy set for the web would otherwise swallow requests to a
/// ComfyUI on 127.0.0.1.
class DirectOnLoopback : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;
};

} // namespace lorastudio
