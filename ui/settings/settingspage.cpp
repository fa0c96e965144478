// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingspage.h"

#include "settings/appearancesection.h"
#include "settings/databasesection.h"
#include "settings/folderssection.h"
#include "settings/generationsection.h"
#include "settings/keyboardsection.h"
#include "settings/notificationssection.h"
#include "settings/sectionlist.h"
#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QAction>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QRadioButton>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QStyle>

namespace lorastudio {

namespace {

constexpr int textWidth = 720;
constexpr int leastHeight = 700;
constexpr QMargins margins(32, 24, 32, 24);
const QString sectionKey = QStringLiteral("settings/section");

} // namespace

SettingsPage::SettingsPage(SettingsView &settings, FileDialogs &dialogs, QWidget *parent)
    : Page(parent), m_list(new SectionList(this)), m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("settingsPage"));
    setAccessibleName(tr("Settings"));
    m_stack->setObjectName(QStringLiteral("settingsSections"));
    addSection(QStringLiteral("generation"), new GenerationSection(settings, this));
    addSection(QStringLiteral("database"), new DatabaseSection(settings, dialogs, this));
    addSection(QStringLiteral("folders"), new FoldersSection(settings, dialogs, this));
    addSection(QStringLiteral("notifications"), new NotificationsSection(settings, this));
    addSection(QStringLiteral("appearance"), new AppearanceSection(settings, this));
    addSection(QStringLiteral("keyboard"), new KeyboardSection(this));
    m_nothing = new TextLabel(TextLabel::Size::Body, &Roles::text2, this);
    m_nothing->setObjectName(QStringLiteral("settingsNothingLabel"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_nothing);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_list);
    row->addSpacing(1); // the line between
    row->addWidget(m_stack, 1);
    makeActions();
    connect(m_list, &SectionList::sectionChosen, this, &SettingsPage::showSection);
    const qsizetype last = m_ids.indexOf(QSettings().value(sectionKey).toString());
    m_list->setCurrent(int(qMax<qsizetype>(0, last)));
}

void SettingsPage::addSection(const QString &id, SettingsSection *section)
{
    auto *content = new QWidget(this);
    content->setMinimumHeight(leastHeight);
    content->setAutoFillBackground(false);
    section->setMaximumWidth(textWidth);
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(margins);
    row->addWidget(section, textWidth);
    row->addStretch(1);
    auto *area = new QScrollArea(this);
    area->setObjectName(QStringLiteral("settings%1Area").arg(id));
    area->setAccessibleName(section->title());
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    area->viewport()->setAutoFillBackground(false);
    m_stack->addWidget(area);
    m_list->addSection(section->title());
    m_sections.append(section);
    m_areas.append(area);
    m_ids.append(id);
}

void SettingsPage::makeActions()
{
    const auto add = [this](const char *name, const QString &text, const QKeySequence &keys) {
        auto *action = new QAction(text, this);
        action->setObjectName(QString::fromLatin1(name));
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        m_actions.append(action);
        return action;
    };
    connect(add("settingsPreviousSectionAction", tr("&Previous Section"), QKeySequence(Qt::CTRL | Qt::Key_PageUp)),
            &QAction::triggered, this, [this] { step(-1); });
    connect(add("settingsNextSectionAction", tr("&Next Section"), QKeySequence(Qt::CTRL | Qt::Key_PageDown)),
            &QAction::triggered, this, [this] { step(1); });
    connect(add("settingsTestAction", tr("&Test Database"), QKeySequence(Qt::CTRL | Qt::Key_T)), &QAction::triggered,
            this, [this] { current()->test(); });
    connect(add("settingsApplyAction", tr("&Change Database"), QKeySequence(Qt::CTRL | Qt::Key_S)), &QAction::triggered,
            this, [this] { current()->applyChange(); });
}

SettingsSection *SettingsPage::current() const
{
    return m_sections.at(qMax(0, m_list->current()));
}

void SettingsPage::showSection(int section)
{
    commit();
    m_stack->setCurrentIndex(section);
    QSettings().setValue(sectionKey, m_ids.at(section));
    if (isVisible())
        m_sections.at(section)->refresh();
}

void SettingsPage::step(int by)
{
    for (int next = m_list->current() + by; next >= 0 && next < m_sections.size(); next += by) {
        if (!m_list->isFound(next))
            continue;
        const bool inList = m_list->hasFocus();
        m_list->setCurrent(next);
        if (!inList)
            takeFocus();
        return;
    }
}

void SettingsPage::takeFocus()
{
    QWidget *first = current()->firstControl();
    if (!first) {
        // The first in the order of Tab that can be used.
        for (QWidget *next = m_list->nextInFocusChain(); next != m_list; next = next->nextInFocusChain()) {
            if (!current()->isAncestorOf(next))
                continue;
            if ((next->focusPolicy() & Qt::TabFocus) && next->isEnabled() && next->isVisibleTo(this)) {
                first = next;
                break;
            }
        }
    }
    if (const auto *radio = qobject_cast<QRadioButton *>(first); radio && radio->group())
        first = radio->group()->checkedButton(); // as Tab does
    (first ? first : m_list)->setFocus(Qt::TabFocusReason);
}

bool SettingsPage::escape()
{
    if (m_list->hasFocus())
        return false;
    m_list->setFocus();
    return true;
}

void SettingsPage::commit()
{
    for (SettingsSection *section : std::as_const(m_sections))
        section->commit();
}

void SettingsPage::setSearchText(const QString &text)
{
    const QString wanted = text.trimmed();
    int first = -1;
    for (int i = 0; i < m_sections.size(); ++i) {
        const bool found = wanted.isEmpty() || m_sections.at(i)->matches(wanted);
        m_list->setFound(i, found);
        m_sections.at(i)->setSearchText(wanted);
        if (found && first < 0)
            first = i;
    }
    if (first < 0) {
        m_nothing->setText(tr("No setting matches “%1”.").arg(wanted));
        m_stack->setCurrentWidget(m_nothing);
        return;
    }
    if (!m_list->isFound(m_list->current()))
        m_list->setCurrent(first);
    m_stack->setCurrentIndex(m_list->current());
}

void SettingsPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect line = QStyle::visualRect(layoutDirection(), rect(), QRect(SectionList::listWidth, 0, 1, height()));
    painter.fillRect(line, Roles::current().separator);
}

void SettingsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    for (SettingsSection *section : std::as_const(m_sections))
        section->refresh();
}

} // namespace lorastudio
