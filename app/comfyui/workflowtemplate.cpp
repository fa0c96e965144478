// SPDX-License-Identifier: GPL-3.0-or-later
#include "comfyui/workflowtemplate.h"

#include "core/json.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>

#include <algorithm>

/// Outside the namespace, as the macro demands; without it the linker leaves the resources of a static library out.
static void initializeWorkflowResources()
{
    Q_INIT_RESOURCE(workflows);
}

namespace lorastudio {

namespace {

/// Context of the texts.
class Workflow
{
    Q_DECLARE_TR_FUNCTIONS(WorkflowTemplate)
};

constexpr qint64 maxTemplateBytes = 1024 * 1024;
constexpr qint64 maxSeed = (qint64(1) << 53) - 1;
constexpr int maxLoras = 100;

const QString loraClass = QStringLiteral("LoraLoader");

/// Ids of the nodes that play a part.
struct Roles
{
    QString save;
    QString decode;
    QString sampler;
    QString positive;
    QString negative;
    QString latent;
    QString checkpoint;
    QStringList loras; ///< in order from the checkpoint on
};

tl::unexpected<Error> otherForm(const QString &what)
{
    return fail(Error::Kind::Validation, Workflow::tr("This workflow is not one of this program's: %1.").arg(what),
                what);
}

QJsonObject node(const QJsonObject &graph, const QString &id)
{
    return graph.value(id).toObject();
}

QString classOf(const QJsonObject &graph, const QString &id)
{
    return node(graph, id).value(QLatin1String("class_type")).toString();
}

QJsonValue input(const QJsonObject &graph, const QString &id, const QString &name)
{
    return node(graph, id).value(QLatin1String("inputs")).toObject().value(name);
}

void setInput(QJsonObject &graph, const QString &id, const QString &name, const QJsonValue &value)
{
    QJsonObject object = node(graph, id);
    QJsonObject inputs = object.value(QLatin1String("inputs")).toObject();
    inputs.insert(name, value);
    object.insert(QLatin1String("inputs"), inputs);
    graph.insert(id, object);
}

/// The node that feeds an input, if the input is a link; else empty.
QString source(const QJsonObject &graph, const QString &id, const QString &name)
{
    const QJsonArray link = input(graph, id, name).toArray();
    return link.size() == 2 ? link.at(0).toString() : QString();
}

Result<Roles> findRoles(const QJsonObject &graph)
{
    Roles roles;
    for (auto it = graph.begin(); it != graph.end(); ++it) {
        if (classOf(graph, it.key()) != QLatin1String("SaveImage"))
            continue;
        if (!roles.save.isEmpty())
            return otherForm(QStringLiteral("more than one SaveImage"));
        roles.save = it.key();
    }
    if (roles.save.isEmpty())
        return otherForm(QStringLiteral("no SaveImage"));
    roles.decode = source(graph, roles.save, QStringLiteral("images"));
    roles.sampler = source(graph, roles.decode, QStringLiteral("samples"));
    roles.positive = source(graph, roles.sampler, QStringLiteral("positive"));
    roles.negative = source(graph, roles.sampler, QStringLiteral("negative"));
    roles.latent = source(graph, roles.sampler, QStringLiteral("latent_image"));
    QString model = source(graph, roles.sampler, QStringLiteral("model"));
    while (classOf(graph, model) == loraClass) {
        if (roles.loras.contains(model) || roles.loras.size() >= maxLoras)
            return otherForm(QStringLiteral("a circle of LoRAs"));
        roles.loras.prepend(model);
        model = source(graph, model, QStringLiteral("model"));
    }
    roles.checkpoint = model;

    const std::pair<QString, QLatin1String> expected[] = {
        {roles.decode, QLatin1String("VAEDecode")},        {roles.sampler, QLatin1String("KSampler")},
        {roles.positive, QLatin1String("CLIPTextEncode")}, {roles.negative, QLatin1String("CLIPTextEncode")},
        {roles.latent, QLatin1String("EmptyLatentImage")}, {roles.checkpoint, QLatin1String("CheckpointLoaderSimple")},
    };
    for (const auto &[id, nodeClass] : expected) {
        if (classOf(graph, id) != nodeClass)
            return otherForm(QStringLiteral("no %1 where it should be").arg(nodeClass));
    }
    return roles;
}

} // namespace

Result<WorkflowTemplate> WorkflowTemplate::builtIn()
{
    initializeWorkflowResources();
    QFile file(QStringLiteral(":/workflows/text-to-image.json"));
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::Internal, Workflow::tr("The workflow template of the program is missing."));
    return fromJson(file.readAll());
}

Result<WorkflowTemplate> WorkflowTemplate::fromJson(const QByteArray &json)
{
    const Result<QJsonDocument> document = parseJson(json, maxTemplateBytes);
    if (!document)
        return fail(document.error());
    if (!document->isObject())
        return otherForm(QStringLiteral("not an object"));
    const Result<Roles> roles = findRoles(document->object());
    if (!roles)
        return fail(roles.error());
    if (!roles->loras.isEmpty())
        return otherForm(QStringLiteral("a template with LoRAs"));
    return WorkflowTemplate(document->object());
}

