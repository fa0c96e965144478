// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/nodecatalog.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <functional>

namespace lorastudio {

/// Decides which node of a prompt runs next, as the real executor does: nodes whose inputs are ready, outputs first,
/// then what leads to an output in one or two steps, else the oldest. Cached inputs are not waited for.
class ExecutionOrder
{
public:
    using IsCached = std::function<bool(const QString &)>;

    ExecutionOrder(const PyJson &prompt, const NodeCatalog &catalog, IsCached isCached);

    void addOutput(const QString &id);
    bool isEmpty() const { return m_pending.isEmpty(); }
    /// Null if the rest waits for itself (a cycle).
    QString pick() const;
    void complete(const QString &id);

private:
    bool isOutput(const QString &id) const;

    const PyJson &m_prompt;
    const NodeCatalog &m_catalog;
    IsCached m_isCached;
    QStringList m_pending;
    QSet<QString> m_known;
    QHash<QString, int> m_blockedBy;
    QHash<QString, QStringList> m_blocking;
};

/// The id of the node that an input is linked to; null if it is a literal.
QString linkedNode(const PyJson &input);

} // namespace lorastudio
