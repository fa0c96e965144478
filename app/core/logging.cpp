// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logging.h"

namespace lorastudio {

Q_LOGGING_CATEGORY(logCore, "lorastudio.core", QtInfoMsg)
Q_LOGGING_CATEGORY(logNetwork, "lorastudio.network", QtInfoMsg)
Q_LOGGING_CATEGORY(logComfyUi, "lorastudio.comfyui", QtInfoMsg)
Q_LOGGING_CATEGORY(logStorage, "lorastudio.storage", QtInfoMsg)
Q_LOGGING_CATEGORY(logImages, "lorastudio.images", QtInfoMsg)
Q_LOGGING_CATEGORY(logGeneration, "lorastudio.generation", QtInfoMsg)
Q_LOGGING_CATEGORY(logDemo, "lorastudio.demo", QtInfoMsg)
Q_LOGGING_CATEGORY(logUi, "lorastudio.ui", QtInfoMsg)

} // namespace lorastudio
