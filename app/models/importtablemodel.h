// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/importview.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <memory>
#include <vector>

namespace lorastudio {

using ImportRowPtr = std::shared_ptr<const ImportRow>;

/// The table of the import page, fed with values. It never writes: ticking a box and typing a name emit wishes, and
/// what comes of them comes back through `setRows`. Rows that stay keep their indexes.
class ImportTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TakenColumn, NameColumn, FromColumn, PicturesColumn, ModelColumn, HappeningColumn, ColumnCount };
    Q_ENUM(Column)
    enum Role {
        RowRole = Qt::UserRole + 1, ///< ImportRowPtr, what delegates paint from
        IdRole,                     ///< int
        SearchRole,                 ///< what the search looks in
        AttentionRole               ///< bool: left out, or with a note
    };
    Q_ENUM(Role)

    explicit ImportTableModel(QObject *parent = nullptr);
    void setRows(const QList<ImportRow> &rows);
    /// Null if there is no such row.
    ImportRowPtr row(int row) const;
    /// -1 if there is no such entry.
    int rowOf(int id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void wantedChanged(int id, bool wanted);
    void nameEdited(int id, const QString &name);

private:
    std::vector<ImportRowPtr> m_rows;
};

/// Narrows the import table to what is searched for, and to what needs attention.
class ImportFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setSearchText(const QString &text);
    void setAttentionOnly(bool on);
    bool attentionOnly() const { return m_attentionOnly; }
    QString searchText() const { return m_text; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
    bool m_attentionOnly = false;
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::ImportRowPtr)
