// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/run.h"
#include "mainwindow/pagetable.h"

#include <QAction>
#include <QObject>

class QMenu;

namespace lorastudio {

/// The actions of the window with their texts, icons and keys. What they do is connected by the window; here stands
/// what they are called, so that menus, tool bar and the list of keys agree.
class WindowActions : public QObject
{
    Q_OBJECT

public:
    WindowActions(const QList<PageEntry> &pages, QObject *parent);
    QList<QAction *> all() const { return m_all; }
    /// Fills the menu of projects; nothing happens if it shows them already.
    void showProjects(const QList<Project> &all, const QString &current);
    /// One for each page, in the same order; its data is the id.
    QList<QAction *> pages;

    QAction *importFiles;
    QAction *importFolder;
    QAction *paste;
    QAction *newProject;
    QAction *renameProject;
    QAction *sampleProject;
    QMenu *projects; ///< one entry per project, its id as data; filled by showProjects()
    QAction *quit;
    QAction *undo;
    QAction *redo;
    QAction *search;
    QAction *sidePanel;
    QAction *menuBar;
    QAction *fullScreen;
    QAction *nextPane;
    QAction *asDesktop;
    QAction *light;
    QAction *dark;
    QAction *start;
    QAction *pause;
    QAction *stop;
    QAction *retry;
    QAction *autoAssign;
    QAction *keys;
    QAction *guide;
    QAction *about;

private:
    QAction *add(const char *name, const QString &text, const QKeySequence &keys = {}, const QIcon &icon = {});
    QList<QAction *> m_all;
    QList<Project> m_projects;
    QString m_project;
};

} // namespace lorastudio
