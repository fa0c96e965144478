// SPDX-License-Identifier: GPL-3.0-or-later
#include "servers/serverspage.h"

#include "core/text.h"
#include "models/serverphrases.h"
#include "servers/jobtable.h"
#include "servers/segmentbar.h"
#include "servers/serverformpanel.h"
#include "servers/servertableview.h"
#include "servers/timelineview.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "style/studiostyle.h"
#include "style/tooltips.h"
#include "widgets/linkbutton.h"
#include "widgets/pagehead.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

namespace lorastudio {

namespace {

constexpr int leastCard = 180;
constexpr int margin = 16;
enum Content { ListContent, EmptyContent };
enum CardContent { TimelineCard, OpenCard, FailedCard };
enum JobContent { JobsContent, NoJobsContent };

class RaisedCard : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Roles &roles = Roles::current();
        paintBox(&painter, rect(), 6, roles.raised, roles.separator, 1);
    }
};

bool hasKeyboard(const QWidget *widget)
{
    const QWidget *focus = QApplication::focusWidget();
    return focus && (focus == widget || widget->isAncestorOf(focus));
}

QPushButton *button(const QString &text, const char *name, QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(text);
    return made;
}

} // namespace

ServersPage::ServersPage(ServerListView &servers, QWidget *parent)
    : Page(parent), m_servers(servers), m_pages(new QStackedWidget(this)), m_form(new ServerFormPanel(servers, this))
{
    setObjectName(QStringLiteral("serversPage"));
    setAccessibleName(tr("Servers"));
    m_form->hide();
    m_table = new ServerTableView(this);
    makeActions();
    m_pages->setObjectName(QStringLiteral("serversPages"));
    m_pages->addWidget(makeContent());
    m_pages->addWidget(makeEmpty());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    m_table->setModel(&m_model);

    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, [this] {
        m_model.setRows(m_servers.rows(), m_servers.now()); // sentences with a time in them
        updateTimeline();
    });
    connect(m_table, &ServerTableView::currentServerChanged, this, &ServersPage::updateHead);
    connect(m_table, &ServerTableView::linkActivated, this, &ServersPage::runLink);
    connect(m_table, &ServerTableView::editRequested, this, &ServersPage::editServer);
    connect(m_table, &ServerTableView::menuRequested, this, &ServersPage::openMenu);
    connect(m_form, &ServerFormPanel::closeRequested, this, &ServersPage::closeForm);
    connect(&m_jobs, &JobListModel::moreWanted, this,
            [this] { m_servers.loadMoreJobs(m_segments->current() == FailedCard ? JobList::Failed : JobList::Open); });
    connect(m_jobTable, &JobTable::retryRequested, &m_servers, &ServerListView::retry);
    connect(&m_servers, &ServerListView::rowsChanged, this, &ServersPage::readRows);
    connect(&m_servers, &ServerListView::jobsChanged, this, &ServersPage::updateJobs);
    connect(&m_servers, &ServerListView::jobCountsChanged, this, &ServersPage::updateCard);
    connect(&m_servers, &ServerListView::saved, this, [this](int form, const QString &url) {
        if (form != m_form->id()) // another one is open by now
            return;
        closeForm();
        readRows();
        m_table->selectServer(url);
    });
    m_jobTable->setModel(&m_jobs);
    readRows();
    updateCard();
}

ServersPage::~ServersPage()
{
    // Models go before the views, which are children.
    m_table->disconnect(this);
    m_table->setModel(nullptr);
    m_jobTable->disconnect(this);
    m_jobTable->setModel(nullptr);
}

