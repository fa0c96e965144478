// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/promptvalidator.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {

constexpr int pythonDepth = 900; ///< about where Python's own recursion limit stops the real validation

PyJson makeError(QLatin1StringView type, const QString &message, const QString &details, PyJson extra)
{
    return PyJson::object(
        {{"type"_L1, type}, {"message"_L1, message}, {"details"_L1, details}, {"extra_info"_L1, std::move(extra)}});
}

PyJson inputConfig(const PyJson &config)
{
    const PyJson extra = config.items().size() > 1 ? config.items()[1] : PyJson::object();
    return PyJson::array({config.items().front(), extra});
}

QString pythonType(const PyJson &value)
{
    switch (value.type()) {
    case PyJson::Type::Null:
        return u"NoneType"_s;
    case PyJson::Type::Bool:
        return u"bool"_s;
    case PyJson::Type::Int:
        return u"int"_s;
    case PyJson::Type::Float:
        return u"float"_s;
    case PyJson::Type::String:
        return u"str"_s;
    case PyJson::Type::Array:
        return u"list"_s;
    case PyJson::Type::Object:
        return u"dict"_s;
    }
    return {};
}

/// Python's int(), float() and str(): true if it worked, else `problem` is the text of the exception.
bool toInt(PyJson &value, QString &problem)
{
    switch (value.type()) {
    case PyJson::Type::Int:
        return true;
    case PyJson::Type::Bool:
        value = PyJson(value.truthy() ? 1 : 0);
        return true;
    case PyJson::Type::Float:
        if (std::isnan(value.number()) || std::isinf(value.number())) {
            problem = std::isnan(value.number()) ? u"cannot convert float NaN to integer"_s
                                                 : u"cannot convert float infinity to integer"_s;
            return false;
        }
        value = PyJson::integer(QString::number(std::trunc(value.number()), 'f', 0));
        return true;
    case PyJson::Type::String: {
        QString digits = value.string().trimmed();
        const qsizetype sign = digits.startsWith(u'-') || digits.startsWith(u'+') ? 1 : 0;
        digits.remove(u'_');
        const bool good =
            digits.size() > sign && digits.size() < 4300 &&
            std::all_of(digits.cbegin() + sign, digits.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
        if (!good) {
            problem = u"invalid literal for int() with base 10: "_s + value.pyRepr();
            return false;
        }
        value = PyJson::integer(digits);
        return true;
    }
    default:
        problem =
            u"int() argument must be a string, a bytes-like object or a real number, not '%1'"_s.arg(pythonType(value));
        return false;
    }
}

bool toFloat(PyJson &value, QString &problem)
{
    if (value.isNumber()) {
        value = PyJson(value.number());
        return true;
    }
    if (value.isString()) {
        bool ok = false;
        const double number = value.string().trimmed().toDouble(&ok);
        if (ok) {
            value = PyJson(number);
            return true;
        }
        problem = u"could not convert string to float: "_s + value.pyRepr();
        return false;
    }
    problem = u"float() argument must be a string or a real number, not '%1'"_s.arg(pythonType(value));
    return false;
}

} // namespace

PromptValidator::PromptValidator(const NodeCatalog &catalog, std::function<bool(const QString &)> imageExists)
    : m_catalog(catalog), m_imageExists(std::move(imageExists))
{
}

PyJson &PromptValidator::node(const QString &id)
{
    for (PyJson::Member &member : m_prompt->members()) {
        if (member.first == id)
            return member.second;
    }
    Q_UNREACHABLE();
}

