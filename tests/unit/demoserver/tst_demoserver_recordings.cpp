// SPDX-License-Identifier: GPL-3.0-or-later
// Replays what was recorded of a real server against the demo server, and compares what comes back: status codes,
// content types, whole JSON values (but for times, random names and text that only a real machine has), and the order
// of the WebSocket messages. The recordings are replayed in the order in which they were made, on one server.
#include "demoserver/demoserver.h"
#include "recordedmessages.h"

#include <QFile>
#include <QHttpMultiPart>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QTest>
#include <QtEndian>

#include <algorithm>

using namespace lorastudio;

class TestDemoServerRecordings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void replay_data();
    void replay();
    void theFileHasTheSameTextChunks();
    void systemStatsHaveTheSameShape();
    void objectInfoIsTheSame();

private:
    void play(const PyJson &recording, bool everyStatus);
    void answerHttp(const PyJson &http, const QString &note);
    void waitBefore(const PyJson &event, bool longPause);
    QNetworkReply *request(const PyJson &http, const QString &note);
    QNetworkReply *upload(const QUrl &url, const QString &note);
    bool isIdle() const { return m_server->runningId().isNull() && m_server->pendingCount() == 0; }
    PyJson load(const QString &name) const;
    void compare(const PyJson &expected, const PyJson &actual, const QString &where);

    std::unique_ptr<DemoServer> m_server;
    QNetworkAccessManager m_network;
    std::map<QString, std::unique_ptr<Listener>> m_sockets;
    QStringList m_differences;
    QString m_temporaryFile;
};

PyJson TestDemoServerRecordings::load(const QString &name) const
{
    QFile file(QStringLiteral(LORASTUDIO_SOURCE_DIR "/tests/data/comfyui-0.3.64/%1.json").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(file.fileName()));
    return PyJson::parse(file.readAll()).value();
}

void TestDemoServerRecordings::initTestCase()
{
    DemoOptions options;
    options.checkpoints = {u"broken.safetensors"_s, u"epicrealism_v5.safetensors"_s,
                           u"realistic_vision_v51.safetensors"_s};
    options.faults = {DemoFault::make(DemoFault::Kind::BrokenCheckpoint, u"broken.safetensors"_s, -1)};
    options.stepMs = 40;
    options.loadMs = 30;
    m_server = std::make_unique<DemoServer>(options);
    QVERIFY(m_server->start().has_value());
    m_network.setTransferTimeout(20000);
}

void TestDemoServerRecordings::replay_data()
{
    QTest::addColumn<bool>("everyStatus");
    // Where prompts are posted while others run, the place of `status` among the other messages is chance.
    for (const char *name : {"rest-reading", "run-first", "run-cached", "run-no-flags", "run-other-checkpoint",
                             "run-batch-of-two", "run-broken-checkpoint"})
        QTest::newRow(name) << true;
    for (const char *name :
         {"prompt-refused", "interrupt", "delete-pending", "order", "reconnect", "two-sockets-one-id"})
        QTest::newRow(name) << false;
    QTest::newRow("socket-without-id") << true;
    QTest::newRow("other-client") << false;
    QTest::newRow("partial-execution-targets") << true;
    QTest::newRow("files") << true;
}

void TestDemoServerRecordings::replay()
{
    QFETCH(bool, everyStatus);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    m_differences.clear();
    m_sockets.clear();
    if (name == "run-first"_L1) {
        // Before it the real server had run a prompt with the same nodes 1 to 4.
        PyJson http = PyJson::object();
        const PyJson recording = load(name);
        for (const PyJson &event : recording["events"_L1].items()) {
            if (event.find("http"_L1) && event["http"_L1]["method"_L1].string() == "POST"_L1)
                http = event["http"_L1];
        }
        PyJson prompt = http["body"_L1]["prompt"_L1];
        PyJson sampler = *prompt.find(u"5"_s);
        PyJson inputs = sampler["inputs"_L1];
        inputs.set("seed"_L1, 999);
        sampler.set("inputs"_L1, inputs);
        PyJson save = *prompt.find(u"7"_s);
        save.set("inputs"_L1,
                 PyJson::object({{"images"_L1, save["inputs"_L1]["images"_L1]}, {"filename_prefix"_L1, u"rec/one"_s}}));
        prompt.set("5"_L1, sampler);
        prompt.set("7"_L1, save);
        http.set("body"_L1, PyJson::object({{"prompt"_L1, prompt}}));
        std::unique_ptr<QNetworkReply> reply(request(http, {}));
        QTRY_VERIFY(reply->isFinished());
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), 10000);
        // Nor did its history show it.
        http.set("path"_L1, u"/history"_s);
        http.set("body"_L1, PyJson::object({{"clear"_L1, true}}));
        std::unique_ptr<QNetworkReply> cleared(request(http, {}));
        QTRY_VERIFY(cleared->isFinished());
    }
    play(load(name), everyStatus);
    for (const QString &difference : std::as_const(m_differences))
        qWarning("%s", qPrintable(difference));
    QVERIFY2(m_differences.isEmpty(), qPrintable(m_differences.value(0)));
}

