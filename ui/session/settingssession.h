// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/asyncscope.h"
#include "models/settingsview.h"
#include "services.h"

#include <functional>

namespace lorastudio {

class Appearance;
class ProjectView;

/// The settings over the services. What is set here is the same for the command line: it stands in the one file of
/// settings; only the palette, which only a window has, is the Appearance's. Main thread; `close()` is awaited before
/// the services end.
class SettingsSession : public SettingsView
{
    Q_OBJECT

public:
    /// All of them outlive the session. The changes go to the project's undo stack.
    SettingsSession(Services &services, ProjectView &project, Appearance &appearance);
    ~SettingsSession() override;
    Task<void> close();

    /// The program is to be started anew once it has ended.
    bool wantsRestart() const { return m_wantsRestart; }
    /// With the same arguments as this one. To be called when everything has ended.
    void startAgain() const;

    SettingsValues values() const override;
    void change(const SettingsValues &values) override;
    DatabaseState database() const override { return m_database; }
    void testDatabase(const DatabaseForm &form) override;
    void changeDatabase(const DatabaseForm &form, bool copy) override;
    void cancelDatabase() override;
    void restart() override;
    FolderState folders() const override { return m_folders; }
    void refresh() override;
    void setLibrary(const QString &folder) override;
    void openLibrary() override;
    void clearThumbnails() override;

private:
    void apply(const SettingsValues &values);
    void storeLibrary(const QString &folder);
    void followProject();
    Task<void> refreshDatabase();
    Task<void> refreshFolders();
    Task<void> clearTask();
    Task<void> testTask(DatabaseForm form, std::stop_token stop);
    Task<void> changeTask(DatabaseForm form, bool copy, std::stop_token stop);
    Task<Result<void>> changeSteps(DatabaseForm form, bool copy, std::stop_token stop);
    Task<Result<void>> waitForRuns(std::stop_token stop);
    Task<Result<void>> copyTo(DatabaseUrl url, QString password, std::stop_token stop);
    Task<Result<void>> keepPassword(DatabaseUrl url, QString password);
    Result<void> takeUp(const DatabaseUrl &url);
    Task<QString> passwordFor(DatabaseForm form, DatabaseUrl url);
    DatabaseUrl presentUrl() const;
    DatabaseForm presentForm() const;
    void changeState(const std::function<void(DatabaseState &)> &change);
    void changeFolders(const std::function<void(FolderState &)> &change);
    std::stop_token beginDatabaseWork(DatabaseState::Step step);

    Services &m_services;
    ProjectView &m_project;
    Appearance &m_appearance;
    DatabaseState m_database;
    FolderState m_folders;
    std::stop_source m_databaseWork; ///< of the test or the change that is under way
    QString m_passwordForNext;       ///< where there is no keyring to keep it
    bool m_wantsRestart = false;
    AsyncScope m_scope;
};

} // namespace lorastudio
