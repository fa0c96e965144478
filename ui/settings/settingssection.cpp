// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingssection.h"

#include "settings/settingscard.h"
#include "style/roles.h"
#include "widgets/textlabel.h"

#include <QAbstractButton>
#include <QVBoxLayout>

namespace lorastudio {

SettingsSection::SettingsSection(const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent), m_title(title), m_column(new QVBoxLayout(this))
{
    setAccessibleName(title);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    auto *head = new TextLabel(title, TextLabel::Size::Display, &Roles::text, this);
    auto *about = new TextLabel(text, TextLabel::Size::Body, &Roles::text2, this);
    about->setElided(false);
    m_column->addWidget(head);
    m_column->addSpacing(8);
    m_column->addWidget(about);
    m_column->addSpacing(20);
}

bool SettingsSection::matches(const QString &text) const
{
    const QList<QLabel *> labels = findChildren<QLabel *>();
    const QList<QAbstractButton *> buttons = findChildren<QAbstractButton *>();
    return std::any_of(labels.cbegin(), labels.cend(),
                       [&](const QLabel *label) { return label->text().contains(text, Qt::CaseInsensitive); }) ||
           std::any_of(buttons.cbegin(), buttons.cend(), [&](const QAbstractButton *button) {
               return QString(button->text()).remove(u'&').contains(text, Qt::CaseInsensitive);
           });
}

SettingsCard *SettingsSection::addCard()
{
    auto *card = new SettingsCard(this);
    m_column->addWidget(card);
    m_column->addSpacing(12);
    return card;
}

void SettingsSection::finish()
{
    m_column->addStretch(1);
}

} // namespace lorastudio
