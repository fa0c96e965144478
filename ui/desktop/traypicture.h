// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runsummary.h"

#include <QIcon>

namespace lorastudio {

/// What the tray icon shows.
struct TrayLook
{
    enum class State { Idle, Running, Paused, Attention };
    State state = State::Idle;
    int percent = 0; ///< of the run, with Running
    friend bool operator==(const TrayLook &, const TrayLook &) = default;
};

TrayLook trayLook(const RunSummary &summary);
/// The symbolic icon with ring, bars or triangle, in the colours of the present palette and in all usual sizes.
QIcon trayIcon(const TrayLook &look);
QPixmap trayPixmap(const TrayLook &look, int size);

} // namespace lorastudio
