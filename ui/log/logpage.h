// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mainwindow/page.h"
#include "models/eventlog.h"
#include "models/wordfiltermodel.h"

class QAction;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace lorastudio {

class LevelButton;
class LinkButton;
class LogTableView;
class TextLabel;

/// What happened, newest first, with everything about the current entry below and a way to what it is about. Errors
/// count as seen as soon as the page is.
class LogPage : public Page
{
    Q_OBJECT

public:
    explicit LogPage(EventLog &log, QWidget *parent = nullptr);
    ~LogPage() override;

    void takeFocus() override;
    PageBadge badge() const override { return {m_log.unreadErrors(), PageBadge::Kind::Bad}; }
    QString searchPrompt() const override { return tr("Search the log"); }
    void setSearchText(const QString &text) override;
    QList<QAction *> pageActions() const override;

Q_SIGNALS:
    void characterRequested(const QString &id);
    void serverRequested(const QString &url);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeDetails();
    QWidget *makeNothing();
    void makeActions();
    void choosePage();
    void showCurrent();
    void seen();
    void follow();
    void copy();
    void setLevel(std::optional<LogEntry::Level> level);
    std::optional<LogEntry> current() const;
    qint64 newestId() const;

    EventLog &m_log;
    WordFilterModel m_filter;
    qint64 m_newest = 0; ///< of the entries when the page was looked at last
    QList<std::pair<LevelButton *, std::optional<LogEntry::Level>>> m_levels;
    TextLabel *m_count = nullptr;
    QStackedWidget *m_pages = nullptr;
    LogTableView *m_table = nullptr;
    TextLabel *m_nothing = nullptr;
    QPushButton *m_clear = nullptr;
    QWidget *m_detailsBox = nullptr;
    QPlainTextEdit *m_details = nullptr;
    LinkButton *m_link = nullptr;
    QPushButton *m_copyButton = nullptr;
    QAction *m_copy = nullptr;
    QAction *m_follow = nullptr;
};

} // namespace lorastudio