QWidget *ServersPage::makeHead()
{
    auto *head = new PageHead(this);
    m_summary = new TextLabel(TextLabel::Size::Small, &Roles::text2, head);
    m_summary->setObjectName(QStringLiteral("serversSummaryLabel"));
    m_testButton = button(tr("Test"), "serversTestCurrentButton", head);
    m_testButton->setToolTip(plainToolTip(tr("Asks the selected server what it has and whether live events arrive (%1)")
                                              .arg(m_test->shortcut().toString(QKeySequence::NativeText))));
    m_drainButton = button(tr("Drain"), "serversDrainButton", head);
    m_freeButton = button(tr("Free Memory"), "serversFreeMemoryButton", head);
    m_freeButton->setToolTip(tr("Asks ComfyUI to unload its models"));
    QPushButton *add = button(tr("Add Server"), "serversAddButton", head);
    add->setIcon(actionIcon(QStringLiteral("list-add"), QStringLiteral("add")));
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(margin, 0, margin, 0);
    row->setSpacing(8);
    row->addWidget(m_summary, 1);
    row->addWidget(m_testButton);
    row->addWidget(m_drainButton);
    row->addWidget(m_freeButton);
    row->addWidget(add);
    connect(m_testButton, &QPushButton::clicked, m_test, &QAction::trigger);
    connect(m_drainButton, &QPushButton::clicked, this, &ServersPage::drainCurrent);
    connect(m_freeButton, &QPushButton::clicked, m_free, &QAction::trigger);
    connect(add, &QPushButton::clicked, m_add, &QAction::trigger);
    return head;
}

QWidget *ServersPage::makeContent()
{
    auto *content = new QWidget(this);
    m_nothingFound = new QWidget(content);
    m_nothing = new TextLabel(TextLabel::Size::Body, &Roles::text2, m_nothingFound);
    m_nothing->setObjectName(QStringLiteral("serversNothingFoundLabel"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_clearSearch = button(tr("Clear Search"), "serversClearSearchButton", m_nothingFound);
    auto *nothing = new QVBoxLayout(m_nothingFound);
    nothing->setContentsMargins(margin, 24, margin, 24);
    nothing->addWidget(m_nothing);
    nothing->addWidget(m_clearSearch, 0, Qt::AlignHCenter);
    m_nothingFound->hide();
    connect(m_clearSearch, &QPushButton::clicked, this, &Page::searchCleared);

    auto *card = new QWidget(content);
    auto *around = new QVBoxLayout(card);
    around->setContentsMargins(margin, margin, margin, margin);
    m_cardBox = makeCard();
    around->addWidget(m_cardBox, 1);
    around->addStretch(0);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_table);
    column->addWidget(m_nothingFound);
    column->addWidget(card, 1);
    return content;
}

QWidget *ServersPage::makeCard()
{
    auto *card = new RaisedCard(this);
    card->setObjectName(QStringLiteral("serversCard"));
    card->setMinimumHeight(leastCard);
    m_cardTitle = new TextLabel(TextLabel::Size::Bold, &Roles::text, card);
    m_cardTitle->setObjectName(QStringLiteral("serversCardLabel"));
    m_legend = new TimelineLegend(card);
    m_retryAll = new LinkButton(card);
    m_retryAll->setObjectName(QStringLiteral("serversRetryAllLink"));
    m_segments = new SegmentBar(card);
    m_segments->setObjectName(QStringLiteral("serversCardSegments"));
    m_segments->add(tr("Timeline"), QStringLiteral("serversTimelineSegment"));
    m_segments->add(tr("Open jobs"), QStringLiteral("serversOpenJobsSegment"));
    m_segments->add(tr("Failed"), QStringLiteral("serversFailedJobsSegment"));
    m_timeline = new TimelineView(card);
    auto *area = new QScrollArea(card);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    area->setWidget(m_timeline);
    m_timeline->setAutoFillBackground(false); // the area has just set it
    m_card = new QStackedWidget(card);
    m_card->setObjectName(QStringLiteral("serversCardPages"));
    m_card->addWidget(area);
    m_card->addWidget(makeJobs());
    auto *head = new QHBoxLayout;
    head->setContentsMargins(margin, 8, margin - 1, 0);
    head->setSpacing(16);
    head->addWidget(m_cardTitle, 1);
    head->addWidget(m_legend);
    head->addWidget(m_retryAll);
    head->addWidget(m_segments);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 8);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_card, 1);
    connect(m_retryAll, &LinkButton::clicked, this, [this] { m_servers.retry({}); });
    connect(m_segments, &SegmentBar::chosen, this, [this](int index) {
        m_card->setCurrentIndex(index == TimelineCard ? 0 : 1);
        m_jobs.setJobs({}, 0, m_servers.now());
        if (index == TimelineCard)
            m_servers.unwatchJobs();
        else
            m_servers.watchJobs(index == FailedCard ? JobList::Failed : JobList::Open);
        m_jobTable->setRetryShown(index == FailedCard);
        updateCard();
    });
    return card;
}

