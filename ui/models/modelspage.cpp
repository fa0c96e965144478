// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/modelspage.h"

#include "models/catalogphrases.h"
#include "models/modeleditor.h"
#include "models/modeltableview.h"
#include "models/scoreridges.h"
#include "style/glyphs.h"
#include "style/roles.h"
#include "style/studiostyle.h"
#include "widgets/messagebar.h"
#include "widgets/namebar.h"
#include "widgets/pagehead.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

using Model = CatalogTableModel;

constexpr int fewRows = 5;
constexpr int margin = 16;
enum Content { OpeningPage, TablePage };
enum Chart { RidgesPage, NoScoresPage };

/// A raised ground with a hairline around it.
class CardBox : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Roles &roles = Roles::current();
        paintBox(&painter, rect(), 6, roles.raised, roles.separator);
    }
};

/// Names of the parts of a widget that other pages have as well.
void rename(QWidget *whole, std::initializer_list<std::pair<const char *, const char *>> names)
{
    for (const auto &[from, to] : names) {
        if (auto *part = whole->findChild<QWidget *>(QString::fromLatin1(from)))
            part->setObjectName(QString::fromLatin1(to));
    }
}

} // namespace

ModelsPage::ModelsPage(CatalogView &catalog, QWidget *parent)
    : Page(parent),
      m_catalog(catalog),
      m_filter(Model::SearchRole),
      m_editor(new ModelEditor(catalog, this)),
      m_pages(new QStackedWidget(this)),
      m_scroll(new QScrollArea(this)),
      m_bar(new NameBar(this)),
      m_table(new ModelTableView(this))
{
    setObjectName(QStringLiteral("modelsPage"));
    setAccessibleName(tr("Models"));
    m_editor->hide();
    m_filter.setSourceModel(&m_model);
    m_table->setModel(&m_filter);
    makeActions();

    rename(m_bar, {{"nameBarEdit", "modelsAddEdit"},
                   {"nameBarLabel", "modelsAddLabel"},
                   {"nameBarProblemLabel", "modelsAddProblemLabel"},
                   {"nameBarAcceptButton", "modelsAddAcceptButton"},
                   {"nameBarCancelButton", "modelsAddCancelButton"}});
    m_bar->setObjectName(QStringLiteral("modelsAddBar"));
    m_bar->installEventFilter(this);
    m_bar->findChild<QLineEdit *>(QStringLiteral("modelsAddEdit"))->setMaxLength(1000);

    m_messageRoom = new QWidget(this);
    auto *messages = new QVBoxLayout(m_messageRoom);
    messages->setContentsMargins(margin, 8, margin, 8);
    auto *message = new MessageBar({QStringLiteral("noServer"),
                                    Notice::Kind::Warning,
                                    {},
                                    tr("No server is connected, so nobody knows which of these models are there."),
                                    {{QStringLiteral("Servers"), tr("Servers")}},
                                    false},
                                   m_messageRoom);
    message->setObjectName(QStringLiteral("modelsNoServerBar"));
    message->setAccessibleName(message->notice().body);
    rename(message, {{"messageHeadLabel", "modelsNoServerHeadLabel"},
                     {"messageBodyLabel", "modelsNoServerLabel"},
                     {"messageServersButton", "modelsServersButton"}});
    messages->addWidget(message);
    connect(message, &MessageBar::actionTriggered, this, &ModelsPage::serversRequested);

    auto *content = new QWidget(m_scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_bar);
    column->addWidget(m_messageRoom);
    column->addWidget(m_table);
    column->addWidget(makeNothing());
    column->addSpacing(margin);
    auto *cardRow = new QHBoxLayout;
    cardRow->setContentsMargins(margin, 0, margin, margin);
    cardRow->addWidget(makeCard());
    column->addLayout(cardRow, 1);
    m_scroll->setObjectName(QStringLiteral("modelsScrollArea"));
    m_scroll->setAccessibleName(tr("Models"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(content);
    content->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);

    auto *opening = new TextLabel(tr("Opening the database…"), TextLabel::Size::Body, &Roles::text2, this);
    opening->setAlignment(Qt::AlignCenter);
    m_pages->addWidget(opening);
    m_pages->addWidget(m_scroll);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_pages);

    connect(m_table, &ModelTableView::currentFileChanged, this, &ModelsPage::showCurrent);
    connect(m_table, &ModelTableView::editRequested, m_edit, &QAction::trigger);
    connect(m_table, &ModelTableView::menuRequested, this, &ModelsPage::openMenu);
    connect(&m_catalog, &CatalogView::rowsChanged, this, &ModelsPage::load);
    connect(&m_catalog, &CatalogView::readingChanged, this, &ModelsPage::showHead);
    load();
}

