// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/page.h"
#include "models/joblistmodel.h"
#include "models/serverlistview.h"
#include "models/servertablemodel.h"

#include <QTimer>

class QPushButton;
class QStackedWidget;

namespace lorastudio {

class JobTable;
class LinkButton;
class SegmentBar;
class ServerFormPanel;
class ServerTableView;
class TextLabel;
class TimelineLegend;
class TimelineView;

/// The servers with their states and messages, what they did in the last ten minutes, the jobs that are open or have
/// failed, and the form of one server in the side panel.
class ServersPage : public Page
{
    Q_OBJECT

public:
    explicit ServersPage(ServerListView &servers, QWidget *parent = nullptr);
    ~ServersPage() override;
    void takeFocus() override;
    bool escape() override;
    PageBadge badge() const override;
    QString searchPrompt() const override { return tr("Search servers"); }
    void setSearchText(const QString &text) override;
    QWidget *sidePanel() override;
    QString sidePanelTitle() const override;
    bool closeSidePanel() override;
    QList<QAction *> pageActions() const override;
    bool hasPrimaryButton() const override { return m_formOpen; }
    /// Makes it the current one; unknown ones are ignored.
    void showServer(const QString &url);
    /// Whether messages lead to a page with the log.
    void setHasLog(bool has);

Q_SIGNALS:
    void logRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeContent();
    QWidget *makeCard();
    QWidget *makeJobs();
    QWidget *makeEmpty();
    void makeActions();
    QAction *makeAction(const QString &text, const char *name, const QKeySequence &keys, const char *theme = "",
                        const char *glyph = "");
    void readRows();
    void updateHead();
    void updateTimeline();
    void updateJobs();
    void updateCard();
    void fitCard();
    void openForm(const QString &url);
    void closeForm();
    void editServer(const QString &url);
    void editCurrent();
    void testCurrent();
    void drainCurrent();
    void runLink(const QString &url, ServerLink link);
    void openMenu(const QPoint &globalPos);
    const ServerRow *currentServer() const;

    ServerListView &m_servers;
    ServerTableModel m_model;
    JobListModel m_jobs;
    QString m_search;
    int m_needing = 0;
    bool m_formOpen = false;
    QTimer m_second;
    QStackedWidget *m_pages = nullptr;
    ServerTableView *m_table = nullptr;
    TextLabel *m_summary = nullptr;
    TextLabel *m_nothing = nullptr;
    QPushButton *m_clearSearch = nullptr;
    QWidget *m_nothingFound = nullptr;
    QPushButton *m_testButton = nullptr;
    QPushButton *m_drainButton = nullptr;
    QPushButton *m_freeButton = nullptr;
    QPushButton *m_emptyAdd = nullptr;
    TextLabel *m_cardTitle = nullptr;
    TimelineLegend *m_legend = nullptr;
    LinkButton *m_retryAll = nullptr;
    SegmentBar *m_segments = nullptr;
    QWidget *m_cardBox = nullptr;
    QStackedWidget *m_card = nullptr;
    TimelineView *m_timeline = nullptr;
    QStackedWidget *m_jobPages = nullptr;
    JobTable *m_jobTable = nullptr;
    TextLabel *m_noJobs = nullptr;
    ServerFormPanel *m_form = nullptr;
    QAction *m_edit = nullptr;
    QAction *m_add = nullptr;
    QAction *m_test = nullptr;
    QAction *m_drain = nullptr;
    QAction *m_free = nullptr;
    QAction *m_ask = nullptr;
    QAction *m_remove = nullptr;
};

} // namespace lorastudio
