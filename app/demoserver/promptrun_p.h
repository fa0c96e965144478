// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/promptrunner.h"

#include <QPointer>
#include <QTimer>

namespace lorastudio {

/// State of the prompt that runs. A QObject, so that timers and watchers end with it.
struct PromptRunner::Run : QObject
{
    explicit Run(PromptItem prompt) : item(std::move(prompt)), board(item.id) {}

    PromptItem item;
    ProgressBoard board;
    std::unique_ptr<ExecutionOrder> order;
    PyJson messages = PyJson::array();
    QStringList executed;
    QString node;
    QString className;
    QElapsedTimer clock;
    bool interrupted = false;
    bool countedForRestart = false;

    // The sampler at work.
    int steps = 0;
    quint64 seed = 0;
    QVector<QFuture<QImage>> latents;
    QImage sketch;
    QHash<int, QByteArray> previews;
};

/// Calls back only while the same run goes on: a run that was abandoned lives until the event loop deletes it, and that
/// may be after its runner.
template <class Function>
void PromptRunner::after(int ms, Function function)
{
    Run *run = m_run.get();
    QTimer::singleShot(ms, Qt::PreciseTimer, run, [runner = QPointer(this), run, function]() mutable {
        if (runner && runner->m_run.get() == run)
            function();
    });
}

template <class T, class Function>
void PromptRunner::whenDone(QFuture<T> future, Function function)
{
    Run *run = m_run.get();
    auto *watcher = new QFutureWatcher<T>(run);
    connect(watcher, &QFutureWatcherBase::finished, run, [runner = QPointer(this), run, watcher, function]() mutable {
        watcher->deleteLater();
        if (runner && runner->m_run.get() == run)
            function(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace lorastudio
