// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingscard.h"

#include "style/roles.h"
#include "style/studiostyle.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>

namespace lorastudio {

SettingsCard::SettingsCard(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(16, 13, 16, 13);
    m_column->setSpacing(8);
}

void SettingsCard::addHeading(const QString &title, const QString &text)
{
    setAccessibleName(title);
    auto *head = new TextLabel(title, TextLabel::Size::Bold, &Roles::text, this);
    head->setMinimumHeight(20);
    m_column->addWidget(head);
    if (!text.isEmpty())
        addNote(text);
}

void SettingsCard::addField(const QString &label, const QList<QWidget *> &fields)
{
    auto *name = new TextLabel(label, TextLabel::Size::Body, &Roles::text2, this);
    name->setFixedWidth(168);
    name->setMinimumHeight(32);
    name->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    QWidget *named = fields.first();
    name->setBuddy(named);
    if (named->accessibleName().isEmpty())
        named->setAccessibleName(label);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(name, 0, Qt::AlignTop);
    for (QWidget *field : fields)
        row->addWidget(field);
    row->addStretch(1);
    m_column->addLayout(row);
}

TextLabel *SettingsCard::addNote(const QString &text, int indent)
{
    auto *note = new TextLabel(text, TextLabel::Size::Small, &Roles::text2, this);
    note->setElided(false);
    auto *row = new QHBoxLayout;
    row->addSpacing(indent);
    row->addWidget(note, 1);
    m_column->addLayout(row);
    return note;
}

void SettingsCard::setChosen(bool chosen)
{
    if (m_chosen == chosen)
        return;
    m_chosen = chosen;
    update();
}

void SettingsCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Roles &roles = Roles::current();
    if (m_chosen)
        paintBox(&painter, rect(), 6, roles.raised, roles.ring, 2);
    else
        paintBox(&painter, rect(), 6, roles.raised, roles.separator);
}

} // namespace lorastudio
