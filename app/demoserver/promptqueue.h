// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/pyjson.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace lorastudio {

/// One accepted prompt.
struct PromptItem
{
    PyJson number; ///< lower runs first
    QString id;
    PyJson prompt;
    PyJson extraData;
    QStringList outputs; ///< the output nodes that are to be executed
    qint64 postedAtMs = 0;

    PyJson toJson() const;
    QString clientId() const; ///< null if the prompt has none
};

/// Waiting prompts, the running one, and the history, all in memory only, as in the real server.
///
/// The waiting prompts are kept as a binary heap, laid out as Python's heapq does it, because `/queue` shows that
/// layout: it is not sorted, and clients must not rely on it.
class PromptQueue
{
public:
    static constexpr int maxHistory = 10000;

    /// False if a waiting prompt has the same number and the same id: the real server fails then.
    bool put(PromptItem item);
    /// Makes the first waiting prompt the running one.
    std::optional<PromptItem> takeNext();
    /// Moves the running prompt to the history; `result` holds outputs and meta.
    void finish(const PyJson &outputs, const PyJson &meta, const PyJson &status, bool keepHistory);
    bool remove(const QString &id);
    void clearPending() { m_heap.clear(); }
    void clear();

    bool isRunning(const QString &id) const { return m_running && m_running->id == id; }
    bool hasPending() const { return !m_heap.empty(); }
    int pendingCount() const { return int(m_heap.size()); }
    int remaining() const { return int(m_heap.size()) + (m_running ? 1 : 0); }
    PyJson toJson() const;
    /// `{"exec_info": {"queue_remaining": n}}`
    PyJson info() const;

    PyJson history(const QString &id) const;
    /// As `/history`: newest `maxItems` if there is no offset, else from the offset on.
    PyJson history(std::optional<qint64> maxItems, qint64 offset) const;
    void removeHistory(const QString &id);
    void clearHistory() { m_history.clear(); }

private:
    static bool less(const PromptItem &a, const PromptItem &b);
    void siftDown(std::size_t start, std::size_t position);
    void siftUp(std::size_t position);

    std::vector<PromptItem> m_heap;
    std::optional<PromptItem> m_running;
    std::vector<std::pair<QString, PyJson>> m_history;
};

} // namespace lorastudio
