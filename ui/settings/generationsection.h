// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settingsview.h"
#include "settings/settingssection.h"

class QCheckBox;
class QLineEdit;
class QSpinBox;

namespace lorastudio {

/// What new characters get and how runs are made.
class GenerationSection : public SettingsSection
{
    Q_OBJECT

public:
    GenerationSection(SettingsView &settings, QWidget *parent);
    void commit() override;

private:
    void show(const SettingsValues &values);
    void store(SettingsValues values);
    void storeSeed();

    SettingsView &m_settings;
    QSpinBox *m_images;
    QSpinBox *m_width;
    QSpinBox *m_height;
    QCheckBox *m_fixedSeed;
    QLineEdit *m_seed;
    QSpinBox *m_attempts;
    QCheckBox *m_freeMemory;
    bool m_showing = false;
};

} // namespace lorastudio
