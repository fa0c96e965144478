// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/gallerypage.h"

#include "core/text.h"
#include "gallery/galleryview.h"
#include "gallery/imageview.h"
#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>

#include <map>

namespace lorastudio {

namespace {

constexpr int headHeight = 56;
const QString tileKey = QStringLiteral("gallery/tileWidth");
enum Content { GridPage, ImagePage };
enum GridContent { TilesContent, EmptyContent };

} // namespace

GalleryPage::GalleryPage(ProjectView &project, QWidget *parent)
    : Page(parent),
      m_project(project),
      m_pages(new QStackedWidget(this)),
      m_grid(new QStackedWidget(this)),
      m_view(new GalleryView(project.images(), this)),
      m_imageView(new ImageView(project.images(), this))
{
    setObjectName(QStringLiteral("galleryPage"));
    setAccessibleName(tr("Gallery"));
    makeActions();
    m_view->setModel(&m_model);
    m_grid->setObjectName(QStringLiteral("galleryGridPages"));
    m_grid->addWidget(m_view);
    m_grid->addWidget(makeEmpty());
    auto *gridPage = new QWidget(this);
    auto *gridColumn = new QVBoxLayout(gridPage);
    gridColumn->setContentsMargins(0, 0, 0, 0);
    gridColumn->setSpacing(0);
    gridColumn->addWidget(makeHead());
    gridColumn->addWidget(m_grid, 1);
    m_pages->setObjectName(QStringLiteral("galleryPages"));
    m_pages->addWidget(gridPage);
    m_pages->addWidget(makeImagePage());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);

    const int tile = QSettings().value(tileKey, m_view->tileWish()).toInt();
    m_view->setTileWish(tile);
    m_tileSize->setValue(m_view->tileWish());

    connect(m_view, &GalleryView::imageActivated, this, &GalleryPage::openImage);
    connect(m_view, &GalleryView::looked, this, &GalleryPage::updateHold);
    connect(m_view, &GalleryView::tileWishChanged, this, [this](int width) {
        m_tileSize->setValue(width);
        QSettings().setValue(tileKey, width);
    });
    connect(m_tileSize, &QSlider::valueChanged, m_view, &GalleryView::setTileWish);
    connect(m_characters, &QComboBox::activated, this,
            [this](int index) { showCharacter(m_characters->itemData(index).toString()); });
    connect(&m_model, &GalleryModel::heldCountChanged, this, &GalleryPage::updateHead);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &GalleryPage::updateHead);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, [this] {
        updateHead();
        if (isImageShown() && !m_image.isValid())
            closeImage();
    });
    connect(&m_project, &ProjectView::galleryLoaded, this, &GalleryPage::receive);
    connect(&m_project, &ProjectView::galleryExtended, this, &GalleryPage::extend);
    connect(&m_project, &ProjectView::imagesAdded, this, &GalleryPage::add);
    connect(&m_project, &ProjectView::imageChanged, &m_model, &GalleryModel::update);
    connect(&m_project, &ProjectView::imagesRemoved, &m_model, &GalleryModel::remove);
    connect(&m_project, &ProjectView::rowsReset, this, &GalleryPage::fillCharacters);
    connect(&m_project, &ProjectView::runSummaryChanged, this, &GalleryPage::updateHead);
    fillCharacters();
    updateHead();
}

GalleryPage::~GalleryPage()
{
    // The model goes before the view, which is a child.
    m_view->disconnect(this);
    m_view->setModel(nullptr);
}

void GalleryPage::makeActions()
{
    const auto make = [this](const QString &text, const char *name, const QKeySequence &keys, const char *theme,
                             const char *glyph) {
        auto *action = new QAction(text, this);
        action->setObjectName(QString::fromLatin1(name));
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setIcon(actionIcon(QString::fromLatin1(theme), QString::fromLatin1(glyph)));
        m_imageView->addAction(action);
        return action;
    };
    m_open = new QAction(tr("&Show Image"), this);
    m_open->setObjectName(QStringLiteral("showImageAction"));
    m_previous =
        make(tr("&Previous Image"), "previousImageAction", QKeySequence(Qt::Key_Left), "go-previous", "previous");
    m_next = make(tr("&Next Image"), "nextImageAction", QKeySequence(Qt::Key_Right), "go-next", "next");
    m_actualSize =
        make(tr("&Actual Size"), "actualSizeAction", QKeySequence(Qt::Key_Z), "zoom-original", "actual-size");
    m_actualSize->setCheckable(true);
    m_back = make(tr("&Back to Gallery"), "backToGalleryAction", QKeySequence(), "go-previous", "previous");
    connect(m_open, &QAction::triggered, this, [this] { openImage(m_view->currentIndex()); });
    connect(m_previous, &QAction::triggered, this, [this] { step(-1); });
    connect(m_next, &QAction::triggered, this, [this] { step(1); });
    connect(m_actualSize, &QAction::triggered, m_imageView, &ImageView::setActualSize);
    connect(m_imageView, &ImageView::actualSizeChanged, m_actualSize, &QAction::setChecked);
    connect(m_back, &QAction::triggered, this, &GalleryPage::closeImage);
}

