// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/runplanner.h"

#include "catalog/modelcatalog.h"
#include "core/ids.h"
#include "storage/assignmentrepository.h"
#include "storage/characterrepository.h"
#include "storage/jobrepository.h"
#include "storage/runrepository.h"

#include <QCoreApplication>

#include <algorithm>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("RunPlanner", source);
}

bool anyServes(const QMap<QString, QStringList> &onServers, const QString &file)
{
    if (onServers.isEmpty())
        return true;
    return std::any_of(onServers.cbegin(), onServers.cend(), [&](const QStringList &keys) {
        return std::any_of(keys.cbegin(), keys.cend(),
                           [&](const QString &key) { return ModelCatalog::serves(key, file); });
    });
}

/// Puts a cancelled or failed job back, as if it had never been posted: its image was not made.
Job anew(Job job, const Run &run, bool trial, qint64 seed)
{
    job.trial = trial;
    job.runId = run.id;
    job.demo = run.demo;
    job.seed = seed;
    job.state = JobState::Planned;
    job.attempt += 1;
    job.failures = 0;
    job.reason.clear();
    job.order.reset();
    job.worker.clear();
    return job;
}

class Planner
{
public:
    Planner(Connection &connection, const RunRequest &request, const QMap<QString, QStringList> &onServers, Run run,
            const QDateTime &now, const RunParty &party)
        : m_connection(connection), m_request(request), m_onServers(onServers), m_now(now), m_party(party)
    {
        m_plan.run = std::move(run);
    }

    Result<RunPlan> plan(const QVector<Character> &characters)
    {
        for (const Character &character : characters) {
            if (!m_request.characterIds.isEmpty() && !m_request.characterIds.contains(character.id))
                continue;
            if (Result<void> done = planCharacter(character); !done)
                return fail(done.error());
        }
        JobRepository jobs(m_connection);
        if (Result<void> written = jobs.insert(m_new); !written)
            return fail(written.error());
        if (Result<void> written = jobs.replan(m_changed); !written)
            return fail(written.error());
        if (Result<void> taken = jobs.takeUp(m_plan.toTakeUp); !taken)
            return fail(taken.error());
        return std::move(m_plan);
    }

private:
    Result<void> planCharacter(const Character &character)
    {
        JobRepository jobs(m_connection);
        const Result<QVector<Job>> open = jobs.openOfCharacter(character.id);
        if (!open)
            return fail(open.error());
        const Result<std::optional<Assignment>> assignment = AssignmentRepository(m_connection).get(character.id);
        if (!assignment)
            return fail(assignment.error());
        const QString file = *assignment ? (*assignment)->modelFile : QString();
        m_plan.modelOf.insert(character.id, file);
        CharacterReport report;
        report.id = character.id;
        report.name = character.name;
        report.modelFile = file;
        int waiting = 0;
        QVector<Job> free;
        for (Job job : *open) {
            if (isElsewhere(job)) {
                m_plan.elsewhere.append(job);
                ++report.requested;
            } else if (isOnServer(job.state)) {
                job.runId = m_plan.run.id;
                job.worker = m_party.worker;
                m_plan.toTakeUp.append(job);
                ++report.requested;
            } else {
                free.append(job);
                ++waiting;
            }
        }
        const bool served = !file.isEmpty() && anyServes(m_onServers, file);
        Result<int> lacking = missing(
            character, int(std::count_if(open->begin(), open->end(), [](const Job &job) { return !job.trial; })));
        if (!lacking)
            return fail(lacking.error());
        if (!served) {
            const int left = waiting + *lacking;
            for (const Job &job : std::as_const(free))
                m_plan.unserved.insert(job.id);
            if (left > 0) {
                m_plan.skipped += left;
                report.requested += left;
                m_plan.problems.append({character.id,
                                        file.isEmpty() ? text("It has no model: there is none that could be chosen.")
                                                       : text("%1 is on none of the servers of this run.").arg(file),
                                        left});
            }
        } else {
            for (Job job : std::as_const(free)) {
                const bool same =
                    job.runId == m_plan.run.id && job.demo == m_plan.run.demo && job.state == JobState::Planned;
                job.runId = m_plan.run.id;
                job.demo = m_plan.run.demo;
                job.state = JobState::Planned;
                if (!same)
                    m_changed.append(job);
                m_plan.jobs.append(job);
            }
            if (Result<void> added = addMissing(character, *lacking); !added)
                return added;
            report.requested += waiting + *lacking;
        }
        if (report.requested > 0)
            m_plan.characters.append(report);
        return {};
    }

    /// Somebody else has it, or is nearer to the server where it is.
    bool isElsewhere(const Job &job) const
    {
        if (!job.worker.isEmpty())
            return job.worker != m_party.worker;
        return isOnServer(job.state) && !m_party.alone && !m_party.servers.contains(job.server);
    }

    Result<int> missing(const Character &character, int open)
    {
        if (m_request.resumeOnly)
            return 0;
        if (m_request.imagesMore)
            return *m_request.imagesMore;
        const Result<CharacterSummary> summary = CharacterRepository(m_connection).summary(character.id);
        if (!summary)
            return fail(summary.error());
        return std::max(0, character.images - summary->counted(m_plan.run.demo) - open);
    }