void TestDemoServerRecordings::play(const PyJson &recording, bool everyStatus)
{
    QString note;
    qint64 last = 0;
    std::vector<std::unique_ptr<Listener>> closed;
    QStringList closedNames;
    const PyJson::Items &events = recording["events"_L1].items();
    for (std::size_t at = 0; at < events.size(); ++at) {
        const PyJson &event = events[at];
        if (event.find("note"_L1)) {
            note = event["note"_L1].string();
            continue;
        }
        const qint64 now = event["ms"_L1].integer(last);
        const QString name = event["ws"_L1].string();
        if (event.find("http"_L1) || event.find("open"_L1) || event.find("closed"_L1))
            waitBefore(event, now - last > 300);
        last = now;
        if (const PyJson *http = event.find("http"_L1)) {
            answerHttp(*http, note);
        } else if (event.find("open"_L1) || (!m_sockets.contains(name) && event.find("text"_L1))) {
            auto listener = std::make_unique<Listener>();
            Listener *heard = listener.get();
            connect(&heard->socket, &QWebSocket::textMessageReceived, this, [this, heard](const QString &text) {
                const PyJson json = PyJson::parse(text.toUtf8()).value();
                heard->heard.append({tokenOf(json), json});
                const PyJson &images = json["data"_L1]["output"_L1]["images"_L1];
                if (!images.items().empty() && images.items().front()["type"_L1].string() == "temp"_L1)
                    m_temporaryFile = images.items().front()["filename"_L1].string();
            });
            connect(&heard->socket, &QWebSocket::binaryMessageReceived, this, [heard](const QByteArray &frame) {
                const quint32 kind = qFromBigEndian<quint32>(frame.constData());
                heard->heard.append({u"preview-%1"_s.arg(kind), {}});
            });
            QUrl url(m_server->url());
            url.setScheme(u"ws"_s);
            url.setPath(u"/ws"_s);
            if (event.find("open"_L1))
                url.setQuery(u"clientId="_s + event["open"_L1]["clientId"_L1].string());
            // A client shakes hands as soon as it is connected, before the next step of a running prompt.
            if (at + 1 < events.size() && events[at + 1].find("sent"_L1)) {
                const QString handshake = QString::fromUtf8(events[at + 1]["sent"_L1].dump());
                connect(&heard->socket, &QWebSocket::connected, this,
                        [heard, handshake] { heard->socket.sendTextMessage(handshake); });
            }
            heard->socket.open(url);
            m_sockets[name] = std::move(listener);
            QVERIFY(waitFor([heard] { return heard->socket.isValid(); }, 5000));
        } else if (event.find("closed"_L1)) {
            Listener &listener = *m_sockets.at(name);
            listener.socket.close();
            QVERIFY(
                waitFor([&listener] { return listener.socket.state() == QAbstractSocket::UnconnectedState; }, 5000));
            const int before = m_server->socketCount();
            waitFor([this, before] { return m_server->socketCount() < before; }, 100);
            closed.push_back(std::move(m_sockets.at(name)));
            closedNames += name;
            m_sockets.erase(name);
        }
        if (m_sockets.contains(name)) {
            Listener &listener = *m_sockets.at(name);
            if (event.find("text"_L1))
                listener.recorded.append({tokenOf(event["text"_L1]), event["text"_L1]});
            else if (event.find("binary"_L1))
                listener.recorded.append({u"preview-%1"_s.arg(event["binary"_L1]["event"_L1].integer()), {}});
        }
    }
    for (auto &[name, listener] : m_sockets) {
        Listener *still = listener.get();
        waitFor([still] { return still->heard.size() >= still->recorded.size(); }, 3000);
        closed.push_back(std::move(listener));
        closedNames += name;
    }
    m_sockets.clear();

    for (std::size_t i = 0; i < closed.size(); ++i) {
        QVector<Message> expected = withoutRepeatedSteps(closed[i]->recorded);
        QVector<Message> actual = withoutRepeatedSteps(closed[i]->heard);
        if (!everyStatus) {
            for (QVector<Message> *list : {&expected, &actual})
                list->removeIf([](const Message &message) { return message.token == "status"_L1; });
            expected = withoutRepeatedSteps(expected);
            actual = withoutRepeatedSteps(actual);
        }
        const QString where = u"socket %1"_s.arg(closedNames.at(qsizetype(i)));
        for (qsizetype k = 0; k < std::max(expected.size(), actual.size()); ++k) {
            const QString want = k < expected.size() ? expected.at(k).token : u"nothing"_s;
            const QString got = k < actual.size() ? actual.at(k).token : u"nothing"_s;
            if (want != got) {
                m_differences += u"%1, message %2: recorded %3, got %4"_s.arg(where).arg(k).arg(want, got);
                break;
            }
            compare(expected.at(k).data, actual.at(k).data, u"%1, message %2 (%3)"_s.arg(where).arg(k).arg(want));
        }
    }
}

