// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "network/httpclient.h"

#include <QFuture>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QPromise>
#include <QTimer>

#include <optional>

namespace lorastudio {

/// One request on its way: watches size, pace and certificate, and settles exactly once. HttpClient's own; it exists
/// because abort() and finished() come from Qt's inside, where a coroutine must not be resumed.
class HttpTransfer : public QObject
{
    Q_OBJECT

public:
    /// Takes the reply.
    HttpTransfer(QNetworkReply *reply, const HttpRequest &request);
    ~HttpTransfer() override;

    QFuture<void> settled() { return m_promise.future(); }
    /// Ends it as Canceled. No effect once it is settled.
    void cancel();
    /// After settled(): the answer as it came (redirects too), or why there is none.
    Result<HttpResponse> takeResult();

private:
    void checkCertificate();
    void judgeSslErrors(const QList<QSslError> &errors);
    void checkHeaders();
    void drain();
    void checkPace();
    void abortWith(Error error);
    void settle();

    QPointer<QNetworkReply> m_reply; ///< deleted later by the destructor; gone before if its manager is
    const QUrl m_url;
    const QString m_pin;
    const qint64 m_maxBytes;
    const std::chrono::milliseconds m_timeout;
    QTimer m_pace;
    qint64 m_receivedAtLastTick = 0;
    QByteArray m_body;
    std::optional<Error> m_error; ///< our reason to abort
    QPromise<void> m_promise;
    bool m_settled = false;
};

} // namespace lorastudio
