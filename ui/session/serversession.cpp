// SPDX-License-Identifier: GPL-3.0-or-later
// Rows, timeline and jobs. Forms, tests and what a person does with a server are in serversessionactions.cpp.
#include "session/serversession.h"

#include "models/serverphrases.h"
#include "session/projectsession.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/serverrepository.h"

#include <algorithm>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto refreshPause = 100ms;
constexpr auto jobsPause = 700ms;
constexpr auto imagesPause = 1000ms;
constexpr int jobsPage = 100;
constexpr int historyImages = 600; ///< more than four servers make in ten minutes
constexpr double loadSmoothing = 0.4;

const QVector<JobState> openStates{JobState::Running, JobState::Fetching, JobState::Queued,
                                   JobState::Posting, JobState::Planned,  JobState::Lost};
const QVector<JobState> failedStates{JobState::Failed, JobState::Rejected};

} // namespace

ServerSession::ServerSession(Services &services, ProjectSession &project)
    : m_services(services), m_project(project), m_scope(QStringLiteral("servers of the window"))
{
    for (Jobs &jobs : m_jobs)
        jobs.limit = jobsPage;
    const auto prepare = [this](QTimer &timer, std::chrono::milliseconds pause, auto work) {
        timer.setSingleShot(true);
        timer.setInterval(pause);
        connect(&timer, &QTimer::timeout, this, work);
    };
    prepare(m_refreshTimer, refreshPause, [this] { refresh(); });
    prepare(m_jobsTimer, jobsPause, [this] { m_scope.spawn(readJobs()); });
    prepare(m_imagesTimer, imagesPause, [this] { m_scope.spawn(readImages()); });
    // Sentences with a time in them, and when a server is asked next.
    m_secondTimer.setInterval(1s);
    connect(&m_secondTimer, &QTimer::timeout, this, [this] {
        if (!m_order.isEmpty())
            refresh();
    });
    m_farmTimer.setInterval(1s);
    connect(&m_farmTimer, &QTimer::timeout, this, [this] { m_scope.spawn(readFarm()); });
    connectSignals();
    m_project.closeFirst([this] { return close(); });
}

ServerSession::~ServerSession() = default;

Task<void> ServerSession::close()
{
    m_closed = true;
    m_services.generation().disconnect(this);
    m_services.pool().disconnect(this);
    m_project.disconnect(this);
    for (QTimer *timer : {&m_refreshTimer, &m_secondTimer, &m_jobsTimer, &m_imagesTimer, &m_farmTimer})
        timer->stop();
    m_testStop.request_stop();
    m_scope.requestStop();
    co_await m_scope.join();
}

bool ServerSession::isReady() const
{
    return m_project.isReady();
}

void ServerSession::connectSignals()
{
    GenerationService &generation = m_services.generation();
    connect(&generation, &GenerationService::jobChanged, this, &ServerSession::noteJob);
    connect(&generation, &GenerationService::imageStored, this, [this](const ImageRecord &image) {
        ++m_images[image.server];
        m_timeline.addImage(image.server, now(), image.seconds, checkpointName(image.modelFile),
                            seriesOf(image.modelFile));
        refreshSoon();
    });
    connect(&generation, &GenerationService::runEnded, this, [this] {
        for (Memory &memory : m_memory)
            memory.jobs.clear();
        refreshSoon();
    });
    connect(&generation, &GenerationService::runChanged, this, [this] {
        refreshSoon();
        jobsAreOld(); // planned or cancelled jobs change without a word for each
    });
    connect(&m_services.pool(), &ServerPool::serverChanged, this, &ServerSession::noteServer);
    connect(&m_services.assignments(), &AssignmentService::catalogChanged, this, &ServerSession::refreshSoon);
    connect(&m_project, &ProjectView::rowsReset, this, [this] {
        // Another project, other characters, or another program changed something.
        refreshSoon();
        if (!m_imagesTimer.isActive())
            m_imagesTimer.start();
        jobsAreOld();
    });
    connect(&m_project, &ProjectSession::figuresChanged, &m_imagesTimer, qOverload<>(&QTimer::start));
}

void ServerSession::refreshSoon()
{
    if (!m_refreshTimer.isActive() && !m_closed)
        m_refreshTimer.start();
}

