// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/task.h"
#include "domain/image.h"
#include "domain/job.h"
#include "storage/database.h"

#include <QObject>

namespace lorastudio {

/// The rows of jobs and their images. While the database does not answer, a write waits and `held` says so: a change of
/// state that is dropped would leave a row that says what is not true. Every function ends early with a Canceled error
/// when `stop` is requested. Other errors: "not-found" and "job-state" = somebody removed or changed the row; anything
/// else = the database refuses it, and waiting does not help. Main thread only.
class JobJournal : public QObject
{
    Q_OBJECT

public:
    /// Both outlive the tasks.
    JobJournal(Database &database, const Clock &clock);

    /// Writes the job in `state`; the result is the job as it stands now.
    Task<Result<Job>> write(Job job, JobState state, std::stop_token stop);
    /// In one transaction: `passing` (lost, failed), then planned with one attempt more.
    Task<Result<Job>> writeAgain(Job job, JobState passing, std::stop_token stop);
    /// The row of the image, the job as stored, and the means; see ImageRepository::store.
    Task<Result<ImageRecord>> store(ImageRecord record, Job done, std::stop_token stop);
    /// See JobRepository::claim.
    Task<Result<QStringList>> claim(QStringList candidates, int most, QString worker, std::stop_token stop);
    /// Where the job's image belongs, relative to the library. "not-found" if its character was removed.
    Task<Result<QString>> imagePath(Job job, std::stop_token stop);
    /// `function` is `Result<T>(Connection &)`, run without a transaction.
    template <class Function>
    auto read(Function function, std::stop_token stop) -> Task<std::invoke_result_t<Function, Connection &>>;

    /// Something keeps images from being stored; ended by endHold(), once for each beginHold().
    void beginHold(const QString &reason);
    void endHold();

Q_SIGNALS:
    void jobChanged(const lorastudio::Job &job);
    /// Nothing can be stored now, for `reason`. Empty: it goes on.
    void held(const QString &reason);

private:
    template <class Function>
    auto patiently(bool inTransaction, Function function, std::stop_token stop)
        -> Task<std::invoke_result_t<Function, Connection &>>;
    static bool mayComeBack(const Error &error);
    void beginDatabaseHold(const Error &error);

    Database &m_database;
    const Clock &m_clock;
    int m_holds = 0;
};

template <class Function>
auto JobJournal::patiently(bool inTransaction, Function function, std::stop_token stop)
    -> Task<std::invoke_result_t<Function, Connection &>>
{
    using Outcome = std::invoke_result_t<Function, Connection &>;
    bool holding = false;
    while (true) {
        Outcome outcome = fail(Error::canceled());
        if (inTransaction)
            outcome = co_await m_database.write(function);
        else
            outcome = co_await m_database.read(function);
        if (outcome || !mayComeBack(outcome.error())) {
            if (holding)
                endHold();
            co_return outcome;
        }
        if (!holding)
            beginDatabaseHold(outcome.error());
        holding = true;
        const Result<void> waited = co_await sleepFor(std::chrono::seconds(2), stop);
        if (!waited) {
            endHold();
            co_return fail(Error::canceled());
        }
    }
}

template <class Function>
auto JobJournal::read(Function function, std::stop_token stop) -> Task<std::invoke_result_t<Function, Connection &>>
{
    std::invoke_result_t<Function, Connection &> outcome = co_await patiently(false, function, stop);
    co_return outcome;
}

} // namespace lorastudio
