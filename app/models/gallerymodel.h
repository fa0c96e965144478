// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/galleryfilter.h"
#include "models/galleryitem.h"

#include <QAbstractListModel>
#include <QCache>
#include <QSet>
#include <QTimer>

#include <memory>

namespace lorastudio {

using GalleryItemPtr = std::shared_ptr<const GalleryItem>;

/// The images that the filters leave, in order, above a light index of all of them.
///
/// A long index is filtered and sorted in the thread pool and the result taken over in one go, so that 100,000 images
/// cost the window nothing that a person would notice. What a tile shows beyond the index is asked for when it is
/// looked at (`itemsWanted`), newest wish first. New images come in batches, at most four times a second; while
/// `setHeld(true)` they wait, so that nothing moves under the eyes of a person who has scrolled or selected, and the
/// page offers them by `heldCount`. An image never appears twice.
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
    static constexpr int askedHere = 2'000; ///< a longer index is asked in the thread pool

    explicit GalleryModel(QObject *parent = nullptr);

    /// Forgets everything, what came and waits included.
    void clear();
    /// Takes the place of all that is there; what came meanwhile and is not in it stays.
    void setIndex(const ImageIndex &index);
    const ImageIndex &index() const { return m_index; }
    using QAbstractListModel::index;
    void setLabels(const CharacterLabels &labels);
    const CharacterLabels &labels() const { return m_labels; }
    void setFilter(const GalleryFilter &filter);
    const GalleryFilter &filter() const { return m_filter; }
    void setSort(GallerySort sort);
    const GalleryFigures &figures() const { return m_figures; }
    /// A wish for other rows is being worked on.
    bool isAsking() const { return m_asking; }

    /// In any order, as they came.
    void add(const QList<GalleryItem> &items);
    /// Images that undo brought back: at once, held or not.
    void bringBack(const QList<GalleryItem> &items);
    /// Rows that the filter no longer shows go, others come.
    void setVerdicts(const QList<ImageVerdict> &verdicts);
    /// Unknown ids are ignored.
    void remove(const QList<qint64> &ids);
    void setHeld(bool held);
    bool isHeld() const { return m_held; }
    /// All demo pictures, those that are held included.
    QList<qint64> demoIds() const;
    int heldCount() const { return m_held ? int(m_waiting.size()) : 0; }

    /// The answer to `itemsWanted(ids)`: those that are there. The others count as missing, unless `failed`.
    void setItems(const QList<qint64> &ids, const QList<GalleryItem> &items, bool failed = false);

    /// Whole once it was loaded; before, what the index knows. Null if there is no such row.
    GalleryItemPtr item(int row) const;
    qint64 idAt(int row) const { return row >= 0 && row < m_rows.size() ? m_rows.at(row) : 0; }
    /// −1 if it is not shown. A pass over the rows.
    int rowOf(qint64 id) const { return int(m_rows.indexOf(id)); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void heldCountChanged(int count);
    void figuresChanged();
    /// Other rows are about to take the place of all.
    void aboutToAnswer();
    /// Other rows have taken the place of all, or more have come at the end.
    void answered();
    /// What is looked at and not loaded, newest wish first; `setItems` is to follow.
    void itemsWanted(const QList<qint64> &ids) const;

private:
    void ask();
    void take(const GalleryAnswer &answer, quint64 revision);
    void setRows(const QVector<qint64> &ids);
    void insertWaiting();
    void insertItems(const QList<GalleryItem> &items);
    void showEntries(const QList<qint64> &ids);
    void hideIds(const QSet<qint64> &ids);
    void setFigures(const GalleryFigures &figures);
    GalleryItemPtr lightItem(const ImageEntry &entry) const;
    void want(qint64 id) const;
    void sendWishes() const;

    ImageIndex m_index;
    CharacterLabels m_labels;
    GalleryFilter m_filter;
    GallerySort m_sort = GallerySort::NewestFirst;
    GalleryFigures m_figures;
    QVector<qint64> m_rows;
    quint64 m_revision = 0; ///< of index, labels, filter and sort
    bool m_asking = false;
    bool m_changing = false;           ///< between begin and end of a change of rows
    QList<GalleryItem> m_waiting;      ///< came and are not in the index yet
    QHash<qint64, int> m_waitingPlace; ///< id → place in m_waiting
    QTimer m_batch;
    bool m_held = false;
    mutable QCache<qint64, GalleryItemPtr> m_items;
    mutable QList<qint64> m_wishes; ///< newest last
    mutable QSet<qint64> m_wished;  ///< waiting or asked for
    mutable bool m_wishing = false; ///< an answer is under way
    mutable QTimer m_wishTimer;
    QSet<qint64> m_gone; ///< were asked for and are not there
};

} // namespace lorastudio

Q_DECLARE_METATYPE(lorastudio::GalleryItemPtr)