PromptCheck PromptValidator::check(PyJson &prompt, const std::optional<PyJson> &targets)
{
    PromptCheck result;
    m_prompt = &prompt;
    m_validated.clear();
    if (!prompt.isObject()) {
        // A list or a text is walked through and indexed with what it holds: TypeError, unless it is empty.
        result.crashed = !((prompt.isArray() || prompt.isString()) && !prompt.truthy());
        result.error = makeError("prompt_no_outputs"_L1, u"Prompt has no outputs"_s, {}, PyJson::object());
        return result;
    }
    QStringList outputs;
    for (const PyJson::Member &member : prompt.members()) {
        const PyJson &entry = member.second;
        if (entry.isNull() || entry.isNumber()) {
            result.crashed = true; // the editor's own format begins with a number
            return result;
        }
        const PyJson *classType = entry.find("class_type"_L1);
        const QString where = u"Node ID '#%1'"_s.arg(member.first);
        if (!classType) {
            result.error =
                makeError("invalid_prompt"_L1, u"Cannot execute because a node is missing the class_type property."_s,
                          where, PyJson::object());
            return result;
        }
        if (!classType->isString() || !m_catalog.contains(classType->string())) {
            result.error = makeError("invalid_prompt"_L1,
                                     u"Cannot execute because node %1 does not exist."_s.arg(classType->pyStr()), where,
                                     PyJson::object());
            return result;
        }
        const bool wanted = !targets || std::any_of(targets->items().begin(), targets->items().end(),
                                                    [&](const PyJson &id) { return id.string() == member.first; });
        if (m_catalog.isOutput(classType->string()) && wanted)
            outputs += member.first;
    }
    if (outputs.isEmpty()) {
        result.error = makeError("prompt_no_outputs"_L1, u"Prompt has no outputs"_s, {}, PyJson::object());
        return result;
    }

    QStringList details;
    for (const QString &output : std::as_const(outputs)) {
        Outcome outcome = validateNode(output, 0);
        Verdict verdict;
        if (const auto *raised = std::get_if<Raised>(&outcome)) {
            verdict.valid = false;
            verdict.reasons = PyJson::array(
                {makeError("exception_during_validation"_L1, u"Exception when validating node"_s, raised->text,
                           PyJson::object({{"exception_type"_L1, raised->type}, {"traceback"_L1, PyJson::array()}}))});
            std::erase_if(m_validated, [&](const auto &entry) { return entry.first == output; });
            m_validated.emplace_back(output, verdict);
        } else {
            verdict = std::get<Verdict>(outcome);
        }
        if (verdict.valid) {
            result.goodOutputs += output;
            continue;
        }
        for (const PyJson &reason : verdict.reasons.items())
            details += reason["message"_L1].string() + ": "_L1 + reason["details"_L1].string();
        for (const auto &[id, other] : m_validated) {
            if (other.valid || other.reasons.items().empty())
                continue;
            if (!result.nodeErrors.find(id)) {
                result.nodeErrors.set(id, PyJson::object({{"errors"_L1, other.reasons},
                                                          {"dependent_outputs"_L1, PyJson::array()},
                                                          {"class_type"_L1, node(id)["class_type"_L1]}}));
            }
            PyJson entry = *result.nodeErrors.find(id);
            PyJson dependent = entry["dependent_outputs"_L1];
            dependent.append(output);
            entry.set("dependent_outputs"_L1, dependent);
            result.nodeErrors.set(id, entry);
        }
    }
    result.ok = !result.goodOutputs.isEmpty();
    if (!result.ok) {
        result.error = makeError("prompt_outputs_failed_validation"_L1, u"Prompt outputs failed validation"_s,
                                 details.join(u'\n'), PyJson::object());
    }
    return result;
}

