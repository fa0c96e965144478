// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/jobjournal.h"

#include "images/imagestore.h"
#include "storage/characterrepository.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"

namespace lorastudio {

JobJournal::JobJournal(Database &database, const Clock &clock) : m_database(database), m_clock(clock) {}

Task<Result<Job>> JobJournal::write(Job job, JobState state, std::stop_token stop)
{
    job.state = state;
    job.updated = m_clock.now();
    const auto work = [job](Connection &connection) {
        return JobRepository(connection).update(job);
    };
    const Result<void> written = co_await patiently(true, work, stop);
    if (!written)
        co_return fail(written.error());
    if (isFinal(state))
        job.worker.clear();
    Q_EMIT jobChanged(job);
    co_return job;
}

Task<Result<Job>> JobJournal::writeAgain(Job job, JobState passing, std::stop_token stop)
{
    job.state = passing;
    job.updated = m_clock.now();
    Job next = job;
    next.state = JobState::Planned;
    ++next.attempt;
    if (isFinal(passing)) // what is final is nobody's, for however short a time
        next.worker.clear();
    const auto work = [job, next](Connection &connection) -> Result<void> {
        JobRepository jobs(connection);
        if (const Result<void> passed = jobs.update(job); !passed)
            return passed;
        return jobs.update(next);
    };
    const Result<void> written = co_await patiently(true, work, stop);
    if (!written)
        co_return fail(written.error());
    next.worker.clear();
    Q_EMIT jobChanged(next);
    co_return next;
}

Task<Result<ImageRecord>> JobJournal::store(ImageRecord record, Job done, std::stop_token stop)
{
    done.state = JobState::Stored;
    done.reason.clear();
    const auto work = [record, done](Connection &connection) {
        return ImageRepository(connection).store(record, done);
    };
    Result<ImageRecord> stored = co_await patiently(true, work, stop);
    if (stored)
        Q_EMIT jobChanged(done);
    co_return stored;
}

Task<Result<QStringList>> JobJournal::claim(QStringList candidates, int most, QString worker, std::stop_token stop)
{
    const auto work = [=](Connection &connection) {
        return JobRepository(connection).claim(candidates, most, worker);
    };
    Result<QStringList> claimed = co_await patiently(true, work, stop);
    co_return claimed;
}

Task<Result<QString>> JobJournal::imagePath(Job job, std::stop_token stop)
{
    const auto work = [job](Connection &connection) -> Result<QString> {
        const Result<std::optional<Character>> character = CharacterRepository(connection).byId(job.characterId);
        if (!character)
            return fail(character.error());
        if (*character)
            return ImageStore::relativePathFor((*character)->project, job.characterId, job.number);
        Error gone = Error::make(Error::Kind::Storage, JobJournal::tr("The character does not exist any more."));
        gone.code = QStringLiteral("not-found");
        return fail(gone);
    };
    Result<QString> path = co_await patiently(false, work, stop);
    co_return path;
}

void JobJournal::beginHold(const QString &reason)
{
    ++m_holds;
    Q_EMIT held(reason);
}

void JobJournal::endHold()
{
    if (--m_holds == 0)
        Q_EMIT held({});
}

/// The database itself does not answer, as against an answer that says no.
bool JobJournal::mayComeBack(const Error &error)
{
    return error.diskFull || error.code == QStringLiteral("lost") || error.code == QStringLiteral("busy") ||
           error.code == QStringLiteral("cannot-connect") || error.code == QStringLiteral("commit-unknown");
}

void JobJournal::beginDatabaseHold(const Error &error)
{
    beginHold(tr("The database does not answer. Finished images are kept and written when it is back. (%1)")
                  .arg(error.message));
}

} // namespace lorastudio
