// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/servertablemodel.h"

#include "models/serverphrases.h"

#include <QLocale>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr quintptr topLevel = 0; ///< internal id of servers; messages carry their server's serial number

bool hasServer(const QList<ServerRow> &rows, const QString &url)
{
    return std::any_of(rows.cbegin(), rows.cend(), [&](const ServerRow &row) { return row.url == url; });
}

} // namespace

ServerTableModel::ServerTableModel(QObject *parent) : QAbstractItemModel(parent) {}

void ServerTableModel::setRows(const QList<ServerRow> &rows, const QDateTime &now)
{
    m_all = rows;
    m_ticked = now != m_now;
    m_now = now;
    apply();
    m_ticked = false;
}

void ServerTableModel::setSearchText(const QString &text)
{
    m_search = text.trimmed();
    apply();
}

void ServerTableModel::setHasLog(bool has)
{
    m_hasLog = has;
    apply();
}

void ServerTableModel::apply()
{
    QList<ServerRow> wanted;
    for (ServerRow row : std::as_const(m_all)) {
        if (!m_search.isEmpty() && !row.name.contains(m_search, Qt::CaseInsensitive) &&
            !row.url.contains(m_search, Qt::CaseInsensitive))
            continue;
        if (!m_hasLog) {
            for (ServerMessage &message : row.messages)
                message.links.removeAll(ServerLink::OpenLog);
        }
        wanted.append(row);
    }
    for (int i = int(m_shown.size()) - 1; i >= 0; --i) {
        if (hasServer(wanted, m_shown.at(i).url))
            continue;
        beginRemoveRows({}, i, i);
        m_shown.removeAt(i);
        endRemoveRows();
    }
    for (int i = 0; i < wanted.size(); ++i) {
        if (i < m_shown.size() && m_shown.at(i).url == wanted.at(i).url) {
            replace(i, wanted.at(i));
            continue;
        }
        const auto found = std::find_if(m_shown.begin() + i, m_shown.end(),
                                        [&](const ServerRow &row) { return row.url == wanted.at(i).url; });
        if (found != m_shown.end()) { // it stands elsewhere now
            const int from = int(found - m_shown.begin());
            beginRemoveRows({}, from, from);
            m_shown.removeAt(from);
            endRemoveRows();
        }
        ServerRow bare = wanted.at(i);
        bare.messages.clear();
        if (!m_serials.contains(bare.url))
            m_serials.insert(bare.url, quintptr(m_serials.size()) + 1);
        beginInsertRows({}, i, i);
        m_shown.insert(i, bare);
        endInsertRows();
        replace(i, wanted.at(i));
    }
}

void ServerTableModel::replace(int row, const ServerRow &value)
{
    const ServerRow before = m_shown.at(row);
    if (before == value && !m_ticked)
        return;
    const QModelIndex parent = index(row, 0);
    const int had = int(before.messages.size());
    const int has = int(value.messages.size());
    if (has < had) {
        beginRemoveRows(parent, has, had - 1);
        m_shown[row].messages = m_shown.at(row).messages.mid(0, has);
        endRemoveRows();
    } else if (has > had) {
        beginInsertRows(parent, had, has - 1);
        m_shown[row].messages += value.messages.mid(had);
        endInsertRows();
    }
    m_shown[row] = value;
    Q_EMIT dataChanged(parent, index(row, ColumnCount - 1));
    if (has > 0 && before.messages != value.messages)
        Q_EMIT dataChanged(index(0, 0, parent), index(has - 1, ColumnCount - 1, parent));
}

int ServerTableModel::rowOfSerial(quintptr serial) const
{
    for (int i = 0; i < m_shown.size(); ++i) {
        if (serialOf(m_shown.at(i).url) == serial)
            return i;
    }
    return -1;
}

const ServerRow *ServerTableModel::server(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    const int row = index.internalId() == topLevel ? index.row() : rowOfSerial(index.internalId());
    return row >= 0 && row < m_shown.size() ? &m_shown.at(row) : nullptr;
}

const ServerMessage *ServerTableModel::message(const QModelIndex &index) const
{
    const ServerRow *row = index.isValid() && index.internalId() != topLevel ? server(index) : nullptr;
    return row && index.row() < row->messages.size() ? &row->messages.at(index.row()) : nullptr;
}

QModelIndex ServerTableModel::indexOf(const QString &url) const
{
    for (int i = 0; i < m_shown.size(); ++i) {
        if (m_shown.at(i).url == url)
            return index(i, 0);
    }
    return {};
}

QModelIndex ServerTableModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? serialOf(m_shown.at(parent.row()).url) : topLevel);
}

QModelIndex ServerTableModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == topLevel)
        return {};
    const int row = rowOfSerial(index.internalId());
    return row < 0 ? QModelIndex() : createIndex(row, 0, topLevel);
}

int ServerTableModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_shown.size());
    if (parent.internalId() != topLevel || parent.column() != 0 || parent.row() >= m_shown.size())
        return 0;
    return int(m_shown.at(parent.row()).messages.size());
}

int ServerTableModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString ServerTableModel::text(const ServerRow &row, Column column) const
{
    switch (column) {
    case ServerColumn:
        return row.name;
    case StateColumn:
        return phrases::serverState(row.state);
    case DeviceColumn:
        return row.device;
    case CheckpointColumn:
        return phrases::serverCheckpoint(row);
    case QueueColumn:
        return phrases::serverAnswers(row) ? QLocale().toString(row.ours) : tr("–");
    case SpeedColumn:
        return phrases::serverRate(row);
    case ImagesColumn:
        return QLocale().toString(row.images);
    case ColumnCount:
        break;
    }
    return {};
}

QString ServerTableModel::sentence(const ServerRow &row, Column column) const
{
    switch (column) {
    case ServerColumn:
        return phrases::serverSentence(row);
    case StateColumn:
        return phrases::serverStateSentence(row, m_now);
    case DeviceColumn:
        return phrases::serverMemorySentence(row);
    case CheckpointColumn:
        return phrases::serverCheckpointSentence(row);
    case QueueColumn:
        return phrases::serverQueueSentence(row);
    case SpeedColumn:
        return phrases::serverSpeedSentence(row);
    case ImagesColumn:
        return phrases::serverImagesSentence(row);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant ServerTableModel::data(const QModelIndex &index, int role) const
{
    const ServerRow *row = server(index);
    if (!row)
        return {};
    if (role == UrlRole)
        return row->url;
    if (const ServerMessage *said = message(index)) {
        if (role == Qt::AccessibleTextRole) {
            QString text = said->text;
            for (const ServerLink link : said->links)
                text += u' ' + phrases::serverLink(link) + u'.';
            return text;
        }
        return role == Qt::DisplayRole && index.column() == 0 ? QVariant(said->text) : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, Column(index.column()));
    case Qt::AccessibleTextRole:
        return sentence(*row, Column(index.column()));
    default:
        return {};
    }
}

QVariant ServerTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= QueueColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ServerColumn:
        return tr("Server");
    case StateColumn:
        return tr("State");
    case DeviceColumn:
        return tr("Device and memory");
    case CheckpointColumn:
        return tr("Checkpoint");
    case QueueColumn:
        return tr("Queue");
    case SpeedColumn:
        return tr("Speed");
    case ImagesColumn:
        return tr("Images");
    default:
        return {};
    }
}

Qt::ItemFlags ServerTableModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const ServerMessage *said = message(index);
    if (!said)
        return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace lorastudio
