// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/comfyclient.h"
#include "network/httpclient.h"
#include "network/scriptedserver.h"
#include "recordings.h"

#include <QCoroTask>
#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;
using namespace std::chrono_literals;

namespace {

/// Answers by path (without query), and remembers what was asked.
class FakeComfy : public ScriptedServer
{
public:
    explicit FakeComfy(QHash<QString, QByteArray> answers)
        : ScriptedServer([answers](QTcpSocket *socket, const Request &request) {
              const QString path = QUrl(QString::fromLatin1(request.line().split(' ').value(1))).path();
              socket->write(answers.value(path, answer(404, "application/octet-stream", "")));
          })
    {
    }
};

QByteArray json(const QByteArray &body, int status = 200)
{
    return ScriptedServer::answer(status, "application/json; charset=utf-8", body);
}

QByteArray recordedBody(const QString &recording, const QString &method, const QString &path)
{
    return QJsonDocument(recordedAnswers(recording, method, path).first().value(QStringLiteral("json")).toObject())
        .toJson();
}

const QByteArray png("\x89PNG\r\n\x1a\n and so on");

} // namespace

class TestComfyClient : public QObject
{
    Q_OBJECT

private:
    struct Fixture
    {
        explicit Fixture(const ScriptedServer &server, const QString &path = {}, const ServerSecrets &secrets = {})
            : client(http, config(server, path), secrets)
        {
            ComfyClient::Limits limits;
            limits.quick = 3s;
            limits.slow = 3s;
            limits.viewBytes = 1'000'000;
            client.setLimits(limits);
        }
        static ServerConfig config(const ScriptedServer &server, const QString &path)
        {
            ServerConfig config;
            config.url = server.address() + path;
            return config;
        }
        HttpClient http;
        ComfyClient client;
    };

    static Result<SubmitOutcome> submit(Fixture &f, std::stop_token stop = {})
    {
        return QCoro::waitFor(f.client.submit(QJsonObject{{QStringLiteral("1"), QJsonObject{}}}, QStringLiteral("p-1"),
                                              QStringLiteral("c-1"),
                                              QJsonObject{{QStringLiteral("lora_studio"), QStringLiteral("x")}}, stop));
    }

private Q_SLOTS:
    void routesUnderApiAreFoundFirst()
    {
        FakeComfy server({{QStringLiteral("/api/system_stats"),
                           json(recordedBody(QStringLiteral("system-stats"), QStringLiteral("GET"),
                                             QStringLiteral("/system_stats")))}});
        Fixture f(server);
        const Result<SystemStats> stats = QCoro::waitFor(f.client.systemStats({}));
        QVERIFY(stats);
        QCOMPARE(stats->version, QStringLiteral("0.3.64"));
        QCOMPARE(server.requests.size(), 1);
    }

    void bareRoutesAreTheFallback()
    {
        FakeComfy server({{QStringLiteral("/p/system_stats"), json(R"({"system":{"comfyui_version":"0.3.40"}})")},
                          {QStringLiteral("/p/queue"), json(R"({"queue_running":[],"queue_pending":[]})")}});
        Fixture f(server, QStringLiteral("/p"));
        QVERIFY(QCoro::waitFor(f.client.systemStats({})));
        QVERIFY(QCoro::waitFor(f.client.queue({})));
        QVERIFY(server.requests.last().line().startsWith("GET /p/queue "));
    }

    void serverThatIsNoComfyUiIsNamedSo()
    {
        FakeComfy nothing({});
        Fixture f(nothing);
        const Result<SystemStats> stats = QCoro::waitFor(f.client.systemStats({}));
        QVERIFY(!stats);
        QCOMPARE(stats.error().httpStatus, 404);

        FakeComfy other({{QStringLiteral("/api/system_stats"), json("[1,2]")}});
        Fixture g(other);
        const Result<SystemStats> wrong = QCoro::waitFor(g.client.systemStats({}));
        QVERIFY(!wrong);
        QVERIFY(wrong.error().kind == Error::Kind::Protocol);
    }

