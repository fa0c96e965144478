// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

#include <optional>

namespace lorastudio {

/// The rows that hold every word of a search, in any order and case, and, if asked for, one value of another role.
class WordFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    /// `textRole` gives what is searched; `valueRole` what `setValue` compares, an int.
    explicit WordFilterModel(int textRole, int valueRole = -1, QObject *parent = nullptr)
        : QSortFilterProxyModel(parent), m_textRole(textRole), m_valueRole(valueRole)
    {
    }
    void setSearchText(const QString &text);
    QString searchText() const { return m_text; }
    /// Only rows with this value; nothing = all.
    void setValue(std::optional<int> value);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    const int m_textRole;
    const int m_valueRole;
    QString m_text;
    QStringList m_words;
    std::optional<int> m_value;
};

} // namespace lorastudio