QJsonObject WorkflowTemplate::graph(const WorkOrder &order, const QString &checkpointSpelling,
                                    const QList<LoraUse> &loras) const
{
    QJsonObject graph = m_graph;
    const Roles roles = *findRoles(graph); // checked when the template was made
    setInput(graph, roles.checkpoint, QStringLiteral("ckpt_name"), checkpointSpelling);
    setInput(graph, roles.positive, QStringLiteral("text"), order.prompt);
    setInput(graph, roles.negative, QStringLiteral("text"), order.negative);
    setInput(graph, roles.latent, QStringLiteral("width"), order.size.width());
    setInput(graph, roles.latent, QStringLiteral("height"), order.size.height());
    setInput(graph, roles.latent, QStringLiteral("batch_size"), 1);
    setInput(graph, roles.sampler, QStringLiteral("seed"), order.seed);
    setInput(graph, roles.sampler, QStringLiteral("steps"), order.settings.steps);
    setInput(graph, roles.sampler, QStringLiteral("cfg"), order.settings.cfg);
    setInput(graph, roles.sampler, QStringLiteral("sampler_name"), order.settings.sampler);
    setInput(graph, roles.sampler, QStringLiteral("scheduler"), order.settings.scheduler);
    setInput(graph, roles.sampler, QStringLiteral("denoise"), 1.0);
    setInput(graph, roles.save, QStringLiteral("filename_prefix"), order.filenamePrefix);

    QString last = roles.checkpoint;
    for (qsizetype i = 0; i < loras.size(); ++i) {
        const QString id = QStringLiteral("lora_%1").arg(i + 1);
        graph.insert(
            id,
            QJsonObject{
                {QStringLiteral("class_type"), loraClass},
                {QStringLiteral("inputs"), QJsonObject{{QStringLiteral("model"), QJsonArray{last, 0}},
                                                       {QStringLiteral("clip"), QJsonArray{last, 1}},
                                                       {QStringLiteral("lora_name"), loras.at(i).file},
                                                       {QStringLiteral("strength_model"), loras.at(i).modelStrength},
                                                       {QStringLiteral("strength_clip"), loras.at(i).clipStrength}}},
                {QStringLiteral("_meta"), QJsonObject{{QStringLiteral("title"), QStringLiteral("LoRA %1").arg(i + 1)}}},
            });
        last = id;
    }
    if (last != roles.checkpoint) {
        setInput(graph, roles.sampler, QStringLiteral("model"), QJsonArray{last, 0});
        setInput(graph, roles.positive, QStringLiteral("clip"), QJsonArray{last, 1});
        setInput(graph, roles.negative, QStringLiteral("clip"), QJsonArray{last, 1});
    }
    return graph;
}

Result<WorkOrder> WorkflowTemplate::readBack(const QJsonObject &graph)
{
    const Result<Roles> found = findRoles(graph);
    if (!found)
        return fail(found.error());
    const Roles &roles = *found;
    const auto sampler = [&](const char *name) {
        return input(graph, roles.sampler, QString::fromLatin1(name));
    };
    const QJsonValue checkpoint = input(graph, roles.checkpoint, QStringLiteral("ckpt_name"));
    const QJsonValue positive = input(graph, roles.positive, QStringLiteral("text"));
    const QJsonValue negative = input(graph, roles.negative, QStringLiteral("text"));
    const QJsonValue prefix = input(graph, roles.save, QStringLiteral("filename_prefix"));
    const QJsonValue width = input(graph, roles.latent, QStringLiteral("width"));
    const QJsonValue height = input(graph, roles.latent, QStringLiteral("height"));

    const QJsonValue texts[] = {checkpoint, positive, negative, prefix, sampler("sampler_name"), sampler("scheduler")};
    const QJsonValue numbers[] = {width, height, sampler("seed"), sampler("steps"), sampler("cfg")};
    if (!std::all_of(std::begin(texts), std::end(texts), [](const QJsonValue &v) { return v.isString(); }) ||
        !std::all_of(std::begin(numbers), std::end(numbers), [](const QJsonValue &v) { return v.isDouble(); }))
        return otherForm(QStringLiteral("values that are missing or linked"));
    const qint64 seed = sampler("seed").toInteger(-1);
    if (seed < 0 || seed > maxSeed)
        return otherForm(QStringLiteral("a seed out of range"));
    if (sampler("denoise").toDouble() != 1.0 || input(graph, roles.latent, QStringLiteral("batch_size")).toInt() != 1)
        return otherForm(QStringLiteral("several images or a denoise below 1"));

    WorkOrder order;
    order.modelFile = checkpointKey(checkpoint.toString());
    order.prompt = positive.toString();
    order.negative = negative.toString();
    order.size = QSize(width.toInt(), height.toInt());
    order.settings.cfg = sampler("cfg").toDouble();
    order.settings.sampler = sampler("sampler_name").toString();
    order.settings.scheduler = sampler("scheduler").toString();
    order.settings.steps = sampler("steps").toInt();
    order.seed = seed;
    order.filenamePrefix = prefix.toString();
    return order;
}

Result<QList<LoraUse>> WorkflowTemplate::lorasOf(const QJsonObject &graph)
{
    const Result<Roles> roles = findRoles(graph);
    if (!roles)
        return fail(roles.error());
    QList<LoraUse> loras;
    for (const QString &id : roles->loras) {
        loras.append({input(graph, id, QStringLiteral("lora_name")).toString(),
                      input(graph, id, QStringLiteral("strength_model")).toDouble(),
                      input(graph, id, QStringLiteral("strength_clip")).toDouble()});
    }
    return loras;
}

QString WorkflowTemplate::filenamePrefix(const QString &characterId, const QString &jobId, int attempt)
{
    const auto safe = [](const QString &text) {
        QString out;
        for (const QChar c : text.left(100)) {
            const bool keep = (c.unicode() < 0x80 && c.isLetterOrNumber()) || c == u'_' || c == u'-';
            out += keep ? c : u'_';
        }
        return out.isEmpty() ? QStringLiteral("_") : out;
    };
    return QStringLiteral("lora_studio/%1/%2-%3").arg(safe(characterId), safe(jobId), QString::number(attempt));
}

} // namespace lorastudio
