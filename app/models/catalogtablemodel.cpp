// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalogtablemodel.h"

#include "models/catalogphrases.h"

#include <QLocale>

#include <algorithm>

namespace lorastudio {

void CatalogTableModel::setRows(const QList<CatalogRow> &rows)
{
    const bool sameFiles =
        std::equal(m_rows.begin(), m_rows.end(), rows.begin(), rows.end(),
                   [](const CatalogRowPtr &a, const CatalogRow &b) { return a->checkpoint.file == b.checkpoint.file; });
    if (sameFiles) {
        for (int i = 0; i < rows.size(); ++i) {
            CatalogRowPtr &slot = m_rows[std::size_t(i)];
            if (*slot == rows[i])
                continue;
            slot = std::make_shared<const CatalogRow>(rows[i]);
            Q_EMIT dataChanged(index(i, 0), index(i, ColumnCount - 1));
        }
        return;
    }
    // One place after the other is made right: what is not wanted goes, what is new comes.
    const auto isWanted = [&](const CatalogRowPtr &row, int from) {
        return std::any_of(rows.begin() + from, rows.end(),
                           [&](const CatalogRow &wanted) { return wanted.checkpoint.file == row->checkpoint.file; });
    };
    for (int i = 0; i < rows.size(); ++i) {
        while (i < int(m_rows.size()) && m_rows[std::size_t(i)]->checkpoint.file != rows[i].checkpoint.file &&
               !isWanted(m_rows[std::size_t(i)], i)) {
            beginRemoveRows({}, i, i);
            m_rows.erase(m_rows.begin() + i);
            endRemoveRows();
        }
        const int present = rowOf(rows[i].checkpoint.file);
        if (present > i) {
            beginMoveRows({}, present, present, {}, i);
            CatalogRowPtr moved = m_rows[std::size_t(present)];
            m_rows.erase(m_rows.begin() + present);
            m_rows.insert(m_rows.begin() + i, std::move(moved));
            endMoveRows();
        } else if (present < 0) {
            beginInsertRows({}, i, i);
            m_rows.insert(m_rows.begin() + i, std::make_shared<const CatalogRow>(rows[i]));
            endInsertRows();
        }
        m_rows[std::size_t(i)] = std::make_shared<const CatalogRow>(rows[i]);
    }
    if (int(m_rows.size()) > rows.size()) {
        beginRemoveRows({}, int(rows.size()), int(m_rows.size()) - 1);
        m_rows.erase(m_rows.begin() + rows.size(), m_rows.end());
        endRemoveRows();
    }
    if (!m_rows.empty()) // the colours of those behind are others now
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

int CatalogTableModel::rowOf(const QString &file) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i]->checkpoint.file == file)
            return int(i);
    }
    return -1;
}

CatalogRowPtr CatalogTableModel::row(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? m_rows[std::size_t(row)] : CatalogRowPtr();
}

int CatalogTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CatalogTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

namespace {

QString shown(const CatalogRow &row, CatalogTableModel::Column column)
{
    switch (column) {
    case CatalogTableModel::ModelColumn:
        return row.checkpoint.name;
    case CatalogTableModel::SharpnessColumn:
        return QLocale().toString(row.checkpoint.sharpness);
    case CatalogTableModel::ImagesColumn:
        return QLocale().toString(row.figures.images);
    case CatalogTableModel::AcceptedColumn:
        return catalogphrases::share(row.figures.acceptedShare());
    case CatalogTableModel::TimeColumn:
        return catalogphrases::seconds(row.figures.secondsPerImage);
    case CatalogTableModel::LoadColumn:
        return catalogphrases::seconds(row.loadSeconds);
    case CatalogTableModel::ServersColumn:
        return catalogphrases::onServers(row);
    case CatalogTableModel::ColumnCount:
        break;
    }
    return {};
}

QString spoken(const CatalogRow &row, CatalogTableModel::Column column)
{
    switch (column) {
    case CatalogTableModel::ModelColumn:
        return catalogphrases::modelSentence(row);
    case CatalogTableModel::SharpnessColumn:
        return catalogphrases::sharpnessSentence(row);
    case CatalogTableModel::ImagesColumn:
        return catalogphrases::imagesSentence(row);
    case CatalogTableModel::AcceptedColumn:
        return catalogphrases::acceptedSentence(row);
    case CatalogTableModel::TimeColumn:
        return catalogphrases::timeSentence(row);
    case CatalogTableModel::LoadColumn:
        return catalogphrases::loadSentence(row);
    case CatalogTableModel::ServersColumn:
        return catalogphrases::serversSentence(row);
    case CatalogTableModel::ColumnCount:
        break;
    }
    return {};
}

bool isRight(int column)
{
    return column == CatalogTableModel::ImagesColumn || column == CatalogTableModel::TimeColumn ||
           column == CatalogTableModel::LoadColumn;
}

} // namespace

QVariant CatalogTableModel::data(const QModelIndex &index, int role) const
{
    const CatalogRowPtr of = row(index.row());
    if (!of || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return shown(*of, Column(index.column()));
    case Qt::AccessibleTextRole:
        return spoken(*of, Column(index.column()));
    case Qt::TextAlignmentRole:
        return int((isRight(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case RowRole:
        return QVariant::fromValue(of);
    case FileRole:
        return of->checkpoint.file;
    case SeriesRole:
        return index.row();
    case SearchRole:
        return QString(of->checkpoint.name + QLatin1Char('\n') + of->checkpoint.file + QLatin1Char('\n') +
                       of->checkpoint.type + QLatin1Char('\n') + of->checkpoint.bestFor.join(QLatin1Char(' ')));
    default:
        return {};
    }
}

QVariant CatalogTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((isRight(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case ModelColumn:
        return tr("Model");
    case SharpnessColumn:
        return tr("Declared sharpness and score");
    case ImagesColumn:
        return tr("Images");
    case AcceptedColumn:
        return tr("Accepted");
    case TimeColumn:
        return tr("Per image");
    case LoadColumn:
        return tr("Load");
    case ServersColumn:
        return tr("On servers");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace lorastudio
