// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/wordfiltermodel.h"

#include <algorithm>

namespace lorastudio {

void WordFilterModel::setSearchText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    m_words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void WordFilterModel::setValue(std::optional<int> value)
{
    if (m_value == value)
        return;
    m_value = value;
    invalidateFilter();
}

bool WordFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    const QModelIndex index = sourceModel()->index(sourceRow, 0, sourceParent);
    if (m_value && index.data(m_valueRole).toInt() != *m_value)
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = index.data(m_textRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace lorastudio
