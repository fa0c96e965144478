// SPDX-License-Identifier: GPL-3.0-or-later
// Newest images and references as the side panel asks for them, and what follows when a person decides on images.
#include "session/projectsession.h"

#include "core/text.h"
#include "storage/imagerepository.h"
#include "storage/referencerepository.h"

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

QStringList ProjectSession::references(const QString &characterId)
{
    if (!row(characterId))
        return {};
    References &known = m_references[characterId];
    const QStringList keys = known.keys;
    if (known.isStale && !known.isLoading) {
        known.isStale = false;
        known.isLoading = true;
        m_scope.spawn(referencesTask(characterId));
    }
    return keys;
}

Task<void> ProjectSession::referencesTask(QString characterId)
{
    const auto work = [characterId](Connection &connection) {
        return ReferenceRepository(connection).list(characterId);
    };
    const Result<QStringList> paths = co_await m_services.database().read(work);
    const auto known = m_references.find(characterId);
    if (known == m_references.end()) // it is gone, or another project was opened
        co_return;
    known->isLoading = false;
    if (!paths) {
        known->isStale = true;
        co_return;
    }
    QStringList keys;
    for (const QString &path : *paths)
        keys.append(SessionImages::keyOfReference(path, {}));
    if (keys == known->keys && !known->isStale)
        co_return;
    known->keys = keys;
    Q_EMIT referencesChanged(characterId);
}

void ProjectSession::chooseReference(const QString &characterId, const QString &key)
{
    const Step wish = [this, characterId, key] {
        const CharacterRow *of = row(characterId);
        Character after = of ? of->character : Character();
        if (m_references.value(characterId).keys.contains(key))
            after.reference = SessionImages::pathOf(key);
        return characterTask(after, tr("Chose the reference of %1.").arg(isolated(after.name)));
    };
    ask(wish, tr("The reference cannot be chosen"));
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
        m_storedOfRun.clear();
        const Result<VerdictCounts> counts = co_await m_services.database().read(work);
        if (!counts)
            continue;
        m_runVerdicts = {run, counts->images.value(Verdict::Accepted), counts->images.value(Verdict::Undecided),
                         counts->images.value(Verdict::Rejected)};
        for (const qint64 id : std::as_const(m_storedOfRun))
            m_runVerdicts.undecided += id > counts->newestId ? 1 : 0;
    }
    m_readingVerdicts = false;
    refreshSummary();
}

void ProjectSession::countOfRun(const ImageRecord &image)
{
    if (image.runId == 0 || image.runId != m_summary.run)
        return;
    m_storedOfRun.append(image.id);
    if (m_runVerdicts.run == image.runId)
        ++m_runVerdicts.undecided;
}

/// A run counts what it makes since it was taken up; what there is of the whole run, and what became of it, is in the
/// database alone. What it still has to make stays what the run says.
void ProjectSession::applyRunVerdicts()
{
    if (m_summary.run == 0)
        return;
    if (m_runVerdicts.run != m_summary.run) { // asked for once: a database that is away is not asked on and on
        if (std::exchange(m_verdictsAsked, m_summary.run) != m_summary.run && !m_scope.token().stop_requested()) {
            m_verdictsStale = true;
            if (!m_readingVerdicts)
                m_scope.spawn(readRunVerdicts());
        }
        return;
    }
    const int rest = qMax(0, m_summary.total - m_summary.made);
    m_summary.accepted = m_runVerdicts.accepted;
    m_summary.undecided = m_runVerdicts.undecided;
    m_summary.rejected = m_runVerdicts.rejected;
    m_summary.made = m_summary.accepted + m_summary.undecided + m_summary.rejected;
    m_summary.total = m_summary.made + rest;
}

} // namespace lorastudio
