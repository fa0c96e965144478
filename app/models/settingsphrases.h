// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runsummary.h"
#include "models/settingsview.h"

/// The sentences of the settings, the tray and the notifications, made from values in one place.
namespace lorastudio::phrases {

/// "8 characters, 385 images, 7 runs".
QString figures(const DatabaseFigures &figures);
/// What a step that leads from `before` to `after` has done: "Changed the palette."; empty if they are equal.
QString settingsChange(const SettingsValues &before, const SettingsValues &after);
/// Bytes with a unit, "1.4 GB", as the locale writes it.
QString bytes(qint64 bytes);

/// "Run 7: 385 of 700, 9 min left"; without a run "No run is going on".
QString trayRun(const RunSummary &summary);
/// Lines of the tray icon's tool tip, below the name of the program.
QStringList trayLines(const RunSummary &summary);
/// "44 minutes", "2 hours 10 minutes", "under a minute".
QString runDuration(qint64 seconds);
/// "697 of 700 images in 44 minutes. 3 failed: out of GPU memory."; `cause` may be empty.
QString runEnd(const RunSummary &summary, const QString &cause);

} // namespace lorastudio::phrases