    Result<void> addMissing(const Character &character, int count)
    {
        if (count <= 0)
            return {};
        JobRepository jobs(m_connection);
        Result<QSet<qint64>> used = jobs.usedSeeds(character.id);
        if (!used)
            return fail(used.error());
        Result<QVector<Job>> unmade = jobs.unmade(character.id, count);
        if (!unmade)
            return fail(unmade.error());
        for (const Job &job : std::as_const(*unmade)) {
            used->remove(job.seed); // its image was never made
            const Job again = anew(job, m_plan.run, m_request.trial, seedFor(m_plan.run.baseSeed, job.number, *used));
            m_changed.append(again);
            m_plan.jobs.append(again);
        }
        Result<int> number = jobs.nextNumber(character.id);
        if (!number)
            return fail(number.error());
        for (int i = int(unmade->size()); i < count; ++i, ++*number) {
            Job job;
            job.id = newUuid();
            job.runId = m_plan.run.id;
            job.characterId = character.id;
            job.number = *number;
            job.seed = seedFor(m_plan.run.baseSeed, job.number, *used);
            job.demo = m_plan.run.demo;
            job.trial = m_request.trial;
            job.created = m_now;
            m_new.append(job);
            m_plan.jobs.append(job);
        }
        return {};
    }

    Connection &m_connection;
    const RunRequest &m_request;
    const QMap<QString, QStringList> &m_onServers;
    QDateTime m_now;
    RunParty m_party;
    RunPlan m_plan;
    QVector<Job> m_new;
    QVector<Job> m_changed;
};

} // namespace

qint64 seedFor(qint64 baseSeed, int number, QSet<qint64> &used)
{
    constexpr qint64 limit = qint64(1) << 53;
    qint64 seed = (baseSeed + number - 1) % limit;
    while (used.contains(seed))
        seed = (seed + 1) % limit;
    used.insert(seed);
    return seed;
}

namespace {

/// The run that is open and goes on. Without others it is this process's affair what kind it is.
Result<Run> goOnWith(Connection &connection, Run run, const RunRequest &request, const RunParty &party)
{
    Result<bool> begun = run.demo != request.demo && (!party.alone || request.standBy);
    if (*begun) // a run of which nothing was made yet is of the kind of who makes its first image
        begun = JobRepository(connection).anyPosted(run.id);
    if (!begun)
        return fail(begun.error());
    if (*begun)
        return fail(Error::Kind::Validation,
                    run.demo ? text("The run of this project was begun with a demo server. Only demo servers can go on "
                                    "with it.")
                             : text("The run of this project was begun on real servers. A demo server cannot take "
                                    "part in it."));
    if (run.demo != request.demo) {
        run.demo = request.demo;
        if (Result<void> kind = RunRepository(connection).setDemo(run.id, run.demo); !kind)
            return fail(kind.error());
    }
    if (request.standBy) // what a person wished holds
        return run;
    run.state = RunState::Running;
    if (Result<void> going = RunRepository(connection).setState(run.id, RunState::Running); !going)
        return fail(going.error());
    return run;
}

} // namespace

Result<RunPlan> planRun(Connection &connection, const RunRequest &request, const QMap<QString, QStringList> &onServers,
                        const QDateTime &now, const RunParty &party)
{
    RunRepository runs(connection);
    const Result<QVector<Run>> open = runs.open(request.project);
    if (!open)
        return fail(open.error());
    Run run;
    if (!open->isEmpty() && (request.resumeOnly || !party.alone)) {
        const Result<Run> going = goOnWith(connection, open->last(), request, party);
        if (!going)
            return fail(going.error());
        run = *going;
    } else {
        for (const Run &left : *open) { // by a process that is gone; its open jobs go on in this run
            if (Result<void> ended = runs.setState(left.id, RunState::Stopped); !ended)
                return fail(ended.error());
        }
        run.project = request.project;
        run.baseSeed = request.baseSeed.value_or(newBaseSeed());
        run.demo = request.demo;
        run.servers = request.keepServers ? QStringList(onServers.keys()) : QStringList();
        run.started = now;
        Result<Run> inserted = runs.insert(run);
        if (!inserted)
            return fail(inserted.error());
        run = *inserted;
    }
    const Result<QVector<Character>> characters = CharacterRepository(connection).list(request.project);
    if (!characters)
        return fail(characters.error());
    return Planner(connection, request, onServers, run, now, party).plan(*characters);
}

Result<RunPlan> extendRun(Connection &connection, const Run &run, const RunRequest &request,
                          const QMap<QString, QStringList> &onServers, const QDateTime &now, const RunParty &party)
{
    const Result<QVector<Character>> characters = CharacterRepository(connection).list(run.project);
    if (!characters)
        return fail(characters.error());
    return Planner(connection, request, onServers, run, now, party).plan(*characters);
}

} // namespace lorastudio
