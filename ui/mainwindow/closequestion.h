// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QWidget;

namespace lorastudio {

/// Whether a person still wants to be asked before the window closes while a run goes on.
bool asksBeforeClosing();
/// Asks beside the work; `quit` is called from the event loop if the answer is yes.
void askBeforeClosing(QWidget *window, std::function<void()> quit);

} // namespace lorastudio
