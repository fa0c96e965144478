// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/comfyanswers.h"
#include "recordings.h"

#include <QTest>

using namespace lorastudio;
using namespace lorastudio::test;

namespace {

QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

QJsonObject body(const QJsonObject &answer)
{
    return answer.value(QStringLiteral("json")).toObject();
}

QString promptId(int number)
{
    return QStringLiteral("00000000-0000-4000-8000-%1").arg(number, 12, 10, QLatin1Char('0'));
}

HistoryEntry recordedHistory(const QString &name, int number)
{
    const QString id = promptId(number);
    for (const QJsonObject &answer : recordedAnswers(name, QStringLiteral("GET"), QStringLiteral("/history/") + id)) {
        const Result<std::optional<HistoryEntry>> entry = parseHistory(body(answer), id);
        if (entry && *entry)
            return **entry;
    }
    qFatal("not recorded");
}

} // namespace

class TestComfyAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void systemStats()
    {
        const QJsonObject answer =
            body(recordedAnswers(QStringLiteral("system-stats"), QStringLiteral("GET"), QStringLiteral("/system_stats"))
                     .first());
        const Result<SystemStats> stats = parseSystemStats(answer);
        QVERIFY(stats);
        QCOMPARE(stats->version, QStringLiteral("0.3.64"));
        QCOMPARE(stats->device, QStringLiteral("cpu"));
        QVERIFY(stats->vramTotal > 1'000'000'000);
        QVERIFY(!stats->demo);
        QVERIFY(parseSystemStats(json(R"({"system":{"lora_studio_demo":true}})"))->demo);
        QVERIFY(!parseSystemStats(json(R"({"hello":1})")));
        QVERIFY(!parseSystemStats(json(R"({"system":"x"})")));
    }

    void choicesInBothStyles()
    {
        const QString loader = QStringLiteral("CheckpointLoaderSimple");
        const QString name = QStringLiteral("ckpt_name");
        const QJsonObject recorded =
            body(recordedAnswers(QStringLiteral("object-info"), QStringLiteral("GET"), QStringLiteral("/object_info"))
                     .first());
        QCOMPARE(*parseChoices(recorded, loader, name),
                 (QStringList{QStringLiteral("broken.safetensors"), QStringLiteral("epicrealism_v5.safetensors"),
                              QStringLiteral("realistic_vision_v51.safetensors")}));
        const QJsonObject v3 = json(R"({"CheckpointLoaderSimple":{"input":{"required":{
            "ckpt_name":["COMBO",{"options":["sd15\\a.safetensors",7,"","ü.ckpt"]}]}}}})");
        QCOMPARE(*parseChoices(v3, loader, name),
                 (QStringList{QStringLiteral("sd15\\a.safetensors"), QStringLiteral("ü.ckpt")}));
        QVERIFY(!parseChoices({}, loader, name)); // an unknown class is {}
        QVERIFY(!parseChoices(json(R"({"CheckpointLoaderSimple":{"input":{"required":{"ckpt_name":"x"}}}})"), loader,
                              name));
        QCOMPARE(parseChoices(recorded, QStringLiteral("KSampler"), QStringLiteral("scheduler"))->first(),
                 QStringLiteral("simple"));
    }

    void queueIsSortedAndKnowsItsOwners()
    {
        const QJsonObject answer =
            body(recordedAnswers(QStringLiteral("order"), QStringLiteral("GET"), QStringLiteral("/queue")).first());
        const Result<QueueSnapshot> queue = parseQueue(answer);
        QVERIFY(queue);
        QCOMPARE(queue->running.size(), 1);
        QVERIFY(queue->isRunning(promptId(51)));
        QVERIFY(queue->isPending(promptId(52)));
        QVERIFY(!queue->contains(promptId(99)));
        QCOMPARE(queue->pending.size(), 3);
        for (qsizetype i = 1; i < queue->pending.size(); ++i)
            QVERIFY(queue->pending.at(i - 1).number <= queue->pending.at(i).number);

        const QJsonObject interrupt =
            body(recordedAnswers(QStringLiteral("interrupt"), QStringLiteral("GET"), QStringLiteral("/queue")).first());
        QCOMPARE(parseQueue(interrupt)->running.first().clientId, QStringLiteral("client-a"));
        QVERIFY(!parseQueue(json("{}")));
        QVERIFY(!parseQueue(json(R"({"queue_running":[[1]],"queue_pending":[]})")));
    }

    void historyOfSuccess()
    {
        const HistoryEntry entry = recordedHistory(QStringLiteral("run-first"), 1);
        QVERIFY(entry.outcome == HistoryEntry::Outcome::Success);
        QCOMPARE(entry.outputs.size(), 1);
        QCOMPARE(entry.outputs.first().filename, QStringLiteral("first_00001_.png"));
        QCOMPARE(entry.endedMs - entry.startedMs, 902);
        QVERIFY(entry.graph.contains(QStringLiteral("5")));
        QCOMPARE(recordedHistory(QStringLiteral("run-batch-of-two"), 5).outputs.size(), 2);
    }

    void historyOfFailure()
    {
        const HistoryEntry entry = recordedHistory(QStringLiteral("run-broken-checkpoint"), 6);
        QVERIFY(entry.outcome == HistoryEntry::Outcome::Error);
        QCOMPARE(entry.error, QStringLiteral("CheckpointLoaderSimple: Error while deserializing header: incomplete "
                                             "metadata, file not fully covered"));
    }

    void historyOfInterruption()
    {
        QVERIFY(recordedHistory(QStringLiteral("interrupt"), 31).outcome == HistoryEntry::Outcome::Interrupted);
        QVERIFY(recordedHistory(QStringLiteral("interrupt"), 33).outcome == HistoryEntry::Outcome::Success);
    }

    void historyUnknownOrWrong()
    {
        QVERIFY(!parseHistory({}, promptId(1)).value().has_value());
        QVERIFY(!parseHistory(json(R"({"p":1})"), QStringLiteral("p")));
        QVERIFY(!parseHistory(json(R"({"p":{"outputs":[]}})"), QStringLiteral("p")));
        const auto bare =
            parseHistory(json(R"({"p":{"outputs":{"7":5},"status":"error","prompt":7}})"), QStringLiteral("p"));
        QVERIFY(bare && *bare);
        QVERIFY((*bare)->outcome == HistoryEntry::Outcome::Error);
        QVERIFY(!(*bare)->error.isEmpty());
    }

    void everyRecordedRefusalIsReadable()
    {
        int refused = 0;
        int partly = 0;
        const QList<QJsonObject> answers =
            recordedAnswers(QStringLiteral("prompt-refused"), QStringLiteral("POST"), QStringLiteral("/prompt"));
        for (const QJsonObject &answer : answers) {
            const int status = answer.value(QStringLiteral("status")).toInt();
            if (status != 200 && status != 400)
                continue;
            const Result<SubmitOutcome> outcome = parseSubmit(status, body(answer));
            QVERIFY(outcome);
            if (const auto *refusal = std::get_if<SubmitRefused>(&*outcome)) {
                ++refused;
                QVERIFY(!refusal->message.isEmpty());
                QVERIFY2(!refusal->message.contains(QStringLiteral("failed validation")), qPrintable(refusal->message));
            }
            partly += std::holds_alternative<SubmitPartlyAccepted>(*outcome);
        }
        QVERIFY(refused >= 10);
        QCOMPARE(partly, 1);
    }

    void refusalNamesNodeAndReason()
    {
        const QList<QJsonObject> answers =
            recordedAnswers(QStringLiteral("prompt-refused"), QStringLiteral("POST"), QStringLiteral("/prompt"));
        QCOMPARE(refusalText(body(answers.at(0))),
                 QStringLiteral("CheckpointLoaderSimple: Value not in list – ckpt_name: 'missing.safetensors' not in "
                                "['broken.safetensors', 'epicrealism_v5.safetensors', "
                                "'realistic_vision_v51.safetensors']"));
        const QStringList lines = refusalText(body(answers.at(1))).split(u'\n');
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines.first(), QStringLiteral("KSampler: Value -1 smaller than min of 0 – seed"));
        QCOMPARE(refusalText(body(answers.at(6))),
                 QStringLiteral("Cannot execute because node NoSuchNode does not exist. – Node ID '#5'"));
    }

    void longListsAreShortened()
    {
        QStringList names;
        for (int i = 0; i < 15; ++i)
            names << QStringLiteral("'file %1.safetensors'").arg(i);
        const QJsonObject answer{
            {QStringLiteral("node_errors"),
             QJsonObject{
                 {QStringLiteral("1"),
                  QJsonObject{{QStringLiteral("class_type"), QStringLiteral("CheckpointLoaderSimple")},
                              {QStringLiteral("errors"),
                               QJsonArray{QJsonObject{
                                   {QStringLiteral("message"), QStringLiteral("Value not in list")},
                                   {QStringLiteral("details"), QStringLiteral("ckpt_name: 'x' not in [%1]")
                                                                   .arg(names.join(QStringLiteral(", ")))}}}}}}}}};
        QCOMPARE(refusalText(answer),
                 QStringLiteral("CheckpointLoaderSimple: Value not in list – ckpt_name: 'x' not in ['file "
                                "0.safetensors', 'file 1.safetensors', 'file 2.safetensors' and 12 more]"));
    }

    void refusalOfNonsenseStillSaysSomething()
    {
        QVERIFY(!refusalText({}).isEmpty());
        QVERIFY(!refusalText(json(R"({"node_errors":[1],"error":"x"})")).isEmpty());
        QVERIFY(!refusalText(json(R"({"node_errors":{"1":{"errors":[1,{}]}}})")).isEmpty());
        QVERIFY(!parseSubmit(200, json("{}")));
        QVERIFY(!parseSubmit(200, json(R"({"prompt_id":7})")));
    }
};

QTEST_GUILESS_MAIN(TestComfyAnswers)
#include "tst_comfyanswers.moc"
