// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/projectsession.h"

#include "core/logging.h"
#include "core/text.h"
#include "session/sessionload.h"

#include <algorithm>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto dirtyPause = 250ms; // counts of a row come from the database, four times a second at most
constexpr auto summaryPause = 1000ms;
constexpr auto addedPause = 250ms; // gallery inserts
constexpr auto elsewherePause = 1000ms;
constexpr int looksForDead = 5;
const QString databaseNotice = QStringLiteral("database");

} // namespace

ProjectSession::ProjectSession(Services &services, QString project)
    : m_services(services),
      m_project(std::move(project)),
      m_images(services),
      m_scope(QStringLiteral("session")),
      m_ending(QStringLiteral("end of the session"))
{
    const auto prepare = [this](QTimer &timer, std::chrono::milliseconds pause, auto work) {
        timer.setSingleShot(true);
        timer.setInterval(pause);
        connect(&timer, &QTimer::timeout, this, work);
    };
    prepare(m_dirtyTimer, dirtyPause, [this] { m_scope.spawn(reloadDirty()); });
    prepare(m_summaryTimer, summaryPause, [this] {
        refreshSummary();
        if (m_summary.active())
            m_summaryTimer.start();
    });
    prepare(m_addedTimer, addedPause, [this] { Q_EMIT imagesAdded(std::exchange(m_added, {})); });
    connect(&m_undo, &QUndoStack::indexChanged, this, &ProjectSession::followUndoStack);
    connectSignals();
}

ProjectSession::~ProjectSession() = default;

void ProjectSession::begin(bool demo)
{
    m_demoWanted = demo;
    if (const QString damaged = m_services.settings().damagedFile(); !damaged.isEmpty())
        notify({QStringLiteral("settings"),
                Notice::Kind::Warning,
                tr("The settings file was damaged"),
                tr("It is kept as %1. What could be read of it holds; everything else is as at the first start.")
                    .arg(isolated(damaged)),
                {},
                true});
    m_scope.spawn(open(demo));
}

void ProjectSession::openAgain()
{
    if (!m_ready && !m_opening)
        m_scope.spawn(open(m_demoWanted));
}

Task<void> ProjectSession::open(bool demo)
{
    m_opening = true;
    m_summary.databaseProblem.clear();
    Q_EMIT runSummaryChanged();
    const Result<void> opened = co_await m_services.open({});
    m_opening = false;
    if (!opened) {
        sayThatNotOpened(tr("The database cannot be opened"), opened.error());
        co_return;
    }
    Result<QString> project = co_await m_services.openProject(m_project);
    if (project && demo)
        project = co_await m_services.sampleIfEmpty(*project, !m_project.isEmpty());
    if (!project) {
        sayThatNotOpened(tr("The project cannot be opened"), project.error());
        co_return;
    }
    m_project = *project;
    if (demo) {
        if (const Result<void> started = m_services.startDemoServer(); !started)
            notify(QStringLiteral("demo"), tr("The demo server did not start"), started.error());
    }
    co_await m_services.connectServers({});
    const Result<void> loaded = co_await load();
    if (!loaded) {
        sayThatNotOpened(tr("The project cannot be opened"), loaded.error());
        co_return;
    }
    m_scope.spawn(watchElsewhere(m_scope.token()));
    co_await connectServersOfRun();
    // On load only rows without a choice, and those whose choice was the rule's, are chosen; see AssignmentService.
    co_await m_services.pool().settled(false, 3s, m_scope.token());
    co_await m_services.assignments().autoAssign(m_project, false);
    co_await takeUpOpenRun();
}

void ProjectSession::sayThatNotOpened(const QString &head, const Error &error)
{
    m_summary.databaseProblem = error.message;
    notify(databaseNotice, head, error);
    Q_EMIT runSummaryChanged();
}

Task<Result<void>> ProjectSession::load()
{
    const QString project = m_project;
    const Result<SessionData> data = co_await loadSession(m_services.database(), project);
    if (!data) {
        notify(databaseNotice, tr("The database does not answer"), data.error());
        co_return fail(data.error());
    }
    if (project == m_project) // else another one has been opened meanwhile
        show(*data);
    co_return Result<void>{};
}

