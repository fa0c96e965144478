// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/windowviews.h"
#include "session/catalogsession.h"
#include "session/importsession.h"
#include "session/librarysession.h"
#include "session/logsession.h"
#include "session/projectsession.h"
#include "session/serversession.h"
#include "session/settingssession.h"

namespace lorastudio {

/// All sessions of a window over one set of services, as its views. `project().begin()` first, `project().close()` or
/// `shutDown()` last and awaited: it closes the others before the services end. Main thread only.
class WindowSessions
{
public:
    /// `services` and `appearance` outlive it.
    WindowSessions(Services &services, Appearance &appearance, QString project)
        : m_appearance(appearance),
          m_project(services, std::move(project)),
          m_log(services, m_project),
          m_imports(services, m_project),
          m_library(services, m_project),
          m_catalog(services, m_project),
          m_servers(services, m_project),
          m_settings(services, m_project, appearance)
    {
        m_project.closeFirst([this] { return m_settings.close(); });
    }

    WindowViews views(FileDialogs &dialogs)
    {
        WindowViews views{m_project, dialogs, &m_appearance};
        views.library = &m_library;
        views.models = &m_catalog;
        views.servers = &m_servers;
        views.imports = &m_imports;
        views.log = &m_log.log();
        views.settings = &m_settings;
        return views;
    }
    ProjectSession &project() { return m_project; }
    SettingsSession &settings() { return m_settings; }

private:
    Appearance &m_appearance;
    ProjectSession m_project;
    LogSession m_log;
    ImportSession m_imports;
    LibrarySession m_library;
    CatalogSession m_catalog;
    ServerSession m_servers;
    SettingsSession m_settings;
};

} // namespace lorastudio