    void case39_secretsAreSentAndNeverTold()
    {
        FakeComfy server({});
        ServerSecrets secrets;
        secrets.headers.insert(QStringLiteral("X-API-Key"), QStringLiteral("canary"));
        Fixture f(server, {}, secrets);
        const Result<SystemStats> stats = QCoro::waitFor(f.client.systemStats({}));
        QCOMPARE(server.requests.first().header("X-API-Key"), QByteArray("canary"));
        QVERIFY(!stats.error().message.contains(QStringLiteral("canary")));
        QVERIFY(!stats.error().detail.contains(QStringLiteral("canary")));
    }

    void nanInObjectInfoIsTolerated()
    {
        FakeComfy server({{QStringLiteral("/api/object_info/CheckpointLoaderSimple"),
                           json(R"({"CheckpointLoaderSimple":{"x":NaN,"input":{"required":{"ckpt_name":[["a\\b.ckpt"],
                                {"y":-Infinity}]}}}})")}});
        Fixture f(server);
        QCOMPARE(QCoro::waitFor(f.client.checkpoints({})).value(), QStringList{QStringLiteral("a\\b.ckpt")});
    }

    void largeAnswersAreParsedToo()
    {
        QByteArray names;
        for (int i = 0; i < 15'000; ++i)
            names += "\"folder/checkpoint number " + QByteArray::number(i) + ".safetensors\",";
        names.chop(1);
        FakeComfy server(
            {{QStringLiteral("/api/object_info/CheckpointLoaderSimple"),
              json("{\"CheckpointLoaderSimple\":{\"input\":{\"required\":{\"ckpt_name\":[[" + names + "],{}]}}}}")}});
        Fixture f(server);
        QCOMPARE(QCoro::waitFor(f.client.checkpoints({}))->size(), 15'000);
    }

    void submitSendsIdsAndMetadata()
    {
        FakeComfy server({{QStringLiteral("/api/prompt"), json(R"({"prompt_id":"p-1","number":7,"node_errors":{}})")}});
        Fixture f(server);
        const Result<SubmitOutcome> outcome = submit(f);
        QVERIFY(outcome);
        const auto *accepted = std::get_if<SubmitAccepted>(&*outcome);
        QVERIFY(accepted);
        QCOMPARE(accepted->promptId, QStringLiteral("p-1"));
        QCOMPARE(accepted->number, 7.0);
        const QJsonObject sent = QJsonDocument::fromJson(server.requests.first().body).object();
        QCOMPARE(sent.value(QStringLiteral("prompt_id")).toString(), QStringLiteral("p-1"));
        QCOMPARE(sent.value(QStringLiteral("client_id")).toString(), QStringLiteral("c-1"));
        QVERIFY(sent.value(QStringLiteral("extra_data"))
                    .toObject()
                    .value(QStringLiteral("extra_pnginfo"))
                    .toObject()
                    .contains(QStringLiteral("lora_studio")));
    }

    void refusalAndPartialAcceptanceAreTold()
    {
        const QList<QJsonObject> answers =
            recordedAnswers(QStringLiteral("prompt-refused"), QStringLiteral("POST"), QStringLiteral("/prompt"));
        const auto bodyOf = [&answers](int status, int which) {
            int seen = 0;
            for (const QJsonObject &answer : answers) {
                const QJsonObject body = answer.value(QStringLiteral("json")).toObject();
                if (answer.value(QStringLiteral("status")).toInt() == status &&
                    !body.value(QStringLiteral("node_errors")).toObject().isEmpty() && seen++ == which)
                    return QJsonDocument(body).toJson();
            }
            qFatal("not recorded");
        };
        FakeComfy refusing({{QStringLiteral("/api/prompt"), json(bodyOf(400, 0), 400)}});
        Fixture f(refusing);
        const Result<SubmitOutcome> refused = submit(f);
        QVERIFY(refused);
        QVERIFY(std::get<SubmitRefused>(*refused).message.contains(QStringLiteral("missing.safetensors")));

        FakeComfy partial({{QStringLiteral("/api/prompt"), json(bodyOf(200, 0))}});
        Fixture g(partial);
        const Result<SubmitOutcome> partly = submit(g);
        QVERIFY(partly);
        const auto &part = std::get<SubmitPartlyAccepted>(*partly);
        QCOMPARE(part.promptId, QStringLiteral("00000000-0000-4000-8000-000000000020"));
        QCOMPARE(part.message, QStringLiteral("VAEDecode: Required input is missing – vae"));
    }

    void unknownOutcomesAreToldFromKnownOnes_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("unknown");
        QTest::newRow("500") << ScriptedServer::answer(500, "text/plain", "Server got itself in trouble") << true;
        QTest::newRow("proxy") << ScriptedServer::answer(504, "text/html", "<html>") << true;
        QTest::newRow("403") << ScriptedServer::answer(403, "text/plain", "") << false;
        QTest::newRow("413") << ScriptedServer::answer(413, "text/html", "<html>") << false;
        QTest::newRow("login") << ScriptedServer::answer(401, "text/html", "<html>") << false;
        QTest::newRow("redirect") << ScriptedServer::answer(302, "text/plain", "", "Location: http://x/\r\n") << false;
        QTest::newRow("not JSON") << json("{") << true;
    }
    void unknownOutcomesAreToldFromKnownOnes()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, unknown);
        FakeComfy server({{QStringLiteral("/api/prompt"), answer}});
        Fixture f(server);
        const Result<SubmitOutcome> outcome = submit(f);
        QVERIFY(!outcome);
        QCOMPARE(mayHaveBeenAccepted(outcome.error()), unknown);
        QVERIFY(!outcome.error().message.isEmpty());
    }

    void lostAnswerIsANetworkErrorAndNothingIsPostedTwice()
    {
        ScriptedServer server([](QTcpSocket *socket, const ScriptedServer::Request &request) {
            if (request.line().startsWith("POST"))
                socket->abort();
            else
                socket->write(json(R"({"queue_running":[],"queue_pending":[]})"));
        });
        Fixture f(server);
        const Result<SubmitOutcome> outcome = submit(f);
        QVERIFY(!outcome);
        QVERIFY(outcome.error().kind == Error::Kind::Network);
        QVERIFY(mayHaveBeenAccepted(outcome.error()));
        QVERIFY(QCoro::waitFor(f.client.queue({}))); // a second attempt would have come before this
        const auto isPost = [](const ScriptedServer::Request &request) {
            return request.line().startsWith("POST");
        };
        QCOMPARE(std::count_if(server.requests.cbegin(), server.requests.cend(), isPost), 1);
    }

    void historyIsNothingUntilFinished()
    {
        FakeComfy server({{QStringLiteral("/api/history/p-1"), json("{}")}});
        Fixture f(server);
        const auto entry = QCoro::waitFor(f.client.history(QStringLiteral("p-1"), {}));
        QVERIFY(entry);
        QVERIFY(!entry->has_value());
    }

    void cancelSendsIdsOnly()
    {
        FakeComfy server({{QStringLiteral("/api/queue"), ScriptedServer::answer(200, "text/plain", "")}});
        Fixture f(server);
        QVERIFY(QCoro::waitFor(f.client.cancelPending({QStringLiteral("a"), QString(), QStringLiteral("b")}, {})));
        QCOMPARE(server.requests.first().body, QByteArray(R"({"delete":["a","b"]})"));
        QVERIFY(QCoro::waitFor(f.client.cancelPending({QString()}, {})));
        QCOMPARE(server.requests.size(), 1);
    }

    void interruptIsNeverGlobal()
    {
        const QByteArray ok = ScriptedServer::answer(200, "text/plain", "");
        const QByteArray queue = json(R"({"queue_running":[[1,"mine",{},{},[]]],"queue_pending":[]})");
        FakeComfy old({{QStringLiteral("/api/system_stats"), json(R"({"system":{"comfyui_version":"0.3.50"}})")},
                       {QStringLiteral("/api/interrupt"), ok},
                       {QStringLiteral("/api/queue"), queue}});
        Fixture f(old);
        QVERIFY(!QCoro::waitFor(f.client.interrupt(QString(), {})));
        QCOMPARE(old.requests.size(), 0);
        QVERIFY(QCoro::waitFor(f.client.systemStats({})));
        QVERIFY(QCoro::waitFor(f.client.interrupt(QStringLiteral("other"), {})));
        QVERIFY(old.requests.last().line().startsWith("GET /api/queue")); // somebody else's runs: left alone
        QVERIFY(QCoro::waitFor(f.client.interrupt(QStringLiteral("mine"), {})));
        QCOMPARE(old.requests.last().body, QByteArray(R"({"prompt_id":"mine"})"));

        FakeComfy recent({{QStringLiteral("/api/system_stats"), json(R"({"system":{"comfyui_version":"0.3.64"}})")},
                          {QStringLiteral("/api/interrupt"), ok}});
        Fixture g(recent);
        QVERIFY(QCoro::waitFor(g.client.systemStats({})));
        QVERIFY(QCoro::waitFor(g.client.interrupt(QStringLiteral("x"), {})));
        QCOMPARE(recent.requests.size(), 2);
    }

    void viewGivesTheBytesAsTheyAre()
    {
        FakeComfy server({{QStringLiteral("/api/view"), ScriptedServer::answer(200, "image/png", png)}});
        Fixture f(server);
        const OutputFile file{QStringLiteral("7"), QStringLiteral("a&b +1.png"), QStringLiteral("x\\y"),
                              QStringLiteral("output")};
        QCOMPARE(QCoro::waitFor(f.client.view(file, {})).value(), png);
        QVERIFY2(server.requests.first().line().contains("filename=a%26b%20%2B1.png&subfolder=x%5Cy&type=output"),
                 server.requests.first().line());
    }

    void viewRefusesWhatIsNoPicture_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("HTML") << ScriptedServer::answer(200, "text/html", "<html>");
        QTest::newRow("SVG") << ScriptedServer::answer(200, "image/svg+xml", "<svg/>");
        QTest::newRow("SVG as PNG") << ScriptedServer::answer(200, "image/png", "<svg/>");
        QTest::newRow("empty") << ScriptedServer::answer(200, "image/png", "");
        QTest::newRow("gone") << ScriptedServer::answer(404, "application/octet-stream", "");
        QTest::newRow("too large") << ScriptedServer::answer(200, "image/png", png + QByteArray(1'000'000, 'x'));
    }
    void viewRefusesWhatIsNoPicture()
    {
        QFETCH(QByteArray, answer);
        FakeComfy server({{QStringLiteral("/api/view"), answer}});
        Fixture f(server);
        const Result<QByteArray> bytes = QCoro::waitFor(
            f.client.view({QString(), QStringLiteral("a.png"), QString(), QStringLiteral("output")}, {}));
        QVERIFY(!bytes);
        QVERIFY(!bytes.error().message.isEmpty());
    }

    void badAddressSendsNothing()
    {
        HttpClient http;
        ServerConfig config;
        config.url = QStringLiteral("ftp://x");
        ComfyClient client(http, config, {});
        const Result<SystemStats> stats = QCoro::waitFor(client.systemStats({}));
        QVERIFY(!stats);
        QVERIFY(stats.error().kind == Error::Kind::Validation);
    }

    void stopCancelsAtOnce()
    {
        std::stop_source source;
        ScriptedServer server([&source](QTcpSocket *, const ScriptedServer::Request &) { source.request_stop(); });
        Fixture f(server);
        ComfyClient::Limits patient;
        patient.slow = patient.quick = 1h; // without the stop it would not end within the test's time
        f.client.setLimits(patient);
        const Result<SubmitOutcome> outcome = submit(f, source.get_token());
        QVERIFY(!outcome);
        QVERIFY(outcome.error().isCanceled());
    }
};

QTEST_GUILESS_MAIN(TestComfyClient)
#include "tst_comfyclient.moc"
