// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/catalogsession.h"

#include "core/text.h"
#include "services.h"
#include "session/projectsession.h"
#include "storage/performancefigures.h"

#include <algorithm>

namespace lorastudio {

namespace {

using namespace std::chrono_literals;

constexpr auto figuresPause = 3000ms; // every score is read for them
constexpr int longestFile = 1000;

bool isValid(const Checkpoint &entry)
{
    const SamplerSettings &settings = entry.settings;
    return !entry.file.isEmpty() && entry.sharpness >= 0 && entry.sharpness <= 10 && entry.speed >= 0 &&
           entry.speed <= 10 && settings.cfg >= 0 && settings.cfg <= 100 && settings.steps >= 1 &&
           settings.steps <= 10'000 && !settings.sampler.isEmpty() && !settings.scheduler.isEmpty();
}

/// The values that a person can change are the same.
bool saysTheSame(const Checkpoint &a, const Checkpoint &b)
{
    return a.name == b.name && a.type == b.type && a.sharpness == b.sharpness && a.speed == b.speed &&
           a.bestFor == b.bestFor && a.settings == b.settings && a.negative == b.negative;
}

/// `base` with the values of `after`.
Checkpoint withValues(Checkpoint base, const Checkpoint &after)
{
    base.type = after.type;
    base.sharpness = after.sharpness;
    base.speed = after.speed;
    base.bestFor = after.bestFor;
    base.settings = after.settings;
    base.negative = after.negative;
    return base;
}

} // namespace

CatalogSession::CatalogSession(Services &services, ProjectSession &project)
    : m_services(services), m_project(project), m_scope(QStringLiteral("catalog"))
{
    m_figuresTimer.setSingleShot(true);
    m_figuresTimer.setInterval(figuresPause);
    connect(&m_figuresTimer, &QTimer::timeout, this, [this] { m_scope.spawn(readFigures()); });
    connectSignals();
    project.closeFirst([this] { return close(); });
}

CatalogSession::~CatalogSession() = default;

Task<void> CatalogSession::close()
{
    if (std::exchange(m_closed, true))
        co_return;
    m_services.generation().disconnect(this);
    m_services.pool().disconnect(this);
    m_services.assignments().disconnect(this);
    m_project.disconnect(this);
    m_figuresTimer.stop();
    m_scope.requestStop();
    co_await m_scope.join();
}

void CatalogSession::connectSignals()
{
    // The rows of the project are read when it is opened and whenever another process has changed the database.
    connect(&m_project, &ProjectView::rowsReset, this, [this] { m_scope.spawn(readCatalog()); });
    connect(&m_project, &ProjectSession::figuresChanged, this, &CatalogSession::figuresAreOld);
    connect(&m_services.assignments(), &AssignmentService::catalogChanged, this, &CatalogSession::refresh);
    ServerPool &pool = m_services.pool();
    connect(&pool, &ServerPool::checkpointsChanged, this, &CatalogSession::refresh);
    connect(&pool, &ServerPool::serverReachable, this, [this](const QString &url) {
        m_asked.remove(url);
        if (m_watched)
            askForSamplers();
    });
    connect(&pool, &ServerPool::serverChanged, this, [this](const QString &url) {
        followLoading(url);
        if (int(m_services.pool().checkpoints().size()) != m_servers)
            refresh();
    });
    connect(&pool, &ServerPool::promptStarted, this, [this](const QString &promptId) {
        const std::optional<Job> job = m_services.generation().jobOfPrompt(promptId);
        if (job && job->order)
            m_loading[job->server].file = job->order->modelFile;
    });
    connect(&m_services.generation(), &GenerationService::imageStored, this, &CatalogSession::figuresAreOld);
}

void CatalogSession::figuresAreOld()
{
    m_old = true;
    if (m_watched && !m_figuresTimer.isActive())
        m_figuresTimer.start();
}

void CatalogSession::setWatched(bool on)
{
    if (std::exchange(m_watched, on) == on || !on || m_closed)
        return;
    if (m_old && m_ready)
        m_scope.spawn(readFigures());
    askForSamplers();
}

Task<void> CatalogSession::readCatalog()
{
    // Another process may have changed the person's rows.
    const Result<void> loaded = co_await m_services.assignments().load();
    if (!loaded || m_scope.token().stop_requested())
        co_return;
    if (!m_ready || m_watched)
        co_await readFigures();
    else
        m_old = true;
}

Task<void> CatalogSession::readFigures()
{
    if (std::exchange(m_readingFigures, true)) {
        figuresAreOld();
        co_return;
    }
    m_old = false;
    const Result<QVector<ModelFigures>> figures = co_await m_services.database().read(&performance::list);
    m_readingFigures = false;
    if (m_scope.token().stop_requested())
        co_return;
    if (figures)
        m_figures = *figures;
    else
        m_project.notify(QStringLiteral("models"), tr("The figures of the models cannot be read"), figures.error());
    m_ready = m_ready || figures.has_value();
    refresh();
}

QString CatalogSession::entryFileFor(const QString &file) const
{
    const QString entry = m_services.assignments().catalog().entryFile(file);
    if (entry.isEmpty() || entry == file)
        return file;
    // One file of several with this name: its values are its own.
    const bool others = std::any_of(m_rows.cbegin(), m_rows.cend(),
                                    [&](const CatalogRow &row) { return row.checkpoint.file == entry; });
    return others ? file : entry;
}

CatalogRow CatalogSession::described(const Checkpoint &checkpoint) const
{
    const ModelCatalog &catalog = m_services.assignments().catalog();
    CatalogRow row;
    row.checkpoint = checkpoint;
    const QString entry = catalog.entryFile(checkpoint.file);
    const bool builtIn = catalog.builtInEntry(entry).has_value();
    const bool changed = catalog.change(entry).has_value();
    if (entry.isEmpty())
        row.origin = CatalogRow::Origin::Assumed;
    else if (builtIn)
        row.origin = changed ? CatalogRow::Origin::Changed : CatalogRow::Origin::BuiltIn;
    else
        row.origin = CatalogRow::Origin::Own;
    row.servers = m_servers;
    for (const QString &url : checkpoint.onServers) {
        const std::shared_ptr<ServerConnection> server = m_services.pool().find(url);
        row.serverNames.append(server ? server->status().name : url);
    }
    for (auto it = m_loads.cbegin(); it != m_loads.cend(); ++it) {
        if (ModelCatalog::serves(checkpoint.file, it.key()) || ModelCatalog::serves(it.key(), checkpoint.file))
            row.loadSeconds = it.value();
    }
    return row;
}

QList<CatalogRow> CatalogSession::compose() const
{
    const QVector<Checkpoint> merged = m_services.assignments().checkpoints();
    QHash<QString, ModelFigures> figuresOf;
    QVector<ModelFigures> strangers; // neither the catalog nor a server knows what they were made with
    for (const ModelFigures &figures : m_figures) {
        if (const Checkpoint *of = ModelCatalog::findIn(merged, figures.modelFile))
            figuresOf[of->file] += figures;
        else if (figures.images + figures.demoImages > 0)
            strangers.append(figures);
    }
    QList<CatalogRow> rows;
    for (const Checkpoint &checkpoint : merged) {
        rows.append(described(checkpoint));
        rows.last().figures = figuresOf.value(checkpoint.file);
    }
    for (const ModelFigures &figures : strangers) {
        rows.append(described(m_services.assignments().catalog().described(figures.modelFile)));
        rows.last().figures = figures;
    }
    return rows;
}

void CatalogSession::refresh()
{
    const int servers = int(m_services.pool().checkpoints().size());
    const bool others = std::exchange(m_servers, servers) != servers;
    QList<CatalogRow> rows = m_ready ? compose() : QList<CatalogRow>();
    if (rows == m_rows && !others)
        return;
    m_rows = std::move(rows);
    Q_EMIT rowsChanged();
}

void CatalogSession::ask(const Wish &wish, const QString &file)
{
    if (!m_closed)
        m_project.runInTurn([this, wish, file] { return grant(wish, file); });
}

Task<Result<void>> CatalogSession::grant(Wish wish, QString file)
{
    Task<Result<void>> work = wish();
    const Result<void> done = co_await std::move(work);
    if (!done) {
        m_project.notify(QStringLiteral("models"), tr("The catalog cannot be changed"), done.error());
        Q_EMIT editFailed(file);
    }
    co_return Result<void>{};
}

Task<Result<void>> CatalogSession::put(std::optional<Checkpoint> entry, QString file)
{
    if (entry) {
        const Result<Checkpoint> stored = co_await m_services.assignments().setCheckpoint(*entry);
        if (!stored)
            co_return fail(stored.error());
    } else {
        const Result<bool> removed = co_await m_services.assignments().removeCheckpoint(file);
        if (!removed)
            co_return fail(removed.error());
    }
    co_return Result<void>{};
}

Task<Result<void>> CatalogSession::write(Checkpoint entry, std::optional<Checkpoint> before, QString text)
{
    const Result<void> written = co_await put(entry, entry.file);
    if (!written)
        co_return written;
    m_project.pushUndo(
        text, [this, before, file = entry.file] { return put(before, file); },
        [this, entry] { return put(entry, entry.file); }, StepOf::Program);
    co_return Result<void>{};
}

Task<Result<void>> CatalogSession::take(QString file, QString text)
{
    const std::optional<Checkpoint> before = m_services.assignments().catalog().change(file);
    if (!before)
        co_return Result<void>{};
    const std::optional<Checkpoint> none;
    const Result<void> taken = co_await put(none, file);
    if (!taken)
        co_return taken;
    m_project.pushUndo(
        text, [this, before, file] { return put(before, file); }, [this, file] { return put(std::nullopt, file); },
        StepOf::Program);
    co_return Result<void>{};
}

void CatalogSession::edit(const Checkpoint &after)
{
    Checkpoint clean = after;
    clean.type = cleanName(after.type);
    clean.settings.sampler = cleanName(after.settings.sampler);
    clean.settings.scheduler = cleanName(after.settings.scheduler);
    clean.negative = cleanText(after.negative).trimmed();
    clean.bestFor.clear();
    for (const QString &word : after.bestFor) {
        const QString cleaned = cleanName(word);
        if (!cleaned.isEmpty() && !clean.bestFor.contains(cleaned))
            clean.bestFor.append(cleaned);
    }
    if (isValid(clean))
        ask([this, clean] { return editTask(clean); }, clean.file);
    else
        Q_EMIT editFailed(after.file);
}

Task<Result<void>> CatalogSession::editTask(Checkpoint after)
{
    const auto found = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                    [&](const CatalogRow &row) { return row.checkpoint.file == after.file; });
    if (found == m_rows.cend() || saysTheSame(withValues(found->checkpoint, after), found->checkpoint))
        co_return Result<void>{};
    const ModelCatalog &catalog = m_services.assignments().catalog();
    const QString file = entryFileFor(after.file);
    const std::optional<Checkpoint> before = catalog.change(file);
    const std::optional<Checkpoint> builtIn = catalog.builtInEntry(file);
    Checkpoint entry = before ? *before : builtIn ? *builtIn : found->checkpoint;
    if (!before && !builtIn)
        entry.order = int(catalog.entries().size());
    entry = withValues(entry, after);
    entry.file = file;
    entry.known = true;
    entry.onServers.clear();
    const QString text = tr("Changed the values of %1.").arg(found->checkpoint.name);
    if (builtIn && before && saysTheSame(entry, *builtIn))
        co_return co_await take(file, text);
    co_return co_await write(entry, before, text);
}

