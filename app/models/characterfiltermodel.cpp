// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/characterfiltermodel.h"

#include "models/charactertablemodel.h"

namespace lorastudio {

CharacterFilterModel::CharacterFilterModel(QObject *parent) : QSortFilterProxyModel(parent)
{
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    m_collator.setNumericMode(true);
    m_sortTimer.setSingleShot(true);
    m_sortTimer.setInterval(sortMs);
    connect(&m_sortTimer, &QTimer::timeout, this, &CharacterFilterModel::sortAgain);
}

void CharacterFilterModel::setSourceModel(QAbstractItemModel *model)
{
    QSortFilterProxyModel::setSourceModel(model);
    const auto later = [this] {
        if (sortColumn() >= 0 && !m_sortTimer.isActive())
            m_sortTimer.start();
    };
    connect(model, &QAbstractItemModel::dataChanged, this, later);
    connect(model, &QAbstractItemModel::rowsInserted, this, later);
    connect(model, &QAbstractItemModel::rowsRemoved, this, later);
    connect(model, &QAbstractItemModel::modelReset, this, later);
}

void CharacterFilterModel::sort(int column, Qt::SortOrder order)
{
    m_keys.clear();
    if (column >= 0) {
        m_keys.resize(std::size_t(sourceModel()->rowCount()));
        for (int row = 0; row < sourceModel()->rowCount(); ++row)
            m_keys[std::size_t(row)] = sourceModel()->index(row, column).data(CharacterTableModel::SortRole);
    }
    QSortFilterProxyModel::sort(column, order);
}

bool CharacterFilterModel::takeKeys()
{
    std::vector<QVariant> keys(std::size_t(sourceModel()->rowCount()));
    for (std::size_t row = 0; row < keys.size(); ++row)
        keys[row] = sourceModel()->index(int(row), sortColumn()).data(CharacterTableModel::SortRole);
    const bool other = keys != m_keys;
    m_keys = std::move(keys);
    return other;
}

void CharacterFilterModel::sortAgain()
{
    if (sortColumn() >= 0 && takeKeys())
        invalidate();
}

bool CharacterFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto a = std::size_t(left.row());
    const auto b = std::size_t(right.row());
    if (a >= m_keys.size() || b >= m_keys.size()) // rows that have come since
        return a < b;
    const QVariant &first = m_keys[a];
    const QVariant &second = m_keys[b];
    const bool texts = first.userType() == QMetaType::QString && second.userType() == QMetaType::QString;
    const int order =
        texts ? m_collator.compare(first.toString(), second.toString()) : int(first.toInt() - second.toInt());
    return order != 0 ? order < 0 : a < b;
}

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
