// SPDX-License-Identifier: GPL-3.0-or-later
#include "characters/characterspage.h"

#include "characters/charactertableview.h"
#include "characters/inspector.h"
#include "characters/modellistpopup.h"
#include "import/importpage.h"
#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "widgets/databasewait.h"
#include "widgets/filedialogs.h"
#include "widgets/firststeps.h"
#include "widgets/questionbar.h"
#include "widgets/runstrip.h"
#include "widgets/serverbar.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QActionGroup>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

using Model = CharacterTableModel;
enum Content { OpeningPage, FirstPage, TablePage, ImportingPage };
const QString sortColumnKey = QStringLiteral("characters/sortColumn");
const QString sortDownKey = QStringLiteral("characters/sortDescending");

} // namespace

CharactersPage::CharactersPage(ProjectView &project, FileDialogs &dialogs, ImportView *imports, QWidget *parent)
    : Page(parent),
      m_project(project),
      m_dialogs(dialogs),
      m_pages(new QStackedWidget(this)),
      m_tablePages(nullptr),
      m_opening(new DatabaseWait(this)),
      m_first(new FirstSteps(project.images(), project.samplePictureKeys(), this)),
      m_serverBar(new ServerBar(this)),
      m_strip(new RunStrip(this)),
      m_question(new QuestionBar(tr("Stop"), tr("Go On"), this)),
      m_table(new CharacterTableView(project.images(), this)),
      m_nothing(new TextLabel(TextLabel::Size::Body, &Roles::text2, this)),
      m_popup(new ModelListPopup(this)),
      m_inspector(new Inspector(project, this))
{
    m_inspector->hide(); // until the side panel takes it
    setObjectName(QStringLiteral("charactersPage"));
    setAccessibleName(tr("Characters"));
    m_filter.setSourceModel(&m_model);
    m_table->setModel(&m_filter);

    m_pages->setObjectName(QStringLiteral("charactersPages"));
    m_pages->addWidget(m_opening);
    connect(m_opening, &DatabaseWait::tryAgainRequested, &m_project, &ProjectView::openAgain);
    connect(m_opening, &DatabaseWait::settingsRequested, this, &CharactersPage::settingsRequested);
    m_pages->addWidget(m_first);
    m_pages->addWidget(makeTablePage());
    makeImportPage(imports);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    m_question->hide();
    makeActions();

    connect(&m_model, &Model::modelChosen, &m_project, &ProjectView::chooseModel);
    connect(&m_model, &Model::imagesEdited, &m_project, &ProjectView::setImages);
    connect(&m_model, &Model::nameEdited, this, [this](const QString &id, const QString &name) {
        Character character = m_model.row(m_model.rowOf(id))->character;
        character.name = name;
        m_project.editCharacter(character);
    });
    m_table->setNameCheck([this](const QString &id, const QString &name) { return m_project.whyNotNamed(name, id); });
    connect(m_table, &CharacterTableView::modelListRequested, this, &CharactersPage::openModelList);
    connect(m_table, &CharacterTableView::linkActivated, this, &CharactersPage::followLink);
    connect(m_table, &CharacterTableView::galleryRequested, this, &CharactersPage::galleryRequested);
    connect(m_table, &CharacterTableView::menuRequested, this, &CharactersPage::openMenu);
    connect(m_table, &CharacterTableView::currentCharacterChanged, this, [this](const QString &id) {
        if (!id.isEmpty())
            m_lastId = id;
        updateActions();
        m_inspector->setCharacter(id);
    });
    connect(m_table, &CharacterTableView::selectionEdited, this, [this] {
        updateActions();
        Q_EMIT selectionEdited();
    });
    connect(m_popup, &ModelListPopup::chosen, this, [this](const QString &id, const QString &file) {
        m_model.setData(m_model.index(m_model.rowOf(id), Model::ModelColumn), file);
        m_table->setFocus();
    });
    connect(m_strip, &RunStrip::attentionToggled, this, [this](bool on) {
        m_filter.setAttentionOnly(on);
        choosePage();
    });
    connect(m_strip, &RunStrip::galleryRequested, this, [this] { Q_EMIT galleryRequested(QString()); });
    connect(m_question, &QuestionBar::answered, this, [this](bool yes) {
        m_question->hide();
        showSummary();
        takeFocus();
        if (yes)
            m_project.stop();
    });
    connect(m_inspector, &Inspector::galleryRequested, this, &CharactersPage::galleryRequested);
    connect(m_inspector, &Inspector::imageActivated, this, &CharactersPage::imageRequested);
    connect(m_first, &FirstSteps::chooseFilesRequested, this, &CharactersPage::chooseFiles);
    connect(m_first, &FirstSteps::chooseFolderRequested, this, &CharactersPage::chooseFolder);
    connect(m_first, &FirstSteps::sampleProjectRequested, &m_project, &ProjectView::openSampleProject);
    connect(m_first, &FirstSteps::connectRequested, &m_project, &ProjectView::connectServer);
    connect(m_first, &FirstSteps::demoServerRequested, &m_project, &ProjectView::useDemoServer);
    connect(m_serverBar, &ServerBar::connectRequested, &m_project, &ProjectView::connectServer);
    connect(m_serverBar, &ServerBar::demoServerRequested, &m_project, &ProjectView::useDemoServer);
    connect(&m_project, &ProjectView::serverProblem, m_serverBar, &ServerBar::setProblem);
    connect(&m_project, &ProjectView::serverProblem, m_first, &FirstSteps::setServerProblem);
    connect(&m_project, &ProjectView::rowsReset, this, &CharactersPage::loadRows);
    connect(&m_project, &ProjectView::rowChanged, &m_model, &Model::updateRow);
    connect(&m_project, &ProjectView::runSummaryChanged, this, &CharactersPage::showSummary);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &CharactersPage::updateActions);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, &CharactersPage::choosePage);
    connect(&m_filter, &QAbstractItemModel::rowsRemoved, this, &CharactersPage::choosePage);
    loadRows();
    showSummary();
}