PromptValidator::Outcome PromptValidator::validateNode(const QString &id, int depth)
{
    for (const auto &known : m_validated) {
        if (known.first == id)
            return known.second;
    }
    if (depth > pythonDepth || m_open.contains(id))
        return Raised{u"RecursionError"_s, u"maximum recursion depth exceeded"_s};
    const QString className = node(id)["class_type"_L1].string();
    PyJson *inputs = nullptr;
    for (PyJson::Member &member : node(id).members()) {
        if (member.first == "inputs"_L1)
            inputs = &member.second;
    }
    if (!inputs)
        return Raised{u"KeyError"_s, u"'inputs'"_s};
    if (!inputs->isObject() && !inputs->isArray() && !inputs->isString())
        return Raised{u"TypeError"_s, u"argument of type '%1' is not iterable"_s.arg(pythonType(*inputs))};

    m_open.append(id);
    Verdict verdict;
    std::optional<Raised> raised;
    const PyJson description = m_catalog.describe(className);
    for (const PyJson::Member &member : description["input"_L1]["required"_L1].members()) {
        const QString &name = member.first;
        PyJson *value = nullptr;
        for (PyJson::Member &input : inputs->members()) {
            if (input.first == name)
                value = &input.second;
        }
        if (!value) {
            verdict.reasons.append(makeError("required_input_missing"_L1, u"Required input is missing"_s, name,
                                             PyJson::object({{"input_name"_L1, name}})));
        } else if (value->isArray()) {
            const PyJson link = *value;
            checkLink(name, member.second, link, depth, verdict, raised);
            if (raised)
                break;
        } else {
            checkLiteral(className, name, member.second, *value, verdict);
        }
    }
    m_open.removeLast();
    if (raised)
        return *raised;
    if (className == "LoadImage"_L1) {
        const PyJson *image = inputs->find("image"_L1);
        if (image && !image->isArray() && !m_imageExists(image->pyStr())) {
            verdict.reasons.append(makeError("custom_validation_failed"_L1, u"Custom validation failed for node"_s,
                                             u"image - Invalid image file: "_s + image->pyStr(),
                                             PyJson::object({{"input_name"_L1, u"image"_s}})));
        }
    }
    verdict.valid = verdict.valid && verdict.reasons.items().empty();
    std::erase_if(m_validated, [&id](const auto &entry) { return entry.first == id; });
    m_validated.emplace_back(id, verdict);
    return verdict;
}

bool PromptValidator::checkLink(const QString &name, const PyJson &config, const PyJson &value, int depth,
                                Verdict &verdict, std::optional<Raised> &raised)
{
    const PyJson info = inputConfig(config);
    if (value.items().size() != 2) {
        verdict.reasons.append(makeError(
            "bad_linked_input"_L1, u"Bad linked input, must be a length-2 list of [node_id, slot_index]"_s, name,
            PyJson::object({{"input_name"_L1, name}, {"input_config"_L1, info}, {"received_value"_L1, value}})));
        return false;
    }
    const PyJson &source = value.items()[0];
    const PyJson &slot = value.items()[1];
    if (!source.isString() || !m_prompt->find(source.string())) {
        const bool hashable = !source.isArray() && !source.isObject();
        raised = hashable ? Raised{u"KeyError"_s, source.pyRepr()}
                          : Raised{u"TypeError"_s, u"unhashable type: '%1'"_s.arg(pythonType(source))};
        return false;
    }
    const QString sourceClass = node(source.string())["class_type"_L1].string();
    const QStringList types = m_catalog.outputTypes(sourceClass);
    if (!slot.isInt() && !slot.isBool()) {
        raised = Raised{u"TypeError"_s, u"tuple indices must be integers or slices, not %1"_s.arg(pythonType(slot))};
        return false;
    }
    qint64 index = slot.integer();
    if (index < 0)
        index += types.size();
    if (index < 0 || index >= types.size()) {
        raised = Raised{u"IndexError"_s, u"tuple index out of range"_s};
        return false;
    }
    const QString &received = types.at(index);
    const PyJson &wanted = config.items().front();
    if (!wanted.isString() || wanted.string() != received) {
        verdict.reasons.append(
            makeError("return_type_mismatch"_L1, u"Return type mismatch between linked nodes"_s,
                      u"%1, received_type(%2) mismatch input_type(%3)"_s.arg(name, received, wanted.pyStr()),
                      PyJson::object({{"input_name"_L1, name},
                                      {"input_config"_L1, info},
                                      {"received_type"_L1, received},
                                      {"linked_node"_L1, value}})));
        return false;
    }
    const Outcome outcome = validateNode(source.string(), depth + 1);
    if (const auto *inner = std::get_if<Raised>(&outcome)) {
        verdict.valid = false;
        Verdict broken;
        broken.valid = false;
        broken.reasons = PyJson::array(
            {makeError("exception_during_inner_validation"_L1, u"Exception when validating inner node"_s, inner->text,
                       PyJson::object({{"input_name"_L1, name},
                                       {"input_config"_L1, info},
                                       {"exception_message"_L1, inner->text},
                                       {"exception_type"_L1, inner->type},
                                       {"traceback"_L1, PyJson::array()},
                                       {"linked_node"_L1, value}}))});
        std::erase_if(m_validated, [&](const auto &entry) { return entry.first == source.string(); });
        m_validated.emplace_back(source.string(), broken);
        return false;
    }
    if (!std::get<Verdict>(outcome).valid) {
        verdict.valid = false; // the reason is reported where it arose
        return false;
    }
    return true;
}

