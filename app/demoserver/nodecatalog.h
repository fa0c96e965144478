// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/pyjson.h"

#include <QStringList>

#include <functional>

namespace lorastudio {

/// The node classes that the demo server can execute, described as `/object_info` describes them. Validation and
/// execution go by the same description, so that what a client reads there is what `/prompt` accepts.
class NodeCatalog
{
public:
    /// Lists that change while the server runs; called anew each time.
    struct Lists
    {
        std::function<QStringList()> checkpoints;
        std::function<QStringList()> loras;
        std::function<QStringList()> inputImages;
    };

    explicit NodeCatalog(Lists lists);

    bool contains(const QString &className) const { return m_classes.find(className) != nullptr; }
    bool isOutput(const QString &className) const;
    /// Types of the outputs by slot: MODEL, CLIP, VAE.
    QStringList outputTypes(const QString &className) const;
    /// The description of one class with its lists filled in; null if unknown.
    PyJson describe(const QString &className) const;
    /// All of them, as `GET /object_info` answers.
    PyJson describeAll() const;

private:
    Lists m_lists;
    PyJson m_classes;
};

} // namespace lorastudio
