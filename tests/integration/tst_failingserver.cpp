// SPDX-License-Identifier: GPL-3.0-or-later
// What a person relies on when the server misbehaves: the right number of images in the end, the server's own reason
// where something cannot be made, and nobody else's prompts touched.
#include "support/commandlineprocess.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

QStringList words(const QString &line)
{
    return line.split(u' ', Qt::SkipEmptyParts);
}

QJsonDocument get(const QUrl &url)
{
    QNetworkAccessManager manager;
    QNetworkReply *reply = manager.get(QNetworkRequest(url));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 10'000))
        return {};
    return QJsonDocument::fromJson(reply->readAll());
}

QJsonDocument post(const QUrl &url, const QJsonObject &body)
{
    QNetworkAccessManager manager;
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_qs);
    QNetworkReply *reply = manager.post(request, QJsonDocument(body).toJson());
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 10'000))
        return {};
    return QJsonDocument::fromJson(reply->readAll());
}

QJsonObject smallGraph(const QString &prefix, int steps)
{
    const QByteArray graph =
        R"({"1":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"epicrealism_v5.safetensors"}},
      "2":{"class_type":"CLIPTextEncode","inputs":{"clip":["1",1],"text":"somebody"}},
      "3":{"class_type":"EmptyLatentImage","inputs":{"width":64,"height":64,"batch_size":1}},
      "4":{"class_type":"KSampler","inputs":{"model":["1",0],"positive":["2",0],"negative":["2",0],"latent_image":["3",0],"seed":1,
           "steps":STEPS,"cfg":5.0,"sampler_name":"euler","scheduler":"normal","denoise":1.0}},
      "5":{"class_type":"VAEDecode","inputs":{"samples":["4",0],"vae":["1",2]}},
      "6":{"class_type":"SaveImage","inputs":{"images":["5",0],"filename_prefix":"PREFIX"}}})";
    return QJsonDocument::fromJson(
               QByteArray(graph).replace("PREFIX", prefix.toUtf8()).replace("STEPS", QByteArray::number(steps)))
        .object();
}

} // namespace

