// SPDX-License-Identifier: GPL-3.0-or-later
// Where the gallery has its images from, and the lists of its filters.
#include "gallery/copybar.h"
#include "gallery/galleryhead.h"
#include "gallery/gallerypage.h"
#include "gallery/galleryview.h"

#include <QLocale>

#include <algorithm>

namespace lorastudio {

namespace {

CharacterLabel labelOf(const CharacterRow &row)
{
    return {row.character.name, row.character.position, row.character.images};
}

} // namespace

void GalleryPage::connectData()
{
    connect(&m_model, &GalleryModel::heldCountChanged, m_head, &GalleryHead::setHeld);
    connect(&m_model, &GalleryModel::figuresChanged, this, &GalleryPage::updateState);
    connect(&m_model, &GalleryModel::aboutToAnswer, this, &GalleryPage::keepPlace);
    connect(&m_model, &GalleryModel::answered, this, &GalleryPage::restorePlace);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &GalleryPage::showPanel);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        chooseFirst();
        updateActions();
    });
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &GalleryPage::updateActions);
    connect(&m_model, &GalleryModel::itemsWanted, &m_library, &ImageLibraryView::loadItems);
    connect(&m_library, &ImageLibraryView::itemsLoaded, &m_model, &GalleryModel::setItems);
    connect(&m_library, &ImageLibraryView::indexLoaded, this, &GalleryPage::receive);
    connect(&m_library, &ImageLibraryView::indexFailed, this, [this] {
        m_loading = false;
        m_failed = true;
        updateState();
    });
    connect(&m_library, &ImageLibraryView::libraryReset, this, &GalleryPage::followProject);
    connect(&m_library, &ImageLibraryView::imagesAdded, &m_model, &GalleryModel::add);
    connect(&m_library, &ImageLibraryView::imagesReturned, &m_model, &GalleryModel::bringBack);
    connect(&m_library, &ImageLibraryView::verdictsChanged, this, [this](const QList<ImageVerdict> &verdicts) {
        m_model.setVerdicts(verdicts);
        for (const ImageVerdict &verdict : verdicts.mid(0, mostAnnounced)) {
            if (const int row = m_model.rowOf(verdict.id); row >= 0)
                m_view->announce(row);
        }
        showPanel();
    });
    connect(&m_library, &ImageLibraryView::verdictsRestored, this, &GalleryPage::showVerdicts);
    connect(&m_library, &ImageLibraryView::imagesRemoved, this, [this](const QList<qint64> &ids) {
        const QList<int> chosen = chosenRows();
        const qint64 next = chosen.isEmpty() ? 0 : m_model.idAt(chosen.last() + 1);
        const bool shownGone = ids.contains(m_imageId);
        const qint64 shown = std::exchange(m_imageId, 0); // that it goes is no reason to close
        m_model.remove(ids);
        m_imageId = shown;
        // The keys go on where they were.
        const bool selectionGone = !chosen.isEmpty() && !m_view->selectionModel()->hasSelection();
        int row = next == 0 ? -1 : m_model.rowOf(next);
        if (row < 0)
            row = m_view->currentIndex().row();
        if (selectionGone && row >= 0)
            select(row);
        if (shownGone)
            row >= 0 ? openImage(row) : closeImage();
    });
    connect(&m_library, &ImageLibraryView::runsChanged, this, &GalleryPage::fillLists);
    connect(&m_library, &ImageLibraryView::copyChanged, this, [this] {
        m_copyBar->setState(m_library.copyState());
        updateActions();
    });
    connect(&m_project, &ProjectView::rowsReset, this, [this] {
        if (m_failed && !m_loading && isVisible()) // the database answers again
            load();
        fillLists();
        updateState();
    });
    connect(&m_project, &ProjectView::rowChanged, this, [this](const CharacterRow &row) {
        CharacterLabels labels = m_model.labels();
        if (labels.value(row.character.id) == labelOf(row))
            return;
        labels.insert(row.character.id, labelOf(row));
        m_model.setLabels(labels);
        fillLists();
    });
    connect(&m_project, &ProjectView::modelChoicesChanged, this, &GalleryPage::fillLists);
    connect(&m_project, &ProjectView::runSummaryChanged, this, &GalleryPage::updateState);
}

