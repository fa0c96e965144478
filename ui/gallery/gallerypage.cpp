// SPDX-License-Identifier: GPL-3.0-or-later
// What the gallery shows. Where it comes from is in galleryload.cpp, what a person does with it in galleryedits.cpp.
#include "gallery/gallerypage.h"

#include "gallery/copybar.h"
#include "gallery/fullsizepage.h"
#include "gallery/galleryactions.h"
#include "gallery/galleryhead.h"
#include "gallery/galleryview.h"
#include "gallery/imagepanel.h"
#include "gallery/imageview.h"
#include "style/roles.h"
#include "widgets/keyhints.h"
#include "widgets/questionbar.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QWindow>

namespace lorastudio {

namespace {

enum Content { GridPage, FullPage };
enum GridContent { TilesContent, EmptyContent, NothingContent };
constexpr qsizetype keptSelection = 5'000; ///< a larger one is not carried over to other rows

} // namespace

GalleryPage::GalleryPage(ProjectView &project, ImageLibraryView &library, FileDialogs &dialogs, QWidget *parent)
    : Page(parent),
      m_project(project),
      m_library(library),
      m_dialogs(dialogs),
      m_pages(new QStackedWidget(this)),
      m_grid(new QStackedWidget(this)),
      m_head(new GalleryHead(this)),
      m_view(new GalleryView(project.images(), this)),
      m_imageView(new ImageView(project.images(), this)),
      m_actions(new GalleryActions(this, m_view, m_imageView)),
      m_fullSize(new FullSizePage(m_imageView, *m_actions, this)),
      m_panel(new ImagePanel(project.images(), this)),
      m_deleteQuestion(new QuestionBar(tr("Move to Trash"), tr("Keep"), this, QStringLiteral("galleryDelete"))),
      m_demoQuestion(new QuestionBar(tr("Remove"), tr("Keep"), this, QStringLiteral("galleryDemo"))),
      m_copyBar(new CopyBar(this)),
      m_hints(new KeyHints(this))
{
    setObjectName(QStringLiteral("galleryPage"));
    setAccessibleName(tr("Gallery"));
    m_panel->hide(); // until the side panel takes it
    m_hints->setObjectName(QStringLiteral("galleryKeyHints"));
    m_deleteQuestion->hide();
    m_demoQuestion->hide();
    m_view->setModel(&m_model);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_pages->setObjectName(QStringLiteral("galleryPages"));
    m_pages->addWidget(makeGrid());
    m_pages->addWidget(m_fullSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_deleteQuestion);
    column->addWidget(m_demoQuestion);
    column->addWidget(m_copyBar);
    column->addWidget(m_pages, 1);
    column->addWidget(m_hints);
    connectActions();
    connectView();
    connectData();
    followProject();
    m_copyBar->setState(m_library.copyState());
    updateState();
}

GalleryPage::~GalleryPage()
{
    // The model goes before the view, which is a child.
    m_view->disconnect(this);
    m_view->setModel(nullptr);
}

QWidget *GalleryPage::makeGrid()
{
    m_grid->setObjectName(QStringLiteral("galleryGridPages"));
    m_grid->addWidget(m_view);
    m_grid->addWidget(makeEmpty());
    m_grid->addWidget(makeNothing());
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_grid, 1);
    return page;
}

QWidget *GalleryPage::makeEmpty()
{
    auto *page = new QWidget(this);
    m_emptyTitle = new TextLabel(TextLabel::Size::Title, &Roles::text, page);
    m_emptyTitle->setAlignment(Qt::AlignCenter);
    m_emptyTitle->setObjectName(QStringLiteral("galleryEmptyLabel"));
    m_emptyText = new TextLabel(TextLabel::Size::Body, &Roles::text2, page);
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyStart = new QPushButton(tr("Start LoRA Generation"), page);
    m_emptyStart->setObjectName(QStringLiteral("galleryStartButton"));
    m_emptyStart->setAccessibleName(m_emptyStart->text());
    m_emptyConnect = new QPushButton(tr("Connect a Server"), page);
    m_emptyConnect->setObjectName(QStringLiteral("galleryConnectButton"));
    m_emptyConnect->setAccessibleName(m_emptyConnect->text());
    m_emptyAgain = new QPushButton(tr("Try Again"), page);
    m_emptyAgain->setObjectName(QStringLiteral("galleryTryAgainButton"));
    m_emptyAgain->setAccessibleName(m_emptyAgain->text());
    m_emptyAgain->hide();
    connect(m_emptyAgain, &QPushButton::clicked, this, [this] {
        load();
        updateState();
    });
    connect(m_emptyStart, &QPushButton::clicked, this, &GalleryPage::startRequested);
    connect(m_emptyConnect, &QPushButton::clicked, this, &GalleryPage::connectServerRequested);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_emptyTitle);
    column->addWidget(m_emptyText);
    column->addSpacing(12);
    column->addWidget(m_emptyAgain, 0, Qt::AlignHCenter);
    column->addWidget(m_emptyStart, 0, Qt::AlignHCenter);
    column->addWidget(m_emptyConnect, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return page;
}

