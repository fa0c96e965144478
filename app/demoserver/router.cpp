// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/router.h"

#include <QHostAddress>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace lorastudio {

void Router::add(const QByteArray &method, const QString &pattern, Handler handler)
{
    m_routes.push_back({method, pattern.mid(1).split(u'/'), std::move(handler)});
}

ServedResponse Router::route(const ServedRequest &request) const
{
    QStringList segments;
    for (const QByteArray &part : request.rawPath().mid(1).split('/'))
        segments += QString::fromUtf8(QByteArray::fromPercentEncoding(part));
    if (segments.size() > 1 && segments.first() == "api"_L1 && segments.at(1) != "internal"_L1)
        segments.removeFirst();
    bool known = false;
    for (const Route &route : m_routes) {
        if (route.segments.size() != segments.size())
            continue;
        QStringList arguments;
        bool matches = true;
        for (qsizetype i = 0; i < segments.size() && matches; ++i) {
            if (route.segments.at(i) == "{}"_L1 && !segments.at(i).isEmpty())
                arguments += segments.at(i);
            else
                matches = route.segments.at(i) == segments.at(i);
        }
        known = known || matches;
        if (matches && (route.method == request.method || (route.method == "GET" && request.method == "HEAD")))
            return route.handler(request, arguments);
    }
    if (request.method == "OPTIONS")
        return ServedResponse::empty(200);
    if (known || (request.method != "GET" && request.method != "HEAD"))
        return ServedResponse::text("405: Method Not Allowed", 405);
    ServedResponse notFound = ServedResponse::empty(404);
    notFound.contentType = "application/octet-stream";
    return notFound;
}

bool isForeignOrigin(const ServedRequest &request)
{
    if (!request.hasHeader("host") || !request.hasHeader("origin"))
        return false;
    const QUrl host(u"http://"_s + QString::fromUtf8(request.header("host")).toLower());
    const QUrl origin(QString::fromUtf8(request.header("origin")).toLower());
    const bool loopback = host.host() == "localhost"_L1 || QHostAddress(host.host()).isLoopback();
    if (!loopback || host.host().isEmpty() || origin.host().isEmpty())
        return false;
    // An origin without a port, or a host without one, is compared by name alone: some browsers leave it out.
    return host.host() != origin.host() || (host.port() >= 0 && origin.port() >= 0 && host.port() != origin.port());
}

} // namespace lorastudio