ModelsPage::~ModelsPage()
{
    // The models go before the view, which is a child.
    m_table->disconnect(this);
    m_table->setModel(nullptr);
}

QWidget *ModelsPage::makeHead()
{
    m_head = new PageHead(this);
    m_count = new TextLabel(TextLabel::Size::Small, &Roles::text2, m_head);
    m_count->setObjectName(QStringLiteral("modelsCountLabel"));
    const auto makeButton = [this](QAction *action, const char *name) {
        auto *button = new QPushButton(QString(action->text()).remove(QLatin1Char('&')), m_head);
        button->setObjectName(QString::fromLatin1(name));
        button->setAccessibleName(button->text());
        button->setToolTip(action->toolTip());
        button->setIcon(action->icon());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        return button;
    };
    auto *add = makeButton(m_add, "modelsAddButton");
    m_again = makeButton(m_readAgain, "modelsReadAgainButton");
    auto *row = new QHBoxLayout(m_head);
    row->setContentsMargins(margin, 0, margin, 0);
    row->setSpacing(8);
    row->addWidget(m_count, 1);
    row->addWidget(add);
    row->addWidget(m_again);
    return m_head;
}

QWidget *ModelsPage::makeCard()
{
    auto *card = new CardBox(this);
    auto *title = new TextLabel(tr("Technical score"), TextLabel::Size::Bold, &Roles::text, card);
    m_ridges = new ScoreRidges(card);
    title->setBuddy(m_ridges);
    m_noScores = new TextLabel(TextLabel::Size::Body, &Roles::text2, card);
    m_noScores->setObjectName(QStringLiteral("modelsNoScoresLabel"));
    m_noScores->setAlignment(Qt::AlignCenter);
    m_chart = new QStackedWidget(card);
    m_chart->addWidget(m_ridges);
    m_chart->addWidget(m_noScores);
    auto *note = new TextLabel(tr("The line is the median. Technical score only; it does not know likeness."),
                               TextLabel::Size::Small, &Roles::text2, card);
    connect(m_chart, &QStackedWidget::currentChanged, note,
            [note](int chart) { note->setVisible(chart == RidgesPage); });
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    column->addWidget(title);
    column->addWidget(m_chart, 1);
    column->addWidget(note);
    return card;
}

QWidget *ModelsPage::makeNothing()
{
    m_nothing = new TextLabel(TextLabel::Size::Body, &Roles::text2, this);
    m_nothing->setObjectName(QStringLiteral("modelsNothingLabel"));
    m_nothing->setAlignment(Qt::AlignCenter);
    auto *box = new QWidget(this);
    box->setObjectName(QStringLiteral("modelsNothing"));
    auto *clear = new QPushButton(tr("Clear Search"), box);
    clear->setObjectName(QStringLiteral("modelsClearSearchButton"));
    clear->setAccessibleName(clear->text());
    connect(clear, &QPushButton::clicked, this, [this] {
        Q_EMIT searchCleared();
        takeFocus();
    });
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(margin, 24, margin, 8);
    column->setSpacing(12);
    column->addWidget(m_nothing);
    column->addWidget(clear, 0, Qt::AlignHCenter);
    box->hide();
    return box;
}

