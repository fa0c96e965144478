// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/imagerows.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <bit>
#include <cmath>

namespace lorastudio {

namespace {

QMap<QString, ScoreComponent> componentsFromText(const QString &text)
{
    QMap<QString, ScoreComponent> components;
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QJsonObject one = it.value().toObject();
        components.insert(it.key(),
                          {one.value(QStringLiteral("value")).toDouble(), one.value(QStringLiteral("unit")).toString(),
                           one.value(QStringLiteral("scalar")).toDouble()});
    }
    return components;
}

QVariant nullIfEmpty(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

} // namespace

QString componentsText(const Score &score)
{
    QJsonObject object;
    for (auto it = score.components.begin(); it != score.components.end(); ++it) {
        object.insert(it.key(), QJsonObject{{QStringLiteral("value"), it->value},
                                            {QStringLiteral("unit"), it->unit},
                                            {QStringLiteral("scalar"), it->scalar}});
    }
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString imageColumns()
{
    return QStringLiteral(
        "character_id, model_file, image_path, quality_score, generated_at, job_id, run_id, number, seed, "
        "prompt, negative, steps, cfg, sampler, scheduler, width, height, server, prompt_id, seconds, "
        "bytes, sha256, scorer, scorer_version, components, flags, phash, verdict, verdict_by_rule, demo");
}

QString imageSelection()
{
    return QStringLiteral(
        "h.id, h.character_id, h.model_file, h.image_path, h.quality_score, "
        "CAST(h.generated_at AS TEXT), h.job_id, h.run_id, h.number, h.seed, h.prompt, h.negative, "
        "h.steps, h.cfg, h.sampler, h.scheduler, h.width, h.height, h.server, h.prompt_id, h.seconds, "
        "h.bytes, h.sha256, h.scorer, h.scorer_version, h.components, h.flags, h.phash, h.verdict, "
        "h.verdict_by_rule, h.demo");
}

QVariantList imageValues(const ImageRecord &image)
{
    const Score &score = image.score;
    const bool takenOver = image.jobId.isEmpty();
    return {
        takenOver ? nullIfEmpty(image.characterId) : QVariant(image.characterId),
        takenOver ? nullIfEmpty(image.modelFile) : QVariant(image.modelFile),
        takenOver ? nullIfEmpty(image.imagePath) : QVariant(image.imagePath),
        score.total ? QVariant(*score.total) : QVariant(),
        timestampValue(image.generatedAt),
        nullIfEmpty(image.jobId),
        image.runId == 0 ? QVariant() : QVariant(image.runId),
        image.number,
        // The settings of a row that was taken over are not known, which is not the same as 0.
        takenOver && image.seed == 0 ? QVariant() : QVariant(image.seed),
        image.prompt,
        image.negative,
        takenOver && !image.size.isValid() ? QVariant() : QVariant(image.settings.steps),
        takenOver && !image.size.isValid() ? QVariant() : QVariant(image.settings.cfg),
        takenOver && !image.size.isValid() ? QVariant() : QVariant(image.settings.sampler),
        takenOver && !image.size.isValid() ? QVariant() : QVariant(image.settings.scheduler),
        image.size.isValid() ? QVariant(image.size.width()) : QVariant(),
        image.size.isValid() ? QVariant(image.size.height()) : QVariant(),
        image.server,
        image.promptId,
        std::isfinite(image.seconds) ? image.seconds : 0.0,
        image.bytes,
        image.sha256,
        score.scorer,
        score.version,
        componentsText(score),
        jsonText(score.flags),
        score.pHash ? QVariant(std::bit_cast<qint64>(*score.pHash)) : QVariant(),
        toString(image.verdict),
        image.verdictByRule,
        image.demo,
    };
}

ImageRecord imageFromRow(const SqlRows &row)
{
    ImageRecord image;
    int column = 0;
    image.id = row.integer(column++);
    image.characterId = row.text(column++);
    image.modelFile = row.text(column++);
    image.imagePath = row.text(column++);
    image.score.total = row.optionalReal(column++);
    image.generatedAt = row.timestamp(column++);
    image.jobId = row.text(column++);
    image.runId = row.integer(column++);
    image.number = row.number(column++);
    image.seed = row.integer(column++);
    image.prompt = row.text(column++);
    image.negative = row.text(column++);
    if (!row.isNull(column)) {
        image.settings.steps = row.number(column);
        image.settings.cfg = row.real(column + 1);
        image.settings.sampler = row.text(column + 2);
        image.settings.scheduler = row.text(column + 3);
    }
    column += 4;
    if (!row.isNull(column))
        image.size = QSize(row.number(column), row.number(column + 1));
    column += 2;
    image.server = row.text(column++);
    image.promptId = row.text(column++);
    image.seconds = row.real(column++);
    image.bytes = row.integer(column++);
    image.sha256 = row.text(column++);
    image.score.scorer = row.text(column++);
    image.score.version = row.text(column++);
    image.score.components = componentsFromText(row.text(column++));
    image.score.flags = row.list(column++);
    if (!row.isNull(column))
        image.score.pHash = std::bit_cast<quint64>(row.integer(column));
    ++column;
    image.verdict = verdictFromString(row.text(column++)).value_or(Verdict::Undecided);
    image.verdictByRule = row.boolean(column++);
    image.demo = row.boolean(column++);
    return image;
}

} // namespace lorastudio