QWidget *ServersPage::makeJobs()
{
    m_jobPages = new QStackedWidget(this);
    m_jobTable = new JobTable(m_jobPages);
    m_jobTable->setObjectName(QStringLiteral("serversJobTable"));
    m_jobTable->setAccessibleName(tr("Jobs"));
    m_noJobs = new TextLabel(TextLabel::Size::Body, &Roles::text2, m_jobPages);
    m_noJobs->setObjectName(QStringLiteral("serversNoJobsLabel"));
    m_noJobs->setAlignment(Qt::AlignCenter);
    m_jobPages->addWidget(m_jobTable);
    m_jobPages->addWidget(m_noJobs);
    return m_jobPages;
}

QWidget *ServersPage::makeEmpty()
{
    auto *page = new QWidget(this);
    auto *title = new TextLabel(tr("No server yet"), TextLabel::Size::Title, &Roles::text, page);
    title->setObjectName(QStringLiteral("serversEmptyLabel"));
    title->setAlignment(Qt::AlignCenter);
    auto *text = new TextLabel(tr("Add the address of a running ComfyUI, or try everything with the demo server."),
                               TextLabel::Size::Body, &Roles::text2, page);
    text->setObjectName(QStringLiteral("serversEmptyTextLabel"));
    text->setAlignment(Qt::AlignCenter);
    m_emptyAdd = button(tr("Add Server"), "serversEmptyAddButton", page);
    QPushButton *demo = button(tr("Use Demo Server"), "serversDemoButton", page);
    demo->setToolTip(tr("It paints stand-in pictures, marked as demo"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_emptyAdd);
    buttons->addWidget(demo);
    buttons->addStretch(1);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(title);
    column->addWidget(text);
    column->addSpacing(12);
    column->addLayout(buttons);
    column->addStretch(3);
    connect(m_emptyAdd, &QPushButton::clicked, m_add, &QAction::trigger);
    connect(demo, &QPushButton::clicked, &m_servers, &ServerListView::useDemoServer);
    return page;
}

void ServersPage::takeFocus()
{
    if (m_pages->currentIndex() == EmptyContent)
        m_emptyAdd->setFocus();
    else
        m_table->setFocus();
}

const ServerRow *ServersPage::currentServer() const
{
    return m_model.server(m_table->currentIndex());
}

void ServersPage::readRows()
{
    m_model.setRows(m_servers.rows(), m_servers.now());
    const QList<ServerRow> &rows = m_model.all();
    const bool hadFocus = hasKeyboard(m_pages->currentWidget());
    m_pages->setCurrentIndex(rows.isEmpty() ? EmptyContent : ListContent);
    if (hadFocus && !hasKeyboard(m_pages->currentWidget()))
        takeFocus();
    const bool nothing = !rows.isEmpty() && m_model.rowCount() == 0;
    m_nothingFound->setVisible(nothing);
    m_table->setVisible(!nothing);
    m_nothing->setText(tr("No server matches “%1”.").arg(isolated(m_search)));
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, 0));
    int needing = 0;
    for (const ServerRow &row : rows)
        needing += phrases::serverNeedsPerson(row) ? 1 : 0;
    if (std::exchange(m_needing, needing) != needing)
        Q_EMIT badgeChanged();
    if (m_formOpen && !m_form->isNew() &&
        std::none_of(rows.cbegin(), rows.cend(), [&](const ServerRow &row) { return row.url == m_form->url(); }))
        closeForm();
    updateHead();
}

PageBadge ServersPage::badge() const
{
    return {m_needing, PageBadge::Kind::Warn};
}

