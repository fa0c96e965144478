// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/democore.h"

#include "core/logging.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {
constexpr int answerFirstMs = 20; ///< the answer to a POST comes this long before its first event
}

DemoCore::DemoCore(const DemoOptions &options, QObject *parent)
    : QObject(parent),
      m_options(options),
      m_catalog({[this] { return checkpoints(); }, [this] { return loras(); },
                 [this] {
                     return m_files.list(m_files.path(DemoFiles::Folder::Input),
                                         {u".png"_s, u".jpg"_s, u".jpeg"_s, u".webp"_s, u".gif"_s, u".bmp"_s});
                 }}),
      m_events(m_faults),
      m_runner({options.stepMs, options.loadMs, !options.asReal}, m_catalog, m_files, m_events, m_faults)
{
    for (const DemoFault &fault : options.faults)
        m_faults.add(fault);
    m_events.statusForNewSocket = [this] {
        return m_queue.info();
    };
    m_events.runningNodeOf = [this](const QString &clientId) -> std::optional<QString> {
        if (m_runner.runningNode().isNull() || m_runner.clientId() != clientId)
            return std::nullopt;
        return m_runner.runningNode();
    };
    connect(&m_runner, &PromptRunner::finished, this, &DemoCore::onFinished);
    connect(&m_runner, &PromptRunner::restartDue, this, &DemoCore::restartDue, Qt::QueuedConnection);
}

QStringList DemoCore::loras() const
{
    // What is put into output/loras is a LoRA at once, on the real server too.
    return m_files.list(m_files.path(DemoFiles::Folder::Output) + u"/loras"_s, {u".safetensors"_s, u".pt"_s});
}

void DemoCore::forgetEverything()
{
    m_runner.abandon();
    m_queue.clear();
    m_events.dropAll();
    m_files.clearTemp();
    m_runningId.clear();
    m_number = 0;
    m_started = 0;
    m_stalled = false;
    ++m_life;
}

PyJson DemoCore::nextNumber()
{
    return PyJson(m_number++);
}

void DemoCore::sendStatus()
{
    m_events.send("status"_L1, PyJson::object({{"status"_L1, m_queue.info()}}));
}

bool DemoCore::submit(PromptItem item)
{
    const QString id = item.id;
    if (!m_queue.put(std::move(item)))
        return false;
    const PyJson info = m_queue.info();
    const int life = m_life;
    QTimer::singleShot(m_options.stepMs < 5 ? 1 : answerFirstMs, Qt::PreciseTimer, this, [this, info, life] {
        if (life != m_life)
            return; // posted before a restart
        m_events.send("status"_L1, PyJson::object({{"status"_L1, info}}));
        wake();
    });
    Q_EMIT promptAccepted(id);
    return true;
}

bool DemoCore::removePending(const QString &id)
{
    const bool last = m_queue.pendingCount() == 1;
    if (!m_queue.remove(id))
        return false;
    sendStatus();
    if (last)
        sendStatus(); // the real one wipes the queue then, and says so twice
    return true;
}

void DemoCore::clearPending()
{
    m_queue.clearPending();
    sendStatus();
}

void DemoCore::interrupt(const QString &id)
{
    if (id.isNull() || m_queue.isRunning(id))
        m_runner.interrupt();
}

void DemoCore::wake()
{
    if (m_runner.isRunning() || m_stalled || !m_queue.hasPending())
        return;
    const auto stall = m_faults.pending(DemoFault::Kind::Stall);
    if (stall && m_started >= stall->number()) {
        m_faults.take(DemoFault::Kind::Stall);
        m_stalled = true;
        return;
    }
    const auto item = m_queue.takeNext();
    ++m_started;
    m_runningId = item->id;
    sendStatus();
    Q_EMIT promptStarted(item->id);
    m_runner.start(*item);
}

void DemoCore::onFinished(const QString &id, const PyJson &outputs, const PyJson &meta, const PyJson &status)
{
    m_queue.finish(outputs, meta, status, !m_faults.take(DemoFault::Kind::LoseHistory));
    m_runningId.clear();
    sendStatus();
    if (!m_runner.clientId().isNull()) {
        m_events.send("executing"_L1, PyJson::object({{"node"_L1, PyJson()}, {"prompt_id"_L1, id}}),
                      m_runner.clientId());
    }
    Q_EMIT promptFinished(id, status["completed"_L1].truthy());
    // Through the event loop: a long queue of cached prompts must not build up a deep stack.
    QMetaObject::invokeMethod(this, &DemoCore::wake, Qt::QueuedConnection);
}

} // namespace lorastudio