void ModelsPage::makeActions()
{
    const auto make = [this](const QString &text, const char *name, const QKeySequence &keys = {}) {
        auto *action = new QAction(text, this);
        action->setObjectName(QString::fromLatin1(name));
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        return action;
    };
    m_edit = make(tr("&Edit Model"), "editModelAction");
    m_edit->setShortcut(QKeySequence(Qt::Key_Return));
    m_edit->setShortcutContext(Qt::WidgetShortcut); // the table takes the key itself; here it only stands in the list
    m_reset = make(tr("&Reset Values"), "resetModelAction");
    m_remove = make(tr("Remove from &Catalog"), "removeModelAction", QKeySequence(Qt::Key_Delete));
    m_remove->setShortcutContext(Qt::WidgetShortcut);
    m_remove->setIcon(actionIcon(QStringLiteral("list-remove"), QStringLiteral("close")));
    m_table->addAction(m_remove);
    m_copyFile = make(tr("Copy &File Name"), "copyModelFileAction");
    m_add = make(tr("&Add Model…"), "addModelAction");
    m_add->setToolTip(tr("Describe a file that no server has yet, or not under this name"));
    m_readAgain = make(tr("Read &Servers Again"), "readServersAgainAction", QKeySequence(Qt::Key_F5));
    m_readAgain->setIcon(actionIcon(QStringLiteral("view-refresh"), QStringLiteral("retry")));
    m_readAgain->setToolTip(tr("Ask every connected server which models it has (F5)"));
    connect(m_edit, &QAction::triggered, this, [this] {
        if (!current())
            return;
        if (m_editor->isVisible())
            m_editor->focusProxy()->setFocus();
        else
            Q_EMIT sidePanelRequested();
    });
    const auto reset = [this] {
        if (const CatalogRowPtr row = current())
            m_catalog.reset(row->checkpoint.file);
    };
    connect(m_reset, &QAction::triggered, this, reset);
    connect(m_remove, &QAction::triggered, this, reset);
    connect(m_copyFile, &QAction::triggered, this, [this] {
        if (const CatalogRowPtr row = current())
            QGuiApplication::clipboard()->setText(row->checkpoint.file);
    });
    connect(m_add, &QAction::triggered, this, &ModelsPage::askForFile);
    connect(m_readAgain, &QAction::triggered, &m_catalog, &CatalogView::readServersAgain);
}

QList<QAction *> ModelsPage::pageActions() const
{
    return {m_edit, m_remove, m_readAgain};
}

CatalogRowPtr ModelsPage::current() const
{
    return m_table->currentIndex().data(Model::RowRole).value<CatalogRowPtr>();
}

QWidget *ModelsPage::sidePanel()
{
    return m_catalog.isReady() ? m_editor : nullptr;
}

void ModelsPage::commit()
{
    m_editor->commit();
}

void ModelsPage::load()
{
    const bool wasReady = m_pages->currentIndex() == TablePage;
    const int before = m_model.rowCount();
    m_model.setRows(m_catalog.rows());
    choosePage();
    showHead();
    showRidges();
    showCurrent();
    fitTable();
    if (!m_added.isEmpty() && showModel(m_added))
        m_added.clear();
    if (before != m_model.rowCount())
        Q_EMIT badgeChanged();
    if (wasReady != m_catalog.isReady())
        Q_EMIT frameChanged();
}

void ModelsPage::choosePage()
{
    m_pages->setCurrentIndex(m_catalog.isReady() ? TablePage : OpeningPage);
    // A search that took the current row away gives it back when it ends.
    if (m_filter.rowCount() > 0 && !m_table->currentIndex().isValid() && !m_table->selectFile(m_lastFile))
        m_table->setCurrentIndex(m_filter.index(0, 0));
    const bool nothing = m_model.rowCount() > 0 && m_filter.rowCount() == 0;
    if (nothing)
        m_nothing->setText(tr("No model matches “%1”.").arg(m_filter.searchText()));
    m_nothing->parentWidget()->setVisible(nothing);
    m_table->setVisible(!nothing);
}

void ModelsPage::showHead()
{
    const QString reading = m_catalog.reading();
    m_count->setText(reading.isEmpty() ? catalogphrases::count(m_catalog.rows(), m_catalog.servers())
                                       : tr("Reading the models of %1…").arg(reading));
    m_messageRoom->setVisible(m_catalog.isReady() && m_catalog.servers() == 0);
    m_readAgain->setEnabled(reading.isEmpty());
    m_again->setEnabled(reading.isEmpty());
}

