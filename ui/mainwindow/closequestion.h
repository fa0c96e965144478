// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QWidget;

namespace lorastudio {

enum class CloseAnswer { KeepRunning, Quit };

/// What can be answered besides Cancel.
struct CloseOffer
{
    bool keepRunning = false; ///< there is a tray to keep running in
    bool remember = false;    ///< the answer can be kept
};

/// Asks beside the work what closing the window means while a run goes on; `answered` is called from the event loop,
/// unless the person cancels. `remember`: it is not to be asked again.
void askBeforeClosing(QWidget *window, const CloseOffer &offer,
                      std::function<void(CloseAnswer answer, bool remember)> answered);

} // namespace lorastudio
