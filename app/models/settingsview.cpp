// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settingsview.h"

namespace lorastudio {

void SettingsView::setHasTray(bool has)
{
    if (m_hasTray == has)
        return;
    m_hasTray = has;
    Q_EMIT hasTrayChanged();
}

} // namespace lorastudio
