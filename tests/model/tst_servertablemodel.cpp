// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/joblistmodel.h"
#include "models/servertablemodel.h"
#include "models/servertimeline.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace lorastudio;
using namespace Qt::StringLiterals;

namespace {

ServerRow row(const QString &name, int messages = 0)
{
    ServerRow row;
    row.url = u"http://"_qs + name;
    row.name = name;
    for (int i = 0; i < messages; ++i)
        row.messages.append({ServerMessage::Kind::Information,
                             u"%1 says %2"_qs.arg(name).arg(i),
                             {ServerLink::ConnectNow, ServerLink::OpenLog}});
    return row;
}

const QDateTime now(QDate(2025, 10, 3), QTime(21, 0), Qt::UTC);

QDateTime at(int secondsAgo)
{
    return now.addSecs(-secondsAgo);
}

} // namespace

class TestServerTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesFollowTheirServer();
    void indexesSurviveChanges();
    void theLogIsLedToOnlyIfThereIsOne();
    void jobsAskForMore();
    void imagesFollowLoads();
    void whatLastsEndsNow();
    void oldBlocksAreForgotten();
};

void TestServerTableModel::messagesFollowTheirServer()
{
    ServerTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({row(u"a"_qs, 1), row(u"b"_qs, 2), row(u"c"_qs)}, now);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.rowCount(model.index(1, 0)), 2);
    const QPersistentModelIndex said = model.index(1, 0, model.index(1, 0));
    QCOMPARE(said.data().toString(), u"b says 1"_qs);
    // Those before it go: the message still belongs to b.
    model.setRows({row(u"b"_qs, 2), row(u"c"_qs)}, now);
    QCOMPARE(said.parent(), model.index(0, 0));
    QCOMPARE(said.data(ServerTableModel::UrlRole).toString(), u"http://b"_qs);
    QCOMPARE(said.data().toString(), u"b says 1"_qs);
    model.setRows({row(u"z"_qs, 1), row(u"b"_qs, 1), row(u"c"_qs, 1)}, now);
    QVERIFY(!said.isValid());
    QCOMPARE(model.rowCount(model.index(2, 0)), 1);
}

void TestServerTableModel::indexesSurviveChanges()
{
    ServerTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({row(u"a"_qs), row(u"b"_qs), row(u"c"_qs)}, now);
    const QPersistentModelIndex c = model.indexOf(u"http://c"_qs);
    model.setSearchText(u"C"_qs);
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(c.isValid());
    model.setSearchText({});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(c.row(), 2);
    model.setRows({row(u"c"_qs, 1), row(u"a"_qs)}, now); // another order
    QCOMPARE(model.index(0, 0).data().toString(), u"c"_qs);
    QCOMPARE(model.all().size(), 2);
}

void TestServerTableModel::theLogIsLedToOnlyIfThereIsOne()
{
    ServerTableModel model;
    model.setRows({row(u"a"_qs, 1)}, now);
    const QModelIndex said = model.index(0, 0, model.index(0, 0));
    QCOMPARE(model.message(said)->links, (QList<ServerLink>{ServerLink::ConnectNow}));
    model.setHasLog(true);
    QCOMPARE(model.message(said)->links, (QList<ServerLink>{ServerLink::ConnectNow, ServerLink::OpenLog}));
}

void TestServerTableModel::jobsAskForMore()
{
    JobListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy wanted(&model, &JobListModel::moreWanted);
    QList<JobRow> jobs{{u"1"_qs, u"Yuki"_qs, 1, JobState::Failed, {}, u"<b>why</b>"_qs, 2, now},
                       {u"2"_qs, u"Mei"_qs, 2, JobState::Planned, {}, {}, 1, now}};
    model.setJobs(jobs, 2, now);
    QVERIFY(!model.canFetchMore({}));
    model.setJobs(jobs, 5, now);
    if (model.canFetchMore({})) // the tester may have tried it already
        model.fetchMore({});
    QCOMPARE(wanted.size(), 1);
    QVERIFY(!model.canFetchMore({})); // not again before they have come
    QVERIFY(model.index(0, JobListModel::ReasonColumn).data().toString().contains(u"<b>why</b>"_qs));
    QVERIFY(model.index(0, 0).data(JobListModel::RetryRole).toBool());
    QVERIFY(!model.index(1, 0).data(JobListModel::RetryRole).toBool());
    model.setJobs({jobs.at(1)}, 1, now);
    QCOMPARE(model.index(0, 0).data(JobListModel::IdRole).toString(), u"2"_qs);
}

void TestServerTableModel::imagesFollowLoads()
{
    ServerTimeline timeline;
    const QString url = u"http://a"_qs;
    timeline.setState(url, ServerState::Loading, at(60), 0, u"A"_qs, 1);
    timeline.setState(url, ServerState::Busy, at(50));
    timeline.addImage(url, at(40), 20, u"A"_qs, 1); // the load was in its time
    timeline.addImage(url, at(30), 10, u"A"_qs, 1);
    const QList<TimelineBlock> blocks = timeline.blocks(now);
    QCOMPARE(blocks.size(), 3);
    QCOMPARE(blocks.at(0).kind, TimelineBlock::Kind::Load);
    QCOMPARE(blocks.at(0).to, at(50));
    QCOMPARE(blocks.at(1).from, at(50));
    QCOMPARE(blocks.at(1).to, at(40));
    QCOMPARE(blocks.at(2).from, at(40));
    QCOMPARE(blocks.at(2).series, 1);
}

void TestServerTableModel::whatLastsEndsNow()
{
    ServerTimeline timeline;
    timeline.setState(u"http://a"_qs, ServerState::Stuck, at(240), 2);
    timeline.setState(u"http://a"_qs, ServerState::Stuck, at(10), 3);
    timeline.beginImage(u"http://b"_qs, at(5), u"B"_qs, 0);
    const QList<TimelineBlock> blocks = timeline.blocks(now);
    QCOMPARE(blocks.size(), 2);
    QCOMPARE(blocks.at(0).from, at(240));
    QCOMPARE(blocks.at(0).to, now);
    QCOMPARE(blocks.at(0).jobs, 3);
    QCOMPARE(blocks.at(1).from, at(5));
    QCOMPARE(blocks.at(1).to, now);
    timeline.addImage(u"http://b"_qs, now, 5, u"B"_qs, 0);
    QCOMPARE(timeline.blocks(now.addSecs(3)).last().to, now);
    timeline.setState(u"http://a"_qs, ServerState::Busy, now);
    QCOMPARE(timeline.blocks(now.addSecs(60)).first().to, now);
}

void TestServerTableModel::oldBlocksAreForgotten()
{
    ServerTimeline timeline;
    timeline.addImage(u"http://a"_qs, at(700), 5, u"A"_qs, 0);
    timeline.addImage(u"http://a"_qs, at(595), 10, u"A"_qs, 0);
    timeline.setState(u"http://b"_qs, ServerState::Offline, at(9000));
    const QList<TimelineBlock> blocks = timeline.blocks(now);
    QCOMPARE(blocks.size(), 2);
    QCOMPARE(blocks.at(0).from, at(ServerTimeline::shownSeconds)); // cut at the edge
    QCOMPARE(blocks.at(1).from, at(ServerTimeline::shownSeconds));
    QCOMPARE(blocks.at(1).to, now);
    timeline.forget(u"http://b"_qs);
    QCOMPARE(timeline.blocks(now).size(), 1);
}

QTEST_GUILESS_MAIN(TestServerTableModel)
#include "tst_servertablemodel.moc"
