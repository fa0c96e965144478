// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/page.h"
#include "models/characterfiltermodel.h"
#include "models/charactertablemodel.h"
#include "models/projectview.h"

class QAction;
class QMenu;
class QSettings;
class QStackedWidget;

namespace lorastudio {

class CharacterTableView;
class DatabaseWait;
class FileDialogs;
class FirstSteps;
class ImportPage;
class ImportView;
class Inspector;
class ModelListPopup;
class QuestionBar;
class RunStrip;
class ServerBar;
class TextLabel;

/// The page of the character table: first steps while there is none, run strip, table, and the question before a stop.
/// It offers what can be done with the selected rows as actions.
class CharactersPage : public Page
{
    Q_OBJECT

public:
    /// Without `imports`, files come in at once.
    CharactersPage(ProjectView &project, FileDialogs &dialogs, ImportView *imports, QWidget *parent = nullptr);

    ~CharactersPage() override;

    /// Actions for the selected rows, in the order of menus.
    QList<QAction *> rowActions() const;
    /// One per column, and the order of the table first.
    QList<QAction *> sortActions() const { return m_sortActions; }
    QAction *compactAction() const { return m_compact; }
    QAction *newAction() const { return m_new; }
    QList<QAction *> pageActions() const override;
    void restore(const QSettings &settings);
    void remember(QSettings &settings) const;
    /// Makes it the current one.
    void showCharacter(const QString &id);
    /// For Start: the selection narrows it only from two rows on.
    QStringList idsToStart() const override;
    QString currentId() const;
    bool hasCharacters() const;
    void setSearchText(const QString &text) override;
    void chooseFiles();
    void chooseFolder();
    /// Files and folders that were dropped: opens the import page.
    void importPaths(const QStringList &paths);
    /// What was copied: files and folders, or a table or list of characters.
    void paste();
    bool isImporting() const;
    bool hasPrimaryButton() const override { return isImporting(); }
    QUndoStack *undoStack() override;
    /// Asks in place of the strip.
    void askStop();
    bool isAskingStop() const;
    void setDropping(bool on);
    void takeFocus() override;
    /// Moves to where the address of a server is entered.
    void focusServerAddress();
    /// Closes the innermost thing that Escape closes here; false if there is none.
    bool escape() override;
    void commit() override;
    PageBadge badge() const override { return {m_model.rowCount(), PageBadge::Kind::Plain}; }
    QString searchPrompt() const override { return tr("Search characters"); }
    QWidget *sidePanel() override;
    QString sidePanelTitle() const override;
    int sidePanelWidth() const override { return isImporting() ? Page::sidePanelWidth() : 280; }
    CharacterTableView &table() { return *m_table; }

Q_SIGNALS:
    void selectionEdited();
    void galleryRequested(const QString &id);
    void imageRequested(const QString &characterId, qint64 imageId);
    void pageChanged();
    void serversRequested();
    void settingsRequested();
    /// The import page is there.
    void importOpened();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void loadRows();
    void showSummary();
    void choosePage();
    void openModelList(const QModelIndex &index);
    void followLink(const QModelIndex &index);
    void openMenu(const QModelIndex &index, const QPoint &at);
    void updateActions();
    QWidget *makeTablePage();
    QWidget *makeNothingPage();
    void makeActions();
    void makeSortActions();
    void showSorting();
    void makeImportPage(ImportView *imports);
    void followImport();
    void showImported(const QStringList &characterIds);
    void showEveryRow();
    QModelIndex currentCell(int column) const;

    ProjectView &m_project;
    FileDialogs &m_dialogs;
    CharacterTableModel m_model;
    CharacterFilterModel m_filter;
    ImportView *m_imports = nullptr;
    ImportPage *m_import = nullptr; ///< null without m_imports
    QStackedWidget *m_pages = nullptr;
    QStackedWidget *m_tablePages = nullptr;
    DatabaseWait *m_opening = nullptr;
    FirstSteps *m_first = nullptr;
    ServerBar *m_serverBar = nullptr;
    RunStrip *m_strip = nullptr;
    QuestionBar *m_question = nullptr;
    CharacterTableView *m_table = nullptr;
    TextLabel *m_nothing = nullptr;
    ModelListPopup *m_popup = nullptr;
    Inspector *m_inspector; ///< in the side panel
    QString m_lastId;       ///< current row before a search took it away
    QAction *m_chooseModel = nullptr;
    QAction *m_lock = nullptr;
    QAction *m_rename = nullptr;
    QAction *m_remove = nullptr;
    QAction *m_openGallery = nullptr;
    QAction *m_link = nullptr;
    QAction *m_pauseRow = nullptr;
    QAction *m_oneImage = nullptr;
    QAction *m_duplicate = nullptr;
    QAction *m_compact = nullptr;
    QAction *m_new = nullptr;
    QList<QAction *> m_sortActions;
};

} // namespace lorastudio
