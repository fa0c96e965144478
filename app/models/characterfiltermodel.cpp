// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/characterfiltermodel.h"

#include "models/charactertablemodel.h"

namespace lorastudio {

void CharacterFilterModel::setSearchText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    m_words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void CharacterFilterModel::setAttentionOnly(bool on)
{
    if (m_attentionOnly == on)
        return;
    m_attentionOnly = on;
    invalidateFilter();
}

bool CharacterFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    if (!isFiltering())
        return true;
    const QModelIndex index = sourceModel()->index(sourceRow, 0, sourceParent);
    if (m_attentionOnly && !index.data(CharacterTableModel::AttentionRole).toBool())
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = index.data(CharacterTableModel::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace lorastudio