void PromptValidator::checkLiteral(const QString &className, const QString &name, const PyJson &config, PyJson &value,
                                   Verdict &verdict)
{
    const PyJson info = inputConfig(config);
    const PyJson &type = info.items()[0];
    const PyJson &extra = info.items()[1];
    if (const PyJson *wrapped = value.find("__value__"_L1))
        value = PyJson(*wrapped);
    const PyJson before = value;
    QString problem;
    bool converted = true;
    if (type.string() == "INT"_L1)
        converted = toInt(value, problem);
    else if (type.string() == "FLOAT"_L1)
        converted = toFloat(value, problem);
    else if (type.string() == "STRING"_L1)
        value = PyJson(value.pyStr());
    const auto extraInfo = [&](const PyJson &shownConfig) {
        return PyJson::object(
            {{"input_name"_L1, name}, {"input_config"_L1, shownConfig}, {"received_value"_L1, value}});
    };
    if (!converted) {
        PyJson details = extraInfo(info);
        details.set("exception_message"_L1, problem);
        verdict.reasons.append(makeError("invalid_input_type"_L1,
                                         u"Failed to convert an input value to a %1 value"_s.arg(type.string()),
                                         u"%1, %2, %3"_s.arg(name, before.pyStr(), problem), details));
        return;
    }
    if (className == "LoadImage"_L1)
        return; // has a check of its own instead
    const PyJson &least = extra["min"_L1];
    const PyJson &most = extra["max"_L1];
    if (value.isNumber() && least.isNumber() && PyJson::compareNumbers(value, least) < 0) {
        verdict.reasons.append(makeError("value_smaller_than_min"_L1,
                                         u"Value %1 smaller than min of %2"_s.arg(value.pyStr(), least.pyStr()), name,
                                         extraInfo(info)));
        return;
    }
    if (value.isNumber() && most.isNumber() && PyJson::compareNumbers(value, most) > 0) {
        verdict.reasons.append(makeError("value_bigger_than_max"_L1,
                                         u"Value %1 bigger than max of %2"_s.arg(value.pyStr(), most.pyStr()), name,
                                         extraInfo(info)));
        return;
    }
    if (type.isArray() && std::find(type.items().begin(), type.items().end(), value) == type.items().end()) {
        const bool many = type.items().size() > 20;
        const QString list = many ? u"(list of length %1)"_s.arg(qsizetype(type.items().size())) : type.pyRepr();
        verdict.reasons.append(makeError("value_not_in_list"_L1, u"Value not in list"_s,
                                         u"%1: '%2' not in %3"_s.arg(name, value.pyStr(), list),
                                         extraInfo(many ? PyJson() : info)));
    }
}

} // namespace lorastudio
