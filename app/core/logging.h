// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace lorastudio {

Q_DECLARE_LOGGING_CATEGORY(logCore)
Q_DECLARE_LOGGING_CATEGORY(logNetwork)
Q_DECLARE_LOGGING_CATEGORY(logComfyUi)
Q_DECLARE_LOGGING_CATEGORY(logStorage)
Q_DECLARE_LOGGING_CATEGORY(logImages)
Q_DECLARE_LOGGING_CATEGORY(logGeneration)
Q_DECLARE_LOGGING_CATEGORY(logDemo)
Q_DECLARE_LOGGING_CATEGORY(logUi)

} // namespace lorastudio
