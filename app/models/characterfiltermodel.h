// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>
#include <QTimer>

#include <vector>

namespace lorastudio {

/// The rows of the character table that the search text and the button "need attention" let through, in the order of
/// the table or by a column. Every word of the text has to stand somewhere in name, type or model.
///
/// While a run goes on the figures move all the time. What rows are compared by is therefore a copy that is taken anew
/// once a second at most, so that rows do not dance and a storm of updates costs no sorting.
class CharacterFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    static constexpr int sortMs = 1000;

    explicit CharacterFilterModel(QObject *parent = nullptr);
    void setSourceModel(QAbstractItemModel *model) override;
    /// Column -1 = the order of the table.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    void setSearchText(const QString &text);
    QString searchText() const { return m_text; }
    void setAttentionOnly(bool on);
    bool attentionOnly() const { return m_attentionOnly; }
    bool isFiltering() const { return !m_words.isEmpty() || m_attentionOnly; }

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    /// Whether anything is another.
    bool takeKeys();
    void sortAgain();

    QString m_text;
    QStringList m_words;
    bool m_attentionOnly = false;
    std::vector<QVariant> m_keys; ///< by row of the source
    QCollator m_collator;
    QTimer m_sortTimer;
};

} // namespace lorastudio
