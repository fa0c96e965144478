// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/selectionrule.h"
#include "domain/character.h"
#include "domain/checkpoint.h"

#include <QMap>
#include <QVector>

namespace lorastudio {

/// What the rules say for a type of character.
struct Choice
{
    QString file;   ///< key of a merged row, or the rule's own file if there is no such row; empty = nothing to choose
    QString rule;   ///< id of the rule that held
    QString reason; ///< for people: "Rule: gentle", "Rule: male; epicrealism_v5 is on no server"
    friend bool operator==(const Choice &, const Choice &) = default;
};

/// One assignment that auto-assign changes, with what it was, so that it can be taken back.
struct AssignmentChange
{
    Assignment before; ///< without a model if the character had none
    Assignment after;
    /// False if only the reason is another one: then there is nothing to undo for a person.
    bool changesModel() const { return before.modelFile != after.modelFile || before.locked != after.locked; }
    friend bool operator==(const AssignmentChange &, const AssignmentChange &) = default;
};

/// Chooses a checkpoint by the tokens of a character's type as long as nothing is measured. The same input gives the
/// same choice: ties go by catalog order, then name, then number of servers, then path; assumed entries come last.
class ModelSelector
{
public:
    /// With the rules that come with the program. Fails with Internal only.
    static Result<ModelSelector> builtIn();
    /// The last rule must hold for every type.
    explicit ModelSelector(QVector<SelectionRule> rules);

    const QVector<SelectionRule> &rules() const { return m_rules; }

    /// `merged` as from ModelCatalog::merged. With `anyServerKnown == false` the rule's own file stands; otherwise only
    /// checkpoints on a server are chosen, if there is any, and the reason says which one is missed.
    Choice choose(const QString &characterType, const QVector<Checkpoint> &merged, bool anyServerKnown) const;

    /// What changes if all these characters are chosen for again. Locked rows are left alone, unless `includeLocked`,
    /// which takes the lock away. `current` is keyed by character id. A row that has its choice already, or the same
    /// file by its path while no server has it, does not change its model.
    QVector<AssignmentChange> autoAssign(const QVector<Character> &characters, const QMap<QString, Assignment> &current,
                                         const QVector<Checkpoint> &merged, bool anyServerKnown,
                                         bool includeLocked) const;

private:
    QVector<SelectionRule> m_rules;
};

} // namespace lorastudio
