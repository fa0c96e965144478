// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/task.h"

#include <QByteArray>
#include <QList>
#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

namespace lorastudio {

class HttpTransfer;

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

struct HttpRequest
{
    enum class Method { Get, Post };

    Method method = Method::Get;
    QUrl url;
    HttpHeaders headers; ///< may hold secrets; never logged
    QByteArray body;     ///< with Post
    QByteArray contentType = QByteArrayLiteral("application/json");
    QString fingerprint;                              ///< pin of the server's certificate; empty = the system's trust
    qint64 maxBytes = 1024 * 1024;                    ///< of the answer's body, unpacked; more aborts while receiving
    std::chrono::milliseconds transferTimeout{30000}; ///< without progress, > 0; see HttpClient
    bool isDownload = false;     ///< large or slow: goes over connections of its own, see HttpClient
    bool refuseLoginWall = true; ///< HTML with a success status, or 401, is an error
};

/// Any status that the server answered with, 404 and 500 too: what it means is the caller's business.
struct HttpResponse
{
    int status = 0;
    QByteArray contentType; ///< in lower case, without parameters
    HttpHeaders headers;
    QByteArray body;
    QUrl url; ///< after redirects
    QByteArray header(const QByteArray &name) const;
    bool isSuccess() const { return status >= 200 && status < 300; }
};

/// HTTP with the limits that hostile and broken servers need (keep-alive).
/// - Qt opens at most six connections to one host. Downloads have six of their own, so that however many of them crawl,
///   no other request waits for them.
/// - A body over `maxBytes` is broken off while it arrives.
/// - `transferTimeout` ends a request when no byte moves for that long, and when less than `minimumBytes` arrive in
/// such
///   a stretch (a server that drips); connecting counts.
/// - Redirects are followed for GET only, at most five times and only within scheme, host and port: credentials go
///   nowhere else.
/// - Certificates: see certificatepin.h. An error for an untrusted one carries its fingerprint.
/// - Neither Origin nor cookies are sent; this computer's proxies are not used for loopback addresses; HTTP/1.1 only.
/// - A body that is cut short of its Content-Length is an error. A chunked one that is cut can pass for whole in
/// Qt 6.4:
///   whoever reads the body must be able to tell (JSON and pictures can).
/// - A POST is sent once: Qt would repeat it by itself when a kept connection closes.
/// - Errors: Network (the request may or may not have arrived), Http (redirect or login wall), Protocol (over the
///   limit), Canceled.
/// Main thread only. Destroying it ends what runs as Canceled; join the scopes that use it before.
class HttpClient : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 minimumBytes = 1024;

    explicit HttpClient(QObject *parent = nullptr);
    ~HttpClient() override;

    Task<Result<HttpResponse>> send(HttpRequest request, std::stop_token stop);

private:
    std::shared_ptr<HttpTransfer> start(const HttpRequest &request);

    QNetworkAccessManager m_network;
    QNetworkAccessManager m_downloads;
    std::vector<std::weak_ptr<HttpTransfer>> m_running;
};

} // namespace lorastudio
