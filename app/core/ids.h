// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace lorastudio {

/// A new canonical lower-case UUID without braces: the only form of prompt id that every ComfyUI since 0.3.45 takes.
QString newUuid();

/// A random base seed in [0, 2^52), so that base + image number stays exact in a double.
qint64 newBaseSeed();

} // namespace lorastudio
