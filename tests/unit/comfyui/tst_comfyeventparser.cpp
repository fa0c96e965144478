// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/comfyeventparser.h"
#include "recordings.h"

#include <QBuffer>
#include <QImage>
#include <QTest>
#include <QtEndian>

using namespace lorastudio;
using namespace lorastudio::test;

namespace {

QByteArray u32(quint32 value)
{
    QByteArray bytes(4, 0);
    qToBigEndian(value, bytes.data());
    return bytes;
}

const QByteArray jpeg("\xff\xd8\xff\xe0picture");

template <class T>
T only(const ParsedFrame &frame)
{
    if (frame.outcome != ParsedFrame::Outcome::Event || !frame.event->as<T>())
        qFatal("not the expected event");
    return *frame.event->as<T>();
}

/// All frames of a recording, parsed.
QList<ParsedFrame> parsedRecording(const QString &name)
{
    QList<ParsedFrame> frames;
    const QJsonArray events = recordedEvents(name);
    for (const QJsonValue &value : events) {
        const QJsonObject event = value.toObject();
        if (event.contains(QStringLiteral("text"))) {
            frames << parseTextFrame(
                QJsonDocument(event.value(QStringLiteral("text")).toObject()).toJson(QJsonDocument::Compact));
        } else if (event.contains(QStringLiteral("binary"))) {
            const QJsonObject binary = event.value(QStringLiteral("binary")).toObject();
            frames << parseBinaryFrame(
                QByteArray::fromBase64(binary.value(QStringLiteral("base64")).toString().toLatin1()));
        }
    }
    return frames;
}

} // namespace

class TestComfyEventParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRecordedFrameIsUnderstood_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : recordingNames())
            QTest::newRow(qPrintable(name)) << name;
    }
    void everyRecordedFrameIsUnderstood()
    {
        QFETCH(QString, name);
        for (const ParsedFrame &frame : parsedRecording(name))
            QVERIFY2(frame.outcome == ParsedFrame::Outcome::Event, qPrintable(frame.kind));
    }

    void oneImageTellsItsStory()
    {
        const QString id = QStringLiteral("00000000-0000-4000-8000-000000000001");
        QList<int> steps;
        QStringList running;
        int previews = 0;
        int queue = -1;
        QList<OutputFile> files;
        bool success = false;
        bool over = false;
        for (const ParsedFrame &frame : parsedRecording(QStringLiteral("run-first"))) {
            const ComfyEvent &event = *frame.event;
            if (const auto *status = event.as<comfy::Status>()) {
                queue = status->queueRemaining;
                continue;
            }
            if (const auto *flags = event.as<comfy::FeatureFlags>()) {
                QVERIFY(flags->previewMetadata);
                QCOMPARE(flags->maxUploadSize, 104857600);
                continue;
            }
            QCOMPARE(event.promptId, id);
            if (const auto *progress = event.as<comfy::Progress>()) {
                QCOMPARE(progress->maximum, 4);
                steps << progress->value;
            } else if (const auto *preview = event.as<comfy::Preview>()) {
                QCOMPARE(preview->node, QStringLiteral("5"));
                QCOMPARE(preview->format, QByteArray("jpeg"));
                if (previews++ == 0)
                    QCOMPARE(QImage::fromData(preview->image).size(), QSize(341, 512));
            } else if (const auto *executing = event.as<comfy::Executing>()) {
                running << executing->node;
                over = executing->node.isEmpty();
            } else if (const auto *executed = event.as<comfy::Executed>()) {
                files = executed->images;
            } else if (event.as<comfy::ExecutionSuccess>()) {
                success = true;
            }
        }
        QCOMPARE(steps, (QList<int>{1, 2, 3, 4}));
        QCOMPARE(previews, 4);
        QCOMPARE(running, (QStringList{QStringLiteral("5"), QStringLiteral("6"), QStringLiteral("7"), QString()}));
        QCOMPARE(files, (QList<OutputFile>{{QStringLiteral("7"), QStringLiteral("first_00001_.png"),
                                            QStringLiteral("lora_studio"), QStringLiteral("output")}}));
        QVERIFY(success);
        QVERIFY(over);
        QCOMPARE(queue, 0);
    }

    void errorHasTheServersWords()
    {
        bool seen = false;
        for (const ParsedFrame &frame : parsedRecording(QStringLiteral("run-broken-checkpoint"))) {
            if (const auto *error = frame.event->as<comfy::ExecutionError>()) {
                seen = true;
                QVERIFY(error->final);
                QCOMPARE(error->nodeType, QStringLiteral("CheckpointLoaderSimple"));
                QCOMPARE(
                    error->message,
                    QStringLiteral("Error while deserializing header: incomplete metadata, file not fully covered"));
            }
        }
        QVERIFY(seen);
    }

    void blockedBranchIsNotFinal()
    {
        const auto error = only<comfy::ExecutionError>(parseTextFrame(
            R"({"type":"execution_error","data":{"prompt_id":"p","exception_type":"ExecutionBlocked"}})"));
        QVERIFY(!error.final);
    }

    void nanDoesNotLoseAnErrorMessage()
    {
        const auto error = only<comfy::ExecutionError>(
            parseTextFrame(R"({"type":"execution_error","data":{"prompt_id":"p","exception_message":"is NaN",
                              "current_inputs":{"cfg":[NaN],"a":[-Infinity]}}})"));
        QCOMPARE(error.message, QStringLiteral("is NaN"));
    }

    void reconnectSaysWhatRunsWithoutPromptId()
    {
        const ParsedFrame frame = parseTextFrame(R"({"type":"executing","data":{"node":"5"}})");
        QCOMPARE(only<comfy::Executing>(frame).node, QStringLiteral("5"));
        QVERIFY(frame.event->promptId.isEmpty());
    }

    void case18_unknownKindsAreIgnored()
    {
        QVERIFY(parseTextFrame(R"({"type":"logs","data":[]})").outcome == ParsedFrame::Outcome::Ignored);
        QVERIFY(parseBinaryFrame(u32(2) + "x").outcome == ParsedFrame::Outcome::Ignored);
        QVERIFY(parseBinaryFrame(u32(0xffffffff)).outcome == ParsedFrame::Outcome::Ignored);
    }

    void case18_malformedTextIsDropped_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("list") << QByteArray("[1]");
        QTest::newRow("no type") << QByteArray("{}");
        QTest::newRow("type a number") << QByteArray(R"({"type":1,"data":{}})");
        QTest::newRow("data a list") << QByteArray(R"({"type":"status","data":[]})");
        QTest::newRow("no queue") << QByteArray(R"({"type":"status","data":{"status":null}})");
        QTest::newRow("huge queue") << QByteArray(
            R"({"type":"status","data":{"status":{"exec_info":{"queue_remaining":1e300}}}})");
        QTest::newRow("no prompt id") << QByteArray(R"({"type":"progress","data":{"value":1,"max":2,"node":"5"}})");
        QTest::newRow("prompt id a list") << QByteArray(R"({"type":"execution_start","data":{"prompt_id":[]}})");
        QTest::newRow("long prompt id") << "{\"type\":\"execution_start\",\"data\":{\"prompt_id\":\"" +
                                               QByteArray(5000, 'x') + "\"}}";
        QTest::newRow("value over max") << QByteArray(
            R"({"type":"progress","data":{"prompt_id":"p","value":3,"max":2,"node":"5"}})");
        QTest::newRow("value NaN") << QByteArray(
            R"({"type":"progress","data":{"prompt_id":"p","value":NaN,"max":2,"node":"5"}})");
        QTest::newRow("max 0") << QByteArray(
            R"({"type":"progress","data":{"prompt_id":"p","value":0,"max":0,"node":"5"}})");
        QTest::newRow("value below 0") << QByteArray(
            R"({"type":"progress","data":{"prompt_id":"p","value":-1,"max":2,"node":"5"}})");
        QTest::newRow("value and max without bounds")
            << QByteArray(R"({"type":"progress","data":{"prompt_id":"p","value":1e300,"max":1e300,"node":"5"}})");
        QTest::newRow("max without bounds")
            << QByteArray(R"({"type":"progress","data":{"prompt_id":"p","value":1,"max":1e300,"node":"5"}})");
        QTest::newRow("max Infinity") << QByteArray(
            R"({"type":"progress","data":{"prompt_id":"p","value":1,"max":Infinity,"node":"5"}})");
        QTest::newRow("max NaN") << QByteArray(
            R"({"type":"progress","data":{"prompt_id":"p","value":1,"max":NaN,"node":"5"}})");
        QTest::newRow("text as value") << QByteArray(
            R"({"type":"progress","data":{"prompt_id":"p","value":"1","max":"2"}})");
        QTest::newRow("executing nothing said") << QByteArray(R"({"type":"executing","data":{"prompt_id":"p"}})");
        QTest::newRow("deep") << QByteArray(100'000, '[');
        QTest::newRow("over the limit") << "{\"type\":\"status\",\"x\":\"" + QByteArray(maxTextFrame, 'x') +
                                               "\",\"data\":{}}";
    }
    void case18_malformedTextIsDropped()
    {
        QFETCH(QByteArray, frame);
        QVERIFY(parseTextFrame(frame).outcome == ParsedFrame::Outcome::Malformed);
    }

    void case18_progressIsWholeStepsWithinBounds_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<int>("value");
        QTest::addColumn<int>("maximum");
        QTest::newRow("steps") << QByteArray(R"("value":7,"max":30)") << 7 << 30;
        QTest::newRow("fractions") << QByteArray(R"("value":0.5,"max":0.75)") << 0 << 1;
        QTest::newRow("at the bound") << QByteArray(R"("value":1000000,"max":1000000)") << 1'000'000 << 1'000'000;
        QTest::newRow("bytes") << QByteArray(R"("value":3000000000,"max":6000000000)") << 500'000 << 1'000'000;
        QTest::newRow("all of many bytes")
            << QByteArray(R"("value":9007199254740992,"max":9007199254740992)") << 1'000'000 << 1'000'000;
    }
    void case18_progressIsWholeStepsWithinBounds()
    {
        QFETCH(QByteArray, said);
        QFETCH(int, value);
        QFETCH(int, maximum);
        const auto progress =
            only<comfy::Progress>(parseTextFrame(R"({"type":"progress","data":{"prompt_id":"p",)" + said + "}}"));
        QCOMPARE(progress.value, value);
        QCOMPARE(progress.maximum, maximum);
        const auto state = only<comfy::ProgressState>(parseTextFrame(
            R"({"type":"progress_state","data":{"prompt_id":"p","nodes":{"good":{)" + said +
            R"(},"below":{"value":-1,"max":2},"over":{"value":3,"max":2},"huge":{"value":1,"max":1e300}}}})"));
        QCOMPARE(state.nodes, (QList<comfy::NodeProgress>{{QStringLiteral("good"), value, maximum, QString()}}));
    }

    void case19_malformedBinaryIsDropped_data()
    {
        QTest::addColumn<QByteArray>("frame");
        const QByteArray json = R"({"node_id":"5","prompt_id":"p"})";
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("three bytes") << QByteArray("\0\0\0", 3);
        QTest::newRow("preview without picture") << u32(1) + u32(1);
        QTest::newRow("preview of HTML") << u32(1) + u32(1) + "<html></html>";
        QTest::newRow("type 4 header only") << u32(4);
        QTest::newRow("type 4 length over frame") << u32(4) + u32(1000) + json + jpeg;
        QTest::newRow("type 4 length 2^32-1") << u32(4) + u32(0xffffffff) + json + jpeg;
        QTest::newRow("type 4 metadata over 64 KiB") << u32(4) + u32(70000) + QByteArray(70000, ' ') + jpeg;
        QTest::newRow("type 4 metadata no JSON") << u32(4) + u32(4) + "oops" + jpeg;
        QTest::newRow("type 4 no prompt id") << u32(4) + u32(2) + "{}" + jpeg;
        QTest::newRow("type 4 no picture") << u32(4) + u32(quint32(json.size())) + json;
        QTest::newRow("type 4 not a picture") << u32(4) + u32(quint32(json.size())) + json + "<svg/>";
        QTest::newRow("text length over frame") << u32(3) + u32(99) + "5";
        QTest::newRow("text too long") << u32(3) + u32(1) + "5" + QByteArray(100'000, 'x');
        QTest::newRow("over the limit") << u32(1) + u32(1) + jpeg + QByteArray(maxBinaryFrame, 'x');
    }
    void case19_malformedBinaryIsDropped()
    {
        QFETCH(QByteArray, frame);
        QVERIFY(parseBinaryFrame(frame).outcome == ParsedFrame::Outcome::Malformed);
    }

    void progressTextIsRead()
    {
        const auto text = only<comfy::Text>(parseBinaryFrame(u32(3) + u32(2) + "12" + "loss 0.1"));
        QCOMPARE(text.node, QStringLiteral("12"));
        QCOMPARE(text.text, QStringLiteral("loss 0.1"));
    }

    void filesWithWrongTypesAreLeftOut()
    {
        const auto executed = only<comfy::Executed>(parseTextFrame(
            R"({"type":"executed","data":{"prompt_id":"p","node":"7","output":{"images":[1,null,{},{"filename":5},
               {"filename":"a b\\c.png","subfolder":"x\\y","type":"output"}]}}})"));
        QCOMPARE(executed.images.size(), 1);
        QCOMPARE(executed.images.first().subfolder, QStringLiteral("x\\y"));
    }
};

QTEST_GUILESS_MAIN(TestComfyEventParser)
#include "tst_comfyeventparser.moc"
