// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/page.h"
#include "models/importtablemodel.h"
#include "models/importview.h"

class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace lorastudio {

class ImportPanel;
class ImportTableView;
class MessageList;
class TextLabel;

/// The import page: what would come in, with corrections, before anything is stored. It is shown in the place of the
/// character table, and brings the panel of its current entry.
class ImportPage : public Page
{
    Q_OBJECT

public:
    explicit ImportPage(ImportView &view, QWidget *parent = nullptr);
    ~ImportPage() override;

    bool isOpen() const { return m_view.state().open; }
    void takeFocus() override;
    bool escape() override;
    void commit() override;
    QString searchPrompt() const override { return tr("Search characters"); }
    void setSearchText(const QString &text) override;
    QWidget *sidePanel() override;
    QString sidePanelTitle() const override { return tr("Selected entry"); }
    QList<QAction *> pageActions() const override { return {m_save, m_cancel}; }
    bool hasPrimaryButton() const override { return true; }
    QUndoStack *undoStack() override { return &m_view.edits(); }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeTablePages();
    void makeActions();
    void showRows();
    void showState();
    void showAttention();
    void showNothing();
    void setAttentionOnly(bool on);
    void followLink(const QModelIndex &index);
    void toggleWanted();
    void openMenu(const QModelIndex &index, const QPoint &at);
    void cancel();

    ImportView &m_view;
    ImportTableModel m_model;
    ImportFilterModel m_filter;
    ImportPanel *m_panel; ///< in the side panel
    QWidget *m_head = nullptr;
    TextLabel *m_title = nullptr;
    TextLabel *m_summary = nullptr;
    QProgressBar *m_progress = nullptr;
    QPushButton *m_cancelButton = nullptr;
    QPushButton *m_saveButton = nullptr;
    MessageList *m_messages;
    QStackedWidget *m_tablePages = nullptr;
    ImportTableView *m_table;
    TextLabel *m_nothing = nullptr;
    QPushButton *m_showAll = nullptr;
    QAction *m_save = nullptr;
    QAction *m_cancel = nullptr;
};

} // namespace lorastudio