QWidget *GalleryPage::makeNothing()
{
    auto *page = new QWidget(this);
    m_nothing = new TextLabel(TextLabel::Size::Body, &Roles::text2, page);
    m_nothing->setObjectName(QStringLiteral("galleryNothingLabel"));
    m_nothing->setAlignment(Qt::AlignCenter);
    auto *clear = new QPushButton(tr("Clear Filters"), page);
    clear->setObjectName(QStringLiteral("galleryClearFiltersButton"));
    clear->setAccessibleName(clear->text());
    connect(clear, &QPushButton::clicked, this, &GalleryPage::clearFilters);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(m_nothing);
    column->addWidget(clear, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return page;
}

void GalleryPage::connectView()
{
    connect(m_view, &GalleryView::imageActivated, this, [this](const QModelIndex &index) { openImage(index.row()); });
    connect(m_view, &GalleryView::looked, this, [this] {
        updateHold();
        updateActions();
        showPanel();
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, &GalleryPage::openMenu);
    connect(m_view, &GalleryView::tileWishChanged, this, [this](int width) {
        m_head->setTileWidth(width);
        m_settings.setTileWidth(width);
    });
    connect(m_head, &GalleryHead::tileWidthChosen, m_view, &GalleryView::setTileWish);
    connect(m_head, &GalleryHead::filterEdited, this, &GalleryPage::applyFilter);
    connect(m_head, &GalleryHead::sortChosen, this, [this](GallerySort sort) {
        m_settings.setSort(sort);
        m_model.setSort(sort);
    });
    connect(m_head, &GalleryHead::heldRequested, this, &GalleryPage::takeHeld);
    connect(m_panel, &ImagePanel::verdictChosen, this, &GalleryPage::decide);
    connect(m_copyBar, &CopyBar::cancelRequested, &m_library, &ImageLibraryView::cancelCopy);
    connect(m_deleteQuestion, &QuestionBar::answered, this, &GalleryPage::deleteAsked);
    connect(m_demoQuestion, &QuestionBar::answered, this, [this](bool yes) {
        m_demoQuestion->hide();
        takeFocus();
        const QList<qint64> ids = std::exchange(m_toDelete, {});
        if (yes)
            m_library.removeDemoImages(ids);
    });
}

void GalleryPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    window()->installEventFilter(this);
    if (QWindow *handle = window()->windowHandle())
        handle->installEventFilter(this);
    if (m_projectId.isEmpty())
        followProject();
    else if (!m_loading && (!m_loaded || m_failed))
        load();
    updateState();
}

void GalleryPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    updateActions(); // the menus of the window show them on every page, but they are about what is seen here
}

// --- filters ----------------------------------------------------------------------------------------------------

void GalleryPage::applyFilter()
{
    m_settings.setFilter(m_head->filter());
    m_model.setFilter(m_head->filter());
}

void GalleryPage::clearFilters()
{
    m_head->setFilter({});
    applyFilter();
    Q_EMIT searchCleared();
    takeFocus();
}

void GalleryPage::setSearchText(const QString &text)
{
    GalleryFilter filter = m_head->filter();
    filter.search = text.trimmed();
    m_head->setFilter(filter);
    m_model.setFilter(filter);
}

void GalleryPage::showCharacter(const QString &id)
{
    closeImage();
    m_wantedImage = 0;
    GalleryFilter filter;
    filter.characterId = id;
    filter.search = m_head->filter().search;
    m_head->setFilter(filter);
    applyFilter();
}

void GalleryPage::showImage(const QString &characterId, qint64 imageId)
{
    showCharacter(characterId);
    m_wantedImage = imageId;
    openWantedImage();
}

// --- where a person is ------------------------------------------------------------------------------------------

void GalleryPage::keepPlace()
{
    Place place;
    if (m_view->selectedCount() <= keptSelection) {
        for (const int row : m_view->selectedRows())
            place.selected.insert(m_model.idAt(row));
    }
    place.current = m_model.idAt(m_view->currentIndex().row());
    m_place = place;
}

void GalleryPage::restorePlace()
{
    if (const std::optional<Place> place = std::exchange(m_place, std::nullopt)) {
        QItemSelection selection;
        if (!place->selected.isEmpty()) {
            for (int row = 0; row < m_model.rowCount(); ++row) {
                if (place->selected.contains(m_model.idAt(row)))
                    selection.append(QItemSelectionRange(m_model.index(row)));
            }
        }
        const int current = place->current == 0 ? -1 : m_model.rowOf(place->current);
        if (current >= 0)
            m_view->selectionModel()->setCurrentIndex(m_model.index(current), QItemSelectionModel::NoUpdate);
        else
            m_view->scrollToTop();
        m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    }
    if (m_imageId != 0 && m_model.rowOf(m_imageId) < 0)
        closeImage();
    chooseFirst();
    updateHold();
    updateState();
    openWantedImage();
}

