// SPDX-License-Identifier: GPL-3.0-or-later
// What the gallery reads: the index, whole images, runs.
#include "session/librarysession.h"

#include "session/projectsession.h"
#include "session/sessionload.h"
#include "storage/imagerepository.h"
#include "storage/runrepository.h"

#include <algorithm>

namespace lorastudio {

namespace {

constexpr int firstPage = 500;   ///< more than a screen shows, so that something is there at once
constexpr int otherPages = 5000; ///< about 40 ms of the database

/// A part of the index as it was read.
struct IndexPage
{
    qsizetype read = 0;
    qint64 newest = 0;
    qint64 oldest = 0;
};

/// What is newer than what is known, and how many there are in all.
struct Newer
{
    QVector<ImageRecord> images;
    int count = 0;
};

} // namespace

LibrarySession::LibrarySession(Services &services, ProjectSession &project)
    : m_services(services), m_session(project), m_scope(QStringLiteral("gallery"))
{
    connect(&project, &ProjectView::rowsReset, this, &LibrarySession::followProject);
    connect(&project, &ProjectView::imagesAdded, this, [this](const QList<GalleryItem> &items) {
        // A run of another project goes on while this one is shown.
        const QHash<QString, QString> names = m_session.names();
        QList<GalleryItem> ours;
        std::copy_if(items.cbegin(), items.cend(), std::back_inserter(ours),
                     [&](const GalleryItem &item) { return names.contains(item.record.characterId); });
        noteAdded(ours);
        if (!ours.isEmpty())
            Q_EMIT imagesAdded(ours);
    });
    connect(&project, &ProjectView::runSummaryChanged, this, [this] {
        if (m_session.runSummary().run != std::exchange(m_lastRun, m_session.runSummary().run) && m_session.isReady() &&
            !m_scope.token().stop_requested())
            m_scope.spawn(runsTask());
    });
    connect(&project, &ProjectSession::noticeActionRun, this, [this](const QString &notice) {
        if (notice == QLatin1String("copy"))
            openCopyFolder();
    });
    project.closeFirst([this] { return close(); });
}

LibrarySession::~LibrarySession() = default;

Task<void> LibrarySession::close()
{
    m_copyStop.request_stop();
    m_scope.requestStop();
    co_await m_scope.join();
}

void LibrarySession::noteAdded(const QList<GalleryItem> &items)
{
    for (const GalleryItem &item : items) {
        if (!m_loaded || item.record.id <= m_newestId || m_arrived.contains(item.record.id))
            continue;
        m_arrived.insert(item.record.id);
        ++m_count;
    }
}

void LibrarySession::followProject()
{
    if (!m_session.isReady() || m_scope.token().stop_requested())
        return;
    m_scope.spawn(runsTask());
    if (m_project != m_session.projectId()) {
        m_project = m_session.projectId();
        ++m_turn;
        m_loaded = false;
        Q_EMIT libraryReset();
    } else if (m_loaded) {
        m_catchUpAgain = true;
        if (!m_catchingUp)
            m_scope.spawn(catchUp());
    }
}

void LibrarySession::loadIndex()
{
    if (!m_session.isReady() || m_scope.token().stop_requested())
        return;
    m_scope.spawn(indexTask());
    m_scope.spawn(runsTask());
}

ImageIndex LibrarySession::withMeanwhile(ImageIndex index) const
{
    for (const ImageRecord &image : m_meanwhile.returned)
        index.add(image);
    if (!m_meanwhile.gone.isEmpty())
        index.remove(QList<qint64>(m_meanwhile.gone.cbegin(), m_meanwhile.gone.cend()));
    for (const ImageVerdict &verdict : m_meanwhile.judged)
        index.setVerdict(verdict);
    return index;
}

void LibrarySession::noteVerdicts(const QList<ImageVerdict> &verdicts)
{
    if (m_loaded)
        return;
    for (const ImageVerdict &verdict : verdicts)
        m_meanwhile.judged.insert(verdict.id, verdict);
}

Task<void> LibrarySession::indexTask()
{
    const int turn = ++m_turn;
    m_project = m_session.projectId();
    m_loaded = false;
    m_arrived.clear();
    m_meanwhile = {}; // whatever was asked for before is written before this is read
    const auto index = std::make_shared<ImageIndex>();
    ImageFilter filter;
    filter.project = m_project;
    filter.limit = firstPage;
    qint64 newest = 0;
    while (true) {
        // The index is the database thread's alone until the page is there.
        const auto work = [index, filter](Connection &connection) -> Result<IndexPage> {
            const Result<QVector<ImageRecord>> images = ImageRepository(connection).listLight(filter);
            if (!images)
                return fail(images.error());
            index->addOlder(*images);
            return IndexPage{images->size(), images->isEmpty() ? 0 : images->first().id,
                             images->isEmpty() ? 0 : images->last().id};
        };
        const Result<IndexPage> page = co_await m_services.database().read(work);
        if (turn != m_turn || m_scope.token().stop_requested())
            co_return;
        if (!page) {
            m_session.notify(QStringLiteral("gallery"), tr("The images cannot be read"), page.error());
            co_return;
        }
        newest = std::max(newest, page->newest);
        const bool complete = page->read < filter.limit;
        if (complete || filter.beforeId == 0) {
            const ImageIndex shown = withMeanwhile(*index);
            if (complete) {
                m_loaded = true;
                m_newestId = newest;
                m_count = shown.size();
            }
            Q_EMIT indexLoaded(shown, complete);
        }
        if (complete)
            co_return;
        filter.beforeId = page->oldest;
        filter.limit = otherPages;
    }
}

Task<void> LibrarySession::runsTask()
{
    const auto work = [project = m_session.projectId()](Connection &connection) {
        return RunRepository(connection).list(project);
    };
    const Result<QVector<Run>> runs = co_await m_services.database().read(work);
    if (!runs || m_scope.token().stop_requested())
        co_return;
    QList<RunLabel> labels;
    for (const Run &run : *runs)
        labels.append({run.id, run.started});
    if (labels == m_runs)
        co_return;
    m_runs = labels;
    Q_EMIT runsChanged();
}

QString LibrarySession::serverName(const QString &address) const
{
    if (const std::shared_ptr<ServerConnection> server = m_services.pool().find(address))
        return server->status().name;
    const QString host = QUrl(address).authority();
    return host.isEmpty() ? address : host;
}

Task<void> LibrarySession::catchUp()
{
    m_catchingUp = true;
    while (std::exchange(m_catchUpAgain, false) && m_loaded && !m_scope.token().stop_requested()) {
        const int turn = m_turn;
        ImageFilter filter;
        filter.project = m_project;
        filter.afterId = m_newestId;
        const auto work = [filter](Connection &connection) -> Result<Newer> {
            ImageRepository images(connection);
            const Result<int> count = images.count(filter);
            if (!count)
                return fail(count.error());
            const Result<QVector<ImageRecord>> newer = images.list(filter);
            if (!newer)
                return fail(newer.error());
            return Newer{*newer, *count};
        };
        const Result<Newer> newer = co_await m_services.database().read(work);
        if (!newer || turn != m_turn || !m_loaded)
            continue;
        QList<GalleryItem> items;
        for (const GalleryItem &item : itemsOf(newer->images)) {
            if (!m_arrived.contains(item.record.id))
                items.prepend(item);
        }
        noteAdded(items);
        if (!items.isEmpty())
            Q_EMIT imagesAdded(items);
        if (newer->count != m_count) // another program took images away
            m_scope.spawn(indexTask());
    }
    m_catchingUp = false;
}

void LibrarySession::loadItems(const QList<qint64> &ids)
{
    if (!m_scope.token().stop_requested())
        m_scope.spawn(itemsTask(ids));
}

Task<Result<QVector<ImageRecord>>> LibrarySession::records(QList<qint64> ids)
{
    const auto work = [ids](Connection &connection) {
        return ImageRepository(connection).byIds(ids);
    };
    co_return co_await m_services.database().read(work);
}

QList<GalleryItem> LibrarySession::itemsOf(const QVector<ImageRecord> &images) const
{
    const QHash<QString, QString> names = m_session.names();
    QList<GalleryItem> items;
    items.reserve(images.size());
    for (const ImageRecord &image : images)
        items.append(galleryItem(image, names.value(image.characterId, image.characterId)));
    return items;
}

Task<void> LibrarySession::itemsTask(QList<qint64> ids)
{
    const Result<QVector<ImageRecord>> images = co_await records(ids);
    if (m_scope.token().stop_requested())
        co_return;
    if (!images)
        Q_EMIT itemsLoaded(ids, {}, true);
    else
        Q_EMIT itemsLoaded(ids, itemsOf(*images), false);
}

} // namespace lorastudio