void ProjectSession::show(const SessionData &data)
{
    m_projects = data.projects;
    for (Project &project : m_projects) {
        if (project.name == QStringLiteral("default"))
            project.name = tr("New project");
    }
    m_projectName = data.projectName == QStringLiteral("default") ? tr("New project") : data.projectName;
    m_lastRun = data.lastRun;
    m_openRun = m_services.generation().isGoing() ? std::nullopt : data.openRun;
    if (m_waitsForServer && (!m_openRun || m_openRun->elsewhere))
        forgetWaitingRun();
    m_summary.images = data.images;
    m_checkpoints = m_services.assignments().checkpoints();
    QHash<QString, CharacterRow> before;
    for (const CharacterRow &row : std::as_const(m_rows))
        before.insert(row.character.id, row);
    m_rows.clear();
    m_rowOf.clear();
    for (const CharacterData &character : data.characters) {
        CharacterRow row = before.value(character.character.id);
        row.character = character.character;
        row.assignment = character.assignment;
        row.summary = character.summary;
        row.baseSeed = character.baseSeed;
        row.thumbnailKey = SessionImages::keyOfReference(character.character.reference, character.summary);
        m_rowOf.insert(row.character.id, m_rows.size());
        m_rows.append(row);
    }
    m_references.removeIf([this](const auto &known) { return !m_rowOf.contains(known.key()); });
    for (References &known : m_references)
        known.isStale = true;
    const Standing now = standing();
    for (CharacterRow &row : m_rows)
        refreshStatus(row, now);
    m_images.checkFiles();
    m_ready = true;
    Q_EMIT rowsReset();
    Q_EMIT modelChoicesChanged();
    refreshSummary();
    m_verdictsStale = true;
    if (!m_readingVerdicts)
        m_scope.spawn(readRunVerdicts());
}

Task<void> ProjectSession::watchElsewhere(std::stop_token stop)
{
    Result<qint64> known = co_await m_services.database().changeCounter();
    int quietLooks = 0;
    while (co_await sleepFor(elsewherePause, stop)) {
        const Result<qint64> now = co_await m_services.database().changeCounter();
        if (stop.stop_requested())
            break;
        const bool wasGone = !m_summary.databaseProblem.isEmpty();
        if (m_services.database().isOpen()) // else it was closed on purpose
            noteDatabase(now ? QString() : now.error().message);
        // A process that dies changes nothing: whether somebody still makes the open run has to be asked.
        const bool deaf = m_openRun && m_openRun->elsewhere && ++quietLooks >= looksForDead;
        if (!now || (known && *now == *known && !deaf && !wasGone))
            continue;
        known = now;
        quietLooks = 0;
        co_await load();
        joinOpenRun();
    }
}

/// It went away while the window was open, or is back. Nobody has to ask for it again: this is looked at all the time.
void ProjectSession::noteDatabase(const QString &problem)
{
    if (problem.isEmpty() == m_summary.databaseProblem.isEmpty())
        return;
    m_summary.databaseProblem = problem;
    if (problem.isEmpty())
        dismissNotice(databaseNotice);
    else
        notify({databaseNotice,
                Notice::Kind::Problem,
                tr("The database does not answer"),
                tr("Finished images are kept and written when it is back. %1").arg(problem),
                {},
                true});
    Q_EMIT runSummaryChanged();
}

