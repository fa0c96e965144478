// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserverfixture.h"

namespace lorastudio {

QByteArray promptBody(quint64 seed, const QString &id, const QString &client, int steps)
{
    return QByteArray(R"({"client_id": "@client", "prompt_id": "@id", "prompt": {
      "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "epicrealism_v5.safetensors"}},
      "2": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "yuki_tanaka, man"}},
      "3": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "blurry"}},
      "4": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 96, "batch_size": 1}},
      "5": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "positive": ["2", 0], "negative": ["3", 0],
            "latent_image": ["4", 0], "seed": @seed, "steps": @steps, "cfg": 5.0, "sampler_name": "euler",
            "scheduler": "normal", "denoise": 1.0}},
      "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
      "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "t/@id"}}}})")
        .replace("@client", client.toUtf8())
        .replace("@id", id.toUtf8())
        .replace("@seed", QByteArray::number(seed))
        .replace("@steps", QByteArray::number(steps));
}
void DemoServerFixture::start(DemoOptions options)
{
    if (options.stepMs == DemoOptions().stepMs) {
        options.stepMs = 1;
        options.loadMs = 0;
    }
    m_server = std::make_unique<DemoServer>(options);
    QVERIFY(m_server->start().has_value());
}

Answer DemoServerFixture::send(const QByteArray &request, int timeoutMs)
{
    QTcpSocket socket;
    QByteArray received;
    QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&] { received += socket.readAll(); });
    socket.connectToHost(u"127.0.0.1"_s, quint16(m_server->url().port()));
    socket.write(request);
    QSignalSpy closed(&socket, &QTcpSocket::disconnected);
    if (closed.isEmpty())
        closed.wait(timeoutMs);
    Answer answer;
    const qsizetype end = received.indexOf("\r\n\r\n");
    if (end > 0) {
        answer.head = received.left(end);
        answer.body = received.mid(end + 4);
        answer.status = answer.head.split(' ').value(1).toInt();
    }
    return answer;
}

Answer DemoServerFixture::get(const QByteArray &target, const QByteArray &headers, const QByteArray &method)
{
    return send(method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + headers + "\r\n");
}

Answer DemoServerFixture::post(const QByteArray &target, const QByteArray &body)
{
    return send("POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: " +
                QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

std::unique_ptr<Listener> DemoServerFixture::listen(const QString &clientId, bool flags)
{
    auto listener = std::make_unique<Listener>();
    Listener *raw = listener.get();
    QObject::connect(&raw->socket, &QWebSocket::textMessageReceived, &raw->socket,
                     [raw](const QString &text) { raw->texts += PyJson::parse(text.toUtf8()).value(); });
    QObject::connect(&raw->socket, &QWebSocket::binaryMessageReceived, &raw->socket,
                     [raw](const QByteArray &frame) { raw->frames += frame; });
    raw->socket.setMaxAllowedIncomingMessageSize(64 * 1024 * 1024);
    raw->socket.setMaxAllowedIncomingFrameSize(64 * 1024 * 1024);
    if (flags) {
        QObject::connect(&raw->socket, &QWebSocket::connected, &raw->socket, [raw] {
            raw->socket.sendTextMessage(
                u"{\"type\": \"feature_flags\", \"data\": {\"supports_preview_metadata\": true}}"_s);
        });
    }
    QUrl url = m_server->url();
    url.setScheme(u"ws"_s);
    url.setPath(u"/ws"_s);
    url.setQuery(u"clientId="_s + clientId);
    raw->socket.open(url);
    [[maybe_unused]] const bool heard = QTest::qWaitFor([raw, flags] { return raw->texts.size() > (flags ? 1 : 0); });
    return listener;
}

QString DemoServerFixture::run(quint64 seed, const QString &id)
{
    QSignalSpy finished(m_server.get(), &DemoServer::promptFinished);
    if (post("/prompt", promptBody(seed, id)).status != 200)
        return {};
    while (finished.isEmpty() && finished.wait(10000)) {
    }
    return u"/view?type=output&subfolder=t&filename=%1_00001_.png"_s.arg(id);
}

} // namespace lorastudio
