// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/jsonvalues.h"

namespace lorastudio {

QJsonValue orNull(std::optional<double> value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QString isoTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

QJsonObject toJson(const Character &character, const Assignment &assignment, const CharacterSummary &summary)
{
    return {{QStringLiteral("id"), character.id},
            {QStringLiteral("project"), character.project},
            {QStringLiteral("name"), character.name},
            {QStringLiteral("type"), character.type},
            {QStringLiteral("prompt"), character.prompt},
            {QStringLiteral("effective_prompt"), effectivePrompt(character)},
            {QStringLiteral("negative"), character.negative},
            {QStringLiteral("trigger"), character.trigger},
            {QStringLiteral("effective_trigger"), effectiveTrigger(character)},
            {QStringLiteral("size"), sizeText(character.size)},
            {QStringLiteral("images"), character.images},
            {QStringLiteral("reference"), orNull(character.reference)},
            {QStringLiteral("notes"), orNull(character.notes)},
            {QStringLiteral("model"), orNull(assignment.modelFile)},
            {QStringLiteral("locked"), assignment.locked},
            {QStringLiteral("reason"), orNull(assignment.reason)},
            {QStringLiteral("planned"), summary.planned + summary.active},
            {QStringLiteral("stored"), summary.stored},
            {QStringLiteral("stored_demo"), summary.storedDemo},
            {QStringLiteral("stored_trial"), summary.storedTrial},
            {QStringLiteral("failed"), summary.failed},
            {QStringLiteral("mean_score"), orNull(summary.meanScore)}};
}

QJsonObject toJson(const Checkpoint &checkpoint)
{
    return {{QStringLiteral("file"), checkpoint.file},
            {QStringLiteral("name"), checkpoint.name},
            {QStringLiteral("type"), checkpoint.type},
            {QStringLiteral("sharpness"), checkpoint.sharpness},
            {QStringLiteral("speed"), checkpoint.speed},
            {QStringLiteral("best_for"), QJsonArray::fromStringList(checkpoint.bestFor)},
            {QStringLiteral("cfg"), checkpoint.settings.cfg},
            {QStringLiteral("sampler"), checkpoint.settings.sampler},
            {QStringLiteral("scheduler"), checkpoint.settings.scheduler},
            {QStringLiteral("steps"), checkpoint.settings.steps},
            {QStringLiteral("negative"), checkpoint.negative},
            {QStringLiteral("known"), checkpoint.known},
            {QStringLiteral("on_servers"), QJsonArray::fromStringList(checkpoint.onServers)}};
}

QJsonObject toJson(const Assignment &assignment)
{
    return {{QStringLiteral("id"), assignment.characterId},
            {QStringLiteral("model"), orNull(assignment.modelFile)},
            {QStringLiteral("locked"), assignment.locked},
            {QStringLiteral("reason"), assignment.reason}};
}

QJsonObject toJson(const ServerStatus &status)
{
    return {{QStringLiteral("url"), status.url},
            {QStringLiteral("name"), status.name},
            {QStringLiteral("state"), toString(status.state)},
            {QStringLiteral("version"), status.version},
            {QStringLiteral("device"), status.device},
            {QStringLiteral("vram_total"), status.vramTotal},
            {QStringLiteral("vram_free"), status.vramFree},
            {QStringLiteral("queue_running"), status.queueRunning},
            {QStringLiteral("queue_pending"), status.queuePending},
            {QStringLiteral("checkpoints"), QJsonArray::fromStringList(status.checkpoints)},
            {QStringLiteral("demo"), status.demo},
            {QStringLiteral("error"), orNull(status.error)}};
}

QJsonObject toJson(const Job &job)
{
    return {{QStringLiteral("id"), job.id},
            {QStringLiteral("run_id"), job.runId},
            {QStringLiteral("character"), job.characterId},
            {QStringLiteral("number"), job.number},
            {QStringLiteral("seed"), job.seed},
            {QStringLiteral("state"), toString(job.state)},
            {QStringLiteral("attempt"), job.attempt},
            {QStringLiteral("server"), orNull(job.server)},
            {QStringLiteral("prompt_id"), orNull(job.promptId)},
            {QStringLiteral("prompt_ids"), QJsonArray::fromStringList(job.promptIds)},
            {QStringLiteral("reason"), orNull(job.reason)},
            {QStringLiteral("updated"), isoTime(job.updated)}};
}

QJsonObject componentsJson(const Score &score)
{
    QJsonObject components;
    for (auto it = score.components.cbegin(); it != score.components.cend(); ++it) {
        components.insert(it.key(), QJsonObject{{QStringLiteral("value"), it->value},
                                                {QStringLiteral("unit"), it->unit},
                                                {QStringLiteral("scalar"), it->scalar}});
    }
    return components;
}

QJsonObject toJson(const ImageRecord &image, const QString &file)
{
    return {{QStringLiteral("id"), image.id},
            {QStringLiteral("character"), image.characterId},
            {QStringLiteral("number"), image.number},
            {QStringLiteral("run_id"), image.runId},
            {QStringLiteral("job"), orNull(image.jobId)},
            {QStringLiteral("model"), image.modelFile},
            {QStringLiteral("file"), file},
            {QStringLiteral("seed"), image.seed},
            {QStringLiteral("prompt"), image.prompt},
            {QStringLiteral("negative"), image.negative},
            {QStringLiteral("width"), image.size.width()},
            {QStringLiteral("height"), image.size.height()},
            {QStringLiteral("steps"), image.settings.steps},
            {QStringLiteral("cfg"), image.settings.cfg},
            {QStringLiteral("sampler"), image.settings.sampler},
            {QStringLiteral("scheduler"), image.settings.scheduler},
            {QStringLiteral("server"), image.server},
            {QStringLiteral("prompt_id"), image.promptId},
            {QStringLiteral("seconds"), image.seconds},
            {QStringLiteral("score"), orNull(image.score.total)},
            {QStringLiteral("components"), componentsJson(image.score)},
            {QStringLiteral("flags"), QJsonArray::fromStringList(image.score.flags)},
            {QStringLiteral("scorer"), image.score.scorer},
            {QStringLiteral("scorer_version"), image.score.version},
            {QStringLiteral("sha256"), image.sha256},
            {QStringLiteral("verdict"), toString(image.verdict)},
            {QStringLiteral("demo"), image.demo},
            {QStringLiteral("created"), isoTime(image.generatedAt)}};
}

QJsonObject toJson(const RunReport &report)
{
    QJsonArray characters;
    for (const CharacterReport &character : report.characters) {
        characters.append(QJsonObject{{QStringLiteral("id"), character.id},
                                      {QStringLiteral("name"), character.name},
                                      {QStringLiteral("model"), orNull(character.modelFile)},
                                      {QStringLiteral("requested"), character.requested},
                                      {QStringLiteral("stored"), character.stored},
                                      {QStringLiteral("failed"), character.failed},
                                      {QStringLiteral("mean_score"), orNull(character.meanScore)}});
    }
    QJsonArray errors;
    for (const RunProblem &problem : report.problems) {
        errors.append(QJsonObject{{QStringLiteral("character"), orNull(problem.characterId)},
                                  {QStringLiteral("reason"), problem.reason},
                                  {QStringLiteral("count"), problem.count}});
    }
    return {{QStringLiteral("requested"), report.requested},
            {QStringLiteral("stored"), report.stored},
            {QStringLiteral("failed"), report.failed},
            {QStringLiteral("skipped"), report.skipped},
            {QStringLiteral("seconds"), report.seconds},
            {QStringLiteral("run_id"), report.runId > 0 ? QJsonValue(report.runId) : QJsonValue()},
            {QStringLiteral("characters"), characters},
            {QStringLiteral("errors"), errors}};
}

} // namespace lorastudio