CharactersPage::~CharactersPage()
{
    // The models go before the view, which is a child.
    m_table->disconnect(this);
    m_table->setModel(nullptr);
    if (m_imports)
        m_imports->disconnect(this);
}

QWidget *CharactersPage::makeTablePage()
{
    auto *page = new QWidget(this);
    m_tablePages = new QStackedWidget(page);
    m_tablePages->setObjectName(QStringLiteral("charactersTablePages"));
    m_tablePages->addWidget(m_table);
    m_tablePages->addWidget(makeNothingPage());
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_serverBar);
    column->addWidget(m_strip);
    column->addWidget(m_question);
    column->addWidget(m_tablePages, 1);
    return page;
}

QWidget *CharactersPage::makeNothingPage()
{
    auto *page = new QWidget(this);
    m_nothing->setObjectName(QStringLiteral("charactersNothingLabel"));
    m_nothing->setAlignment(Qt::AlignCenter);
    auto *clear = new QPushButton(tr("Clear Search"), page);
    clear->setObjectName(QStringLiteral("charactersClearSearchButton"));
    clear->setAccessibleName(clear->text());
    connect(clear, &QPushButton::clicked, this, [this] {
        m_strip->setAttentionShown(false);
        m_filter.setAttentionOnly(false);
        Q_EMIT searchCleared();
        takeFocus();
    });
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(m_nothing);
    column->addWidget(clear, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return page;
}

void CharactersPage::makeActions()
{
    const auto make = [this](const QString &text, const char *name, const QKeySequence &keys = {}) {
        auto *action = new QAction(text, this);
        action->setObjectName(QString::fromLatin1(name));
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        return action;
    };
    m_chooseModel = make(tr("Choose &Model…"), "chooseModelAction");
    m_lock = make(tr("&Lock Model"), "lockModelAction", QKeySequence(Qt::CTRL | Qt::Key_L));
    m_lock->setCheckable(true);
    m_rename = make(tr("Re&name"), "renameAction", QKeySequence(Qt::Key_F2));
    m_rename->setShortcutContext(Qt::WidgetShortcut); // the table takes the key itself: it edits the current cell
    m_remove = make(tr("&Remove"), "removeAction", QKeySequence(Qt::Key_Delete));
    m_remove->setIcon(actionIcon(QStringLiteral("list-remove"), QStringLiteral("close")));
    m_remove->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(m_remove);
    m_openGallery = make(tr("Show &Images"), "showImagesAction");
    m_openGallery->setIcon(glyphIcon(QStringLiteral("page-gallery"), &Roles::text));
    m_link = make(tr("Go On"), "rowLinkAction");
    m_pauseRow = make(tr("&Pause Character"), "pauseRowAction");
    m_oneImage = make(tr("Make &One Image"), "oneImageAction", QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Return));
    m_oneImage->setToolTip(tr("Try the prompt: the image does not count towards the target"));
    m_duplicate = make(tr("&Duplicate"), "duplicateAction", QKeySequence(Qt::CTRL | Qt::Key_D));
    m_new = make(tr("&New Character…"), "newCharacterAction", QKeySequence(Qt::CTRL | Qt::Key_N));
    m_new->setIcon(actionIcon(QStringLiteral("list-add"), QStringLiteral("page-characters")));
    makeSortActions();

    connect(m_chooseModel, &QAction::triggered, this, [this] { openModelList(currentCell(Model::ModelColumn)); });
    connect(m_lock, &QAction::triggered, this, [this](bool on) {
        const QStringList ids = m_table->selectedIds();
        for (const QString &id : ids)
            m_project.setLocked(id, on);
    });
    connect(m_rename, &QAction::triggered, this, [this] { m_table->edit(currentCell(Model::CharacterColumn)); });
    connect(m_remove, &QAction::triggered, this, [this] {
        const QStringList ids = m_table->selectedIds();
        if (!ids.isEmpty())
            m_project.removeCharacters(ids);
    });
    connect(m_oneImage, &QAction::triggered, this, [this] {
        m_inspector->commit();
        m_project.makeOneImage(currentId());
    });
    connect(m_duplicate, &QAction::triggered, this, [this] {
        const QStringList ids = m_table->selectedIds();
        if (!ids.isEmpty())
            m_project.duplicateCharacters(ids);
    });
    connect(m_openGallery, &QAction::triggered, this, [this] { Q_EMIT galleryRequested(currentId()); });
    connect(m_link, &QAction::triggered, this, [this] { followLink(currentCell(Model::StatusColumn)); });
    connect(m_pauseRow, &QAction::triggered, this, [this] { m_project.pauseCharacter(currentId()); });
    updateActions();
}

