// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/galleryitem.h"

#include <QAbstractListModel>
#include <QHash>
#include <QTimer>

#include <memory>
#include <vector>

namespace lorastudio {

using GalleryItemPtr = std::shared_ptr<const GalleryItem>;

/// Images for the gallery, newest first, fed with values.
///
/// New images come in batches, at most four times a second, because every insertion lays the view out again. While
/// `setHeld(true)` they wait, so that nothing moves under the eyes of a person who has scrolled or selected; the page
/// offers them by `heldCount`. An image never appears twice.
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
    /// `items` newest last, as they came.
    void add(const QList<GalleryItem> &items);
    void update(const GalleryItem &item);
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
    void insertWaiting();
    std::size_t slotOf(int row) const { return m_items.size() - 1 - std::size_t(row); }

    std::vector<GalleryItemPtr> m_items; ///< oldest first, so that adding the newest moves nothing
    QHash<qint64, std::size_t> m_slots;  ///< id → place in m_items
    std::vector<GalleryItemPtr> m_waiting;
    QTimer m_batch;
    bool m_held = false;
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::GalleryItemPtr)
