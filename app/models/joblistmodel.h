// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/serverlistview.h"

#include <QAbstractTableModel>

namespace lorastudio {

/// The open or the failed jobs of a project as far as they have been read; scrolling to the end asks for more.
class JobListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        ImageColumn,
        StateColumn,
        ServerColumn,
        ReasonColumn,
        AttemptColumn,
        ChangedColumn,
        ActionColumn,
        ColumnCount
    };
    Q_ENUM(Column)
    enum Role {
        IdRole = Qt::UserRole + 1,
        RetryRole, ///< bool: a person can have it tried again
        StateRole, ///< JobState as int
    };
    Q_ENUM(Role)

    explicit JobListModel(QObject *parent = nullptr);
    /// `total`: how many there are, read or not.
    void setJobs(const QList<JobRow> &jobs, int total, const QDateTime &now);
    const JobRow *job(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void moreWanted();

private:
    QList<JobRow> m_jobs;
    QDateTime m_now;
    int m_total = 0;
    bool m_asked = false; ///< more have been asked for and have not come
};

} // namespace lorastudio
