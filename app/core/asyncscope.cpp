// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/asyncscope.h"

#include "core/logging.h"

#include <QPromise>

#include <vector>

namespace lorastudio {

struct AsyncScope::State
{
    QString name;
    int running = 0;
    std::vector<QPromise<void>> waiting;

    void taskEnded()
    {
        if (--running > 0)
            return;
        for (QPromise<void> &promise : std::exchange(waiting, {}))
            promise.finish();
    }
};

AsyncScope::AsyncScope(QString name) : m_state(std::make_shared<State>())
{
    m_state->name = std::move(name);
}

AsyncScope::~AsyncScope()
{
    if (m_state->running > 0)
        qCCritical(logCore) << "scope" << m_state->name << "destroyed while" << m_state->running << "tasks run";
}

int AsyncScope::running() const
{
    return m_state->running;
}

void AsyncScope::spawn(Task<void> task)
{
    ++m_state->running;
    guard(m_state, std::move(task)); // detached on purpose: the counted state outlives it
}

Task<void> AsyncScope::guard(std::shared_ptr<State> state, Task<void> task)
{
    try {
        co_await std::move(task);
    } catch (const std::exception &exception) {
        qCCritical(logCore) << "task of" << state->name << "ended by exception:" << exception.what();
    } catch (...) {
        qCCritical(logCore) << "task of" << state->name << "ended by an unknown exception";
    }
    state->taskEnded();
}

Task<void> AsyncScope::join()
{
    const std::shared_ptr<State> state = m_state;
    if (state->running == 0)
        co_return;
    QPromise<void> promise;
    promise.start();
    const QFuture<void> future = promise.future();
    state->waiting.push_back(std::move(promise));
    co_await future;
}

} // namespace lorastudio