QList<QAction *> CharactersPage::rowActions() const
{
    return {m_link, m_pauseRow, m_oneImage, m_chooseModel, m_lock, m_openGallery, m_rename, m_duplicate, m_remove};
}

void CharactersPage::makeSortActions()
{
    auto *group = new QActionGroup(this);
    for (int column = -1; column < Model::ColumnCount; ++column) {
        auto *action =
            new QAction(column < 0 ? tr("&As Imported") : m_model.headerData(column, Qt::Horizontal).toString(), group);
        action->setObjectName(QStringLiteral("sortCharactersAction%1").arg(column + 1));
        action->setCheckable(true);
        m_sortActions.append(action);
        connect(action, &QAction::triggered, this, [this, column] {
            QHeaderView *header = m_table->horizontalHeader();
            // Once more turns it round, as a click on the heading does.
            const bool again = column >= 0 && header->sortIndicatorSection() == column &&
                               header->sortIndicatorOrder() == Qt::AscendingOrder;
            header->setSortIndicator(column, again ? Qt::DescendingOrder : Qt::AscendingOrder);
        });
    }
    m_compact = new QAction(tr("&Compact Rows"), this);
    m_compact->setObjectName(QStringLiteral("compactRowsAction"));
    m_compact->setCheckable(true);
    connect(m_compact, &QAction::toggled, m_table, &CharacterTableView::setCompact);
    connect(m_table->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, &CharactersPage::showSorting);
    showSorting();
}

