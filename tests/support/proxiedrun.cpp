// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/proxiedrun.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

namespace lorastudio::test {

QJsonObject historyOf(const QString &server)
{
    QNetworkAccessManager network;
    QNetworkReply *reply = network.get(QNetworkRequest(QUrl(server + u"/history"_qs)));
    if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, 20'000))
        return {};
    return QJsonDocument::fromJson(reply->readAll()).object();
}

} // namespace lorastudio::test