QList<QAction *> GalleryPage::imageActions() const
{
    return {m_open, m_previous, m_next, m_actualSize, m_back};
}

QWidget *GalleryPage::makeHead()
{
    auto *head = new QWidget(this);
    head->setFixedHeight(headHeight);
    m_characters = new QComboBox(head);
    m_characters->setObjectName(QStringLiteral("galleryCharacterCombo"));
    m_characters->setAccessibleName(tr("Character"));
    m_characters->setMinimumWidth(180);
    m_characters->setMaximumWidth(280);
    m_count = new TextLabel(TextLabel::Size::Bold, &Roles::text, head);
    m_count->setObjectName(QStringLiteral("galleryCountLabel"));
    m_held = new QPushButton(head);
    m_held->setObjectName(QStringLiteral("galleryNewImagesButton"));
    m_held->hide();
    m_tileSize = new QSlider(Qt::Horizontal, head);
    m_tileSize->setObjectName(QStringLiteral("galleryTileSizeSlider"));
    m_tileSize->setAccessibleName(tr("Size of the tiles"));
    m_tileSize->setRange(GalleryView::leastTile, GalleryView::largestTile);
    m_tileSize->setSingleStep(8);
    m_tileSize->setPageStep(24);
    m_tileSize->setFixedWidth(100);
    m_tileSize->setToolTip(tr("Size of the tiles (Ctrl+Plus, Ctrl+Minus)"));
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(12);
    row->addWidget(m_characters);
    row->addWidget(m_count);
    row->addStretch(1);
    row->addWidget(m_held);
    row->addWidget(m_tileSize);
    connect(m_held, &QPushButton::clicked, this, [this] {
        m_view->clearSelection();
        m_view->scrollToTop();
        m_model.setHeld(false);
        m_view->scrollToTop();
        m_view->setFocus();
        updateHead();
    });
    return head;
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
    connect(m_emptyStart, &QPushButton::clicked, this, &GalleryPage::startRequested);
    connect(m_emptyConnect, &QPushButton::clicked, this, &GalleryPage::connectServerRequested);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_emptyTitle);
    column->addWidget(m_emptyText);
    column->addSpacing(12);
    column->addWidget(m_emptyStart, 0, Qt::AlignHCenter);
    column->addWidget(m_emptyConnect, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return page;
}

