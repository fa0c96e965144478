// SPDX-License-Identifier: GPL-3.0-or-later
#include "services.h"

#include "core/endguard.h"
#include "core/logging.h"
#include "core/text.h"
#include "images/libraryfolder.h"
#include "images/librarytrash.h"
#include "import/samplereader.h"
#include "storage/characterrepository.h"
#include "storage/databaseurl.h"
#include "storage/imagerepository.h"
#include "storage/jobrepository.h"
#include "storage/projectrepository.h"

#include <QCoreApplication>
#include <QDir>

namespace lorastudio {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("Services", source);
}

/// The template is part of the program: without it the program was built wrongly, and a test says so.
WorkflowTemplate builtInWorkflow()
{
    Result<WorkflowTemplate> workflow = WorkflowTemplate::builtIn();
    if (!workflow)
        qFatal("%s", qPrintable(workflow.error().message));
    return *workflow;
}

} // namespace

Services::Services(const PathOptions &paths)
    : m_paths(paths),
      m_settings(m_paths.settingsFile()),
      m_store(m_paths.library(m_settings.library.value())),
      m_thumbnails(m_paths.thumbnails()),
      m_pool(m_http, m_clock),
      m_workflow(builtInWorkflow()),
      m_assignments(m_database, m_pool),
      m_runner(m_database, m_store, m_thumbnails, m_reviewer, m_workflow, m_clock),
      m_generation(m_database, m_pool, m_assignments, m_runner, m_clock),
      m_importer(m_database, m_store),
      m_scope(QStringLiteral("services"))
{
    m_importer.setCheckpoints([this] { return m_assignments.checkpoints(); });
    followSettings();
    QObject::connect(&m_database, &Database::changedElsewhere, &m_generation, [this] { followDrains(); });
    for (const SettingBase *setting :
         {static_cast<const SettingBase *>(&m_settings.newImages),
          static_cast<const SettingBase *>(&m_settings.newSize), static_cast<const SettingBase *>(&m_settings.baseSeed),
          static_cast<const SettingBase *>(&m_settings.attempts),
          static_cast<const SettingBase *>(&m_settings.freeMemoryWhenPaused)})
        QObject::connect(setting, &SettingBase::changed, &m_generation, [this] { followSettings(); });
}

Services::~Services() = default;

void Services::followSettings()
{
    m_importer.setDefaults(m_settings.newImages.value(), parseSize(m_settings.newSize.value()));
    GenerationDefaults defaults;
    if (m_settings.baseSeed.value() >= 0)
        defaults.baseSeed = m_settings.baseSeed.value();
    defaults.attempts = m_settings.attempts.value();
    defaults.freeMemoryWhenPaused = m_settings.freeMemoryWhenPaused.value();
    m_generation.setDefaults(defaults);
}

Task<QString> Services::databasePassword(DatabaseUrl url)
{
    if (url.driver != DatabaseUrl::Driver::PostgreSql)
        co_return QString();
    const QString given = qEnvironmentVariable("PGPASSWORD");
    if (!given.isEmpty())
        co_return given;
    const Result<QString> stored = co_await m_secrets.read(SecretStore::databaseKey(url.display()), m_scope.token());
    co_return stored.value_or(QString());
}

Task<Result<void>> Services::keepDatabasePassword(DatabaseUrl url, QString password)
{
    co_return co_await m_secrets.write(SecretStore::databaseKey(url.display()), password, m_scope.token());
}

Task<Result<void>> Services::open(QString password)
{
    m_needsPassword = false;
    const Result<DatabaseUrl> url = DatabaseUrl::parse(m_paths.database(m_settings.database.value()));
    if (!url)
        co_return fail(url.error());
    QString secret = password;
    if (secret.isEmpty())
        secret = co_await databasePassword(*url);
    if (url->driver == DatabaseUrl::Driver::Sqlite)
        QDir().mkpath(QFileInfo(url->path).absolutePath());
    const Result<void> opened = co_await m_database.open(*url, secret);
    if (!opened) {
        m_needsPassword = opened.error().code == QStringLiteral("needs-password");
        co_return opened;
    }
    const Result<void> claimed = co_await claimLibraryFolder();
    if (!claimed)
        co_return claimed;
    const Result<void> catalog = co_await m_assignments.load();
    if (!catalog)
        co_return catalog;
    const Result<void> servers = co_await readServers();
    if (servers)
        m_scope.spawn(tidyLibrary());
    co_return servers;
}

