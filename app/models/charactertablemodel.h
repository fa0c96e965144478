// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/characterrow.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QMap>
#include <QTimer>

#include <memory>
#include <vector>

namespace lorastudio {

using CharacterRowPtr = std::shared_ptr<const CharacterRow>;

/// The character table, fed with values.
///
/// It guarantees that a storm of updates costs the views little: `updateRow` only takes the value, and at most ten
/// times a second one `dataChanged` is emitted per run of rows and columns that differ. It never writes: editing a cell
/// emits a wish, and the new value comes back through `updateRow`. Rows that stay keep their indexes, so that selection
/// and scroll position survive an import.
class CharacterTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        CharacterColumn,
        ModelColumn,
        SharpnessColumn,
        ImagesColumn,
        ProgressColumn,
        QualityColumn,
        StatusColumn,
        ColumnCount
    };
    Q_ENUM(Column)
    enum Role {
        RowRole = Qt::UserRole + 1, ///< CharacterRowPtr, what delegates paint from
        IdRole,                     ///< id of the character
        SearchRole,                 ///< what the search looks in
        AttentionRole,              ///< bool: a person has to do something
        SortRole                    ///< what the column sorts by; figures that move are rounded
    };
    Q_ENUM(Role)
    static constexpr int tickMs = 100;

    explicit CharacterTableModel(QObject *parent = nullptr);

    void setRows(const QList<CharacterRow> &rows);
    /// Unknown ids are ignored.
    void updateRow(const CharacterRow &row);
    /// Emits what has gathered now instead of at the next tick.
    void flush();

    /// -1 if there is no such row.
    int rowOf(const QString &id) const;
    /// Null if there is no such row.
    CharacterRowPtr row(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Editing is a wish: returns true if it was a valid one, and changes nothing here.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    /// `file` empty = let the rule choose.
    void modelChosen(const QString &id, const QString &file);
    void imagesEdited(const QString &id, int images);
    void nameEdited(const QString &id, const QString &name);

private:
    static QVariant sortKey(const CharacterRow &row, Column column);
    void reindex();
    void replace(int row, const CharacterRow &value);
    static quint32 changedColumns(const CharacterRow &before, const CharacterRow &after);

    std::vector<CharacterRowPtr> m_rows;
    QHash<QString, int> m_index;
    QMap<int, quint32> m_dirty; ///< row → bits of changed columns
    QTimer m_tick;
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::CharacterRowPtr)
