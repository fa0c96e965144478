// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/setting.h"

namespace lorastudio {

SettingBase::SettingBase(QSettings &settings, QString key) : m_settings(settings), m_key(std::move(key)) {}

} // namespace lorastudio
