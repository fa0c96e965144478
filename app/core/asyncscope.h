// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"

#include <QString>

#include <memory>
#include <stop_token>

namespace lorastudio {

/// Owns the root tasks of one object. A suspended QCoro task that is destroyed is only detached: it resumes later into
/// an owner that may be dead. So every root task is started here, the scope counts them, and its owner is destroyed
/// only after `join()` has returned. Main thread only.
class AsyncScope
{
public:
    /// `name` stands in log entries.
    explicit AsyncScope(QString name);
    AsyncScope(const AsyncScope &) = delete;
    AsyncScope &operator=(const AsyncScope &) = delete;
    /// Logs a critical message if tasks still run: the owner forgot to join.
    ~AsyncScope();

    /// Takes a started task. What escapes from it as an exception is logged, never rethrown.
    void spawn(Task<void> task);
    std::stop_token token() const { return m_stop.get_token(); }
    void requestStop() { m_stop.request_stop(); }
    /// A fresh stop token after `requestStop()`; only while nothing runs.
    void renew() { m_stop = std::stop_source(); }
    int running() const;
    /// Completes when no task runs any more, always from the event loop and never inside the last task's own frame.
    Task<void> join();

private:
    struct State;
    static Task<void> guard(std::shared_ptr<State> state, Task<void> task);
    std::shared_ptr<State> m_state;
    std::stop_source m_stop;
};

} // namespace lorastudio
