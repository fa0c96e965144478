// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts, queue, history, interrupt, memory.
#include "demoserver/democore.h"
#include "demoserver/promptvalidator.h"

#include <QUuid>

#include <limits>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

ServedResponse refusal(const PyJson &error, const PyJson &nodeErrors)
{
    return ServedResponse::json(PyJson::object({{"error"_L1, error}, {"node_errors"_L1, nodeErrors}}), 400);
}

/// A plausible complaint about the first node of a good prompt, for the faults.
PyJson inventedNodeErrors(const PyJson &prompt, const QStringList &outputs)
{
    const PyJson::Member &first = prompt.members().front();
    const PyJson error =
        PyJson::object({{"type"_L1, u"value_not_in_list"_s},
                        {"message"_L1, u"Value not in list"_s},
                        {"details"_L1, u"ckpt_name: 'gone.safetensors' not in []"_s},
                        {"extra_info"_L1, PyJson::object({{"input_name"_L1, u"ckpt_name"_s},
                                                          {"input_config"_L1, PyJson()},
                                                          {"received_value"_L1, u"gone.safetensors"_s}})}});
    PyJson errors = PyJson::object();
    errors.set(first.first, PyJson::object({{"errors"_L1, PyJson::array({error})},
                                            {"dependent_outputs"_L1, PyJson::strings(outputs)},
                                            {"class_type"_L1, first.second["class_type"_L1]}}));
    return errors;
}

/// Python's `float(value)`; nothing if it throws.
std::optional<PyJson> pythonFloat(const PyJson &value)
{
    if (value.isNumber())
        return PyJson(value.number());
    bool ok = false;
    const double number = value.string().trimmed().toDouble(&ok);
    return ok ? std::optional(PyJson(number)) : std::nullopt;
}

ServedResponse postPrompt(DemoCore &core, const ServedRequest &request)
{
    const auto body = PyJson::parse(request.body);
    if (!body || body->isNull() || body->isNumber())
        return ServedResponse::internalError();
    // In a text Python finds the word, and then fails to take it as a key.
    if (body->isString() && (body->string().contains("number"_L1) || body->string().contains("prompt"_L1)))
        return ServedResponse::internalError();
    PyJson number;
    if (const PyJson *given = body->find("number"_L1)) {
        const auto converted = pythonFloat(*given);
        if (!converted)
            return ServedResponse::internalError();
        number = *converted;
    } else {
        number = core.nextNumber();
        if ((*body)["front"_L1].truthy())
            number = PyJson(-number.integer());
    }
    const PyJson *sent = body->find("prompt"_L1);
    if (!sent) {
        return refusal(PyJson::object({{"type"_L1, u"no_prompt"_s},
                                       {"message"_L1, u"No prompt provided"_s},
                                       {"details"_L1, u"No prompt provided"_s},
                                       {"extra_info"_L1, PyJson::object()}}),
                       PyJson::object());
    }

    PromptItem item;
    item.number = number;
    item.prompt = *sent;
    const PyJson *id = body->find("prompt_id"_L1);
    item.id = id ? id->pyStr() : QUuid::createUuid().toString(QUuid::WithoutBraces);
    const PyJson *targets = body->find("partial_execution_targets"_L1);
    PromptValidator validator(core.catalog(), [&core](const QString &image) {
        return core.files().find(image, u"input"_s, std::nullopt).status == 200;
    });
    const PromptCheck check =
        validator.check(item.prompt, targets && !targets->isNull() ? std::optional(*targets) : std::nullopt);
    if (check.crashed)
        return ServedResponse::internalError();
    item.extraData = body->find("extra_data"_L1) ? (*body)["extra_data"_L1] : PyJson::object();
    if (const PyJson *client = body->find("client_id"_L1)) {
        if (!item.extraData.isObject())
            return ServedResponse::internalError();
        item.extraData.set("client_id"_L1, *client);
    }
    if (!check.ok)
        return refusal(check.error, check.nodeErrors);
    if (core.faults().take(DemoFault::Kind::Refuse)) {
        return refusal(PyJson::object({{"type"_L1, u"prompt_outputs_failed_validation"_s},
                                       {"message"_L1, u"Prompt outputs failed validation"_s},
                                       {"details"_L1, u""_s},
                                       {"extra_info"_L1, PyJson::object()}}),
                       inventedNodeErrors(item.prompt, check.goodOutputs));
    }

    item.outputs = check.goodOutputs;
    PyJson nodeErrors = check.nodeErrors;
    if (core.faults().take(DemoFault::Kind::PartialNodeErrors))
        nodeErrors = inventedNodeErrors(item.prompt, item.outputs);
    if (core.faults().take(DemoFault::Kind::Nan)) {
        // Nodes that report "changed" every time leave this behind in queue, history and picture.
        PyJson node = item.prompt.members().front().second;
        node.set("is_changed"_L1, PyJson::array({std::numeric_limits<double>::quiet_NaN()}));
        item.prompt.set(item.prompt.members().front().first, node);
    }
    const PyJson answer =
        PyJson::object({{"prompt_id"_L1, item.id}, {"number"_L1, number}, {"node_errors"_L1, nodeErrors}});
    if (!core.submit(std::move(item)))
        return ServedResponse::internalError();
    ServedResponse response = ServedResponse::json(answer);
    response.cutBeforeAnswer = core.faults().take(DemoFault::Kind::RejectPostAfterAccept).has_value();
    return response;
}

