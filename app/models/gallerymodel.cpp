// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gallerymodel.h"

#include "models/phrases.h"

#include <QScopedValueRollback>
#include <QtConcurrentRun>

#include <algorithm>

namespace lorastudio {

namespace {

constexpr int keptItems = 4'000;     ///< whole items in memory
constexpr int mostWishes = 400;      ///< older ones are dropped: the person scrolled on
constexpr int wishesAtOnce = 128;    ///< about two screens
constexpr qsizetype mostPlaces = 64; ///< more changes than this are answered as a whole

} // namespace

GalleryModel::GalleryModel(QObject *parent) : QAbstractListModel(parent), m_items(keptItems)
{
    m_batch.setSingleShot(true);
    m_batch.setInterval(batchMs);
    connect(&m_batch, &QTimer::timeout, this, &GalleryModel::insertWaiting);
    m_wishTimer.setSingleShot(true);
    m_wishTimer.setInterval(0);
    connect(&m_wishTimer, &QTimer::timeout, this, &GalleryModel::sendWishes);
}

// --- asking -----------------------------------------------------------------------------------------------------

void GalleryModel::clear()
{
    m_batch.stop();
    m_waiting.clear();
    m_waitingPlace.clear();
    setIndex({});
    Q_EMIT heldCountChanged(0);
}

void GalleryModel::setIndex(const ImageIndex &index)
{
    m_index = index;
    m_items.clear();
    m_gone.clear();
    // What came while the list was being read may be in it, or not.
    QList<GalleryItem> waiting;
    std::swap(waiting, m_waiting);
    m_waitingPlace.clear();
    add(waiting);
    ask();
}

void GalleryModel::setLabels(const CharacterLabels &labels)
{
    if (labels == m_labels)
        return;
    m_labels = labels;
    m_items.clear(); // they hold the names
    if (m_sort == GallerySort::ByCharacter || !m_filter.search.isEmpty())
        ask();
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

void GalleryModel::setFilter(const GalleryFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    ask();
}

void GalleryModel::setSort(GallerySort sort)
{
    if (sort == m_sort)
        return;
    m_sort = sort;
    ask();
}

void GalleryModel::ask()
{
    ++m_revision;
    if (m_index.size() <= askedHere) {
        take(askGallery(m_index, m_filter, m_sort, m_labels), m_revision);
        return;
    }
    if (std::exchange(m_asking, true))
        return; // the answer that is under way is found stale, and the newest question asked
    const auto work = [index = m_index, filter = m_filter, sort = m_sort, labels = m_labels] {
        return askGallery(index, filter, sort, labels);
    };
    QtConcurrent::run(work).then(this, [this, revision = m_revision](const GalleryAnswer &answer) {
        m_asking = false;
        take(answer, revision);
    });
}

void GalleryModel::take(const GalleryAnswer &answer, quint64 revision)
{
    if (revision != m_revision) {
        ask();
        return;
    }
    setRows(answer.ids);
    setFigures(answer.figures);
    Q_EMIT answered();
    if (!m_held && !m_waiting.isEmpty() && !m_batch.isActive())
        m_batch.start();
}

void GalleryModel::setRows(const QVector<qint64> &ids)
{
    if (ids == m_rows)
        return;
    const qsizetype before = m_rows.size();
    const QScopedValueRollback changing(m_changing, true);
    if (before > 0 && ids.size() > before && std::equal(m_rows.cbegin(), m_rows.cend(), ids.cbegin())) {
        beginInsertRows({}, int(before), int(ids.size()) - 1);
        m_rows = ids;
        endInsertRows();
        return;
    }
    Q_EMIT aboutToAnswer();
    beginResetModel();
    m_rows = ids;
    endResetModel();
}

void GalleryModel::setFigures(const GalleryFigures &figures)
{
    if (figures == m_figures)
        return;
    m_figures = figures;
    Q_EMIT figuresChanged();
}

// --- what comes, changes and goes -------------------------------------------------------------------------------

void GalleryModel::add(const QList<GalleryItem> &items)
{
    for (const GalleryItem &item : items) {
        const qint64 id = item.record.id;
        if (m_index.find(id))
            continue;
        const auto waiting = m_waitingPlace.constFind(id);
        if (waiting != m_waitingPlace.cend()) {
            m_waiting[*waiting] = item;
            continue;
        }
        m_waitingPlace.insert(id, int(m_waiting.size()));
        m_waiting.append(item);
    }
    if (m_waiting.isEmpty())
        return;
    if (m_held)
        Q_EMIT heldCountChanged(heldCount());
    else if (!m_batch.isActive())
        m_batch.start();
}

void GalleryModel::insertWaiting()
{
    if (m_held || m_waiting.isEmpty() || m_asking)
        return;       // an answer that comes starts the batch again
    if (m_changing) { // rows that go take their selection along, and with it what held the others back
        m_batch.start();
        return;
    }
    m_waitingPlace.clear();
    insertItems(std::exchange(m_waiting, {}));
}

void GalleryModel::bringBack(const QList<GalleryItem> &items)
{
    QList<GalleryItem> absent;
    for (const GalleryItem &item : items) {
        if (!m_index.find(item.record.id))
            absent.append(item);
    }
    insertItems(absent);
}

void GalleryModel::insertItems(const QList<GalleryItem> &items)
{
    QList<qint64> ids;
    for (const GalleryItem &item : items) {
        m_index.add(item.record);
        m_gone.remove(item.record.id);
        m_items.insert(item.record.id, new GalleryItemPtr(std::make_shared<const GalleryItem>(item)));
        ids.append(item.record.id);
    }
    if (m_asking || ids.size() > mostPlaces) {
        ask();
        return;
    }
    GalleryFigures figures = m_figures;
    const GalleryMatcher matcher(m_index, m_filter, m_labels);
    QList<qint64> shown;
    for (const qint64 id : ids) {
        const ImageEntry *entry = m_index.find(id);
        matcher.count(*entry, 1, figures);
        if (matcher.shows(*entry))
            shown.append(id);
    }
    showEntries(shown);
    figures.total = m_index.size();
    figures.shown = int(m_rows.size());
    setFigures(figures);
}

/// Inserts rows where the order wants them; neighbours come together.
void GalleryModel::showEntries(const QList<qint64> &ids)
{
    const QScopedValueRollback changing(m_changing, true);
    const GalleryOrder order(m_sort, m_index, m_labels);
    const auto before = [&](qint64 a, qint64 b) {
        return order(*m_index.find(a), *m_index.find(b));
    };
    QList<qint64> sorted = ids;
    std::sort(sorted.begin(), sorted.end(), before);
    while (!sorted.isEmpty()) {
        const auto at = std::lower_bound(m_rows.cbegin(), m_rows.cend(), sorted.first(), before);
        const int row = int(at - m_rows.cbegin());
        qsizetype count = 1;
        while (count < sorted.size() && (at == m_rows.cend() || before(sorted.at(count), *at)))
            ++count;
        beginInsertRows({}, row, row + int(count) - 1);
        m_rows.insert(row, count, 0);
        std::copy_n(sorted.cbegin(), count, m_rows.begin() + row);
        endInsertRows();
        sorted.remove(0, count);
    }
}

void GalleryModel::hideIds(const QSet<qint64> &ids)
{
    if (ids.isEmpty())
        return;
    const QScopedValueRollback changing(m_changing, true);
    int end = int(m_rows.size());
    while (end > 0) {
        if (!ids.contains(m_rows.at(end - 1))) {
            --end;
            continue;
        }
        int begin = end - 1;
        while (begin > 0 && ids.contains(m_rows.at(begin - 1)))
            --begin;
        beginRemoveRows({}, begin, end - 1);
        m_rows.remove(begin, end - begin);
        endRemoveRows();
        end = begin;
    }
}

void GalleryModel::setVerdicts(const QList<ImageVerdict> &verdicts)
{
    for (GalleryItem &item : m_waiting) {
        for (const ImageVerdict &verdict : verdicts) {
            if (item.record.id == verdict.id) {
                item.record.verdict = verdict.verdict;
                item.record.verdictByRule = verdict.byRule;
            }
        }
    }
    GalleryFigures figures = m_figures;
    const GalleryMatcher matcher(m_index, m_filter, m_labels);
    QList<qint64> appear;
    QSet<qint64> vanish;
    QSet<qint64> changed;
    for (const ImageVerdict &verdict : verdicts) {
        const ImageEntry *found = m_index.find(verdict.id);
        if (!found || (found->verdict == verdict.verdict && found->verdictByRule == verdict.byRule))
            continue;
        const ImageEntry old = *found;
        m_index.setVerdict(verdict);
        const ImageEntry now = *m_index.find(verdict.id);
        matcher.count(old, -1, figures);
        matcher.count(now, 1, figures);
        if (matcher.shows(old) && matcher.shows(now))
            changed.insert(verdict.id);
        else if (matcher.shows(now))
            appear.append(verdict.id);
        else if (matcher.shows(old))
            vanish.insert(verdict.id);
        if (const GalleryItemPtr *item = m_items.object(verdict.id)) {
            GalleryItem copy = **item;
            copy.record.verdict = verdict.verdict;
            copy.record.verdictByRule = verdict.byRule;
            m_items.insert(verdict.id, new GalleryItemPtr(std::make_shared<const GalleryItem>(copy)));
        }
    }
    if (m_asking || vanish.size() > mostPlaces || appear.size() > mostPlaces) {
        ask();
    } else {
        hideIds(vanish);
        showEntries(appear);
        figures.shown = int(m_rows.size());
        setFigures(figures);
    }
    int first = -1;
    int last = -1;
    for (int row = 0; row < m_rows.size() && !changed.isEmpty(); ++row) {
        if (!changed.contains(m_rows.at(row)))
            continue;
        first = first < 0 ? row : first;
        last = row;
    }
    if (first >= 0)
        Q_EMIT dataChanged(index(first), index(last), {ItemRole, Qt::AccessibleTextRole});
}

void GalleryModel::remove(const QList<qint64> &ids)
{
    const QSet<qint64> gone(ids.cbegin(), ids.cend());
    if (m_waiting.removeIf([&](const GalleryItem &item) { return gone.contains(item.record.id); }) > 0) {
        m_waitingPlace.clear();
        for (int i = 0; i < m_waiting.size(); ++i)
            m_waitingPlace.insert(m_waiting.at(i).record.id, i);
        Q_EMIT heldCountChanged(heldCount());
    }
    GalleryFigures figures = m_figures;
    const GalleryMatcher matcher(m_index, m_filter, m_labels);
    for (const qint64 id : gone) {
        if (const ImageEntry *entry = m_index.find(id))
            matcher.count(*entry, -1, figures);
        m_items.remove(id);
    }
    if (m_index.remove(ids) == 0)
        return;
    if (m_asking || gone.size() > mostPlaces) {
        ask();
        return;
    }
    hideIds(gone);
    figures.total = m_index.size();
    figures.shown = int(m_rows.size());
    setFigures(figures);
}

QList<qint64> GalleryModel::demoIds() const
{
    QList<qint64> ids = m_index.demoIds();
    for (const GalleryItem &item : m_waiting) {
        if (item.record.demo)
            ids.append(item.record.id);
    }
    return ids;
}

void GalleryModel::setHeld(bool held)
{
    if (m_held == held)
        return;
    m_held = held;
    if (held) {
        m_batch.stop();
        if (!m_waiting.isEmpty())
            Q_EMIT heldCountChanged(heldCount());
    } else {
        insertWaiting();
        Q_EMIT heldCountChanged(0);
    }
}

// --- what is looked at ------------------------------------------------------------------------------------------

void GalleryModel::want(qint64 id) const
{
    if (m_wished.contains(id))
        return;
    m_wished.insert(id);
    m_wishes.append(id);
    while (m_wishes.size() > mostWishes)
        m_wished.remove(m_wishes.takeFirst());
    if (!m_wishing && !m_wishTimer.isActive())
        m_wishTimer.start();
}

void GalleryModel::sendWishes() const
{
    if (m_wishes.isEmpty() || m_wishing)
        return;
    m_wishing = true;
    QList<qint64> ids;
    while (!m_wishes.isEmpty() && ids.size() < wishesAtOnce)
        ids.append(m_wishes.takeLast());
    Q_EMIT itemsWanted(ids);
}

void GalleryModel::setItems(const QList<qint64> &ids, const QList<GalleryItem> &items, bool failed)
{
    m_wishing = false;
    for (const qint64 id : ids)
        m_wished.remove(id);
    QSet<qint64> missing(ids.cbegin(), ids.cend());
    for (const GalleryItem &loaded : items) {
        const ImageEntry *entry = m_index.find(loaded.record.id);
        missing.remove(loaded.record.id);
        if (!entry)
            continue;
        GalleryItem item = loaded;
        // What a person has just decided may not be written yet.
        item.record.verdict = entry->verdict;
        item.record.verdictByRule = entry->verdictByRule;
        m_items.insert(item.record.id, new GalleryItemPtr(std::make_shared<const GalleryItem>(item)));
    }
    if (!failed)
        m_gone |= missing;
    if (!m_wishes.isEmpty())
        m_wishTimer.start();
    if (!m_rows.isEmpty() && !failed)
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1), {ItemRole});
}

