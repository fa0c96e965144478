// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importpage.h"

#include "core/text.h"
#include "import/importpanel.h"
#include "import/importtableview.h"
#include "models/importphrases.h"
#include "models/projectview.h"
#include "style/roles.h"
#include "widgets/messagebar.h"
#include "widgets/taborder.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QUndoStack>

namespace lorastudio {

namespace {

using Model = ImportTableModel;
using Link = importphrases::Link;
constexpr int headHeight = 76;
const QString attentionId = QStringLiteral("Attention");

QString storingText(const ImportState &state)
{
    const QLocale locale;
    return state.toStore > 0 ? ImportPage::tr("Importing %1 of %2…")
                                   .arg(locale.toString(state.stored), locale.toString(state.toStore))
                             : ImportPage::tr("Importing…");
}

} // namespace

ImportPage::ImportPage(ImportView &view, QWidget *parent)
    : Page(parent),
      m_view(view),
      m_panel(new ImportPanel(view, this)),
      m_messages(new MessageList(this)),
      m_table(new ImportTableView(view.pictures(), this))
{
    m_panel->hide(); // until the side panel takes it
    setObjectName(QStringLiteral("importPage"));
    setAccessibleName(tr("Import"));
    m_messages->setObjectName(QStringLiteral("importMessages"));
    m_filter.setSourceModel(&m_model);
    m_table->setModel(&m_filter);
    makeActions();
    m_head = makeHead();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_messages);
    column->addWidget(makeTablePages(), 1);

    connect(&m_view, &ImportView::rowsChanged, this, &ImportPage::showRows);
    connect(&m_view, &ImportView::stateChanged, this, &ImportPage::showState);
    connect(&m_view.edits(), &QUndoStack::indexChanged, this, [this] { Q_EMIT frameChanged(); });
    connect(&m_model, &Model::wantedChanged, this, [this](int id, bool wanted) { m_view.setWanted({id}, wanted); });
    connect(&m_model, &Model::nameEdited, this, [this](int id, const QString &name) {
        Character texts = m_model.row(m_model.rowOf(id))->entry->result();
        texts.name = name;
        m_view.edit(id, texts);
    });
    connect(m_table, &ImportTableView::linkActivated, this, &ImportPage::followLink);
    connect(m_table, &ImportTableView::wantedToggled, this, &ImportPage::toggleWanted);
    connect(m_table, &ImportTableView::menuRequested, this, &ImportPage::openMenu);
    connect(m_table, &ImportTableView::currentEntryChanged, this,
            [this] { m_panel->setRow(m_table->rowAt(m_table->currentIndex()).get()); });
    connect(m_messages, &MessageList::actionTriggered, this, [this] { setAttentionOnly(!m_filter.attentionOnly()); });
    showRows();
    showState();
}

ImportPage::~ImportPage()
{
    // The models go before the view, which is a child.
    m_table->disconnect(this);
    m_table->setModel(nullptr);
    m_view.disconnect(this);
    m_view.edits().disconnect(this);
}

void ImportPage::makeActions()
{
    m_save = new QAction(tr("&Import Characters"), this);
    m_save->setObjectName(QStringLiteral("importSaveAction"));
    m_save->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_S));
    m_cancel = new QAction(tr("&Cancel Import"), this);
    m_cancel->setObjectName(QStringLiteral("importCancelAction"));
    for (QAction *action : {m_save, m_cancel}) {
        action->setShortcutContext(Qt::WindowShortcut); // also from the panel; only while the page is seen
        action->setEnabled(false);
        addAction(action);
    }
    connect(m_save, &QAction::triggered, this, [this] {
        commit();
        m_view.import();
    });
    connect(m_cancel, &QAction::triggered, this, &ImportPage::cancel);
}

QWidget *ImportPage::makeHead()
{
    auto *head = new QWidget(this);
    head->setMinimumHeight(headHeight);
    m_title = new TextLabel(TextLabel::Size::Title, &Roles::text, head);
    m_title->setObjectName(QStringLiteral("importTitleLabel"));
    m_summary = new TextLabel(TextLabel::Size::Small, &Roles::text2, head);
    m_summary->setObjectName(QStringLiteral("importSummaryLabel"));
    m_summary->setElided(false);
    m_summary->setWordWrap(true);
    m_progress = new QProgressBar(head);
    m_progress->setObjectName(QStringLiteral("importProgress"));
    m_progress->setAccessibleName(tr("Pictures and characters imported"));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(160, 8);
    m_progress->hide();
    m_cancelButton = new QPushButton(tr("Cancel"), head);
    m_cancelButton->setObjectName(QStringLiteral("importCancelButton"));
    m_saveButton = new QPushButton(head);
    m_saveButton->setObjectName(QStringLiteral("importSaveButton"));
    m_saveButton->setProperty("primary", true);
    m_saveButton->setToolTip(tr("Import (%1)").arg(m_save->shortcut().toString(QKeySequence::NativeText)));
    connect(m_cancelButton, &QPushButton::clicked, this, &ImportPage::cancel);
    connect(m_saveButton, &QPushButton::clicked, m_save, &QAction::trigger);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addStretch();
    texts->addWidget(m_title);
    texts->addWidget(m_summary);
    texts->addStretch();
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(8);
    row->addLayout(texts, 1);
    row->addWidget(m_progress);
    row->addWidget(m_cancelButton);
    row->addWidget(m_saveButton);
    return head;
}