void CharactersPage::showSorting()
{
    m_sortActions.at(m_table->horizontalHeader()->sortIndicatorSection() + 1)->setChecked(true);
}

void CharactersPage::restore(const QSettings &settings)
{
    const int column = settings.value(sortColumnKey, -1).toInt();
    if (column >= 0 && column < Model::ColumnCount)
        m_table->horizontalHeader()->setSortIndicator(
            column, settings.value(sortDownKey).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void CharactersPage::remember(QSettings &settings) const
{
    const QHeaderView *header = m_table->horizontalHeader();
    settings.setValue(sortColumnKey, header->sortIndicatorSection());
    settings.setValue(sortDownKey, header->sortIndicatorOrder() == Qt::DescendingOrder);
}

void CharactersPage::showCharacter(const QString &id)
{
    m_table->selectCharacter(id);
    m_table->setFocus();
}

QModelIndex CharactersPage::currentCell(int column) const
{
    return m_table->currentIndex().siblingAtColumn(column);
}

QString CharactersPage::currentId() const
{
    return m_table->currentId();
}

bool CharactersPage::hasCharacters() const
{
    return m_model.rowCount() > 0;
}

QWidget *CharactersPage::sidePanel()
{
    if (isImporting())
        return m_import->sidePanel();
    return hasCharacters() ? m_inspector : nullptr;
}

void CharactersPage::commit()
{
    if (isImporting())
        return m_import->commit();
    m_inspector->commit();
}

QStringList CharactersPage::idsToStart() const
{
    const QStringList ids = m_table->selectedIds();
    return ids.size() >= 2 ? ids : QStringList();
}

void CharactersPage::updateActions()
{
    const CharacterRowPtr row = m_table->rowAt(m_table->currentIndex());
    // The menus of the window show them on every page, but they are about the row that is seen.
    const bool applies = row != nullptr && isVisible() && !isImporting();
    for (QAction *action : rowActions())
        action->setEnabled(applies);
    m_link->setVisible(false);
    m_pauseRow->setVisible(false);
    if (!row)
        return;
    m_lock->setChecked(row->assignment.locked);
    m_lock->setEnabled(applies && !row->assignment.modelFile.isEmpty());
    m_oneImage->setEnabled(applies && !row->assignment.modelFile.isEmpty());
    const phrases::Status status = phrases::status(*row);
    m_link->setVisible(status.link != RowLink::None);
    m_link->setText(status.linkText);
    const RowState state = row->status.state;
    m_pauseRow->setVisible(state == RowState::Sampling || state == RowState::Waiting ||
                           state == RowState::LoadingCheckpoint);
}

void CharactersPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateActions();
}

void CharactersPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    updateActions();
}

void CharactersPage::loadRows()
{
    m_model.setRows(m_project.rows());
    choosePage();
    updateActions();
    m_inspector->setCharacter(currentId());
    Q_EMIT pageChanged();
    Q_EMIT frameChanged();
    Q_EMIT badgeChanged();
}

void CharactersPage::choosePage()
{
    const int page = isImporting()             ? ImportingPage
                     : !m_project.isReady()    ? OpeningPage
                     : m_model.rowCount() == 0 ? FirstPage
                                               : TablePage;
    m_pages->setCurrentIndex(page);
    // A search that took the current row away gives it back when it ends.
    if (m_filter.rowCount() > 0 && !m_table->currentIndex().isValid()) {
        m_table->selectCharacter(m_lastId);
        if (!m_table->currentIndex().isValid())
            m_table->selectCharacter(m_filter.index(0, 0).data(Model::IdRole).toString());
    }
    const bool nothing = m_model.rowCount() > 0 && m_filter.rowCount() == 0;
    m_tablePages->setCurrentIndex(nothing ? 1 : 0);
    if (nothing)
        m_nothing->setText(m_filter.searchText().isEmpty()
                               ? tr("No character needs attention.")
                               : tr("No character matches “%1”.").arg(m_filter.searchText()));
}

