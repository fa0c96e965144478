// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/serverlistview.h"

#include <QAbstractItemModel>
#include <QHash>

namespace lorastudio {

/// The servers as rows, and their messages as rows below them that span all columns. Rows that stay keep their indexes,
/// so that current item and scroll position survive whatever the servers do. A search leaves out servers whose name and
/// address do not have it.
class ServerTableModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column {
        ServerColumn,
        StateColumn,
        DeviceColumn,
        CheckpointColumn,
        QueueColumn,
        SpeedColumn,
        ImagesColumn,
        ColumnCount
    };
    Q_ENUM(Column)
    enum Role {
        UrlRole = Qt::UserRole + 1, ///< of a server and of its messages
    };
    Q_ENUM(Role)

    explicit ServerTableModel(QObject *parent = nullptr);

    /// `now` for the sentences with a time in them.
    void setRows(const QList<ServerRow> &rows, const QDateTime &now);
    void setSearchText(const QString &text);
    /// Whether there is a log to lead to; messages have no link to it otherwise.
    void setHasLog(bool has);
    /// All of them, those too that the search leaves out.
    const QList<ServerRow> &all() const { return m_all; }
    QDateTime now() const { return m_now; }

    /// Null for anything but a row of this model. Of a message: its server.
    const ServerRow *server(const QModelIndex &index) const;
    /// Null for a server.
    const ServerMessage *message(const QModelIndex &index) const;
    QModelIndex indexOf(const QString &url) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void apply();
    void replace(int row, const ServerRow &value);
    QString text(const ServerRow &row, Column column) const;
    QString sentence(const ServerRow &row, Column column) const;

    int rowOfSerial(quintptr serial) const;
    quintptr serialOf(const QString &url) const { return m_serials.value(url); }

    QList<ServerRow> m_all;
    QList<ServerRow> m_shown;
    QHash<QString, quintptr> m_serials; ///< by URL; what messages know their server by, wherever it stands
    QDateTime m_now;
    QString m_search;
    bool m_hasLog = false;
    bool m_ticked = false; ///< `now` changed: sentences with a time may read otherwise
};

} // namespace lorastudio