void GalleryPage::followProject()
{
    if (!m_project.isReady())
        return;
    if (m_projectId != m_project.projectId()) {
        m_projectId = m_project.projectId();
        m_settings.setProject(m_projectId);
        m_head->setFilter(m_settings.filter());
        m_head->setSort(m_settings.sort());
        m_view->setTileWish(m_settings.tileWidth(m_view->tileWish()));
        m_head->setTileWidth(m_view->tileWish());
        m_model.setSort(m_head->sort());
    }
    closeImage();
    m_loaded = m_loading = m_failed = false;
    m_wantedImage = 0;
    m_model.clear();
    m_model.setHeld(false);
    fillLists();
    m_model.setFilter(m_head->filter());
    if (isVisible())
        load();
    updateState();
}

void GalleryPage::load()
{
    m_loading = true;
    m_failed = false;
    m_library.loadIndex();
}

void GalleryPage::receive(const ImageIndex &index, bool complete)
{
    m_loaded = true;
    m_loading = !complete;
    if (const double aspect = index.usualAspect(); aspect > 0)
        m_view->setAspect(aspect);
    m_model.setIndex(index);
    fillLists();
    updateState();
    openWantedImage();
}

void GalleryPage::fillLists()
{
    CharacterLabels labels;
    QList<NamedKey> characters;
    const QList<CharacterRow> rows = m_project.rows();
    for (const CharacterRow &row : rows) {
        labels.insert(row.character.id, labelOf(row));
        characters.append({row.character.name, row.character.id});
    }
    m_model.setLabels(labels);
    QList<NamedKey> models;
    for (const QString &file : m_model.index().models().texts()) {
        if (!file.isEmpty())
            models.append({modelName(file), file});
    }
    QList<NamedKey> servers;
    for (const QString &server : m_model.index().servers().texts()) {
        if (!server.isEmpty())
            servers.append({m_library.serverName(server), server});
    }
    const auto byName = [](const NamedKey &a, const NamedKey &b) {
        return QString::localeAwareCompare(a.name, b.name) < 0;
    };
    std::sort(models.begin(), models.end(), byName);
    std::sort(servers.begin(), servers.end(), byName);
    QList<NamedKey> runs;
    const QLocale locale;
    for (const RunLabel &run : m_library.runs())
        runs.append(
            {tr("Run %1, %2")
                 .arg(locale.toString(run.id), locale.toString(run.started.toLocalTime(), QLocale::ShortFormat)),
             QString::number(run.id)});
    m_head->setCharacters(characters);
    m_head->setModels(models);
    m_head->setServers(servers);
    m_head->setRuns(runs);
    // A filter for what is not there any more would hide everything without a word.
    GalleryFilter filter = m_head->filter();
    const auto has = [](const QList<NamedKey> &list, const QString &key) {
        return std::any_of(list.cbegin(), list.cend(), [&](const NamedKey &entry) { return entry.key == key; });
    };
    if (m_project.isReady() && !has(characters, filter.characterId))
        filter.characterId.clear();
    if (m_loaded && !m_loading) {
        if (!has(models, filter.modelFile))
            filter.modelFile.clear();
        if (!has(servers, filter.server))
            filter.server.clear();
    }
    if (filter != m_head->filter()) {
        m_head->setFilter(filter);
        m_model.setFilter(filter);
    }
}

QString GalleryPage::modelName(const QString &file) const
{
    const QList<ModelChoice> choices = m_project.modelChoices();
    for (const ModelChoice &choice : choices) {
        if (checkpointBaseName(choice.checkpoint.file) == checkpointBaseName(file))
            return choice.checkpoint.name.isEmpty() ? checkpointBaseName(file) : choice.checkpoint.name;
    }
    return checkpointBaseName(file);
}

} // namespace lorastudio
