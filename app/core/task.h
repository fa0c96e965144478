// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QCoroFuture>
#include <QCoroTask>
#include <QtConcurrentRun>

#include <chrono>
#include <stop_token>

namespace lorastudio {

/// A coroutine of ours. It starts at once, runs on the main thread and resumes there.
/// Rules (each was paid for with a crash): named functions, never lambdas; parameters by value; root tasks only through
/// AsyncScope::spawn; the stop token is the last parameter and is looked at after every await. No capturing lambda and
/// no `Aggregate{…}` as a temporary inside a co_await expression: g++ 12 destroys it twice (seen with ASan). Name it
/// first.
template <class T>
using Task = QCoro::Task<T>;

/// Waits for `duration`, or less if `stop` is requested. Returns Canceled in that case.
Task<Result<void>> sleepFor(std::chrono::milliseconds duration, std::stop_token stop);

/// Runs `function` (plain values in, plain value out) in the thread pool and resumes on the calling thread.
/// Give a lambda with captures a name first (`auto work = [image] {…}; co_await offload(std::move(work));`): g++ 12
/// destroys the captures of one that is written inside the co_await expression twice.
template <class Function>
auto offload(Function function) -> Task<std::invoke_result_t<Function>>
{
    co_return co_await QtConcurrent::run(std::move(function));
}

} // namespace lorastudio