void ServerSession::jobsAreOld()
{
    m_jobsOld = true;
    if (m_isWatched && !m_jobsTimer.isActive() && !m_closed)
        m_jobsTimer.start();
}

void ServerSession::setWatched(bool on)
{
    if (std::exchange(m_isWatched, on) == on || m_closed)
        return;
    if (!on) {
        m_secondTimer.stop();
        m_jobsTimer.stop();
        m_farmTimer.stop();
        return;
    }
    m_secondTimer.start();
    m_farmTimer.start();
    m_scope.spawn(readFarm());
    refresh();
    if (m_jobsOld)
        m_scope.spawn(readJobs());
}

QString ServerSession::checkpointName(const QString &file) const
{
    return file.isEmpty() ? QString() : m_services.assignments().catalog().described(file).name;
}

int ServerSession::seriesOf(const QString &file) const
{
    const QVector<Checkpoint> &entries = m_services.assignments().catalog().entries();
    for (int i = 0; i < entries.size(); ++i) {
        if (ModelCatalog::serves(file, entries.at(i).file))
            return qMin(i, 4);
    }
    return 4;
}

QString ServerSession::nameOf(const QString &url) const
{
    const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
    return server ? server->status().name : url;
}

void ServerSession::noteServer(const QString &url)
{
    const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
    if (!server) {
        m_timeline.forget(url);
        m_memory.remove(url);
        refreshSoon();
        return;
    }
    const ServerStatus &status = server->status();
    Memory &memory = m_memory[url];
    const bool loads = status.state == ServerState::Loading;
    if (loads && !memory.loading.isValid())
        memory.loading = status.since;
    if (!loads && memory.loading.isValid()) {
        const double seconds = double(memory.loading.msecsTo(now())) / 1000;
        const bool ended = status.state == ServerState::Busy || status.state == ServerState::Idle;
        if (ended && seconds > 0)
            memory.loadSeconds =
                memory.loadSeconds > 0 ? (1 - loadSmoothing) * memory.loadSeconds + loadSmoothing * seconds : seconds;
        memory.loading = {};
    }
    if (status.stuckJobs > 0 && memory.stuckIds.isEmpty()) {
        for (const Job &job : std::as_const(memory.jobs))
            memory.stuckIds.insert(job.id);
        memory.movedTo.clear();
    } else if (status.stuckJobs == 0) {
        memory.stuckIds.clear();
        memory.movedTo.clear();
    }
    const QString file =
        memory.jobs.isEmpty() ? memory.loaded : memory.jobs.first().order.value_or(WorkOrder()).modelFile;
    m_timeline.setState(url, status.state, status.state == ServerState::Stuck ? status.since : now(), status.stuckJobs,
                        loads ? checkpointName(file) : QString(), loads ? seriesOf(file) : 0);
    refreshSoon();
}

void ServerSession::noteJob(const Job &job)
{
    const bool there =
        job.state == JobState::Queued || job.state == JobState::Running || job.state == JobState::Posting;
    for (auto it = m_memory.begin(); it != m_memory.end(); ++it) {
        const bool here = there && it.key() == job.server;
        const auto same = [&](const Job &other) {
            return other.id == job.id;
        };
        const auto found = std::find_if(it->jobs.begin(), it->jobs.end(), same);
        if (found != it->jobs.end() && here) {
            *found = job;
        } else if (found != it->jobs.end()) {
            const bool ran = found->state == JobState::Running;
            it->jobs.erase(found);
            if (ran && job.state != JobState::Fetching && job.state != JobState::Stored)
                m_timeline.dropImage(it.key());
        }
        if (it->stuckIds.contains(job.id) && there && it.key() != job.server)
            it->movedTo = nameOf(job.server);
    }
    if (there && !job.server.isEmpty()) {
        Memory &memory = m_memory[job.server];
        const bool known =
            std::any_of(memory.jobs.cbegin(), memory.jobs.cend(), [&](const Job &other) { return other.id == job.id; });
        if (!known)
            memory.jobs.append(job);
        const QString file = job.order ? job.order->modelFile : QString();
        if (job.state == JobState::Running && !file.isEmpty()) {
            if (memory.loaded != file)
                memory.former = std::exchange(memory.loaded, file);
            m_timeline.beginImage(job.server, now(), checkpointName(file), seriesOf(file));
        }
    }
    refreshSoon();
    jobsAreOld();
}

