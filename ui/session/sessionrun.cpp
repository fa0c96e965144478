// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as the window starts and steers them, what the gallery shows of them, and the end of the program.
#include "session/projectsession.h"

#include "session/sessionload.h"

#include <QCoreApplication>

namespace lorastudio {

void ProjectSession::start(const QStringList &characterIds)
{
    RunRequest request;
    request.project = m_project;
    request.characterIds = characterIds;
    request.demo = m_services.usesDemoServer();
    if (m_services.generation().isGoing())
        m_scope.spawn(perform(extendTask(request), tr("The run cannot be extended")));
    else
        m_scope.spawn(runToTheEnd(request));
}

Task<Result<void>> ProjectSession::extendTask(RunRequest request)
{
    co_return co_await m_services.generation().extend(request);
}

Task<void> ProjectSession::runToTheEnd(RunRequest request)
{
    dismissNotice(QStringLiteral("run"));
    const Result<void> writable = co_await m_services.checkLibrary();
    if (!writable) {
        notify(QStringLiteral("run"), tr("The run did not start"), writable.error());
        co_return;
    }
    const Result<RunReport> report = co_await m_services.generation().run(request, m_scope.token());
    dismissNotice(QStringLiteral("hold"));
    if (!report) {
        notify(QStringLiteral("run"), tr("The run did not start"), report.error());
        co_return;
    }
    if (report->end == RunReport::End::ShutDown)
        co_return;
    m_previews.clear();
    co_await load();
    if (report->skipped > 0 && !report->problems.isEmpty())
        notify({QStringLiteral("run"),
                Notice::Kind::Warning,
                tr("%n image(s) were not asked for", nullptr, report->skipped),
                report->problems.first().reason,
                {},
                true});
}

void ProjectSession::pause()
{
    m_scope.spawn(perform(wishTask(RunState::Paused), tr("The run cannot be paused")));
}

void ProjectSession::resume()
{
    m_scope.spawn(perform(wishTask(RunState::Running), tr("The run cannot go on")));
}

void ProjectSession::stop()
{
    m_summary.phase = RunPhase::Stopping;
    Q_EMIT runSummaryChanged();
    m_scope.spawn(perform(wishTask(RunState::Stopping), tr("The run cannot be stopped")));
}

Task<Result<void>> ProjectSession::wishTask(RunState state)
{
    const Result<RunState> now = co_await m_services.generation().wish(m_project, state);
    if (!now)
        co_return fail(now.error());
    co_return Result<void>{};
}

void ProjectSession::pauseCharacter(const QString &characterId)
{
    m_services.generation().setCharacterPaused(characterId, true);
    refreshAllRows();
}

void ProjectSession::resumeCharacter(const QString &characterId)
{
    m_services.generation().setCharacterPaused(characterId, false);
    refreshAllRows();
}

void ProjectSession::retryFailed(const QString &characterId)
{
    m_scope.spawn(perform(retryTask(characterId), tr("The images cannot be tried again")));
}

Task<Result<void>> ProjectSession::retryTask(QString characterId)
{
    const Result<int> planned = co_await m_services.generation().retryFailed(m_project, characterId);
    if (!planned)
        co_return fail(planned.error());
    for (const CharacterRow &row : std::as_const(m_rows))
        markDirty(row.character.id);
    if (*planned > 0 && !m_services.generation().isGoing()) {
        RunRequest request;
        request.project = m_project;
        request.demo = m_services.usesDemoServer();
        request.resumeOnly = true;
        if (!characterId.isEmpty())
            request.characterIds = {characterId};
        m_scope.spawn(runToTheEnd(request));
    }
    co_return Result<void>{};
}

void ProjectSession::loadGallery(const QString &characterId)
{
    m_scope.spawn(galleryTask(characterId));
}

Task<void> ProjectSession::galleryTask(QString characterId)
{
    const Result<QVector<ImageRecord>> images = co_await loadImages(m_services.database(), m_project, characterId, 0);
    if (!images) {
        notify(QStringLiteral("gallery"), tr("The images cannot be read"), images.error());
        co_return;
    }
    QList<GalleryItem> items;
    items.reserve(images->size());
    for (const ImageRecord &image : *images)
        items.append(item(image));
    Q_EMIT galleryLoaded(characterId, items);
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
    const Result<QVector<ImageRecord>> images =
        co_await loadImages(m_services.database(), m_project, characterId, qMax(limit, 12));
    m_loadingNewest.remove(characterId);
    if (!images)
        co_return;
    QList<GalleryItem> items;
    for (const ImageRecord &image : *images)
        items.append(item(image));
    m_newest.insert(characterId, items);
    Q_EMIT newestImagesChanged(characterId);
}

void ProjectSession::runNoticeAction(const QString &noticeId, const QString &)
{
    dismissNotice(noticeId);
}

void ProjectSession::shutDown()
{
    shutDownTask();
}

Task<void> ProjectSession::shutDownTask()
{
    if (std::exchange(m_down, true))
        co_return;
    for (QTimer *timer : {&m_dirtyTimer, &m_summaryTimer, &m_addedTimer, &m_previewTimer})
        timer->stop();
    m_scope.requestStop();
    co_await m_services.generation().close();
    co_await m_scope.join();
    co_await m_images.close();
    co_await m_services.shutdown();
    QCoreApplication::exit(0);
}

} // namespace lorastudio
