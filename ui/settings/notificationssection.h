// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settingsview.h"
#include "settings/settingssection.h"

class QCheckBox;
class QRadioButton;

namespace lorastudio {

class TextLabel;

/// What the program says outside of its window, what closing the window means, and whether the computer stays awake.
class NotificationsSection : public SettingsSection
{
    Q_OBJECT

public:
    NotificationsSection(SettingsView &settings, QWidget *parent);

private:
    void show();
    QCheckBox *makeCheck(const char *name, const QString &text, bool SettingsValues::*value, QWidget *parent);

    SettingsView &m_settings;
    QCheckBox *m_notify;
    QCheckBox *m_atEnd;
    QCheckBox *m_whenStuck;
    QCheckBox *m_awake;
    QRadioButton *m_ask;
    QRadioButton *m_tray;
    QRadioButton *m_quit;
    TextLabel *m_noTray;
};

} // namespace lorastudio
