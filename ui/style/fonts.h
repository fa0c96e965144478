// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace lorastudio {

/// The four sizes of the window, from the application's font, so that the desktop's choice is kept.
QFont displayFont();
QFont titleFont();
QFont bodyFont();
QFont boldFont();
QFont smallFont();
QFont smallBoldFont();

} // namespace lorastudio