void ProjectSession::connectSignals()
{
    GenerationService &generation = m_services.generation();
    connect(&generation, &GenerationService::jobChanged, this, [this](const Job &job) { markDirty(job.characterId); });
    connect(&generation, &GenerationService::jobProgressed, this,
            [this](const Job &job, const JobProgress &progress, const QString &server) {
                LivePreview &preview = m_previews[job.characterId];
                preview.number = job.number;
                preview.step = progress.value;
                preview.steps = progress.maximum;
                preview.seed = job.seed;
                preview.server = serverName(server);
                if (const auto seconds = m_services.generation().secondsPerImage(server))
                    preview.secondsLeft = *seconds * (1 - progress.fraction());
                if (CharacterRow *changed = row(job.characterId)) {
                    preview.target = changed->character.images;
                    changed->live = progress;
                    refreshRow(*changed);
                }
                Q_EMIT livePreviewChanged(job.characterId);
            });
    connect(&generation, &GenerationService::previewReceived, this,
            [this](const Job &job, const QByteArray &image, const QString &) {
                m_previewDecoder.add(job.characterId, image);
            });
    connect(&m_previewDecoder, &PreviewDecoder::decoded, this, [this](const QString &id, const QImage &image) {
        m_previews[id].image = image;
        Q_EMIT livePreviewChanged(id);
    });
    connect(&generation, &GenerationService::imageStored, this, [this](const ImageRecord &image) {
        const CharacterRow *of = row(image.characterId);
        const GalleryItem added = galleryItem(image, of ? of->character.name : image.characterId);
        QList<GalleryItem> &newest = m_newest[image.characterId];
        newest.prepend(added);
        if (newest.size() > 40)
            newest.removeLast();
        ++m_summary.images;
        countOfRun(image);
        if (!m_services.generation().sampledJob(image.characterId)) { // else it is the next one's already
            m_previews.remove(image.characterId);
            if (CharacterRow *changed = row(image.characterId))
                changed->live.reset();
            Q_EMIT livePreviewChanged(image.characterId);
        }
        markDirty(image.characterId);
        m_added.append(added);
        if (!m_addedTimer.isActive())
            m_addedTimer.start();
        Q_EMIT newestImagesChanged(image.characterId);
    });
    connect(&generation, &GenerationService::runEnded, this, [this](const RunReport &report) {
        // The last figures of a run that is gone: the summary is asked for once a second only.
        m_summary.made = m_summary.undecided = report.stored;
        m_summary.failed = report.failed;
        m_summary.total = report.requested - report.skipped;
        m_summary.end = report.end;
    });
    connect(&generation, &GenerationService::runChanged, this, [this] {
        const bool active = m_services.generation().isGoing();
        if (active != std::exchange(m_wasActive, active) ||
            m_services.generation().progress().run.state == RunState::Paused || m_summary.phase == RunPhase::Paused) {
            refreshSummary();
            refreshAllRows();
            for (const CharacterRow &row : std::as_const(m_rows))
                markDirty(row.character.id); // planning a run changes the counts of all of them
        }
        if (!m_summaryTimer.isActive())
            m_summaryTimer.start();
    });
    connect(&generation, &GenerationService::problemRaised, this,
            [this](const QString &character, const QString &server, const QString &message) {
                if (character.isEmpty())
                    notify({QStringLiteral("hold"),
                            Notice::Kind::Warning,
                            server.isEmpty() ? tr("The run waits") : serverName(server),
                            message,
                            {},
                            true});
                markDirty(character);
            });
    connect(&m_services.pool(), &ServerPool::serverChanged, this, [this] {
        refreshSummary();
        refreshServedRows();
    });
    connect(&m_services.pool(), &ServerPool::serverReachable, this, &ProjectSession::continueIfServersSuit);
    connect(&m_services.pool(), &ServerPool::checkpointsChanged, this, [this] {
        m_checkpoints = m_services.assignments().checkpoints();
        refreshAllRows();
        Q_EMIT modelChoicesChanged();
    });
    connect(&m_services.assignments(), &AssignmentService::catalogChanged, this, [this] {
        m_checkpoints = m_services.assignments().checkpoints();
        refreshAllRows();
        Q_EMIT modelChoicesChanged();
    });
    connect(&m_services.assignments(), &AssignmentService::assigned, this,
            [this](const QVector<Assignment> &assignments) {
                const Standing now = standing();
                for (const Assignment &assignment : assignments) {
                    if (CharacterRow *changed = row(assignment.characterId)) {
                        changed->assignment = assignment;
                        refreshRow(*changed, now);
                    }
                }
            });
}

