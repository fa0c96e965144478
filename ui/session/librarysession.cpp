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
const QString retryAction = QStringLiteral("retry");
const QString notKnown = QStringLiteral("?"); ///< is never what ImageStanding says

/// A part of the index as it was read.
struct IndexPage
{
    qsizetype read = 0;
    qint64 oldest = 0;
};

/// What is known of the images, and what the database says beyond it.
struct Known
{
    QString project;
    qint64 newestId = 0;
    QSet<qint64> arrived;
    QVector<ImageVerdict> decided;
    QString verdicts;
};

struct News
{
    QVector<ImageRecord> images;
    qint64 newestId = 0;
    ImageStanding standing;
    QVector<ImageVerdict> decided;
    QList<ImageVerdict> judged; ///< otherwise than known
};

/// Both by id.
QList<ImageVerdict> changes(const QVector<ImageVerdict> &before, const QVector<ImageVerdict> &after)
{
    QList<ImageVerdict> changed;
    auto old = before.cbegin();
    for (const ImageVerdict &now : after) {
        for (; old != before.cend() && old->id < now.id; ++old)
            changed.append({old->id, Verdict::Undecided, false});
        const bool known = old != before.cend() && old->id == now.id;
        if (!known || !(*old == now))
            changed.append(now);
        if (known)
            ++old;
    }
    for (; old != before.cend(); ++old)
        changed.append({old->id, Verdict::Undecided, false});
    return changed;
}

