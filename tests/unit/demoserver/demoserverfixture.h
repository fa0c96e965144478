// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/demoserver.h"
#include "demoserver/pyjson.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

#include <memory>

namespace lorastudio {

using namespace Qt::StringLiterals;

struct Answer
{
    int status = 0; ///< 0: the connection ended without an answer
    QByteArray head;
    QByteArray body;
    PyJson json() const { return PyJson::parse(body).value_or(PyJson()); }
};

/// A client id that hears everything.
struct Listener
{
    QWebSocket socket;
    QVector<PyJson> texts;
    QList<QByteArray> frames;

    int count(QLatin1StringView type) const
    {
        return int(std::count_if(texts.begin(), texts.end(),
                                 [type](const PyJson &text) { return text["type"_L1].string() == type; }));
    }
    PyJson last(QLatin1StringView type) const
    {
        for (auto it = texts.rbegin(); it != texts.rend(); ++it) {
            if ((*it)["type"_L1].string() == type)
                return (*it)["data"_L1];
        }
        return {};
    }
    bool isDone() const
    {
        const PyJson data = last("executing"_L1);
        return data.find("prompt_id"_L1) && data["node"_L1].isNull();
    }
};

/// A small picture by the usual seven nodes.
QByteArray promptBody(quint64 seed, const QString &id, const QString &client = u"c"_s, int steps = 4);

/// A demo server in a hurry, and a client that speaks to it without any of the program's own client code.
class DemoServerFixture
{
public:
    void start(DemoOptions options = {});
    Answer send(const QByteArray &request, int timeoutMs = 10000);
    Answer get(const QByteArray &target, const QByteArray &headers = {}, const QByteArray &method = "GET");
    Answer post(const QByteArray &target, const QByteArray &body);
    std::unique_ptr<Listener> listen(const QString &clientId, bool flags = false);
    /// Posts a prompt and waits for its end; where its picture is.
    QString run(quint64 seed, const QString &id);

protected:
    std::unique_ptr<DemoServer> m_server;
};

} // namespace lorastudio
