// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow/mainwindow.h"

#include "characters/characterspage.h"
#include "characters/charactertableview.h"
#include "characters/inspector.h"
#include "gallery/gallerypage.h"
#include "mainwindow/dropframe.h"
#include "mainwindow/keylist.h"
#include "mainwindow/windowactions.h"
#include "mainwindow/windowstatus.h"
#include "style/appearance.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "style/tooltips.h"
#include "widgets/filedialogs.h"
#include "widgets/messagebar.h"
#include "widgets/navigationlist.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QUndoStack>

namespace lorastudio {

namespace {

constexpr QSize leastSize(1024, 640);
constexpr QSize firstSize(1440, 900);
const QString closeQuietlyKey = QStringLiteral("window/closeWithoutQuestion");
const QString geometryKey = QStringLiteral("window/geometry");
const QString pageKey = QStringLiteral("window/page");
const QString dockKey = QStringLiteral("window/sidePanel");
const QString dockWidthKey = QStringLiteral("window/sidePanelWidth");
const QString menuBarKey = QStringLiteral("window/menuBar");
const QString columnsKey = QStringLiteral("characters/columns");
constexpr int leastDockWidth = 240;
constexpr int largestDockWidth = 560;

} // namespace

MainWindow::MainWindow(ProjectView &project, FileDialogs &dialogs, Appearance *appearance, QWidget *parent)
    : QMainWindow(parent),
      m_project(project),
      m_dialogs(dialogs),
      m_appearance(appearance),
      m_actions(new WindowActions(this)),
      m_status(new WindowStatus(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("LoRA Studio"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/lora-studio.svg")));
    setMinimumSize(leastSize);
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    addActions(m_actions->all()); // their keys also hold while the menu bar is hidden
    makePages();
    makeToolBar();
    makeMenus();
    makeDock();
    setStatusBar(m_status);
    connectActions();
    connectPages();
    restore();
    updateStatus();
    updateActions();
    m_messages->setNotices(m_project.notices());
    m_inspector->setCharacter(m_characters->currentId());
    applyWidth();
    if (m_characters->hasCharacters())
        m_characters->focusTable();
    else
        m_pages->setFocus();
}

MainWindow::~MainWindow()
{
    // Pages that go change focus and selection once more; nobody is there to listen any longer.
    for (QObject *page :
         {static_cast<QObject *>(m_characters), static_cast<QObject *>(m_gallery), static_cast<QObject *>(m_inspector),
          static_cast<QObject *>(m_search), static_cast<QObject *>(m_navigation->pages()),
          static_cast<QObject *>(&m_project), static_cast<QObject *>(&m_project.undoStack())})
        page->disconnect(this);
}

void MainWindow::makePages()
{
    m_navigation = new NavigationPane(this);
    m_navigation->pages()->addPage(QStringLiteral("page-characters"), tr("Characters"),
                                   m_actions->charactersPage->shortcut().toString(QKeySequence::NativeText));
    m_navigation->pages()->addPage(QStringLiteral("page-gallery"), tr("Gallery"),
                                   m_actions->galleryPage->shortcut().toString(QKeySequence::NativeText));
    m_messages = new MessageList(this);
    m_characters = new CharactersPage(m_project, m_dialogs, this);
    m_gallery = new GalleryPage(m_project, this);
    m_pages = new QStackedWidget(this);
    m_pages->setObjectName(QStringLiteral("pages"));
    m_pages->addWidget(m_characters);
    m_pages->addWidget(m_gallery);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_messages);
    right->addWidget(m_pages, 1);
    auto *central = new QWidget(this);
    auto *row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_navigation);
    row->addLayout(right, 1);
    setCentralWidget(central);
    m_drop = new DropFrame(m_pages);
}

void MainWindow::makeDock()
{
    m_dock = new QDockWidget(tr("Character"), this);
    m_dock->setObjectName(QStringLiteral("inspectorDock"));
    m_dock->setAccessibleName(tr("Character"));
    m_dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    m_inspector = new Inspector(m_project, m_dock);
    m_dock->setWidget(m_inspector);
    m_dock->setTitleBarWidget(makeDockTitle());
    m_dock->setMinimumWidth(leastDockWidth);
    addDockWidget(Qt::RightDockWidgetArea, m_dock);
}

void MainWindow::connectPages()
{
    connect(m_navigation->pages(), &NavigationList::pageChosen, this, &MainWindow::showPage);
    connect(m_characters, &CharactersPage::currentCharacterChanged, m_inspector, &Inspector::setCharacter);
    connect(m_characters, &CharactersPage::selectionEdited, this, &MainWindow::updateActions);
    connect(m_characters, &CharactersPage::galleryRequested, this, &MainWindow::showImagesOf);
    connect(m_characters, &CharactersPage::searchCleared, m_search, &QLineEdit::clear);
    connect(m_characters, &CharactersPage::pageChanged, this, [this] {
        updateStatus();
        updateActions();
        updateDock();
    });
    connect(m_inspector, &Inspector::galleryRequested, this, &MainWindow::showImagesOf);
    connect(m_inspector, &Inspector::imageActivated, this, [this](const QString &characterId, qint64 imageId) {
        showPage(GalleryIndex);
        m_gallery->showImage(characterId, imageId);
    });
    connect(m_gallery, &GalleryPage::startRequested, this, &MainWindow::start);
    connect(m_gallery, &GalleryPage::connectServerRequested, this, [this] {
        showPage(CharactersIndex);
        m_characters->focusServerAddress();
    });
    connect(m_search, &QLineEdit::textChanged, m_characters, &CharactersPage::setSearchText);
    connect(m_messages, &MessageList::actionTriggered, &m_project, &ProjectView::runNoticeAction);
    connect(m_messages, &MessageList::closed, &m_project, &ProjectView::dismissNotice);
    connect(m_status, &WindowStatus::undoRequested, &m_project, &ProjectView::undo);
    connect(&m_project, &ProjectView::noticesChanged, this, [this] { m_messages->setNotices(m_project.notices()); });
    connect(&m_project, &ProjectView::runSummaryChanged, this, [this] {
        updateStatus();
        updateActions();
    });
    connect(&m_project.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::updateActions);
    connect(&m_project.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::updateActions);
}

void MainWindow::showImagesOf(const QString &characterId)
{
    showPage(GalleryIndex);
    m_gallery->showCharacter(characterId);
    m_gallery->focusGallery();
}

void MainWindow::showPage(int page)
{
    if (page < 0 || page >= m_pages->count())
        return;
    const bool changed = m_pages->currentIndex() != page;
    m_pages->setCurrentIndex(page);
    m_navigation->pages()->setCurrentPage(page);
    // Who walks the pages in the navigation stays there.
    if (changed && !m_navigation->pages()->hasFocus()) {
        if (page == GalleryIndex)
            m_gallery->focusGallery();
        else
            m_characters->focusTable();
    }
    m_search->setVisible(page == CharactersIndex);
    if (changed)
        updateDock();
}

void MainWindow::start()
{
    m_inspector->commit();
    m_project.start(m_pages->currentIndex() == CharactersIndex ? m_characters->idsToStart() : QStringList());
}

void MainWindow::updateStatus()
{
    const RunSummary summary = m_project.runSummary();
    m_status->setSummary(summary);
    m_navigation->setProjectName(m_project.projectName());
    m_navigation->pages()->setBadge(CharactersIndex, int(m_project.rows().size()));
    m_navigation->pages()->setBadge(GalleryIndex, summary.images);
}

void MainWindow::updateActions()
{
    const RunSummary summary = m_project.runSummary();
    const bool characters = m_characters->hasCharacters();
    const QString blocker = m_project.cannotStart(m_characters->idsToStart());
    m_actions->start->setEnabled(blocker.isEmpty());
    const QString keys = m_actions->start->shortcut().toString(QKeySequence::NativeText);
    m_actions->start->setToolTip(
        plainToolTip(blocker.isEmpty() ? tr("Make the images that are missing (%1)").arg(keys) : blocker));
    const bool paused = summary.phase == RunPhase::Paused;
    m_actions->pause->setText(paused ? tr("&Resume") : tr("&Pause"));
    m_actions->pause->setIconText(paused ? tr("Resume") : tr("Pause"));
    m_actions->pause->setIcon(paused
                                  ? actionIcon(QStringLiteral("media-playback-start"), QStringLiteral("state-running"))
                                  : actionIcon(QStringLiteral("media-playback-pause"), QStringLiteral("state-paused")));
    m_actions->pause->setEnabled(paused || summary.phase == RunPhase::Running);
    m_actions->stop->setEnabled(paused || summary.phase == RunPhase::Running);
    m_actions->retry->setEnabled(summary.failed > 0);
    m_actions->autoAssign->setEnabled(characters);
    m_actions->sampleProject->setEnabled(m_project.isReady());
    const QUndoStack &stack = m_project.undoStack();
    m_actions->undo->setEnabled(stack.canUndo());
    m_actions->undo->setText(
        stack.undoText().isEmpty()
            ? tr("&Undo")
            : tr("&Undo %1").arg(QString(stack.undoText()).replace(QLatin1Char('&'), QLatin1String("&&"))));
    m_actions->redo->setEnabled(stack.canRedo());
    m_actions->redo->setText(
        stack.redoText().isEmpty()
            ? tr("&Redo")
            : tr("&Redo %1").arg(QString(stack.redoText()).replace(QLatin1Char('&'), QLatin1String("&&"))));
    m_status->setCanUndo(stack.canUndo());
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QMainWindow::keyPressEvent(event);
    if (m_search->hasFocus() && !m_search->text().isEmpty()) {
        m_search->clear();
        return;
    }
    if (m_search->hasFocus()) {
        m_characters->focusTable();
        return;
    }
    if (m_pages->currentIndex() == CharactersIndex ? m_characters->escape() : m_gallery->escape())
        return;
    if (m_pages->currentIndex() == CharactersIndex) {
        if (!m_search->text().isEmpty())
            m_search->clear();
        else
            m_characters->table().clearSelection();
        return;
    }
    if (isFullScreen())
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
    const QList<QUrl> urls = event->mimeData()->urls();
    const bool local = std::any_of(urls.begin(), urls.end(), [](const QUrl &url) { return url.isLocalFile(); });
    if (urls.isEmpty())
        return;
    m_characters->setDropping(local);
    m_drop->showOver(local ? QString() : tr("Only files and folders of this computer can be read"));
    if (local)
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
    QStringList paths;
    const QList<QUrl> urls = event->mimeData()->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    showPage(CharactersIndex);
    m_project.importFiles(paths);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_inspector->commit();
    if (!m_closing && m_project.runSummary().active() && !QSettings().value(closeQuietlyKey, false).toBool()) {
        event->ignore();
        askBeforeClosing();
        return;
    }
    remember();
    event->accept();
    m_project.shutDown();
}

void MainWindow::askBeforeClosing()
{
    if (findChild<QMessageBox *>(QStringLiteral("closeQuestion")))
        return;
    auto *box = new QMessageBox(this);
    box->setObjectName(QStringLiteral("closeQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setIcon(QMessageBox::NoIcon);
    box->setWindowTitle(tr("LoRA Studio"));
    box->setText(tr("A run goes on."));
    box->setInformativeText(
        tr("If you quit now, it continues at the next start. No image is lost, none is made twice."));
    QPushButton *quit = box->addButton(tr("Quit and Continue Next Time"), QMessageBox::AcceptRole);
    quit->setObjectName(QStringLiteral("closeQuitButton"));
    quit->setAccessibleName(quit->text());
    QPushButton *cancel = box->addButton(QMessageBox::Cancel);
    cancel->setObjectName(QStringLiteral("closeCancelButton"));
    cancel->setAccessibleName(tr("Cancel"));
    box->setDefaultButton(cancel);
    auto *always = new QCheckBox(tr("Do not ask again"), box);
    always->setObjectName(QStringLiteral("closeAlwaysCheck"));
    always->setAccessibleName(always->text());
    box->setCheckBox(always);
    connect(quit, &QPushButton::clicked, this, [this, always] {
        if (always->isChecked())
            QSettings().setValue(closeQuietlyKey, true);
        m_closing = true;
        // After the box has closed: a window that closes inside its child's event leaves a dangling parent.
        QTimer::singleShot(0, this, &QWidget::close);
    });
    box->open();
}

void MainWindow::restore()
{
    const QSettings settings;
    if (!restoreGeometry(settings.value(geometryKey).toByteArray()))
        resize(firstSize);
    m_dockWanted = settings.value(dockKey, true).toBool();
    const int stored = settings.value(dockWidthKey).toInt();
    if (stored >= leastDockWidth && stored <= largestDockWidth) {
        m_dockWidth = -1; // chosen by a person
        resizeDocks({m_dock}, {stored}, Qt::Horizontal);
    }
    m_characters->table().restoreColumns(settings.value(columnsKey).toByteArray());
    m_actions->menuBar->setChecked(settings.value(menuBarKey, true).toBool());
    showPage(settings.value(pageKey, 0).toInt());
    if (m_navigation->pages()->currentPage() < 0)
        showPage(CharactersIndex);
    updateDock();
}

void MainWindow::remember()
{
    QSettings settings;
    if (!isFullScreen())
        settings.setValue(geometryKey, saveGeometry());
    settings.setValue(dockKey, m_dockWanted);
    if (m_dock->isVisible() && !m_dock->isFloating() && m_dock->width() != m_dockWidth)
        settings.setValue(dockWidthKey, m_dock->width());
    settings.setValue(menuBarKey, m_actions->menuBar->isChecked());
    settings.setValue(pageKey, m_pages->currentIndex());
    settings.setValue(columnsKey, m_characters->table().columnState());
}

} // namespace lorastudio
