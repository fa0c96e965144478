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
#include <QToolBar>
#include <QToolButton>

namespace lorastudio {

namespace {

constexpr int railBelow = 1200;
constexpr int iconsOnlyBelow = 1100;
constexpr int searchWidth = 232;
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
    m_toolBar->setIconSize(QSize(16, 16));
    m_toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toolBar->layout()->setContentsMargins(5, 8, 18, 8);
    m_toolBar->layout()->setSpacing(3);
    m_toolBar->addAction(m_actions->importFiles);
    m_toolBar->addAction(m_actions->autoAssign);
    m_toolBar->addSeparator();
    m_toolBar->addAction(m_actions->start);
    m_toolBar->addAction(m_actions->pause);
    m_toolBar->addAction(m_actions->stop);
    for (QAction *action :
         {m_actions->importFiles, m_actions->autoAssign, m_actions->start, m_actions->pause, m_actions->stop}) {
        auto *button = qobject_cast<QToolButton *>(m_toolBar->widgetForAction(action));
        button->setObjectName(nameFor(action));
        button->setAccessibleName(action->iconText());
        button->setFocusPolicy(Qt::TabFocus);
        button->setFixedHeight(32);
        if (action == m_actions->pause)
            connect(action, &QAction::changed, button,
                    [button, action] { button->setAccessibleName(action->iconText()); });
    }
    auto *start = qobject_cast<QToolButton *>(m_toolBar->widgetForAction(m_actions->start));
    start->setProperty("primary", true);
    start->setAutoRaise(false);
    auto *space = new QWidget(m_toolBar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_toolBar->addWidget(space);
    m_search = new QLineEdit(m_toolBar);
    m_search->setObjectName(QStringLiteral("charactersSearchEdit"));
    m_search->setAccessibleName(tr("Search characters"));
    m_search->setPlaceholderText(tr("Search characters"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(actionIcon(QStringLiteral("edit-find"), QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->setFixedSize(searchWidth, 32);
    m_search->setMaxLength(200);
    m_searchItem = m_toolBar->addWidget(m_search);
    m_menuButton = new QToolButton(m_toolBar);
    m_menuButton->setObjectName(QStringLiteral("menuButton"));
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setIcon(glyphIcon(QStringLiteral("more"), &Roles::text));
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setAutoRaise(true);
    m_menuItem = m_toolBar->addWidget(m_menuButton);
    m_menuItem->setVisible(false);
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
    for (QAction *action : {m_actions->importFiles, m_actions->autoAssign, m_actions->pause, m_actions->stop}) {
        if (auto *button = qobject_cast<QToolButton *>(m_toolBar->widgetForAction(action)))
            button->setToolButtonStyle(iconsOnly ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    }
    updateDock();
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
    m_menuItem->setVisible(!on);
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
