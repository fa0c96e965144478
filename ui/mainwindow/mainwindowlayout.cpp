// SPDX-License-Identifier: GPL-3.0-or-later
// Frame of the main window: tool bar, menus, side panel and what follows the window's width.
#include "characters/characterspage.h"
#include "characters/charactertableview.h"
#include "characters/inspector.h"
#include "gallery/gallerypage.h"
#include "mainwindow/keylist.h"
#include "mainwindow/mainwindow.h"
#include "mainwindow/windowactions.h"
#include "mainwindow/windowstatus.h"
#include "style/appearance.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "widgets/navigationlist.h"
#include "widgets/textlabel.h"

#include <QApplication>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenuBar>
#include <QPainter>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

constexpr int railBelow = 1200;
constexpr int largeFrom = 1920;
constexpr int dockWidth = 280;
constexpr int iconsOnlyBelow = 1100;
constexpr int searchWidth = 232;
constexpr int toolBarHeight = 47; ///< and the line below
constexpr int dockTitleHeight = 32;

/// The tool bar with its line below.
class LinedToolBar : public QToolBar
{
public:
    using QToolBar::QToolBar;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QToolBar::paintEvent(event);
        QPainter painter(this);
        painter.fillRect(QRect(0, height() - 1, width(), 1), Roles::current().separator);
    }
};

QString nameFor(const QAction *action)
{
    QString name = action->objectName();
    name.replace(QLatin1String("Action"), QLatin1String("Button"));
    return name;
}

} // namespace

