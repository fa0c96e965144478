// SPDX-License-Identifier: GPL-3.0-or-later
// Newest images as the side panel asks for them, and what follows when a person decides on images.
#include "session/projectsession.h"

#include "storage/imagerepository.h"

namespace lorastudio {

namespace {

constexpr int leastNewest = 12;

} // namespace

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

void ProjectSession::imagesEdited(const QSet<QString> &characterIds, int by)
{
    m_summary.images += by;
    for (const QString &id : characterIds) {
        m_newest.remove(id);
        markDirty(id);
        Q_EMIT newestImagesChanged(id);
    }
    Q_EMIT figuresChanged();
    m_verdictsStale = true;
    if (!m_readingVerdicts)
        m_scope.spawn(readRunVerdicts());
    if (by != 0)
        Q_EMIT runSummaryChanged();
}

Task<void> ProjectSession::readRunVerdicts()
{
    m_readingVerdicts = true;
    while (std::exchange(m_verdictsStale, false) && !m_scope.token().stop_requested()) {
        const qint64 run = m_summary.run;
        if (run == 0)
            break;
        const auto work = [run](Connection &connection) {
            return ImageRepository(connection).verdictCounts(run);
        };
        const Result<QMap<Verdict, int>> counts = co_await m_services.database().read(work);
        if (counts)
            m_runVerdicts = {run, counts->value(Verdict::Accepted), counts->value(Verdict::Rejected)};
    }
    m_readingVerdicts = false;
    refreshSummary();
}

/// The run itself counts what it makes; what became of it is in the database alone.
void ProjectSession::applyRunVerdicts()
{
    if (m_summary.run == 0 || m_runVerdicts.run != m_summary.run)
        return;
    m_summary.accepted = m_runVerdicts.accepted;
    m_summary.rejected = m_runVerdicts.rejected;
    m_summary.undecided = qMax(0, m_summary.made - m_summary.accepted - m_summary.rejected);
}

} // namespace lorastudio
