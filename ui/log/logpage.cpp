// SPDX-License-Identifier: GPL-3.0-or-later
#include "log/logpage.h"

#include "log/levelbutton.h"
#include "log/logtableview.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "widgets/linkbutton.h"
#include "widgets/pagehead.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>

#include <cmath>

namespace lorastudio {

namespace {

constexpr int margin = 16;
constexpr int detailLines = 7;
enum Content { TablePage, NothingPage };

} // namespace

LogPage::LogPage(EventLog &log, QWidget *parent)
    : Page(parent),
      m_log(log),
      m_filter(EventLog::SearchRole, EventLog::LevelRole),
      m_pages(new QStackedWidget(this)),
      m_table(new LogTableView(this))
{
    setObjectName(QStringLiteral("logPage"));
    setAccessibleName(tr("Log"));
    m_filter.setSourceModel(&m_log);
    m_table->setModel(&m_filter);
    makeActions();
    m_pages->addWidget(m_table);
    m_pages->addWidget(makeNothing());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_pages, 1);
    column->addWidget(makeDetails());

    connect(m_table, &LogTableView::currentEntryChanged, this, &LogPage::showCurrent);
    connect(m_table, &LogTableView::followRequested, this, &LogPage::follow);
    connect(m_table, &LogTableView::menuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({m_follow, m_copy});
        menu->popup(at);
    });
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, &LogPage::choosePage);
    connect(&m_filter, &QAbstractItemModel::rowsRemoved, this, &LogPage::choosePage);
    connect(&m_filter, &QAbstractItemModel::dataChanged, this, &LogPage::showCurrent);
    connect(&m_log, &EventLog::unreadErrorsChanged, this, [this] {
        seen();
        Q_EMIT badgeChanged();
    });
    choosePage();
}

LogPage::~LogPage()
{
    // The filter goes before the view, which is a child.
    m_table->disconnect(this);
    m_table->setModel(nullptr);
}

QWidget *LogPage::makeHead()
{
    auto *head = new PageHead(this);
    auto *segments = new QHBoxLayout;
    segments->setSpacing(0);
    const struct
    {
        QString text;
        const char *name;
        LevelButton::Place place;
        std::optional<LogEntry::Level> level;
    } entries[] = {{tr("All"), "logAllButton", LevelButton::Place::First, std::nullopt},
                   {tr("Warnings"), "logWarningsButton", LevelButton::Place::Middle, LogEntry::Level::Warning},
                   {tr("Errors"), "logErrorsButton", LevelButton::Place::Last, LogEntry::Level::Error}};
    for (const auto &entry : entries) {
        auto *button = new LevelButton(entry.text, entry.place, head);
        button->setObjectName(QString::fromLatin1(entry.name));
        button->setToolTip(entry.level ? tr("Only these") : tr("Everything that happened"));
        button->setChecked(!entry.level);
        m_levels.append({button, entry.level});
        segments->addWidget(button);
        connect(button, &QAbstractButton::clicked, this, [this, level = entry.level] { setLevel(level); });
    }
    m_count = new TextLabel(TextLabel::Size::Small, &Roles::text2, head);
    m_count->setObjectName(QStringLiteral("logCountLabel"));
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(margin, 0, margin, 0);
    row->setSpacing(12);
    row->addLayout(segments);
    row->addWidget(m_count, 1);
    return head;
}

QWidget *LogPage::makeDetails()
{
    m_detailsBox = new QWidget(this);
    auto *title = new TextLabel(tr("Details"), TextLabel::Size::SmallBold, &Roles::text2, m_detailsBox);
    m_link = new LinkButton(m_detailsBox);
    m_link->setObjectName(QStringLiteral("logLinkButton"));
    m_copyButton = new QPushButton(tr("Copy"), m_detailsBox);
    m_copyButton->setObjectName(QStringLiteral("logCopyButton"));
    m_copyButton->setAccessibleName(m_copyButton->text());
    m_copyButton->setToolTip(
        tr("Copy the whole entry (%1)").arg(m_copy->shortcut().toString(QKeySequence::NativeText)));
    m_copyButton->setProperty("compact", true);
    m_details = new QPlainTextEdit(m_detailsBox); // after what stands above it: Tab goes that way
    m_details->setObjectName(QStringLiteral("logDetailsEdit"));
    m_details->setAccessibleName(tr("Details"));
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_details->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_details->document()->setDocumentMargin(6);
    m_details->setFixedHeight(int(std::ceil(QFontMetricsF(m_details->font()).lineSpacing() * detailLines)) + 20);
    title->setBuddy(m_details);
    connect(m_link, &QAbstractButton::clicked, this, &LogPage::follow);
    connect(m_copyButton, &QAbstractButton::clicked, this, &LogPage::copy);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(title, 1);
    row->addWidget(m_link);
    row->addWidget(m_copyButton);
    auto *column = new QVBoxLayout(m_detailsBox);
    column->setContentsMargins(margin, 8, margin, margin);
    column->setSpacing(6);
    column->addLayout(row);
    column->addWidget(m_details);
    return m_detailsBox;
}

