// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/databasewait.h"

#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace lorastudio {

DatabaseWait::DatabaseWait(QWidget *parent)
    : QWidget(parent),
      m_title(new TextLabel(TextLabel::Size::Title, &Roles::text, this)),
      m_problem(new TextLabel(TextLabel::Size::Body, &Roles::text2, this)),
      m_again(new QPushButton(tr("Try Again"), this)),
      m_settings(new QPushButton(tr("Settings"), this))
{
    m_title->setObjectName(QStringLiteral("databaseWaitLabel"));
    m_title->setAlignment(Qt::AlignCenter);
    m_problem->setObjectName(QStringLiteral("databaseProblemLabel"));
    m_problem->setAlignment(Qt::AlignCenter);
    m_problem->setElided(false);
    m_problem->setWordWrap(true);
    m_again->setObjectName(QStringLiteral("databaseTryAgainButton"));
    m_settings->setObjectName(QStringLiteral("databaseSettingsButton"));
    for (QPushButton *button : {m_again, m_settings})
        button->setAccessibleName(button->text());
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_again);
    buttons->addWidget(m_settings);
    buttons->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(32, 16, 32, 16);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_title);
    column->addWidget(m_problem);
    column->addSpacing(8);
    column->addLayout(buttons);
    column->addStretch(3);
    connect(m_again, &QPushButton::clicked, this, &DatabaseWait::tryAgainRequested);
    connect(m_settings, &QPushButton::clicked, this, &DatabaseWait::settingsRequested);
    setProblem({});
}

void DatabaseWait::setProblem(const QString &problem)
{
    const bool silent = !problem.isEmpty();
    m_title->setText(silent ? tr("The database does not answer.") : tr("Opening the database…"));
    m_problem->setText(problem);
    for (QWidget *part :
         {static_cast<QWidget *>(m_problem), static_cast<QWidget *>(m_again), static_cast<QWidget *>(m_settings)})
        part->setVisible(silent);
}

} // namespace lorastudio
