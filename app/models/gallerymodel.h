// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/galleryitem.h"

#include <QAbstractListModel>
#include <QHash>
#include <QTimer>

#include <deque>
#include <memory>
#include <vector>

namespace lorastudio {

using GalleryItemPtr = std::shared_ptr<const GalleryItem>;

/// Images for the gallery, newest first, fed with values.
///
/// New images come in batches, at most four times a second, because every insertion lays the view out again. While
/// `setHeld(true)` they wait, so that nothing moves under the eyes of a person who has scrolled or selected; the page
/// offers them by `heldCount`. An image never appears twice. Every change costs what it brings or, for a removal, one
/// pass over the images, so that 100,000 of them are no hindrance.
class GalleryModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        ItemRole = Qt::UserRole + 1, ///< GalleryItemPtr, what delegates paint from
        IdRole                       ///< qint64
    };
    Q_ENUM(Role)
    static constexpr int batchMs = 250;

    explicit GalleryModel(QObject *parent = nullptr);

    /// `items` newest first.
    void setItems(const QList<GalleryItem> &items);
    /// Older images than all that are there, newest first: the next page of a long list.
    void extend(const QList<GalleryItem> &older);
    /// `items` newest last, as they came.
    void add(const QList<GalleryItem> &items);
    void update(const GalleryItem &item);
    /// Unknown ids are ignored. Where the images lie in very many places, those between are taken out and put back, so
    /// that they lose selection and persistent indexes.
    void remove(const QList<qint64> &ids);
    void setHeld(bool held);
    bool isHeld() const { return m_held; }
    int heldCount() const { return m_held ? int(m_waiting.size()) : 0; }

    GalleryItemPtr item(int row) const;
    int rowOf(qint64 id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void heldCountChanged(int count);

private:
    using Items = std::deque<GalleryItemPtr>;
    struct Range
    {
        std::size_t begin; ///< slots; `end` is behind the last
        std::size_t end;
    };
    void insertWaiting();
    std::size_t slotOf(int row) const { return m_items.size() - 1 - std::size_t(row); }
    std::vector<Range> rangesOf(const QSet<qint64> &ids) const;
    void removeRange(Range range);
    void insertAt(std::size_t slot, const std::vector<GalleryItemPtr> &items);
    void reindex() const;
    static void discard(Items &items);

    Items m_items;                           ///< oldest first; both ends grow without moving anything
    mutable QHash<qint64, qint64> m_places;  ///< id → place: slot in m_items plus m_oldestPlace
    mutable qint64 m_oldestPlace = 0;        ///< goes down when older images come
    mutable bool m_placesHold = true;        ///< false after a removal, until somebody asks
    std::vector<GalleryItemPtr> m_waiting;   ///< newest last
    QHash<qint64, std::size_t> m_waitingIds; ///< id → place in m_waiting
    QTimer m_batch;
    bool m_held = false;
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::GalleryItemPtr)
