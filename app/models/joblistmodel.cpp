// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/joblistmodel.h"

#include "core/text.h"
#include "models/phrases.h"
#include "models/serverphrases.h"

#include <QLocale>

namespace lorastudio {

JobListModel::JobListModel(QObject *parent) : QAbstractTableModel(parent) {}

void JobListModel::setJobs(const QList<JobRow> &jobs, int total, const QDateTime &now)
{
    m_asked = true; // not while rows move
    m_now = now;
    // Jobs move through the list all the time; rows in the same places keep the view still.
    const int before = int(m_jobs.size());
    const int after = int(jobs.size());
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_jobs.resize(after);
        endRemoveRows();
    } else if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_jobs += jobs.mid(before);
        endInsertRows();
    }
    const QList<JobRow> former = std::exchange(m_jobs, jobs);
    for (int i = 0; i < qMin(before, after); ++i) {
        if (former.at(i) != m_jobs.at(i))
            Q_EMIT dataChanged(index(i, 0), index(i, ColumnCount - 1));
    }
    m_total = total;
    m_asked = false;
}

const JobRow *JobListModel::job(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_jobs.size() ? &m_jobs.at(index.row()) : nullptr;
}

int JobListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_jobs.size());
}

int JobListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant JobListModel::data(const QModelIndex &index, int role) const
{
    const JobRow *row = job(index);
    if (!row)
        return {};
    switch (role) {
    case IdRole:
        return row->id;
    case RetryRole:
        return row->state == JobState::Failed || row->state == JobState::Rejected;
    case StateRole:
        return int(row->state);
    case Qt::AccessibleTextRole:
        return phrases::jobSentence(*row);
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (Column(index.column())) {
    case ImageColumn:
        return tr("%1, image %2").arg(isolated(row->character), QLocale().toString(row->number));
    case StateColumn:
        return phrases::jobState(row->state);
    case ServerColumn:
        return row->server.isEmpty() ? tr("–") : isolated(row->server);
    case ReasonColumn:
        return row->reason.isEmpty() ? QString() : isolated(cleanName(row->reason, 2000));
    case AttemptColumn:
        return QLocale().toString(row->attempt);
    case ChangedColumn: {
        const QDateTime local = row->updated.toLocalTime();
        return local.date() == m_now.toLocalTime().date() ? phrases::clock(row->updated)
                                                          : QLocale().toString(local.date(), QLocale::ShortFormat);
    }
    case ActionColumn:
        return data(index, RetryRole).toBool() ? tr("Retry") : QString();
    case ColumnCount:
        break;
    }
    return {};
}

QVariant JobListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= AttemptColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ImageColumn:
        return tr("Image");
    case StateColumn:
        return tr("State");
    case ServerColumn:
        return tr("Server");
    case ReasonColumn:
        return tr("Reason");
    case AttemptColumn:
        return tr("Attempt");
    case ChangedColumn:
        return tr("Changed");
    default:
        return {};
    }
}

bool JobListModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_asked && m_jobs.size() < m_total;
}

void JobListModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_asked = true;
    Q_EMIT moreWanted();
}

} // namespace lorastudio
