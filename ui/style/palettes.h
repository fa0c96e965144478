// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

namespace lorastudio {

/// Our own palettes, for desktops that bring none, and for the settings "Light" and "Dark".
QPalette lightPalette();
QPalette darkPalette();

} // namespace lorastudio
