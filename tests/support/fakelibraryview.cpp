// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakelibraryview.h"

#include <QTimer>

namespace lorastudio {

class FakeLibraryStep : public QUndoCommand
{
public:
    FakeLibraryStep(const QString &text, std::function<void()> undo, std::function<void()> redo)
        : QUndoCommand(text), m_undo(std::move(undo)), m_redo(std::move(redo))
    {
    }
    void undo() override { m_undo(); }
    void redo() override { m_redo(); }

private:
    std::function<void()> m_undo;
    std::function<void()> m_redo;
};

FakeLibraryView::FakeLibraryView(FakeProjectView &project) : m_project(project)
{
    readProject();
    connect(&project, &ProjectView::rowsReset, this, [this] {
        readProject();
        Q_EMIT libraryReset();
    });
    connect(&project, &ProjectView::imagesAdded, this, [this](const QList<GalleryItem> &items) {
        for (const GalleryItem &item : items)
            put(item);
        Q_EMIT imagesAdded(items);
    });
}

void FakeLibraryView::readProject()
{
    m_items.clear();
    const QList<CharacterRow> rows = m_project.rows();
    for (const CharacterRow &row : rows) {
        const QList<GalleryItem> items = m_project.itemsOf(row.character.id);
        for (const GalleryItem &item : items)
            put(item);
    }
}

void FakeLibraryView::call(const QString &what, const QList<qint64> &ids)
{
    QString text = what;
    for (const qint64 id : ids)
        text += u' ' + QString::number(id);
    m_calls.append(text);
}

void FakeLibraryView::later(const std::function<void()> &answer)
{
    ++m_open;
    QTimer::singleShot(0, this, [this, answer] {
        --m_open;
        ++m_answered;
        answer();
    });
}

void FakeLibraryView::loadIndex()
{
    later([this] {
        if (std::exchange(m_failIndex, false)) {
            Q_EMIT indexFailed();
            return;
        }
        ImageIndex index;
        for (const GalleryItem &item : std::as_const(m_items))
            index.add(item.record);
        Q_EMIT indexLoaded(index, true);
    });
}

void FakeLibraryView::loadItems(const QList<qint64> &ids)
{
    later([this, ids] {
        QList<GalleryItem> items;
        for (const qint64 id : ids) {
            if (m_items.contains(id))
                items.append(m_items.value(id));
        }
        Q_EMIT itemsLoaded(ids, items, false);
    });
}

QList<RunLabel> FakeLibraryView::runs() const
{
    return {{7, QDateTime(QDate(2025, 3, 4), QTime(21, 4), Qt::UTC)},
            {6, QDateTime(QDate(2025, 3, 3), QTime(9, 0), Qt::UTC)}};
}

void FakeLibraryView::write(const QList<ImageVerdict> &verdicts)
{
    for (const ImageVerdict &verdict : verdicts) {
        m_items[verdict.id].record.verdict = verdict.verdict;
        m_items[verdict.id].record.verdictByRule = verdict.byRule;
    }
    Q_EMIT verdictsChanged(verdicts);
}

void FakeLibraryView::setVerdict(const QList<ImageVerdict> &shown, Verdict verdict)
{
    QList<qint64> ids;
    QList<ImageVerdict> after;
    for (const ImageVerdict &image : shown) {
        ids.append(image.id);
        after.append({image.id, verdict, false});
    }
    call(QStringLiteral("setVerdict ") + toString(verdict), ids);
    if (std::exchange(m_failVerdict, false)) {
        Q_EMIT verdictsChanged(shown);
        return;
    }
    if (!shown.isEmpty())
        m_project.undoStack().push(new FakeLibraryStep(
            QStringLiteral("verdict"),
            [this, shown] {
                write(shown);
                Q_EMIT verdictsRestored(shown);
            },
            [this, after] { write(after); }));
}

void FakeLibraryView::copyImages(const QList<qint64> &ids, const QString &folder)
{
    call(QStringLiteral("copyImages ") + folder, ids);
}

void FakeLibraryView::setCopyState(const CopyState &state)
{
    m_copy = state;
    Q_EMIT copyChanged();
}

void FakeLibraryView::openFolder(qint64 id)
{
    call(QStringLiteral("openFolder"), {id});
}

void FakeLibraryView::take(const QList<qint64> &ids)
{
    for (const qint64 id : ids)
        m_items.remove(id);
    Q_EMIT imagesRemoved(ids);
}

void FakeLibraryView::bringBack(const QList<GalleryItem> &items)
{
    for (const GalleryItem &item : items)
        put(item);
    Q_EMIT imagesReturned(items);
}

void FakeLibraryView::trash(const QList<qint64> &ids, const QString &text)
{
    QList<GalleryItem> gone;
    for (const qint64 id : ids)
        gone.append(m_items.value(id));
    m_project.undoStack().push(new FakeLibraryStep(
        text, [this, gone] { bringBack(gone); }, [this, ids] { take(ids); }));
}

void FakeLibraryView::moveToTrash(const QList<qint64> &ids)
{
    call(QStringLiteral("moveToTrash"), ids);
    trash(ids, QStringLiteral("delete"));
}

void FakeLibraryView::removeDemoImages(const QList<qint64> &ids)
{
    call(QStringLiteral("removeDemoImages"), ids);
    trash(ids, QStringLiteral("remove demo images"));
}

} // namespace lorastudio
