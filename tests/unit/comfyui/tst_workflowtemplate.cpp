// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/workflowtemplate.h"
#include "recordings.h"

#include <QTest>
#include <QtEndian>

using namespace lorastudio;
using namespace lorastudio::test;

namespace {

WorkOrder order()
{
    WorkOrder order;
    order.modelFile = QStringLiteral("sd15/epicrealism_v5.safetensors");
    order.prompt = QStringLiteral("yuki, \"quoted\" <lora:x:1> \\ 雪 😀\nsecond line");
    order.negative = QString();
    order.size = QSize(832, 1216);
    order.settings = {5.5, QStringLiteral("dpmpp_sde"), QStringLiteral("karras"), 30};
    order.seed = (qint64(1) << 53) - 1;
    order.filenamePrefix = QStringLiteral("lora_studio/yuki/j-1");
    return order;
}

QJsonObject overTheWire(const QJsonObject &graph)
{
    return QJsonDocument::fromJson(QJsonDocument(graph).toJson(QJsonDocument::Compact)).object();
}

QJsonValue input(const QJsonObject &graph, const char *node, const char *name)
{
    return graph.value(QString::fromLatin1(node))
        .toObject()
        .value(QStringLiteral("inputs"))
        .toObject()
        .value(QString::fromLatin1(name));
}

} // namespace

class TestWorkflowTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingOfTheOrderIsInTheGraph()
    {
        const Result<WorkflowTemplate> workflow = WorkflowTemplate::builtIn();
        QVERIFY(workflow);
        const QJsonObject graph = workflow->graph(order(), QStringLiteral("sd15\\epicrealism_v5.safetensors"));
        QCOMPARE(input(graph, "1", "ckpt_name").toString(), QStringLiteral("sd15\\epicrealism_v5.safetensors"));
        for (const QJsonValue &node : graph)
            QVERIFY(node.toObject().value(QStringLiteral("_meta")).toObject().contains(QStringLiteral("title")));
        const QByteArray text = QJsonDocument(graph).toJson(QJsonDocument::Compact);
        QVERIFY2(text.contains("\"seed\":9007199254740991"), text);
        QVERIFY2(text.contains("\"cfg\":5.5"), text);
    }

    void graphAndOrderAreInverse()
    {
        const Result<WorkflowTemplate> workflow = WorkflowTemplate::builtIn();
        QVERIFY(workflow);
        const QJsonObject graph = workflow->graph(order(), QStringLiteral("sd15\\epicrealism_v5.safetensors"));
        const Result<WorkOrder> back = WorkflowTemplate::readBack(overTheWire(graph));
        QVERIFY(back);
        QVERIFY(*back == order());
        QVERIFY(WorkflowTemplate::lorasOf(graph)->isEmpty());
    }

    void lorasFormAChain()
    {
        const Result<WorkflowTemplate> workflow = WorkflowTemplate::builtIn();
        const QList<LoraUse> loras{{QStringLiteral("a.safetensors"), 0.8, 1.0},
                                   {QStringLiteral("ls\\b.safetensors"), 0.25, 0.5}};
        const QJsonObject graph = workflow->graph(order(), QStringLiteral("x.safetensors"), loras);
        QCOMPARE(graph.size(), 9);
        QCOMPARE(input(graph, "5", "model").toArray(), (QJsonArray{QStringLiteral("lora_2"), 0}));
        QCOMPARE(input(graph, "2", "clip").toArray(), (QJsonArray{QStringLiteral("lora_2"), 1}));
        QCOMPARE(input(graph, "3", "clip").toArray(), (QJsonArray{QStringLiteral("lora_2"), 1}));
        QCOMPARE(input(graph, "lora_2", "model").toArray(), (QJsonArray{QStringLiteral("lora_1"), 0}));
        QCOMPARE(input(graph, "lora_1", "clip").toArray(), (QJsonArray{QStringLiteral("1"), 1}));
        QCOMPARE(input(graph, "6", "vae").toArray(), (QJsonArray{QStringLiteral("1"), 2}));
        QCOMPARE(*WorkflowTemplate::lorasOf(overTheWire(graph)), loras);
        QVERIFY(WorkflowTemplate::readBack(graph));
    }

    void promptChunkOfARealFileIsReadBack()
    {
        QFile file(recordingsFolder() + QStringLiteral("/first_00001_.png"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray png = file.readAll();
        const qsizetype start = png.indexOf("tEXtprompt");
        QVERIFY(start > 4);
        const auto length = qFromBigEndian<quint32>(png.constData() + start - 4);
        const QByteArray chunk = png.mid(start + 4 + 7, length - 7);
        const Result<WorkOrder> back = WorkflowTemplate::readBack(QJsonDocument::fromJson(chunk).object());
        QVERIFY(back);
        WorkOrder expected;
        expected.modelFile = QStringLiteral("epicrealism_v5.safetensors");
        expected.prompt = QStringLiteral("photo of yuki_tanaka, 1boy");
        expected.negative = QStringLiteral("blurry, anime, cartoon, smooth skin");
        expected.size = QSize(128, 192);
        expected.settings = {5.0, QStringLiteral("dpmpp_sde"), QStringLiteral("karras"), 4};
        expected.seed = 11;
        expected.filenamePrefix = QStringLiteral("lora_studio/first");
        QVERIFY(*back == expected);
    }

    void foreignGraphsAreRefused_data()
    {
        QTest::addColumn<QString>("node");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        const auto text = [](const char *s) {
            return QString::fromLatin1(s);
        };
        QTest::newRow("linked seed") << text("5") << text("seed") << QJsonValue(QJsonArray{text("1"), 0});
        QTest::newRow("large seed") << text("5") << text("seed") << QJsonValue(18446744073709551615.0);
        QTest::newRow("denoise") << text("5") << text("denoise") << QJsonValue(0.5);
        QTest::newRow("batch") << text("4") << text("batch_size") << QJsonValue(2);
        QTest::newRow("linked text") << text("2") << text("text") << QJsonValue(QJsonArray{text("1"), 0});
        QTest::newRow("link to nothing") << text("6") << text("samples") << QJsonValue(QJsonArray{text("9"), 0});
        QTest::newRow("link of the wrong form") << text("5") << text("model") << QJsonValue(7);
        QTest::newRow("circle") << text("6") << text("samples") << QJsonValue(QJsonArray{text("6"), 0});
    }
    void foreignGraphsAreRefused()
    {
        QFETCH(QString, node);
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        QJsonObject graph = WorkflowTemplate::builtIn()->graph(order(), QStringLiteral("x"));
        QJsonObject object = graph.value(node).toObject();
        QJsonObject inputs = object.value(QStringLiteral("inputs")).toObject();
        inputs.insert(name, value);
        object.insert(QStringLiteral("inputs"), inputs);
        graph.insert(node, object);
        QVERIFY(!WorkflowTemplate::readBack(graph));
    }

    void circleOfLorasEnds()
    {
        QJsonObject graph =
            WorkflowTemplate::builtIn()->graph(order(), QStringLiteral("x"), {{QStringLiteral("a"), 1, 1}});
        QJsonObject lora = graph.value(QStringLiteral("lora_1")).toObject();
        QJsonObject inputs = lora.value(QStringLiteral("inputs")).toObject();
        inputs.insert(QStringLiteral("model"), QJsonArray{QStringLiteral("lora_1"), 0});
        lora.insert(QStringLiteral("inputs"), inputs);
        graph.insert(QStringLiteral("lora_1"), lora);
        QVERIFY(!WorkflowTemplate::readBack(graph));
    }

    void templateOfTheWrongFormIsRefused()
    {
        QVERIFY(!WorkflowTemplate::fromJson("{"));
        QVERIFY(!WorkflowTemplate::fromJson("[]"));
        QVERIFY(!WorkflowTemplate::fromJson("{\"nodes\":[],\"links\":[]}"));
    }

    void prefixIsHarmless()
    {
        QCOMPARE(WorkflowTemplate::filenamePrefix(QStringLiteral("yuki_tanaka"), QStringLiteral("1a2b-3c"), 2),
                 QStringLiteral("lora_studio/yuki_tanaka/1a2b-3c-2"));
        const QString hostile =
            WorkflowTemplate::filenamePrefix(QStringLiteral("../..%year%\\x"), QStringLiteral("a/b"), 1);
        QVERIFY(!hostile.contains(u'%'));
        QVERIFY(!hostile.contains(QStringLiteral("..")));
        QCOMPARE(hostile.count(u'/'), 2);
    }
};

QTEST_GUILESS_MAIN(TestWorkflowTemplate)
#include "tst_workflowtemplate.moc"
