// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace lorastudio {

/// The one way to a tool tip: foreign text with markup in it stays text, and long text wraps.
QString plainToolTip(const QString &text);

} // namespace lorastudio
