// SPDX-License-Identifier: GPL-3.0-or-later
#include "generation/activerun.h"

#include <algorithm>

namespace lorastudio {

QHash<QString, int> GenerationService::Active::knownJobs() const
{
    QHash<QString, int> known;
    for (const Job &job : jobs)
        known.insert(job.id, job.attempt);
    for (const Job &job : scheduler.jobs())
        known.insert(job.id, job.attempt);
    for (const Job &job : held)
        known.insert(job.id, job.attempt);
    for (const Job &job : elsewhere)
        known.insert(job.id, job.attempt);
    return known;
}

void GenerationService::Active::dropKnown(RunPlan &plan, const QHash<QString, int> &before) const
{
    const QHash<QString, int> now = knownJobs();
    // One that ended while the plan was made is planned anew only if its attempt says so.
    plan.jobs.removeIf([&](const Job &job) { return now.contains(job.id) || before.value(job.id, -1) >= job.attempt; });
    plan.toTakeUp.removeIf([&](const Job &job) { return now.contains(job.id) || before.contains(job.id); });
    plan.elsewhere.removeIf([&](const Job &job) { return now.contains(job.id) || before.contains(job.id); });
}

void GenerationService::Active::adopt(const RunPlan &plan)
{
    run = plan.run;
    report.runId = plan.run.id;
    modelOf.insert(plan.modelOf);
    unserved.unite(plan.unserved);
    report.skipped += plan.skipped;
    for (const RunProblem &problem : plan.problems)
        noteProblem(problem.characterId, problem.reason, problem.count);
    for (const CharacterReport &added : plan.characters) {
        report.requested += added.requested;
        const auto known = std::find_if(report.characters.begin(), report.characters.end(),
                                        [&](const CharacterReport &other) { return other.id == added.id; });
        if (known == report.characters.end()) {
            report.characters.append(added);
        } else {
            known->requested += added.requested;
            known->modelFile = added.modelFile;
        }
    }
}

void GenerationService::Active::countOnly(RunPlan &plan) const
{
    QHash<QString, int> fresh;
    for (const Job &job : plan.jobs + plan.toTakeUp + plan.elsewhere)
        ++fresh[job.characterId];
    for (CharacterReport &character : plan.characters)
        character.requested = fresh.value(character.id);
    plan.characters.removeIf([](const CharacterReport &character) { return character.requested == 0; });
    plan.skipped = 0;
    plan.problems.clear();
}

void GenerationService::Active::ended(const Job &job)
{
    leave(job.id);
    jobs.remove(job.id);
    fractions.remove(job.id);
    if (sampled.value(job.characterId) == job.id)
        sampled.remove(job.characterId);
}

void GenerationService::Active::count(const QString &characterId, int stored, int failed)
{
    report.stored += stored;
    report.failed += failed;
    for (CharacterReport &character : report.characters) {
        if (character.id == characterId) {
            character.stored += stored;
            character.failed += failed;
        }
    }
}

void GenerationService::Active::countAsked(const QString &characterId)
{
    ++report.requested;
    for (CharacterReport &character : report.characters) {
        if (character.id == characterId) {
            ++character.requested;
            return;
        }
    }
    CharacterReport character;
    character.id = character.name = characterId;
    character.modelFile = modelOf.value(characterId);
    character.requested = 1;
    report.characters.append(character);
}

void GenerationService::Active::countWithdrawn(const QString &characterId)
{
    --report.requested;
    for (CharacterReport &character : report.characters) {
        if (character.id == characterId)
            --character.requested;
    }
}

void GenerationService::Active::forgetFailures(const RunReport &before)
{
    for (const CharacterReport &earlier : before.characters) {
        for (CharacterReport &character : report.characters) {
            if (character.id != earlier.id)
                continue;
            const int again = std::min(character.requested - earlier.requested, character.failed);
            if (again <= 0)
                continue;
            character.requested -= again;
            report.requested -= again;
            count(character.id, 0, -again);
            report.problems.removeIf([&](const RunProblem &problem) { return problem.characterId == character.id; });
        }
    }
}

void GenerationService::Active::noteProblem(const QString &characterId, const QString &reason, int count)
{
    for (RunProblem &problem : report.problems) {
        if (problem.characterId == characterId && problem.reason == reason) {
            problem.count += count;
            return;
        }
    }
    report.problems.append({characterId, reason, count});
}

void GenerationService::Active::noteUnserved()
{
    if (report.end != RunReport::End::Finished)
        return;
    for (auto it = modelOf.cbegin(); it != modelOf.cend(); ++it) {
        const int left = scheduler.waitingOf(it.key());
        if (left == 0)
            continue;
        report.skipped += left;
        noteProblem(it.key(), GenerationService::tr("%1 is on none of the servers of this run.").arg(it.value()), left);
    }
}

void GenerationService::Active::setMeans(const QVector<CharacterSummary> &summaries)
{
    for (CharacterReport &character : report.characters) {
        for (const CharacterSummary &summary : summaries) {
            if (summary.characterId == character.id)
                character.meanScore = summary.meanScore;
        }
    }
}

RunReport GenerationService::report() const
{
    return m_active ? m_active->report : RunReport{};
}

RunProgress GenerationService::progress() const
{
    RunProgress progress;
    if (!m_active)
        return progress;
    const RunReport &report = m_active->report;
    progress.run = m_active->run;
    progress.requested = report.requested;
    progress.stored = report.stored;
    progress.failed = report.failed;
    progress.skipped = report.skipped;
    progress.going = m_active->run.id != 0;
    progress.holdReason = m_active->holdReason;
    for (auto it = m_active->fractions.cbegin(); it != m_active->fractions.cend(); ++it)
        progress.fractions += it.value();
    QStringList working;
    QHash<QString, int> others;
    for (const auto &server : m_pool.servers()) {
        if (server->isReachable() && m_active->placesOf(server->url()) > 0)
            working.append(server->url());
        others.insert(server->url(), server->status().foreignJobs);
    }
    const double remaining = report.requested - report.stored - report.failed - report.skipped - progress.fractions;
    progress.secondsLeft = m_estimator.secondsLeft(remaining, working, others);
    progress.imagesPerMinute = m_estimator.imagesPerMinute(working);
    if (progress.holdReason.isEmpty() && progress.going && !m_pool.anyReachable())
        progress.holdReason = tr("No server answers. It goes on by itself when one is back.");
    return progress;
}

std::optional<Job> GenerationService::sampledJob(const QString &characterId) const
{
    if (!m_active || !m_active->sampled.contains(characterId))
        return std::nullopt;
    const auto found = m_active->jobs.constFind(m_active->sampled.value(characterId));
    return found == m_active->jobs.cend() ? std::nullopt : std::optional<Job>(*found);
}

std::optional<Job> GenerationService::jobOfPrompt(const QString &promptId) const
{
    if (!m_active)
        return std::nullopt;
    for (const Job &job : std::as_const(m_active->jobs)) {
        if (job.promptId == promptId)
            return job;
    }
    return std::nullopt;
}

QString GenerationService::serverOfJob(const QString &jobId) const
{
    return m_active ? m_active->places.value(jobId) : QString();
}

bool GenerationService::isElsewhere(const QString &characterId) const
{
    return m_active && std::any_of(m_active->elsewhere.cbegin(), m_active->elsewhere.cend(),
                                   [&](const Job &job) { return job.characterId == characterId; });
}

std::optional<Job> GenerationService::sampledElsewhere(const QString &characterId) const
{
    if (!m_active)
        return std::nullopt;
    for (const Job &job : std::as_const(m_active->elsewhere)) {
        if (job.characterId == characterId && job.state == JobState::Running)
            return job;
    }
    return std::nullopt;
}

int GenerationService::waitingJobs(const QString &characterId) const
{
    return m_active ? m_active->scheduler.waitingOf(characterId) : 0;
}

QHash<QString, int> GenerationService::waitingInFront() const
{
    if (!m_active)
        return {};
    QHash<QString, int> inFront = m_active->scheduler.inFront();
    for (int &count : inFront)
        count += int(m_active->places.size());
    return inFront;
}

bool GenerationService::isWorkingOn(const QString &characterId) const
{
    return m_active && std::any_of(m_active->jobs.cbegin(), m_active->jobs.cend(),
                                   [&](const Job &job) { return job.characterId == characterId; });
}

void GenerationService::setCharacterPaused(const QString &characterId, bool paused)
{
    if (!m_active || paused == m_pausedCharacters.contains(characterId))
        return;
    m_active->scheduler.setPaused(characterId, paused);
    if (paused)
        m_pausedCharacters.insert(characterId);
    else
        m_pausedCharacters.remove(characterId);
    wake();
    Q_EMIT runChanged();
}

void GenerationService::setCharacterWeight(const QString &characterId, int weight)
{
    if (m_active)
        m_active->scheduler.setWeight(characterId, weight);
}

void GenerationService::setCharacterLimit(const QString &characterId, int jobs)
{
    if (!m_active)
        return;
    m_active->scheduler.setLimit(characterId, jobs);
    wake();
}

} // namespace lorastudio
