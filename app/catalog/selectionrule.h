// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QJsonDocument>
#include <QString>
#include <QStringList>
#include <QVector>

namespace lorastudio {

/// One rule of the automatic choice before anything is measured, as data that a person can edit.
struct SelectionRule
{
    enum class Sharpness { Highest, Lowest };

    QString id;                     ///< "sharp", "gentle", "male", "otherwise"
    QStringList tokens;             ///< lower case; the rule holds if the type has one of them; empty = always
    QString file;                   ///< its own checkpoint; empty = by sharpness alone
    QStringList bestFor;            ///< without that checkpoint: one with any of these first
    bool bestForTypeTokens = false; ///< and likewise with any token of the character's type
    Sharpness sharpness = Sharpness::Highest; ///< then by sharpness
    friend bool operator==(const SelectionRule &, const SelectionRule &) = default;
};

/// The rules that come with the program, in order; the first that holds wins. Fails with Internal only.
Result<QVector<SelectionRule>> builtInRules();

/// Reads `{"rules": […]}` as in resources/catalog/rules.json. Validation error if the list is empty, has over 200
/// rules, or does not end with a rule that always holds.
Result<QVector<SelectionRule>> selectionRulesFromJson(const QJsonDocument &document);
QJsonDocument selectionRulesToJson(const QVector<SelectionRule> &rules);

} // namespace lorastudio
