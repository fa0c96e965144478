// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/page.h"
#include "models/catalogtablemodel.h"
#include "models/catalogview.h"
#include "models/wordfiltermodel.h"

class QAction;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace lorastudio {

class MessageBar;
class ModelEditor;
class ModelTableView;
class NameBar;
class ScoreRidges;
class TextLabel;

/// The page of models: which checkpoints there are, what the catalog says of them, on which servers they are, and how
/// the images made with them score. The current one is edited in the side panel.
class ModelsPage : public Page
{
    Q_OBJECT

public:
    explicit ModelsPage(CatalogView &catalog, QWidget *parent = nullptr);
    ~ModelsPage() override;

    void takeFocus() override;
    bool escape() override;
    void commit() override;
    PageBadge badge() const override { return {m_model.rowCount(), PageBadge::Kind::Plain}; }
    QString searchPrompt() const override { return tr("Search models"); }
    void setSearchText(const QString &text) override;
    QWidget *sidePanel() override;
    QString sidePanelTitle() const override { return tr("Model"); }
    QList<QAction *> pageActions() const override;
    /// Makes it the current one; false if it is not there.
    bool showModel(const QString &file);

Q_SIGNALS:
    void serversRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeCard();
    QWidget *makeNothing();
    void makeActions();
    void load();
    void choosePage();
    void showHead();
    void showRidges();
    void showCurrent();
    void fitTable();
    void askForFile();
    void openMenu(const QPoint &at);
    void updateActions();
    CatalogRowPtr current() const;

    CatalogView &m_catalog;
    CatalogTableModel m_model;
    WordFilterModel m_filter;
    QString m_lastFile; ///< current row before a search took it away
    QString m_added;    ///< is to become current when it comes
    ModelEditor *m_editor;
    QStackedWidget *m_pages = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_head = nullptr;
    TextLabel *m_count = nullptr;
    QPushButton *m_again = nullptr;
    NameBar *m_bar = nullptr;
    QWidget *m_messageRoom = nullptr;
    ModelTableView *m_table = nullptr;
    TextLabel *m_nothing = nullptr;
    QStackedWidget *m_chart = nullptr;
    ScoreRidges *m_ridges = nullptr;
    TextLabel *m_noScores = nullptr;
    QAction *m_edit = nullptr;
    QAction *m_reset = nullptr;
    QAction *m_remove = nullptr;
    QAction *m_add = nullptr;
    QAction *m_copyFile = nullptr;
    QAction *m_readAgain = nullptr;
};

} // namespace lorastudio