ServedResponse postQueue(DemoCore &core, const ServedRequest &request)
{
    const auto body = PyJson::parse(request.body);
    if (!body || body->isNull() || body->isNumber())
        return ServedResponse::internalError();
    if ((*body)["clear"_L1].truthy())
        core.clearPending();
    for (const PyJson &id : (*body)["delete"_L1].items())
        core.removePending(id.string());
    return ServedResponse::empty(200);
}

ServedResponse getHistory(DemoCore &core, const ServedRequest &request)
{
    std::optional<qint64> maxItems;
    qint64 offset = -1;
    bool ok = true;
    if (const auto text = request.query("max_items"_L1))
        maxItems = text->toLongLong(&ok);
    if (const auto text = request.query("offset"_L1); text && ok)
        offset = text->toLongLong(&ok);
    return ok ? ServedResponse::json(core.queue().history(maxItems, offset)) : ServedResponse::internalError();
}

ServedResponse postHistory(DemoCore &core, const ServedRequest &request)
{
    const auto body = PyJson::parse(request.body);
    if (!body || body->isNull() || body->isNumber())
        return ServedResponse::internalError();
    if ((*body)["clear"_L1].truthy())
        core.queue().clearHistory();
    for (const PyJson &id : (*body)["delete"_L1].items())
        core.queue().removeHistory(id.string());
    return ServedResponse::empty(200);
}

ServedResponse postInterrupt(DemoCore &core, const ServedRequest &request)
{
    const auto body = PyJson::parse(request.body);
    if (body && !body->isObject())
        return ServedResponse::internalError();
    const PyJson id = body ? (*body)["prompt_id"_L1] : PyJson();
    core.interrupt(id.truthy() ? id.pyStr() : QString());
    return ServedResponse::empty(200);
}

ServedResponse postFree(DemoCore &core, const ServedRequest &request)
{
    const auto body = PyJson::parse(request.body);
    if (!body || !body->isObject())
        return ServedResponse::internalError();
    core.runner().freeMemory((*body)["unload_models"_L1].truthy(), (*body)["free_memory"_L1].truthy());
    return ServedResponse::empty(200);
}

} // namespace

void addPromptRoutes(Router &router, DemoCore &core)
{
    using Arguments = QStringList;
    router.add("POST", u"/prompt"_s,
               [&core](const ServedRequest &request, const Arguments &) { return postPrompt(core, request); });
    router.add("GET", u"/prompt"_s,
               [&core](const ServedRequest &, const Arguments &) { return ServedResponse::json(core.queue().info()); });
    router.add("GET", u"/queue"_s, [&core](const ServedRequest &, const Arguments &) {
        return ServedResponse::json(core.queue().toJson());
    });
    router.add("POST", u"/queue"_s,
               [&core](const ServedRequest &request, const Arguments &) { return postQueue(core, request); });
    router.add("GET", u"/history"_s,
               [&core](const ServedRequest &request, const Arguments &) { return getHistory(core, request); });
    router.add("GET", u"/history/{}"_s, [&core](const ServedRequest &, const Arguments &arguments) {
        return ServedResponse::json(core.queue().history(arguments.first()));
    });
    router.add("POST", u"/history"_s,
               [&core](const ServedRequest &request, const Arguments &) { return postHistory(core, request); });
    router.add("POST", u"/interrupt"_s,
               [&core](const ServedRequest &request, const Arguments &) { return postInterrupt(core, request); });
    router.add("POST", u"/free"_s,
               [&core](const ServedRequest &request, const Arguments &) { return postFree(core, request); });
}

} // namespace lorastudio