Result<News> readNews(Connection &connection, const Known &known)
{
    ImageRepository images(connection);
    News news;
    const Result<ImageStanding> standing = images.standing(known.project);
    if (!standing)
        return fail(standing.error());
    news.standing = *standing;
    ImageFilter filter;
    filter.project = known.project;
    filter.afterId = known.newestId;
    const Result<QVector<ImageRecord>> newer = images.listLight(filter);
    if (!newer)
        return fail(newer.error());
    news.newestId = newer->isEmpty() ? known.newestId : newer->first().id;
    QVector<qint64> strange; // only those are wanted as a whole
    for (const ImageRecord &image : *newer) {
        if (!known.arrived.contains(image.id))
            strange.append(image.id);
    }
    const Result<QVector<ImageRecord>> whole = images.byIds(strange);
    if (!whole)
        return fail(whole.error());
    news.images = *whole;
    news.decided = known.decided;
    if (standing->verdicts == known.verdicts)
        return news;
    const Result<QVector<ImageVerdict>> decided = images.decided(known.project);
    if (!decided)
        return fail(decided.error());
    news.judged = changes(known.decided, *decided);
    news.decided = *decided;
    return news;
}

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
    connect(&project, &ProjectSession::noticeActionRun, this, [this](const QString &notice, const QString &action) {
        if (notice == QLatin1String("copy"))
            openCopyFolder();
        else if (notice == QLatin1String("gallery") && action == retryAction && !m_loaded && !m_reading)
            Q_EMIT libraryReset();
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
        if (m_reading)
            m_meanwhile.returned.insert(item.record.id, item.record);
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
        m_loaded = m_reading = false;
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
    for (const ImageRecord &image : m_meanwhile.returned) {
        if (!index.find(image.id)) // what was read is the newer one
            index.add(image);
    }
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

void LibrarySession::noteStored(const QList<ImageVerdict> &verdicts)
{
    for (const ImageVerdict &verdict : verdicts)
        m_stored.insert(verdict.id, verdict);
}

/// A person has just decided it, and that is not stored yet.
bool LibrarySession::isGiven(qint64 id) const
{
    return std::any_of(m_given.cbegin(), m_given.cend(), [id](const QList<ImageVerdict> &given) {
        return std::any_of(given.cbegin(), given.cend(), [id](const ImageVerdict &image) { return image.id == id; });
    });
}

void LibrarySession::noteDecided(const ImageIndex &index)
{
    m_decided.clear();
    for (const ImageEntry &entry : index.entries()) {
        if (entry.verdict != Verdict::Undecided)
            m_decided.append({entry.id, entry.verdict, entry.verdictByRule});
    }
    m_verdicts = notKnown;
    m_stored.clear();
}

Task<void> LibrarySession::indexTask()
{
    const int turn = ++m_turn;
    m_project = m_session.projectId();
    m_loaded = false;
    m_reading = true;
    m_arrived.clear();
    m_meanwhile = {};
    for (const QList<ImageVerdict> &given : std::as_const(m_given))
        noteVerdicts(given);
    const auto index = std::make_shared<ImageIndex>();
    ImageFilter filter;
    filter.project = m_project;
    filter.limit = firstPage;
    while (true) {
        // The index is the database thread's alone until the page is there.
        const auto work = [index, filter](Connection &connection) -> Result<IndexPage> {
            const Result<QVector<ImageRecord>> images = ImageRepository(connection).listLight(filter);
            if (!images)
                return fail(images.error());
            index->addOlder(*images);
            return IndexPage{images->size(), images->isEmpty() ? 0 : images->last().id};
        };
        const Result<IndexPage> page = co_await m_services.database().read(work);
        if (turn != m_turn || m_scope.token().stop_requested())
            co_return;
        if (!page) {
            m_reading = false;
            sayThatReadingFailed(page.error());
            co_return;
        }
        const bool complete = page->read < filter.limit;
        if (complete || filter.beforeId == 0) {
            const ImageIndex shown = withMeanwhile(*index);
            if (complete) {
                m_loaded = true;
                m_reading = false;
                m_newestId = shown.size() == 0 ? 0 : shown.entries().last().id;
                m_count = shown.size();
                noteDecided(shown);
            }
            Q_EMIT indexLoaded(shown, complete);
        }
        if (complete)
            co_return;
        filter.beforeId = page->oldest;
        filter.limit = otherPages;
    }
}

void LibrarySession::sayThatReadingFailed(const Error &error)
{
    if (!error.isCanceled()) {
        Notice notice;
        notice.id = QStringLiteral("gallery");
        notice.kind = Notice::Kind::Problem;
        notice.head = tr("The images cannot be read");
        notice.body = error.message;
        notice.actions = {{retryAction, tr("Try Again")}};
        notice.details = error.detail;
        m_session.notify(notice);
    }
    Q_EMIT indexFailed();
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
        const Known known{m_project, m_newestId, m_arrived, m_decided, m_verdicts};
        const QHash<qint64, ImageVerdict> stored = std::exchange(m_stored, {});
        const auto work = [known](Connection &connection) {
            return readNews(connection, known);
        };
        const Result<News> news = co_await m_services.database().read(work);
        if (turn != m_turn || !m_loaded)
            continue;
        if (!news) {
            for (const ImageVerdict &verdict : stored) {
                if (!m_stored.contains(verdict.id))
                    m_stored.insert(verdict.id, verdict);
            }
            continue;
        }
        QList<GalleryItem> items;
        for (const GalleryItem &item : itemsOf(news->images)) {
            if (!m_arrived.contains(item.record.id))
                items.append(item);
        }
        noteAdded(items);
        m_newestId = std::max(m_newestId, news->newestId);
        m_arrived.removeIf([this](qint64 id) { return id <= m_newestId; });
        m_decided = news->decided;
        m_verdicts = news->standing.verdicts;
        if (!items.isEmpty())
            Q_EMIT imagesAdded(items);
        QList<ImageVerdict> judged; // elsewhere: what was decided here stands on the screen already, or is newer
        for (const ImageVerdict &verdict : news->judged) {
            const bool ours = stored.contains(verdict.id) && stored.value(verdict.id) == verdict;
            if (!ours && !m_stored.contains(verdict.id) && !isGiven(verdict.id))
                judged.append(verdict);
        }
        if (!judged.isEmpty())
            Q_EMIT verdictsChanged(judged);
        if (news->standing.count != m_count) // another program took images away
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
