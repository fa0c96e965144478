// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with characters on their page: the actions of rows, the order, links and the menu.
#include "characters/characterspage.h"

#include "characters/charactertableview.h"
#include "characters/inspector.h"
#include "characters/modellistpopup.h"
#include "models/phrases.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "widgets/filedialogs.h"

#include <QAction>
#include <QActionGroup>
#include <QHeaderView>
#include <QMenu>
#include <QSettings>

namespace lorastudio {

namespace {

using Model = CharacterTableModel;
const QString sortColumnKey = QStringLiteral("characters/sortColumn");
const QString sortDownKey = QStringLiteral("characters/sortDescending");

} // namespace

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

} // namespace lorastudio
