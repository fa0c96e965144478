// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/image.h"
#include "domain/job.h"
#include "domain/run.h"

#include <QTest>

using namespace lorastudio;

namespace {

const QList<JobState> allStates{JobState::Planned,  JobState::Posting,  JobState::Queued,   JobState::Running,
                                JobState::Fetching, JobState::Stored,   JobState::Rejected, JobState::Failed,
                                JobState::Lost,     JobState::Cancelled};

} // namespace

class TestJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesGoBothWays()
    {
        QStringList names;
        for (const JobState state : allStates) {
            QCOMPARE(jobStateFromString(toString(state)), std::optional(state));
            names.append(toString(state));
        }
        names.removeDuplicates();
        QCOMPARE(names.size(), allStates.size());
        QVERIFY(!jobStateFromString(QStringLiteral("Stored")));
        for (const RunState state :
             {RunState::Running, RunState::Paused, RunState::Stopping, RunState::Stopped, RunState::Finished})
            QCOMPARE(runStateFromString(toString(state)), std::optional(state));
        for (const Verdict verdict : {Verdict::Undecided, Verdict::Accepted, Verdict::Rejected})
            QCOMPARE(verdictFromString(toString(verdict)), std::optional(verdict));
    }

    void theUsualWay()
    {
        const QList<JobState> way{JobState::Planned, JobState::Posting,  JobState::Queued,
                                  JobState::Running, JobState::Fetching, JobState::Stored};
        for (qsizetype i = 1; i < way.size(); ++i)
            QVERIFY(canChange(way.at(i - 1), way.at(i)));
    }

    void case24_eventsMayRepeatAndComeEarly()
    {
        for (const JobState state : allStates)
            QVERIFY(canChange(state, state));
        QVERIFY(canChange(JobState::Posting, JobState::Running));
        QVERIFY(canChange(JobState::Posting, JobState::Fetching));
    }

    void nothingLeavesStored()
    {
        for (const JobState to : allStates)
            QCOMPARE(canChange(JobState::Stored, to), to == JobState::Stored);
    }

    void onlyFetchedImagesAreStored()
    {
        for (const JobState from : allStates)
            QCOMPARE(canChange(from, JobState::Stored), from == JobState::Fetching || from == JobState::Stored);
    }

    void whatEndedIsPlannedAgainByAPerson()
    {
        for (const JobState from : {JobState::Lost, JobState::Rejected, JobState::Failed, JobState::Cancelled})
            QVERIFY(canChange(from, JobState::Planned));
        for (const JobState from : {JobState::Posting, JobState::Queued, JobState::Running, JobState::Fetching})
            QVERIFY(!canChange(from, JobState::Planned));
    }

    void finalAndOnServerExcludeEachOther()
    {
        for (const JobState state : allStates)
            QVERIFY(!(isFinal(state) && isOnServer(state)));
        QVERIFY(!isFinal(JobState::Lost));
        QVERIFY(!isOnServer(JobState::Planned));
        QVERIFY(!canChange(JobState::Failed, JobState::Cancelled));
        QVERIFY(canChange(JobState::Running, JobState::Cancelled));
    }

    void fractionStaysInRange()
    {
        QCOMPARE((JobProgress{{}, 5, 20}.fraction()), 0.25);
        QCOMPARE((JobProgress{{}, 30, 20}.fraction()), 1.0);
        QCOMPARE((JobProgress{{}, -3, 20}.fraction()), 0.0);
        QCOMPARE((JobProgress{{}, 5, 0}.fraction()), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