void CharactersPage::showSummary()
{
    const RunSummary summary = m_project.runSummary();
    m_strip->setSummary(summary);
    m_opening->setProblem(summary.databaseProblem);
    if (!summary.active())
        m_question->hide();
    m_strip->setVisible(summary.phase != RunPhase::None && m_question->isHidden());
    // Without a server, or with none that answers: another address, or the demo server, is a way on.
    m_serverBar->setVisible(summary.servers.offline == summary.servers.total);
    m_first->setServers(summary);
}

void CharactersPage::setSearchText(const QString &text)
{
    if (isImporting())
        return m_import->setSearchText(text);
    m_filter.setSearchText(text);
    choosePage();
}

void CharactersPage::chooseFiles()
{
    m_dialogs.chooseFiles(this, tr("Import Characters"),
                          tr("Lists and pictures (*.csv *.json *.png *.jpg *.jpeg *.webp);;All files (*)"),
                          [this](const QStringList &paths) { importPaths(paths); });
}

void CharactersPage::chooseFolder()
{
    m_dialogs.chooseFolder(this, tr("Import a Folder"), [this](const QStringList &paths) { importPaths(paths); });
}

void CharactersPage::askStop()
{
    const RunSummary summary = m_project.runSummary();
    if (!summary.active())
        return;
    const QLocale locale;
    const QString stay =
        summary.made == 1 ? tr("1 image stays.") : tr("%1 images stay.").arg(locale.toString(summary.made));
    const QString cancelled = summary.onServers == 0 ? QString()
                              : summary.onServers == 1
                                  ? tr("1 on the servers is cancelled.")
                                  : tr("%1 on the servers are cancelled.").arg(locale.toString(summary.onServers));
    m_strip->hide();
    m_question->ask(tr("Stop the run?"), cancelled.isEmpty() ? stay : tr("%1 %2").arg(stay, cancelled));
}

bool CharactersPage::isAskingStop() const
{
    return !m_question->isHidden();
}

void CharactersPage::setDropping(bool on)
{
    m_first->setDropping(on);
}

void CharactersPage::takeFocus()
{
    if (isImporting())
        m_import->takeFocus();
    else if (m_pages->currentIndex() == TablePage)
        m_table->setFocus();
}

void CharactersPage::focusServerAddress()
{
    if (m_pages->currentIndex() == FirstPage)
        m_first->focusAddress();
    else
        m_serverBar->focusAddress();
}

bool CharactersPage::escape()
{
    if (isAskingStop()) {
        Q_EMIT m_question->answered(false);
        return true;
    }
    return isImporting() && m_import->escape();
}

void CharactersPage::openModelList(const QModelIndex &index)
{
    const CharacterRowPtr row = m_table->rowAt(index);
    if (!row)
        return;
    m_popup->open(*row, m_project.modelChoices(), m_project.automaticChoice(row->character.id),
                  m_table->globalRect(index).adjusted(4, 0, -4, -12));
}

void CharactersPage::followLink(const QModelIndex &index)
{
    const CharacterRowPtr row = m_table->rowAt(index);
    if (!row)
        return;
    const QString id = row->character.id;
    switch (phrases::status(*row).link) {
    case RowLink::ChooseModel:
        openModelList(index.siblingAtColumn(Model::ModelColumn));
        break;
    case RowLink::RetryFailed:
        m_project.retryFailed(id);
        break;
    case RowLink::Resume:
        if (m_project.runSummary().phase == RunPhase::Paused)
            m_project.resume();
        else
            m_project.resumeCharacter(id);
        break;
    case RowLink::OpenFolder:
        m_project.openFolder(id);
        break;
    case RowLink::GoOn:
    case RowLink::ContinueRun:
    case RowLink::AddToRun:
        m_project.start({id});
        break;
    case RowLink::ShowServers:
        Q_EMIT serversRequested();
        break;
    case RowLink::None:
        break;
    }
}

void CharactersPage::openMenu(const QModelIndex &index, const QPoint &at)
{
    m_table->setCurrentIndex(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(rowActions());
    menu->insertSeparator(m_rename);
    menu->popup(at);
}

void CharactersPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Roles::current().window);
}

} // namespace lorastudio
