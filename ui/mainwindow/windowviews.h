// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lorastudio {

class Appearance;
class CatalogView;
class EventLog;
class FileDialogs;
class ImportView;
class ImageLibraryView;
class ProjectView;
class SettingsView;
class ServerListView;

/// What the window and its pages are made over. All of it outlives the window. Where a view is null, the window has
/// neither its page nor its entries.
struct WindowViews
{
    ProjectView &project;
    FileDialogs &dialogs;
    Appearance *appearance = nullptr; ///< null: the palette cannot be chosen
    CatalogView *models = nullptr;
    EventLog *log = nullptr;
    ImportView *imports = nullptr; ///< null: what is dropped comes in at once
    ImageLibraryView *library = nullptr;
    SettingsView *settings = nullptr;
    ServerListView *servers = nullptr;
};

} // namespace lorastudio