/// Two databases never share a folder: each would take the other's images for left-overs, or write over them.
Task<Result<void>> Services::claimLibraryFolder()
{
    struct Ids
    {
        QString own;
        QString former; ///< of the database that this one is a copy of, as long as that one has the library
    };
    const auto identify = [](Connection &connection) -> Result<Ids> {
        const Result<QString> own = ProjectRepository(connection).databaseId();
        const Result<QString> former = ProjectRepository(connection).copiedFrom();
        if (!own || !former)
            return fail(own ? former.error() : own.error());
        return Ids{*own, *former};
    };
    const Result<Ids> ids = co_await m_database.write(identify);
    if (!ids)
        co_return fail(ids.error());
    const QString root = m_paths.library(m_settings.library.value());
    const auto claim = [root, ids = *ids]() -> Result<ImageStore> {
        if (!ids.former.isEmpty()) {
            if (const Result<void> passed = passLibrary(root, ids.former, ids.own); !passed)
                return fail(passed.error());
        }
        return claimLibrary(root, ids.own);
    };
    const Result<ImageStore> store = co_await offload(claim);
    if (!store)
        co_return fail(store.error());
    m_store = *store;
    if (ids->former.isEmpty() || !QFileInfo(m_store.root()).isDir()) // a drive that is not there may come back
        co_return Result<void>{};
    const auto forget = [](Connection &connection) {
        return ProjectRepository(connection).setCopiedFrom({});
    };
    co_return co_await m_database.write(forget);
}

Task<void> Services::shutdown()
{
    EndGuard guard;
    m_scope.requestStop();
    co_await m_generation.close();
    co_await m_pool.close();
    co_await m_scope.join();
    if (m_demo)
        m_demo->stop();
    co_await m_database.close();
    co_await guard.release();
    if (const Result<void> synced = m_settings.sync(); !synced)
        qCWarning(logCore) << synced.error().message;
}

Task<Result<QString>> Services::openProject(QString nameOrId)
{
    const QString wanted = cleanName(nameOrId);
    if (!nameOrId.isEmpty() && wanted.isEmpty())
        co_return fail(Error::Kind::Validation, text("This is no name for a project."));
    const auto work = [wanted](Connection &connection) -> Result<QString> {
        ProjectRepository projects(connection);
        QString name = wanted;
        if (name.isEmpty()) {
            const Result<QString> last = projects.lastUsed();
            if (!last)
                return last;
            name = last->isEmpty() ? QStringLiteral("default") : *last;
        }
        const Result<Project> made = projects.ensureNamed(name);
        if (!made)
            return fail(made.error());
        if (const Result<void> used = projects.setLastUsed(made->id); !used)
            return fail(used.error());
        return made->id;
    };
    const Result<QString> project = co_await m_database.write(work);
    co_return project;
}

Task<Result<QString>> Services::sampleIfEmpty(QString project, bool given)
{
    const auto work = [project](Connection &connection) {
        return CharacterRepository(connection).list(project);
    };
    const Result<QVector<Character>> characters = co_await m_database.read(work);
    if (!characters)
        co_return fail(characters.error());
    if (!characters->isEmpty())
        co_return project;
    if (!given)
        co_return co_await openSampleProject();
    const Result<ImportOutcome> imported = co_await m_importer.importCharacters(readSample(), project, false);
    if (!imported)
        co_return fail(imported.error());
    co_return project;
}

Task<Result<QString>> Services::openSampleProject()
{
    const auto open = [](Connection &connection) -> Result<QString> {
        ProjectRepository projects(connection);
        const Result<Project> sample = projects.ensure(QStringLiteral("sample"), text("Sample project"));
        if (!sample)
            return fail(sample.error());
        if (const Result<void> used = projects.setLastUsed(sample->id); !used)
            return fail(used.error());
        return sample->id;
    };
    const Result<QString> project = co_await m_database.write(open);
    if (!project)
        co_return project;
    const auto work = [id = *project](Connection &connection) {
        return CharacterRepository(connection).list(id);
    };
    const Result<QVector<Character>> present = co_await m_database.read(work);
    if (!present)
        co_return fail(present.error());
    if (present->isEmpty()) {
        const Result<ImportOutcome> imported = co_await m_importer.importCharacters(readSample(), *project, false);
        if (!imported)
            co_return fail(imported.error());
    }
    co_return project;
}