void MainWindow::makeToolBar()
{
    m_toolBar = new LinedToolBar(tr("Actions"), this);
    m_toolBar->setObjectName(QStringLiteral("mainToolBar"));
    m_toolBar->setAccessibleName(tr("Actions"));
    m_toolBar->setMovable(false);
    m_toolBar->setFloatable(false);
    // One widget with a layout of its own: the tool bar's layout takes margins from the style whenever that changes.
    m_toolBar->layout()->setContentsMargins(0, 0, 0, 0);
    m_toolBar->setFixedHeight(toolBarHeight + 1);
    auto *content = new QWidget(m_toolBar);
    content->setFixedHeight(toolBarHeight);
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(3, 0, 20, 0);
    row->setSpacing(3);
    const auto add = [&](QAction *action) {
        auto *button = new QToolButton(content);
        button->setDefaultAction(action);
        button->setObjectName(nameFor(action));
        button->setAccessibleName(action->iconText());
        button->setIconSize(QSize(16, 16));
        button->setFocusPolicy(Qt::TabFocus);
        button->setFixedHeight(32);
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->addWidget(button);
        m_toolButtons.append(button);
        connect(action, &QAction::changed, button, [button, action] { button->setAccessibleName(action->iconText()); });
        return button;
    };
    add(m_actions->importFiles);
    add(m_actions->autoAssign);
    row->addSpacing(12);
    auto *line = new QFrame(content);
    line->setFrameShape(QFrame::VLine);
    line->setFixedHeight(32);
    row->addWidget(line);
    row->addSpacing(8);
    m_startButton = add(m_actions->start);
    m_startButton->setProperty("primary", true);
    m_startButton->setAutoRaise(false);
    add(m_actions->pause);
    add(m_actions->stop);
    row->addStretch(1);
    m_search = new QLineEdit(content);
    m_search->setObjectName(QStringLiteral("charactersSearchEdit"));
    m_search->setAccessibleName(tr("Search characters"));
    m_search->setPlaceholderText(tr("Search characters"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(actionIcon(QStringLiteral("edit-find"), QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->setFixedSize(searchWidth, 32);
    m_search->setMaxLength(200);
    row->addWidget(m_search);
    m_menuButton = new QToolButton(content);
    m_menuButton->setObjectName(QStringLiteral("menuButton"));
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setIcon(glyphIcon(QStringLiteral("more"), &Roles::text));
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setAutoRaise(true);
    m_menuButton->hide();
    row->addWidget(m_menuButton);
    m_toolBar->addWidget(content);
    addToolBar(Qt::TopToolBarArea, m_toolBar);
}

void MainWindow::makeMenus()
{
    menuBar()->setObjectName(QStringLiteral("menuBar"));
    menuBar()->setAccessibleName(tr("Menu bar"));
    menuBar()->setNativeMenuBar(false);
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addActions({m_actions->importFiles, m_actions->importFolder, m_actions->sampleProject});
    file->addSeparator();
    file->addAction(m_actions->quit);

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({m_actions->undo, m_actions->redo});
    edit->addSeparator();
    const QList<QAction *> row = m_characters->rowActions();
    edit->addActions(row.mid(2));
    edit->addSeparator();
    edit->addAction(m_actions->search);

    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addActions({m_actions->charactersPage, m_actions->galleryPage});
    view->addSeparator();
    view->addActions({m_actions->sidePanel, m_actions->menuBar, m_actions->fullScreen, m_actions->nextPane});
    if (m_appearance) {
        view->addSeparator();
        QMenu *appearance = view->addMenu(tr("&Appearance"));
        appearance->addActions({m_actions->asDesktop, m_actions->light, m_actions->dark});
    }

    QMenu *run = menuBar()->addMenu(tr("&Run"));
    run->addActions({m_actions->start, m_actions->pause, m_actions->stop});
    run->addSeparator();
    run->addActions({m_actions->retry, m_actions->autoAssign});
    run->addSeparator();
    run->addActions(row.mid(0, 2));

    QMenu *image = menuBar()->addMenu(tr("&Image"));
    image->addActions(m_gallery->imageActions());

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(m_actions->keys);

    auto *whole = new QMenu(this);
    const std::pair<QMenu *, const char *> menus[] = {{file, "fileMenu"}, {edit, "editMenu"},   {view, "viewMenu"},
                                                      {run, "runMenu"},   {image, "imageMenu"}, {help, "helpMenu"}};
    for (const auto &[menu, name] : menus) {
        menu->setObjectName(QString::fromLatin1(name));
        whole->addMenu(menu);
    }
    m_menuButton->setMenu(whole);
}

void MainWindow::connectActions()
{
    connect(m_actions->importFiles, &QAction::triggered, m_characters, &CharactersPage::chooseFiles);
    connect(m_actions->importFolder, &QAction::triggered, m_characters, &CharactersPage::chooseFolder);
    connect(m_actions->sampleProject, &QAction::triggered, &m_project, &ProjectView::openSampleProject);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions->undo, &QAction::triggered, &m_project, &ProjectView::undo);
    connect(m_actions->redo, &QAction::triggered, &m_project, &ProjectView::redo);
    connect(m_actions->search, &QAction::triggered, this, [this] {
        showPage(CharactersIndex);
        m_search->setFocus();
        m_search->selectAll();
    });
    connect(m_actions->charactersPage, &QAction::triggered, this, [this] { showPage(CharactersIndex); });
    connect(m_actions->galleryPage, &QAction::triggered, this, [this] { showPage(GalleryIndex); });
    connect(m_actions->sidePanel, &QAction::triggered, this, &MainWindow::toggleSidePanel);
    connect(m_actions->menuBar, &QAction::toggled, this, &MainWindow::setMenuBarShown);
    connect(m_actions->fullScreen, &QAction::toggled, this, &MainWindow::setFullScreen);
    connect(m_actions->nextPane, &QAction::triggered, this, &MainWindow::focusNextPane);
    connect(m_actions->start, &QAction::triggered, this, &MainWindow::start);
    connect(m_actions->pause, &QAction::triggered, this, [this] {
        if (m_project.runSummary().phase == RunPhase::Paused)
            m_project.resume();
        else
            m_project.pause();
    });
    connect(m_actions->stop, &QAction::triggered, this, [this] {
        showPage(CharactersIndex);
        m_characters->askStop();
    });
    connect(m_actions->retry, &QAction::triggered, this, [this] { m_project.retryFailed(QString()); });
    connect(m_actions->autoAssign, &QAction::triggered, &m_project, &ProjectView::autoAssign);
    connect(m_actions->keys, &QAction::triggered, this, [this] {
        auto *list = new KeyList(m_actions->all() + m_characters->rowActions() + m_gallery->imageActions(), this);
        list->show();
    });
    if (!m_appearance)
        return;
    const std::pair<QAction *, Appearance::Choice> choices[] = {{m_actions->asDesktop, Appearance::Choice::AsDesktop},
                                                                {m_actions->light, Appearance::Choice::Light},
                                                                {m_actions->dark, Appearance::Choice::Dark}};
    for (const auto &[action, choice] : choices) {
        action->setChecked(m_appearance->choice() == choice);
        connect(action, &QAction::triggered, m_appearance, [this, value = choice] { m_appearance->choose(value); });
    }
}

QWidget *MainWindow::makeDockTitle()
{
    auto *bar = new QWidget(m_dock);
    bar->setFixedHeight(dockTitleHeight);
    auto *title = new TextLabel(tr("Character"), TextLabel::Size::SmallBold, &Roles::text2, bar);
    auto *close = new QToolButton(bar);
    close->setObjectName(QStringLiteral("inspectorCloseButton"));
    close->setAccessibleName(tr("Close side panel"));
    close->setToolTip(
        tr("Close side panel (%1)").arg(m_actions->sidePanel->shortcut().toString(QKeySequence::NativeText)));
    close->setIcon(glyphIcon(QStringLiteral("close"), &Roles::text2));
    close->setAutoRaise(true);
    close->setProperty("compact", true);
    close->setFocusPolicy(Qt::TabFocus);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 0, 6, 0);
    row->addWidget(title, 1);
    row->addWidget(close);
    connect(close, &QToolButton::clicked, this, [this] { toggleSidePanel(false); });
    return bar;
}

void MainWindow::toggleSidePanel(bool on)
{
    m_dockWanted = on;
    if (on && width() < railBelow) {
        m_dock->setFloating(true);
        m_dock->resize(300, qMin(720, height()));
        m_dock->move(mapToGlobal(QPoint(width() - 316, 96)));
        m_dock->show();
        m_actions->sidePanel->setChecked(true);
        return;
    }
    updateDock();
}

void MainWindow::updateDock()
{
    const bool useful = m_pages->currentIndex() == CharactersIndex && m_characters->hasCharacters();
    const bool narrow = width() < railBelow;
    if (!narrow && m_dock->isFloating())
        m_dock->setFloating(false);
    const bool shown = useful && m_dockWanted && (!narrow || (m_dock->isFloating() && m_dock->isVisible()));
    m_dock->setVisible(shown);
    m_actions->sidePanel->setEnabled(useful);
    m_actions->sidePanel->setChecked(shown);
}

void MainWindow::applyWidth()
{
    m_navigation->setRail(width() < railBelow);
    const bool iconsOnly = width() < iconsOnlyBelow;
    for (QToolButton *button : std::as_const(m_toolButtons)) {
        if (button != m_startButton)
            button->setToolButtonStyle(iconsOnly ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    }
    updateDock();
    // Large windows have room for a wider panel, unless a person has given it a width.
    const int wide = width() >= largeFrom ? dockWidth * 13 / 10 : dockWidth;
    if (!m_dock->isFloating() && m_dockWidth != wide && (m_dockWidth == 0 || m_dock->width() == m_dockWidth)) {
        m_dockWidth = wide;
        resizeDocks({m_dock}, {wide}, Qt::Horizontal);
    }
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (m_dock)
        applyWidth();
}

void MainWindow::setMenuBarShown(bool on)
{
    menuBar()->setVisible(on);
    m_menuButton->setVisible(!on);
}

void MainWindow::setFullScreen(bool on)
{
    setWindowState(on ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
    m_navigation->setVisible(!on);
    m_status->setVisible(!on);
    menuBar()->setVisible(!on && m_actions->menuBar->isChecked());
}

void MainWindow::focusNextPane()
{
    QList<QWidget *> panes{m_navigation, m_pages};
    if (m_dock->isVisible())
        panes.append(m_dock);
    int at = -1;
    for (int i = 0; i < panes.size(); ++i) {
        if (QApplication::focusWidget() && panes[i]->isAncestorOf(QApplication::focusWidget()))
            at = i;
    }
    QWidget *next = panes[(at + 1) % panes.size()];
    if (next == m_navigation)
        m_navigation->pages()->setFocus();
    else if (next == m_dock)
        m_inspector->findChild<QWidget *>(QStringLiteral("inspectorPromptEdit"))->setFocus();
    else if (m_pages->currentIndex() == CharactersIndex)
        m_characters->focusTable();
    else
        m_gallery->focusGallery();
}

} // namespace lorastudio
