// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of a server, through every reader of answers and through the workflow.
#include "comfyui/comfyanswers.h"
#include "comfyui/workflowtemplate.h"
#include "core/json.h"

#include <cstdint>
#include <cstdlib>

using namespace lorastudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    if (withoutNan(withoutNan(text)) != withoutNan(text))
        std::abort();
    const Result<QJsonDocument> document = parseJson(text, 1 << 20);
    if (!document)
        return 0;
    const QJsonObject object = document->object();
    (void)parseSystemStats(object);
    (void)parseFeatures(object);
    (void)parseChoices(object, QStringLiteral("CheckpointLoaderSimple"), QStringLiteral("ckpt_name"));
    (void)parseQueue(object);
    for (const QString &key : object.keys())
        (void)parseHistory(object, key);
    (void)parseSubmit(200, object);
    (void)parseSubmit(400, object);
    const Result<WorkOrder> order = WorkflowTemplate::readBack(object);
    if (!order)
        return 0;
    // What was read back must be made again by the template, LoRAs and all.
    static const Result<WorkflowTemplate> workflow = WorkflowTemplate::builtIn();
    const Result<QList<LoraUse>> loras = WorkflowTemplate::lorasOf(object);
    if (!loras)
        std::abort();
    const Result<WorkOrder> again = WorkflowTemplate::readBack(workflow->graph(*order, order->modelFile, *loras));
    if (!again || !(*again == *order))
        std::abort();
    return 0;
}