Task<bool> Services::hasWork(RunRequest request)
{
    const auto look = [request](Connection &connection) -> Result<bool> {
        const Result<QVector<Character>> characters = CharacterRepository(connection).list(request.project);
        if (!characters)
            return fail(characters.error());
        for (const Character &character : *characters) {
            if (!request.characterIds.isEmpty() && !request.characterIds.contains(character.id))
                continue;
            const Result<CharacterSummary> summary = CharacterRepository(connection).summary(character.id);
            if (!summary)
                return fail(summary.error());
            if (summary->planned + summary->active > 0)
                return true;
            if (!request.resumeOnly && (request.imagesMore || summary->counted(request.demo) < character.images))
                return true;
        }
        return false;
    };
    const Result<bool> work = co_await m_database.read(look);
    co_return work.value_or(true);
}

Task<Result<QVector<SharedFolder>>> Services::setOldImagesAside(QVector<Character> characters)
{
    QStringList folders;
    for (const Character &character : std::as_const(characters))
        folders.append(ImageStore::relativeFolderFor(character.project, character.id));
    const auto move = [store = m_store, folders, now = m_clock.now()] {
        return setFoldersAside(store, folders, now);
    };
    co_return co_await offload(move);
}

Task<Result<QVector<SharedFolder>>> Services::exchangeFolders(QVector<SharedFolder> folders)
{
    const auto exchange = [store = m_store, folders, now = m_clock.now()] {
        return lorastudio::exchangeFolders(store, folders, now);
    };
    co_return co_await offload(exchange);
}

Task<Result<void>> Services::checkLibrary()
{
    const auto check = [store = m_store] {
        return checkLibraryWritable(store);
    };
    co_return co_await offload(check);
}

Task<void> Services::tidyLibrary()
{
    co_await removeOrphans();
    if (m_scope.token().stop_requested())
        co_return;
    const auto empty = [store = m_store, now = m_clock.now()] {
        return removeOldTrash(store, now);
    };
    const int removed = co_await offload(empty);
    if (removed > 0)
        qCInfo(logImages) << "removed" << removed << "files that were in the trash for more than" << trashDays
                          << "days";
}

Task<void> Services::removeOrphans()
{
    struct Known
    {
        QSet<QString> paths;
        QStringList folders;
    };
    const QDateTime now = m_clock.now();
    const auto read = [](Connection &connection) -> Result<Known> {
        Known known;
        const Result<QVector<Project>> projects = ProjectRepository(connection).list();
        if (!projects)
            return fail(projects.error());
        for (const Project &project : *projects) {
            const Result<QVector<Character>> characters = CharacterRepository(connection).list(project.id);
            if (!characters)
                return fail(characters.error());
            for (const Character &character : *characters)
                known.folders.append(ImageStore::relativeFolderFor(project.id, character.id));
        }
        const Result<QSet<QString>> paths = ImageRepository(connection).paths();
        if (!paths)
            return fail(paths.error());
        known.paths = *paths;
        // The files of open jobs stay: the job adopts them when it is taken up.
        for (const Project &project : *projects) {
            const Result<QVector<Job>> open = JobRepository(connection).open(project.id);
            if (!open)
                return fail(open.error());
            for (const Job &job : *open)
                known.paths.insert(ImageStore::relativePathFor(project.id, job.characterId, job.number));
        }
        return known;
    };
    const Result<Known> known = co_await m_database.read(read);
    if (!known || m_scope.token().stop_requested())
        co_return;
    // Some seconds of grace: another program on this database may stand between file and row.
    const auto remove = [store = m_store, known = *known, before = now.addSecs(-10)] {
        return store.removeOrphans(known.paths, known.folders, before);
    };
    const Result<QStringList> removed = co_await offload(remove);
    if (removed && !removed->isEmpty())
        qCInfo(logImages) << "removed" << removed->size() << "files that a crash had left";
}

QString Services::imageFile(const ImageRecord &image) const
{
    const Result<QString> path = m_store.absolutePath(image.imagePath);
    return path ? *path : image.imagePath;
}

QString Services::databaseText() const
{
    const QString url = m_database.description();
    if (url.isEmpty())
        return {};
    return url.startsWith(QStringLiteral("sqlite:")) ? QStringLiteral("SQLite") : QStringLiteral("PostgreSQL");
}

} // namespace lorastudio
