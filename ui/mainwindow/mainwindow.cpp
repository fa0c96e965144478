// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does as a widget. What its actions and pages do with each other is in windowconnections.cpp.
#include "mainwindow/mainwindow.h"

#include "characters/characterspage.h"
#include "characters/charactertableview.h"
#include "gallery/gallerypage.h"
#include "mainwindow/closequestion.h"
#include "mainwindow/dropframe.h"
#include "mainwindow/droppedfiles.h"
#include "mainwindow/pagearea.h"
#include "mainwindow/sidepanel.h"
#include "mainwindow/windowactions.h"
#include "mainwindow/windowmenus.h"
#include "mainwindow/windowstatus.h"
#include "mainwindow/windowtoolbar.h"
#include "models/settingsview.h"
#include "widgets/messagebar.h"
#include "widgets/namebar.h"
#include "widgets/navigationlist.h"
#include "widgets/pagehead.h"
#include "widgets/taborder.h"

#include <QApplication>
#include <QCloseEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>
#include <QUndoStack>

namespace lorastudio {

namespace {

constexpr QSize leastSize(1024, 640);
constexpr QSize firstSize(1440, 900);
constexpr QSize frameRoom(16, 48); ///< what a window manager puts around it
constexpr int iconsOnlyBelow = 1100;
const QString geometryKey = QStringLiteral("window/geometry");
const QString pageKey = QStringLiteral("window/page");
const QString menuBarKey = QStringLiteral("window/menuBar");
const QString columnsKey = QStringLiteral("characters/columns");

} // namespace

MainWindow::MainWindow(const WindowViews &views, QWidget *parent)
    : QMainWindow(parent),
      m_project(views.project),
      m_appearance(views.appearance),
      m_settings(views.settings),
      m_actions(new WindowActions(pageTable(views), this)),
      m_toolBar(new WindowToolBar(*m_actions, this)), // the first in the order of Tab
      m_area(new PageArea(pageTable(views), views, this)),
      m_characters(m_area->page<CharactersPage>()),
      m_gallery(m_area->page<GalleryPage>()),
      m_side(new SidePanel(m_actions->sidePanel, this)),
      m_status(new WindowStatus(this)),
      m_drop(new DropFrame(m_area->stack()))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("LoRA Studio"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/lora-studio.svg")));
    setMinimumSize(leastSize);
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    addActions(m_actions->all()); // their keys also hold while the menu bar is hidden
    addToolBar(Qt::TopToolBarArea, m_toolBar);
    fillMenus(*this, *m_actions,
              {m_characters->rowActions(), m_gallery ? m_gallery->imageActions() : QList<QAction *>(),
               m_characters->sortActions(), m_characters->compactAction(), m_characters->newAction()},
              m_appearance != nullptr, *m_toolBar->menuButton());
    setCentralWidget(m_area);
    setStatusBar(m_status);
    connectData();
    connectView();
    connectPages();
    connectLinks();
    connectProject();
    restore();
    connectDensity();
    connect(qApp, &QCoreApplication::aboutToQuit, this, &MainWindow::remember); // not every end begins here
    updateStatus();
    updateActions();
    m_area->messages()->setNotices(m_project.notices());
    orderTabs();
    fitWidth();
    m_area->stack()->setFocus();
    m_area->current()->takeFocus();
}

MainWindow::~MainWindow()
{
    // Pages that go change focus and selection once more; nobody is there to listen any longer.
    const QList<QObject *> speakers{
        m_area, m_actions, m_toolBar->search(), &m_project, &m_project.undoStack(), m_area->messages()};
    for (QObject *speaker : speakers)
        speaker->disconnect(this);
    const QList<Page *> pages = m_area->all();
    for (Page *page : pages)
        page->disconnect(this);
}

void MainWindow::followPage()
{
    Page *page = m_area->current();
    m_toolBar->setSearchPrompt(page->searchPrompt());
    m_toolBar->search()->setText(m_searches.value(page));
    m_toolBar->setStartPrimary(!page->hasPrimaryButton());
    m_side->setContent(page->sidePanel(), page->sidePanelTitle(), page->sidePanelWidth());
    updateRunActions(m_project.runSummary().phase); // Start is about what this page says
    updateUndoActions();
    orderTabs(); // what the side panel shows was made with its page
}

/// What was made while the window is there stands at the end of Qt's order, wherever it is shown.
void MainWindow::orderTabs()
{
    Page *page = m_area->current();
    setTabOrderOfParts({m_side->content(), m_status, m_toolBar, m_area->navigation(), m_area->messages(),
                        page->findChild<PageHead *>(), page, m_side->closeButton()});
}

void MainWindow::fitWidth()
{
    m_area->navigation()->setRail(width() < SidePanel::narrowBelow);
    m_toolBar->setIconsOnly(width() < iconsOnlyBelow);
    m_side->fit();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    fitWidth();
}

void MainWindow::setMenuBarShown(bool on)
{
    menuBar()->setVisible(on);
    m_toolBar->menuButton()->setVisible(!on);
}

void MainWindow::setFullScreen(bool on)
{
    setWindowState(on ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
    m_area->navigation()->setVisible(!on);
    m_status->setVisible(!on);
    menuBar()->setVisible(!on && m_actions->menuBar->isChecked());
}

void MainWindow::focusNextPane()
{
    QList<QWidget *> panes{m_area->navigation(), m_area->stack()};
    if (m_side->isVisible())
        panes.append(m_side);
    int at = -1;
    for (int i = 0; i < panes.size(); ++i) {
        if (QApplication::focusWidget() && panes[i]->isAncestorOf(QApplication::focusWidget()))
            at = i;
    }
    QWidget *next = panes[(at + 1) % panes.size()];
    if (next == m_area->navigation())
        m_area->navigation()->pages()->setFocus();
    else if (next == m_side)
        m_side->takeFocus();
    else
        m_area->current()->takeFocus();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QMainWindow::keyPressEvent(event);
    QLineEdit *search = m_toolBar->search();
    if (m_area->nameBar()->cancel()) {
        m_area->current()->takeFocus();
        return;
    }
    const bool typing = search->hasFocus();
    const bool searching = !search->text().isEmpty();
    if (typing && !searching)
        m_area->current()->takeFocus();
    else if (!typing && m_area->current()->escape())
        return;
    else if (typing || searching)
        search->clear();
    else if (m_area->current() == m_characters)
        m_characters->table().clearSelection();
    else if (isFullScreen())
        m_actions->fullScreen->setChecked(false);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange)
        update();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!event->mimeData()->hasUrls())
        return;
    const DroppedFiles dropped = droppedFiles(*event->mimeData());
    m_characters->setDropping(dropped.problem.isEmpty());
    m_drop->showOver(dropped.problem, dropped.note);
    if (dropped.problem.isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *)
{
    m_characters->setDropping(false);
    m_drop->hide();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    m_characters->setDropping(false);
    m_drop->hide();
    const DroppedFiles dropped = droppedFiles(*event->mimeData());
    if (!dropped.problem.isEmpty())
        return;
    event->acceptProposedAction();
    showCharacters();
    m_characters->importPaths(dropped.paths);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    commit();
    using OnClose = SettingsValues::OnClose;
    const bool quitting = std::exchange(m_quitting, false);
    const bool tray = m_settings && m_settings->hasTray();
    const OnClose wish = m_settings ? m_settings->values().onClose : OnClose::Ask;
    if (!m_closing && m_project.runSummary().active() && wish != OnClose::Quit) {
        if (wish == OnClose::Tray && quitting) {
            m_closing = true; // whoever says Quit does not mean the tray
        } else if (wish == OnClose::Tray && tray) {
            event->ignore();
            remember();
            hide();
            return;
        } else {
            event->ignore();
            askAboutClosing();
            return;
        }
    }
    remember();
    event->accept();
    m_project.shutDown();
}

void MainWindow::quit()
{
    m_quitting = true;
    close();
}

void MainWindow::askAboutClosing()
{
    CloseOffer offer;
    offer.keepRunning = m_settings && m_settings->hasTray();
    offer.remember = m_settings;
    askBeforeClosing(this, offer, [this](CloseAnswer answer, bool always) {
        const bool keep = answer == CloseAnswer::KeepRunning;
        if (always) {
            SettingsValues values = m_settings->values();
            values.onClose = keep ? SettingsValues::OnClose::Tray : SettingsValues::OnClose::Quit;
            m_settings->change(values);
        }
        if (keep) {
            remember();
            hide();
            return;
        }
        m_closing = true;
        close();
    });
}

void MainWindow::restore()
{
    const QSettings settings;
    if (!restoreGeometry(settings.value(geometryKey).toByteArray()))
        resize(firstSize.boundedTo(screen()->availableGeometry().size() - frameRoom));
    m_side->restore(settings);
    m_characters->table().restoreColumns(settings.value(columnsKey).toByteArray());
    m_characters->restore(settings);
    m_actions->menuBar->setChecked(settings.value(menuBarKey, true).toBool());
    m_area->showPage(m_area->currentId());
    m_area->showPage(settings.value(pageKey).toString());
}

void MainWindow::remember()
{
    QSettings settings;
    if (!isFullScreen())
        settings.setValue(geometryKey, saveGeometry());
    m_side->remember(settings);
    settings.setValue(menuBarKey, m_actions->menuBar->isChecked());
    settings.setValue(pageKey, m_area->currentId());
    settings.setValue(columnsKey, m_characters->table().columnState());
    m_characters->remember(settings);
}

} // namespace lorastudio
