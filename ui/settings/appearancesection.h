// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settingsview.h"
#include "settings/settingssection.h"

class QRadioButton;

namespace lorastudio {

class SettingsCard;

/// Palette and density of rows.
class AppearanceSection : public SettingsSection
{
    Q_OBJECT

public:
    AppearanceSection(SettingsView &settings, QWidget *parent);

private:
    void show();

    SettingsView &m_settings;
    QList<std::pair<QRadioButton *, SettingsValues::Palette>> m_palettes;
    QList<std::pair<QRadioButton *, bool>> m_densities; ///< true = compact
};

} // namespace lorastudio