void ModelsPage::showRidges()
{
    QList<ScoreRidges::Series> series;
    for (int i = 0; i < m_filter.rowCount(); ++i) {
        const QModelIndex index = m_filter.index(i, 0);
        if (const auto row = index.data(Model::RowRole).value<CatalogRowPtr>())
            series.append({*row, index.data(Model::SeriesRole).toInt()});
    }
    m_ridges->setSeries(series);
    m_chart->setCurrentIndex(m_ridges->isEmpty() ? NoScoresPage : RidgesPage);
    int real = 0;
    int demo = 0;
    const QList<CatalogRow> rows = m_catalog.rows();
    for (const CatalogRow &row : rows) {
        real += row.figures.images;
        demo += row.figures.demoImages;
    }
    m_noScores->setText(real == 0 && demo > 0 ? tr("Demo images do not count")
                        : real == 0           ? tr("No images yet")
                                              : tr("No model has %1 scored images yet").arg(fewestScores));
}

void ModelsPage::showCurrent()
{
    const CatalogRowPtr row = current();
    if (row)
        m_lastFile = row->checkpoint.file;
    m_editor->setRow(row ? std::optional(*row) : std::nullopt);
    updateActions();
}

void ModelsPage::updateActions()
{
    const CatalogRowPtr row = current();
    const bool own = row && row->origin == CatalogRow::Origin::Own;
    m_edit->setEnabled(row != nullptr);
    m_copyFile->setEnabled(row != nullptr);
    m_reset->setEnabled(row && row->origin == CatalogRow::Origin::Changed);
    m_reset->setVisible(!own);
    m_remove->setEnabled(own);
    m_remove->setVisible(own);
}

void ModelsPage::fitTable()
{
    const int room = m_scroll->viewport()->height();
    const int taken = PageHead::headHeight + (m_messageRoom->isHidden() ? 0 : m_messageRoom->sizeHint().height()) +
                      (m_bar->isHidden() ? 0 : m_bar->height()) + 2 * margin;
    // A long table scrolls by itself, a few rows are always all there, and what is too high for the window scrolls.
    const int few = m_table->heightOf(fewRows);
    m_table->setFixedHeight(qMin(m_table->heightOf(m_filter.rowCount()), qMax(few, (room - taken) * 3 / 5)));
}

void ModelsPage::askForFile()
{
    NameBar::Question question;
    question.label = tr("File as ComfyUI lists it");
    question.button = tr("Add");
    question.problem = [this](const QString &text) {
        return m_catalog.cannotAdd(text);
    };
    question.take = [this](const QString &text) {
        m_added = checkpointKey(text.simplified());
        m_catalog.add(text);
        takeFocus();
    };
    m_bar->ask(question);
    m_bar->findChild<QLineEdit *>(QStringLiteral("modelsAddEdit"))->setPlaceholderText(tr("sd15/my_model.safetensors"));
}

void ModelsPage::openMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_edit, m_reset, m_remove, m_copyFile});
    menu->addSeparator();
    menu->addActions({m_add, m_readAgain});
    menu->popup(at);
}

bool ModelsPage::showModel(const QString &file)
{
    return m_table->selectFile(file);
}

void ModelsPage::setSearchText(const QString &text)
{
    m_filter.setSearchText(text);
    choosePage();
    showRidges();
    showCurrent();
    fitTable();
}

void ModelsPage::takeFocus()
{
    if (m_pages->currentIndex() == TablePage && !m_table->isHidden())
        m_table->setFocus();
}

bool ModelsPage::escape()
{
    if (!m_bar->cancel())
        return false;
    takeFocus();
    return true;
}

void ModelsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_catalog.setWatched(true);
    fitTable();
}

void ModelsPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_catalog.setWatched(false);
}

bool ModelsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_bar && (event->type() == QEvent::Hide || event->type() == QEvent::Show))
        fitTable();
    return Page::eventFilter(watched, event);
}

void ModelsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    fitTable();
}

void ModelsPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Roles::current().window);
}

} // namespace lorastudio