class TestFailingServer : public QObject
{
    Q_OBJECT

private:
    static void addCharacters(const CommandLinePlace &here, int images)
    {
        for (const char *name : {"Anna", "Bea"})
            QCOMPARE(here.call({u"characters"_qs, u"add"_qs, QString::fromLatin1(name), u"images=%1"_qs.arg(images),
                                u"size=128x192"_qs})
                         .exitCode,
                     0);
    }

private Q_SLOTS:
    void faultsThatLoseNothing_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::newRow("sockets drop") << u"drop-sockets=10"_qs;
        QTest::newRow("D3-23 restart with empty memory") << u"restart=2"_qs;
        QTest::newRow("D3-22 the answer to the post is cut off") << u"reject-post-after-accept"_qs;
        QTest::newRow("a silent socket") << u"silent-socket"_qs;
        QTest::newRow("D3-18 NaN in JSON") << u"nan"_qs;
        QTest::newRow("D3-25 a slow download") << u"slow-download"_qs;
        QTest::newRow("D3-9 a broken download, once") << u"broken-download"_qs;
        QTest::newRow("out of memory, once") << u"oom"_qs;
    }

    void faultsThatLoseNothing()
    {
        QFETCH(QString, fault);
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QString url;
        const auto server = here.startDemoServer(words(u"--step-ms 2 --load-ms 20 --fault "_qs + fault), &url);
        QVERIFY(!url.isEmpty());
        addCharacters(here, 4);
        const CommandResult result = here.call({u"run"_qs, u"--server"_qs, url, u"--timeout"_qs, u"60"_qs}, 200'000);
        QVERIFY2(result.exitCode == 0, result.standardError);
        QCOMPARE(result.json().object().value(u"stored"_qs).toInt(), 8);
        QCOMPARE(here.call(words(u"images"_qs)).json().array().size(), 8);
    }

    void case21_aRefusalCarriesTheServersReason()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QString url;
        const auto server = here.startDemoServer({}, &url);
        addCharacters(here, 2);
        here.call(words(u"models set chilloutmix.safetensors sampler=no_such_sampler"_qs));
        here.call(words(u"assign anna chilloutmix.safetensors"_qs));
        const CommandResult result = here.call({u"run"_qs, u"--server"_qs, url});
        QCOMPARE(result.exitCode, 3);
        const QJsonObject run = result.json().object();
        QCOMPARE(run.value(u"stored"_qs).toInt(), 2);
        QCOMPARE(run.value(u"failed"_qs).toInt(), 2);
        const QJsonObject error = run.value(u"errors"_qs).toArray().first().toObject();
        QCOMPARE(error.value(u"character"_qs).toString(), u"anna"_qs);
        QCOMPARE(error.value(u"count"_qs).toInt(), 2);
        QVERIFY2(error.value(u"reason"_qs).toString().contains(u"no_such_sampler"_qs),
                 qPrintable(error.value(u"reason"_qs).toString()));
        const QJsonArray rejected = here.call(words(u"jobs --state rejected"_qs)).json().array();
        QCOMPARE(rejected.size(), 2);
        here.call(words(u"models set chilloutmix.safetensors sampler=euler"_qs));
        QCOMPARE(here.call(words(u"retry"_qs)).json().object().value(u"planned"_qs).toInt(), 2);
        QCOMPARE(here.call({u"run"_qs, u"--resume"_qs, u"--server"_qs, url}).exitCode, 0);
        QCOMPARE(here.call(words(u"images"_qs)).json().array().size(), 4);
    }

    void aBrokenCheckpointFailsWithItsOwnWords()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QString url;
        const auto server =
            here.startDemoServer(words(u"--fault broken-checkpoint=chilloutmix.safetensors:always"_qs), &url);
        addCharacters(here, 2);
        here.call(words(u"assign anna chilloutmix.safetensors"_qs));
        const CommandResult result = here.call({u"run"_qs, u"--server"_qs, url});
        QCOMPARE(result.exitCode, 3);
        QCOMPARE(result.json().object().value(u"stored"_qs).toInt(), 2);
        QVERIFY(result.standardError.contains("incomplete metadata"));
    }

    void aStalledServerEndsWithTheTimeout()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QString url;
        const auto server = here.startDemoServer(words(u"--fault stall:always"_qs), &url);
        addCharacters(here, 1);
        const CommandResult result = here.call({u"run"_qs, u"--server"_qs, url, u"--timeout"_qs, u"4"_qs}, 60'000);
        QCOMPARE(result.exitCode, 3);
        QCOMPARE(result.json().object().value(u"stored"_qs).toInt(), 0);
    }

    void othersPromptsAreNeverTouched()
    {
        const CommandLinePlace here(QStringLiteral(LORASTUDIO_CLI));
        QString url;
        const auto server = here.startDemoServer(words(u"--step-ms 20 --load-ms 20"_qs), &url);
        QStringList theirs;
        for (int i = 0; i < 3; ++i) {
            const QJsonObject body{{u"prompt"_qs, smallGraph(u"theirs%1"_qs.arg(i), 20)},
                                   {u"client_id"_qs, u"somebody"_qs}};
            theirs.append(post(QUrl(url + u"/prompt"_qs), body).object().value(u"prompt_id"_qs).toString());
        }
        addCharacters(here, 6);
        const auto run = here.start({u"run"_qs, u"--server"_qs, url});
        QTRY_VERIFY_WITH_TIMEOUT(
            here.call(words(u"status"_qs)).json().object().value(u"jobs"_qs).toObject().value(u"queued"_qs).toInt() > 0,
            30'000);
        QCOMPARE(here.call(words(u"stop"_qs)).exitCode, 0);
        QVERIFY(run->waitForFinished(60'000));
        for (const QString &promptId : std::as_const(theirs)) {
            QTRY_VERIFY_WITH_TIMEOUT(!get(QUrl(url + u"/history/"_qs + promptId)).object().isEmpty(), 30'000);
            const QJsonObject status = get(QUrl(url + u"/history/"_qs + promptId))
                                           .object()
                                           .value(promptId)
                                           .toObject()
                                           .value(u"status"_qs)
                                           .toObject();
            QCOMPARE(status.value(u"status_str"_qs).toString(), u"success"_qs);
        }
    }
};

QTEST_GUILESS_MAIN(TestFailingServer)
#include "tst_failingserver.moc"
