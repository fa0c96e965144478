// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/selectionrule.h"

#include "catalog/catalogresources.h"
#include "domain/checkpoint.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

namespace lorastudio {

namespace {

QStringList lowerStrings(const QJsonValue &value)
{
    QStringList result;
    const QJsonArray array = value.toArray();
    for (const QJsonValue item : array) {
        const QString text = item.toString().trimmed().toLower();
        if (!text.isEmpty())
            result.append(text);
    }
    return result;
}

} // namespace

Result<QVector<SelectionRule>> builtInRules()
{
    return readCatalogResource(QStringLiteral("rules.json")).and_then(&selectionRulesFromJson);
}

Result<QVector<SelectionRule>> selectionRulesFromJson(const QJsonDocument &document)
{
    constexpr qsizetype maxRules = 200;
    const QJsonArray rows = document.object().value(u"rules").toArray();
    if (rows.isEmpty() || rows.size() > maxRules) {
        return fail(Error::Kind::Validation,
                    QCoreApplication::translate("Catalog", "The rules for the choice of models "
                                                           "need 1 to %1 entries.")
                        .arg(maxRules));
    }
    QVector<SelectionRule> rules;
    for (const QJsonValue row : rows) {
        const QJsonObject object = row.toObject();
        SelectionRule rule;
        rule.id = object.value(u"id").toString();
        rule.tokens = lowerStrings(object.value(u"tokens"));
        rule.file = checkpointKey(object.value(u"file").toString());
        rule.bestFor = lowerStrings(object.value(u"best_for"));
        rule.bestForTypeTokens = object.value(u"best_for_type_tokens").toBool();
        const bool lowest = object.value(u"sharpness").toString() == QStringLiteral("lowest");
        rule.sharpness = lowest ? SelectionRule::Sharpness::Lowest : SelectionRule::Sharpness::Highest;
        rules.append(rule);
    }
    if (!rules.last().tokens.isEmpty()) {
        return fail(Error::Kind::Validation,
                    QCoreApplication::translate("Catalog", "The last rule for the choice of models must hold for every "
                                                           "type: leave its words empty."));
    }
    return rules;
}

QJsonDocument selectionRulesToJson(const QVector<SelectionRule> &rules)
{
    QJsonArray rows;
    for (const SelectionRule &rule : rules) {
        QJsonObject row{{QStringLiteral("id"), rule.id},
                        {QStringLiteral("tokens"), QJsonArray::fromStringList(rule.tokens)}};
        if (!rule.file.isEmpty())
            row.insert(u"file", rule.file);
        if (!rule.bestFor.isEmpty())
            row.insert(u"best_for", QJsonArray::fromStringList(rule.bestFor));
        if (rule.bestForTypeTokens)
            row.insert(u"best_for_type_tokens", true);
        row.insert(u"sharpness", rule.sharpness == SelectionRule::Sharpness::Lowest ? QStringLiteral("lowest")
                                                                                    : QStringLiteral("highest"));
        rows.append(row);
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("rules"), rows}});
}

} // namespace lorastudio
