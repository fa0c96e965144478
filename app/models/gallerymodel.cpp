// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gallerymodel.h"

#include "models/phrases.h"

#include <QSet>

#include <algorithm>

namespace lorastudio {

GalleryModel::GalleryModel(QObject *parent) : QAbstractListModel(parent)
{
    m_batch.setSingleShot(true);
    m_batch.setInterval(batchMs);
    connect(&m_batch, &QTimer::timeout, this, &GalleryModel::insertWaiting);
}

void GalleryModel::setItems(const QList<GalleryItem> &items)
{
    beginResetModel();
    m_batch.stop();
    m_waiting.clear();
    m_items.clear();
    m_slots.clear();
    for (auto it = items.crbegin(); it != items.crend(); ++it) {
        if (m_slots.contains(it->record.id))
            continue;
        m_slots.insert(it->record.id, m_items.size());
        m_items.push_back(std::make_shared<const GalleryItem>(*it));
    }
    endResetModel();
    Q_EMIT heldCountChanged(0);
}

void GalleryModel::add(const QList<GalleryItem> &items)
{
    for (const GalleryItem &item : items) {
        if (m_slots.contains(item.record.id)) {
            update(item);
            continue;
        }
        const auto same = [&](const GalleryItemPtr &other) {
            return other->record.id == item.record.id;
        };
        const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), same);
        if (found != m_waiting.end())
            *found = std::make_shared<const GalleryItem>(item);
        else
            m_waiting.push_back(std::make_shared<const GalleryItem>(item));
    }
    if (m_waiting.empty())
        return;
    if (m_held)
        Q_EMIT heldCountChanged(heldCount());
    else if (!m_batch.isActive())
        m_batch.start();
}

void GalleryModel::insertWaiting()
{
    if (m_held || m_waiting.empty())
        return;
    beginInsertRows({}, 0, int(m_waiting.size()) - 1);
    for (const GalleryItemPtr &item : m_waiting) {
        m_slots.insert(item->record.id, m_items.size());
        m_items.push_back(item);
    }
    m_waiting.clear();
    endInsertRows();
}

void GalleryModel::setHeld(bool held)
{
    if (m_held == held)
        return;
    m_held = held;
    if (held) {
        m_batch.stop();
    } else {
        insertWaiting();
        Q_EMIT heldCountChanged(0);
    }
}

void GalleryModel::update(const GalleryItem &item)
{
    const int row = rowOf(item.record.id);
    if (row < 0)
        return;
    m_items[slotOf(row)] = std::make_shared<const GalleryItem>(item);
    Q_EMIT dataChanged(index(row), index(row));
}

void GalleryModel::remove(const QList<qint64> &ids)
{
    const QSet<qint64> gone(ids.begin(), ids.end());
    std::erase_if(m_waiting, [&](const GalleryItemPtr &item) { return gone.contains(item->record.id); });
    for (const qint64 id : ids) {
        const int row = rowOf(id);
        if (row < 0)
            continue;
        beginRemoveRows({}, row, row);
        const std::size_t slot = slotOf(row);
        m_items.erase(m_items.begin() + std::ptrdiff_t(slot));
        m_slots.remove(id);
        for (std::size_t i = slot; i < m_items.size(); ++i)
            m_slots[m_items[i]->record.id] = i;
        endRemoveRows();
    }
}

GalleryItemPtr GalleryModel::item(int row) const
{
    return row >= 0 && row < int(m_items.size()) ? m_items[slotOf(row)] : GalleryItemPtr();
}

int GalleryModel::rowOf(qint64 id) const
{
    const auto it = m_slots.constFind(id);
    return it == m_slots.constEnd() ? -1 : int(m_items.size() - 1 - *it);
}

int GalleryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_items.size());
}

QVariant GalleryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const GalleryItemPtr &item = m_items[slotOf(index.row())];
    switch (role) {
    case ItemRole:
        return QVariant::fromValue(item);
    case IdRole:
        return item->record.id;
    case Qt::AccessibleTextRole:
        return phrases::tileSentence(*item);
    default:
        return {};
    }
}

} // namespace lorastudio
