// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/promptrunner.h"

#include "demoserver/promptrun_p.h"

#include <QDateTime>
#include <QFileInfo>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace lorastudio {

PromptRunner::PromptRunner(const DemoPace &pace, const NodeCatalog &catalog, DemoFiles &files, EventHub &events,
                           FaultPlan &faults, QObject *parent)
    : QObject(parent),
      m_pace(pace),
      m_catalog(catalog),
      m_files(files),
      m_events(events),
      m_faults(faults),
      m_cache([&files](const QString &image) {
          const QFileInfo info(files.find(image, u"input"_s, std::nullopt).path);
          return QByteArray::number(info.size()) + info.lastModified().toString(Qt::ISODateWithMs).toLatin1();
      })
{
    // Painting must not starve the program that looks at the pictures.
    m_pool.setMaxThreadCount(std::clamp(QThread::idealThreadCount() / 2, 1, 4));
    m_pool.setThreadPriority(QThread::LowPriority);
    for (int i = 0; i < 5; ++i)
        m_tempSuffix += QLatin1Char(char('a' + QRandomGenerator::global()->bounded(26)));
}

PromptRunner::~PromptRunner()
{
    abandon();
    m_pool.clear();
    m_pool.waitForDone();
}

void PromptRunner::start(const PromptItem &item)
{
    m_clientId = item.clientId();
    m_run = std::make_unique<Run>(item);
    m_run->clock.start();
    addMessage("execution_start"_L1, PyJson::object({{"prompt_id"_L1, item.id}}), false);

    m_cache.beginPrompt(item.prompt);
    if (const auto broken = m_faults.pending(DemoFault::Kind::BrokenCheckpoint))
        forgetLoaders(broken->value);
    QStringList cached;
    for (const PyJson::Member &node : item.prompt.members()) {
        if (m_cache.find(node.first))
            cached += node.first;
    }
    addMessage("execution_cached"_L1,
               PyJson::object({{"nodes"_L1, PyJson::strings(cached)}, {"prompt_id"_L1, item.id}}), false);
    m_run->order = std::make_unique<ExecutionOrder>(m_run->item.prompt, m_catalog,
                                                    [this](const QString &id) { return m_cache.find(id) != nullptr; });
    for (const QString &output : item.outputs)
        m_run->order->addOutput(output);
    nextNode();
}

void PromptRunner::forgetLoaders(const QString &file)
{
    for (const PyJson::Member &node : m_run->item.prompt.members()) {
        const bool loader = node.second["class_type"_L1].string() == "CheckpointLoaderSimple"_L1;
        if (loader && (file.isEmpty() || node.second["inputs"_L1]["ckpt_name"_L1].pyStr() == file))
            m_cache.forget(node.first);
    }
}

void PromptRunner::interrupt()
{
    if (m_run)
        m_run->interrupted = true;
}

void PromptRunner::abandon()
{
    if (m_run)
        m_run.release()->deleteLater();
    m_lastNode.clear();
    m_clientId.clear();
    m_cache.clear();
}

void PromptRunner::freeMemory(bool unload, bool cache)
{
    m_mustReload = m_mustReload || unload || cache;
    m_mustClearCache = m_mustClearCache || cache;
    if (!m_run && std::exchange(m_mustClearCache, false))
        m_cache.clear();
}

void PromptRunner::nextNode()
{
    while (!m_run->order->isEmpty()) {
        const QString id = m_run->order->pick();
        if (id.isNull()) {
            m_run->node = m_run->item.outputs.value(0);
            failNode({u"graph.DependencyCycleError"_s, u"Dependency cycle detected"_s, {}});
            return;
        }
        const NodeCache::Entry *entry = m_cache.find(id);
        if (!entry) {
            beginNode(id);
            return;
        }
        if (!m_clientId.isNull()) {
            m_events.send("executed"_L1,
                          PyJson::object({{"node"_L1, id},
                                          {"display_node"_L1, id},
                                          {"output"_L1, entry->output.value_or(PyJson())},
                                          {"prompt_id"_L1, m_run->item.id}}),
                          m_clientId);
        }
        m_run->board.finish(id);
        sendProgressState();
        m_run->order->complete(id);
    }
    finish(true);
}

void PromptRunner::beginNode(const QString &id)
{
    m_run->node = id;
    m_run->board.start(id);
    sendProgressState();
    if (!m_clientId.isNull()) {
        m_lastNode = id;
        m_events.send("executing"_L1,
                      PyJson::object({{"node"_L1, id}, {"display_node"_L1, id}, {"prompt_id"_L1, m_run->item.id}}),
                      m_clientId);
    }
    if (m_run->interrupted) {
        failInterrupted();
        return;
    }
    const QString className = m_run->item.prompt.find(id)->operator[]("class_type"_L1).string();
    m_run->className = className;
    int delay = 0;
    if (className == "CheckpointLoaderSimple"_L1)
        delay = m_pace.loadMs;
    else if (className == "CLIPTextEncode"_L1)
        delay = pause(8);
    else if (className == "VAEDecode"_L1 || className == "VAEEncode"_L1)
        delay = pause(12);
    after(delay, [this] { workNode(); });
}

