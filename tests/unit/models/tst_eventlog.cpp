// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/eventlog.h"

#include "models/eventlogfile.h"
#include "models/wordfiltermodel.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace lorastudio;

namespace {

class SetClock : public Clock
{
public:
    QDateTime time = QDateTime(QDate(2025, 3, 1), QTime(12, 0), Qt::UTC);
    QDateTime now() const override { return time; }
    qint64 monotonicMs() const override { return time.toMSecsSinceEpoch(); }
};

LogEntry entry(LogEntry::Level level, const char *where, const char *sentence)
{
    LogEntry made;
    made.level = level;
    made.where = QString::fromUtf8(where);
    made.sentence = QString::fromUtf8(sentence);
    return made;
}

constexpr auto info = LogEntry::Level::Information;
constexpr auto warning = LogEntry::Level::Warning;
constexpr auto error = LogEntry::Level::Error;

} // namespace

class TestEventLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newestFirstWithinItsLimit()
    {
        SetClock clock;
        EventLog log(clock, 3);
        const QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (const char *sentence : {"one", "two", "three", "four"}) {
            log.add(entry(error, "here", sentence));
            clock.time = clock.time.addSecs(1);
        }
        QCOMPARE(log.rowCount(), 3);
        QCOMPARE(log.entry(0)->sentence, QStringLiteral("four"));
        QCOMPARE(log.entry(2)->sentence, QStringLiteral("two"));
        QCOMPARE(log.unreadErrors(), 3); // the one that fell out is no longer unread
        QVERIFY(!log.entry(3));
    }

    void equalOnesAreCounted()
    {
        SetClock clock;
        EventLog log(clock);
        const QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
        LogEntry failed = entry(error, "Yuki", "Out of GPU memory");
        failed.details = QStringLiteral("image 1");
        log.add(failed);
        clock.time = clock.time.addSecs(3600);
        failed.details = QStringLiteral("image 2");
        log.add(failed); // in a row, however late
        QCOMPARE(log.rowCount(), 1);
        QCOMPARE(log.entry(0)->count, 2);
        QCOMPARE(log.entry(0)->time, clock.time);
        QCOMPARE(log.entry(0)->details, QStringLiteral("image 2"));
        log.add(entry(info, "Run 1", "Started"));
        clock.time = clock.time.addSecs(59);
        log.add(failed); // not in a row, but within a minute: it comes up again
        QCOMPARE(log.rowCount(), 2);
        QCOMPARE(log.entry(0)->count, 3);
        QCOMPARE(log.entry(1)->sentence, QStringLiteral("Started"));
        log.add(entry(info, "Run 1", "Ended"));
        clock.time = clock.time.addSecs(61);
        log.add(failed);
        QCOMPARE(log.rowCount(), 4);
        QCOMPARE(log.entry(0)->count, 1);
        LogEntry elsewhere = failed;
        elsewhere.target = {LogTarget::Kind::Character, QStringLiteral("mei")};
        log.add(elsewhere); // about another one
        QCOMPARE(log.rowCount(), 5);
    }

    void errorsAreUnreadUntilSeen()
    {
        SetClock clock;
        EventLog log(clock);
        QSignalSpy changed(&log, &EventLog::unreadErrorsChanged);
        log.add(entry(info, "a", "x"));
        log.add(entry(warning, "a", "y"));
        QCOMPARE(log.unreadErrors(), 0);
        QCOMPARE(changed.size(), 0);
        log.add(entry(error, "a", "z"));
        log.add(entry(error, "a", "z"));
        QCOMPARE(log.unreadErrors(), 1);
        log.markSeen();
        QCOMPARE(log.unreadErrors(), 0);
        log.add(entry(error, "a", "z")); // once more after it was seen
        QCOMPARE(log.unreadErrors(), 1);
        QCOMPARE(changed.size(), 3);
    }

    void case39_secretsNeverStandInIt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("secret");
        const char *const rows[][2] = {{"cannot reach http://me:hunter2@host:8188/x now", "hunter2"},
                                       {"postgresql://studio:s3cr%40t@db/lora is gone", "s3cr"},
                                       {"GET /view?token=abc.def&x=1 failed", "abc.def"},
                                       {"Authorization: Bearer eyJhbGci.xyz", "eyJhbGci"},
                                       {"Authorization: Basic dXNlcjpwdw==", "dXNlcjpwdw"},
                                       {"{\"password\": \"top secret\", \"a\": 1}", "top secret"},
                                       {"X-Api-Key: 12345", "12345"},
                                       {"connection failed: password=pw1 host=db", "pw1"}};
        for (const auto &row : rows)
            QTest::newRow(row[1]) << QString::fromUtf8(row[0]) << QString::fromUtf8(row[1]);
    }
    void case39_secretsNeverStandInIt()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, secret);
        SetClock clock;
        EventLog log(clock);
        LogEntry made;
        made.where = made.sentence = made.details = text;
        log.add(made);
        QVERIFY2(!EventLog::wholeText(*log.entry(0)).contains(secret), qPrintable(EventLog::wholeText(*log.entry(0))));
    }

    void harmlessTextStays()
    {
        const QString text = QStringLiteral("An image failed: see http://host:8188/queue?x=1, the trigger word stays.");
        QCOMPARE(withoutSecrets(text), text);
    }

    void hostileTextIsOneLine()
    {
        SetClock clock;
        EventLog log(clock);
        LogEntry made = entry(error, "a\nb", "first\nsecond\x01");
        made.sentence += QString(100'000, QLatin1Char('x'));
        log.add(made);
        QVERIFY(!log.entry(0)->where.contains(QLatin1Char('\n')));
        QVERIFY(!log.entry(0)->sentence.contains(QLatin1Char('\n')));
        QVERIFY(log.entry(0)->sentence.size() <= 2000);
    }

    void filtersByLevelAndWords()
    {
        SetClock clock;
        EventLog log(clock);
        log.add(entry(info, "Run 7", "Started"));
        log.add(entry(warning, "atelier-4090", "Went offline"));
        log.add(entry(error, "Yuki", "Out of memory on atelier"));
        WordFilterModel filter(EventLog::SearchRole, EventLog::LevelRole);
        filter.setSourceModel(&log);
        const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        filter.setSearchText(QStringLiteral("ATELIER o"));
        QCOMPARE(filter.rowCount(), 2);
        filter.setValue(int(error));
        QCOMPARE(filter.rowCount(), 1);
        filter.setSearchText({});
        filter.setValue(int(warning));
        QCOMPARE(filter.index(0, EventLog::WhereColumn).data().toString(), QStringLiteral("atelier-4090"));
        filter.setValue(std::nullopt);
        QCOMPARE(filter.rowCount(), 3);
    }

    void outlivesTheProgram()
    {
        const QTemporaryDir folder;
        const QString place = folder.filePath(QStringLiteral("log"));
        QVERIFY(eventlogfile::read(place, 10)->isEmpty()); // nothing was ever written
        SetClock clock;
        EventLog log(clock);
        QByteArray lines;
        connect(&log, &EventLog::recorded, this,
                [&lines](const LogEntry &of) { lines += eventlogfile::line(of, QStringLiteral("first")); });
        LogEntry failed = entry(error, "<b>Yuki</b>", "Zu wenig Speicher, 日本");
        failed.details = QStringLiteral("a\nb");
        failed.target = {LogTarget::Kind::Character, QStringLiteral("yuki")};
        log.add(failed);
        log.add(failed);
        clock.time = clock.time.addSecs(5);
        log.add(entry(warning, "server", "offline"));
        QVERIFY(eventlogfile::append(place, lines));
        QVERIFY(eventlogfile::append(place, "not JSON\n{\"sentence\":\"\"}\n"));
        // Another run of the program counts its entries from one as well.
        QVERIFY(eventlogfile::append(place, eventlogfile::line(*log.entry(1), QStringLiteral("second"))));

        const QList<LogEntry> read = *eventlogfile::read(place, 10);
        QCOMPARE(read.size(), 3);
        QCOMPARE(read.at(0).sentence, QStringLiteral("offline"));
        QCOMPARE(read.at(1).count, 2);
        QCOMPARE(read.at(1).target, failed.target);
        QCOMPARE(read.at(1).details, failed.details);
        QCOMPARE(eventlogfile::read(place, 1)->size(), 1);

        EventLog next(clock);
        const QAbstractItemModelTester tester(&next, QAbstractItemModelTester::FailureReportingMode::QtTest);
        next.add(entry(info, "server", "connected"));
        next.addEarlier(EventLog::cleaned(read));
        QCOMPARE(next.rowCount(), 4);
        QVERIFY(!next.entry(0)->earlier && next.entry(1)->earlier);
        QCOMPARE(next.unreadErrors(), 0);
        next.add(entry(warning, "server", "offline")); // of now: a row of its own
        QCOMPARE(next.rowCount(), 5);
    }

    void theFileStaysSmall()
    {
        const QTemporaryDir folder;
        const QByteArray line = eventlogfile::line(entry(error, "x", "y"), QStringLiteral("s"));
        QByteArray many;
        while (many.size() < 200'000)
            many += line;
        for (int i = 0; i < 20; ++i)
            QVERIFY(eventlogfile::append(folder.path(), many));
        qint64 size = 0;
        const QFileInfoList files = QDir(folder.path()).entryInfoList(QDir::Files);
        for (const QFileInfo &file : files)
            size += file.size();
        QCOMPARE(files.size(), 2);
        QVERIFY(size <= 2 * (eventlogfile::largestFile + many.size()));
    }
};

QTEST_GUILESS_MAIN(TestEventLog)
#include "tst_eventlog.moc"
