// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lorastudio {

class Appearance;
class FileDialogs;
class ProjectView;
class ServerListView;

/// What the window and its pages are made over. All of it outlives the window. Where a view is null, the window has
/// neither its page nor its entries.
struct WindowViews
{
    ProjectView &project;
    FileDialogs &dialogs;
    Appearance *appearance = nullptr; ///< null: the palette cannot be chosen
    ServerListView *servers = nullptr;
};

} // namespace lorastudio