QStringList ServerSession::modelsOfRun() const
{
    QStringList files;
    if (!m_services.generation().progress().going)
        return files;
    for (const CharacterRow &row : m_project.rows()) {
        const QString &file = row.assignment.modelFile;
        if (row.summary.planned + row.summary.active > 0 && !file.isEmpty() && !files.contains(file))
            files.append(file);
    }
    return files;
}

ServerRow ServerSession::rowOf(const ServerConnection &server, const QStringList &wantedModels) const
{
    const ServerStatus &status = server.status();
    const Memory memory = m_memory.value(status.url);
    ServerRow row;
    row.url = status.url;
    row.name = status.name;
    row.state = status.state;
    row.since = status.since;
    row.nextTry = server.nextTry();
    row.version = status.version;
    row.device = status.device;
    row.vramTotal = status.vramTotal;
    row.vramFree = status.vramFree;
    const Job *running = nullptr;
    const Job *next = nullptr;
    for (const Job &job : memory.jobs) {
        if (job.state == JobState::Running)
            running = &job;
        else if (!next)
            next = &job;
    }
    if (running) {
        const QList<CharacterRow> characters = m_project.rows();
        const auto of = std::find_if(characters.cbegin(), characters.cend(), [&](const CharacterRow &character) {
            return character.character.id == running->characterId;
        });
        row.workingOn = of == characters.cend() ? running->characterId : of->character.name;
        row.workingNumber = running->number;
    }
    row.checkpoint = status.state == ServerState::Stuck ? QString() : checkpointName(memory.loaded);
    if (running && next && next->order)
        row.nextCheckpoint = checkpointName(next->order->modelFile);
    if (!memory.former.isEmpty())
        row.formerCheckpoint = checkpointName(memory.former);
    row.loadSeconds = memory.loadSeconds;
    const bool works = status.state == ServerState::Busy || status.state == ServerState::Loading ||
                       (status.state == ServerState::Draining && server.inFlight() > 0);
    if (works)
        row.secondsPerImage = m_services.generation().secondsPerImage(status.url).value_or(0);
    row.others = status.foreignJobs;
    row.ours = server.inFlight();
    addFarm(row);
    row.lacksModels = !wantedModels.isEmpty() && server.isReachable() && row.ours == 0 &&
                      std::all_of(wantedModels.cbegin(), wantedModels.cend(),
                                  [&](const QString &file) { return server.spelling(file).isEmpty(); });
    row.images = m_images.value(status.url);
    row.error = status.error;
    row.stuckJobs = status.stuckJobs;
    row.movedTo = memory.movedTo;
    row.draining = server.isDraining();
    row.demo = status.demo;
    row.keeps = m_services.serverConfig(status.url).has_value();
    row.builtIn = !row.keeps && server.config().demo;
    row.messages = phrases::serverMessages(row, now());
    return row;
}

void ServerSession::refresh()
{
    m_refreshTimer.stop();
    const auto &servers = m_services.pool().servers();
    for (const auto &server : servers) {
        if (!m_order.contains(server->url()))
            m_order.append(server->url());
    }
    m_order.removeIf([&](const QString &url) { return !m_services.pool().find(url); });
    const QStringList wanted = modelsOfRun();
    QList<ServerRow> rows;
    for (const QString &url : std::as_const(m_order))
        rows.append(rowOf(*m_services.pool().find(url), wanted));
    if (rows == m_rows)
        return;
    m_rows = std::move(rows);
    Q_EMIT rowsChanged();
}