QWidget *LogPage::makeNothing()
{
    auto *page = new QWidget(this);
    m_nothing = new TextLabel(TextLabel::Size::Body, &Roles::text2, page);
    m_nothing->setObjectName(QStringLiteral("logNothingLabel"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_clear = new QPushButton(tr("Clear Search"), page);
    m_clear->setObjectName(QStringLiteral("logClearSearchButton"));
    m_clear->setAccessibleName(m_clear->text());
    connect(m_clear, &QPushButton::clicked, this, [this] {
        Q_EMIT searchCleared();
        takeFocus();
    });
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(m_nothing);
    column->addWidget(m_clear, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return page;
}

void LogPage::makeActions()
{
    m_copy = new QAction(tr("&Copy Entry"), this);
    m_copy->setObjectName(QStringLiteral("copyLogEntryAction"));
    m_copy->setShortcut(QKeySequence(QKeySequence::Copy));
    m_copy->setShortcutContext(Qt::WidgetShortcut); // a text box copies what is marked in it
    m_table->addAction(m_copy);
    m_follow = new QAction(this);
    m_follow->setObjectName(QStringLiteral("followLogEntryAction"));
    connect(m_copy, &QAction::triggered, this, &LogPage::copy);
    connect(m_follow, &QAction::triggered, this, &LogPage::follow);
}

QList<QAction *> LogPage::pageActions() const
{
    return {m_copy};
}

std::optional<LogEntry> LogPage::current() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? std::optional(index.data(EventLog::EntryRole).value<LogEntry>()) : std::nullopt;
}

void LogPage::choosePage()
{
    const bool any = m_filter.rowCount() > 0;
    m_pages->setCurrentIndex(any ? TablePage : NothingPage);
    m_detailsBox->setVisible(any);
    const bool searched = !m_filter.searchText().isEmpty() && m_log.rowCount() > 0;
    m_nothing->setText(searched ? tr("No entry matches “%1”.").arg(m_filter.searchText()) : tr("Nothing to report"));
    m_clear->setVisible(searched);
    const int rows = m_filter.rowCount();
    m_count->setText(rows == 0   ? QString()
                     : rows == 1 ? tr("1 entry")
                                 : tr("%1 entries").arg(QLocale().toString(rows)));
    if (any && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_filter.index(0, 0));
    showCurrent();
}

void LogPage::showCurrent()
{
    const std::optional<LogEntry> entry = current();
    const QString text = entry ? EventLog::wholeText(*entry) : QString();
    if (m_details->toPlainText() != text)
        m_details->setPlainText(text);
    m_copyButton->setEnabled(entry.has_value());
    m_copy->setEnabled(entry.has_value());
    QString link;
    switch (entry ? entry->target.kind : LogTarget::Kind::None) {
    case LogTarget::Kind::Character:
        link = tr("Show Character");
        break;
    case LogTarget::Kind::Server:
        link = tr("Show Server");
        break;
    case LogTarget::Kind::None:
        break;
    }
    m_link->setText(link);
    m_link->setAccessibleName(link.isEmpty() ? tr("Show") : link);
    m_link->setVisible(!link.isEmpty());
    m_link->updateGeometry();
    m_follow->setText(link);
    m_follow->setVisible(!link.isEmpty());
}

void LogPage::follow()
{
    const std::optional<LogEntry> entry = current();
    if (!entry)
        return;
    switch (entry->target.kind) {
    case LogTarget::Kind::Character:
        Q_EMIT characterRequested(entry->target.id);
        break;
    case LogTarget::Kind::Server:
        Q_EMIT serverRequested(entry->target.id);
        break;
    case LogTarget::Kind::None:
        break;
    }
}

void LogPage::copy()
{
    if (const std::optional<LogEntry> entry = current())
        QGuiApplication::clipboard()->setText(EventLog::wholeText(*entry));
}

void LogPage::setLevel(std::optional<LogEntry::Level> level)
{
    // Not a button group: that takes the unchecked ones out of the way of Tab.
    for (const auto &[button, of] : std::as_const(m_levels))
        button->setChecked(of == level);
    m_filter.setValue(level ? std::optional(int(*level)) : std::nullopt);
    choosePage();
}

void LogPage::setSearchText(const QString &text)
{
    m_filter.setSearchText(text);
    choosePage();
}

void LogPage::seen()
{
    if (isVisible() && m_log.unreadErrors() > 0)
        m_log.markSeen();
}

void LogPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    // Who comes because something happened sees it at once.
    if (newestId() != m_newest && m_filter.rowCount() > 0) {
        m_table->setCurrentIndex(m_filter.index(0, 0));
        m_table->scrollToTop();
    }
    seen();
}

void LogPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_newest = newestId();
}

qint64 LogPage::newestId() const
{
    const LogEntry *newest = m_log.entry(0);
    return newest ? newest->id : 0;
}

void LogPage::takeFocus()
{
    if (m_pages->currentIndex() == TablePage)
        m_table->setFocus();
}

void LogPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Roles::current().window);
}

} // namespace lorastudio
