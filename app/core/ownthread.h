// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"

#include <QPromise>
#include <QThread>

#include <memory>

namespace lorastudio {

/// As offload(), on a thread that begins and ends with this call: for what belongs to one thread from its making to its
/// end and blocks for long, which a connection to a database is. The function must not throw.
template <class Function>
auto onThreadOfItsOwn(QString name, Function function) -> Task<std::invoke_result_t<Function>>
{
    const auto promise = std::make_shared<QPromise<std::invoke_result_t<Function>>>();
    promise->start();
    const std::unique_ptr<QThread> thread(QThread::create([promise, function = std::move(function)]() mutable {
        promise->addResult(function());
        promise->finish();
    }));
    thread->setObjectName(name);
    thread->start();
    auto result = co_await promise->future();
    thread->wait(); // it has nothing left to do
    co_return result;
}

} // namespace lorastudio
