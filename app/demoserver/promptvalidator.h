// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demoserver/nodecatalog.h"
#include "demoserver/pyjson.h"

#include <QStringList>

#include <functional>
#include <optional>
#include <variant>

namespace lorastudio {

/// What the real server's validation says of a prompt.
struct PromptCheck
{
    bool crashed = false; ///< the real server throws: 500
    bool ok = false;
    PyJson error;                         ///< if not ok
    PyJson nodeErrors = PyJson::object(); ///< may hold something even if ok: those outputs are left out
    QStringList goodOutputs;
};

/// Checks a prompt in ComfyUI's API format with the same rules, in the same order and with the same words as the real
/// server, its oddities included (an error of an upstream node is reported at that node; texts are those of Python).
/// Values are converted in place, as the real one does: "20" becomes 20 for a whole number.
class PromptValidator
{
public:
    /// `imageExists` answers for a LoadImage value, which may carry " [output]".
    PromptValidator(const NodeCatalog &catalog, std::function<bool(const QString &)> imageExists);

    /// `targets`: only these output nodes count; nothing = all.
    PromptCheck check(PyJson &prompt, const std::optional<PyJson> &targets);

private:
    struct Verdict
    {
        bool valid = true;
        PyJson reasons = PyJson::array();
    };
    /// What the real code lets escape as an exception while it validates a node.
    struct Raised
    {
        QString type;
        QString text;
    };
    using Outcome = std::variant<Verdict, Raised>;

    Outcome validateNode(const QString &id, int depth);
    /// True if the input is in order; else `verdict` or `raised` says why not.
    bool checkLink(const QString &name, const PyJson &config, const PyJson &value, int depth, Verdict &verdict,
                   std::optional<Raised> &raised);
    void checkLiteral(const QString &className, const QString &name, const PyJson &config, PyJson &value,
                      Verdict &verdict);
    PyJson &node(const QString &id);

    const NodeCatalog &m_catalog;
    std::function<bool(const QString &)> m_imageExists;
    PyJson *m_prompt = nullptr;
    std::vector<std::pair<QString, Verdict>> m_validated;
    QStringList m_open;
};

} // namespace lorastudio
