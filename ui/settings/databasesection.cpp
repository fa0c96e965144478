// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/databasesection.h"

#include "models/settingsphrases.h"
#include "settings/databaseforms.h"
#include "style/roles.h"
#include "style/tooltips.h"
#include "widgets/messagebar.h"
#include "widgets/textlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace lorastudio {

namespace {

using Step = DatabaseState::Step;

QPushButton *makeButton(const char *name, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setAccessibleName(text);
    return button;
}

} // namespace

DatabaseSection::DatabaseSection(SettingsView &settings, FileDialogs &dialogs, QWidget *parent)
    : SettingsSection(tr("Database"),
                      tr("Characters, runs, scores and verdicts are kept here. Images stay in the library folder."),
                      parent),
      m_settings(settings),
      m_sqlite(new SqliteCard(dialogs, this)),
      m_postgres(new PostgreSqlCard(this)),
      m_messages(new MessageList(this)),
      m_copy(new QCheckBox(this)),
      m_restarts(new TextLabel(tr("LoRA Studio closes and opens again with it."), TextLabel::Size::Small, &Roles::text2,
                               this)),
      m_revert(makeButton("settingsDatabaseRevertButton", tr("Revert"), this)),
      m_change(makeButton("settingsDatabaseChangeButton", tr("Change Database"), this))
{
    setObjectName(QStringLiteral("settingsDatabaseSection"));
    m_messages->setObjectName(QStringLiteral("settingsDatabaseMessages"));
    m_messages->layout()->setContentsMargins(0, 0, 0, 12);
    m_copy->setObjectName(QStringLiteral("settingsDatabaseCopyCheck"));
    m_copy->setChecked(true);
    m_restarts->setContentsMargins(24, 0, 0, 0);
    m_change->setProperty("primary", true);
    setPlainToolTip(m_change, tr("Test it, copy what is here, and work with it (%1)")
                                  .arg(QKeySequence(Qt::CTRL | Qt::Key_S).toString(QKeySequence::NativeText)));
    column()->addWidget(m_sqlite);
    column()->addSpacing(12);
    column()->addWidget(m_postgres);
    column()->addSpacing(12);
    column()->addWidget(m_messages);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_copy);
    texts->addWidget(m_restarts);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addLayout(texts, 1);
    row->addWidget(m_revert, 0, Qt::AlignTop);
    row->addWidget(m_change, 0, Qt::AlignTop);
    column()->addLayout(row);
    finish();

    connect(m_sqlite, &DatabaseCard::chosen, this, [this] { choose(false); });
    connect(m_postgres, &DatabaseCard::chosen, this, [this] { choose(true); });
    connect(m_sqlite, &DatabaseCard::edited, this, &DatabaseSection::edit);
    connect(m_postgres, &DatabaseCard::edited, this, &DatabaseSection::edit);
    connect(m_postgres, &PostgreSqlCard::testRequested, this, [this] {
        if (m_settings.database().step == Step::Testing)
            m_settings.cancelDatabase();
        else
            test();
    });
    connect(m_revert, &QPushButton::clicked, this, &DatabaseSection::revert);
    connect(m_change, &QPushButton::clicked, this, &DatabaseSection::applyChange);
    connect(m_messages, &MessageList::actionTriggered, this, [this](const QString &, const QString &action) {
        if (action == QLatin1String("restart"))
            m_settings.restart();
        else
            m_settings.cancelDatabase();
    });
    connect(&m_settings, &SettingsView::databaseChanged, this, &DatabaseSection::follow);
    connect(&m_settings, &SettingsView::databaseTested, this, &DatabaseSection::showTest);
    follow();
}

DatabaseForm DatabaseSection::form() const
{
    DatabaseForm form;
    form.postgreSql = m_postgreSql;
    m_sqlite->read(form);
    m_postgres->read(form);
    return form;
}

bool DatabaseSection::isChanged() const
{
    const DatabaseForm now = form();
    const DatabaseState state = m_settings.database();
    if (now.postgreSql != state.form.postgreSql || !state.open)
        return true;
    if (!now.postgreSql)
        return now.path != state.form.path;
    DatabaseForm same = now;
    same.path = state.form.path;
    return same != state.form; // a password that is typed differs from none
}

void DatabaseSection::choose(bool postgreSql)
{
    m_postgreSql = postgreSql;
    edit();
}

void DatabaseSection::edit()
{
    // What was found belongs to what stood there before.
    if (m_settings.database().step == Step::Testing)
        m_settings.cancelDatabase();
    m_copyable = true;
    m_sqlite->result()->clear();
    m_postgres->result()->clear();
    updateButtons();
}