void CatalogSession::reset(const QString &file)
{
    ask([this, file] { return resetTask(file); }, file);
}

Task<Result<void>> CatalogSession::resetTask(QString file)
{
    const ModelCatalog &catalog = m_services.assignments().catalog();
    const QString entry = entryFileFor(file);
    const bool builtIn = catalog.builtInEntry(entry).has_value();
    const QString name = catalog.described(entry).name;
    const QString text =
        builtIn ? tr("Reset the values of %1.").arg(name) : tr("Removed %1 from the catalog.").arg(name);
    co_return co_await take(entry, text);
}

namespace {

QString keyFrom(const QString &typed)
{
    return checkpointKey(cleanName(typed, longestFile));
}

} // namespace

QString CatalogSession::cannotAdd(const QString &file) const
{
    const QString key = keyFrom(file);
    if (key.isEmpty() || key.endsWith(u'/'))
        return tr("Write the name of the file as ComfyUI lists it, for example sd15/my_model.safetensors.");
    const ModelCatalog &catalog = m_services.assignments().catalog();
    const bool listed = std::any_of(m_rows.cbegin(), m_rows.cend(), [&](const CatalogRow &row) {
        return row.checkpoint.file == key && row.origin != CatalogRow::Origin::Assumed;
    });
    if (listed || catalog.builtInEntry(key) || catalog.change(key))
        return tr("%1 is in the catalog already.").arg(isolated(key));
    return {};
}

void CatalogSession::add(const QString &file)
{
    if (cannotAdd(file).isEmpty())
        ask([this, key = keyFrom(file)] { return addTask(key); }, file);
}

Task<Result<void>> CatalogSession::addTask(QString file)
{
    const ModelCatalog &catalog = m_services.assignments().catalog();
    if (catalog.change(file) || catalog.builtInEntry(file))
        co_return Result<void>{};
    Checkpoint entry = catalog.described(file);
    entry.file = file;
    entry.known = true;
    entry.onServers.clear();
    entry.order = int(catalog.entries().size());
    const std::optional<Checkpoint> none;
    const QString text = tr("Added %1 to the catalog.").arg(entry.name);
    co_return co_await write(entry, none, text);
}

} // namespace lorastudio
