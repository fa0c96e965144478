// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "core/clock.h"
#include "demoserver/demoserver.h"
#include "generation/assignmentservice.h"
#include "generation/generationservice.h"
#include "generation/jobrunner.h"
#include "generation/serverpool.h"
#include "images/imagestore.h"
#include "images/libraryfolder.h"
#include "images/thumbnailcache.h"
#include "import/characterimporter.h"
#include "network/httpclient.h"
#include "scoring/builtinreviewer.h"
#include "settings/apppaths.h"
#include "settings/appsettings.h"
#include "settings/secretstore.h"
#include "storage/database.h"

#include <memory>

namespace lorastudio {

/// Everything the program is made of, put together once: the window and the command line are two faces of the same
/// object. `open()` first, `shutdown()` last and awaited; members are destroyed in reverse order. Main thread only.
class Services
{
public:
    explicit Services(const PathOptions &paths);
    Services(const Services &) = delete;
    Services &operator=(const Services &) = delete;
    ~Services();

    /// Opens and migrates the database. An empty `password` means: from the keyring, PGPASSWORD or none.
    /// Storage error if it cannot be opened or is newer than the program; see needsPassword().
    Task<Result<void>> open(QString password);
    /// The last open() failed because the database's server demands a password.
    bool needsPassword() const { return m_needsPassword; }
    /// Ends all work; jobs on servers stay in the database as they are. Normally well under a second. If a disk or a
    /// database hangs for more than 10 s, the process is ended hard.
    Task<void> shutdown();

    /// Id of the project of that name or id; created if it is not there. Empty = the last one used, else "default".
    Task<Result<QString>> openProject(QString nameOrId);
    /// The project in which a demo run works: `project`, or the sample project if that one has no characters. With
    /// `given` (a person named the project) the sample characters come into it instead.
    Task<Result<QString>> sampleIfEmpty(QString project, bool given);
    /// Opens the sample project: its id. Its characters are added if they are missing.
    Task<Result<QString>> openSampleProject();
    /// Puts the image folders of characters that were there before under the same ids aside, so that nothing is written
    /// over their images. For characters that are new in the database; `exchangeFolders` brings back what was put
    /// aside when those go again.
    Task<Result<QVector<SharedFolder>>> setOldImagesAside(QVector<Character> characters);
    /// See exchangeFolders of the library.
    Task<Result<QVector<SharedFolder>>> exchangeFolders(QVector<SharedFolder> folders);

    /// Connects these servers, or all configured ones if the list is empty. Returns at once; see ServerPool::settled.
    Task<void> connectServers(QStringList urls);
    Task<Result<void>> addServer(ServerConfig config, ServerSecrets secrets);
    /// The server takes the place of the one with the address `former`, which may be its own, empty or unknown; the
    /// secrets of another address go. All of it is stored or nothing. The pool is the caller's.
    Task<Result<void>> replaceServer(QString former, ServerConfig config, ServerSecrets secrets);
    /// False if it was not there.
    Task<Result<bool>> removeServer(QString url);
    /// A wish of a person that is kept in the database and holds for every process on it: they take it over within
    /// about a second. Of a server that is not configured (the demo server, one given for this run) it holds in this
    /// process only; false if this process does not know it either.
    Task<Result<bool>> setDraining(QString url, bool on);
    std::optional<ServerConfig> serverConfig(const QString &url) const;
    Task<ServerSecrets> secretsOf(ServerConfig config);
    bool keepsSecrets() const { return !m_secrets.sessionOnly(); }
    /// From PGPASSWORD or the keyring; empty if there is none, or the database needs none.
    Task<QString> databasePassword(DatabaseUrl url);
    /// Empty removes it from the keyring.
    Task<Result<void>> keepDatabasePassword(DatabaseUrl url, QString password);
    Task<QStringList> serversOfOpenRun(QString project);
    /// Starts the demo server in this process and makes it the only one of the pool that a demo run uses.
    Result<void> startDemoServer();
    /// It was started and has not been removed from the pool.
    bool usesDemoServer() const;

    /// Whether a run would have anything to make or to take up.
    Task<bool> hasWork(RunRequest request);
    /// Whether images can be stored; to be asked before a run.
    Task<Result<void>> checkLibrary();
    QString imageFile(const ImageRecord &image) const;
    QString libraryFolder() const { return m_store.root(); }
    /// "SQLite" or "PostgreSQL"; empty while none is open.
    QString databaseText() const;

    Database &database() { return m_database; }
    AppSettings &settings() { return m_settings; }
    const AppPaths &paths() const { return m_paths; }
    ImageStore &imageStore() { return m_store; }
    ThumbnailCache &thumbnails() { return m_thumbnails; }
    ServerPool &pool() { return m_pool; }
    AssignmentService &assignments() { return m_assignments; }
    GenerationService &generation() { return m_generation; }
    CharacterImporter &importer() { return m_importer; }
    const Clock &clock() const { return m_clock; }

private:
    void followSettings();
    Task<void> endWork();
    Task<Result<void>> readServers();
    Task<void> readServersAfter(QString gone, std::optional<ServerConfig> changed);
    void followDrains();
    Task<void> readDrains();
    void applyDrains(const QStringList &urls);
    Task<void> tidyLibrary();
    Task<void> removeOrphans();
    Task<Result<void>> claimLibraryFolder();

    AppPaths m_paths;
    AppSettings m_settings;
    SystemClock m_clock;
    SecretStore m_secrets;
    Database m_database;
    ImageStore m_store;
    ThumbnailCache m_thumbnails;
    HttpClient m_http;
    std::unique_ptr<DemoServer> m_demo; // before the pool: connections end before their server
    ServerPool m_pool;
    WorkflowTemplate m_workflow;
    BuiltinReviewer m_reviewer;
    AssignmentService m_assignments;
    JobRunner m_runner;
    GenerationService m_generation;
    CharacterImporter m_importer;
    QVector<ServerConfig> m_configs;
    bool m_needsPassword = false;
    bool m_readsDrains = false; ///< asked for, and not read yet
    int m_drainsUnderway = 0;   ///< wishes that are being written
    AsyncScope m_scope;
};

} // namespace lorastudio