Task<void> ServerSession::readImages()
{
    const QString project = m_project.projectId();
    const bool history = !m_historyRead;
    struct Found
    {
        QMap<QString, int> made;
        QVector<ImageRecord> newest;
    };
    const auto read = [project, history](Connection &connection) -> Result<Found> {
        Found found;
        const Result<QMap<QString, int>> made = ServerRepository(connection).imagesMade(project);
        if (!made)
            return fail(made.error());
        found.made = *made;
        if (!history)
            return found;
        ImageFilter filter;
        filter.project = project;
        filter.limit = historyImages;
        const Result<QVector<ImageRecord>> newest = ImageRepository(connection).list(filter);
        if (!newest)
            return fail(newest.error());
        found.newest = *newest;
        return found;
    };
    const Result<Found> found = co_await m_services.database().read(read);
    if (!found || m_closed || project != m_project.projectId())
        co_return;
    m_historyRead = true;
    m_images.clear();
    for (auto it = found->made.cbegin(); it != found->made.cend(); ++it)
        m_images.insert(it.key(), it.value());
    // What was made before this window was there; oldest first. Only as long as nothing newer is written down.
    const QDateTime first = now().addSecs(-ServerTimeline::shownSeconds);
    if (history && m_timeline.blocks(now()).isEmpty()) {
        for (auto image = found->newest.crbegin(); image != found->newest.crend(); ++image) {
            if (image->generatedAt > first && image->generatedAt <= now())
                m_timeline.addImage(image->server, image->generatedAt, image->seconds, checkpointName(image->modelFile),
                                    seriesOf(image->modelFile));
        }
    }
    refreshSoon();
}

void ServerSession::watchJobs(JobList list)
{
    m_watched = list;
    m_jobs[int(list)].limit = jobsPage;
    m_jobsTimer.stop();
    m_scope.spawn(readJobs());
}

void ServerSession::loadMoreJobs(JobList list)
{
    m_jobs[int(list)].limit = int(m_jobs[int(list)].rows.size()) + jobsPage;
    m_scope.spawn(readJobs());
}

Task<void> ServerSession::readJobs()
{
    if (m_readingJobs) {
        m_readAgain = true;
        co_return;
    }
    if (!m_project.isReady())
        co_return;
    m_readingJobs = true;
    struct Found
    {
        QMap<JobState, int> counts;
        QVector<Job> jobs;
    };
    do {
        m_readAgain = false;
        m_jobsOld = false;
        const std::optional<JobList> list = m_watched;
        JobFilter filter;
        filter.project = m_project.projectId();
        filter.states = list == JobList::Failed ? failedStates : openStates;
        filter.limit = list ? m_jobs[int(*list)].limit : 0;
        const auto read = [filter, wanted = list.has_value()](Connection &connection) -> Result<Found> {
            Found found;
            JobRepository jobs(connection);
            const Result<QMap<JobState, int>> counts = jobs.counts(filter.project);
            if (!counts)
                return fail(counts.error());
            found.counts = *counts;
            if (!wanted)
                return found;
            const Result<QVector<Job>> listed = jobs.list(filter);
            if (!listed)
                return fail(listed.error());
            found.jobs = *listed;
            return found;
        };
        const Result<Found> found = co_await m_services.database().read(read);
        if (m_closed)
            break;
        if (!found) {
            m_jobsOld = true;
            m_project.notify(QStringLiteral("database"), tr("The database does not answer"), found.error());
            break;
        }
        if (filter.project != m_project.projectId()) {
            m_readAgain = true;
            continue;
        }
        int open = 0, failed = 0;
        for (const JobState state : openStates)
            open += found->counts.value(state);
        for (const JobState state : failedStates)
            failed += found->counts.value(state);
        Jobs &openJobs = m_jobs[int(JobList::Open)];
        Jobs &failedJobs = m_jobs[int(JobList::Failed)];
        const bool counted = std::exchange(openJobs.count, open) != open;
        if ((std::exchange(failedJobs.count, failed) != failed) || counted)
            Q_EMIT jobCountsChanged();
        if (!list)
            continue;
        QHash<QString, QString> names;
        for (const CharacterRow &row : m_project.rows())
            names.insert(row.character.id, row.character.name);
        QList<JobRow> rows;
        for (const Job &job : found->jobs)
            rows.append({job.id, names.value(job.characterId, job.characterId), job.number, job.state,
                         job.server.isEmpty() ? QString() : nameOf(job.server), job.reason, job.attempt, job.updated});
        m_jobs[int(*list)].rows = rows;
        Q_EMIT jobsChanged(*list);
    } while (m_readAgain);
    m_readingJobs = false;
}

} // namespace lorastudio
