// SPDX-License-Identifier: GPL-3.0-or-later
// Images as the gallery and the side panel ask for them.
#include "session/projectsession.h"

namespace lorastudio {

namespace {

constexpr int firstPage = 500;   // more than a screen shows, so that something is there at once
constexpr int otherPages = 2000; // what the window takes in without a hitch
constexpr int leastNewest = 12;

} // namespace

void ProjectSession::loadGallery(const QString &characterId)
{
    m_scope.spawn(galleryTask(characterId));
}

Task<void> ProjectSession::galleryTask(QString characterId)
{
    const int turn = ++m_galleryTurn;
    ImagePage page{m_project, characterId, 0, firstPage};
    const QHash<QString, QString> namesNow = names();
    while (true) {
        const Result<QList<GalleryItem>> items = co_await loadItems(m_services.database(), page, namesNow);
        if (turn != m_galleryTurn || m_scope.token().stop_requested())
            co_return;
        if (!items) {
            notify(QStringLiteral("gallery"), tr("The images cannot be read"), items.error());
            co_return;
        }
        if (page.beforeId == 0)
            Q_EMIT galleryLoaded(characterId, *items);
        else if (!items->isEmpty())
            Q_EMIT galleryExtended(characterId, *items);
        if (items->size() < page.limit)
            co_return;
        page.beforeId = items->last().record.id;
        page.limit = otherPages;
    }
}

QList<GalleryItem> ProjectSession::newestImages(const QString &characterId, int limit)
{
    const auto known = m_newest.constFind(characterId);
    const CharacterRow *of = row(characterId);
    const int there = of ? of->summary.stored : 0;
    if ((known == m_newest.cend() || known->size() < qMin(limit, there)) && there > 0 &&
        !m_loadingNewest.contains(characterId)) {
        m_loadingNewest.insert(characterId);
        m_scope.spawn(newestTask(characterId, limit));
    }
    return known == m_newest.cend() ? QList<GalleryItem>() : known->mid(0, limit);
}

Task<void> ProjectSession::newestTask(QString characterId, int limit)
{
    const CharacterRow *of = row(characterId);
    const QHash<QString, QString> name{{characterId, of ? of->character.name : characterId}};
    const ImagePage page{m_project, characterId, 0, qMax(limit, leastNewest)};
    const Result<QList<GalleryItem>> items = co_await loadItems(m_services.database(), page, name);
    m_loadingNewest.remove(characterId);
    if (!items)
        co_return;
    m_newest.insert(characterId, *items);
    Q_EMIT newestImagesChanged(characterId);
}

} // namespace lorastudio
