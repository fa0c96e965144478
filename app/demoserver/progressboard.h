// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/pyjson.h"

namespace lorastudio {

/// How far the nodes of the running prompt are, as `progress_state` reports it.
class ProgressBoard
{
public:
    explicit ProgressBoard(const QString &promptId) : m_promptId(promptId) {}

    void start(const QString &node) { m_nodes.set(node, entry(node, 0.0, 1.0, QLatin1StringView("running"))); }
    void update(const QString &node, int value, int most)
    {
        m_nodes.set(node, entry(node, value, most, QLatin1StringView("running")));
    }
    void finish(const QString &node)
    {
        const PyJson *known = m_nodes.find(node);
        // A cached node never started: its numbers are the whole ones it was born with.
        const PyJson most = known ? (*known)[QLatin1StringView("max")] : PyJson(1);
        m_nodes.set(node, entry(node, most, most, QLatin1StringView("finished")));
    }
    PyJson toJson() const
    {
        return PyJson::object({{QLatin1StringView("prompt_id"), m_promptId}, {QLatin1StringView("nodes"), m_nodes}});
    }

private:
    PyJson entry(const QString &node, PyJson value, PyJson most, QLatin1StringView state) const
    {
        return PyJson::object({{QLatin1StringView("value"), std::move(value)},
                               {QLatin1StringView("max"), std::move(most)},
                               {QLatin1StringView("state"), state},
                               {QLatin1StringView("node_id"), node},
                               {QLatin1StringView("prompt_id"), m_promptId},
                               {QLatin1StringView("display_node_id"), node},
                               {QLatin1StringView("parent_node_id"), PyJson()},
                               {QLatin1StringView("real_node_id"), node}});
    }

    QString m_promptId;
    PyJson m_nodes = PyJson::object();
};

} // namespace lorastudio