void TestDemoServerRecordings::waitBefore(const PyJson &event, bool longPause)
{
    // What the recorded client had heard by then, ours must have heard too.
    for (const auto &[name, socket] : m_sockets) {
        const Listener *listener = socket.get();
        waitFor(
            [listener] {
                return listener->withoutStatus(listener->heard) >= listener->withoutStatus(listener->recorded);
            },
            3000);
    }
    if (!longPause)
        return;
    const PyJson &http = event["http"_L1];
    const bool post = http["method"_L1].string() == "POST"_L1 && http["path"_L1].string() == "/prompt"_L1;
    if (post)
        waitFor([this] { return !m_server->runningId().isNull(); }, 200);
    else if (event.find("http"_L1) || event.find("closed"_L1))
        waitFor([this] { return isIdle(); }, 10000);
}

QNetworkReply *TestDemoServerRecordings::request(const PyJson &http, const QString &note)
{
    // The names of temporary files are chance.
    static const QRegularExpression temporary(u"ComfyUI_temp_[a-z]{5}_00001_.png"_s);
    const QString target = http["path"_L1].string().replace(temporary, m_temporaryFile);
    const QUrl url(m_server->url().toString() + target);
    QNetworkRequest request(url);
    for (const PyJson::Member &header : http["headers"_L1].members())
        request.setRawHeader(header.first.toLatin1(), header.second.string().toLatin1());
    if (target == "/upload/image"_L1)
        return upload(url, note);
    QByteArray body;
    if (const PyJson *json = http.find("body"_L1)) {
        body = json->dump();
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    } else {
        body = http["raw"_L1].string().toUtf8();
        if (!request.hasRawHeader("Content-Type"))
            request.setHeader(QNetworkRequest::ContentTypeHeader, u"text/plain"_s);
    }
    const QByteArray method = http["method"_L1].string().toLatin1();
    return method == "GET" ? m_network.get(request) : m_network.sendCustomRequest(request, method, body);
}