void DatabaseSection::revert()
{
    m_settings.cancelDatabase();
    m_filled = false;
    m_sqlite->result()->clear();
    m_postgres->result()->clear();
    m_copyable = true;
    follow();
}

void DatabaseSection::test()
{
    m_sqlite->result()->clear();
    m_postgres->result()->clear();
    m_settings.testDatabase(form());
}

void DatabaseSection::applyChange()
{
    if (m_change->isEnabled())
        m_settings.changeDatabase(form(), m_copy->isVisibleTo(this) && m_copy->isEnabled() && m_copy->isChecked());
}

void DatabaseSection::showTest(const DatabaseTest &test)
{
    m_copyable = test.copyable || !test.good; // what cannot be used says that first
    DatabaseCard *card = m_postgreSql ? static_cast<DatabaseCard *>(m_postgres) : m_sqlite;
    card->result()->setResult(test);
    updateButtons();
}

void DatabaseSection::follow()
{
    const DatabaseState state = m_settings.database();
    if (!m_filled || (!isEdited() && m_shown != state.form)) {
        m_filled = true;
        m_shown = state.form;
        m_postgreSql = state.form.postgreSql;
        m_sqlite->show(state.form);
        m_postgres->show(state.form, state.keepsPassword);
    }
    m_postgres->setKeyring(state.keyring);
    m_postgres->setTesting(state.step == Step::Testing);
    showMessages(state);
    updateButtons();
}

void DatabaseSection::showMessages(const DatabaseState &state)
{
    const QList<Notice::Action> cancel{{QStringLiteral("cancel"), tr("Cancel")}};
    QList<Notice> notices;
    const QString id = QStringLiteral("database");
    const QLocale locale;
    if (!state.fixedReason.isEmpty())
        notices.append({id, Notice::Kind::Information, tr("It cannot be changed here."), state.fixedReason, {}, false});
    else if (state.step == Step::WaitingForRun)
        notices.append({id, Notice::Kind::Information, tr("A run is going on."),
                        tr("The change takes effect when it has ended or is paused."), cancel, false});
    else if (state.step == Step::Copying)
        notices.append({id, Notice::Kind::Information, tr("Copying."),
                        state.all > 0
                            ? tr("%1 of %2 rows.").arg(locale.toString(state.done), locale.toString(state.all))
                            : QString(),
                        cancel, false});
    else if (state.step == Step::Restarting)
        notices.append(
            {id, Notice::Kind::Good, tr("The database is changed."), tr("LoRA Studio starts anew."), {}, false});
    else if (!state.problem.isEmpty())
        notices.append(
            {id, Notice::Kind::Problem, state.open ? tr("Nothing was changed.") : tr("The database is not open."),
             state.problem,
             state.open ? QList<Notice::Action>() : QList<Notice::Action>{{QStringLiteral("restart"), tr("Try Again")}},
             false});
    else if (state.runGoes)
        notices.append({id,
                        Notice::Kind::Information,
                        tr("A run is going on."),
                        tr("The change takes effect when it has ended or is paused."),
                        {},
                        false});
    m_messages->setNotices(notices);
}

void DatabaseSection::updateButtons()
{
    const DatabaseState state = m_settings.database();
    const bool fixed = !state.fixedReason.isEmpty();
    const bool busy = state.step != Step::None && state.step != Step::Testing;
    const bool changed = isChanged();
    m_sqlite->choose(!m_postgreSql, !fixed && !busy);
    m_postgres->choose(m_postgreSql, !fixed && !busy);
    const bool anything = state.figures != DatabaseFigures();
    m_copy->setText(!m_copyable ? tr("It is not empty: nothing can be copied into it")
                    : anything  ? tr("Copy what is here: %1").arg(phrases::figures(state.figures))
                                : tr("Copy what is here"));
    m_copy->setAccessibleName(m_copy->text());
    // The same database with another password or another encryption needs no copy.
    const DatabaseForm now = form();
    const bool other =
        now.postgreSql != state.form.postgreSql ||
        (now.postgreSql ? now.host != state.form.host || now.port != state.form.port || now.name != state.form.name
                        : now.path != state.form.path);
    m_copy->setEnabled(!fixed && !busy && m_copyable && other);
    m_copy->setVisible(state.open && !fixed);
    m_restarts->setVisible(!fixed);
    m_revert->setEnabled(!fixed && !busy && changed);
    m_change->setEnabled(!fixed && !busy && changed);
}

} // namespace lorastudio