void PromptRunner::workNode()
{
    const QString &className = m_run->className;
    if (className == "CheckpointLoaderSimple"_L1) {
        loadCheckpoint();
    } else if (className == "LoraLoader"_L1) {
        finishNode(source("model"_L1));
    } else if (className == "CLIPTextEncode"_L1) {
        NodeValue value;
        value.text = input("text"_L1).pyStr();
        finishNode(std::move(value));
    } else if (className == "EmptyLatentImage"_L1) {
        NodeValue value;
        // The latent is an eighth of the picture, so sizes are multiples of 8.
        const auto side = [this](QLatin1StringView name) {
            return int(input(name).integer()) / 8 * 8;
        };
        value.size = QSize(side("width"_L1), side("height"_L1));
        value.batch = int(input("batch_size"_L1).integer());
        finishNode(std::move(value));
    } else if (className == "KSampler"_L1) {
        sample();
    } else if (className == "VAEDecode"_L1) {
        decode();
    } else if (className == "VAEEncode"_L1) {
        encodeImage();
    } else if (className == "LoadImage"_L1) {
        loadImage();
    } else if (className == "SaveImage"_L1) {
        saveImages(DemoFiles::Folder::Output);
    } else {
        saveImages(DemoFiles::Folder::Temp);
    }
}

void PromptRunner::finishNode(NodeValue value, std::optional<PyJson> output)
{
    const QString id = m_run->node;
    NodeCache::Entry entry;
    entry.value = std::move(value);
    entry.output = std::move(output);
    if (entry.output) {
        entry.meta = PyJson::object(
            {{"node_id"_L1, id}, {"display_node"_L1, id}, {"parent_node"_L1, PyJson()}, {"real_node_id"_L1, id}});
        if (!m_clientId.isNull()) {
            m_events.send("executed"_L1,
                          PyJson::object({{"node"_L1, id},
                                          {"display_node"_L1, id},
                                          {"output"_L1, *entry.output},
                                          {"prompt_id"_L1, m_run->item.id}}),
                          m_clientId);
        }
    }
    m_cache.store(id, entry);
    m_run->board.finish(id);
    sendProgressState();
    m_run->executed += id;
    m_run->order->complete(id);
    nextNode();
}

void PromptRunner::failInterrupted()
{
    addMessage("execution_interrupted"_L1,
               PyJson::object({{"prompt_id"_L1, m_run->item.id},
                               {"node_id"_L1, m_run->node},
                               {"node_type"_L1, m_run->item.prompt.find(m_run->node)->operator[]("class_type"_L1)},
                               {"executed"_L1, PyJson::strings(m_run->executed)}}),
               true);
    finish(false);
}

void PromptRunner::failNode(const Failure &failure)
{
    QStringList everyNode;
    for (const PyJson::Member &member : m_run->item.prompt.members())
        everyNode += member.first;
    addMessage("execution_error"_L1,
               PyJson::object({{"prompt_id"_L1, m_run->item.id},
                               {"node_id"_L1, m_run->node},
                               {"node_type"_L1, m_run->item.prompt.find(m_run->node)->operator[]("class_type"_L1)},
                               {"executed"_L1, PyJson::strings(m_run->executed)},
                               {"exception_message"_L1, failure.message},
                               {"exception_type"_L1, failure.type},
                               {"traceback"_L1, PyJson::array({failure.traceback})},
                               {"current_inputs"_L1, currentInputs()},
                               {"current_outputs"_L1, PyJson::strings(everyNode)}}),
               false);
    finish(false);
}

void PromptRunner::finish(bool success)
{
    if (success)
        addMessage("execution_success"_L1, PyJson::object({{"prompt_id"_L1, m_run->item.id}}), false);
    const PyJson messages = m_run->messages;
    PyJson outputs = PyJson::object();
    PyJson meta = PyJson::object();
    for (const PyJson::Member &member : m_run->item.prompt.members()) {
        const NodeCache::Entry *entry = m_cache.find(member.first);
        if (entry && entry->output) {
            outputs.set(member.first, *entry->output);
            meta.set(member.first, entry->meta);
        }
    }
    m_lastNode.clear();
    const QString id = m_run->item.id;
    m_run.release()->deleteLater(); // we may be inside a callback of an object that it owns
    if (std::exchange(m_mustClearCache, false))
        m_cache.clear();
    Q_EMIT finished(id, outputs, meta,
                    PyJson::object({{"status_str"_L1, success ? u"success"_s : u"error"_s},
                                    {"completed"_L1, success},
                                    {"messages"_L1, messages}}));
}

void PromptRunner::addMessage(QLatin1StringView type, PyJson data, bool broadcast)
{
    data.set("timestamp"_L1, QDateTime::currentMSecsSinceEpoch());
    m_run->messages.append(PyJson::array({type, data}));
    if (!m_clientId.isNull() || broadcast)
        m_events.send(type, data, m_clientId);
}

void PromptRunner::sendProgressState()
{
    m_events.send("progress_state"_L1, m_run->board.toJson(), m_clientId);
}

PyJson PromptRunner::input(QLatin1StringView name) const
{
    return m_run->item.prompt.find(m_run->node)->operator[]("inputs"_L1)[name];
}

NodeValue PromptRunner::source(QLatin1StringView name) const
{
    const NodeCache::Entry *entry = m_cache.find(linkedNode(input(name)));
    return entry ? entry->value : NodeValue();
}

PyJson PromptRunner::currentInputs() const
{
    PyJson inputs = PyJson::object();
    const PyJson *node = m_run->item.prompt.find(m_run->node);
    for (const PyJson::Member &member : (*node)["inputs"_L1].members()) {
        const bool link = !linkedNode(member.second).isNull();
        inputs.set(member.first, PyJson::array({link ? PyJson(u"<an object of the demo server>"_s) : member.second}));
    }
    const PyJson described = m_catalog.describe((*node)["class_type"_L1].string());
    for (const PyJson::Member &hidden : described["input"_L1]["hidden"_L1].members())
        inputs.set(hidden.first, PyJson::array({PyJson()}));
    return inputs;
}

} // namespace lorastudio
