// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <memory>

#ifdef __SANITIZE_ADDRESS__
/// OpenSSL keeps a little per thread that it sometimes does not free at the end.
extern "C" const char *__lsan_default_suppressions()
{
    return "leak:libcrypto";
}
#endif

namespace lorastudio::test {

/// A server on loopback whose answers a test writes byte by byte, so that it can be as wrong as it likes. Collects
/// every whole request; the handler answers, or does not.
class ScriptedServer : public QObject
{
public:
    struct Request
    {
        QByteArray head; ///< request line and headers
        QByteArray body;
        QByteArray line() const { return head.left(head.indexOf("\r\n")); }
        QByteArray header(const QByteArray &name) const
        {
            for (const QByteArray &row : head.split('\n')) {
                const qsizetype colon = row.indexOf(':');
                if (colon > 0 && row.left(colon).compare(name, Qt::CaseInsensitive) == 0)
                    return row.mid(colon + 1).trimmed();
            }
            return {};
        }
    };
    using Handler = std::function<void(QTcpSocket *socket, const Request &request)>;

    /// `certificate`: name of a pair in tests/data/tls; empty = plain HTTP.
    explicit ScriptedServer(Handler handler, const QString &certificate = {}) : m_handler(std::move(handler))
    {
        if (certificate.isEmpty()) {
            m_server = std::make_unique<QTcpServer>();
        } else {
            auto server = std::make_unique<QSslServer>();
            server->setSslConfiguration(tlsConfiguration(certificate));
            m_server = std::move(server);
        }
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &ScriptedServer::take);
        m_server->listen(QHostAddress::LocalHost);
    }

    static QSslConfiguration tlsConfiguration(const QString &name)
    {
        const QString base = QStringLiteral(LORASTUDIO_SOURCE_DIR "/tests/data/tls/") + name;
        QFile key(base + QStringLiteral(".key"));
        QFile certificate(base + QStringLiteral(".crt"));
        if (!key.open(QIODevice::ReadOnly) || !certificate.open(QIODevice::ReadOnly))
            qFatal("no test certificate");
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setPrivateKey(QSslKey(&key, QSsl::Rsa));
        configuration.setLocalCertificate(QSslCertificate(&certificate));
        return configuration;
    }

    QString address() const
    {
        const bool tls = dynamic_cast<QSslServer *>(m_server.get()) != nullptr;
        return QStringLiteral("%1://127.0.0.1:%2")
            .arg(tls ? QStringLiteral("https") : QStringLiteral("http"))
            .arg(m_server->serverPort());
    }
    QUrl url(const QString &path = QStringLiteral("/")) const { return QUrl(address() + path); }

    static QByteArray answer(int status, const QByteArray &type, const QByteArray &body, const QByteArray &extra = {})
    {
        return "HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: " + type +
               "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + extra + "\r\n" + body;
    }

    QList<Request> requests;
    int connections = 0;

private:
    void take()
    {
        while (QTcpSocket *socket = m_server->nextPendingConnection()) {
            ++connections;
            auto buffer = std::make_shared<QByteArray>();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket, buffer] {
                *buffer += socket->readAll();
                handle(socket, *buffer);
            });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            *buffer += socket->readAll();
            handle(socket, *buffer);
        }
    }

    void handle(QTcpSocket *socket, QByteArray &buffer)
    {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        Request request{buffer.left(end), {}};
        const qsizetype length = request.header("Content-Length").toLongLong();
        if (buffer.size() < end + 4 + length)
            return;
        request.body = buffer.mid(end + 4, length);
        buffer.remove(0, end + 4 + length);
        requests.append(request);
        if (m_handler)
            m_handler(socket, request);
    }

    Handler m_handler;
    std::unique_ptr<QTcpServer> m_server;
};

} // namespace lorastudio::test
