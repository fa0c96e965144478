// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/importtablemodel.h"

#include "core/text.h"
#include "models/importphrases.h"

namespace lorastudio {

ImportTableModel::ImportTableModel(QObject *parent) : QAbstractTableModel(parent) {}

ImportRowPtr ImportTableModel::row(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? m_rows[std::size_t(row)] : ImportRowPtr();
}

int ImportTableModel::rowOf(int id) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i]->entry->id == id)
            return int(i);
    }
    return -1;
}

void ImportTableModel::setRows(const QList<ImportRow> &rows)
{
    // Entries are added at the end; a few go when their file was read once more.
    std::size_t same = 0;
    const std::size_t wanted = std::size_t(rows.size());
    while (same < m_rows.size() && same < wanted && m_rows[same]->entry->id == rows[qsizetype(same)].entry->id)
        ++same;
    if (same < m_rows.size()) {
        beginRemoveRows({}, int(same), int(m_rows.size()) - 1);
        m_rows.resize(same);
        endRemoveRows();
    }
    int firstChanged = -1;
    const auto flush = [&](int end) {
        if (firstChanged >= 0)
            Q_EMIT dataChanged(index(firstChanged, 0), index(end - 1, ColumnCount - 1));
        firstChanged = -1;
    };
    for (std::size_t i = 0; i < same; ++i) {
        const ImportRow &row = rows[qsizetype(i)];
        if (*m_rows[i] == row) {
            flush(int(i));
            continue;
        }
        m_rows[i] = std::make_shared<const ImportRow>(row);
        if (firstChanged < 0)
            firstChanged = int(i);
    }
    flush(int(same));
    if (same == wanted)
        return;
    beginInsertRows({}, int(same), int(wanted) - 1);
    for (std::size_t i = same; i < wanted; ++i)
        m_rows.push_back(std::make_shared<const ImportRow>(rows[qsizetype(i)]));
    endInsertRows();
}

int ImportTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ImportTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ImportTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == PicturesColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (Column(section)) {
    case TakenColumn:
        return role == Qt::AccessibleTextRole ? tr("Comes in") : QString();
    case NameColumn:
        return tr("Character");
    case FromColumn:
        return tr("From");
    case PicturesColumn:
        return tr("Pictures");
    case ModelColumn:
        return tr("Model");
    case HappeningColumn:
        return tr("What will happen");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant ImportTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    namespace phrases = importphrases;
    const ImportRowPtr &pointer = m_rows[std::size_t(index.row())];
    const ImportEntry &entry = *pointer->entry;
    const auto column = Column(index.column());
    switch (role) {
    case RowRole:
        return QVariant::fromValue(pointer);
    case IdRole:
        return entry.id;
    case SearchRole:
        return QString(phrases::name(entry) + u'\n' + entry.result().type + u'\n' + phrases::from(entry));
    case AttentionRole:
        return entry.isLeftOut() || entry.hasNote();
    case Qt::CheckStateRole:
        return column == TakenColumn ? QVariant(int(entry.isTaken() ? Qt::Checked : Qt::Unchecked)) : QVariant();
    case Qt::TextAlignmentRole:
        return column == PicturesColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case Qt::EditRole:
        if (column == NameColumn)
            return entry.isLeftOut() ? QString() : phrases::name(entry);
        [[fallthrough]];
    case Qt::DisplayRole:
        switch (column) {
        case NameColumn:
            return phrases::name(entry);
        case FromColumn:
            return phrases::from(entry);
        case PicturesColumn:
            return phrases::pictures(entry);
        case ModelColumn:
            return pointer->modelName;
        case HappeningColumn:
            return phrases::happening(entry).head;
        default:
            break;
        }
        return {};
    case Qt::AccessibleTextRole:
        switch (column) {
        case TakenColumn:
            return phrases::takenSentence(entry);
        case NameColumn:
            return phrases::nameSentence(entry);
        case FromColumn:
            return phrases::fromSentence(entry);
        case PicturesColumn:
            return phrases::picturesSentence(entry);
        case ModelColumn:
            return phrases::modelSentence(*pointer);
        case HappeningColumn:
            return phrases::happeningSentence(entry);
        case ColumnCount:
            break;
        }
        return {};
    default:
        return {};
    }
}

Qt::ItemFlags ImportTableModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const ImportRowPtr of = row(index.row());
    if (!of || of->entry->broken)
        return flags;
    if (index.column() == TakenColumn && !of->entry->isLeftOut())
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == NameColumn)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ImportTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const ImportEntry &entry = *m_rows[std::size_t(index.row())]->entry;
    const int id = entry.id;
    if (role == Qt::CheckStateRole && (flags(index) & Qt::ItemIsUserCheckable)) {
        Q_EMIT wantedChanged(id, value.toInt() == int(Qt::Checked));
        return true;
    }
    if (role != Qt::EditRole || index.column() != NameColumn || entry.broken)
        return false;
    const QString name = cleanName(value.toString());
    if (name.isEmpty() || (!entry.isNameless() && name == importphrases::name(entry)))
        return false;
    Q_EMIT nameEdited(id, name);
    return true;
}

void ImportFilterModel::setSearchText(const QString &text)
{
    m_text = text.simplified();
    invalidateFilter();
}

void ImportFilterModel::setAttentionOnly(bool on)
{
    m_attentionOnly = on;
    invalidateFilter();
}

bool ImportFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_attentionOnly && !index.data(ImportTableModel::AttentionRole).toBool())
        return false;
    return m_text.isEmpty() ||
           index.data(ImportTableModel::SearchRole).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace lorastudio
