// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/promptqueue.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace lorastudio {

PyJson PromptItem::toJson() const
{
    return PyJson::array({number, id, prompt, extraData, PyJson::strings(outputs)});
}

QString PromptItem::clientId() const
{
    const PyJson *client = extraData.find("client_id"_L1);
    return client && !client->isNull() ? client->pyStr() : QString();
}

bool PromptQueue::less(const PromptItem &a, const PromptItem &b)
{
    const int order = PyJson::compareNumbers(a.number, b.number);
    return order < 0 || (order == 0 && a.id < b.id);
}

// Moves the item at `position` towards the root until its parent is not greater.
void PromptQueue::siftDown(std::size_t start, std::size_t position)
{
    while (position > start) {
        const std::size_t parent = (position - 1) / 2;
        if (!less(m_heap[position], m_heap[parent]))
            return;
        std::swap(m_heap[position], m_heap[parent]);
        position = parent;
    }
}

// Moves the item at `position` to a leaf along the smaller children, then back up to its place.
void PromptQueue::siftUp(std::size_t position)
{
    const std::size_t start = position;
    std::size_t child = 2 * position + 1;
    while (child < m_heap.size()) {
        const std::size_t right = child + 1;
        if (right < m_heap.size() && !less(m_heap[child], m_heap[right]))
            child = right;
        std::swap(m_heap[position], m_heap[child]);
        position = child;
        child = 2 * position + 1;
    }
    siftDown(start, position);
}

bool PromptQueue::put(PromptItem item)
{
    for (const PromptItem &other : m_heap) {
        if (!less(item, other) && !less(other, item))
            return false;
    }
    m_heap.push_back(std::move(item));
    siftDown(0, m_heap.size() - 1);
    return true;
}

std::optional<PromptItem> PromptQueue::takeNext()
{
    if (m_heap.empty())
        return std::nullopt;
    PromptItem item = std::move(m_heap.back());
    m_heap.pop_back();
    if (!m_heap.empty()) {
        std::swap(item, m_heap.front());
        siftUp(0);
    }
    m_running = item;
    return item;
}

void PromptQueue::finish(const PyJson &outputs, const PyJson &meta, const PyJson &status, bool keepHistory)
{
    if (!m_running)
        return;
    const PromptItem item = std::move(*m_running);
    m_running.reset();
    if (!keepHistory)
        return;
    if (m_history.size() > maxHistory)
        m_history.erase(m_history.begin());
    PyJson entry = PyJson::object(
        {{"prompt"_L1, item.toJson()}, {"outputs"_L1, outputs}, {"status"_L1, status}, {"meta"_L1, meta}});
    for (auto &known : m_history) {
        if (known.first == item.id) {
            known.second = std::move(entry);
            return;
        }
    }
    m_history.emplace_back(item.id, std::move(entry));
}

bool PromptQueue::remove(const QString &id)
{
    const auto found =
        std::find_if(m_heap.begin(), m_heap.end(), [&id](const PromptItem &item) { return item.id == id; });
    if (found == m_heap.end())
        return false;
    m_heap.erase(found);
    for (std::size_t i = m_heap.size() / 2; i-- > 0;)
        siftUp(i);
    return true;
}

void PromptQueue::clear()
{
    m_heap.clear();
    m_running.reset();
    m_history.clear();
}

PyJson PromptQueue::toJson() const
{
    PyJson running = PyJson::array();
    if (m_running)
        running.append(m_running->toJson());
    PyJson pending = PyJson::array();
    for (const PromptItem &item : m_heap)
        pending.append(item.toJson());
    return PyJson::object({{"queue_running"_L1, running}, {"queue_pending"_L1, pending}});
}

PyJson PromptQueue::info() const
{
    return PyJson::object({{"exec_info"_L1, PyJson::object({{"queue_remaining"_L1, remaining()}})}});
}

PyJson PromptQueue::history(const QString &id) const
{
    PyJson out = PyJson::object();
    for (const auto &entry : m_history) {
        if (entry.first == id)
            out.set(entry.first, entry.second);
    }
    return out;
}

PyJson PromptQueue::history(std::optional<qint64> maxItems, qint64 offset) const
{
    const qint64 size = qint64(m_history.size());
    if (offset < 0 && maxItems)
        offset = size - *maxItems;
    PyJson out = PyJson::object();
    for (qint64 i = std::max<qint64>(0, offset); i < size; ++i) {
        const auto &entry = m_history[std::size_t(i)];
        out.append(entry.first, entry.second);
        // As the real one: the limit is looked at after the first entry.
        if (maxItems && qint64(out.members().size()) >= *maxItems)
            break;
    }
    return out;
}

void PromptQueue::removeHistory(const QString &id)
{
    std::erase_if(m_history, [&id](const auto &entry) { return entry.first == id; });
}

} // namespace lorastudio