QNetworkReply *TestDemoServerRecordings::upload(const QUrl &url, const QString &note)
{
    // The recordings leave the bodies out; their notes say what was sent.
    auto *parts = new QHttpMultiPart(QHttpMultiPart::FormDataType);
    const auto add = [parts](const QByteArray &disposition, const QByteArray &content) {
        QHttpPart part;
        part.setHeader(QNetworkRequest::ContentDispositionHeader, disposition);
        part.setBody(content);
        parts->append(part);
    };
    static const QRegularExpression form(u"upload (\\S+) subfolder='(.*)' overwrite=(\\w+)"_s);
    const auto match = form.match(note);
    const bool otherBytes = note.startsWith("the same name, other bytes"_L1);
    if (match.hasMatch() || otherBytes) {
        QByteArray name = otherBytes ? QByteArray("face.png") : match.captured(1).toLatin1();
        name.replace("/", "%2F"); // as the recording client did
        const QByteArray content = otherBytes || match.captured(1) == "other.png"_L1 ? "other bytes" : "some bytes";
        add("form-data; name=\"image\"; filename=\"" + name + '"', content);
        if (!match.captured(2).isEmpty())
            add("form-data; name=\"subfolder\"", match.captured(2).toLatin1());
        if (match.hasMatch() && match.captured(3) != "None"_L1)
            add("form-data; name=\"overwrite\"", match.captured(3).toLatin1());
    } else {
        add("form-data; name=\"type\"", "input");
    }
    QNetworkReply *reply = m_network.post(QNetworkRequest(url), parts);
    parts->setParent(reply);
    return reply;
}

void TestDemoServerRecordings::answerHttp(const PyJson &http, const QString &note)
{
    const std::unique_ptr<QNetworkReply> reply(request(http, note));
    QVERIFY(waitFor([&reply] { return reply->isFinished(); }, 20000));
    const PyJson &answer = http["answer"_L1];
    const QString where = http["method"_L1].string() + u' ' + http["path"_L1].string() + u" ["_s + note + u']';
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status != answer["status"_L1].integer())
        m_differences += u"%1: status %2 instead of %3"_s.arg(where).arg(status).arg(answer["status"_L1].integer());
    const PyJson type =
        reply->hasRawHeader("Content-Type") ? PyJson(QString::fromLatin1(reply->rawHeader("Content-Type"))) : PyJson();
    compare(answer["type"_L1], type, where + u" content type"_s);
    if (const PyJson *disposition = answer["headers"_L1].find("Content-Disposition"_L1)) {
        if (!disposition->string().contains("_temp_"_L1)) {
            compare(*disposition, PyJson(QString::fromLatin1(reply->rawHeader("Content-Disposition"))),
                    where + u" content disposition"_s);
        }
    }
    const QByteArray body = reply->readAll();
    if (const PyJson *json = answer.find("json"_L1)) {
        const auto actual = PyJson::parse(body);
        if (!actual)
            m_differences += where + u": no JSON"_s;
        else
            compare(*json, *actual, where);
    } else if (answer.find("text"_L1)) {
        compare(answer["text"_L1], PyJson(QString::fromUtf8(body)), where);
    } else if (body.isEmpty()) {
        m_differences += where + u": an empty body"_s;
    }
}

void TestDemoServerRecordings::compare(const PyJson &expected, const PyJson &actual, const QString &where)
{
    if (expected.type() != actual.type()) {
        m_differences += u"%1: %2 instead of %3"_s.arg(where, typeName(actual), typeName(expected));
        return;
    }
    if (expected.isObject()) {
        for (const PyJson::Member &member : actual.members()) {
            if (!expected.find(member.first))
                m_differences += u"%1: the key %2 is not in the recording"_s.arg(where, member.first);
        }
        for (const PyJson::Member &member : expected.members()) {
            static const QStringList varying{u"timestamp"_s, u"traceback"_s, u"sid"_s, u"note"_s};
            const PyJson *found = actual.find(member.first);
            const QString inside = where + u'.' + member.first;
            if (!found) {
                m_differences += u"%1 is missing"_s.arg(inside);
            } else if (varying.contains(member.first)) {
                if (found->type() != member.second.type())
                    m_differences += u"%1: %2"_s.arg(inside, typeName(*found));
            } else {
                compare(member.second, *found, inside);
            }
        }
        return;
    }
    if (expected.isArray()) {
        std::vector<PyJson> want = expected.items();
        std::vector<PyJson> got = actual.items();
        const bool isSet = where.endsWith(".errors"_L1) || where.endsWith(".current_outputs"_L1);
        if (isSet) { // the real server walks a set here
            for (auto *list : {&want, &got})
                std::sort(list->begin(), list->end(),
                          [](const PyJson &a, const PyJson &b) { return a.dump() < b.dump(); });
        }
        if (want.size() != got.size()) {
            m_differences += u"%1: %2 entries instead of %3: %4"_s.arg(where)
                                 .arg(got.size())
                                 .arg(want.size())
                                 .arg(QString::fromUtf8(actual.dump()));
            return;
        }
        for (std::size_t i = 0; i < want.size(); ++i)
            compare(want[i], got[i], u"%1[%2]"_s.arg(where).arg(i));
        return;
    }
    if (expected.isString() && expected.string().startsWith("ComfyUI_temp_"_L1)) {
        static const QRegularExpression temp(u"^ComfyUI_temp_[a-z]{5}_00001_\\.png$"_s);
        if (!temp.match(actual.string()).hasMatch())
            m_differences += where + u": "_s + actual.string();
        return;
    }
    if (!(expected == actual)) {
        m_differences +=
            u"%1: %2 instead of %3"_s.arg(where, QString::fromUtf8(actual.dump()), QString::fromUtf8(expected.dump()));
    }
}

