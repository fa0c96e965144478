// SPDX-License-Identifier: GPL-3.0-or-later
#include "characters/characterspage.h"

#include "characters/charactertableview.h"
#include "characters/inspector.h"
#include "characters/modellistpopup.h"
#include "import/importpage.h"
#include "models/phrases.h"
#include "style/roles.h"
#include "widgets/databasewait.h"
#include "widgets/filedialogs.h"
#include "widgets/firststeps.h"
#include "widgets/questionbar.h"
#include "widgets/runstrip.h"
#include "widgets/serverbar.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QHeaderView>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

using Model = CharacterTableModel;
enum Content { OpeningPage, FirstPage, TablePage, ImportingPage };

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

void CharactersPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Roles::current().window);
}

} // namespace lorastudio