CharacterRow *ProjectSession::row(const QString &characterId)
{
    const auto found = m_rowOf.constFind(characterId);
    return found == m_rowOf.cend() ? nullptr : &m_rows[*found];
}

const CharacterRow *ProjectSession::row(const QString &characterId) const
{
    const auto found = m_rowOf.constFind(characterId);
    return found == m_rowOf.cend() ? nullptr : &m_rows.at(*found);
}

void ProjectSession::markDirty(const QString &characterId)
{
    if (characterId.isEmpty())
        return;
    m_dirty.insert(characterId);
    if (!m_dirtyTimer.isActive())
        m_dirtyTimer.start();
}

Task<void> ProjectSession::reloadDirty()
{
    const QSet<QString> ids = std::exchange(m_dirty, {});
    const Result<QVector<CharacterSummary>> summaries = co_await loadSummaries(m_services.database(), m_project, ids);
    if (!summaries)
        co_return;
    QList<qsizetype> changed;
    for (const CharacterSummary &summary : *summaries) {
        const auto place = m_rowOf.constFind(summary.characterId);
        if (place == m_rowOf.cend() || !ids.contains(summary.characterId))
            continue;
        CharacterRow &row = m_rows[*place];
        row.summary = summary;
        row.thumbnailKey = SessionImages::keyOfReference(row.character.reference, summary);
        changed.append(*place);
    }
    const Standing now = standing();
    for (const qsizetype place : std::as_const(changed)) {
        refreshStatus(m_rows[place], now);
        Q_EMIT rowChanged(m_rows.at(place));
    }
    refreshSummary();
}

QHash<QString, QString> ProjectSession::names() const
{
    QHash<QString, QString> names;
    names.reserve(m_rows.size());
    for (const CharacterRow &row : m_rows)
        names.insert(row.character.id, row.character.name);
    return names;
}

QString ProjectSession::serverName(const QString &url) const
{
    const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
    return server ? server->status().name : url;
}

std::optional<Checkpoint> ProjectSession::automaticChoice(const QString &characterId) const
{
    const CharacterRow *of = row(characterId);
    if (!of)
        return std::nullopt;
    const Choice choice = m_services.assignments().automaticChoice(of->character.type);
    if (choice.file.isEmpty())
        return std::nullopt;
    const Checkpoint *found = ModelCatalog::findIn(m_checkpoints, choice.file);
    return found ? *found : m_services.assignments().catalog().described(choice.file);
}

QList<ModelChoice> ProjectSession::modelChoices() const
{
    const bool anyServer = m_services.pool().anyReachable();
    QList<ModelChoice> choices;
    for (const Checkpoint &checkpoint : m_checkpoints)
        choices.append({checkpoint, !anyServer || !checkpoint.onServers.isEmpty(), std::nullopt});
    std::stable_sort(choices.begin(), choices.end(),
                     [](const ModelChoice &a, const ModelChoice &b) { return a.available && !b.available; });
    return choices;
}

std::optional<LivePreview> ProjectSession::livePreview(const QString &characterId) const
{
    if (!m_services.generation().sampledJob(characterId) || !m_previews.contains(characterId))
        return std::nullopt;
    return m_previews.value(characterId);
}

QStringList ProjectSession::samplePictureKeys() const
{
    return SessionImages::sampleKeys();
}

void ProjectSession::notify(const Notice &notice)
{
    m_notices.removeIf([&](const Notice &other) { return other.id == notice.id; });
    m_notices.prepend(notice);
    Q_EMIT noticeRaised(notice);
    Q_EMIT noticesChanged();
}

void ProjectSession::notify(const QString &id, const QString &head, const Error &error)
{
    if (!error.isCanceled())
        notify({id, Notice::Kind::Problem, head, error.message, {}, true, error.detail});
}

void ProjectSession::dismissNotice(const QString &noticeId)
{
    m_notices.removeIf([&](const Notice &other) { return other.id == noticeId; });
    Q_EMIT noticesChanged();
}

} // namespace lorastudio
