// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gallerymodel.h"

#include "models/phrases.h"

#include <QSet>
#include <QThreadPool>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr std::size_t discardedHere = 5'000; ///< more items than this are freed in the thread pool
constexpr std::size_t mostRanges = 64;       ///< more places than this are removed as one

} // namespace

GalleryModel::GalleryModel(QObject *parent) : QAbstractListModel(parent)
{
    m_batch.setSingleShot(true);
    m_batch.setInterval(batchMs);
    connect(&m_batch, &QTimer::timeout, this, &GalleryModel::insertWaiting);
}

void GalleryModel::discard(Items &items)
{
    if (items.size() < discardedHere) {
        items.clear();
        return;
    }
    // Freeing the texts of 100,000 images takes longer than the window may stand still.
    const auto all = std::make_shared<Items>(std::move(items));
    items.clear();
    QThreadPool::globalInstance()->start([all] { all->clear(); });
}

void GalleryModel::setItems(const QList<GalleryItem> &items)
{
    beginResetModel();
    m_batch.stop();
    m_waiting.clear();
    m_waitingIds.clear();
    discard(m_items);
    m_places.clear();
    m_oldestPlace = 0;
    m_placesHold = true;
    for (auto it = items.crbegin(); it != items.crend(); ++it) {
        if (m_places.contains(it->record.id))
            continue;
        m_places.insert(it->record.id, qint64(m_items.size()));
        m_items.push_back(std::make_shared<const GalleryItem>(*it));
    }
    endResetModel();
    Q_EMIT heldCountChanged(0);
}

void GalleryModel::extend(const QList<GalleryItem> &older)
{
    reindex();
    std::vector<GalleryItemPtr> added;
    added.reserve(std::size_t(older.size()));
    for (const GalleryItem &item : older) {
        if (!m_places.contains(item.record.id) && !m_waitingIds.contains(item.record.id))
            added.push_back(std::make_shared<const GalleryItem>(item));
    }
    if (added.empty())
        return;
    beginInsertRows({}, int(m_items.size()), int(m_items.size() + added.size()) - 1);
    for (const GalleryItemPtr &item : added) {
        m_items.push_front(item);
        m_places.insert(item->record.id, --m_oldestPlace);
    }
    endInsertRows();
}

void GalleryModel::add(const QList<GalleryItem> &items)
{
    reindex();
    for (const GalleryItem &item : items) {
        if (m_places.contains(item.record.id)) {
            update(item);
            continue;
        }
        const auto waiting = m_waitingIds.constFind(item.record.id);
        if (waiting != m_waitingIds.cend()) {
            m_waiting[*waiting] = std::make_shared<const GalleryItem>(item);
            continue;
        }
        m_waitingIds.insert(item.record.id, m_waiting.size());
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
    reindex();
    beginInsertRows({}, 0, int(m_waiting.size()) - 1);
    for (const GalleryItemPtr &item : m_waiting) {
        m_places.insert(item->record.id, m_oldestPlace + qint64(m_items.size()));
        m_items.push_back(item);
    }
    m_waiting.clear();
    m_waitingIds.clear();
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
    if (std::erase_if(m_waiting, [&](const GalleryItemPtr &item) { return gone.contains(item->record.id); }) > 0) {
        m_waitingIds.clear();
        for (std::size_t i = 0; i < m_waiting.size(); ++i)
            m_waitingIds.insert(m_waiting[i]->record.id, i);
    }
    const std::vector<Range> ranges = rangesOf(gone);
    if (ranges.size() <= mostRanges) {
        for (auto range = ranges.crbegin(); range != ranges.crend(); ++range)
            removeRange(*range);
        return;
    }
    const Range span{ranges.front().begin, ranges.back().end};
    std::vector<GalleryItemPtr> stay;
    for (std::size_t slot = span.begin; slot < span.end; ++slot) {
        if (!gone.contains(m_items[slot]->record.id))
            stay.push_back(m_items[slot]);
    }
    removeRange(span);
    insertAt(span.begin, stay);
}

std::vector<GalleryModel::Range> GalleryModel::rangesOf(const QSet<qint64> &ids) const
{
    reindex();
    std::vector<std::size_t> found;
    for (const qint64 id : ids) {
        const auto place = m_places.constFind(id);
        if (place != m_places.cend())
            found.push_back(std::size_t(*place - m_oldestPlace));
    }
    std::sort(found.begin(), found.end());
    std::vector<Range> ranges;
    for (const std::size_t slot : found) {
        if (!ranges.empty() && ranges.back().end == slot)
            ++ranges.back().end;
        else
            ranges.push_back({slot, slot + 1});
    }
    return ranges;
}

void GalleryModel::removeRange(Range range)
{
    const int last = int(m_items.size() - 1 - range.begin);
    beginRemoveRows({}, last - int(range.end - range.begin) + 1, last);
    const auto begin = m_items.begin() + std::ptrdiff_t(range.begin);
    m_items.erase(begin, begin + std::ptrdiff_t(range.end - range.begin));
    m_placesHold = false;
    endRemoveRows();
}

void GalleryModel::insertAt(std::size_t slot, const std::vector<GalleryItemPtr> &items)
{
    if (items.empty())
        return;
    const int first = int(m_items.size() - slot);
    beginInsertRows({}, first, first + int(items.size()) - 1);
    m_items.insert(m_items.begin() + std::ptrdiff_t(slot), items.begin(), items.end());
    m_placesHold = false;
    endInsertRows();
}

void GalleryModel::reindex() const
{
    if (m_placesHold)
        return;
    m_places.clear();
    m_places.reserve(qsizetype(m_items.size()));
    m_oldestPlace = 0;
    for (std::size_t slot = 0; slot < m_items.size(); ++slot)
        m_places.insert(m_items[slot]->record.id, qint64(slot));
    m_placesHold = true;
}

GalleryItemPtr GalleryModel::item(int row) const
{
    return row >= 0 && row < int(m_items.size()) ? m_items[slotOf(row)] : GalleryItemPtr();
}

int GalleryModel::rowOf(qint64 id) const
{
    reindex();
    const auto place = m_places.constFind(id);
    return place == m_places.cend() ? -1 : int(qint64(m_items.size()) - 1 - (*place - m_oldestPlace));
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
