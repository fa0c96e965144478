// SPDX-License-Identifier: GPL-3.0-or-later
// What the actions of the window, its pages and the project do with each other.
#include "characters/characterspage.h"
#include "gallery/gallerypage.h"
#include "log/logpage.h"
#include "mainwindow/aboutdialog.h"
#include "mainwindow/guidewindow.h"
#include "mainwindow/keylist.h"
#include "mainwindow/mainwindow.h"
#include "mainwindow/page.h"
#include "mainwindow/pagearea.h"
#include "mainwindow/sidepanel.h"
#include "mainwindow/windowactions.h"
#include "mainwindow/windowstatus.h"
#include "mainwindow/windowtoolbar.h"
#include "models/modelspage.h"
#include "models/settingsview.h"
#include "servers/serverspage.h"
#include "style/appearance.h"
#include "style/glyphs.h"
#include "style/tooltips.h"
#include "widgets/messagebar.h"
#include "widgets/namebar.h"
#include "widgets/navigationlist.h"
#include "widgets/projectchooser.h"
#include "widgets/returnpresses.h"

#include <QHash>
#include <QLineEdit>
#include <QMenu>
#include <QUndoStack>

#include <utility>

namespace lorastudio {

namespace {

const QString charactersId = QStringLiteral("characters");
const QString galleryId = QStringLiteral("gallery");
const QString serversId = QStringLiteral("servers");

/// `phrase` or `sentence` with a step of the undo stack, as the text of an action.
QString inAction(const QString &phrase, const QString &sentence, QString step)
{
    step.replace(QLatin1Char('&'), QLatin1String("&&"));
    const bool whole = step.endsWith(u'.');
    if (whole)
        step.chop(1);
    return (whole ? sentence : phrase).arg(step);
}

/// What concerns one page is old news on another; problems stay in the log. The rest is about the project and stays.
bool goesWith(const Notice &notice, const QString &page)
{
    static const QHash<QString, QString> pageOf{{QStringLiteral("copy"), galleryId},
                                                {QStringLiteral("gallery"), galleryId},
                                                {QStringLiteral("import"), charactersId},
                                                {QStringLiteral("models"), QStringLiteral("models")},
                                                {QStringLiteral("servers"), serversId}};
    return notice.id == QLatin1String("action") || pageOf.value(notice.id) == page;
}

} // namespace

void MainWindow::connectData()
{
    connect(m_actions->importFiles, &QAction::triggered, m_characters, &CharactersPage::chooseFiles);
    connect(m_actions->importFolder, &QAction::triggered, m_characters, &CharactersPage::chooseFolder);
    connect(m_actions->paste, &QAction::triggered, m_characters, &CharactersPage::paste);
    connect(m_actions->sampleProject, &QAction::triggered, &m_project, &ProjectView::openSampleProject);
    connect(m_actions->projects, &QMenu::triggered, this,
            [this](const QAction *action) { m_project.openProject(action->data().toString()); });
    connect(m_actions->newProject, &QAction::triggered, this, [this] {
        m_area->nameBar()->ask({tr("Name of the new project"),
                                tr("Make Project"),
                                {},
                                [this](const QString &name) { return m_project.whyNoProject(name); },
                                [this](const QString &name) {
                                    m_project.createProject(name);
                                }});
    });
    connect(m_actions->renameProject, &QAction::triggered, this, [this] {
        const QString former = m_project.projectName();
        m_area->nameBar()->ask({tr("Name of this project"), tr("Rename"), former,
                                [this, former](const QString &name) {
                                    return name.simplified() == former ? QString() : m_project.whyNoProject(name);
                                },
                                [this](const QString &name) {
                                    m_project.renameProject(name);
                                }});
    });
    connect(m_characters->newAction(), &QAction::triggered, this, [this] {
        showCharacters();
        m_area->nameBar()->ask({tr("Name of the new character"),
                                tr("Add Character"),
                                {},
                                [this](const QString &name) { return m_project.whyNotNamed(name, {}); },
                                [this](const QString &name) {
                                    m_project.addCharacter(name);
                                }});
    });
    connect(m_actions->undo, &QAction::triggered, this, [this] {
        if (QUndoStack *own = m_area->current()->undoStack())
            own->undo();
        else
            m_project.undo();
    });
    connect(m_actions->redo, &QAction::triggered, this, [this] {
        if (QUndoStack *own = m_area->current()->undoStack())
            own->redo();
        else
            m_project.redo();
    });
    connect(m_actions->autoAssign, &QAction::triggered, &m_project, &ProjectView::autoAssign);
    connect(m_actions->retry, &QAction::triggered, this, [this] { m_project.retryFailed(QString()); });
    connect(m_actions->start, &QAction::triggered, this, &MainWindow::start);
    connect(m_actions->pause, &QAction::triggered, this, [this] {
        if (m_project.runSummary().phase == RunPhase::Paused)
            m_project.resume();
        else
            m_project.pause();
    });
    connect(m_actions->stop, &QAction::triggered, this, [this] {
        showCharacters();
        m_characters->askStop();
    });
}

void MainWindow::connectView()
{
    new ReturnPresses(this);
    for (QAction *action : std::as_const(m_actions->pages))
        connect(action, &QAction::triggered, m_area, [this, action] { m_area->showPage(action->data().toString()); });
    connect(m_actions->search, &QAction::triggered, this, [this] {
        if (m_area->current()->searchPrompt().isEmpty())
            showCharacters();
        m_toolBar->search()->setFocus();
        m_toolBar->search()->selectAll();
    });
    connect(m_actions->quit, &QAction::triggered, this, &MainWindow::quit);
    connect(m_actions->menuBar, &QAction::toggled, this, &MainWindow::setMenuBarShown);
    connect(m_actions->fullScreen, &QAction::toggled, this, &MainWindow::setFullScreen);
    connect(m_actions->nextPane, &QAction::triggered, this, &MainWindow::focusNextPane);
    connect(m_actions->keys, &QAction::triggered, this, &MainWindow::showKeys);
    connect(m_actions->about, &QAction::triggered, this, [this] { (new AboutDialog(this))->show(); });
    connect(m_actions->guide, &QAction::triggered, this, [this] { (new GuideWindow(this))->show(); });
    if (!m_appearance)
        return;
    using Choice = Appearance::Choice;
    using Palette = SettingsValues::Palette;
    struct Entry
    {
        QAction *action;
        Choice choice;
        Palette palette;
    };
    for (const Entry &entry : {Entry{m_actions->asDesktop, Choice::AsDesktop, Palette::AsDesktop},
                               Entry{m_actions->light, Choice::Light, Palette::Light},
                               Entry{m_actions->dark, Choice::Dark, Palette::Dark}}) {
        const auto follow = [this, entry] {
            entry.action->setChecked(m_appearance->choice() == entry.choice);
        };
        follow();
        connect(m_appearance, &Appearance::choiceChanged, entry.action, follow);
        connect(entry.action, &QAction::triggered, m_appearance, [this, entry] {
            if (!m_settings) {
                m_appearance->choose(entry.choice);
                return;
            }
            SettingsValues values = m_settings->values(); // there it can be undone
            values.palette = entry.palette;
            m_settings->change(values);
        });
    }
}

void MainWindow::connectPages()
{
    connect(m_area, &PageArea::shown, this, &MainWindow::followPage);
    const QList<Page *> pages = m_area->all();
    for (Page *page : pages) {
        connect(page, &Page::frameChanged, this, [this, page] {
            if (page == m_area->current())
                followPage();
        });
        connect(page, &Page::sidePanelRequested, this, [this, page] {
            if (page != m_area->current())
                return;
            if (!m_side->isVisible())
                m_actions->sidePanel->trigger();
            m_side->takeFocus();
        });
        connect(page, &Page::searchCleared, this, [this, page] {
            if (page == m_area->current())
                m_toolBar->search()->clear();
        });
    }
    connect(m_side, &SidePanel::closePressed, this, [this] {
        if (!m_area->current()->closeSidePanel())
            m_side->dismiss();
    });
    if (auto *servers = m_area->page<ServersPage>()) {
        const QString log = QStringLiteral("log");
        servers->setHasLog(m_area->hasPage(log));
        connect(servers, &ServersPage::logRequested, m_area, [this, log] { m_area->showPage(log); });
    }
    connect(m_characters, &CharactersPage::selectionEdited, this, &MainWindow::updateActions);
    connect(m_characters, &CharactersPage::importOpened, this, &MainWindow::showCharacters);
    connect(m_characters, &CharactersPage::galleryRequested, this, &MainWindow::showImagesOf);
    connect(m_characters, &CharactersPage::pageChanged, this, [this] {
        updateStatus();
        updateActions();
    });
    connect(m_toolBar->search(), &QLineEdit::textChanged, this, &MainWindow::searchOn);
    connect(m_characters, &CharactersPage::imageRequested, this, [this](const QString &characterId, qint64 imageId) {
        if (!m_gallery)
            return;
        m_area->showPage(galleryId);
        m_gallery->showImage(characterId, imageId);
    });
    connect(m_characters, &CharactersPage::serversRequested, this,
            [this] { m_area->showPage(QStringLiteral("servers")); });
    connect(m_characters, &CharactersPage::settingsRequested, this,
            [this] { m_area->showPage(QStringLiteral("settings")); });
    if (!m_gallery)
        return;
    connect(m_gallery, &GalleryPage::startRequested, this, &MainWindow::start);
    connect(m_gallery, &GalleryPage::connectServerRequested, this, [this] {
        showCharacters();
        m_characters->focusServerAddress();
    });
}

/// How dense the rows are stands in the settings.
void MainWindow::connectDensity()
{
    if (!m_settings)
        return;
    QAction *compact = m_characters->compactAction();
    const auto follow = [this, compact] {
        compact->setChecked(m_settings->values().compactRows);
    };
    follow();
    connect(m_settings, &SettingsView::valuesChanged, this, follow);
    connect(compact, &QAction::triggered, this, [this](bool on) {
        SettingsValues values = m_settings->values(); // there it can be undone
        values.compactRows = on;
        m_settings->change(values);
    });
}

/// Links of the pages of models and of the log to other pages.
void MainWindow::connectLinks()
{
    if (auto *models = m_area->page<ModelsPage>())
        connect(models, &ModelsPage::serversRequested, m_area, [this] { m_area->showPage(serversId); });
    auto *log = m_area->page<LogPage>();
    if (!log)
        return;
    connect(log, &LogPage::characterRequested, m_area, [this](const QString &id) {
        showCharacters();
        m_characters->showCharacter(id);
    });
    connect(log, &LogPage::serverRequested, m_area, [this](const QString &url) {
        m_area->showPage(serversId);
        if (auto *servers = m_area->page<ServersPage>())
            servers->showServer(url);
    });
}

void MainWindow::connectProject()
{
    MessageList *messages = m_area->messages();
    connect(messages, &MessageList::actionTriggered, &m_project, &ProjectView::runNoticeAction);
    connect(messages, &MessageList::closed, &m_project, &ProjectView::dismissNotice);
    connect(m_area, &PageArea::left, this, [this](const QString &page) {
        const QList<Notice> notices = m_project.notices();
        for (const Notice &notice : notices) {
            if (goesWith(notice, page))
                m_project.dismissNotice(notice.id);
        }
    });
    connect(m_status, &WindowStatus::undoRequested, &m_project, &ProjectView::undo);
    connect(&m_project, &ProjectView::noticesChanged, this, [this] {
        m_area->messages()->setNotices(m_project.notices());
        orderTabs(); // new ones stand above the page
    });
    connect(&m_project, &ProjectView::runSummaryChanged, this, [this] {
        updateStatus();
        updateActions();
    });
    connect(&m_project, &ProjectView::rowsReset, this, [this, shown = m_project.projectId()]() mutable {
        const QString now = m_project.projectId();
        if (std::exchange(shown, now) != now && m_area->nameBar()->cancel()) // it asked about the other one
            m_area->current()->takeFocus();
    });
    auto *chooser = new QMenu(m_area->navigation()->project());
    chooser->setObjectName(QStringLiteral("projectChooserMenu"));
    connect(chooser, &QMenu::aboutToShow, this, [this, chooser] {
        chooser->clear();
        chooser->addActions(m_actions->projects->actions());
        chooser->addSeparator();
        chooser->addActions({m_actions->newProject, m_actions->renameProject});
    });
    connect(chooser, &QMenu::triggered, this, [this](const QAction *action) {
        if (action->data().isValid())
            m_project.openProject(action->data().toString());
    });
    chooser->addActions({m_actions->newProject, m_actions->renameProject}); // never empty, or it would not open
    m_area->navigation()->project()->setMenu(chooser);
    connect(m_status, &WindowStatus::pageRequested, this, [this](const QString &id) { m_area->showPage(id); });
    connect(&m_project, &ProjectView::characterAdded, m_characters, &CharactersPage::showCharacter);
    connect(&m_project.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::updateActions);
    connect(&m_project, &ProjectView::grantingChanged, this, &MainWindow::updateUndoActions);
    connect(&m_project.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::updateActions);
}

void MainWindow::showCharacters()
{
    m_area->showPage(charactersId);
}

void MainWindow::searchOn(const QString &text)
{
    m_searches.insert(m_area->current(), text);
    m_area->current()->setSearchText(text);
}

void MainWindow::commit()
{
    const QList<Page *> pages = m_area->all();
    for (Page *page : pages)
        page->commit();
}

void MainWindow::showImagesOf(const QString &characterId)
{
    if (!m_gallery)
        return;
    m_area->showPage(galleryId);
    m_gallery->showCharacter(characterId);
    m_gallery->takeFocus();
}

void MainWindow::showKeys()
{
    QList<QAction *> actions = m_actions->all() + m_characters->rowActions();
    if (m_gallery)
        actions += m_gallery->imageActions();
    const QList<Page *> pages = m_area->all();
    for (const Page *page : pages)
        actions += page->pageActions();
    auto *list = new KeyList(actions, this);
    list->show();
}

void MainWindow::start()
{
    commit();
    m_project.start(m_area->current()->idsToStart());
}

void MainWindow::updateStatus()
{
    m_status->setSummary(m_project.runSummary());
    m_area->navigation()->project()->setProjectName(m_project.projectName());
    m_actions->showProjects(m_project.projects(), m_project.projectId());
    m_area->updateBadges();
}

void MainWindow::updateActions()
{
    const RunSummary summary = m_project.runSummary();
    updateRunActions(summary.phase);
    m_actions->retry->setEnabled(summary.failed > 0);
    m_actions->autoAssign->setEnabled(m_characters->hasCharacters());
    m_actions->sampleProject->setEnabled(m_project.isReady());
    updateUndoActions();
}

void MainWindow::updateRunActions(RunPhase phase)
{
    const QString blocker = m_project.cannotStart(m_area->current()->idsToStart());
    m_actions->start->setEnabled(blocker.isEmpty());
    const QString keys = m_actions->start->shortcut().toString(QKeySequence::NativeText);
    m_actions->start->setToolTip(
        plainToolTip(blocker.isEmpty() ? tr("Make the images that are missing (%1)").arg(keys) : blocker));
    const bool paused = phase == RunPhase::Paused;
    m_actions->pause->setText(paused ? tr("&Resume") : tr("&Pause"));
    m_actions->pause->setIconText(paused ? tr("Resume") : tr("Pause"));
    m_actions->pause->setIcon(paused
                                  ? actionIcon(QStringLiteral("media-playback-start"), QStringLiteral("state-running"))
                                  : actionIcon(QStringLiteral("media-playback-pause"), QStringLiteral("state-paused")));
    m_actions->pause->setEnabled(paused || phase == RunPhase::Running);
    m_actions->stop->setEnabled(paused || phase == RunPhase::Running);
}

void MainWindow::updateUndoActions()
{
    QUndoStack *own = m_area->current()->undoStack();
    const QUndoStack &stack = own ? *own : m_project.undoStack();
    const bool granting = !own && m_project.isGranting(); // that will be the step
    m_actions->undo->setEnabled(granting || stack.canUndo());
    m_actions->undo->setText(granting || stack.undoText().isEmpty()
                                 ? tr("&Undo")
                                 : inAction(tr("&Undo %1"), tr("&Undo: %1"), stack.undoText()));
    m_actions->undo->setToolTip(plainToolTip(wordsOf(m_actions->undo->text())));
    m_actions->redo->setEnabled(stack.canRedo());
    m_actions->redo->setText(stack.redoText().isEmpty() ? tr("&Redo")
                                                        : inAction(tr("&Redo %1"), tr("&Redo: %1"), stack.redoText()));
    m_actions->redo->setToolTip(plainToolTip(wordsOf(m_actions->redo->text())));
    m_status->setCanUndo(m_project.undoStack().canUndo() || m_project.isGranting());
}

} // namespace lorastudio