void GalleryPage::chooseFirst()
{
    if (m_model.rowCount() == 0 || m_view->currentIndex().isValid() || m_view->selectionModel()->hasSelection())
        return;
    select(0);
    m_firstId = m_model.idAt(0);
    updateHold();
}

bool GalleryPage::isFirstChosen() const
{
    return m_firstId != 0 && m_view->selectedCount() == 1 && m_model.idAt(m_view->selectedRows().first()) == m_firstId;
}

void GalleryPage::updateHold()
{
    const bool selected = m_view->selectionModel() && m_view->selectionModel()->hasSelection() && !isFirstChosen();
    m_model.setHeld(m_loaded && (isImageShown() || selected || !m_view->isAtTop()));
}

void GalleryPage::takeHeld()
{
    m_view->clearSelection();
    m_view->scrollToTop();
    m_model.setHeld(false);
    m_view->scrollToTop();
    m_view->selectionModel()->clearCurrentIndex();
    chooseFirst();
    m_view->setFocus();
}

void GalleryPage::updateState()
{
    const GalleryFigures &figures = m_model.figures();
    m_head->setFigures(figures);
    const bool empty = figures.total == 0;
    const bool nothing = !empty && figures.shown == 0 && !m_model.isAsking();
    m_grid->setCurrentIndex(empty ? EmptyContent : nothing ? NothingContent : TilesContent);
    m_head->setVisible(!empty);
    if (!empty && !nothing && hasFocus())
        m_view->setFocus();
    if (empty) {
        const RunSummary summary = m_project.runSummary();
        const bool known = m_loaded && !m_loading && !m_failed;
        m_emptyTitle->setText(m_failed ? tr("The images cannot be read")
                              : known  ? tr("No images yet")
                                       : tr("Reading the images…"));
        m_emptyText->setText(m_failed ? tr("The database did not answer. The images themselves are untouched.")
                             : known  ? tr("They appear here as soon as a server has made the first one.")
                                      : QString());
        m_emptyAgain->setVisible(m_failed);
        const bool server = summary.servers.total > 0;
        m_emptyStart->setVisible(known && server && !summary.active());
        m_emptyStart->setEnabled(m_project.cannotStart({}).isEmpty());
        m_emptyConnect->setVisible(known && !server);
    }
    if (nothing)
        m_nothing->setText(
            figures.total == 1
                ? tr("No image matches these filters. 1 is hidden.")
                : tr("No image matches these filters. %1 are hidden.").arg(QLocale().toString(figures.total)));
    if (m_hadImages == empty) {
        m_hadImages = !empty;
        Q_EMIT frameChanged();
    }
    updateActions();
    updateHints();
    showPanel();
}

void GalleryPage::updateHints()
{
    const bool image = isImageShown();
    QList<KeyHints::Hint> hints{{tr("A"), tr("Accept")}, {tr("R"), tr("Reject")}, {tr("U"), tr("Undecided")}};
    if (image)
        hints += {{tr("← →"), tr("Other image")}, {tr("Z"), tr("Actual size")}, {tr("Esc"), tr("Gallery")}};
    else
        hints += {{tr("Enter"), tr("Full size")}};
    hints += {{tr("Del"), tr("Trash")}, {tr("Ctrl+Z"), tr("Undo")}};
    if (!image)
        hints += {{tr("Alt+1…4"), tr("Filter")}, {tr("Ctrl + −"), tr("Tile size")}};
    m_hints->setHints(hints);
    const bool full = window()->isFullScreen() && !m_altHeld;
    m_hints->setVisible(m_model.rowCount() > 0 && !full);
}

bool GalleryPage::eventFilter(QObject *watched, QEvent *event)
{
    const QEvent::Type type = event->type();
    if (type == QEvent::WindowStateChange) {
        updateHints();
    } else if (watched == window()->windowHandle() && (type == QEvent::KeyPress || type == QEvent::KeyRelease)) {
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Alt) {
            m_altHeld = type == QEvent::KeyPress;
            updateHints();
        }
    } else if (type == QEvent::WindowDeactivate && m_altHeld) {
        m_altHeld = false;
        updateHints();
    }
    return Page::eventFilter(watched, event);
}

// --- the frame of the window ------------------------------------------------------------------------------------

QWidget *GalleryPage::sidePanel()
{
    return m_hadImages ? m_panel : nullptr;
}

QList<QAction *> GalleryPage::pageActions() const
{
    return m_actions->others();
}

QList<QAction *> GalleryPage::imageActions() const
{
    return m_actions->menu();
}

void GalleryPage::takeFocus()
{
    if (isImageShown())
        m_imageView->setFocus();
    else if (m_grid->currentIndex() == TilesContent)
        m_view->setFocus();
    else
        setFocus(); // handed on to the tiles when they come
}

bool GalleryPage::escape()
{
    for (QuestionBar *question : {m_deleteQuestion, m_demoQuestion}) {
        if (!question->isHidden()) {
            Q_EMIT question->answered(false);
            return true;
        }
    }
    if (!isImageShown())
        return false;
    closeImage();
    return true;
}

void GalleryPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Roles::current().window);
}

} // namespace lorastudio
