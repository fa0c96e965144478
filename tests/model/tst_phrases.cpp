// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/phrases.h"

#include <QTest>

using namespace lorastudio;

class TestPhrases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timeLeft_data();
    void timeLeft();
    void finishClock();
    void servers_data();
    void servers();
    void everyStateHasAWord();
    void progressNotes();
    void meansHaveOneDecimal();
};

void TestPhrases::timeLeft_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << 0 << QStringLiteral("under 1 min");
    QTest::newRow("59 s") << 59 << QStringLiteral("under 1 min");
    QTest::newRow("4 min") << 245 << QStringLiteral("4 min left");
    QTest::newRow("almost an hour") << 3599 << QStringLiteral("1 h 0 min left");
    QTest::newRow("2 h 10 min") << 7800 << QStringLiteral("2 h 10 min left");
}

void TestPhrases::timeLeft()
{
    QFETCH(int, seconds);
    QTEST(phrases::timeLeft(seconds), "text");
}

void TestPhrases::finishClock()
{
    const QDateTime evening(QDate(2026, 3, 4), QTime(21, 49), Qt::LocalTime);
    QCOMPARE(phrases::finishClock(evening, 540), QStringLiteral("about 21:58"));
    QCOMPARE(phrases::finishClock(evening, 4 * 3600 + 51 * 60), QStringLiteral("tomorrow 02:40"));
    QVERIFY(!phrases::finishClock(evening, 3 * 86400).contains(QStringLiteral("tomorrow")));
}

void TestPhrases::servers_data()
{
    QTest::addColumn<ServerCounts>("counts");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << ServerCounts{} << QStringLiteral("No server");
    QTest::newRow("picture") << ServerCounts{5, 2, 3, 1, 1, 0}
                             << QStringLiteral("2 of 5 servers working, 1 stuck, 1 offline");
    QTest::newRow("one idle") << ServerCounts{1, 0, 1, 0, 0, 0} << QStringLiteral("1 server connected");
    QTest::newRow("one working") << ServerCounts{1, 1, 1, 0, 0, 0} << QStringLiteral("1 server working");
    QTest::newRow("one gone") << ServerCounts{1, 0, 0, 0, 1, 0} << QStringLiteral("The server is offline");
    QTest::newRow("connecting") << ServerCounts{1, 0, 0, 0, 0, 1} << QStringLiteral("Connecting to the server");
    QTest::newRow("idle ones") << ServerCounts{3, 0, 2, 0, 1, 0}
                               << QStringLiteral("2 of 3 servers connected, 1 offline");
}

void TestPhrases::servers()
{
    QFETCH(ServerCounts, counts);
    QTEST(phrases::servers(counts), "text");
}

void TestPhrases::everyStateHasAWord()
{
    CharacterRow row;
    for (int state = int(RowState::ModelMissing); state <= int(RowState::NotStarted); ++state) {
        row.status.state = RowState(state);
        row.status.count = 2;
        const phrases::Status status = phrases::status(row);
        QVERIFY(!status.word.isEmpty());
        QCOMPARE(status.linkText.isEmpty(), status.link == RowLink::None);
    }
    row.status = {};
    QCOMPARE(phrases::status(row).link, RowLink::None);
    row.status.runActive = true;
    QCOMPARE(phrases::status(row).link, RowLink::AddToRun);
    row.status = {RowState::Failed, {}, QStringLiteral("x"), 1, {}, true};
    QCOMPARE(phrases::status(row).linkText, QStringLiteral("Retry 1 image"));
}

void TestPhrases::progressNotes()
{
    CharacterRow row;
    row.character.images = 100;
    row.summary.stored = 31;
    QCOMPARE(phrases::progressNote(row).text, QStringLiteral("69 to go"));
    row.secondsLeft = 240;
    QCOMPARE(phrases::progressNote(row).text, QStringLiteral("4 min left"));
    row.summary.failed = 3;
    QCOMPARE(phrases::progressNote(row).text, QStringLiteral("3 failed"));
    QVERIFY(phrases::progressNote(row).bad);
    row.summary.stored = 100;
    QCOMPARE(phrases::progressNote(row).text, QStringLiteral("Complete"));
}

void TestPhrases::meansHaveOneDecimal()
{
    QCOMPARE(phrases::mean(87.64), QStringLiteral("87.6"));
    QCOMPARE(phrases::mean(100), QStringLiteral("100"));
    QCOMPARE(phrases::mean(0), QStringLiteral("0.0"));
    Score score;
    QCOMPARE(phrases::score(score), QStringLiteral("–"));
    score.total = 94.6;
    QCOMPARE(phrases::score(score), QStringLiteral("95"));
}

QTEST_GUILESS_MAIN(TestPhrases)
#include "tst_phrases.moc"
