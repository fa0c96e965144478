// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/windowviews.h"
#include "models/projectview.h"

#include <QMainWindow>

namespace lorastudio {

class Appearance;
class CharactersPage;
class DropFrame;
class GalleryPage;
class Page;
class PageArea;
class SidePanel;
class WindowActions;
class WindowStatus;
class WindowToolBar;

/// Arranges the pages, their actions, the side panel and the status bar, and remembers how a person left them. Which
/// pages there are stands in the table of pages (pagetable.h). It owns no data: everything comes from its views,
/// everything goes to it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(const WindowViews &views, QWidget *parent = nullptr);
    ~MainWindow() override;

    QMenu *createPopupMenu() override { return nullptr; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void connectData();
    void connectView();
    void connectPages();
    void connectLinks();
    void connectProject();
    void connectDensity();
    void updateActions();
    void updateRunActions(RunPhase phase);
    void updateUndoActions();
    void updateStatus();
    void followPage();
    void fitWidth();
    void setMenuBarShown(bool on);
    void setFullScreen(bool on);
    void focusNextPane();
    void orderTabs();
    void showCharacters();
    void searchOn(const QString &text);
    void commit();
    void start();
    void showImagesOf(const QString &characterId);
    void showKeys();
    void quit();
    void askAboutClosing();
    void restore();
    void remember();

    ProjectView &m_project;
    Appearance *m_appearance;
    SettingsView *m_settings;
    WindowActions *m_actions;
    PageArea *m_area;
    CharactersPage *m_characters;
    GalleryPage *m_gallery;
    WindowToolBar *m_toolBar;
    SidePanel *m_side;
    WindowStatus *m_status;
    DropFrame *m_drop;
    QHash<const Page *, QString> m_searches; ///< what is searched for on each page
    bool m_closing = false;
    bool m_quitting = false; ///< a person asked for the end, not only for the window to go
};

} // namespace lorastudio
