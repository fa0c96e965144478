// SPDX-License-Identifier: GPL-3.0-or-later
#include "demoserver/executionorder.h"

using namespace Qt::StringLiterals;

namespace lorastudio {

QString linkedNode(const PyJson &input)
{
    const bool link =
        input.isArray() && input.items().size() == 2 && input.items()[0].isString() && input.items()[1].isNumber();
    return link ? input.items()[0].string() : QString();
}

ExecutionOrder::ExecutionOrder(const PyJson &prompt, const NodeCatalog &catalog, IsCached isCached)
    : m_prompt(prompt), m_catalog(catalog), m_isCached(std::move(isCached))
{
}

void ExecutionOrder::addOutput(const QString &output)
{
    QStringList open{output};
    std::vector<std::pair<QString, QString>> links;
    while (!open.isEmpty()) {
        const QString id = open.takeLast();
        if (m_known.contains(id))
            continue;
        m_known.insert(id);
        m_pending.append(id);
        m_blockedBy.insert(id, 0);
        const PyJson *node = m_prompt.find(id);
        if (!node)
            continue;
        for (const PyJson::Member &input : (*node)["inputs"_L1].members()) {
            const QString source = linkedNode(input.second);
            // A link that validation does not know may point anywhere.
            if (source.isNull() || !m_prompt.find(source) || m_isCached(source))
                continue;
            open.append(source);
            links.emplace_back(source, id);
        }
    }
    for (const auto &[from, to] : links) {
        QStringList &blocked = m_blocking[from];
        if (!blocked.contains(to)) {
            blocked.append(to);
            ++m_blockedBy[to];
        }
    }
}

bool ExecutionOrder::isOutput(const QString &id) const
{
    const PyJson *node = m_prompt.find(id);
    return node && m_catalog.isOutput((*node)["class_type"_L1].string());
}

QString ExecutionOrder::pick() const
{
    QStringList ready;
    for (const QString &id : m_pending) {
        if (m_blockedBy.value(id) == 0)
            ready += id;
    }
    for (const QString &id : std::as_const(ready)) {
        if (isOutput(id))
            return id;
    }
    for (const QString &id : std::as_const(ready)) {
        for (const QString &next : m_blocking.value(id)) {
            if (isOutput(next))
                return id;
        }
    }
    for (const QString &id : std::as_const(ready)) {
        for (const QString &next : m_blocking.value(id)) {
            for (const QString &afterNext : m_blocking.value(next)) {
                if (isOutput(afterNext))
                    return id;
            }
        }
    }
    return ready.value(0);
}

void ExecutionOrder::complete(const QString &id)
{
    m_pending.removeOne(id);
    for (const QString &blocked : m_blocking.take(id))
        --m_blockedBy[blocked];
}

} // namespace lorastudio
