// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/modelselector.h"

#include "catalog/modelcatalog.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace lorastudio {

namespace {

/// The first token of the rule that the type has; empty if there is none.
QString matchedToken(const SelectionRule &rule, const QStringList &tokens)
{
    for (const QString &token : tokens) {
        if (rule.tokens.contains(token))
            return token;
    }
    return {};
}

bool isBestFor(const Checkpoint &checkpoint, const QStringList &words)
{
    return std::any_of(checkpoint.bestFor.cbegin(), checkpoint.bestFor.cend(),
                       [&](const QString &word) { return words.contains(word.toLower()); });
}

/// The best row by the rule's order of preference; nullptr for an empty list.
const Checkpoint *bestOf(const QVector<const Checkpoint *> &rows, const SelectionRule &rule, const QStringList &tokens)
{
    const QStringList words = rule.bestForTypeTokens ? rule.bestFor + tokens : rule.bestFor;
    const int sign = rule.sharpness == SelectionRule::Sharpness::Highest ? -1 : 1;
    const auto key = [&](const Checkpoint *row) {
        return std::make_tuple(!row->known, !isBestFor(*row, words), sign * row->sharpness, row->order, row->name,
                               -row->onServers.size(), row->file);
    };
    const auto best = std::min_element(rows.cbegin(), rows.cend(),
                                       [&](const Checkpoint *a, const Checkpoint *b) { return key(a) < key(b); });
    return best == rows.cend() ? nullptr : *best;
}

QString shortName(const QString &file)
{
    QString name = checkpointBaseName(file);
    const QString extension = QStringLiteral(".safetensors");
    if (name.endsWith(extension))
        name.chop(extension.size());
    return name;
}

} // namespace

Result<ModelSelector> ModelSelector::builtIn()
{
    return builtInRules().map([](QVector<SelectionRule> rules) { return ModelSelector(std::move(rules)); });
}

ModelSelector::ModelSelector(QVector<SelectionRule> rules) : m_rules(std::move(rules)) {}

Choice ModelSelector::choose(const QString &characterType, const QVector<Checkpoint> &merged, bool anyServerKnown) const
{
    const QStringList tokens = typeTokens(characterType);
    const auto holds = [&](const SelectionRule &rule) {
        return rule.tokens.isEmpty() || !matchedToken(rule, tokens).isEmpty();
    };
    const auto rule = std::find_if(m_rules.cbegin(), m_rules.cend(), holds);
    if (rule == m_rules.cend())
        return {};

    QVector<const Checkpoint *> all;
    QVector<const Checkpoint *> available;
    for (const Checkpoint &row : merged) {
        all.append(&row);
        if (!row.onServers.isEmpty())
            available.append(&row);
    }
    // What the rule wants, were everything everywhere.
    QString wanted = rule->file;
    if (wanted.isEmpty()) {
        const Checkpoint *best = bestOf(all, *rule, tokens);
        wanted = best ? best->file : QString();
    }

    const QString token = matchedToken(*rule, tokens);
    Choice choice{wanted, rule->id,
                  QCoreApplication::translate("ModelSelector", "Rule: %1").arg(token.isEmpty() ? rule->id : token)};
    if (const Checkpoint *row = ModelCatalog::findIn(merged, wanted)) {
        choice.file = row->file;
        if (!row->onServers.isEmpty())
            return choice;
    }
    if (!anyServerKnown || wanted.isEmpty())
        return choice;

    if (const Checkpoint *row = bestOf(available, *rule, tokens)) {
        choice.file = row->file;
        if (row->known && ModelCatalog::serves(row->file, wanted))
            return choice;
    }
    choice.reason =
        QCoreApplication::translate("ModelSelector", "%1; %2 is on no server").arg(choice.reason, shortName(wanted));
    return choice;
}

QVector<AssignmentChange> ModelSelector::autoAssign(const QVector<Character> &characters,
                                                    const QMap<QString, Assignment> &current,
                                                    const QVector<Checkpoint> &merged, bool anyServerKnown,
                                                    bool includeLocked) const
{
    QVector<AssignmentChange> changes;
    for (const Character &character : characters) {
        Assignment before = current.value(character.id);
        before.characterId = character.id;
        if (before.locked && !includeLocked)
            continue;
        const Choice choice = choose(character.type, merged, anyServerKnown);
        Assignment after{character.id, choice.file, false, choice.reason};
        // The path that a server had names the same checkpoint more exactly than the catalog does; while that server
        // is away it stays.
        const Checkpoint *row = ModelCatalog::findIn(merged, choice.file);
        if (ModelCatalog::serves(before.modelFile, choice.file) && (!row || row->onServers.isEmpty()))
            after.modelFile = before.modelFile;
        if (after != before)
            changes.append({before, after});
    }
    return changes;
}

} // namespace lorastudio
