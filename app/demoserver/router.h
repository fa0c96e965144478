// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/httprequest.h"
#include "demoserver/httpresponse.h"

#include <QStringList>

#include <functional>
#include <vector>

namespace lorastudio {

/// Finds the handler of a request. Every path exists twice, as it is and under /api, except those of /internal.
class Router
{
public:
    /// `arguments` are the decoded parts of the path that stand where the pattern has `{}`.
    using Handler = std::function<ServedResponse(const ServedRequest &, const QStringList &arguments)>;

    /// `pattern` like "/history/{}"; `{}` stands for one segment, which may hold an encoded slash.
    void add(const QByteArray &method, const QString &pattern, Handler handler);
    ServedResponse route(const ServedRequest &request) const;

private:
    struct Route
    {
        QByteArray method;
        QStringList segments;
        Handler handler;
    };
    std::vector<Route> m_routes;
};

/// The refusal of a request that a foreign web page sent: its Origin is not the Host. As the real server, it only looks
/// at requests to a loopback address.
bool isForeignOrigin(const ServedRequest &request);

} // namespace lorastudio