QWidget *ImportPage::makeTablePages()
{
    m_tablePages = new QStackedWidget(this);
    m_tablePages->setObjectName(QStringLiteral("importTablePages"));
    auto *page = new QWidget(m_tablePages);
    m_nothing = new TextLabel(TextLabel::Size::Body, &Roles::text2, page);
    m_nothing->setObjectName(QStringLiteral("importNothingLabel"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_showAll = new QPushButton(tr("Show All"), page);
    m_showAll->setObjectName(QStringLiteral("importShowAllButton"));
    m_showAll->setAccessibleName(m_showAll->text());
    connect(m_showAll, &QPushButton::clicked, this, [this] {
        setAttentionOnly(false);
        Q_EMIT searchCleared();
        takeFocus();
    });
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(m_nothing);
    column->addWidget(m_showAll, 0, Qt::AlignHCenter);
    column->addStretch(3);
    m_tablePages->addWidget(m_table);
    m_tablePages->addWidget(page);
    return m_tablePages;
}

void ImportPage::showRows()
{
    const int former = m_table->currentEntry();
    m_model.setRows(m_view.rows());
    if (!m_table->currentIndex().isValid() && m_filter.rowCount() > 0) {
        m_table->selectEntry(former);
        if (!m_table->currentIndex().isValid())
            m_table->setCurrentIndex(m_filter.index(0, Model::NameColumn));
    }
    m_panel->setRow(m_table->rowAt(m_table->currentIndex()).get());
    showNothing();
}

void ImportPage::showState()
{
    const ImportState state = m_view.state();
    if (!state.open)
        m_filter.setAttentionOnly(false);
    const bool nothingYet = m_model.rowCount() == 0;
    m_title->setText(state.busy && nothingYet ? tr("Reading…") : importphrases::title(state.totals));
    m_saveButton->setText(importphrases::buttonText(state.totals));
    m_saveButton->setAccessibleName(m_saveButton->text());
    const bool reading = !state.reading.isEmpty();
    m_summary->setText(state.canceling ? tr("Canceling; nothing is saved…")
                       : state.saving  ? storingText(state)
                       : reading       ? tr("Reading %1…").arg(isolated(state.reading))
                                       : tr("%1 Nothing is saved yet; afterwards %2 takes it back.")
                                       .arg(importphrases::summary(state.totals),
                                            QKeySequence(Qt::CTRL | Qt::Key_Z).toString(QKeySequence::NativeText)));
    m_cancelButton->setText(reading && !nothingYet ? tr("Stop Reading") : tr("Cancel"));
    m_cancelButton->setAccessibleName(m_cancelButton->text());
    m_cancelButton->setEnabled(!state.canceling);
    m_progress->setVisible(state.saving && state.toStore > 0);
    m_progress->setRange(0, qMax(1, state.toStore));
    m_progress->setValue(state.stored);
    m_table->setEnabled(!state.saving);
    m_panel->setEnabled(!state.saving);
    const bool can = state.open && !state.busy && state.totals.characters > 0;
    m_saveButton->setEnabled(can);
    m_save->setEnabled(can && isVisible());
    m_cancel->setEnabled(state.open && !state.canceling && isVisible());
    showAttention();
    showNothing();
    Q_EMIT frameChanged();
}

void ImportPage::showAttention()
{
    const ImportTotals totals = m_view.state().totals;
    const QString head = importphrases::attention(totals);
    if (head.isEmpty() && m_filter.attentionOnly())
        m_filter.setAttentionOnly(false);
    QList<Notice> notices;
    if (!head.isEmpty()) {
        notices.append({attentionId,
                        Notice::Kind::Warning,
                        head,
                        tr("Each says below why and what you can do."),
                        {{attentionId, m_filter.attentionOnly() ? tr("Show All") : tr("Show Only These")}},
                        false});
    }
    m_messages->setNotices(notices);
    setTabOrderOfParts({m_head, m_messages, m_table}); // bars are made with their notices
}

void ImportPage::setAttentionOnly(bool on)
{
    m_filter.setAttentionOnly(on);
    showAttention();
    showNothing();
    if (!m_table->currentIndex().isValid() && m_filter.rowCount() > 0)
        m_table->setCurrentIndex(m_filter.index(0, Model::NameColumn));
}

void ImportPage::showNothing()
{
    const bool nothing = m_filter.rowCount() == 0;
    m_tablePages->setCurrentIndex(nothing ? 1 : 0);
    const QString text = m_filter.searchText();
    m_nothing->setText(m_model.rowCount() == 0 ? QString()
                       : text.isEmpty()        ? tr("No entry needs attention.")
                                               : tr("No entry matches “%1”.").arg(isolated(text)));
    m_showAll->setVisible(nothing && m_model.rowCount() > 0);
}

void ImportPage::setSearchText(const QString &text)
{
    m_filter.setSearchText(text);
    if (!m_table->currentIndex().isValid() && m_filter.rowCount() > 0)
        m_table->setCurrentIndex(m_filter.index(0, Model::NameColumn));
    showNothing();
}

QWidget *ImportPage::sidePanel()
{
    return m_model.rowCount() > 0 ? m_panel : nullptr;
}

void ImportPage::takeFocus()
{
    m_table->setFocus();
}

void ImportPage::commit()
{
    m_panel->commit();
}

bool ImportPage::escape()
{
    if (!isOpen() || !m_filter.searchText().isEmpty())
        return false; // the search goes first
    cancel();
    return true;
}

void ImportPage::cancel()
{
    const ImportState state = m_view.state();
    if (!state.reading.isEmpty() && m_model.rowCount() > 0)
        m_view.stopReading();
    else
        m_view.cancel();
}

void ImportPage::toggleWanted()
{
    const QList<int> ids = m_table->selectedEntries();
    const ImportRowPtr current = m_table->rowAt(m_table->currentIndex());
    if (!current || ids.isEmpty())
        return;
    if (current->entry->isNameless())
        m_table->editName(m_table->currentIndex());
    else
        m_view.setWanted(ids, !current->entry->isTaken());
}

void ImportPage::followLink(const QModelIndex &index)
{
    const ImportRowPtr row = m_table->rowAt(index);
    if (!row)
        return;
    m_table->setCurrentIndex(index);
    const importphrases::Happening said = importphrases::happening(*row->entry);
    switch (said.link) {
    case Link::TypeName:
        m_table->editName(index);
        break;
    case Link::Edit:
        Q_EMIT sidePanelRequested();
        m_panel->editField(said.field);
        break;
    case Link::ShowPictures:
        Q_EMIT sidePanelRequested();
        m_panel->showPictures();
        break;
    case Link::AddAsNew:
        m_view.addAsNew(row->entry->id);
        break;
    case Link::Open:
        m_view.openSource(row->entry->id);
        break;
    case Link::None:
        Q_EMIT sidePanelRequested();
        m_panel->editField(field::name);
        break;
    }
}

void ImportPage::openMenu(const QModelIndex &index, const QPoint &at)
{
    const ImportRowPtr row = m_table->rowAt(index);
    if (!row)
        return;
    if (!m_table->selectionModel()->isSelected(index))
        m_table->setCurrentIndex(index);
    const ImportEntry &entry = *row->entry;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("importRowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const importphrases::Happening said = importphrases::happening(entry);
    if (said.link != Link::None) {
        connect(menu->addAction(said.linkText), &QAction::triggered, this,
                [this, place = QPersistentModelIndex(index)] { followLink(place); });
        menu->addSeparator();
    }
    QAction *take = menu->addAction(entry.isTaken() ? tr("&Leave Out") : tr("&Bring In"));
    take->setEnabled(!entry.isLeftOut());
    connect(take, &QAction::triggered, this, &ImportPage::toggleWanted);
    QAction *rename = menu->addAction(tr("Re&name"));
    rename->setEnabled(!entry.broken);
    connect(rename, &QAction::triggered, this,
            [this, place = QPersistentModelIndex(index)] { m_table->editName(place); });
    if (!entry.imported.source.isEmpty()) {
        QAction *open = menu->addAction(entry.imported.ofFolder ? tr("&Open Folder") : tr("&Open File"));
        connect(open, &QAction::triggered, this, [this, id = entry.id] { m_view.openSource(id); });
    }
    menu->popup(at);
}

void ImportPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    showState();
}

void ImportPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_save->setEnabled(false);
    m_cancel->setEnabled(false);
}

void ImportPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    painter.fillRect(rect(), roles.window);
    painter.fillRect(QRect(0, m_head->geometry().bottom(), width(), 1), roles.separator);
}

} // namespace lorastudio
