// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/charactertablemodel.h"

#include "core/text.h"
#include "models/phrases.h"

#include <QLocale>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr int maxRanges = 64; ///< more runs of rows than this are told as one range

constexpr quint32 bit(int column)
{
    return 1u << column;
}

} // namespace

CharacterTableModel::CharacterTableModel(QObject *parent) : QAbstractTableModel(parent)
{
    m_tick.setSingleShot(true);
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &CharacterTableModel::flush);
}

int CharacterTableModel::rowOf(const QString &id) const
{
    return m_index.value(id, -1);
}

CharacterRowPtr CharacterTableModel::row(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? m_rows[std::size_t(row)] : CharacterRowPtr();
}

void CharacterTableModel::reindex()
{
    m_index.clear();
    m_index.reserve(qsizetype(m_rows.size()));
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_index.insert(m_rows[i]->character.id, int(i));
}

void CharacterTableModel::setRows(const QList<CharacterRow> &rows)
{
    flush();
    QHash<QString, int> wanted;
    for (int i = 0; i < rows.size(); ++i)
        wanted.insert(rows[i].character.id, i);

    for (int last = int(m_rows.size()) - 1; last >= 0; --last) {
        if (wanted.contains(m_rows[std::size_t(last)]->character.id))
            continue;
        int first = last;
        while (first > 0 && !wanted.contains(m_rows[std::size_t(first - 1)]->character.id))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        reindex();
        endRemoveRows();
        last = first;
    }

    // What is left stands in the new list too; if in another order, views have to start afresh.
    int place = -1;
    const bool sameOrder = std::all_of(m_rows.begin(), m_rows.end(), [&](const CharacterRowPtr &row) {
        const int next = wanted.value(row->character.id);
        const bool later = next > place;
        place = next;
        return later;
    });
    if (!sameOrder) {
        beginResetModel();
        m_rows.clear();
        for (const CharacterRow &row : rows)
            m_rows.push_back(std::make_shared<const CharacterRow>(row));
        reindex();
        endResetModel();
        return;
    }
    for (int i = 0; i < rows.size();) {
        if (i < int(m_rows.size()) && m_rows[std::size_t(i)]->character.id == rows[i].character.id) {
            replace(i, rows[i]);
            ++i;
            continue;
        }
        int end = i;
        while (end < rows.size() && !m_index.contains(rows[end].character.id))
            ++end;
        if (end == i) // an id stands twice in the list; ids are unique, so only a caller's mistake comes here
            break;
        beginInsertRows({}, i, end - 1);
        std::vector<CharacterRowPtr> added;
        for (int k = i; k < end; ++k)
            added.push_back(std::make_shared<const CharacterRow>(rows[k]));
        m_rows.insert(m_rows.begin() + i, added.begin(), added.end());
        reindex();
        endInsertRows();
        i = end;
    }
    flush();
}

void CharacterTableModel::updateRow(const CharacterRow &row)
{
    const int at = rowOf(row.character.id);
    if (at >= 0)
        replace(at, row);
}

void CharacterTableModel::replace(int row, const CharacterRow &value)
{
    CharacterRowPtr &slot = m_rows[std::size_t(row)];
    const quint32 changed = changedColumns(*slot, value);
    slot = std::make_shared<const CharacterRow>(value);
    if (!changed)
        return;
    m_dirty[row] |= changed;
    if (!m_tick.isActive())
        m_tick.start();
}

quint32 CharacterTableModel::changedColumns(const CharacterRow &a, const CharacterRow &b)
{
    quint32 columns = 0;
    if (!(a.character == b.character)) {
        columns |= bit(CharacterColumn) | bit(StatusColumn);
        if (a.character.images != b.character.images)
            columns |= bit(ImagesColumn) | bit(ProgressColumn);
    }
    if (a.thumbnailKey != b.thumbnailKey)
        columns |= bit(CharacterColumn);
    if (a.onNoServer != b.onNoServer || !(a.assignment == b.assignment))
        columns |= bit(ModelColumn);
    if (a.checkpoint != b.checkpoint)
        columns |= bit(ModelColumn) | bit(SharpnessColumn);
    if (!(a.summary == b.summary))
        columns |= bit(ProgressColumn) | bit(QualityColumn);
    if (a.live != b.live || a.secondsLeft != b.secondsLeft || !qFuzzyCompare(1 + a.perMinute, 1 + b.perMinute))
        columns |= bit(ProgressColumn);
    if (!(a.status == b.status))
        columns |= bit(StatusColumn) | bit(ProgressColumn) | bit(ModelColumn);
    return columns;
}

void CharacterTableModel::flush()
{
    m_tick.stop();
    if (m_dirty.isEmpty())
        return;
    quint32 columns = 0;
    std::vector<std::pair<int, int>> ranges;
    for (auto it = m_dirty.cbegin(); it != m_dirty.cend(); ++it) {
        columns |= it.value();
        if (!ranges.empty() && ranges.back().second == it.key() - 1)
            ranges.back().second = it.key();
        else
            ranges.emplace_back(it.key(), it.key());
    }
    m_dirty.clear();
    if (ranges.size() > maxRanges)
        ranges = {{ranges.front().first, ranges.back().second}};
    for (int first = 0; first < ColumnCount; ++first) {
        if (!(columns & bit(first)))
            continue;
        int last = first;
        while (last + 1 < ColumnCount && (columns & bit(last + 1)))
            ++last;
        for (const auto &[top, bottom] : ranges)
            Q_EMIT dataChanged(index(top, first), index(bottom, last));
        first = last;
    }
}

int CharacterTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CharacterTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant CharacterTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == ImagesColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (Column(section)) {
    case CharacterColumn:
        return tr("Character");
    case ModelColumn:
        return tr("Model");
    case SharpnessColumn:
        return tr("Sharpness");
    case ImagesColumn:
        return tr("Images");
    case ProgressColumn:
        return tr("Progress");
    case QualityColumn:
        return tr("Quality");
    case StatusColumn:
        return tr("Status");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant CharacterTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CharacterRowPtr &pointer = m_rows[std::size_t(index.row())];
    const CharacterRow &row = *pointer;
    switch (role) {
    case RowRole:
        return QVariant::fromValue(pointer);
    case IdRole:
        return row.character.id;
    case SearchRole:
        return QString(row.character.name + QLatin1Char('\n') + row.character.type + QLatin1Char('\n') +
                       phrases::modelName(row));
    case AttentionRole:
        return phrases::needsAttention(row.status.state);
    case SortRole:
        return sortKey(row, Column(index.column()));
    case Qt::TextAlignmentRole:
        if (index.column() == ImagesColumn)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case Qt::EditRole:
        switch (Column(index.column())) {
        case CharacterColumn:
            return row.character.name;
        case ModelColumn:
            return row.assignment.locked ? row.assignment.modelFile : QString();
        case ImagesColumn:
            return row.character.images;
        default:
            break;
        }
        [[fallthrough]];
    case Qt::DisplayRole:
        switch (Column(index.column())) {
        case CharacterColumn:
            return row.character.name;
        case ModelColumn:
            return phrases::modelName(row);
        case SharpnessColumn:
            return row.checkpoint ? QVariant(tr("%1/10").arg(QLocale().toString(row.checkpoint->sharpness)))
                                  : QVariant();
        case ImagesColumn:
            return QLocale().toString(row.character.images);
        case ProgressColumn:
            return tr("%1/%2").arg(QLocale().toString(row.summary.made()), QLocale().toString(row.character.images));
        case QualityColumn:
            return row.summary.meanScore ? phrases::mean(*row.summary.meanScore) : tr("Not scored");
        case StatusColumn:
            return phrases::status(row).word;
        case ColumnCount:
            break;
        }
        return {};
    case Qt::AccessibleTextRole:
        switch (Column(index.column())) {
        case CharacterColumn:
            return phrases::characterSentence(row);
        case ModelColumn:
            return phrases::modelSentence(row);
        case SharpnessColumn:
            return phrases::sharpnessSentence(row);
        case ImagesColumn:
            return phrases::imagesSentence(row);
        case ProgressColumn:
            return phrases::progressSentence(row);
        case QualityColumn:
            return phrases::qualitySentence(row);
        case StatusColumn:
            return phrases::statusSentence(row);
        case ColumnCount:
            break;
        }
        return {};
    default:
        return {};
    }
}

QVariant CharacterTableModel::sortKey(const CharacterRow &row, Column column)
{
    switch (column) {
    case CharacterColumn:
        return row.character.name;
    case ModelColumn:
        return phrases::modelName(row);
    case SharpnessColumn:
        return row.checkpoint ? row.checkpoint->sharpness : -1;
    case ImagesColumn:
        return row.character.images;
    case ProgressColumn:
        return 100 * row.summary.made() / std::max(1, row.character.images);
    case QualityColumn:
        return row.summary.meanScore ? qRound(*row.summary.meanScore * 10) : -1;
    case StatusColumn:
        return int(row.status.state);
    case ColumnCount:
        break;
    }
    return {};
}

Qt::ItemFlags CharacterTableModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() &&
        (index.column() == CharacterColumn || index.column() == ModelColumn || index.column() == ImagesColumn))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool CharacterTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const CharacterRow &row = *m_rows[std::size_t(index.row())];
    const QString id = row.character.id;
    switch (Column(index.column())) {
    case CharacterColumn: {
        const QString name = cleanName(value.toString());
        if (name.isEmpty() || name == row.character.name)
            return false;
        Q_EMIT nameEdited(id, name);
        return true;
    }
    case ModelColumn: {
        const QString file = value.toString();
        if (file.isEmpty() ? !row.assignment.locked : row.assignment.locked && file == row.assignment.modelFile)
            return false;
        Q_EMIT modelChosen(id, file);
        return true;
    }
    case ImagesColumn: {
        bool isNumber = false;
        const int images = value.toInt(&isNumber);
        if (!isNumber || images < 1 || images > Character::maxImages || images == row.character.images)
            return false;
        Q_EMIT imagesEdited(id, images);
        return true;
    }
    default:
        return false;
    }
}

} // namespace lorastudio
