// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/nodecache.h"

#include "demoserver/executionorder.h"

#include <QCryptographicHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace lorastudio {

namespace {
constexpr int depthLimit = 900;
}

NodeCache::NodeCache(std::function<QByteArray(const QString &)> fingerprint) : m_fingerprint(std::move(fingerprint)) {}

void NodeCache::beginPrompt(const PyJson &prompt)
{
    m_keys.clear();
    m_sources.clear();
    QSet<QByteArray> used;
    for (const PyJson::Member &member : prompt.members())
        used.insert(signature(prompt, member.first, 0));
    m_entries.removeIf([&used](const auto &entry) { return !used.contains(entry.key()); });
}

QByteArray NodeCache::signature(const PyJson &prompt, const QString &nodeId, int depth)
{
    const auto known = m_keys.constFind(nodeId);
    if (known != m_keys.cend())
        return *known;
    const QByteArray never = "never " + QByteArray::number(++m_unique);
    const PyJson *node = prompt.find(nodeId);
    if (!node || depth > depthLimit)
        return never;
    m_keys.insert(nodeId, never); // stands if the node depends on itself
    const QString className = (*node)["class_type"_L1].string();
    std::vector<std::pair<QString, QByteArray>> parts;
    for (const PyJson::Member &input : (*node)["inputs"_L1].members()) {
        const QString source = linkedNode(input.second);
        if (source.isNull()) {
            parts.emplace_back(input.first, input.second.dump());
            if (className == "LoadImage"_L1 && input.first == "image"_L1)
                parts.back().second += m_fingerprint(input.second.pyStr());
        } else {
            m_sources[nodeId].append(source);
            parts.emplace_back(input.first,
                               "link " + signature(prompt, source, depth + 1) + ' ' + input.second.items()[1].dump());
        }
    }
    std::sort(parts.begin(), parts.end());
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(className.toUtf8());
    for (const auto &[name, text] : parts) {
        const QByteArray key = name.toUtf8();
        hash.addData('\n' + QByteArray::number(key.size()) + ' ' + key + ' ' + QByteArray::number(text.size()) + ' ');
        hash.addData(text);
    }
    const QByteArray key = hash.result();
    m_keys.insert(nodeId, key);
    return key;
}

const NodeCache::Entry *NodeCache::find(const QString &nodeId) const
{
    const auto key = m_keys.constFind(nodeId);
    if (key == m_keys.cend())
        return nullptr;
    const auto entry = m_entries.constFind(*key);
    return entry == m_entries.cend() ? nullptr : &*entry;
}

void NodeCache::store(const QString &nodeId, const Entry &entry)
{
    m_entries.insert(m_keys.value(nodeId), entry);
}

void NodeCache::forget(const QString &nodeId)
{
    m_entries.remove(m_keys.value(nodeId));
    for (auto it = m_sources.cbegin(); it != m_sources.cend(); ++it) {
        if (it->contains(nodeId) && find(it.key()))
            forget(it.key());
    }
}

} // namespace lorastudio
