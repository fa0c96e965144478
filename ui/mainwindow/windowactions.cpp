// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/windowactions.h"

#include "style/glyphs.h"
#include "style/roles.h"
#include "style/tooltips.h"

#include <QActionGroup>
#include <QMenu>

namespace lorastudio {

QAction *WindowActions::add(const char *name, const QString &text, const QKeySequence &shortcut, const QIcon &icon)
{
    auto *action = new QAction(icon, text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WindowShortcut);
    m_all.append(action);
    return action;
}

WindowActions::WindowActions(const QList<PageEntry> &table, QObject *parent) : QObject(parent)
{
    const auto theme = [](const char *name, const char *glyph) {
        return actionIcon(QString::fromLatin1(name), QString::fromLatin1(glyph));
    };
    importFiles =
        add("importAction", tr("&Import Files…"), QKeySequence(Qt::CTRL | Qt::Key_I), theme("document-import", "drop"));
    importFiles->setIconText(tr("Import"));
    importFolder = add("importFolderAction", tr("Import &Folder…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I));
    paste =
        add("pasteAction", tr("P&aste Characters"), QKeySequence(Qt::CTRL | Qt::Key_V), theme("edit-paste", "drop"));
    newProject = add("newProjectAction", tr("New Pro&ject…"));
    renameProject = add("renameProjectAction", tr("Re&name Project…"));
    projects = new QMenu(tr("Open &Project"), qobject_cast<QWidget *>(parent));
    projects->setObjectName(QStringLiteral("projectMenu"));
    projects->setAccessibleName(tr("Open project"));
    sampleProject = add("sampleProjectAction", tr("Open &Sample Project"));
    quit = add("quitAction", tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), theme("application-exit", "close"));
    undo = add("undoAction", tr("&Undo"), QKeySequence(Qt::CTRL | Qt::Key_Z), theme("edit-undo", "retry"));
    redo = add("redoAction", tr("&Redo"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), theme("edit-redo", "retry"));
    // For lists of keys; the menu says what is taken back.
    undo->setProperty("nameInLists", tr("Undo"));
    redo->setProperty("nameInLists", tr("Redo"));
    search = add("searchAction", tr("&Search"), QKeySequence(Qt::CTRL | Qt::Key_F), theme("edit-find", "search"));

    for (const PageEntry &entry : table) {
        pages.append(add(qPrintable(entry.id + QStringLiteral("PageAction")), entry.title, entry.keys,
                         glyphIcon(entry.glyph, &Roles::text)));
        pages.last()->setData(entry.id);
    }
    sidePanel = add("sidePanelAction", tr("Side &Panel"), QKeySequence(Qt::Key_F4));
    sidePanel->setCheckable(true);
    menuBar = add("menuBarAction", tr("&Menu Bar"), QKeySequence(Qt::CTRL | Qt::Key_M));
    menuBar->setCheckable(true);
    menuBar->setChecked(true);
    fullScreen =
        add("fullScreenAction", tr("&Full Screen"), QKeySequence(Qt::Key_F11), theme("view-fullscreen", "actual-size"));
    fullScreen->setCheckable(true);
    nextPane = add("nextPaneAction", tr("&Next Pane"), QKeySequence(Qt::Key_F6));
    asDesktop = add("asDesktopAction", tr("As the &Desktop"));
    light = add("lightAction", tr("&Light"));
    dark = add("darkAction", tr("D&ark"));
    auto *palettes = new QActionGroup(this);
    for (QAction *action : {asDesktop, light, dark}) {
        action->setCheckable(true);
        palettes->addAction(action);
    }

    start = add("startAction", tr("&Start LoRA Generation"), QKeySequence(Qt::CTRL | Qt::Key_Return),
                theme("media-playback-start", "state-running"));
    start->setIconText(tr("Start LoRA Generation"));
    pause = add("pauseAction", tr("&Pause"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
                theme("media-playback-pause", "state-paused"));
    stop = add("stopAction", tr("S&top…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return),
               theme("media-playback-stop", "state-stopped"));
    stop->setIconText(tr("Stop"));
    retry = add("retryAction", tr("&Retry Failed Images"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R),
                theme("view-refresh", "retry"));
    autoAssign = add("autoAssignAction", tr("&Auto-Assign Best Models"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A),
                     theme("tools-wizard", "best"));
    autoAssign->setIconText(tr("Auto-Assign Best Models"));
    guide = add("guideAction", tr("&Guide"), QKeySequence(Qt::Key_F1), theme("help-contents", "keyboard"));
    keys = add("keysAction", tr("All &Keys"), QKeySequence(Qt::CTRL | Qt::Key_Slash),
               glyphIcon(QStringLiteral("keyboard"), &Roles::text));
    about = add("aboutAction", tr("A&bout LoRA Studio"), {}, theme("help-about", "state-information"));
}

void WindowActions::showProjects(const QList<Project> &all, const QString &current)
{
    if (all == m_projects && current == m_project)
        return;
    m_projects = all;
    m_project = current;
    projects->clear();
    for (const Project &project : all) {
        QString name = project.name;
        QAction *action = projects->addAction(name.replace(u'&', QStringLiteral("&&")));
        action->setToolTip(plainToolTip(project.name)); // not made from the text, which may look like markup
        action->setData(project.id);
        action->setCheckable(true);
        action->setChecked(project.id == current);
    }
    projects->setEnabled(!all.isEmpty());
}

} // namespace lorastudio