void ServersPage::updateHead()
{
    m_summary->setText(phrases::serverSummary(m_model.all()));
    const ServerRow *row = currentServer();
    const bool draining = row && row->draining;
    m_drain->setText(draining ? tr("&Take Up Again") : tr("&Drain"));
    m_drainButton->setText(draining ? tr("Take Up Again") : tr("Drain"));
    m_drainButton->setAccessibleName(m_drainButton->text());
    m_drainButton->setToolTip(
        draining ? tr("It gets new jobs again (%1)").arg(m_drain->shortcut().toString(QKeySequence::NativeText))
                 : tr("It finishes what it has and gets nothing new (%1)")
                       .arg(m_drain->shortcut().toString(QKeySequence::NativeText)));
    for (QAction *action : {m_drain, m_remove})
        action->setEnabled(row);
    const bool editable = row && !row->builtIn;
    m_edit->setEnabled(editable || m_model.message(m_table->currentIndex())); // Return also follows a link
    m_test->setEnabled(editable || m_formOpen);
    m_free->setEnabled(row && phrases::serverAnswers(*row));
    m_testButton->setEnabled(m_test->isEnabled());
    m_drainButton->setEnabled(row);
    m_freeButton->setEnabled(m_free->isEnabled());
}

void ServersPage::updateTimeline()
{
    if (!isVisible())
        return;
    const QDateTime now = m_servers.now();
    m_timeline->setData(m_servers.rows(), m_servers.timeline(now), now);
    fitCard();
}

/// As high as the lanes need, but a list of jobs takes what room there is.
void ServersPage::fitCard()
{
    if (m_segments->current() != TimelineCard) {
        m_cardBox->setMinimumHeight(leastCard);
        m_cardBox->setMaximumHeight(QWIDGETSIZE_MAX);
        return;
    }
    const int others = m_cardBox->sizeHint().height() - m_card->sizeHint().height();
    const int wanted = m_timeline->sizeHint().height() + others + 8;
    m_cardBox->setMinimumHeight(qMin(leastCard, wanted));
    m_cardBox->setMaximumHeight(wanted);
}

void ServersPage::updateJobs()
{
    const int shown = m_segments->current();
    if (shown == TimelineCard)
        return;
    const JobList list = shown == FailedCard ? JobList::Failed : JobList::Open;
    m_jobs.setJobs(m_servers.jobs(list), m_servers.jobCount(list), m_servers.now());
    updateCard();
}

void ServersPage::updateCard()
{
    const QLocale locale;
    const int open = m_servers.jobCount(JobList::Open);
    const int failed = m_servers.jobCount(JobList::Failed);
    m_segments->setText(OpenCard, open > 0 ? tr("Open jobs %1").arg(locale.toString(open)) : tr("Open jobs"));
    m_segments->setText(FailedCard, failed > 0 ? tr("Failed %1").arg(locale.toString(failed)) : tr("Failed"));
    const int shown = m_segments->current();
    m_cardTitle->setText(shown == TimelineCard ? tr("The last ten minutes")
                         : shown == OpenCard   ? tr("Open jobs of this project")
                                               : tr("Failed jobs of this project"));
    m_legend->setVisible(shown == TimelineCard);
    m_retryAll->setVisible(shown == FailedCard && failed > 1);
    m_retryAll->setText(tr("Retry All %1").arg(locale.toString(failed)));
    m_retryAll->setAccessibleName(m_retryAll->text());
    m_retryAll->updateGeometry();
    m_noJobs->setText(shown == FailedCard ? tr("No job has failed.") : tr("No job is open."));
    m_jobPages->setCurrentIndex(m_jobs.rowCount() > 0 ? JobsContent : NoJobsContent);
    fitCard();
}

void ServersPage::showServer(const QString &url)
{
    m_table->selectServer(url);
}

void ServersPage::setSearchText(const QString &text)
{
    m_search = text.trimmed();
    m_model.setSearchText(text);
    readRows();
}

void ServersPage::setHasLog(bool has)
{
    m_model.setHasLog(has);
}

QWidget *ServersPage::sidePanel()
{
    return m_formOpen ? m_form : nullptr;
}

QString ServersPage::sidePanelTitle() const
{
    return m_form->isNew() ? tr("Add server") : tr("Edit server");
}

void ServersPage::closeForm()
{
    if (!m_formOpen)
        return;
    m_formOpen = false;
    m_servers.cancelTest();
    const bool hadFocus = hasKeyboard(m_form);
    Q_EMIT frameChanged();
    if (hadFocus && isVisible())
        takeFocus();
    updateHead();
}

void ServersPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Roles::current().window);
}

void ServersPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_second.start();
    m_servers.setWatched(true);
    readRows();
    updateTimeline();
}

void ServersPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_second.stop();
    m_servers.setWatched(false);
}

} // namespace lorastudio