QWidget *GalleryPage::makeImagePage()
{
    auto *page = new QWidget(this);
    auto *head = new QWidget(page);
    head->setFixedHeight(headHeight);
    const auto button = [head](QAction *action, const char *name, bool text) {
        auto *made = new QToolButton(head);
        made->setDefaultAction(action);
        made->setObjectName(QString::fromLatin1(name));
        made->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
        made->setAutoRaise(true);
        made->setToolButtonStyle(text ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
        return made;
    };
    m_imageTitle = new TextLabel(TextLabel::Size::Bold, &Roles::text, head);
    m_imageTitle->setObjectName(QStringLiteral("galleryImageTitleLabel"));
    m_imageFacts = new TextLabel(TextLabel::Size::Small, &Roles::text2, head);
    m_imageFacts->setObjectName(QStringLiteral("galleryImageFactsLabel"));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addStretch();
    texts->addWidget(m_imageTitle);
    texts->addWidget(m_imageFacts);
    texts->addStretch();
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(8, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(button(m_back, "galleryBackButton", true));
    row->addLayout(texts, 1);
    row->addWidget(button(m_actualSize, "galleryActualSizeButton", true));
    row->addWidget(button(m_previous, "galleryPreviousButton", false));
    row->addWidget(button(m_next, "galleryNextButton", false));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(m_imageView, 1);
    return page;
}

void GalleryPage::fillCharacters()
{
    const QSignalBlocker blocker(m_characters);
    m_characters->clear();
    m_characters->addItem(tr("All characters"), QString());
    const QList<CharacterRow> rows = m_project.rows();
    for (const CharacterRow &row : rows)
        m_characters->addItem(row.character.name, row.character.id);
    const int at = m_characters->findData(m_characterId);
    m_characters->setCurrentIndex(qMax(0, at));
    if (at < 0 && !m_characterId.isEmpty())
        showCharacter(QString());
}

void GalleryPage::showCharacter(const QString &id)
{
    closeImage();
    m_wantedImage = 0;
    m_characterId = id;
    m_characters->setCurrentIndex(qMax(0, m_characters->findData(id)));
    load();
}

void GalleryPage::showImage(const QString &characterId, qint64 imageId)
{
    showCharacter(characterId);
    const int row = m_model.rowOf(imageId);
    if (row >= 0)
        openImage(m_model.index(row));
    else
        m_wantedImage = imageId;
}

void GalleryPage::load()
{
    m_loaded = false;
    m_early.clear();
    m_model.setItems({});
    m_model.setHeld(false);
    m_project.loadGallery(m_characterId);
    updateHead();
}

void GalleryPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (!m_loaded)
        load();
}

void GalleryPage::receive(const QString &characterId, const QList<GalleryItem> &items)
{
    if (characterId != m_characterId)
        return;
    m_loaded = true;
    // The shape of tiles is the one that most pictures have.
    std::map<double, int> shapes;
    for (const GalleryItem &item : items) {
        if (!item.record.size.isEmpty())
            ++shapes[double(item.record.size.height()) / item.record.size.width()];
    }
    const auto most = std::max_element(shapes.begin(), shapes.end(),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    if (most != shapes.end())
        m_view->setAspect(most->first);
    m_model.setItems(items);
    m_model.add(m_early);
    m_early.clear();
    m_view->scrollToTop();
    updateHead();
    openWantedImage();
}

void GalleryPage::extend(const QString &characterId, const QList<GalleryItem> &older)
{
    if (characterId != m_characterId || !m_loaded)
        return;
    m_model.extend(older);
    openWantedImage();
}

void GalleryPage::openWantedImage()
{
    const int row = m_wantedImage ? m_model.rowOf(m_wantedImage) : -1;
    if (row >= 0)
        openImage(m_model.index(row));
}

void GalleryPage::add(const QList<GalleryItem> &items)
{
    QList<GalleryItem> mine;
    for (const GalleryItem &item : items) {
        if (m_characterId.isEmpty() || item.record.characterId == m_characterId)
            mine.append(item);
    }
    if (!m_loaded)
        m_early += mine; // the list that is on its way may have been read before
    else if (!mine.isEmpty())
        m_model.add(mine);
}

void GalleryPage::updateHold()
{
    const bool selected = m_view->selectionModel() && m_view->selectionModel()->hasSelection();
    m_model.setHeld(isImageShown() || selected || !m_view->isAtTop());
}

void GalleryPage::updateHead()
{
    const QLocale locale;
    m_count->setText(phrases::images(m_model.rowCount()));
    const int held = m_model.heldCount();
    m_held->setVisible(held > 0);
    m_held->setText(held == 1 ? tr("Show 1 New Image") : tr("Show %1 New Images").arg(locale.toString(held)));
    m_held->setAccessibleName(m_held->text());
    const bool empty = m_model.rowCount() == 0;
    m_grid->setCurrentIndex(empty ? EmptyContent : TilesContent);
    if (!empty && hasFocus())
        m_view->setFocus();
    m_count->setVisible(!empty);
    m_tileSize->setVisible(!empty);
    if (empty) {
        const RunSummary summary = m_project.runSummary();
        m_emptyTitle->setText(m_loaded ? tr("No images yet") : tr("Reading the images…"));
        m_emptyText->setText(m_loaded ? tr("They appear here as soon as a server has made the first one.") : QString());
        const bool server = summary.servers.total > 0;
        m_emptyStart->setVisible(m_loaded && server && !summary.active());
        m_emptyStart->setEnabled(m_project.cannotStart({}).isEmpty());
        m_emptyConnect->setVisible(m_loaded && !server);
    }
    m_open->setEnabled(!empty && !isImageShown());
    for (QAction *action : {m_previous, m_next, m_actualSize, m_back})
        action->setEnabled(isImageShown());
    if (isImageShown())
        describeImage();
}

bool GalleryPage::isImageShown() const
{
    return m_pages->currentIndex() == ImagePage;
}

void GalleryPage::openImage(const QModelIndex &index)
{
    const GalleryItemPtr item = m_model.item(index.row());
    if (!index.isValid() || !item)
        return;
    m_wantedImage = 0;
    m_image = index;
    m_imageView->setItem(item);
    m_pages->setCurrentIndex(ImagePage);
    m_view->setCurrentIndex(index);
    m_imageView->setFocus();
    updateHold();
    updateHead();
}

void GalleryPage::describeImage()
{
    const GalleryItemPtr item = m_model.item(m_image.row());
    if (!item)
        return;
    const QLocale locale;
    const ImageRecord &record = item->record;
    m_imageTitle->setText(tr("%1, image %2").arg(isolated(item->characterName), locale.toString(record.number)));
    QStringList facts;
    if (record.score.total)
        facts.append(tr("score %1").arg(phrases::score(record.score)));
    facts.append(tr("%1 × %2").arg(record.size.width()).arg(record.size.height()));
    facts.append(isolated(checkpointBaseName(record.modelFile)));
    facts.append(tr("seed %1").arg(record.seed));
    if (record.demo)
        facts.append(tr("demo"));
    m_imageFacts->setText(facts.join(tr(" · ")));
    m_previous->setEnabled(m_image.row() > 0);
    m_next->setEnabled(m_image.row() + 1 < m_model.rowCount());
}

void GalleryPage::step(int by)
{
    const QModelIndex next = m_model.index(m_image.row() + by);
    if (isImageShown() && next.isValid())
        openImage(next);
}

void GalleryPage::closeImage()
{
    if (!isImageShown())
        return;
    m_pages->setCurrentIndex(GridPage);
    m_imageView->setItem(nullptr);
    m_imageView->setActualSize(false);
    m_view->setFocus();
    updateHold();
    updateHead();
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
