// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/httpclient.h"

#include "core/logging.h"
#include "network/directonloopback.h"
#include "network/httptransfer.h"
#include "network/networkerror.h"

#include <QIODevice>
#include <QNetworkRequest>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr int maxRedirects = 5;

bool sameOrigin(const QUrl &a, const QUrl &b)
{
    const int standard = a.scheme() == QStringLiteral("https") ? 443 : 80;
    return a.scheme() == b.scheme() && a.host().compare(b.host(), Qt::CaseInsensitive) == 0 &&
           a.port(standard) == b.port(standard);
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// A body that can be read once. Qt sends a request again by itself if a kept connection closes before the answer,
/// POST too (seen); a prompt that the server had already taken would then be made twice. With a body that cannot go
/// back to its start it gives up instead, and the caller asks the server what became of it.
class OneTimeBody : public QIODevice
{
public:
    explicit OneTimeBody(QByteArray data) : m_data(std::move(data))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_data.size() - m_read + QIODevice::bytesAvailable(); }
    bool atEnd() const override { return m_read >= m_data.size(); }
    bool reset() override { return m_read == 0; }

protected:
    qint64 readData(char *target, qint64 maxSize) override
    {
        const qint64 size = qMin<qint64>(maxSize, m_data.size() - m_read);
        if (size <= 0)
            return atEnd() ? -1 : 0;
        std::copy_n(m_data.constData() + m_read, size, target);
        m_read += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_data;
    qint64 m_read = 0;
};

/// Called from whichever thread requests the stop; the abort itself is queued to the transfer's own thread.
struct CancelLater
{
    HttpTransfer *transfer;
    void operator()() const { QMetaObject::invokeMethod(transfer, &HttpTransfer::cancel, Qt::QueuedConnection); }
};

QNetworkRequest toQt(const HttpRequest &request)
{
    QNetworkRequest result(request.url);
    for (const auto &[name, value] : request.headers)
        result.setRawHeader(name, value);
    result.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    result.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    result.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    result.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    result.setTransferTimeout(static_cast<int>(request.transferTimeout.count()));
    // Our own limit counts unpacked bytes; Qt's would refuse a long queue of like workflows for packing too well.
    result.setDecompressedSafetyCheckThreshold(-1);
    return result;
}

} // namespace

QByteArray HttpResponse::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

HttpClient::HttpClient(QObject *parent) : QObject(parent)
{
    for (QNetworkAccessManager *manager : {&m_network, &m_downloads}) {
        manager->setProxyFactory(new DirectOnLoopback); // taken over by the manager
        manager->setAutoDeleteReplies(false);
    }
}

HttpClient::~HttpClient()
{
    for (const std::weak_ptr<HttpTransfer> &weak : m_running) {
        if (const std::shared_ptr<HttpTransfer> transfer = weak.lock())
            transfer->cancel();
    }
}

std::shared_ptr<HttpTransfer> HttpClient::start(const HttpRequest &request)
{
    QNetworkRequest qtRequest = toQt(request);
    QNetworkReply *reply = nullptr;
    if (request.method == HttpRequest::Method::Post) {
        qtRequest.setHeader(QNetworkRequest::ContentTypeHeader, request.contentType);
        qtRequest.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
        qtRequest.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        auto body = std::make_unique<OneTimeBody>(request.body);
        reply = m_network.post(qtRequest, body.get());
        body.release()->setParent(reply);
    } else {
        reply = (request.isDownload ? m_downloads : m_network).get(qtRequest);
    }
    auto transfer = std::make_shared<HttpTransfer>(reply, request);
    std::erase_if(m_running, [](const std::weak_ptr<HttpTransfer> &weak) { return weak.expired(); });
    m_running.push_back(transfer);
    return transfer;
}

Task<Result<HttpResponse>> HttpClient::send(HttpRequest request, std::stop_token stop)
{
    for (int redirects = 0;; ++redirects) {
        if (stop.stop_requested())
            co_return fail(Error::canceled());
        const std::shared_ptr<HttpTransfer> transfer = start(request);
        {
            const std::stop_callback onStop(stop, CancelLater{transfer.get()});
            co_await transfer->settled();
        }
        // The client may be gone from here on if the result is Canceled.
        Result<HttpResponse> result = transfer->takeResult();
        if (stop.stop_requested())
            co_return fail(Error::canceled());
        if (!result) {
            if (!result.error().isCanceled())
                qCDebug(logNetwork) << request.url.path() << result.error().detail;
            co_return result;
        }
        if (isRedirect(result->status)) {
            const QUrl target = request.url.resolved(QUrl::fromEncoded(result->header("location")));
            if (request.method != HttpRequest::Method::Get || redirects >= maxRedirects || !target.isValid() ||
                !sameOrigin(request.url, target) || !target.userInfo().isEmpty())
                co_return fail(redirectError(request.url, target));
            request.url = target;
            continue;
        }
        const bool page = result->isSuccess() && result->contentType == "text/html";
        if (request.refuseLoginWall && (result->status == 401 || page))
            co_return fail(loginWallError(request.url, result->status));
        co_return result;
    }
}

} // namespace lorastudio
