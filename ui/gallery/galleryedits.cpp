// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with images in the gallery, one of them in full size included.
#include "gallery/fullsizepage.h"
#include "gallery/galleryactions.h"
#include "gallery/galleryhead.h"
#include "gallery/gallerypage.h"
#include "gallery/galleryview.h"
#include "gallery/imagepanel.h"
#include "gallery/imageview.h"
#include "models/phrases.h"
#include "widgets/filedialogs.h"
#include "widgets/questionbar.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QMenu>
#include <QStackedWidget>
#include <QTimer>
#include <QTimerEvent>

#include <algorithm>

namespace lorastudio {

namespace {

enum Content { GridPage, FullPage };

constexpr qsizetype groupSlice = 2000; // images in a few milliseconds

} // namespace

void GalleryPage::connectActions()
{
    GalleryActions &a = *m_actions;
    connect(a.open, &QAction::triggered, this, [this] { openImage(m_view->currentIndex().row()); });
    connect(a.previous, &QAction::triggered, this, [this] { step(-1); });
    connect(a.next, &QAction::triggered, this, [this] { step(1); });
    connect(a.actualSize, &QAction::triggered, m_imageView, &ImageView::setActualSize);
    connect(m_imageView, &ImageView::actualSizeChanged, a.actualSize, &QAction::setChecked);
    connect(a.back, &QAction::triggered, this, &GalleryPage::closeImage);
    for (const Verdict verdict : {Verdict::Accepted, Verdict::Rejected, Verdict::Undecided})
        connect(a.verdicts[std::size_t(verdict)], &QAction::triggered, this, [this, verdict] { decide(verdict); });
    a.advance->setChecked(GallerySettings::advances());
    connect(a.advance, &QAction::toggled, this, [](bool on) { GallerySettings::setAdvances(on); });
    connect(a.copyTo, &QAction::triggered, this, &GalleryPage::copySelected);
    connect(a.openFolder, &QAction::triggered, this, [this] {
        const QList<int> rows = chosenRows();
        if (!rows.isEmpty())
            m_library.openFolder(m_model.idAt(rows.first()));
    });
    connect(a.copySeed, &QAction::triggered, this, [this] { copyText(true); });
    connect(a.copyPrompt, &QAction::triggered, this, [this] { copyText(false); });
    connect(a.remove, &QAction::triggered, this, &GalleryPage::askToDelete);
    connect(a.removeDemo, &QAction::triggered, this, &GalleryPage::askToRemoveDemo);
    connect(a.larger, &QAction::triggered, this,
            [this] { m_view->setTileWish(m_view->tileWish() + GalleryView::wishStep); });
    connect(a.smaller, &QAction::triggered, this,
            [this] { m_view->setTileWish(m_view->tileWish() - GalleryView::wishStep); });
    const std::array<std::optional<Verdict>, 4> shown{std::nullopt, Verdict::Accepted, Verdict::Undecided,
                                                      Verdict::Rejected};
    for (std::size_t i = 0; i < shown.size(); ++i) {
        connect(a.filters[i], &QAction::triggered, this, [this, verdict = shown[i]] {
            GalleryFilter filter = m_head->filter();
            filter.verdict = verdict;
            m_head->setFilter(filter);
            applyFilter();
        });
    }
}

void GalleryPage::updateActions()
{
    const bool here = isVisible();
    const bool image = isImageShown();
    const bool chosen = here && (image || m_view->selectionModel()->hasSelection());
    GalleryActions &a = *m_actions;
    a.open->setEnabled(here && !image && m_view->currentIndex().isValid());
    for (QAction *action : {a.actualSize, a.back})
        action->setEnabled(here && image);
    if (!image) {
        a.previous->setEnabled(false);
        a.next->setEnabled(false);
    }
    for (QAction *action :
         {a.verdicts[0], a.verdicts[1], a.verdicts[2], a.openFolder, a.copySeed, a.copyPrompt, a.remove})
        action->setEnabled(chosen);
    a.copyTo->setEnabled(chosen && !m_library.copyState().running);
    a.removeDemo->setEnabled(here && m_loaded && !m_loading && m_model.index().demoCount() > 0);
    for (QAction *action : a.others())
        action->setEnabled(here && !image);
}

// --- which images -----------------------------------------------------------------------------------------------

QList<int> GalleryPage::chosenRows() const
{
    if (isImageShown()) {
        const int row = m_model.rowOf(m_imageId);
        return row < 0 ? QList<int>() : QList<int>{row};
    }
    return m_view->selectedRows();
}

void GalleryPage::select(int row)
{
    m_firstId = 0;
    m_view->selectOnly(m_model.index(row));
}

// --- verdicts ---------------------------------------------------------------------------------------------------

void GalleryPage::decide(Verdict verdict)
{
    const QList<int> rows = chosenRows();
    if (rows.isEmpty())
        return;
    m_firstId = 0;
    const bool image = isImageShown();
    const qint64 nextId = m_model.idAt(rows.last() + 1); // 0 = that was the last one
    QList<ImageVerdict> before;
    QList<ImageVerdict> after;
    for (const int row : rows) {
        const ImageEntry *entry = m_model.index().find(m_model.idAt(row));
        if (!entry || (entry->verdict == verdict && !entry->verdictByRule))
            continue;
        before.append({entry->id, entry->verdict, entry->verdictByRule});
        after.append({entry->id, verdict, false});
    }
    const qint64 shownBefore = std::exchange(m_imageId, 0); // it may leave the rows, which is no reason to close
    m_model.setVerdicts(after);
    m_imageId = shownBefore;
    m_library.setVerdict(before, verdict);
    for (const ImageVerdict &changed : after.mid(0, mostAnnounced)) {
        if (const int row = m_model.rowOf(changed.id); row >= 0)
            m_view->announce(row);
    }
    const int stays = m_model.rowOf(image ? m_imageId : m_model.idAt(m_view->currentIndex().row()));
    const int next = GallerySettings::advances() || (image && stays < 0) ? m_model.rowOf(nextId) : -1;
    if (image) {
        if (next >= 0)
            openImage(next);
        else if (stays >= 0)
            openImage(stays);
        else if (m_model.rowCount() > 0)
            openImage(qMin(rows.first(), m_model.rowCount() - 1));
        else
            closeImage();
    } else if (next >= 0 && nextId != 0) {
        select(next);
    } else if (!m_view->selectionModel()->hasSelection() && m_view->currentIndex().isValid()) {
        const int following = nextId == 0 ? -1 : m_model.rowOf(nextId); // the filter took the decided ones away
        select(following >= 0 ? following : m_view->currentIndex().row());
    }
    showPanel();
}

void GalleryPage::showVerdicts(const QList<ImageVerdict> &verdicts)
{
    QList<int> rows; // the filter may hide some
    for (const ImageVerdict &verdict : verdicts) {
        if (const int row = m_model.rowOf(verdict.id); row >= 0)
            rows.append(row);
    }
    if (rows.isEmpty())
        return;
    std::sort(rows.begin(), rows.end());
    if (isImageShown())
        return openImage(rows.first());
    QItemSelection selection;
    for (const int row : std::as_const(rows))
        selection.append(QItemSelectionRange(m_model.index(row)));
    select(rows.first());
    m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    showPanel();
}

// --- copies and texts -------------------------------------------------------------------------------------------

void GalleryPage::copySelected()
{
    QList<qint64> ids;
    for (const int row : chosenRows())
        ids.append(m_model.idAt(row));
    if (ids.isEmpty() || m_library.copyState().running)
        return;
    const QString title = ids.size() == 1 ? tr("Copy the Image To")
                                          : tr("Copy %1 Images To").arg(QLocale().toString(qlonglong(ids.size())));
    m_dialogs.chooseFolder(this, title, [this, ids](const QStringList &folders) {
        if (!folders.isEmpty())
            m_library.copyImages(ids, folders.first());
    });
}

void GalleryPage::copyText(bool seed)
{
    const QList<int> rows = chosenRows();
    const GalleryItemPtr item = rows.isEmpty() ? GalleryItemPtr() : m_model.item(rows.first());
    if (!item || (seed && item->thumbnailKey.isEmpty()))
        return; // the seed comes with the whole image
    QGuiApplication::clipboard()->setText(seed ? QString::number(item->record.seed) : item->record.prompt);
}

// --- deletion ---------------------------------------------------------------------------------------------------

void GalleryPage::askToDelete()
{
    m_toDelete.clear();
    for (const int row : chosenRows())
        m_toDelete.append(m_model.idAt(row));
    if (m_toDelete.isEmpty())
        return;
    m_demoQuestion->hide();
    m_deleteQuestion->ask(
        m_toDelete.size() == 1
            ? tr("Move 1 image to the trash?")
            : tr("Move %1 images to the trash?").arg(QLocale().toString(qlonglong(m_toDelete.size()))),
        tr("Undo brings them back. The files stay in the folder .trash of the library for 30 days."));
}

void GalleryPage::deleteAsked(bool yes)
{
    m_deleteQuestion->hide();
    takeFocus();
    const QList<qint64> ids = std::exchange(m_toDelete, {});
    if (yes)
        m_library.moveToTrash(ids);
}

void GalleryPage::askToRemoveDemo()
{
    m_toDelete = m_model.demoIds(); // what is counted is what goes, whatever comes meanwhile
    const auto count = m_toDelete.size();
    if (count == 0)
        return;
    m_deleteQuestion->hide();
    m_demoQuestion->ask(count == 1 ? tr("Remove 1 demo image?")
                                   : tr("Remove %1 demo images?").arg(QLocale().toString(qlonglong(count))),
                        tr("Undo brings them back. The files stay in the folder .trash of the library for 30 days."));
}

void GalleryPage::openMenu(const QPoint &at)
{
    QModelIndex index = m_view->indexAt(at);
    if (!index.isValid()) // the menu key
        index = m_view->currentIndex();
    if (!index.isValid() || m_model.rowCount() == 0)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("galleryTileMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_actions->contextMenu());
    const QRect tile = m_view->visualRect(index);
    menu->popup(m_view->viewport()->mapToGlobal(tile.contains(at) ? at : tile.center()));
}

// --- full size --------------------------------------------------------------------------------------------------

bool GalleryPage::isImageShown() const
{
    return m_pages->currentIndex() == FullPage;
}

void GalleryPage::openImage(int row)
{
    const GalleryItemPtr item = m_model.item(row);
    if (!item)
        return;
    m_wantedImage = 0;
    m_imageId = item->record.id;
    const bool focused = isImageShown();
    m_pages->setCurrentIndex(FullPage);
    select(row);
    if (!focused)
        m_imageView->setFocus();
    describeImage();
    updateHold();
    updateActions();
    updateHints();
    showPanel();
}

void GalleryPage::openWantedImage()
{
    const int row = m_wantedImage ? m_model.rowOf(m_wantedImage) : -1;
    if (row >= 0)
        openImage(row);
}

void GalleryPage::describeImage()
{
    const int row = m_model.rowOf(m_imageId);
    const GalleryItemPtr item = m_model.item(row);
    if (!item)
        return;
    m_fullSize->describe(*item, modelName(item->record.modelFile));
    m_imageView->setItem(item);
    m_actions->previous->setEnabled(row > 0);
    m_actions->next->setEnabled(row + 1 < m_model.rowCount());
}

void GalleryPage::step(int by)
{
    const int row = m_model.rowOf(m_imageId) + by;
    if (isImageShown() && row >= 0 && row < m_model.rowCount())
        openImage(row);
}

void GalleryPage::closeImage()
{
    if (!isImageShown())
        return;
    const bool focused = m_pages->isAncestorOf(focusWidget());
    m_pages->setCurrentIndex(GridPage);
    m_imageId = 0;
    m_imageView->setItem(nullptr);
    m_imageView->setActualSize(false);
    if (focused)
        m_view->setFocus();
    updateHold();
    updateActions();
    updateHints();
    showPanel();
}

// --- the side panel ---------------------------------------------------------------------------------------------

void GalleryPage::showPanel()
{
    // Many things say that it may have changed; it is made once for all of them.
    if (std::exchange(m_panelAsked, true))
        return;
    QTimer::singleShot(0, this, [this] {
        m_panelAsked = false;
        if (isImageShown())
            describeImage();
        m_groupTimer.stop();
        const QList<int> rows = chosenRows();
        if (rows.isEmpty()) {
            m_panel->showNothing();
        } else if (rows.size() == 1) {
            const GalleryItemPtr item = m_model.item(rows.first());
            if (!item) {
                m_panel->showNothing();
                return;
            }
            const ImageRecord &record = item->record;
            m_panel->showImage(item, {modelName(record.modelFile),
                                      record.server.isEmpty() ? QString() : m_library.serverName(record.server),
                                      m_model.labels().value(record.characterId).images,
                                      m_model.index().betterThan(record.id)});
        } else {
            m_group = {};
            m_group.rows = rows;
            describeGroup();
        }
    });
}

void GalleryPage::describeGroup()
{
    const qsizetype end = qMin(m_group.rows.size(), m_group.done + groupSlice);
    for (; m_group.done < end; ++m_group.done) {
        const ImageEntry *entry = m_model.index().find(m_model.idAt(m_group.rows.at(m_group.done)));
        if (!entry)
            continue;
        if (entry->score >= 0) {
            ++m_group.scored;
            m_group.sum += entry->score;
        }
        if (!std::exchange(m_group.any, true))
            m_group.verdict = entry->verdict;
        else if (m_group.verdict != entry->verdict)
            m_group.verdict.reset();
    }
    if (m_group.done < m_group.rows.size()) {
        // What is chosen by then may be something else, and then that has begun anew.
        m_groupTimer.start(0, this);
        return;
    }
    ImagePanel::Group group;
    group.count = int(m_group.rows.size());
    group.scored = m_group.scored;
    group.mean = m_group.scored > 0 ? m_group.sum / m_group.scored : 0;
    group.verdict = m_group.verdict;
    m_group = {};
    m_panel->showGroup(group);
}

void GalleryPage::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_groupTimer.timerId()) {
        Page::timerEvent(event);
        return;
    }
    m_groupTimer.stop();
    describeGroup();
}

} // namespace lorastudio