GalleryItemPtr GalleryModel::lightItem(const ImageEntry &entry) const
{
    auto item = std::make_shared<GalleryItem>();
    ImageRecord &record = item->record;
    record.id = entry.id;
    record.characterId = m_index.characters().text(entry.character);
    record.runId = entry.run;
    record.number = entry.number;
    record.modelFile = m_index.models().text(entry.model);
    record.server = m_index.servers().text(entry.server);
    record.prompt = m_index.prompts().text(entry.prompt);
    record.size = QSize(entry.width, entry.height);
    if (entry.score >= 0)
        record.score.total = entry.score;
    record.verdict = entry.verdict;
    record.verdictByRule = entry.verdictByRule;
    record.demo = entry.demo;
    for (const QString &flag : imageFlags()) {
        if (entry.flags & flagBit(flag))
            record.score.flags.append(flag);
    }
    const auto label = m_labels.constFind(record.characterId);
    item->characterName = label == m_labels.cend() ? record.characterId : label->name;
    item->fileMissing = m_gone.contains(entry.id);
    return item;
}

GalleryItemPtr GalleryModel::item(int row) const
{
    const qint64 id = idAt(row);
    if (id == 0)
        return {};
    if (const GalleryItemPtr *loaded = m_items.object(id))
        return *loaded;
    const ImageEntry *entry = m_index.find(id);
    if (!entry)
        return {}; // between a change of the index and its rows
    if (!m_gone.contains(id))
        want(id);
    return lightItem(*entry);
}

int GalleryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant GalleryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case ItemRole:
        return QVariant::fromValue(item(index.row()));
    case IdRole:
        return m_rows.at(index.row());
    case Qt::AccessibleTextRole: {
        const ImageEntry *entry = m_index.find(m_rows.at(index.row()));
        return entry ? phrases::tileSentence(*lightItem(*entry)) : QString();
    }
    default:
        return {};
    }
}

} // namespace lorastudio
