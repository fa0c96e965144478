// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace lorastudio {

/// The rows of the character table that the search text and the button "need attention" let through. Every word of the
/// text has to stand somewhere in name, type or model.
class CharacterFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit CharacterFilterModel(QObject *parent = nullptr) : QSortFilterProxyModel(parent) {}
    void setSearchText(const QString &text);
    QString searchText() const { return m_text; }
    void setAttentionOnly(bool on);
    bool attentionOnly() const { return m_attentionOnly; }
    bool isFiltering() const { return !m_words.isEmpty() || m_attentionOnly; }

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    QString m_text;
    QStringList m_words;
    bool m_attentionOnly = false;
};

} // namespace lorastudio