void TestDemoServerRecordings::theFileHasTheSameTextChunks()
{
    const auto chunks = [](const QString &path) {
        QFile file(path);
        QByteArrayList texts;
        if (!file.open(QIODevice::ReadOnly))
            return texts;
        const QByteArray png = file.readAll();
        for (qsizetype at = 8; at + 12 <= png.size();) {
            const quint32 size = qFromBigEndian<quint32>(png.constData() + at);
            if (png.mid(at + 4, 4) == "tEXt")
                texts += png.mid(at + 8, size);
            at += 12 + qsizetype(size);
        }
        return texts;
    };
    const QByteArrayList recorded =
        chunks(QStringLiteral(LORASTUDIO_SOURCE_DIR "/tests/data/comfyui-0.3.64/first_00001_.png"));
    QCOMPARE(recorded.size(), 2);
    QCOMPARE(chunks(m_server->outputFolder() + u"/lora_studio/first_00001_.png"_s), recorded);
}

void TestDemoServerRecordings::systemStatsHaveTheSameShape()
{
    const PyJson recording = load(u"system-stats"_s);
    const PyJson &http = recording["events"_L1].items().front()["http"_L1];
    const std::unique_ptr<QNetworkReply> reply(request(http, {}));
    QTRY_VERIFY(reply->isFinished());
    const PyJson actual = PyJson::parse(reply->readAll()).value();
    const PyJson &expected = http["answer"_L1]["json"_L1];
    for (const QLatin1StringView key : {"system"_L1, "devices"_L1}) {
        const PyJson &want = key == "system"_L1 ? expected[key] : expected[key].items().front();
        const PyJson &got = key == "system"_L1 ? actual[key] : actual[key].items().front();
        for (const PyJson::Member &member : want.members()) {
            QVERIFY2(got.find(member.first), qPrintable(member.first));
            QCOMPARE(typeName(*got.find(member.first)), typeName(member.second));
        }
    }
    QVERIFY(actual["system"_L1]["lora_studio_demo"_L1].truthy());
    QCOMPARE(actual["devices"_L1].items().front()["name"_L1].string(), u"Demo (stand-in pictures)"_s);
}

void TestDemoServerRecordings::objectInfoIsTheSame()
{
    const PyJson recording = load(u"object-info"_s);
    const PyJson &http = recording["events"_L1].items().front()["http"_L1];
    const std::unique_ptr<QNetworkReply> reply(request(http, {}));
    QTRY_VERIFY(reply->isFinished());
    const PyJson actual = PyJson::parse(reply->readAll()).value();
    m_differences.clear();
    QVERIFY(actual.members().size() >= 10);
    for (const PyJson::Member &member : actual.members()) {
        const PyJson *expected = http["answer"_L1]["json"_L1].find(member.first);
        QVERIFY2(expected, qPrintable(member.first));
        PyJson wanted = *expected;
        wanted.set("description"_L1, QString()); // taken out of the recording
        PyJson got = member.second;
        if (member.first == "LoadImage"_L1) // the uploads of the replay are there now
            got.set("input"_L1, wanted["input"_L1]);
        compare(wanted, got, member.first);
    }
    QVERIFY2(m_differences.isEmpty(), qPrintable(m_differences.value(0)));
}

QTEST_GUILESS_MAIN(TestDemoServerRecordings)
#include "tst_demoserver_recordings.moc"
