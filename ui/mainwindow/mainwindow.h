// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/projectview.h"

#include <QMainWindow>

class QDockWidget;
class QLineEdit;
class QStackedWidget;
class QToolBar;
class QToolButton;

namespace lorastudio {

class Appearance;
class CharactersPage;
class DropFrame;
class FileDialogs;
class GalleryPage;
class Inspector;
class MessageList;
class NavigationPane;
class WindowActions;
class WindowStatus;

/// Arranges the pages, their actions, the side panel and the status bar, and remembers how a person left them.
/// It owns no data: everything comes from `project`, everything goes to it. `appearance` may be null.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(ProjectView &project, FileDialogs &dialogs, Appearance *appearance, QWidget *parent = nullptr);
    ~MainWindow() override;

    enum Page { CharactersIndex, GalleryIndex };
    void showPage(int page);
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
    void makePages();
    void makeToolBar();
    void makeMenus();
    void makeDock();
    QWidget *makeDockTitle();
    void connectActions();
    void connectPages();
    void updateActions();
    void updateStatus();
    void updateDock();
    void applyWidth();
    void toggleSidePanel(bool on);
    void setMenuBarShown(bool on);
    void setFullScreen(bool on);
    void focusNextPane();
    void start();
    void showImagesOf(const QString &characterId);
    void restore();
    void remember();
    void askBeforeClosing();

    ProjectView &m_project;
    FileDialogs &m_dialogs;
    Appearance *m_appearance;
    WindowActions *m_actions;
    NavigationPane *m_navigation = nullptr;
    MessageList *m_messages = nullptr;
    QStackedWidget *m_pages = nullptr;
    CharactersPage *m_characters = nullptr;
    GalleryPage *m_gallery = nullptr;
    DropFrame *m_drop = nullptr;
    QToolBar *m_toolBar = nullptr;
    QList<QToolButton *> m_toolButtons;
    QToolButton *m_startButton = nullptr;
    QLineEdit *m_search = nullptr;
    QToolButton *m_menuButton = nullptr;
    QDockWidget *m_dock = nullptr;
    Inspector *m_inspector = nullptr;
    WindowStatus *m_status = nullptr;
    int m_dockWidth = 0; ///< as the window has set it; 0 = not yet
    bool m_dockWanted = true;
    bool m_closing = false;
};

} // namespace lorastudio
