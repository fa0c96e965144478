// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "domain/job.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace lorastudio {

/// A LoRA in the chain between checkpoint and sampler.
struct LoraUse
{
    QString file; ///< the server's own spelling
    double modelStrength = 1.0;
    double clipStrength = 1.0;
    friend bool operator==(const LoraUse &, const LoraUse &) = default;
};

/// Makes the whole API-format graph of a job from a template in the resources, and reads it back. The two are inverse,
/// so that the `prompt` chunk inside a stored PNG can be held against the database.
///
/// The roles of the template's nodes are found by following the links back from its one SaveImage, not by node ids or
/// titles: a template can be edited in ComfyUI and exported again.
class WorkflowTemplate
{
public:
    /// The text-to-image template of the program.
    static Result<WorkflowTemplate> builtIn();
    /// Parse or Validation error if it has not the form SaveImage ← VAEDecode ← KSampler ← checkpoint, prompts, size.
    static Result<WorkflowTemplate> fromJson(const QByteArray &json);

    /// `checkpointSpelling`: as the server lists it. `order.modelFile` itself is not sent. `loras` in order from the
    /// checkpoint on. `order.seed` in [0, 2^53).
    QJsonObject graph(const WorkOrder &order, const QString &checkpointSpelling,
                      const QList<LoraUse> &loras = {}) const;

    /// The order that makes this graph; Validation error if the graph is not of our form (several images, links in
    /// place of values, denoise below 1). `modelFile` gets the key with `/`. LoRAs: see lorasOf().
    static Result<WorkOrder> readBack(const QJsonObject &graph);
    static Result<QList<LoraUse>> lorasOf(const QJsonObject &graph);

    /// "lora_studio/<character>/<job>-<attempt>": of its own per job and attempt, so that ComfyUI's cache never answers
    /// with an old file. Only letters, digits, `_` and `-` of the parts are kept (no `%`, which SaveImage substitutes).
    static QString filenamePrefix(const QString &characterId, const QString &jobId, int attempt);

private:
    explicit WorkflowTemplate(QJsonObject graph) : m_graph(std::move(graph)) {}
    QJsonObject m_graph;
};

} // namespace lorastudio
