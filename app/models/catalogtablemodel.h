// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/catalogrow.h"

#include <QAbstractTableModel>
#include <QList>

#include <vector>

namespace lorastudio {

/// The rows of the page of models. Rows that stay keep their indexes, so that current row and scroll position survive.
class CatalogTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        ModelColumn,
        SharpnessColumn,
        ImagesColumn,
        AcceptedColumn,
        TimeColumn,
        LoadColumn,
        ServersColumn,
        ColumnCount
    };
    Q_ENUM(Column)
    enum Role {
        RowRole = Qt::UserRole + 1, ///< CatalogRowPtr, what delegates paint from
        FileRole,
        SeriesRole, ///< place in the catalog, for the colour of its series
        SearchRole
    };
    Q_ENUM(Role)

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QList<CatalogRow> &rows);
    /// -1 if there is no such row.
    int rowOf(const QString &file) const;
    /// Null if there is no such row.
    CatalogRowPtr row(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::vector<CatalogRowPtr> m_rows;
};

} // namespace lorastudio
