// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/demofault.h"

#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

class TestDemoFault : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void refusesWithAList_data();
    void refusesWithAList();
    void happensAsOftenAsItSays();
    void waitsForTheNthEvent();
};

void TestDemoFault::parses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("times");
    using Kind = DemoFault::Kind;
    QTest::newRow("default") << u"drop-sockets"_s << int(Kind::DropSockets) << u"10"_s << 1;
    QTest::newRow("value") << u"latency=300"_s << int(Kind::Latency) << u"300"_s << -1;
    QTest::newRow("times") << u"refuse:3"_s << int(Kind::Refuse) << QString() << 3;
    QTest::newRow("always") << u"broken-download=html:always"_s << int(Kind::BrokenDownload) << u"html"_s << -1;
    QTest::newRow("file") << u"broken-checkpoint=sd15/a b.safetensors:2"_s << int(Kind::BrokenCheckpoint)
                          << u"sd15/a b.safetensors"_s << 2;
}

void TestDemoFault::parses()
{
    QFETCH(QString, text);
    const auto fault = DemoFault::parse(text);
    QVERIFY(fault.has_value());
    QTEST(int(fault->kind), "kind");
    QTEST(fault->value, "value");
    QTEST(fault->times, "times");
}

void TestDemoFault::refusesWithAList_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", "nonsense", "latency=soon", "refuse=1", "broken-download=403", "oom:often", "restart=-1"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestDemoFault::refusesWithAList()
{
    QFETCH(QString, text);
    const auto fault = DemoFault::parse(text);
    QVERIFY(!fault.has_value());
    QVERIFY(fault.error().kind == Error::Kind::Validation);
    QVERIFY(!fault.error().message.isEmpty());
    QVERIFY(DemoFault::helpText().contains("silent-socket"_L1));
}

void TestDemoFault::happensAsOftenAsItSays()
{
    FaultPlan plan;
    plan.add(DemoFault::make(DemoFault::Kind::Refuse, QString(), 2));
    plan.add(DemoFault::make(DemoFault::Kind::NoPreviews, QString(), -1));
    int applied = 0;
    plan.applied = [&applied](DemoFault::Kind) {
        ++applied;
    };
    QVERIFY(!plan.take(DemoFault::Kind::OutOfMemory));
    QVERIFY(plan.pending(DemoFault::Kind::Refuse));
    QVERIFY(plan.take(DemoFault::Kind::Refuse));
    QVERIFY(plan.take(DemoFault::Kind::Refuse));
    QVERIFY(!plan.take(DemoFault::Kind::Refuse));
    for (int i = 0; i < 100; ++i)
        QVERIFY(plan.take(DemoFault::Kind::NoPreviews));
    QCOMPARE(applied, 102);
}

void TestDemoFault::waitsForTheNthEvent()
{
    FaultPlan plan;
    plan.add(DemoFault::make(DemoFault::Kind::DropSockets, 3, 1));
    QVERIFY(!plan.countEvent(DemoFault::Kind::DropSockets));
    QVERIFY(!plan.countEvent(DemoFault::Kind::DropSockets));
    QVERIFY(plan.countEvent(DemoFault::Kind::DropSockets));
    QVERIFY(!plan.countEvent(DemoFault::Kind::DropSockets));
}

QTEST_APPLESS_MAIN(TestDemoFault)
#include "tst_demofault.moc"
