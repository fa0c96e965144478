// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace lorastudio {

/// A new canonical lower-case UUID without braces: the only form of prompt id that every ComfyUI since 0.3.45 takes.
QString newUuid();

/// A random base seed in [0, 10^9): short enough to be read and typed again, far below the 2^52 that are allowed.
qint64 newBaseSeed();

} // namespace lorastudio
