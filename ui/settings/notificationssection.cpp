// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/notificationssection.h"

#include "settings/settingscard.h"
#include "widgets/textlabel.h"

#include <QCheckBox>
#include <QRadioButton>
#include <QVBoxLayout>

namespace lorastudio {

QCheckBox *NotificationsSection::makeCheck(const char *name, const QString &text, bool SettingsValues::*value,
                                           QWidget *parent)
{
    auto *check = new QCheckBox(text, parent);
    check->setObjectName(QString::fromLatin1(name));
    check->setAccessibleName(text);
    connect(check, &QCheckBox::clicked, this, [this, value](bool on) {
        SettingsValues values = m_settings.values();
        values.*value = on;
        m_settings.change(values);
    });
    return check;
}

NotificationsSection::NotificationsSection(SettingsView &settings, QWidget *parent)
    : SettingsSection(tr("Notifications"), tr("What LoRA Studio says while its window is not in front."), parent),
      m_settings(settings)
{
    setObjectName(QStringLiteral("settingsNotificationsSection"));
    SettingsCard *says = addCard();
    says->addHeading(tr("Notifications"), tr("Never for single images, and never while the window is in front."));
    m_notify = makeCheck("settingsNotifyCheck", tr("Show notifications of the desktop"), &SettingsValues::notify, says);
    m_atEnd = makeCheck("settingsNotifyAtEndCheck", tr("When a run is finished"), &SettingsValues::notifyAtEnd, says);
    m_whenStuck = makeCheck("settingsNotifyWhenStuckCheck",
                            tr("When a run cannot go on: no server, no room on the disk, no "
                               "database"),
                            &SettingsValues::notifyWhenStuck, says);
    says->column()->addWidget(m_notify);
    for (QCheckBox *check : {m_atEnd, m_whenStuck}) {
        auto *row = new QHBoxLayout;
        row->addSpacing(24);
        row->addWidget(check, 1);
        says->column()->addLayout(row);
    }

    SettingsCard *closing = addCard();
    closing->addHeading(tr("When the window is closed during a run"));
    const auto choice = [&](const char *name, const QString &text, SettingsValues::OnClose value) {
        auto *radio = new QRadioButton(text, closing);
        radio->setObjectName(QString::fromLatin1(name));
        radio->setAccessibleName(text);
        closing->column()->addWidget(radio);
        connect(radio, &QRadioButton::clicked, this, [this, value] {
            SettingsValues values = m_settings.values();
            values.onClose = value;
            m_settings.change(values);
        });
        return radio;
    };
    m_ask = choice("settingsCloseAskRadio", tr("Ask"), SettingsValues::OnClose::Ask);
    m_tray = choice("settingsCloseTrayRadio", tr("Keep running in the tray"), SettingsValues::OnClose::Tray);
    m_quit = choice("settingsCloseQuitRadio", tr("Quit, and continue the run at the next start"),
                    SettingsValues::OnClose::Quit);
    m_noTray = closing->addNote(tr("This desktop shows no tray icons, so closing the window quits."));
    m_noTray->setObjectName(QStringLiteral("settingsNoTrayLabel"));

    SettingsCard *power = addCard();
    power->addHeading(tr("Power"));
    m_awake = makeCheck("settingsPreventSleepCheck", tr("Keep the computer awake during a run"),
                        &SettingsValues::preventSleep, power);
    power->column()->addWidget(m_awake);
    power->addNote(tr("The desktop is asked for it while images are made, not while a run is paused. The screen may "
                      "go dark."),
                   24);
    finish();

    connect(&m_settings, &SettingsView::valuesChanged, this, &NotificationsSection::show);
    connect(&m_settings, &SettingsView::hasTrayChanged, this, &NotificationsSection::show);
    show();
}

void NotificationsSection::show()
{
    const SettingsValues values = m_settings.values();
    m_notify->setChecked(values.notify);
    m_atEnd->setChecked(values.notifyAtEnd);
    m_whenStuck->setChecked(values.notifyWhenStuck);
    m_atEnd->setEnabled(values.notify);
    m_whenStuck->setEnabled(values.notify);
    m_awake->setChecked(values.preventSleep);
    const bool tray = m_settings.hasTray();
    m_tray->setVisible(tray);
    m_noTray->setVisible(!tray);
    using OnClose = SettingsValues::OnClose;
    m_ask->setChecked(values.onClose == OnClose::Ask || (values.onClose == OnClose::Tray && !tray));
    m_tray->setChecked(values.onClose == OnClose::Tray && tray);
    m_quit->setChecked(values.onClose == OnClose::Quit);
}

} // namespace lorastudio
